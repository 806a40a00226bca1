// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {MemberRegistry} from "../../contracts/membership/MemberRegistry.sol";
import {CommonsLife} from "./support/CommonsLife.sol";
import {Ledger} from "./support/Ledger.sol";

/// @title MemberInvariants
/// @notice The promises about members, what they earn together, and their tokens, held against a second bookkeeping
/// ({Ledger}) after every step of random lives of a whole commons.
/// hardhat-config: invariant.failOnRevert = true
contract MemberInvariants is CommonsLife {
    /// @notice T4, T5, T6, T7, T11, M2: every seat can claim exactly its part of what came in while it was active, or
    /// has it frozen, or lost it; all together no more than is there, and what is over is dust.
    function invariant_T4_T5_T6_T7_M2_everySeatHasItsPartOfWhatCameInDuringItsTime() external view {
        for (uint256 i = 0; i < commons.ASSETS(); ++i) {
            address asset = commons.assets(i);
            Ledger.Pot memory pot = ledger.potOf(asset);
            (uint160 index, , uint256 parked) = dividend.poolAt(asset);
            assertEq(index, pot.given, "T5: what a seat that was always there earned");
            assertEq(parked, pot.parked, "T6: parked");
            (uint256[3][] memory dues, uint256 due) = ledger.allDue(asset);
            for (uint64 seat = 1; seat <= dues.length; ++seat) {
                uint256[3] memory found = [
                    dividend.claimable(seat, asset),
                    dividend.frozenOf(seat, asset),
                    dividend.forfeitedOf(seat, asset)
                ];
                assertEq(found[0], dues[seat - 1][0], "T7, M2: what a seat could claim");
                assertEq(found[1], dues[seat - 1][1], "M2: what a renewal would give back");
                assertEq(found[2], dues[seat - 1][2], "M2: what a sweep would give to all");
            }
            uint256 there = dividend.accounted(asset);
            assertLe(due + parked, there, "T4: more is due than is there");
            uint256 dust = dues.length + ledger.writtenOff() + pot.distributions;
            assertLe(there - due - parked, dust, "T4: residue");
        }
    }

    /// @notice M1, M2, M3, K2: a seat has one wallet and a wallet one seat, and nothing else has a vote; issuers have the
    /// seats and the growth that they are known to have; and no vote of the past changed.
    function invariant_M1_M2_M3_K2_seatsVotesAndIssuersAreWhatTheyMustBe() external view {
        assertEq(members.seatCount(), ledger.seatCount(), "M1: seats");
        (, uint32 active) = members.census();
        assertEq(active, ledger.activeSeats(), "M1: active seats");
        for (uint256 i = 0; i < ledger.accountCount(); ++i) {
            address account = commons.accountOf(i);
            uint64 seat = ledger.seatOfAccount(i);
            assertEq(members.seatOf(account), seat, "M1: the seat of an account");
            assertEq(members.getVotes(account), seat == 0 ? 0 : 1, "M1: the vote of an account");
        }
        for (uint64 seat = 1; seat <= ledger.seatCount(); ++seat) {
            Ledger.SeatEntry memory entry = ledger.seatAt(seat);
            MemberRegistry.Seat memory found = members.seatAt(seat);
            assertEq(found.wallet, commons.accountOf(entry.account), "M1: the wallet of a seat");
            assertEq(found.serial, entry.serial, "M1: the serial of a seat");
            assertTrue((found.to == 0) == entry.active, "M1: whether a seat is active");
        }
        for (uint8 issuer = 0; issuer < commons.ISSUERS(); ++issuer) {
            Ledger.IssuerEntry memory entry = ledger.issuerAt(issuer);
            MemberRegistry.Issuer memory found = members.issuerAt(commons.issuers(issuer));
            assertEq(found.seats, entry.seats, "M3: an issuer's seats");
            if (found.epoch == entry.epoch) assertEq(found.growth, entry.growth, "M3: an issuer's growth");
        }
        _checkThePast();
    }

    /// @notice K1, K3, K4: supply is what leaves minted, each once; no epoch makes more mintable than the cap; and every
    /// balance is what was minted to it or followed a seat to it.
    function invariant_K1_K2_K3_K4_supplyIsWhatLeavesMintedWithinTheCap() external view {
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

    /// @dev M2, K2: at moments that passed, the votes are those that there were. Of each moment two accounts, others in
    /// every step.
    function _checkThePast() private view {
        uint256 accounts = ledger.accountCount();
        for (uint256 i = 0; i < ledger.memoryCount(); ++i) {
            Ledger.Memory memory past = ledger.memoryAt(i);
            uint256 account = (i + ledger.steps()) % accounts;
            uint256 vote = members.getPastVotes(commons.accountOf(account), past.time);
            assertEq(vote, (past.seated >> account) & 1, "M2: a past vote of a member");
            assertEq(members.getPastTotalSupply(past.time), past.seats, "M2: past votes of all members");
            uint256 tokens = token.getPastVotes(commons.accountOf(past.account), past.time);
            assertEq(tokens, past.tokens, "K2: past votes of a holder");
            assertEq(token.getPastTotalSupply(past.time), past.supply, "K2: the past supply");
        }
    }
}
