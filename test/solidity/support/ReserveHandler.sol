// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import {ContributorRewards} from "../../../contracts/treasury/ContributorRewards.sol";
import {Treasury} from "../../../contracts/treasury/Treasury.sol";
import {Commons} from "./Commons.sol";
import {Handler} from "./Handler.sol";
import {Ledger} from "./Ledger.sol";
import {MoneyHandler} from "./MoneyHandler.sol";
import {MoneyLedger} from "./MoneyLedger.sol";
import {Random} from "./Random.sol";

/// @title ReserveHandler
/// @notice The reserve: given to, found, reclaimed for it; spent by a vote within its ceiling, and by nobody else (T10).
contract ReserveHandler is Handler {
    using Random for Random.Stream;

    uint256 private constant MOST_MONEY = 1e27;

    MoneyHandler private immutable money;

    constructor(Commons commons_, Ledger ledger_, MoneyHandler money_) Handler(commons_, ledger_) {
        money = money_;
    }

    function give(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        address asset = _anyAsset(random);
        uint256 amount = random.magnitude(MOST_MONEY);
        address giver = _anyone(random);
        commons.endow(asset, giver, amount);
        uint256 value = asset == address(0) ? amount : 0;
        if (value == 0) _approve(asset, giver, amount);
        bytes4 refusal = _obstacleInFull(asset, giver, address(treasury));
        if (!treasury.isListed(asset)) refusal = Treasury.AssetNotListed.selector;
        bytes memory data = abi.encodeCall(Treasury.give, (asset, amount, bytes32(seed)));
        if (refusal != 0) return _mustFail(address(treasury), giver, value, data, refusal);
        _mustSucceed(address(treasury), giver, value, data);
        ledger.arrived(asset, 0, 0, amount);
        _checkReserve(asset);
        ledger.done(this.give.selector);
    }

    function recoverSurplus(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        address asset = _anyAsset(random);
        bytes memory data = abi.encodeCall(Treasury.recoverSurplus, (asset));
        _onlyByVote(random, data);
        uint256 there = commons.balanceOf(asset, address(treasury));
        uint256 booked = treasury.accounted(asset);
        uint256 surplus = there > booked ? there - booked : 0;
        if (surplus > type(uint96).max) surplus = type(uint96).max;
        _did(address(treasury), treasury.recoverSurplus.selector);
        assertEq(treasury.recoverSurplus(asset), surplus, "T2: recovered");
        ledger.arrived(asset, 0, 0, surplus);
        _checkReserve(asset);
        ledger.done(this.recoverSurplus.selector);
    }

    /// @notice T6: contributors' money that found nobody for two years goes to the reserve by a vote, and not before.
    function reclaimParked(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        (bool found, uint32 modelId, address asset) = _parked(random);
        if (!found) {
            bytes memory none = abi.encodeCall(Treasury.reclaimParked, (modelId, asset));
            _mustFail(address(treasury), address(this), none, ContributorRewards.NothingParked.selector);
            return;
        }
        MoneyLedger.Shares memory shares = ledger.sharesOf(modelId, asset);
        bytes memory data = abi.encodeCall(Treasury.reclaimParked, (modelId, asset));
        _onlyByVote(random, data);
        // Whoever is there to share it comes first.
        if (ledger.unparked(modelId, asset) != 0) {
            _did(address(treasury), treasury.reclaimParked.selector);
            assertEq(treasury.reclaimParked(modelId, asset), 0, "T6: reclaimed from those who were there");
            return _checkShares(modelId, asset);
        }
        uint256 until = shares.parkedSince + 730 days;
        if (ledger.time() < until) {
            _mustFail(address(treasury), address(this), data, ContributorRewards.ParkedTooShortly.selector);
            if (!random.oneIn(6)) return;
            _waitUntil(until);
        }
        if (
            _obstacleInFull(asset, address(rewards), address(treasury)) != 0 ||
            !_has(address(rewards), asset, shares.parked)
        ) {
            return _mustFail(address(treasury), address(this), data, 0);
        }
        _did(address(treasury), treasury.reclaimParked.selector);
        assertEq(treasury.reclaimParked(modelId, asset), shares.parked, "T6: reclaimed");
        ledger.gaveUpParked(modelId, asset);
        _checkShares(modelId, asset);
        _checkReserve(asset);
        ledger.done(this.reclaimParked.selector);
    }

    /// @notice T10: the reserve leaves by a vote, within the ceiling of the epoch.
    function spend(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        (address asset, address to) = (_anyAsset(random), _anyone(random));
        uint256 reserve = ledger.sumsOf(asset).reserve;
        bytes memory data = abi.encodeCall(Treasury.spend, (asset, to, uint128(reserve + 1)));
        _mustFail(address(treasury), address(this), data, Treasury.ReserveTooSmall.selector);
        uint256 spent = ledger.spentIn(asset, ledger.time() / 30 days);
        uint256 left = ledger.ceilingOf(asset) > spent ? ledger.ceilingOf(asset) - spent : 0;
        if (reserve > left) {
            data = abi.encodeCall(Treasury.spend, (asset, to, uint128(left + 1)));
            _mustFail(address(treasury), address(this), data, Treasury.CeilingExceeded.selector);
        }
        uint256 most = reserve < left ? reserve : left;
        if (most == 0) return;
        uint256 amount = random.magnitude(most);
        data = abi.encodeCall(Treasury.spend, (asset, to, uint128(amount)));
        _onlyByVote(random, data);
        if (_obstacle(asset, address(treasury), to) != 0 || !_has(address(treasury), asset, amount)) {
            return _mustFail(address(treasury), address(this), data, 0);
        }
        uint256 before = commons.balanceOf(asset, to);
        _did(address(treasury), treasury.spend.selector);
        treasury.spend(asset, to, uint128(amount));
        assertEq(commons.balanceOf(asset, to) - before, _net(asset, amount), "T2: spent");
        ledger.spent(asset, amount);
        (uint48 epoch, uint128 inEpoch) = treasury.spendingOf(asset);
        assertEq(epoch, ledger.time() / 30 days, "T10: the epoch of a spending");
        assertEq(inEpoch, ledger.spentIn(asset, epoch), "T10: spent in an epoch");
        assertLe(inEpoch, ledger.ceilingOf(asset), "T10: more spent than the ceiling");
        _checkReserve(asset);
        ledger.done(this.spend.selector);
    }

    function changeCeiling(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        address asset = _anyAsset(random);
        uint128 ceiling = random.oneIn(6) ? 0 : uint128(random.magnitude(commons.CEILING()));
        _onlyByVote(random, abi.encodeCall(Treasury.setCeiling, (asset, ceiling)));
        _did(address(treasury), treasury.setCeiling.selector);
        treasury.setCeiling(asset, ceiling);
        ledger.setCeiling(asset, ceiling);
        ledger.done(this.changeCeiling.selector);
    }

    function _checkReserve(address asset) private view {
        assertEq(treasury.reserveOf(asset), ledger.sumsOf(asset).reserve, "T10: the reserve");
    }

    function _onlyByVote(Random.Stream memory random, bytes memory data) private {
        _mustFail(address(treasury), _anyone(random), data, IAccessManaged.AccessManagedUnauthorized.selector);
    }

    function _has(address vault, address asset, uint256 amount) private view returns (bool) {
        return commons.balanceOf(asset, vault) >= amount;
    }

    /// @dev Something that is parked; made, if a model without units is found.
    function _parked(Random.Stream memory random) private returns (bool, uint32, address) {
        uint32 count = models.modelCount();
        uint256 assets = commons.ASSETS();
        uint256 start = random.between(0, count * assets - 1);
        for (uint256 i = 0; i < count * assets; ++i) {
            uint256 at = (start + i) % (count * assets);
            (uint32 modelId, address asset) = (uint32(at / assets) + 1, commons.assets(at % assets));
            if (ledger.sharesOf(modelId, asset).parked != 0) return (true, modelId, asset);
        }
        (uint32 someModel, address someAsset) = (uint32(start / assets) + 1, commons.assets(start % assets));
        for (uint32 i = 0; i < count; ++i) {
            uint32 modelId = 1 + ((someModel + i) % count);
            if (ledger.activeIn(modelId) != 0) continue;
            money.settleIn(random.word(), modelId, someAsset);
            return (ledger.sharesOf(modelId, someAsset).parked != 0, modelId, someAsset);
        }
        return (false, someModel, someAsset);
    }
}
