// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {ContributionRegistry} from "../../contracts/contributions/ContributionRegistry.sol";
import {Lineage} from "../../contracts/models/Lineage.sol";
import {CommonsLife} from "./support/CommonsLife.sol";
import {Ledger} from "./support/Ledger.sol";

/// @title MoneyInvariants
/// @notice The promises about money and work, held against a second bookkeeping ({Ledger}) after every step of
/// random lives of a whole commons. What a single step must do, the handlers check as they go.
/// hardhat-config: invariant.failOnRevert = true
contract MoneyInvariants is CommonsLife {
    function invariant_T1_T2_T3_T5_T9_T10_C1_C3_C5_booksUnitsAndLineageAreWhatTheyMustBe() external view {
        _checkBooks();
        _checkUnits();
        _checkWork();
    }

    /// @notice T4, T6, T7, T11: every position can claim exactly what it earned; all together, with the leaves nobody has
    /// claimed yet, the money that is parked, and what lapsed with items that were struck unclaimed, no more than is there; and
    /// what is over is dust. One asset after the other.
    function invariant_T4_T6_T7_T11_whatAllCanClaimIsThereAndTheRestIsDust() external view {
        uint256[] memory positions = ledger.claimedPositions();
        uint256 dust = _dust();
        address asset = commons.assets(ledger.steps() % commons.ASSETS());
        (uint256[] memory owed, uint256 lapsed, uint256 strikes) = ledger.allOwed(asset);
        uint256 due = _parked(asset) + lapsed;
        for (uint256 at = 0; at < positions.length; ++at) {
            due += owed[at];
            if (positions[at] == 0) continue;
            assertEq(rewards.claimable(positions[at], asset), owed[at], "T7, T11: a position's claimable");
        }
        uint256 there = rewards.accounted(asset);
        assertLe(due, there, "T4: more is due than is there");
        assertLe(there - due, positions.length + strikes + ledger.sumsOf(asset).distributions * dust, "T4: residue");
    }

    /// @dev T1, T2, T3, T10: the money is there, it is what came in less what recipients got, and every part of it is
    /// somebody's; a reserve changes by what came into it and what votes spent. One token is hostile: it makes an exception
    /// for itself alone, and only where it shrank balances.
    function _checkBooks() private view {
        (uint16 contributorsBps, uint16 dividendBps, uint16 reserveBps) = treasury.split();
        assertEq(uint256(contributorsBps) + dividendBps + reserveBps, 10_000, "T3: the shares of the split");
        for (uint256 i = 0; i < commons.ASSETS(); ++i) {
            address asset = commons.assets(i);
            Ledger.Sums memory sums = ledger.sumsOf(asset);
            uint256 inTreasury = treasury.accounted(asset);
            uint256 inRewards = rewards.accounted(asset);
            uint256 inDividend = dividend.accounted(asset);
            if (asset != address(commons.wild()) || !life.hostile().shrunk()) {
                assertLe(inTreasury, commons.balanceOf(asset, address(treasury)), "T1: the treasury's balance");
                assertLe(inRewards, commons.balanceOf(asset, address(rewards)), "T1: the rewards' balance");
                assertLe(inDividend, commons.balanceOf(asset, address(dividend)), "T1: the dividend's balance");
            }
            assertEq(inTreasury + inRewards + inDividend, sums.received - sums.paid, "T2: received less paid");
            assertEq(inRewards, sums.contributors, "T3: the contributors' part");
            assertEq(inDividend, sums.dividend, "T3: the members' part");
            assertEq(inTreasury, sums.reserve, "T3, T10: the reserve");
            assertEq(treasury.reserveOf(asset), sums.reserve, "T3, T10: the reserve");
        }
    }

    /// @dev T5, T9: active units are what was accepted and hasn't left, and cover the positions that share now; and no
    /// model's ancestors changed.
    function _checkUnits() private view {
        (uint256[] memory active, uint256[] memory opened) = ledger.activeUnits();
        for (uint32 modelId = 1; modelId < active.length; ++modelId) {
            assertEq(rewards.lineAt(modelId).release, ledger.releaseCount(modelId), "the release in force");
            assertEq(rewards.lineAt(modelId).active, active[modelId], "T5: active units");
            assertLe(opened[modelId], active[modelId], "T5: positions that share now");
            _checkUpstream(modelId);
        }
    }

    /// @dev C1, C3, C5: positions claimed, and units that left, stay within what was accepted, and that within what the kind
    /// gives for the items.
    function _checkWork() private view {
        for (uint256 id = 1; id <= ledger.workCount(); ++id) {
            Ledger.Work memory work = ledger.workAt(id);
            ContributionRegistry.Contribution memory found = registry.contributionAt(id);
            assertLe(found.units, uint256(found.items) * commons.maxUnitsPerItem(work.kind), "C5: units of items");
            assertEq(found.left, work.left, "C3: units that left");
            assertLe(found.left, uint256(found.units) * found.score, "C3: more left than was accepted");
            uint256 claimed;
            for (uint256 at = work.firstPiece; at < work.firstPiece + work.pieces; ++at) {
                claimed += rewards.positionAt(ledger.positionOf(at)).units;
            }
            assertLe(claimed, found.units, "C1: claimed units");
        }
    }

    /// @dev What a distribution may leave over, rounded up: one base unit; above 2^64 active units, one for each 2^64.
    function _dust() private view returns (uint256 dust) {
        for (uint32 modelId = 1; modelId <= models.modelCount(); ++modelId) {
            uint256 most = (ledger.mostActive(modelId) >> 64) + 1;
            if (most > dust) dust = most;
        }
    }

    /// @dev T6: money is parked only while there is nobody to share it, or more than 2^96 for each unit.
    function _parked(address asset) private view returns (uint256 total) {
        for (uint32 modelId = 1; modelId <= models.modelCount(); ++modelId) {
            (uint160 index, , uint256 parked, ) = rewards.poolAt(modelId, asset);
            uint256 active = rewards.lineAt(modelId).active;
            bool fits = active != 0 && index + ((parked + 1) << 64) / active < 1 << 160;
            assertTrue(parked == 0 || !fits, "T6: parked with units to share it");
            total += parked;
        }
    }

    /// @dev T9: each ancestor once, an earlier model, with the part that it was registered with.
    function _checkUpstream(uint32 modelId) private view {
        Lineage.Upstream[] memory list = models.upstreamOf(modelId);
        uint256 total;
        for (uint256 i = 0; i < list.length; ++i) {
            assertLe(list[i].modelId + 1, modelId, "T9: a model built on a later one");
            assertEq(list[i].bps, ledger.partOf(modelId, list[i].modelId), "T9: the part of an ancestor");
            for (uint256 j = 0; j < i; ++j) {
                assertTrue(list[i].modelId != list[j].modelId, "T9: a model counted twice");
            }
            total += list[i].bps;
        }
        assertLe(list.length, 16, "T9: more ancestors than the bound");
        assertLe(total, 4_000, "T9: parts above the bound");
    }
}
