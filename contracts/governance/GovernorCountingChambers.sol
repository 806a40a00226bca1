// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {GovernorVotesQuorumFraction} from "@openzeppelin/contracts/governance/extensions/GovernorVotesQuorumFraction.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";

import {MemberRegistry} from "../membership/MemberRegistry.sol";
import {BallotBox, Count} from "./BallotBox.sol";
import {Chambers} from "./Chambers.sol";
import {DirectionBallots} from "./DirectionBallots.sol";
import {IChambers} from "./IChambers.sol";

/// @title GovernorCountingChambers
/// @notice Counts one ballot in two chambers: holders by the weight of their tokens, capped for each person, and members
/// by one vote a seat.
///
/// Holders: min(votes at the snapshot, cap) of a person. A person is an account with a seat, at the snapshot and now:
/// whoever moves a seat while voting is open still has one capped ballot. An account without a seat counts up to the
/// unseated cap, so that splitting tokens over addresses buys nothing.
///
/// A proposal passes if its holders reach the quorum (for and abstain) and more weight is for than against; if it is
/// ordinary, unless members veto it: at least three seats and {ChamberRules-vetoBps} of all against, and more against than
/// for. A constitutional one also needs more members for than against, out of at least three seats and
/// {ChamberRules-turnoutBps} of all. On a direction ballot "against" keeps things as they are, "for" approves of the options
/// on a bitmap, and the winner takes the place of "more for than against".
///
/// A ballot can be replaced while voting is open. One that turns the outcome near the end moves the end, by at most one
/// voting period in all; once all of that is used, ballots stand as they are.
///
/// Keeps G3 (quorum, weights and rules are those of the snapshot), G4 (weights within the snapshot's supply, nobody above
/// the cap, one member vote a seat), G8 (each accepted ballot has the next sequence number of its voter).
abstract contract GovernorCountingChambers is IChambers, GovernorVotesQuorumFraction {
    using BallotBox for uint256;
    using Checkpoints for Checkpoints.Trace208;
    using DirectionBallots for uint256[8];

    /// @notice What an account last voted. `sequence` is the number of ballots accepted from it; 0: none.
    struct Ballot {
        uint256 weight;
        uint8 support;
        uint16 options;
        uint32 sequence;
        bool member;
    }

    /// @dev Why a ballot isn't taken.
    enum Refusal {
        None,
        Final,
        SeatLost,
        NoVoice
    }

    /// @dev The voter has voted, and the last extension is running.
    error BallotIsFinal(address voter);
    /// @dev The earlier ballot counted for a seat that this account no longer has.
    error BallotOfLostSeat(address voter);
    /// @dev Neither a seat nor weight at the snapshot: nothing to count.
    error NoVoice(address voter);

    /// @notice A late turn of the outcome moved the end of voting, as in OpenZeppelin's GovernorPreventLateQuorum.
    event ProposalExtended(uint256 indexed proposalId, uint64 extendedDeadline);

    /// @notice Who is a member.
    MemberRegistry public immutable members;

    mapping(uint256 proposalId => Count) internal _counts;
    /// @dev With the quorum, by timestamp: a proposal keeps the rules of its snapshot. See {Chambers-setRules}.
    Checkpoints.Trace208 private _rules;

    constructor(MemberRegistry members_, ChamberRules memory rules_) {
        members = members_;
        Chambers.setRules(_rules, rules_);
    }

    // ------------------------------------------------------------------------------------------ governance's actions

    /// @notice Changes how chambers count, for proposals whose snapshot comes later. Within the bounds of docs/parameters.md.
    function setChamberRules(ChamberRules calldata rules_) external onlyGovernance {
        Chambers.setRules(_rules, rules_);
    }

    // ------------------------------------------------------------------------------------------ views

    /// @notice "support=bravo&quorum=for,abstain": as OpenZeppelin's simple counting; `params` name options of a ballot.
    // solhint-disable-next-line func-name-mixedcase
    function COUNTING_MODE() public pure override returns (string memory) {
        return "support=bravo&quorum=for,abstain&params=options";
    }

    function clock() public view override returns (uint48) {
        return Time.timestamp();
    }

    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }

    function hasVoted(uint256 proposalId, address account) public view override returns (bool) {
        return _counts[proposalId].ballots[account] != 0;
    }

    /// @notice What holders voted, in base units of effective weight.
    function proposalVotes(
        uint256 proposalId
    ) public view returns (uint256 againstVotes, uint256 forVotes, uint256 abstainVotes) {
        Count storage count = _counts[proposalId];
        uint256 tally = count.tally;
        return (tally.lower(), tally.inFavour(), count.rest.lower());
    }

    /// @notice What members voted, in seats.
    function memberVotes(
        uint256 proposalId
    ) external view returns (uint256 againstSeats, uint256 forSeats, uint256 abstainSeats) {
        Count storage count = _counts[proposalId];
        uint256 tally = count.tally;
        return (tally.membersAgainst(), tally.membersFor(), count.rest.membersAbstained());
    }

    /// @notice Weight that approves of an option of a ballot; of "keep things as they are", if it is 0.
    function approvalsOf(uint256 proposalId, uint256 option) external view returns (uint256) {
        return _counts[proposalId].approvals.approvalsOf(option);
    }

    /// @notice The ballot that `account` has in the box; all zero if none.
    function ballotOf(uint256 proposalId, address account) external view returns (Ballot memory) {
        uint256 ballot = _counts[proposalId].ballots[account];
        return
            Ballot(
                ballot.weight(),
                ballot.support(),
                uint16(ballot.options()),
                uint32(ballot.sequence()),
                ballot.isMember()
            );
    }

    /// @notice What was settled about a proposal when it was proposed: its class, whether seats co-signed it, and how many
    /// options it has (0: it is plain).
    function proposalKind(
        uint256 proposalId
    ) external view returns (bool constitutional, bool cosigned, uint8 options) {
        uint8 kind = _kindOf(proposalId);
        return (kind & BallotBox.CONSTITUTIONAL != 0, kind & BallotBox.COSIGNED != 0, kind & BallotBox.OPTIONS);
    }

    /// @notice What would happen if voting ended now: 0 nothing, 1 a plain proposal passes, else the option that wins.
    function outcome(uint256 proposalId) external view returns (uint256) {
        return _outcome(proposalId);
    }

    /// @notice The rules for proposals with this snapshot (unix seconds).
    function chamberRules(uint256 timepoint) external view returns (ChamberRules memory) {
        return Chambers.unpack(_rules, timepoint);
    }

    function quorumNumerator() public view override returns (uint256) {
        return quorumNumerator(clock());
    }

    function quorumNumerator(uint256 timepoint) public view override returns (uint256) {
        return Chambers.quorumOf(_rulesAt(timepoint));
    }

    function quorum(uint256 timepoint) public view override returns (uint256) {
        // A supply is below 2^208, a percentage below 2^8.
        unchecked {
            return (token().getPastTotalSupply(timepoint) * quorumNumerator(timepoint)) / 100;
        }
    }

    function proposalDeadline(uint256 proposalId) public view virtual override returns (uint256) {
        return super.proposalDeadline(proposalId) + _counts[proposalId].box.extension();
    }

    // ------------------------------------------------------------------------------------------ internals: counting

    /// @inheritdoc Governor
    function _quorumReached(uint256 proposalId) internal view override returns (bool) {
        (bool quorate, ) = _result(proposalId);
        return quorate;
    }

    /// @inheritdoc Governor
    function _voteSucceeded(uint256 proposalId) internal view override returns (bool) {
        (, uint256 winner) = _result(proposalId);
        return winner != 0;
    }

    /// @inheritdoc Governor
    function _countVote(
        uint256 proposalId,
        address account,
        uint8 support,
        uint256 totalWeight,
        bytes memory params
    ) internal override returns (uint256 weight) {
        if (support > BallotBox.ABSTAIN) revert GovernorInvalidVoteType();
        uint256 options;
        if (params.length == 2) options = uint16(bytes2(params));
        if (params.length > 2 || !_isChoice(_kindOf(proposalId), support, options)) revert GovernorInvalidVoteParams();

        Refusal refusal;
        uint256 choice = BallotBox.newChoice(support, options);
        (weight, refusal) = _tryCount(proposalId, proposalSnapshot(proposalId), account, totalWeight, choice);
        if (refusal == Refusal.None) return weight;
        if (refusal == Refusal.Final) revert BallotIsFinal(account);
        if (refusal == Refusal.SeatLost) revert BallotOfLostSeat(account);
        revert NoVoice(account);
    }

    /// @dev True if `options` go with `support`: at least one of the options there are if it is a ballot's "for" ("keep"
    /// may be among them), else none.
    function _isChoice(uint8 kind, uint8 support, uint256 options) internal pure returns (bool) {
        uint256 there = kind & BallotBox.OPTIONS;
        if (support != BallotBox.FOR || there == 0) return support <= BallotBox.ABSTAIN && options == 0;
        return options > DirectionBallots.KEEP && options >> (there + 1) == 0;
    }

    /// @dev Counts a ballot whose choice was checked, or says why not and changes nothing. `votes` are those of the account
    /// at the snapshot.
    function _tryCount(
        uint256 proposalId,
        uint256 snapshot,
        address account,
        uint256 votes,
        uint256 choice
    ) internal returns (uint256 weight, Refusal refusal) {
        Count storage count = _counts[proposalId];
        uint256 box = count.box;
        uint256 ballot = count.ballots[account];
        if (box.supply() == 0) {
            uint256 end = super.proposalDeadline(proposalId);
            box = Chambers.open(box, address(token()), address(members), snapshot, end, _rules);
            count.box = box;
        }
        if (ballot != 0 && _isLast(proposalId, box, snapshot)) return (0, Refusal.Final);

        bool member;
        (weight, member, refusal) = _weigh(box, ballot, snapshot, account, votes);
        if (refusal != Refusal.None) return (0, refusal);
        uint256 entry = BallotBox.newBallot(choice, weight, ballot.sequence(), member);
        count.ballots[account] = entry;
        // Times and lengths of time, far below 2^256.
        unchecked {
            if (block.timestamp <= box.closing() + box.extension()) _tally(count, box, ballot, entry);
            else _tallyLate(proposalId, box, ballot, entry);
        }
    }

    /// @dev True if voting was extended by all that it can be.
    function _isLast(uint256 proposalId, uint256 box, uint256 snapshot) private view returns (bool) {
        uint256 extension = box.extension();
        return extension != 0 && extension == super.proposalDeadline(proposalId) - snapshot;
    }

    /// @dev What a ballot of `account` counts.
    function _weigh(
        uint256 box,
        uint256 ballot,
        uint256 snapshot,
        address account,
        uint256 votes
    ) private view returns (uint256, bool, Refusal) {
        uint256 since = members.seatedSince(account);
        bool seated = since != 0;
        if (ballot.isMember()) {
            // What counted for a seat stays with the person: only the seat's present wallet may change it.
            return seated ? (ballot.weight(), true, Refusal.None) : (0, false, Refusal.SeatLost);
        }
        // Whoever has been seated since the snapshot or before was a member at it; only of others the history is searched.
        bool member = seated && (since <= snapshot || members.getPastVotes(account, snapshot) != 0);
        uint256 weight = Math.min(votes, member ? box.cap() : _unseatedCap(box, snapshot));
        return (weight, member, member || weight != 0 ? Refusal.None : Refusal.NoVoice);
    }

    /// @dev Puts `entry` in the place of `old` (0: none). Writes each word once.
    function _tally(Count storage count, uint256 box, uint256 old, uint256 entry) private {
        (uint256 tally, uint256 rest) = (0, 0);
        // Differences, modulo 2^256: what is taken out was put in before.
        unchecked {
            if (old != 0) {
                if (old.support() == BallotBox.ABSTAIN) rest -= old.placed();
                else tally -= old.placed();
            }
            if (entry.support() == BallotBox.ABSTAIN) rest += entry.placed();
            else tally += entry.placed();
            if (tally != 0) count.tally += tally;
            if (rest != 0) count.rest += rest;
        }
        if (box.kind() & BallotBox.OPTIONS == 0) return;
        if (old != 0) count.approvals.move(_approved(old), old.weight(), false);
        count.approvals.move(_approved(entry), entry.weight(), true);
    }

    /// @dev The same near the end: moves the end if the ballot turned the outcome, to one closing window from now, but by no
    /// more than one voting period in all.
    function _tallyLate(uint256 proposalId, uint256 box, uint256 old, uint256 entry) private {
        Count storage count = _counts[proposalId];
        uint256 before = _outcome(proposalId);
        _tally(count, box, old, entry);
        if (_outcome(proposalId) == before) return;
        uint256 end = super.proposalDeadline(proposalId);
        // The window is as long as from `closing` to `end`, and now lies after its beginning.
        uint256 extension = Math.min(block.timestamp - box.closing(), end - proposalSnapshot(proposalId));
        if (extension == box.extension()) return;
        count.box = box.withExtension(extension);
        emit ProposalExtended(proposalId, uint64(end + extension));
    }

    /// @dev What a direction ballot approves of: "keep" if it is against all options.
    function _approved(uint256 ballot) private pure returns (uint256) {
        return ballot.support() == BallotBox.AGAINST ? DirectionBallots.KEEP : ballot.options();
    }

    function _unseatedCap(uint256 box, uint256 snapshot) private view returns (uint256) {
        return box.supply().share(Chambers.unseatedCapBps(_rulesAt(snapshot)));
    }

    // ------------------------------------------------------------------------------------------ internals: outcome

    /// @dev See {outcome}.
    function _outcome(uint256 proposalId) internal view returns (uint256) {
        (bool quorate, uint256 winner) = _result(proposalId);
        return quorate ? winner : 0;
    }

    function _result(uint256 proposalId) private view returns (bool, uint256) {
        return Chambers.result(_counts[proposalId]);
    }

    // ------------------------------------------------------------------------------------------ internals: rules

    /// @dev How many ballots of `account` were accepted.
    function _sequence(uint256 proposalId, address account) internal view returns (uint256) {
        return _counts[proposalId].ballots[account].sequence();
    }

    function _kindOf(uint256 proposalId) internal view returns (uint8) {
        return _counts[proposalId].box.kind();
    }

    function _rulesAt(uint256 timepoint) internal view returns (uint256) {
        return Chambers.rulesAt(_rules, timepoint);
    }

    /// @inheritdoc GovernorVotesQuorumFraction
    function _updateQuorumNumerator(uint256 percent) internal override {
        Chambers.setQuorum(_rules, percent);
    }
}
