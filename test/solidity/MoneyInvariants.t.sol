// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {ContributionRegistry} from "../../contracts/contributions/ContributionRegistry.sol";
import {CommonsLife} from "./support/CommonsLife.sol";
import {Ledger} from "./support/Ledger.sol";

/// @title MoneyInvariants
/// @notice The promises about money, tokens, work and members, held against a second bookkeeping ({Ledger}) after every
/// step of random lives of a whole commons. What a single step must do, the handlers check as they go.
/// hardhat-config: invariant.failOnRevert = true
contract MoneyInvariants is CommonsLife {
    /// @notice T1, T2, T3: the money is there, it is what came in less what recipients got, and every part of it is
    /// somebody's.
    function invariant_T1_T2_T3_theBooksHoldWhatCameInLessWhatWasPaid() external view {
        (uint16 contributorsBps, uint16 dividendBps, uint16 reserveBps) = treasury.split();
        assertEq(uint256(contributorsBps) + dividendBps + reserveBps, 10_000, "T3: the shares of the split");
        for (uint256 i = 0; i < 3; ++i) {
            address asset = commons.assets(i);
            Ledger.Sums memory sums = ledger.sumsOf(asset);
            uint256 inTreasury = treasury.accounted(asset);
            uint256 inRewards = rewards.accounted(asset);
            assertLe(inTreasury, commons.balanceOf(asset, address(treasury)), "T1: the treasury's balance");
            assertLe(inRewards, commons.balanceOf(asset, address(rewards)), "T1: the rewards' balance");
            assertEq(inTreasury + inRewards, sums.received - sums.paid, "T2: received less paid");
            (uint128 dividend, uint128 reserve) = treasury.booksOf(asset);
            assertEq(inRewards, sums.contributors, "T3: the contributors' part");
            assertEq(dividend, sums.dividend, "T3: the dividend's part");
            assertEq(reserve, sums.reserve, "T3: the reserve");
        }
    }

    /// @notice T4, T6, T11: every position can claim exactly what it earned; all together, with the leaves nobody has
    /// claimed yet and the money that is parked, no more than is there; and what is over is dust.
    function invariant_T4_T6_T7_T11_whatAllCanClaimIsThereAndTheRestIsDust() external view {
        uint256 pieces = ledger.pieceCount();
        for (uint256 i = 0; i < 3; ++i) {
            address asset = commons.assets(i);
            uint256 due = _parked(asset);
            for (uint256 at = 0; at < pieces; ++at) {
                uint256 owed = ledger.owed(at, asset);
                due += owed;
                if (!ledger.pieceAt(at).claimed) continue;
                assertEq(rewards.claimable(ledger.positionOf(at), asset), owed, "T7, T11: a position's claimable");
            }
            uint256 there = rewards.accounted(asset);
            assertLe(due, there, "T4: more is due than is there");
            assertLe(there - due, pieces + ledger.sumsOf(asset).distributions * _dust(), "T4: residue");
        }
    }

    /// @notice T5: active units are what was accepted and hasn't left, and cover the positions that share now.
    function invariant_T5_activeUnitsAreAcceptedLessLeft() external view {
        for (uint32 modelId = 1; modelId <= commons.MODELS(); ++modelId) {
            uint256 active = rewards.lineAt(modelId).active;
            assertEq(rewards.lineAt(modelId).release, ledger.releaseCount(modelId), "the release in force");
            assertEq(active, ledger.activeOf(modelId), "T5: active units");
            assertLe(ledger.openedOf(modelId), active, "T5: positions that share now");
        }
    }

    /// @notice K1, K3, K4: supply is what leaves minted, each once; no epoch makes more mintable than the cap; and
    /// every balance is what was minted to it.
    function invariant_K1_K3_K4_supplyIsWhatLeavesMintedWithinTheCap() external view {
        assertEq(token.totalSupply(), ledger.minted(), "K1: supply");
        for (uint256 epoch = 0; epoch <= ledger.lastMintEpoch(); ++epoch) {
            assertLe(ledger.mintableIn(epoch), commons.MINT_CAP(), "K3: mintable in an epoch");
        }
        uint256 total;
        for (uint256 i = 0; i < ledger.accountCount(); ++i) {
            address wallet = commons.accountOf(i);
            uint256 balance = token.balanceOf(wallet);
            assertEq(balance, ledger.balanceOf(wallet), "K4: a balance");
            assertEq(token.getVotes(wallet), balance, "K2: a holder counts for itself");
            total += balance;
        }
        assertEq(total, token.totalSupply(), "K1: balances add up to the supply");
    }

    /// @notice C1, C3, C5: positions claimed, and units that left, stay within what was accepted, and that within what
    /// the kind gives for the items.
    function invariant_C1_C3_C5_claimedAndLeftStayWithinAccepted() external view {
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

    /// @notice M1: a seat has one wallet and a wallet one seat; nothing else has a vote.
    function invariant_M1_aSeatHasOneWalletAndAWalletOneSeat() external view {
        assertEq(members.seatCount(), ledger.seatCount(), "M1: seats");
        for (uint256 i = 0; i < ledger.accountCount(); ++i) {
            address account = commons.accountOf(i);
            uint64 seat = ledger.seatOfAccount(i);
            assertEq(members.seatOf(account), seat, "M1: the seat of an account");
            assertEq(members.getVotes(account), seat == 0 ? 0 : 1, "M1: the vote of an account");
            if (seat == 0) continue;
            assertEq(members.walletOf(seat), account, "M1: the wallet of a seat");
            assertEq(members.seatAt(seat).serial, ledger.serialOf(seat), "M1: the serial of a seat");
        }
    }

    /// @dev What a distribution may leave over, rounded up: one base unit; above 2^64 active units, one for each 2^64.
    function _dust() private view returns (uint256 dust) {
        for (uint32 modelId = 1; modelId <= commons.MODELS(); ++modelId) {
            uint256 most = (ledger.mostActive(modelId) >> 64) + 1;
            if (most > dust) dust = most;
        }
    }

    /// @dev T6: money is parked only while there is nobody to share it.
    function _parked(address asset) private view returns (uint256 total) {
        for (uint32 modelId = 1; modelId <= commons.MODELS(); ++modelId) {
            (, , uint256 parked) = rewards.poolAt(modelId, asset);
            assertTrue(parked == 0 || rewards.lineAt(modelId).active == 0, "T6: parked with units to share it");
            total += parked;
        }
    }
}
