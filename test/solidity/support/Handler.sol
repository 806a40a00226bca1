// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {ContributionRegistry} from "../../../contracts/contributions/ContributionRegistry.sol";
import {ContributionToken} from "../../../contracts/membership/ContributionToken.sol";
import {MemberRegistry} from "../../../contracts/membership/MemberRegistry.sol";
import {ModelRegistry} from "../../../contracts/models/ModelRegistry.sol";
import {ContributorRewards} from "../../../contracts/treasury/ContributorRewards.sol";
import {Treasury} from "../../../contracts/treasury/Treasury.sol";
import {UniversalDividend} from "../../../contracts/treasury/UniversalDividend.sol";
import {Commons} from "./Commons.sol";
import {Ledger} from "./Ledger.sol";
import {MoneyLedger} from "./MoneyLedger.sol";
import {Random} from "./Random.sol";
import {Test} from "./Test.sol";
import {WildToken} from "./WildToken.sol";

/// @title Handler
/// @notice What the people who act on a commons at random have in common. Each action unfolds one random word, does
/// something that must succeed (or must be refused, and says so), and writes it into the ledger. An action that has
/// nothing to act on makes it first, so that none of them reverts and few do nothing.
abstract contract Handler is Test {
    using Random for Random.Stream;

    Commons internal immutable commons;
    Ledger internal immutable ledger;
    MemberRegistry internal immutable members;
    ContributionToken internal immutable token;
    ContributionRegistry internal immutable registry;
    ModelRegistry internal immutable models;
    ContributorRewards internal immutable rewards;
    UniversalDividend internal immutable dividend;
    Treasury internal immutable treasury;
    WildToken internal immutable wild;

    constructor(Commons commons_, Ledger ledger_) {
        (commons, ledger, registry, wild) = (commons_, ledger_, commons_.registry(), commons_.wild());
        (members, token, models) = (commons_.members(), commons_.token(), commons_.models());
        (rewards, dividend, treasury) = (commons_.rewards(), commons_.dividend(), commons_.treasury());
    }

    modifier acting() {
        vm.warp(ledger.time());
        _;
    }

    /// @dev The same word means something else in every step, as a life has no two equal days.
    function _random(uint256 seed) internal returns (Random.Stream memory) {
        return Random.from(uint256(keccak256(abi.encode(seed, ledger.nextStep()))));
    }

    function _wait(uint256 duration) internal {
        ledger.waited(duration);
        vm.warp(ledger.time());
    }

    function _waitUntil(uint256 time) internal {
        if (ledger.time() < time) _wait(time - ledger.time());
    }

    /// @dev For calls that aren't made by {_mustSucceed}: a step of which one fails fails as a whole.
    function _did(address target, bytes4 selector) internal {
        ledger.reached(target, selector);
    }

    /// @dev The call of `from` is refused, with `selector`; 0 for any.
    function _mustFail(address target, address from, bytes memory data, bytes4 selector) internal {
        _mustFail(target, from, 0, data, selector);
    }

    function _mustFail(address target, address from, uint256 value, bytes memory data, bytes4 selector) internal {
        vm.prank(from);
        (bool success, bytes memory result) = target.call{value: value}(data);
        assertTrue(!success, "a call succeeded that must be refused");
        ledger.refused(target, bytes4(data));
        if (selector == 0) return;
        assertEq(bytes32(bytes4(result)), bytes32(selector), "a call was refused with another error");
    }

    /// @dev The call of `from` goes through; else the test ends with its error.
    function _mustSucceed(address target, address from, bytes memory data) internal returns (bytes memory) {
        return _mustSucceed(target, from, 0, data);
    }

    function _mustSucceed(
        address target,
        address from,
        uint256 value,
        bytes memory data
    ) internal returns (bytes memory) {
        vm.prank(from);
        (bool success, bytes memory result) = target.call{value: value}(data);
        if (success) {
            ledger.reached(target, bytes4(data));
            return result;
        }
        assembly ("memory-safe") {
            revert(add(result, 32), mload(result))
        }
    }

    function _approve(address asset, address payer, uint256 amount) internal {
        _mustSucceed(asset, payer, abi.encodeWithSignature("approve(address,uint256)", treasury, amount));
    }

    // ------------------------------------------------------------------------------------------ the wild token

    /// @dev How a transfer of `asset` fails now, 0 if it doesn't; balances aside.
    function _obstacle(address asset, address from, address to) internal view returns (bytes4) {
        if (asset != address(wild) || !wild.fails(from, to)) return 0;
        WildToken.Manner manner = wild.manner();
        if (manner == WildToken.Manner.Blocks) return WildToken.IsBlocked.selector;
        if (manner == WildToken.Manner.Paused) return WildToken.IsPaused.selector;
        return bytes4(keccak256("SafeERC20FailedOperation(address)"));
    }

    /// @dev As {_obstacle}, for a transfer that must arrive in full.
    function _obstacleInFull(address asset, address from, address to) internal view returns (bytes4) {
        return _skims(asset) ? Treasury.AssetNotExact.selector : _obstacle(asset, from, to);
    }

    function _skims(address asset) internal view returns (bool) {
        return asset == address(wild) && wild.manner() == WildToken.Manner.TakesFee;
    }

    /// @dev What arrives of `amount`.
    function _net(address asset, uint256 amount) internal view returns (uint256) {
        return _skims(asset) ? amount - (amount + 99) / 100 : amount;
    }

    // ------------------------------------------------------------------------------------------ anything

    function _anyone(Random.Stream memory random) internal pure returns (address) {
        return address(uint160(random.between(1 << 64, type(uint160).max)));
    }

    function _anyAsset(Random.Stream memory random) internal view returns (address) {
        return commons.assets(random.between(0, commons.ASSETS() - 1));
    }

    function _anyModel(Random.Stream memory random) internal view returns (uint32) {
        return uint32(random.between(1, models.modelCount()));
    }

    function _anySeat(Random.Stream memory random) internal view returns (uint64) {
        return uint64(random.between(1, ledger.seatCount()));
    }

    /// @dev An account or a seat.
    function _anyAuthor(Random.Stream memory random) internal view returns (address) {
        if (random.oneIn(2)) return commons.accountOf(random.between(0, ledger.accountCount() - 1));
        return address(uint160(_anySeat(random)));
    }

    /// @dev T4, T5, T6: a model's pool is what the ledger says, to the last fraction.
    function _checkShares(uint32 modelId, address asset) internal view {
        MoneyLedger.Shares memory due = ledger.sharesOf(modelId, asset);
        (uint160 index, uint64 carried, uint256 parked, uint48 since) = rewards.poolAt(modelId, asset);
        assertEq(index, due.index, "T4, T5: what one unit earned");
        assertEq(uint256(carried) << 16, due.carried, "T4: what the last division left");
        assertEq(parked, due.parked, "T6: parked");
        assertEq(since, due.parkedSince, "T6: parked since");
    }

    /// @dev T4, T5, T6: the same of the members' pool.
    function _checkPot(address asset) internal view {
        Ledger.Pot memory pot = ledger.potOf(asset);
        (uint160 index, uint64 carried, uint256 parked) = dividend.poolAt(asset);
        assertEq(index, pot.given, "T4, T5: what one seat earned");
        assertEq(uint256(carried) << 16, pot.carried, "T4: what the last division left");
        assertEq(parked, pot.parked, "T6: parked");
    }
}
