// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {Author} from "../contributions/Author.sol";
import {MemberRegistry} from "../membership/MemberRegistry.sol";
import {ModelRegistry} from "../models/ModelRegistry.sol";
import {RevenueShares} from "./RevenueShares.sol";
import {RevenueVault} from "./RevenueVault.sol";

/// @title ContributorRewards
/// @notice Holds what models earned for their contributors, and pays it: each position by its units, over exactly the
/// releases its work is part of (T11).
///
/// A *position* is one leaf of one contribution. It is opened once; its slot is the mark that the leaf is claimed.
/// Active units count all accepted work of a release, claimed or not, so a late claim loses nothing and takes nothing
/// from anyone. The zero address stands for the native currency.
///
/// Keeps T1: balance >= {accounted}. T4: what all positions can claim never exceeds what came in. T5: indexes never
/// decrease. T6: money without active units is parked. T7: k claims pay what one would. T8: claims depend on nobody:
/// the counterparties are immutable, no role is asked, nothing loops over people. T9: nothing about one model makes
/// {credit} fail, so that a model that others were built on can't hold up their settlements.
contract ContributorRewards is RevenueVault {
    using RevenueShares for RevenueShares.Pool;
    using SafeCast for uint256;

    /// @dev One slot, written when a contribution becomes final. Batches count from 1; `endBatch` 0: not excluded.
    struct Term {
        uint32 modelId;
        uint24 joinBatch;
        uint24 endBatch;
        uint8 score;
    }

    /// @dev One slot. `units` are declared units: items x unitsPerItem, before the score; what was struck is taken off.
    /// `endBatch` 0: not withdrawn. `struck`: it had more units before; see {Stage}.
    struct Position {
        address holder;
        uint64 units;
        uint24 endBatch;
        bool struck;
    }

    /// @dev One slot. The units of a position up to the release that covers `endBatch`, after which a strike counts. Stages
    /// of a position follow each other in the order of their batches; after the last one it has its present units.
    struct Stage {
        uint64 units;
        uint24 endBatch;
    }

    /// @dev One slot: accepted units (declared x score) that share a model's revenue now, and the release in force.
    struct Line {
        uint80 active;
        uint16 release;
    }

    /// @dev Parked assets that a release shares by itself, so that its work is bounded. What is parked beyond these is
    /// shared by {unpark}.
    uint256 public constant MAX_PARKED_ASSETS = 16;
    /// @notice Most stages of a struck position that one claim walks, for each asset; the next one goes on.
    uint256 public constant MAX_STAGES = 16;
    /// @notice How long money must have been parked before a vote may give it up, in seconds.
    uint48 public constant PARKED_FOR = 730 days;

    error NotContributions(address caller);
    error NotModels(address caller);
    error NothingParked(uint256 modelId, address asset);
    error ParkedTooShortly(uint256 modelId, address asset, uint256 until);
    error PositionAlreadyOpen(uint256 position);
    error PositionUnknown(uint256 position);
    error PositionAlreadyEnded(uint256 position);
    error PositionOfAnother(uint256 position, address holder, address account);

    event TermOpened(uint256 indexed contribution, uint256 indexed modelId, uint256 joinBatch, uint256 score);
    event TermEnded(uint256 indexed contribution, uint256 endBatch);
    event PositionOpened(uint256 indexed contribution, uint256 indexed index, address indexed holder, uint256 units);
    event PositionStruck(uint256 indexed contribution, uint256 indexed index, uint256 units, uint256 endBatch);
    event PositionEnded(uint256 indexed contribution, uint256 indexed index, uint256 endBatch);
    event UnitsChanged(uint256 indexed modelId, uint256 indexed release, uint256 joined, uint256 left, uint256 active);
    event RevenueShared(
        uint256 indexed modelId,
        address indexed asset,
        uint256 indexed release,
        uint256 amount,
        uint256 active
    );
    event RevenueParked(uint256 indexed modelId, address indexed asset, uint256 amount);
    event ParkedGivenUp(uint256 indexed modelId, address indexed asset, uint256 amount);
    event PositionRecovered(uint256 indexed position, address indexed lost, uint64 indexed seat);
    event Claimed(address indexed account, address indexed asset, address to, uint256 amount, uint256[] positions);

    /// @notice The registry of work, which opens and ends positions. Immutable.
    address public immutable contributions;
    MemberRegistry public immutable members;

    mapping(uint256 contribution => Term) private _terms;
    mapping(uint256 position => Position) private _positions;
    mapping(uint256 modelId => Line) private _lines;
    mapping(uint256 modelId => mapping(address asset => RevenueShares.Pool)) private _pools;
    mapping(uint256 modelId => address[]) private _parked;
    mapping(uint256 position => mapping(address asset => RevenueShares.Cursor)) private _cursors;
    mapping(uint256 position => Stage[]) private _stages;

    /// @param contributions_ The registry of work; it deploys this contract.
    constructor(address contributions_, MemberRegistry members_, ModelRegistry models_) RevenueVault(models_) {
        (contributions, members) = (contributions_, members_);
    }

    modifier onlyContributions() {
        if (msg.sender != contributions) revert NotContributions(msg.sender);
        _;
    }

    // ------------------------------------------------------------------------------------------ people's actions

    /// @notice Pays what the positions earned. Anyone may call; it is always the account that is paid.
    /// @param account Holder of all the positions: an account, or a seat (see {Author}), which is paid at its wallet.
    /// @param positions Position ids: contribution x 2^32 + index of the leaf.
    /// @param assets Assets to pay. If one can't be paid, the whole call reverts: leave it out, and claim it later.
    /// @return amounts Base units paid, per asset; rounded down, the fraction stays with the position.
    function claim(
        address account,
        uint256[] calldata positions,
        address[] calldata assets
    ) external nonReentrant returns (uint256[] memory amounts) {
        amounts = new uint256[](assets.length);
        for (uint256 i = 0; i < positions.length; ++i) {
            uint256 id = positions[i];
            Position memory position = _position(id);
            if (position.holder != account) revert PositionOfAnother(id, position.holder, account);
            Term memory term = _terms[id >> 32];
            for (uint256 j = 0; j < assets.length; ++j) {
                amounts[j] += _collect(id, position, term, assets[j]);
            }
        }

        address to = Author.isSeat(account) ? members.walletOf(Author.seat(account)) : account;
        for (uint256 j = 0; j < assets.length; ++j) {
            uint256 amount = amounts[j];
            if (amount == 0) continue;
            emit Claimed(account, assets[j], to, amount, positions);
            _pay(assets[j], to, amount);
        }
    }

    /// @notice Hands positions of a lost wallet to the seat that it belonged to, which is paid at its present wallet from
    /// then on, also for what they earned before. Anyone may call, once {MemberRegistry-heirOf} names the seat.
    function recover(address lost, uint256[] calldata positions) external {
        uint64 seat = members.heirOf(lost);
        for (uint256 i = 0; i < positions.length; ++i) {
            uint256 id = positions[i];
            Position memory position = _position(id);
            if (position.holder != lost) revert PositionOfAnother(id, position.holder, lost);
            _positions[id].holder = Author.ofSeat(seat);
            emit PositionRecovered(id, lost, seat);
        }
    }

    /// @notice Shares what is parked of a model's revenue in `asset` among the units there are now. Anyone may call; a
    /// release does it by itself for the first {MAX_PARKED_ASSETS} assets.
    /// @return amount Base units shared; 0 while there are no units.
    function unpark(uint256 modelId, address asset) external nonReentrant returns (uint256 amount) {
        return _unpark(modelId, asset);
    }

    // ------------------------------------------------------------------------------------------ the treasury

    /// @notice Shares `amount` of a model's revenue, which has arrived here, among its active units. Only the treasury
    /// in force. A token must have arrived in full. Nothing changes nothing.
    function credit(uint256 modelId, address asset, uint128 amount) external payable nonReentrant onlyTreasury {
        if (amount == 0) return;
        _book(asset, amount);

        Line memory line = _lines[modelId];
        RevenueShares.Pool storage pool = _pools[modelId][asset];
        if (pool.distribute(amount, line.active, line.release)) {
            emit RevenueShared(modelId, asset, line.release, amount, line.active);
        } else {
            // All of what is parked is this amount: it was not on the list yet.
            address[] storage list = _parked[modelId];
            if (pool.parked == amount && list.length < MAX_PARKED_ASSETS) list.push(asset);
            emit RevenueParked(modelId, asset, amount);
        }
    }

    /// @notice Sends what has been parked for {PARKED_FOR}, counted from the first of it, back to the treasury. Only the
    /// treasury in force, which does so when a vote decides it. If there are units by now, they share it instead.
    /// @return amount Base units sent.
    function giveUpParked(uint256 modelId, address asset) external nonReentrant onlyTreasury returns (uint128 amount) {
        RevenueShares.Pool storage pool = _pools[modelId][asset];
        if (pool.parked == 0) revert NothingParked(modelId, asset);
        uint256 until = uint256(pool.parkedSince) + PARKED_FOR;
        if (block.timestamp < until) revert ParkedTooShortly(modelId, asset, until);
        if (_unpark(modelId, asset) != 0) return 0;
        amount = uint256(pool.takeParked()).toUint128();
        _unlist(modelId, asset);
        emit ParkedGivenUp(modelId, asset, amount);
        _pay(asset, msg.sender, amount);
    }

    // ------------------------------------------------------------------------------------------ the model registry

    /// @notice Opens a release: leavers and joiners take effect, then parked revenue is shared. Only the model registry.
    /// @dev The index at the opening of a release is kept by {RevenueShares} when the first money of it comes in.
    function onRelease(uint256 modelId, uint16 release, uint80 joined, uint80 left) external {
        if (msg.sender != address(models)) revert NotModels(msg.sender);
        uint80 active = _lines[modelId].active + joined - left;
        _lines[modelId] = Line(active, release);
        emit UnitsChanged(modelId, release, joined, left, active);
        if (active == 0) return;

        address[] storage list = _parked[modelId];
        // At most MAX_PARKED_ASSETS, from the end, as those that are shared drop out.
        for (uint256 i = list.length; i > 0; --i) {
            address asset = list[i - 1];
            uint256 amount = _pools[modelId][asset].unpark(active, release);
            if (amount == 0) continue;
            _removeAt(list, i - 1);
            emit RevenueShared(modelId, asset, release, amount, active);
        }
    }

    // ------------------------------------------------------------------------------------------ the registry of work

    /// @notice A contribution is final: its work joins with `joinBatch`, weighted by `score`.
    function openTerm(uint256 contribution, uint32 modelId, uint24 joinBatch, uint8 score) external onlyContributions {
        _terms[contribution] = Term(modelId, joinBatch, 0, score);
        emit TermOpened(contribution, modelId, joinBatch, score);
    }

    /// @notice A contribution is excluded: all its positions end with the release that covers `endBatch`.
    function endTerm(uint256 contribution, uint24 endBatch) external onlyContributions {
        _terms[contribution].endBatch = endBatch;
        emit TermEnded(contribution, endBatch);
    }

    /// @notice Opens the position of a proved leaf, once.
    function openPosition(uint256 contribution, uint32 index, address holder, uint64 units) external onlyContributions {
        uint256 id = positionId(contribution, index);
        if (_positions[id].holder != address(0)) revert PositionAlreadyOpen(id);
        _positions[id] = Position(holder, units, 0, false);
        emit PositionOpened(contribution, index, holder, units);
    }

    /// @notice A position's author withdrew: it ends with the release that covers `endBatch`.
    function endPosition(uint256 contribution, uint32 index, uint24 endBatch) external onlyContributions {
        uint256 id = positionId(contribution, index);
        if (_positions[id].endBatch != 0) revert PositionAlreadyEnded(id);
        _positions[id].endBatch = endBatch;
        emit PositionEnded(contribution, index, endBatch);
    }

    /// @notice Units of a position turned out to be copied: they end with the release that covers `endBatch`.
    function strikePosition(
        uint256 contribution,
        uint32 index,
        uint64 units,
        uint24 endBatch
    ) external onlyContributions {
        uint256 id = positionId(contribution, index);
        Position storage position = _positions[id];
        if (position.endBatch != 0) revert PositionAlreadyEnded(id);
        // What leaves with the batch it joins with never was part of a release.
        if (endBatch != _terms[contribution].joinBatch) {
            Stage[] storage stages = _stages[id];
            uint256 length = stages.length;
            if (length == 0 || stages[length - 1].endBatch != endBatch) stages.push(Stage(position.units, endBatch));
            position.struck = true;
        }
        position.units -= units;
        emit PositionStruck(contribution, index, units, endBatch);
    }

    // ------------------------------------------------------------------------------------------ views

    /// @notice What a call of {claim} would pay a position in `asset` now, in base units, rounded down.
    function claimable(uint256 position, address asset) external view returns (uint256 amount) {
        RevenueShares.Cursor memory cursor = _cursors[position][asset];
        return _advanceToNow(position, _position(position), _terms[position >> 32], asset, cursor);
    }

    /// @notice The id of a leaf's position: contribution x 2^32 + index.
    function positionId(uint256 contribution, uint32 index) public pure returns (uint256) {
        return (contribution << 32) | index;
    }

    /// @notice A position; holder zero if it is not opened.
    function positionAt(uint256 position) external view returns (Position memory) {
        return _positions[position];
    }

    /// @notice What a position counted before strikes, oldest first; empty if none took effect on it.
    function stagesOf(uint256 position) external view returns (Stage[] memory) {
        return _stages[position];
    }

    /// @notice When a contribution's work joins and ends; zeroes if it is not final.
    function termAt(uint256 contribution) external view returns (Term memory) {
        return _terms[contribution];
    }

    /// @notice The batch with which a contribution's work joins; 0 if it is not final.
    function joinBatchOf(uint256 contribution) external view returns (uint24) {
        return _terms[contribution].joinBatch;
    }

    /// @notice Accepted units that share a model's revenue now, and the release in force; zeroes before the first.
    function lineAt(uint256 modelId) external view returns (Line memory) {
        return _lines[modelId];
    }

    /// @notice What one unit has earned, in base units x 2^64; what the last division left over, in base units x 2^48;
    /// what is parked, in base units, and since when (unix seconds).
    function poolAt(
        uint256 modelId,
        address asset
    ) external view returns (uint160 index, uint64 carried, uint256 parked, uint48 parkedSince) {
        RevenueShares.Pool storage pool = _pools[modelId][asset];
        return (pool.index, pool.carried, pool.parked, pool.parkedSince);
    }

    // ------------------------------------------------------------------------------------------ internals

    function _position(uint256 id) private view returns (Position memory position) {
        position = _positions[id];
        if (position.holder == address(0)) revert PositionUnknown(id);
    }

    function _collect(
        uint256 id,
        Position memory position,
        Term memory term,
        address asset
    ) private returns (uint256 amount) {
        RevenueShares.Cursor memory cursor = _cursors[id][asset];
        amount = _advanceToNow(id, position, term, asset, cursor);
        if (amount != 0 || cursor.span > 1) _cursors[id][asset] = cursor;
    }

    /// @dev Moves the cursor from where the position was paid last. Returns base units earned since then.
    function _advanceToNow(
        uint256 id,
        Position memory position,
        Term memory term,
        address asset,
        RevenueShares.Cursor memory cursor
    ) private view returns (uint256 amount) {
        RevenueShares.Pool storage pool = _pools[term.modelId][asset];
        if (cursor.span == 0) {
            uint16 first = models.releaseOfBatch(term.modelId, term.joinBatch);
            if (first == 0) return 0;
            (cursor.index, cursor.span) = (pool.indexAt(first), 1);
        }
        uint160 to = pool.index;
        uint24 endBatch = _earlier(position.endBatch, term.endBatch);
        if (endBatch != 0) {
            uint16 end = models.releaseOfBatch(term.modelId, endBatch);
            if (end != 0) to = pool.indexAt(end);
        }
        if (position.struck) {
            bool isPresent;
            (amount, isPresent) = _advanceThroughStages(id, term, pool, cursor, to);
            if (!isPresent) return amount;
        }
        amount += _advance(cursor, uint256(position.units) * term.score, to);
    }

    /// @dev Walks the stages of a struck position from where it was paid last, {MAX_STAGES} at most. Its end is never
    /// before that of a stage: what ended isn't struck any more.
    /// @return amount Base units earned. @return isPresent True if the position has its present units from there on.
    function _advanceThroughStages(
        uint256 id,
        Term memory term,
        RevenueShares.Pool storage pool,
        RevenueShares.Cursor memory cursor,
        uint160 to
    ) private view returns (uint256 amount, bool isPresent) {
        Stage[] storage stages = _stages[id];
        uint256 count = stages.length;
        for (uint256 walked = 0; cursor.span <= count; ++walked) {
            if (walked == MAX_STAGES) return (amount, false);
            Stage memory stage = stages[cursor.span - 1];
            uint256 units = uint256(stage.units) * term.score;
            uint16 end = models.releaseOfBatch(term.modelId, stage.endBatch);
            if (end == 0) return (amount + _advance(cursor, units, to), false);
            amount += _advance(cursor, units, pool.indexAt(end));
            ++cursor.span;
        }
        return (amount, true);
    }

    /// @dev Moves the cursor to `to`, unless it stands further. Returns base units earned on the way.
    function _advance(
        RevenueShares.Cursor memory cursor,
        uint256 units,
        uint160 to
    ) private pure returns (uint256 amount) {
        if (to <= cursor.index) return 0;
        (amount, cursor.fraction) = RevenueShares.earned(units, cursor.index, to, cursor.fraction);
        cursor.index = to;
    }

    /// @dev The earlier of two batches, where 0 is never.
    function _earlier(uint24 a, uint24 b) private pure returns (uint24) {
        if (a == 0) return b;
        return b == 0 || a < b ? a : b;
    }

    function _unpark(uint256 modelId, address asset) private returns (uint256 amount) {
        Line memory line = _lines[modelId];
        amount = _pools[modelId][asset].unpark(line.active, line.release);
        if (amount == 0) return 0;
        _unlist(modelId, asset);
        emit RevenueShared(modelId, asset, line.release, amount, line.active);
    }

    /// @dev Takes `asset` off the list of what the next release shares; it may not be on it.
    function _unlist(uint256 modelId, address asset) private {
        address[] storage list = _parked[modelId];
        for (uint256 i = 0; i < list.length; ++i) {
            if (list[i] == asset) return _removeAt(list, i);
        }
    }

    function _removeAt(address[] storage list, uint256 i) private {
        list[i] = list[list.length - 1];
        list.pop();
    }
}
