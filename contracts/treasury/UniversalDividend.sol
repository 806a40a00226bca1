// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {MemberRegistry} from "../membership/MemberRegistry.sol";
import {ModelRegistry} from "../models/ModelRegistry.sol";
import {RevenueShares} from "./RevenueShares.sol";
import {RevenueVault} from "./RevenueVault.sol";

/// @title UniversalDividend
/// @notice Holds the members' part of all revenue, and pays it: the same to every seat, for the time it was active.
///
/// A seat is one unit. Money is shared among the seats that are active when it is settled, and the registry of members
/// says over which eras a seat was: whoever joins later, comes back after a gap or moves to another wallet gains and loses
/// nothing of what came in before (M2). What a seat earned is frozen while it is lapsed, restored if it is renewed within
/// its grace, and otherwise forfeited: {sweep} gives it back to all members.
///
/// Keeps T1 and T2 ({RevenueVault}). T4: what all seats can claim never exceeds what came in. T5: indexes never decrease.
/// T6: money that comes in while nobody is a member is parked. T7: k claims pay what one would. T8: claims depend on
/// nobody: the counterparties are immutable, no role is asked, nothing loops over people. The zero address stands for the
/// native currency.
contract UniversalDividend is RevenueVault {
    using RevenueShares for RevenueShares.Pool;

    /// @notice Spans of one seat that a call walks at most, for each asset; the next call goes on from there.
    uint32 public constant MAX_SPANS = 32;

    error SeatFrozen(uint64 seat, uint48 graceEnds);
    error SeatForfeited(uint64 seat);
    error NothingForfeited(uint64 seat);

    event DividendShared(address indexed asset, uint256 indexed era, uint256 amount, uint256 seats);
    event DividendParked(address indexed asset, uint256 amount);
    event DividendClaimed(uint64 indexed seat, address indexed asset, address to, uint256 amount);
    event DividendSwept(uint64 indexed seat, address indexed asset, uint256 amount);

    MemberRegistry public immutable members;

    mapping(address asset => RevenueShares.Pool) private _pools;
    mapping(uint64 seat => mapping(address asset => RevenueShares.Cursor)) private _cursors;

    constructor(MemberRegistry members_, ModelRegistry models_) RevenueVault(models_) {
        members = members_;
    }

    // ------------------------------------------------------------------------------------------ people's actions

    /// @notice Pays what a seat earned, to its wallet. Anyone may call. A lapsed seat is paid nothing.
    /// @param assets Assets to pay. If one can't be paid, the whole call reverts: leave it out, and claim it later.
    /// @return amounts Base units paid, per asset; rounded down, the fraction stays with the seat.
    function claim(uint64 seat, address[] calldata assets) external nonReentrant returns (uint256[] memory amounts) {
        MemberRegistry.Tenure memory tenure = members.tenureOf(seat);
        if (tenure.to != 0) {
            if (tenure.forfeited == tenure.span) revert SeatForfeited(seat);
            revert SeatFrozen(seat, tenure.graceEnds);
        }
        amounts = new uint256[](assets.length);
        for (uint256 i = 0; i < assets.length; ++i) {
            uint256 forfeited;
            (amounts[i], forfeited) = _collect(seat, tenure, tenure.span, assets[i]);
            if (forfeited != 0) _giveBack(seat, assets[i], forfeited);
        }
        for (uint256 i = 0; i < assets.length; ++i) {
            if (amounts[i] == 0) continue;
            emit DividendClaimed(seat, assets[i], tenure.wallet, amounts[i]);
            _pay(assets[i], tenure.wallet, amounts[i]);
        }
    }

    /// @notice Gives what a seat forfeited back to all members, among whom it is shared as new money is. Anyone may call,
    /// once the grace of a lapsed seat is over; also after the seat was reopened.
    /// @return amounts Base units given back, per asset.
    function sweep(uint64 seat, address[] calldata assets) external nonReentrant returns (uint256[] memory amounts) {
        MemberRegistry.Tenure memory tenure = members.tenureOf(seat);
        if (tenure.forfeited == 0) revert NothingForfeited(seat);
        amounts = new uint256[](assets.length);
        for (uint256 i = 0; i < assets.length; ++i) {
            (, amounts[i]) = _collect(seat, tenure, tenure.forfeited, assets[i]);
            if (amounts[i] != 0) _giveBack(seat, assets[i], amounts[i]);
        }
    }

    /// @notice Shares what is parked in `asset` among the members there are now. Anyone may call.
    /// @return amount Base units shared; 0 while there are none.
    function unpark(address asset) external nonReentrant returns (uint256 amount) {
        (uint32 era, uint32 seats) = members.census();
        amount = _pools[asset].unpark(seats, era);
        if (amount != 0) emit DividendShared(asset, era, amount, seats);
    }

    // ------------------------------------------------------------------------------------------ the treasury

    /// @notice Shares `amount` (base units), which has arrived here, among the members. Only the treasury in force. A
    /// token must have arrived in full. Nothing changes nothing.
    function credit(address asset, uint128 amount) external payable nonReentrant onlyTreasury {
        if (amount == 0) return;
        _book(asset, amount);
        _share(asset, amount);
    }

    // ------------------------------------------------------------------------------------------ views

    /// @notice What a call of {claim} would pay a seat in `asset` now, in base units, rounded down; 0 while it is lapsed.
    function claimable(uint64 seat, address asset) external view returns (uint256 amount) {
        MemberRegistry.Tenure memory tenure = members.tenureOf(seat);
        if (tenure.to == 0) (amount, , ) = _due(seat, tenure, tenure.span, asset);
    }

    /// @notice What a renewal within the grace would give back to a lapsed seat, in base units, rounded down.
    function frozenOf(uint64 seat, address asset) external view returns (uint256 amount) {
        MemberRegistry.Tenure memory tenure = members.tenureOf(seat);
        if (tenure.to != 0) (amount, , ) = _due(seat, tenure, tenure.span, asset);
    }

    /// @notice What {sweep} would give back to all members, in base units, rounded down.
    function forfeitedOf(uint64 seat, address asset) external view returns (uint256 amount) {
        MemberRegistry.Tenure memory tenure = members.tenureOf(seat);
        if (tenure.forfeited != 0) (, amount, ) = _due(seat, tenure, tenure.forfeited, asset);
    }

    /// @notice What one seat has earned, in base units x 2^64; what the last division left over, in base units x 2^48;
    /// what is parked, in base units.
    function poolAt(address asset) external view returns (uint160 index, uint64 carried, uint256 parked) {
        RevenueShares.Pool storage pool = _pools[asset];
        return (pool.index, pool.carried, pool.parked);
    }

    // ------------------------------------------------------------------------------------------ internals

    function _share(address asset, uint128 amount) private {
        (uint32 era, uint32 seats) = members.census();
        if (_pools[asset].distribute(amount, seats, era)) emit DividendShared(asset, era, amount, seats);
        else emit DividendParked(asset, amount);
    }

    /// @dev The money stays here and on the books; only whose it is changes. An index of 160 bits gives a seat less than
    /// 2^96 base units over its life.
    function _giveBack(uint64 seat, address asset, uint256 amount) private {
        emit DividendSwept(seat, asset, amount);
        // forge-lint: disable-next-line(unsafe-typecast)
        _share(asset, uint128(amount));
    }

    function _collect(
        uint64 seat,
        MemberRegistry.Tenure memory tenure,
        uint32 last,
        address asset
    ) private returns (uint256 amount, uint256 forfeited) {
        RevenueShares.Cursor memory cursor;
        (amount, forfeited, cursor) = _due(seat, tenure, last, asset);
        if (amount != 0 || forfeited != 0 || cursor.span > 1) _cursors[seat][asset] = cursor;
    }

    /// @dev Walks the seat's spans from where it was paid last up to the span `last`. A seat has one span, and one more
    /// for each time that it lapsed and came back, so the walk is as long as its own history since the last claim, and
    /// {MAX_SPANS} at most.
    /// @return amount Base units earned. @return forfeited Base units of spans that were given up. @return cursor Where
    /// the seat stands after it.
    function _due(
        uint64 seat,
        MemberRegistry.Tenure memory tenure,
        uint32 last,
        address asset
    ) private view returns (uint256 amount, uint256 forfeited, RevenueShares.Cursor memory cursor) {
        RevenueShares.Pool storage pool = _pools[asset];
        cursor = _cursors[seat][asset];
        bool begun = cursor.span != 0;
        if (!begun) cursor.span = 1;
        if (last > cursor.span + MAX_SPANS - 1) last = cursor.span + MAX_SPANS - 1;
        for (; cursor.span <= last; ++cursor.span) {
            (uint32 from, uint32 to) = (tenure.from, tenure.to);
            if (cursor.span != tenure.span) (from, to) = members.spanAt(seat, cursor.span);
            if (!begun) cursor.index = pool.indexAt(from);
            begun = false;

            uint160 end = to == 0 ? pool.index : pool.indexAt(to);
            uint256 part;
            (part, cursor.fraction) = RevenueShares.earned(1, cursor.index, end, cursor.fraction);
            cursor.index = end;
            if (cursor.span > tenure.forfeited) {
                amount += part;
            } else {
                forfeited += part;
                if (cursor.span == tenure.forfeited) cursor.fraction = 0;
            }
            if (cursor.span == last) break;
        }
    }
}
