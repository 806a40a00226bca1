// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {ContributionRegistry} from "../../../contracts/contributions/ContributionRegistry.sol";
import {ModelRegistry} from "../../../contracts/models/ModelRegistry.sol";
import {ContributorRewards} from "../../../contracts/treasury/ContributorRewards.sol";
import {Treasury} from "../../../contracts/treasury/Treasury.sol";
import {Commons} from "./Commons.sol";
import {Ledger} from "./Ledger.sol";
import {Random} from "./Random.sol";
import {Test} from "./Test.sol";

/// @title Handler
/// @notice What the people who act on a commons at random have in common. Each action unfolds one random word, does
/// something that must succeed (or must be refused, and says so), and writes it into the ledger. An action that has
/// nothing to act on makes it first, so that none of them reverts and few do nothing.
abstract contract Handler is Test {
    using Random for Random.Stream;

    Commons internal commons;
    Ledger internal ledger;
    ContributionRegistry internal registry;
    ModelRegistry internal models;
    ContributorRewards internal rewards;
    Treasury internal treasury;

    constructor(Commons commons_, Ledger ledger_) {
        (commons, ledger, registry) = (commons_, ledger_, commons_.registry());
        (models, rewards, treasury) = (commons_.models(), commons_.rewards(), commons_.treasury());
    }

    /// @dev T5: whatever the action, no index is lower after it.
    modifier acting() {
        vm.warp(ledger.time());
        _;
        for (uint32 modelId = 1; modelId <= commons.MODELS(); ++modelId) {
            for (uint256 i = 0; i < 3; ++i) {
                address asset = commons.assets(i);
                (uint160 index, , ) = rewards.poolAt(modelId, asset);
                uint256 last = ledger.lastIndex(modelId, asset);
                assertLe(last, index, "T5: an index decreased");
                if (index != last) ledger.sawIndex(modelId, asset, index);
            }
        }
    }

    /// @dev The same word means something else in every step, as a life has no two equal days.
    function _random(uint256 seed) internal returns (Random.Stream memory) {
        return Random.from(uint256(keccak256(abi.encode(seed, ledger.nextStep()))));
    }

    function _wait(uint256 duration) internal {
        ledger.waited(duration);
        vm.warp(ledger.time());
    }

    /// @dev The call of `from` is refused, with `selector`; 0 for any.
    function _mustFail(address target, address from, bytes memory data, bytes4 selector) internal {
        vm.prank(from);
        (bool success, bytes memory result) = target.call(data);
        assertTrue(!success, "a call succeeded that must be refused");
        if (selector == 0) return;
        assertEq(bytes32(bytes4(result)), bytes32(selector), "a call was refused with another error");
    }

    function _anyone(Random.Stream memory random) internal pure returns (address) {
        return address(uint160(random.between(1 << 64, type(uint160).max)));
    }

    function _anyAsset(Random.Stream memory random) internal view returns (address) {
        return commons.assets(random.between(0, 2));
    }

    function _anyModel(Random.Stream memory random) internal view returns (uint32) {
        return uint32(random.between(1, commons.MODELS()));
    }

    /// @dev An account or a seat.
    function _anyAuthor(Random.Stream memory random) internal view returns (address) {
        if (random.oneIn(2)) return commons.accountOf(random.between(0, ledger.accountCount() - 1));
        return address(uint160(random.between(1, ledger.seatCount())));
    }
}
