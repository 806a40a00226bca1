// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {BallotBox, Count} from "../../contracts/governance/BallotBox.sol";
import {DirectionBallots} from "../../contracts/governance/DirectionBallots.sol";
import {IChambers} from "../../contracts/governance/IChambers.sol";
import {Random} from "./support/Random.sol";
import {Test} from "./support/Test.sol";

/// @title DirectionBallotsTest
/// @notice How options are written down, cut out and counted, over random ballots; and that the packed words of a vote keep
/// every field, at the largest values that a field may have.
contract DirectionBallotsTest is Test {
    using BallotBox for uint256;
    using DirectionBallots for uint256[8];
    using Random for Random.Stream;

    Count private _count;

    // ------------------------------------------------------------------------------------------ writing down

    /// @notice G5: each option gets back exactly its own calls, whatever the sizes.
    function testFuzz_G5_everyOptionIsCutOutWhole(uint256 seed) public pure {
        Random.Stream memory random = Random.from(seed);
        (uint256[] memory sizes, uint256 calls) = _someSizes(random);
        uint256 ends = DirectionBallots.bind(sizes, calls);
        uint256 from = 0;
        for (uint256 option = 1; option <= sizes.length; ++option) {
            (address[] memory targets, uint256[] memory values, bytes[] memory data) = _numbered(calls);
            (targets, values, data) = DirectionBallots.cut(ends, option, targets, values, data);
            assertEq(targets.length, sizes[option - 1], "G5: targets of an option");
            assertEq(values.length, targets.length, "G5: values of an option");
            assertEq(data.length, targets.length, "G5: calldatas of an option");
            for (uint256 i = 0; i < targets.length; ++i) {
                assertEq(targets[i], address(uint160(from + i + 1)), "G5: a target");
                assertEq(values[i], from + i, "G5: a value");
                assertEq(keccak256(data[i]), keccak256(abi.encode(from + i)), "G5: a calldata");
            }
            from += sizes[option - 1];
        }
    }

    /// @notice G6: every ballot's description is one that plain proposals may not have, and names its sizes: two ballots
    /// of one text share it only if they are cut alike.
    function testFuzz_G6_aDescriptionBindsTheOptions(uint256 seed, string memory text) public pure {
        Random.Stream memory random = Random.from(seed);
        (uint256[] memory one, ) = _someSizes(random);
        (uint256[] memory other, ) = _someSizes(random);
        string memory first = DirectionBallots.describe(one, text);
        assertTrue(DirectionBallots.isReserved(first), "G6: a ballot's description is reserved");
        bool alike = keccak256(abi.encode(one)) == keccak256(abi.encode(other));
        bool same = keccak256(bytes(first)) == keccak256(bytes(DirectionBallots.describe(other, text)));
        assertTrue(alike == same, "G6: sizes and description go together");
    }

    /// @notice G6: what doesn't end in the marker with digits and commas is free.
    function testFuzz_G6_anyOtherEndIsFree(string memory text, bytes1 last) public pure {
        if ((last >= "0" && last <= "9") || last == "," || last == "=") return;
        assertTrue(!DirectionBallots.isReserved(string.concat(text, string(abi.encodePacked(last)))), "G6: a free end");
    }

    /// @notice Sizes that don't add up to the calls, or leave an option without one, are refused.
    function testFuzz_sizesThatDoNotFitAreRefused(uint256 seed) public {
        Random.Stream memory random = Random.from(seed);
        (uint256[] memory sizes, uint256 calls) = _someSizes(random);
        uint256 at = random.between(0, sizes.length - 1);
        uint256 wrong = random.between(0, 300);
        if (wrong == sizes[at]) wrong = 0;
        sizes[at] = wrong;
        vm.expectRevert(abi.encodeWithSelector(IChambers.BallotOptionsInvalid.selector, sizes.length, calls));
        this.bind(sizes, calls);
    }

    function bind(uint256[] calldata sizes, uint256 calls) external pure returns (uint256) {
        return DirectionBallots.bind(sizes, calls);
    }

    // ------------------------------------------------------------------------------------------ counting

    /// @notice G4, G5: approvals after any sequence of ballots and replacements are what each voter's last one adds up to,
    /// and the winner is the one with the most of them, alone, and with more than "keep".
    function testFuzz_G4_G5_approvalsAreThoseOfTheLastBallots(uint256 seed) public {
        Random.Stream memory random = Random.from(seed);
        uint256 options = random.between(1, DirectionBallots.MAX_OPTIONS);
        uint256[8] memory bitmaps;
        uint256[8] memory weights;
        for (uint256 voter = 0; voter < 8; ++voter) weights[voter] = random.magnitude(type(uint96).max / 8);
        for (uint256 step = 0; step < 24; ++step) {
            uint256 voter = random.between(0, 7);
            uint256 bitmap = random.between(0, (2 << options) - 1);
            _count.approvals.move(bitmaps[voter], weights[voter], false);
            _count.approvals.move(bitmap, weights[voter], true);
            bitmaps[voter] = bitmap;
        }
        uint256[] memory sums = new uint256[](options + 1);
        for (uint256 voter = 0; voter < 8; ++voter) {
            for (uint256 option = 0; option <= options; ++option) {
                if ((bitmaps[voter] >> option) & 1 == 1) sums[option] += weights[voter];
            }
        }
        for (uint256 option = 0; option <= options; ++option) {
            assertEq(_count.approvals.approvalsOf(option), sums[option], "G4: approvals of an option");
        }
        assertEq(_count.approvals.winner(options), _winner(sums), "G5: the winner");
    }

    // ------------------------------------------------------------------------------------------ words

    /// @notice G4: a tally after any sequence of ballots and replacements holds each field by itself, also where a
    /// few people hold nearly all that a supply can be.
    function testFuzz_G4_noFieldOfATallyReachesAnother(uint256 seed) public pure {
        Random.Stream memory random = Random.from(seed);
        uint256[6] memory ballots;
        (uint256 tally, uint256 rest) = (0, BallotBox.newRest(type(uint120).max));
        for (uint256 step = 0; step < 20; ++step) {
            uint256 voter = random.between(0, 5);
            uint256 old = ballots[voter];
            uint256 weight = old == 0 ? random.magnitude(type(uint96).max / 6) : old.weight();
            uint256 choice = BallotBox.newChoice(uint8(random.between(0, 2)), random.between(0, type(uint16).max));
            uint256 entry = BallotBox.newBallot(
                choice,
                weight,
                old.sequence(),
                old == 0 ? random.oneIn(2) : old.isMember()
            );
            unchecked {
                if (old != 0 && old.support() == BallotBox.ABSTAIN) rest -= old.placed();
                else if (old != 0) tally -= old.placed();
                if (entry.support() == BallotBox.ABSTAIN) rest += entry.placed();
                else tally += entry.placed();
            }
            assertEq(entry.sequence(), old.sequence() + 1, "G8: the sequence");
            ballots[voter] = entry;
        }
        uint256[3] memory weights;
        uint256[3] memory members;
        for (uint256 voter = 0; voter < 6; ++voter) {
            uint256 ballot = ballots[voter];
            if (ballot == 0) continue;
            weights[ballot.support()] += ballot.weight();
            if (ballot.isMember()) ++members[ballot.support()];
        }
        assertEq(tally.lower(), weights[0], "G4: against");
        assertEq(tally.inFavour(), weights[1], "G4: for");
        assertEq(rest.lower(), weights[2], "G4: abstentions");
        assertEq(tally.membersAgainst(), members[0], "G4: members against");
        assertEq(tally.membersFor(), members[1], "G4: members for");
        assertEq(rest.membersAbstained(), members[2], "G4: members' abstentions");
        assertEq(rest.ends(), type(uint120).max, "the ends of options");
    }

    /// @notice Every field of a box comes back as it was put in.
    function testFuzz_aBoxKeepsItsFields(
        uint96 supply,
        uint32 seats,
        uint32 closing,
        uint24 extension,
        uint16[3] memory shares,
        uint8 quorum,
        uint8 kind
    ) public pure {
        uint256 box = BallotBox.newBox(kind).opened(
            supply,
            seats,
            closing,
            BallotBox.newShares(shares[0], quorum, shares[1], shares[2])
        );
        box = box.withExtension(type(uint24).max).withExtension(extension);
        assertEq(box.supply(), supply, "supply");
        assertEq(box.seats(), seats, "seats");
        assertEq(box.closing(), closing, "closing");
        assertEq(box.extension(), extension, "extension");
        assertEq(box.cap(), (uint256(supply) * shares[0]) / 10_000, "cap");
        assertEq(box.quorumPercent(), quorum, "quorum");
        assertEq(box.vetoBps(), shares[1], "veto");
        assertEq(box.turnoutBps(), shares[2], "turnout");
        assertEq(box.kind(), kind, "kind");
    }

    // ------------------------------------------------------------------------------------------ internals

    function _someSizes(Random.Stream memory random) private pure returns (uint256[] memory sizes, uint256 calls) {
        sizes = new uint256[](random.between(1, DirectionBallots.MAX_OPTIONS));
        for (uint256 i = 0; i < sizes.length; ++i) {
            sizes[i] = random.between(1, 17);
            calls += sizes[i];
        }
    }

    function _numbered(
        uint256 calls
    ) private pure returns (address[] memory targets, uint256[] memory values, bytes[] memory data) {
        (targets, values, data) = (new address[](calls), new uint256[](calls), new bytes[](calls));
        for (uint256 i = 0; i < calls; ++i) {
            (targets[i], values[i], data[i]) = (address(uint160(i + 1)), i, abi.encode(i));
        }
    }

    function _winner(uint256[] memory sums) private pure returns (uint256 best) {
        for (uint256 i = 1; i < sums.length; ++i) if (sums[i] > sums[best]) best = i;
        for (uint256 i = 0; i < sums.length; ++i) if (i != best && sums[i] == sums[best]) return 0;
    }
}
