// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

import {IChambers} from "../../contracts/governance/IChambers.sol";
import {CommonsGovernor} from "../../contracts/governance/CommonsGovernor.sol";
import {CommonsTimelock} from "../../contracts/governance/CommonsTimelock.sol";
import {GovernorCountingChambers} from "../../contracts/governance/GovernorCountingChambers.sol";
import {ContributionToken} from "../../contracts/membership/ContributionToken.sol";
import {MemberRegistry} from "../../contracts/membership/MemberRegistry.sol";
import {Lineage} from "../../contracts/models/Lineage.sol";
import {ModelRegistry} from "../../contracts/models/ModelRegistry.sol";
import {Commons} from "./support/Commons.sol";
import {Random} from "./support/Random.sol";
import {Test} from "./support/Test.sol";

/// @title GovernorVotesTest
/// @notice Whole votes at the governor itself, library and all: random voices, ballots, replacements and moments, counted a
/// second time by rules written down here.
contract GovernorVotesTest is Test {
    using Random for Random.Stream;

    uint256 private constant BEGINNING = 1_750_000_000;
    uint256 private constant PEOPLE = 12;
    uint256 private constant SEATED = 8;
    uint256 private constant OPTIONS = 3;
    uint256 private constant STEPS = 32;
    uint16 private constant CAP_BPS = 1_500;
    uint256 private constant QUORUM = 45;
    uint256 private constant VETO_SEATS = 3;
    uint32 private constant PERIOD = 3 days;

    /// @dev What somebody's last ballot says. `sequence` 0: none.
    struct Ballot {
        uint256 weight;
        uint256 support;
        uint256 options;
        uint256 sequence;
    }

    Commons private _commons;
    ContributionToken private _token;
    CommonsGovernor private _governor;
    ModelRegistry private _models;
    MemberRegistry private _members;
    mapping(uint256 proposal => mapping(uint256 person => Ballot)) private _ballots;

    function setUp() public {
        vm.warp(BEGINNING);
        _commons = new Commons();
        _commons.empower(address(this));
        (_token, _models, _members) = (_commons.token(), _commons.models(), _commons.members());
        _token.addMinter(address(this));
        for (uint256 i = 0; i < SEATED; ++i) _token.mint(_commons.accountOf(i), 1e18);

        CommonsTimelock timelock = new CommonsTimelock(1 days, new address[](0), new address[](0), address(this));
        CommonsGovernor.Ordinary[] memory ordinary = new CommonsGovernor.Ordinary[](1);
        ordinary[0] = CommonsGovernor.Ordinary(address(_models), ModelRegistry.register.selector);
        _governor = new CommonsGovernor(
            CommonsGovernor.Wiring(_token, _members, timelock, address(_commons.manager())),
            CommonsGovernor.Rules(1 hours, PERIOD, 1e18, QUORUM, address(0), 0),
            IChambers.ChamberRules(CAP_BPS, 0, 1_000, 2_000, 200, 1_000),
            ordinary
        );
    }

    /// @notice G3, G4, G8: what is counted is each seated person's last ballot, once, up to the cap, of the snapshot's voice;
    /// and what passes is what both chambers' rules say of exactly that.
    /// hardhat-config: fuzz.runs = 96
    function testFuzz_G3_G4_G8_theLastBallotsOfTheSeatedDecide(uint256 seed) public {
        Random.Stream memory random = Random.from(seed);
        for (uint256 i = 0; i < PEOPLE; ++i) {
            if (!random.oneIn(4)) _token.mint(_commons.accountOf(i), random.magnitude(1e22));
        }
        vm.warp(block.timestamp + 1);
        uint256[3] memory ids = [_propose(false), _propose(true), _proposeBallot()];
        uint256 snapshot = _governor.proposalSnapshot(ids[0]);
        vm.warp(snapshot + 1);
        for (uint256 step = 0; step < STEPS; ++step) {
            // Nothing that comes after the snapshot counts.
            if (random.oneIn(6)) _token.mint(_commons.accountOf(random.between(0, PEOPLE - 1)), random.magnitude(1e24));
            if (random.oneIn(3)) _wait(random, ids);
            uint256 which = random.between(0, 2);
            if (_governor.state(ids[which]) == IGovernor.ProposalState.Active)
                _vote(random, which, ids[which], snapshot);
        }
        for (uint256 which = 0; which < 3; ++which) _check(which, ids[which], snapshot);
    }

    // ------------------------------------------------------------------------------------------ acting

    function _propose(bool constitutional) private returns (uint256) {
        bytes memory data =
            constitutional
                ? abi.encodeCall(ModelRegistry.setJoinBound, (7))
                : abi.encodeCall(ModelRegistry.register, ("a", "", new Lineage.Upstream[](0)));
        (address[] memory targets, uint256[] memory values, bytes[] memory calls) = _calls(1, data);
        vm.prank(_commons.accountOf(0));
        return _governor.propose(targets, values, calls, constitutional ? "constitutional" : "ordinary");
    }

    function _proposeBallot() private returns (uint256) {
        bytes memory data = abi.encodeCall(ModelRegistry.register, ("b", "", new Lineage.Upstream[](0)));
        (address[] memory targets, uint256[] memory values, bytes[] memory calls) = _calls(OPTIONS, data);
        uint256[] memory sizes = new uint256[](OPTIONS);
        for (uint256 i = 0; i < OPTIONS; ++i) sizes[i] = 1;
        vm.prank(_commons.accountOf(0));
        return _governor.proposeBallot(targets, values, calls, sizes, "Which?", 0, new address[](0), new bytes[](0));
    }

    function _calls(
        uint256 count,
        bytes memory data
    ) private view returns (address[] memory targets, uint256[] memory values, bytes[] memory calls) {
        (targets, values, calls) = (new address[](count), new uint256[](count), new bytes[](count));
        for (uint256 i = 0; i < count; ++i) (targets[i], calls[i]) = (address(_models), data);
    }

    /// @dev Some time passes, most often little, and sometimes so much that voting on something is nearly over.
    function _wait(Random.Stream memory random, uint256[3] memory ids) private {
        uint256 end = _governor.proposalDeadline(ids[random.between(0, 2)]);
        uint256 left = end > block.timestamp ? end - block.timestamp : 0;
        if (left > 1) vm.warp(block.timestamp + random.magnitude(random.oneIn(3) ? left : left / 8 + 1));
    }

    function _vote(Random.Stream memory random, uint256 which, uint256 id, uint256 snapshot) private {
        uint256 person = random.between(0, PEOPLE - 1);
        uint256 support = random.between(0, 2);
        // Bit 0 is "keep"; at least one option is named.
        uint256 options = which == 2 && support == 1 ? random.between(2, (2 << OPTIONS) - 1) : 0;
        Ballot storage ballot = _ballots[which][person];
        bool isFinal = ballot.sequence != 0 && _extension(id) == PERIOD;
        bool counted = _cast(_commons.accountOf(person), id, uint8(support), uint16(options), isFinal);
        assertTrue(counted == (person < SEATED && !isFinal), "G4: whose ballot is taken");
        if (!counted) return;
        (ballot.weight, ballot.support, ballot.options) = (_weightOf(person, snapshot), support, options);
        ++ballot.sequence;
    }

    function _cast(address voter, uint256 id, uint8 support, uint16 options, bool isFinal) private returns (bool) {
        bytes memory ballot =
            options == 0
                ? abi.encodeCall(_governor.castVote, (id, support))
                : abi.encodeCall(_governor.castVoteWithReasonAndParams, (id, support, "", abi.encodePacked(options)));
        vm.prank(voter);
        (bool counted, bytes memory result) = address(_governor).call(ballot);
        if (counted) return true;
        bytes4 expected =
            isFinal ? GovernorCountingChambers.BallotIsFinal.selector : GovernorCountingChambers.NoVoice.selector;
        assertEq(bytes32(bytes4(result)), bytes32(expected), "G4: why a ballot isn't taken");
        return false;
    }

    function _weightOf(uint256 person, uint256 snapshot) private view returns (uint256) {
        uint256 cap = (_token.getPastTotalSupply(snapshot) * CAP_BPS) / 10_000;
        uint256 held = _token.getPastVotes(_commons.accountOf(person), snapshot);
        return held < cap ? held : cap;
    }

    function _extension(uint256 id) private view returns (uint256) {
        return _governor.proposalDeadline(id) - _governor.proposalSnapshot(id) - PERIOD;
    }

    // ------------------------------------------------------------------------------------------ counting again

    function _check(uint256 which, uint256 id, uint256 snapshot) private view {
        (uint256[3] memory weights, uint256[3] memory seats, uint256[OPTIONS + 1] memory approvals) = _count(which, id);
        uint256 supply = _token.getPastTotalSupply(snapshot);
        assertLe(weights[0] + weights[1] + weights[2], supply, "G4: more weight than the snapshot's supply");
        (uint256 against, uint256 inFavour, uint256 abstained) = _governor.proposalVotes(id);
        assertEq(against, weights[0], "G4: weight against");
        assertEq(inFavour, weights[1], "G4: weight for");
        assertEq(abstained, weights[2], "G4: weight of abstentions");
        (against, inFavour, abstained) = _governor.memberVotes(id);
        assertEq(against, seats[0], "G4: seats against");
        assertEq(inFavour, seats[1], "G4: seats for");
        assertEq(abstained, seats[2], "G4: seats that abstained");
        for (uint256 option = 0; which == 2 && option <= OPTIONS; ++option) {
            assertEq(_governor.approvalsOf(id, option), approvals[option], "G4: approvals of an option");
        }
        assertEq(_governor.outcome(id), _outcome(which, supply, weights, seats, approvals), "G3: what was decided");
    }

    function _count(
        uint256 which,
        uint256 id
    ) private view returns (uint256[3] memory weights, uint256[3] memory seats, uint256[OPTIONS + 1] memory approvals) {
        for (uint256 person = 0; person < PEOPLE; ++person) {
            Ballot memory ballot = _ballots[which][person];
            GovernorCountingChambers.Ballot memory kept = _governor.ballotOf(id, _commons.accountOf(person));
            assertEq(kept.sequence, ballot.sequence, "G8: how many ballots of somebody were taken");
            if (ballot.sequence == 0) continue;
            assertEq(kept.weight, ballot.weight, "G4: a ballot's weight");
            weights[ballot.support] += ballot.weight;
            ++seats[ballot.support];
            uint256 approved = ballot.support == 0 ? 1 : ballot.options;
            for (uint256 option = 0; option <= OPTIONS; ++option) {
                if ((approved >> option) & 1 == 1) approvals[option] += ballot.weight;
            }
        }
    }

    /// @dev Of eight seats: three against veto, three that vote are a turnout.
    function _outcome(
        uint256 which,
        uint256 supply,
        uint256[3] memory weights,
        uint256[3] memory seats,
        uint256[OPTIONS + 1] memory approvals
    ) private pure returns (uint256) {
        bool voted = weights[0] + weights[1] + weights[2] != 0 || seats[0] + seats[1] + seats[2] != 0;
        if (!voted || weights[1] + weights[2] < (supply * QUORUM) / 100) return 0;
        if (which == 1 && (seats[1] <= seats[0] || seats[0] + seats[1] + seats[2] < VETO_SEATS)) return 0;
        if (which != 1 && seats[0] >= VETO_SEATS && seats[0] > seats[1]) return 0;
        if (which != 2) return weights[1] > weights[0] ? 1 : 0;
        (uint256 most, uint256 winner) = (approvals[0], 0);
        for (uint256 option = 1; option <= OPTIONS; ++option) {
            if (approvals[option] > most) (most, winner) = (approvals[option], option);
            else if (approvals[option] == most) winner = 0;
        }
        return winner;
    }
}
