// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {ModelTill} from "../../contracts/models/ModelTill.sol";
import {Treasury} from "../../contracts/treasury/Treasury.sol";
import {CommonsLife} from "./support/CommonsLife.sol";
import {Doors} from "./support/Doors.sol";
import {Ledger} from "./support/Ledger.sol";
import {Random} from "./support/Random.sol";

/// @title MoneyLiveness
/// @notice From any state everyone gets what is theirs (T8), and the random lives of the invariants are not idle: every
/// action in them succeeds, and every function that people or votes may call is called, but for those in test/static/doors.ts.
contract MoneyLiveness is CommonsLife {
    using Random for Random.Stream;

    /// @dev What no action of a long life reached.
    string private _missing;

    /// @notice T8: after any life every leaf can be claimed, every token minted, every position and every seat paid
    /// exactly, in any order; nobody is refused, whatever the wild token does, for all but that token. Once it moves
    /// again, that is paid as well; and a second round finds nothing more to pay.
    function testFuzz_T8_fromAnyStateEveryoneCanClaimInAnyOrder(uint256 seed) public {
        Random.Stream memory random = Random.from(seed);
        _live(random, random.between(5, 45));
        life.leaves().claimEverything(random.word());
        _claimEverything(random, false);
        life.hostile().calm();
        _claimEverything(random, true);
        for (uint256 at = 0; at < ledger.pieceCount(); ++at) {
            Ledger.Piece memory piece = ledger.pieceAt(at);
            bool silent = piece.lapsed || piece.endBatch != 0 || ledger.workAt(piece.work).endBatch != 0;
            bool whole = piece.claimed && (piece.minted || silent);
            bool nothing = !piece.claimed && piece.struck == piece.base;
            assertTrue(!piece.provable || whole || nothing, "T8: a leaf that nobody could claim");
        }
        bytes32 left = _accounted();
        _claimEverything(random, true);
        assertEq(_accounted(), left, "T8: a second round paid more");
    }

    /// @notice T8: what lapsed seats have is theirs again if they come back, and everybody's if they don't: after the last
    /// grace nothing is frozen, nothing forfeited, and only dust is left.
    function testFuzz_T8_whatLapsedSeatsHaveIsRestoredOrSwept(uint256 seed) public {
        Random.Stream memory random = Random.from(seed);
        _live(random, random.between(5, 30));
        life.hostile().calm();
        life.seats().everyoneComesBack(random.word());
        life.dividends().claimEverything(random.word(), true);
        for (uint256 i = 0; i < commons.ASSETS(); ++i) {
            address asset = commons.assets(i);
            (, uint256 due) = ledger.allDue(asset);
            assertEq(due, 0, "T8: something is due to a seat, or frozen, or lost");
            Ledger.Pot memory pot = ledger.potOf(asset);
            uint256 dust = ledger.seatCount() + ledger.writtenOff() + pot.distributions;
            assertLe(dividend.accounted(asset) - pot.parked, dust, "T4: residue");
        }
    }

    /// @notice T8, T9: after any life the till of every model can be settled in every honest listed asset, whatever became
    /// of its ancestors, of the members, and of other assets.
    function testFuzz_T8_T9_everyModelSettlesWhateverBecameOfItsAncestors(uint256 seed) public {
        Random.Stream memory random = Random.from(seed);
        _live(random, random.between(5, 25));
        life.lineage().abandon(random.word());
        for (uint32 modelId = 1; modelId <= models.modelCount(); ++modelId) {
            for (uint256 i = 0; i + 1 < commons.ASSETS(); ++i) {
                address asset = commons.assets(i);
                bool settled = life.money().settleIn(random.word(), modelId, asset);
                assertTrue(settled == treasury.isListed(asset), "T9: a settlement that didn't take place");
            }
        }
        _claimEverything(random, false);
    }

    /// @notice Life goes on after everybody has been paid: new money is shared by the same rules, and paid as exactly.
    function testFuzz_T8_lifeGoesOnAfterEverybodyWasPaid(uint256 seed) public {
        Random.Stream memory random = Random.from(seed);
        for (uint256 round = 0; round < 3; ++round) {
            _live(random, random.between(3, 12));
            life.hostile().calm();
            _claimEverything(random, true);
        }
    }

    /// @notice T8: what was settled is paid the same under a new treasury; the old one can't empty a till any more.
    function testFuzz_T8_whatWasSettledStaysClaimableUnderANewTreasury(uint256 seed) public {
        Random.Stream memory random = Random.from(seed);
        _live(random, random.between(5, 30));
        life.hostile().calm();
        commons.empower(address(this));
        Treasury.Split memory split = Treasury.Split(6_000, 2_500, 1_500);
        Treasury next = new Treasury(address(commons.manager()), models, rewards, dividend, split);
        models.setTreasury(address(next));
        commons.endow(address(0), models.tillOf(1), 1 ether);
        if (treasury.isListed(address(0))) {
            vm.expectRevert(abi.encodeWithSelector(ModelTill.NotTreasury.selector, address(treasury)));
            treasury.settle(1, address(0));
        }
        life.leaves().claimEverything(random.word());
        _claimEverything(random, true);
        (uint256 before, uint256 beforeOfMembers) = (rewards.accounted(address(0)), dividend.accounted(address(0)));
        uint256 received = next.settle(1, address(0));
        assertLe(1 ether, received, "settled by the new treasury");
        assertEq(rewards.accounted(address(0)) - before, (received * 6_000) / 10_000, "the contributors' part of it");
        assertEq(dividend.accounted(address(0)) - beforeOfMembers, (received * 2_500) / 10_000, "the members' part");
    }

    /// @notice In a long life, in which every action has its turns, each succeeds, and more than once: none is only ever
    /// refused or idle. Two ask for what seldom happens in one life, tokens that wait for the next epoch and a time without
    /// any member: the promises K3 and T6 have tests of their own for these (token.test.ts, dividend.test.ts).
    function test_everyActionSucceedsInALongLife() public {
        Random.Stream memory random = Random.from(uint256(keccak256("a long life")));
        uint256 actions = life.actionCount();
        for (uint256 round = 0; round < 16; ++round) {
            uint256 first = random.between(0, actions - 1);
            for (uint256 i = 0; i < actions; ++i) life.act((first + i) % actions, random.word());
        }
        for (uint256 i = 0; i < actions; ++i) {
            (string memory name, uint256 successes) = life.actionAt(i);
            bool seldom = _same(name, "mint tokens") || _same(name, "unpark for members");
            assertLe(seldom ? 0 : 2, successes, string.concat("successes of: ", name));
        }
        _checkDoors();
        assertTrue(bytes(_missing).length == 0, _missing);
    }

    /// @dev What the handlers call themselves; what contracts call of each other is called on the way.
    function _checkDoors() private {
        _reached(address(members), "MemberRegistry.enrol((address,bytes32,address,uint48,uint48),bytes)");
        _reached(
            address(members),
            "MemberRegistry.enrolBySig((address,bytes32,address,uint48,uint48),bytes,uint256,bytes)"
        );
        _reached(address(members), "MemberRegistry.renew((address,bytes32,address,uint48,uint48),bytes)");
        _reached(
            address(members),
            "MemberRegistry.renewBySig((address,bytes32,address,uint48,uint48),bytes,uint256,bytes)"
        );
        _reached(address(members), "MemberRegistry.rebind((address,bytes32,address,uint48,uint48),bytes)");
        _reached(
            address(members),
            "MemberRegistry.rebindBySig((address,bytes32,address,uint48,uint48),bytes,uint256,bytes)"
        );
        _reached(address(members), "MemberRegistry.completeRebind(uint64)");
        _reached(address(members), "MemberRegistry.vetoRebind(uint64)");
        _reached(address(members), "MemberRegistry.vetoRebindBySig(uint64,uint256,bytes)");
        _reached(address(members), "MemberRegistry.vetoRecovery()");
        _reached(address(members), "MemberRegistry.expire(uint64)");
        _reached(address(members), "MemberRegistry.close(uint64)");
        _reached(address(members), "MemberRegistry.revoke(uint64)");
        _reached(address(members), "MemberRegistry.unseat(uint64[])");
        _reached(address(members), "MemberRegistry.sponsor(address)");
        _reached(address(members), "MemberRegistry.unsponsor(address)");
        _reached(address(members), "MemberRegistry.setIssuer(address,bool,uint32,uint32)");
        _reached(address(members), "MemberRegistry.setPeriods((uint40,uint40,uint40,uint40))");
        _reached(address(token), "ContributionToken.recover(address)");
        _reached(
            address(registry),
            "ContributionRegistry.submit((uint32,uint8,uint8,uint64,uint64,bytes32,uint64,string))"
        );
        _reached(
            address(registry),
            "ContributionRegistry.submitBySig(address,(uint32,uint8,uint8,uint64,uint64,bytes32,uint64,string),uint256,uint256,bytes)"
        );
        _reached(address(registry), "ContributionRegistry.finalize(uint256)");
        _reached(address(registry), "ContributionRegistry.exclude(uint256)");
        _reached(
            address(registry),
            "ContributionRegistry.claimUnits(uint256,(uint32,address,uint64,uint64,bytes32),(bytes32,uint64)[])"
        );
        _reached(address(registry), "ContributionRegistry.mintTokens(uint256,uint32)");
        _reached(
            address(registry),
            "ContributionRegistry.withdraw(uint256,(uint32,address,uint64,uint64,bytes32),(bytes32,uint64)[])"
        );
        _checkDoorsOfMoney();
    }

    function _checkDoorsOfMoney() private {
        _reached(address(models), "ModelRegistry.closeBatch(uint256)");
        _reached(address(models), "ModelRegistry.publish(uint256,uint24,(bytes32,bytes32,string,string,string))");
        _reached(address(models), "ModelRegistry.register(string,string,(uint32,uint16)[])");
        _reached(address(models), "ModelRegistry.setJoinBound(uint32)");
        _reached(address(rewards), "ContributorRewards.claim(address,uint256[],address[])");
        _reached(address(rewards), "ContributorRewards.unpark(uint256,address)");
        _reached(address(rewards), "ContributorRewards.recover(address,uint256[])");
        _reached(address(dividend), "UniversalDividend.claim(uint64,address[])");
        _reached(address(dividend), "UniversalDividend.sweep(uint64,address[])");
        _reached(address(dividend), "UniversalDividend.unpark(address)");
        _reached(address(treasury), "Treasury.settle(uint256,address)");
        _reached(address(treasury), "Treasury.pay(uint256,address,uint256,bytes32)");
        _reached(address(treasury), "Treasury.give(address,uint256,bytes32)");
        _reached(address(treasury), "Treasury.spend(address,address,uint128)");
        _reached(address(treasury), "Treasury.recoverSurplus(address)");
        _reached(address(treasury), "Treasury.reclaimParked(uint256,address)");
        _reached(address(treasury), "Treasury.setSplit((uint16,uint16,uint16))");
        _reached(address(treasury), "Treasury.listAsset(address)");
        _reached(address(treasury), "Treasury.delistAsset(address)");
        _reached(address(treasury), "Treasury.setCeiling(address,uint128)");
        _reached(
            address(registry.duplicates()),
            "Duplicates.proveDuplicate(bytes32,(uint256,(uint32,address,uint64,uint64,bytes32),(bytes32,uint64)[],bytes32[]),(uint256,(uint32,address,uint64,uint64,bytes32),(bytes32,uint64)[],bytes32[]))"
        );
        _reached(address(registry.duplicates()), "Duplicates.collect(uint32,uint64)");
    }

    function _reached(address target, string memory name) private {
        bytes4 selector = Doors.selectorOf(name);
        if (ledger.timesReached(target, selector) != 0) return;
        bool called = ledger.timesRefused(target, selector) != 0;
        _missing = string.concat(_missing, called ? "always refused: " : "never called: ", name, "; ");
    }

    function _same(string memory a, string memory b) private pure returns (bool) {
        return keccak256(bytes(a)) == keccak256(bytes(b));
    }

    function _accounted() private view returns (bytes32 digest) {
        for (uint256 i = 0; i < commons.ASSETS(); ++i) {
            address asset = commons.assets(i);
            digest = keccak256(abi.encode(digest, rewards.accounted(asset), dividend.accounted(asset)));
        }
    }

    function _claimEverything(Random.Stream memory random, bool wildToo) private {
        life.claims().claimEverything(random.word(), wildToo);
        life.dividends().claimEverything(random.word(), wildToo);
    }
}
