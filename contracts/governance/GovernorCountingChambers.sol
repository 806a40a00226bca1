// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {GovernorVotesQuorumFraction} from "@openzeppelin/contracts/governance/extensions/GovernorVotesQuorumFraction.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {ERC6372Utils} from "@openzeppelin/contracts/utils/ERC6372Utils.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";

import {MemberRegistry} from "../membership/MemberRegistry.sol";
import {BallotBox} from "./BallotBox.sol";
import {DirectionBallots} from "./DirectionBallots.sol";

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
abstract contract GovernorCountingChambers is GovernorVotesQuorumFraction {
    using BallotBox for uint256;
    using Checkpoints for Checkpoints.Trace208;
    using DirectionBallots for uint256[8];

    /// @notice How chambers count, in 1/10,000: of the supply (cap, unseatedCap), of the seats (veto, turnout, cosign), of
    /// the voting period (closing: how near the end a turn of the outcome counts as late).
    struct ChamberRules {
        uint16 capBps;
        uint16 unseatedCapBps;
        uint16 vetoBps;
        uint16 turnoutBps;
        uint16 cosignBps;
        uint16 closingBps;
    }

    /// @notice What an account last voted. `sequence` is the number of ballots accepted from it; 0: none.
    struct Ballot {
        uint256 weight;
        uint8 support;
        uint16 options;
        uint32 sequence;
        bool member;
    }

    struct Count {
        uint256 box;
        uint256 holders;
        uint256 rest;
        mapping(address voter => uint256) ballots;
        uint256[8] approvals;
    }

    /// @dev Why a ballot isn't taken.
    enum Refusal {
        None,
        Final,
        SeatLost,
        NoVoice
    }

    /// @notice Fewest seats that veto, assent or co-sign, however few there are.
    uint256 public constant MIN_SEATS = 3;

    /// @dev The voter has voted, and the last extension is running.
    error BallotIsFinal(address voter);
    /// @dev The earlier ballot counted for a seat that this account no longer has.
    error BallotOfLostSeat(address voter);
    /// @dev Neither a seat nor weight at the snapshot: nothing to count.
    error NoVoice(address voter);
    error ChamberRulesOutOfBounds(ChamberRules rules);
    error QuorumOutOfBounds(uint256 percent);

    event ChamberRulesSet(ChamberRules rules);
    /// @notice A late turn of the outcome moved the end of voting, as in OpenZeppelin's GovernorPreventLateQuorum.
    event ProposalExtended(uint256 indexed proposalId, uint64 extendedDeadline);

    /// @notice Who is a member.
    MemberRegistry public immutable members;

    mapping(uint256 proposalId => Count) private _counts;
    /// @dev By timestamp, so that a proposal keeps the rules of its snapshot.
    Checkpoints.Trace208 private _rules;

    constructor(MemberRegistry members_, ChamberRules memory rules_) {
        members = members_;
        _setChamberRules(rules_);
    }

    // ------------------------------------------------------------------------------------------ governance's actions

    /// @notice Changes how chambers count, for proposals whose snapshot comes later. Within the bounds of docs/parameters.md.
    function setChamberRules(ChamberRules calldata rules_) external onlyGovernance {
        _setChamberRules(rules_);
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
    function CLOCK_MODE() public view override returns (string memory) {
        return ERC6372Utils.timestampClockMode(clock);
    }

    function hasVoted(uint256 proposalId, address account) public view override returns (bool) {
        return _counts[proposalId].ballots[account] != 0;
    }

    /// @notice What holders voted, in base units of effective weight.
    function proposalVotes(
        uint256 proposalId
    ) public view returns (uint256 againstVotes, uint256 forVotes, uint256 abstainVotes) {
        Count storage count = _counts[proposalId];
        uint256 holders = count.holders;
        return (holders.votes(BallotBox.AGAINST), holders.votes(BallotBox.FOR), count.rest.abstained());
    }

    /// @notice What members voted, in seats.
    function memberVotes(
        uint256 proposalId
    ) external view returns (uint256 againstSeats, uint256 forSeats, uint256 abstainSeats) {
        uint256 box = _counts[proposalId].box;
        return (box.members(BallotBox.AGAINST), box.members(BallotBox.FOR), box.members(BallotBox.ABSTAIN));
    }

    /// @notice Weight that approves of "keep things as they are" (first) and of each option; empty for a plain proposal.
    function approvals(uint256 proposalId) external view returns (uint256[] memory weights) {
        Count storage count = _counts[proposalId];
        uint256 options = count.box.kind() & BallotBox.OPTIONS;
        if (options == 0) return weights;
        weights = new uint256[](options + 1);
        for (uint256 i = 0; i <= options; ++i) weights[i] = count.approvals.approvalsOf(i);
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
    function proposalKind(uint256 proposalId) external view returns (bool constitutional, bool cosigned, uint8 options) {
        uint8 kind = _kindOf(proposalId);
        return (kind & BallotBox.CONSTITUTIONAL != 0, kind & BallotBox.COSIGNED != 0, kind & BallotBox.OPTIONS);
    }

    /// @notice What would happen if voting ended now: 0 nothing, 1 a plain proposal passes, else the option that wins.
    function outcome(uint256 proposalId) external view returns (uint256) {
        return _outcome(_counts[proposalId]);
    }

    /// @notice The rules for proposals with this snapshot (unix seconds).
    function chamberRules(uint256 timepoint) public view returns (ChamberRules memory) {
        return _unpack(_optimisticUpperLookupRecent(_rules, timepoint));
    }

    function proposalDeadline(uint256 proposalId) public view virtual override returns (uint256) {
        return super.proposalDeadline(proposalId) + _counts[proposalId].box.extension();
    }

    // ------------------------------------------------------------------------------------------ internals: counting

    /// @inheritdoc Governor
    function _quorumReached(uint256 proposalId) internal view override returns (bool) {
        Count storage count = _counts[proposalId];
        return _hasQuorum(count.box, count.holders, count.rest);
    }

    /// @inheritdoc Governor
    function _voteSucceeded(uint256 proposalId) internal view override returns (bool) {
        Count storage count = _counts[proposalId];
        return _succeeded(count, count.box, count.holders, count.rest) != 0;
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
        (weight, refusal) = _tryCount(proposalId, account, totalWeight, BallotBox.newChoice(support, options));
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
        address account,
        uint256 votes,
        uint256 choice
    ) internal returns (uint256 weight, Refusal refusal) {
        Count storage count = _counts[proposalId];
        uint256 box = count.box;
        uint256 ballot = count.ballots[account];
        uint256 snapshot = proposalSnapshot(proposalId);
        uint256 duration = super.proposalDeadline(proposalId) - snapshot;
        if (ballot != 0 && box.extension() == duration) return (0, Refusal.Final);
        if (box.supply() == 0) box = _open(count, snapshot, duration);

        bool member;
        (weight, member, refusal) = _weigh(box, ballot, snapshot, account, votes);
        if (refusal != Refusal.None) return (0, refusal);
        uint256 entry = BallotBox.newBallot(choice, weight, ballot.sequence() + 1, member);
        count.ballots[account] = entry;
        _replace(proposalId, box, snapshot + duration, ballot, entry);
    }

    /// @dev What a ballot of `account` counts.
    function _weigh(
        uint256 box,
        uint256 ballot,
        uint256 snapshot,
        address account,
        uint256 votes
    ) private view returns (uint256, bool, Refusal) {
        bool seated = members.seatOf(account) != 0;
        if (ballot.isMember()) {
            // What counted for a seat stays with the person: only the seat's present wallet may change it.
            return seated ? (ballot.weight(), true, Refusal.None) : (0, false, Refusal.SeatLost);
        }
        bool member = seated && members.getPastVotes(account, snapshot) != 0;
        uint256 weight = Math.min(votes, member ? box.cap() : _unseatedCap(box, snapshot));
        return (weight, member, member || weight != 0 ? Refusal.None : Refusal.NoVoice);
    }

    /// @dev Puts `entry` in the place of `old` (0: none). Near the end, moves the end if that turned the outcome.
    /// @param end Of voting, before extensions.
    function _replace(
        uint256 proposalId,
        uint256 box,
        uint256 end,
        uint256 old,
        uint256 entry
    ) private {
        Count storage count = _counts[proposalId];
        uint256 window = count.holders.window();
        uint256 extension = box.extension();
        if (block.timestamp + window <= end + extension) {
            _tally(count, box, old, entry);
            return;
        }
        uint256 before = _outcome(count);
        box = _tally(count, box, old, entry);
        if (_outcome(count) == before) return;
        // One closing window from now, but no more than one voting period in all.
        uint256 extended = Math.min(block.timestamp + window - end, end - proposalSnapshot(proposalId));
        if (extended > extension) {
            count.box = box.withExtension(extended);
            emit ProposalExtended(proposalId, uint64(end + extended));
        }
    }

    /// @dev Writes down what the ballots are held against, so that later ones needn't search for it.
    function _open(Count storage count, uint256 snapshot, uint256 duration) private returns (uint256 box) {
        uint256 supply = token().getPastTotalSupply(snapshot);
        ChamberRules memory rules_ = chamberRules(snapshot);
        // Without a supply there is no quorum, and the box stays closed.
        box = count.box;
        if (supply != 0) box = box.opened(SafeCast.toUint112(supply), rules_.capBps);
        count.holders = BallotBox.newHolders((duration * rules_.closingBps) / 10_000);
        count.rest = BallotBox.newRest(
            SafeCast.toUint32(members.getPastTotalSupply(snapshot)),
            uint8(quorumNumerator(snapshot)),
            rules_.vetoBps,
            rules_.turnoutBps
        );
    }

    /// @dev Takes the old ballot out of the tallies, and puts the new one in. Writes each word once.
    function _tally(Count storage count, uint256 box, uint256 old, uint256 entry) private returns (uint256) {
        uint8 support = entry.support();
        uint256 weight = entry.weight();
        (uint256 holders, uint256 rest) = (count.holders, 0);
        unchecked {
            if (old != 0) {
                uint8 before = old.support();
                if (old.isMember()) box = box.dropMember(before);
                if (before == BallotBox.ABSTAIN) rest -= old.weight();
                else holders -= old.weight().placed(before);
                if (before != BallotBox.ABSTAIN) count.approvals.move(_approved(box, old), old.weight(), false);
            }
            if (entry.isMember()) box = box.addMember(support);
            if (support == BallotBox.ABSTAIN) rest += weight;
            else holders += weight.placed(support);
            if (support != BallotBox.ABSTAIN) count.approvals.move(_approved(box, entry), weight, true);
            if (rest != 0) count.rest += rest;
        }
        count.box = box;
        count.holders = holders;
        return box;
    }

    /// @dev What a ballot approves of: nothing on a plain proposal, "keep" if it is against all options.
    function _approved(uint256 box, uint256 ballot) private pure returns (uint256) {
        if (box.kind() & BallotBox.OPTIONS == 0) return 0;
        return ballot.support() == BallotBox.AGAINST ? DirectionBallots.KEEP : ballot.options();
    }

    function _unseatedCap(uint256 box, uint256 snapshot) private view returns (uint256) {
        return (box.supply() * chamberRules(snapshot).unseatedCapBps) / 10_000;
    }

    // ------------------------------------------------------------------------------------------ internals: outcome

    function _outcome(Count storage count) internal view returns (uint256) {
        (uint256 box, uint256 holders, uint256 rest) = (count.box, count.holders, count.rest);
        return _hasQuorum(box, holders, rest) ? _succeeded(count, box, holders, rest) : 0;
    }

    function _outcomeOf(uint256 proposalId) internal view returns (uint256) {
        return _outcome(_counts[proposalId]);
    }

    /// @dev Both chambers' turnout. The holders' is {quorum} at the snapshot.
    function _hasQuorum(uint256 box, uint256 holders, uint256 rest) private pure returns (bool) {
        uint256 supply = box.supply();
        if (supply == 0) return false;
        if (holders.votes(BallotBox.FOR) + rest.abstained() < (supply * rest.quorumPercent()) / 100) return false;
        if (box.kind() & BallotBox.CONSTITUTIONAL == 0) return true;
        uint256 voted = box.members(BallotBox.AGAINST) + box.members(BallotBox.FOR) + box.members(BallotBox.ABSTAIN);
        return voted >= _seatsOf(rest.seats(), rest.turnoutBps());
    }

    /// @dev 0 if it fails; else the winning option, or 1.
    function _succeeded(
        Count storage count,
        uint256 box,
        uint256 holders,
        uint256 rest
    ) private view returns (uint256) {
        uint8 kind = box.kind();
        (uint256 against, uint256 inFavour) = (box.members(BallotBox.AGAINST), box.members(BallotBox.FOR));
        if (kind & BallotBox.CONSTITUTIONAL != 0) {
            if (inFavour <= against) return 0;
        } else if (against > inFavour && against >= _seatsOf(rest.seats(), rest.vetoBps())) {
            return 0;
        }
        uint256 options = kind & BallotBox.OPTIONS;
        if (options != 0) return count.approvals.winner(options);
        return holders.votes(BallotBox.FOR) > holders.votes(BallotBox.AGAINST) ? 1 : 0;
    }

    /// @dev A share of `seats`, rounded up, and at least {MIN_SEATS}.
    function _seatsOf(uint256 seats, uint256 bps) internal pure returns (uint256) {
        return Math.max(MIN_SEATS, Math.ceilDiv(seats * bps, 10_000));
    }

    // ------------------------------------------------------------------------------------------ internals: rules

    /// @dev How many ballots of `account` were accepted.
    function _sequence(uint256 proposalId, address account) internal view returns (uint256) {
        return _counts[proposalId].ballots[account].sequence();
    }

    function _kindOf(uint256 proposalId) internal view returns (uint8) {
        return _counts[proposalId].box.kind();
    }

    /// @dev Settles what a new proposal is. Only before anyone voted on it.
    function _setKind(uint256 proposalId, uint8 kind) internal {
        if (kind != 0) _counts[proposalId].box = BallotBox.newBox(kind);
    }

    function _setChamberRules(ChamberRules memory rules_) private {
        bool fits = _within(rules_.capBps, 10, 1_666) &&
            _within(rules_.unseatedCapBps, 0, Math.min(100, rules_.capBps)) &&
            _within(rules_.vetoBps, 100, 3_333) &&
            _within(rules_.turnoutBps, 500, 5_000) &&
            _within(rules_.cosignBps, 10, 1_000) &&
            _within(rules_.closingBps, 500, 5_000);
        if (!fits) revert ChamberRulesOutOfBounds(rules_);
        _rules.push(clock(), _pack(rules_));
        _requireQuorum(quorumNumerator());
        emit ChamberRulesSet(rules_);
    }

    /// @dev 1 to 50 percent, and at least three times the cap: three people can't make a quorum alone.
    function _updateQuorumNumerator(uint256 percent) internal override {
        _requireQuorum(percent);
        super._updateQuorumNumerator(percent);
    }

    function _requireQuorum(uint256 percent) private view {
        uint256 capBps = _unpack(_rules.latest()).capBps;
        if (!_within(percent, 1, 50) || percent * 100 < 3 * capBps) revert QuorumOutOfBounds(percent);
    }

    function _within(uint256 value, uint256 least, uint256 most) internal pure returns (bool) {
        return value >= least && value <= most;
    }

    function _pack(ChamberRules memory rules_) private pure returns (uint208) {
        return
            uint208(rules_.capBps) |
            (uint208(rules_.unseatedCapBps) << 16) |
            (uint208(rules_.vetoBps) << 32) |
            (uint208(rules_.turnoutBps) << 48) |
            (uint208(rules_.cosignBps) << 64) |
            (uint208(rules_.closingBps) << 80);
    }

    function _unpack(uint256 packed) private pure returns (ChamberRules memory) {
        return
            ChamberRules(
                uint16(packed),
                uint16(packed >> 16),
                uint16(packed >> 32),
                uint16(packed >> 48),
                uint16(packed >> 64),
                uint16(packed >> 80)
            );
    }
}
