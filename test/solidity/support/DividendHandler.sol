// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {UniversalDividend} from "../../../contracts/treasury/UniversalDividend.sol";
import {Commons} from "./Commons.sol";
import {Ledger} from "./Ledger.sol";
import {MoneyHandler} from "./MoneyHandler.sol";
import {PeopleHandler} from "./PeopleHandler.sol";
import {Random} from "./Random.sol";
import {SeatHandler} from "./SeatHandler.sol";

/// @title DividendHandler
/// @notice What seats earned: claimed by anyone to their wallets, frozen while they are lapsed, given back to all when
/// nothing restores them.
contract DividendHandler is PeopleHandler {
    using Random for Random.Stream;

    SeatHandler private immutable seats;
    MoneyHandler private immutable money;

    constructor(
        Commons commons_,
        Ledger ledger_,
        SeatHandler seats_,
        MoneyHandler money_
    ) PeopleHandler(commons_, ledger_) {
        (seats, money) = (seats_, money_);
    }

    /// @notice Claims what a seat has in some assets, called by anyone.
    function claim(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        uint64 seat = random.oneIn(4) ? _anySeat(random) : _findSeat(random, _hasSomething);
        if (seat == 0) {
            seat = seats.anyMember(random.word());
            for (uint256 i = 0; i < 2; ++i) money.settleIn(random.word(), _anyModel(random), _anyAsset(random));
        }
        address[] memory assets = _someAssets(random);
        if (_claim(random, seat, assets)) ledger.done(this.claim.selector);
    }

    /// @notice Claims what a certain seat has.
    function claimFor(uint256 word, uint64 seat, address[] calldata assets) external acting returns (bool) {
        return _claim(Random.from(word), seat, assets);
    }

    /// @notice What a seat lost goes back to all members; what it has, or may still get back, doesn't.
    function sweep(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        uint64 seat = _findSeat(random, _isForfeitable);
        if (seat == 0) {
            seat = _findSeat(random, _isLapsed);
            if (seat == 0) seat = _anySeat(random);
        }
        address[] memory assets = _someAssets(random);
        if (_sweep(random, seat, assets)) ledger.done(this.sweep.selector);
    }

    /// @notice T6: what came in while nobody was a member is shared among those who came first, and waits till then.
    function unpark(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        address asset = _anyAsset(random);
        if (random.oneIn(4) && ledger.potOf(asset).parked != 0) seats.anyMember(random.word());
        _did(address(dividend), dividend.unpark.selector);
        vm.prank(_anyone(random));
        uint256 amount = dividend.unpark(asset);
        assertEq(amount, ledger.dividendUnparked(asset), "T6: unparked for members");
        _checkPot(asset);
        if (amount != 0) ledger.done(this.unpark.selector);
    }

    /// @notice T8: every seat ends with nothing due: paid, or, where it is lapsed for good, given back to all.
    /// @param wildToo Whether the wild token is in a state to be paid.
    function claimEverything(uint256 seed, bool wildToo) external acting {
        Random.Stream memory random = _random(seed);
        uint64 count = ledger.seatCount();
        address[] memory assets = new address[](commons.ASSETS() - (wildToo ? 0 : 1));
        for (uint256 i = 0; i < assets.length; ++i) assets[i] = commons.assets(i);
        // What a sweep gives back is due again, so that is first.
        for (uint64 seat = 1; seat <= count; ++seat) {
            if (ledger.isGraceOver(seat) || _hasLost(seat)) _sweep(random, seat, assets);
        }
        uint256 start = random.between(0, count - 1);
        for (uint64 i = 0; i < count; ++i) {
            uint64 seat = uint64(1 + ((start + i) % count));
            if (ledger.seatAt(seat).active) _claim(random, seat, assets);
        }
        for (uint64 seat = 1; seat <= count; ++seat) {
            bool active = ledger.seatAt(seat).active;
            for (uint256 i = 0; i < assets.length; ++i) {
                if (active) assertEq(dividend.claimable(seat, assets[i]), 0, "T8: something is left to claim");
                if (active || ledger.isGraceOver(seat)) {
                    assertEq(dividend.forfeitedOf(seat, assets[i]), 0, "T8: something is left to sweep");
                }
            }
        }
    }

    /// @dev T2, T7: the wallet gets exactly what was due, in full or not at all; a lapsed seat is paid nothing. False if
    /// nothing was paid.
    function _claim(Random.Stream memory random, uint64 seat, address[] memory assets) private returns (bool) {
        bytes memory data = abi.encodeCall(UniversalDividend.claim, (seat, assets));
        if (!ledger.seatAt(seat).active) {
            bytes4 refusal =
                ledger.isGraceOver(seat)
                    ? UniversalDividend.SeatForfeited.selector
                    : UniversalDividend.SeatFrozen.selector;
            _mustFail(address(dividend), _anyone(random), data, refusal);
            return false;
        }
        address wallet = ledger.walletOfSeat(seat);
        if (_wildIsStuck(seat, assets, wallet)) {
            _mustFail(address(dividend), _anyone(random), data, 0);
            return false;
        }
        uint256[] memory balances = _balances(wallet);
        bytes memory result = _mustSucceed(address(dividend), _anyone(random), data);
        uint256[] memory amounts = abi.decode(result, (uint256[]));
        uint256 total;
        for (uint256 i = 0; i < assets.length; ++i) {
            uint256 due = ledger.dividendClaimed(seat, assets[i]);
            assertEq(amounts[i], due, "T7: a claim pays what its seat earned");
            ledger.paidDividend(assets[i], due);
            _checkPot(assets[i]);
            for (uint256 j = 0; j < balances.length; ++j) {
                if (commons.assets(j) == assets[i]) balances[j] += _net(assets[i], due);
            }
            total += due;
        }
        uint256[] memory present = _balances(wallet);
        for (uint256 i = 0; i < balances.length; ++i) {
            assertEq(present[i], balances[i], "T2: paid, measured at the recipient");
        }
        return total != 0;
    }

    function _sweep(Random.Stream memory random, uint64 seat, address[] memory assets) private returns (bool) {
        bytes memory data = abi.encodeCall(UniversalDividend.sweep, (seat, assets));
        if (members.tenureOf(seat).forfeited == 0) {
            assertTrue(!_hasLost(seat), "M2: a seat lost something that it can't have lost");
            _mustFail(address(dividend), _anyone(random), data, UniversalDividend.NothingForfeited.selector);
            return false;
        }
        bytes memory result = _mustSucceed(address(dividend), _anyone(random), data);
        uint256[] memory amounts = abi.decode(result, (uint256[]));
        uint256 total;
        for (uint256 i = 0; i < assets.length; ++i) {
            assertEq(amounts[i], ledger.dividendSwept(seat, assets[i]), "T6: given back to all members");
            _checkPot(assets[i]);
            total += amounts[i];
        }
        return total != 0;
    }

    function _wildIsStuck(uint64 seat, address[] memory assets, address wallet) private view returns (bool) {
        bool named;
        for (uint256 i = 0; i < assets.length; ++i) named = named || assets[i] == address(wild);
        if (!named) return false;
        (uint256 due, , ) = ledger.dueTo(seat, address(wild));
        if (due == 0) return false;
        return wild.fails(address(dividend), wallet) || wild.balanceOf(address(dividend)) < due;
    }

    function _hasSomething(Ledger.SeatEntry memory entry) private view returns (bool) {
        uint64 seat = entry.active ? ledger.seatOfAccount(entry.account) : 0;
        if (seat == 0) return false;
        for (uint256 i = 0; i < commons.ASSETS(); ++i) {
            (uint256 due, , ) = ledger.dueTo(seat, commons.assets(i));
            if (due != 0) return true;
        }
        return false;
    }

    /// @dev Lapsed for good, and not written off yet.
    function _isForfeitable(Ledger.SeatEntry memory entry) private view returns (bool) {
        return !entry.active && !entry.forfeited && entry.graceEnds <= ledger.time();
    }

    function _hasLost(uint64 seat) private view returns (bool) {
        for (uint256 i = 0; i < commons.ASSETS(); ++i) {
            (, , uint256 forfeited) = ledger.dueTo(seat, commons.assets(i));
            if (forfeited != 0) return true;
        }
        return false;
    }

    function _someAssets(Random.Stream memory random) private view returns (address[] memory assets) {
        assets = new address[](random.between(1, commons.ASSETS() + 1));
        bool named;
        for (uint256 i = 0; i < assets.length; ++i) {
            // The wild one once: what a claim gives back to all is claimable again by the same call.
            assets[i] = commons.assets(random.between(0, commons.ASSETS() - (named ? 2 : 1)));
            named = named || assets[i] == address(wild);
        }
    }

    function _balances(address wallet) private view returns (uint256[] memory balances) {
        balances = new uint256[](commons.ASSETS());
        for (uint256 i = 0; i < balances.length; ++i) balances[i] = commons.balanceOf(commons.assets(i), wallet);
    }
}
