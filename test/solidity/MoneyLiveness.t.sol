// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {ModelRegistry} from "../../contracts/models/ModelRegistry.sol";
import {ModelTill} from "../../contracts/models/ModelTill.sol";
import {Treasury} from "../../contracts/treasury/Treasury.sol";
import {CommonsLife} from "./support/CommonsLife.sol";
import {Ledger} from "./support/Ledger.sol";
import {Random} from "./support/Random.sol";

/// @title MoneyLiveness
/// @notice From any state everyone gets what is theirs (T8), and the random lives of the invariants are not idle: every
/// action in them succeeds.
contract MoneyLiveness is CommonsLife {
    using Random for Random.Stream;

    /// @notice T8: after any life every leaf can be claimed, every token minted and every position paid exactly, in any
    /// order; nobody is refused. A second round finds nothing more to pay.
    function testFuzz_T8_fromAnyStateEveryoneCanClaimInAnyOrder(uint256 seed) public {
        Random.Stream memory random = Random.from(seed);
        _live(random, random.between(10, 70));
        leaves.claimEverything(random.word());
        money.claimEverything(random.word());
        for (uint256 at = 0; at < ledger.pieceCount(); ++at) {
            Ledger.Piece memory piece = ledger.pieceAt(at);
            bool silent = piece.lapsed || ledger.workAt(piece.work).endBatch != 0;
            bool whole = piece.claimed && (piece.minted || silent);
            assertTrue(!piece.provable || whole, "T8: a leaf that nobody could claim");
        }
        for (uint256 i = 0; i < 3; ++i) {
            address asset = commons.assets(i);
            uint256 left = rewards.accounted(asset);
            money.claimEverything(random.word());
            assertEq(rewards.accounted(asset), left, "T8: a second round paid more");
        }
    }

    /// @notice Life goes on after everybody has been paid: new money is shared by the same rules, and paid as exactly.
    function testFuzz_T8_lifeGoesOnAfterEverybodyWasPaid(uint256 seed) public {
        Random.Stream memory random = Random.from(seed);
        for (uint256 round = 0; round < 3; ++round) {
            _live(random, random.between(5, 25));
            money.claimEverything(random.word());
        }
    }

    /// @notice T8: what was settled is paid the same under a new treasury; the old one can't empty a till any more.
    function testFuzz_T8_whatWasSettledStaysClaimableUnderANewTreasury(uint256 seed) public {
        Random.Stream memory random = Random.from(seed);
        _live(random, random.between(10, 40));
        commons.empower(address(this));
        ModelRegistry models = commons.models();
        Treasury next = new Treasury(address(commons.manager()), models, rewards, Treasury.Split(6_000, 2_500, 1_500));
        models.setTreasury(address(next));
        commons.endow(address(0), models.tillOf(1), 1 ether);
        if (treasury.isListed(address(0))) {
            vm.expectRevert(abi.encodeWithSelector(ModelTill.NotTreasury.selector, address(treasury)));
            treasury.settle(1, address(0));
        }
        leaves.claimEverything(random.word());
        money.claimEverything(random.word());
        uint256 before = rewards.accounted(address(0));
        assertLe(1 ether, next.settle(1, address(0)), "settled by the new treasury");
        assertLe(before + 0.6 ether, rewards.accounted(address(0)), "the contributors' part of it");
    }

    /// @notice T6: before a model's first release, sums so small that the contributors' part rounds to nothing don't
    /// use up the places for parked assets: seventeen transfers of one base unit must not stop a model's settlements.
    function test_T6_crumbsBeforeTheFirstReleaseNeverBlockASettlement() public {
        commons.empower(address(this));
        uint256 fresh = commons.models().register("fresh", "");
        address till = commons.models().tillOf(fresh);
        for (uint256 i = 0; i < 17; ++i) {
            commons.endow(address(0), till, 1);
            treasury.settle(fresh, address(0));
        }
        address dollar = commons.assets(1);
        commons.endow(dollar, till, 1_000e6);
        assertEq(treasury.settle(fresh, dollar), 1_000e6, "settled");
        (, , uint256 parked) = rewards.poolAt(fresh, dollar);
        assertEq(parked, 600e6, "T6: parked");
    }

    /// @notice In a long life every action succeeds, and more than once: none is only ever refused or idle.
    function test_everyActionSucceedsInALongLife() public {
        _live(Random.from(uint256(keccak256("a long life"))), 800);
        for (uint256 action = 0; action < ACTIONS; ++action) {
            assertLe(5, ledger.count(Ledger.Action(action)), string.concat("successes of action ", _digits(action)));
        }
    }

    function _digits(uint256 number) private pure returns (string memory) {
        return string(abi.encodePacked(bytes1(uint8(48 + number / 10)), bytes1(uint8(48 + (number % 10)))));
    }
}
