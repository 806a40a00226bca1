// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {Author} from "../Author.sol";
import {ContributionRegistry} from "../ContributionRegistry.sol";
import {ManifestTree} from "../ManifestTree.sol";
import {MemberRegistry} from "../../membership/MemberRegistry.sol";
import {IRandomness} from "./IRandomness.sol";
import {IReviews} from "./IReviews.sol";
import {Panels} from "./Panels.sol";
import {ReviewerPool} from "./ReviewerPool.sol";
import {ReviewRules} from "./ReviewRules.sol";
import {ReviewSettlement} from "./ReviewSettlement.sol";

/// @title ReviewRounds
/// @notice The review panel's steps, deployed beside it and linked: a panel is drawn, its reviewers commit to a score and
/// then reveal it, the lower weighted median counts, may be challenged once, and is settled. It holds nothing and knows
/// nobody.
///
///   opened --seedDelay--> seed --draw--> drawn --commit--> --reveal--> tally
///
/// All times follow from when the round opened, however early a panel is drawn: nobody can hurry or delay a step. A time
/// named `...Until` is the last second at which something may be done.
///
/// Keeps R1: a commitment binds chain, contract, contribution, round, seat and score, and its salt hides the score. R2: one
/// reveal for each seat and round, in its time; neither the submitter's seat nor a sponsor's is drawn; the voice of who wrote
/// a leaf is void. R3: scores are counted by place on the panel. R5: pool and time of the seed are fixed before anybody knows
/// the seed.
library ReviewRounds {
    using Panels for IReviews.Panel;

    uint8 private constant SCORE_MAX = 100;

    // ------------------------------------------------------------------------------------------ a round

    /// @dev Draws the panel of the open round, or goes on with it. `size` is 0 unless it is complete now.
    function draw(
        IReviews.Desk storage desk,
        mapping(ContributionRegistry.Kind kind => ReviewerPool.Pool) storage pools,
        ContributionRegistry registry,
        IRandomness randomness,
        uint256 id,
        bytes calldata proof
    ) external returns (uint256 modelId, uint256 size) {
        IReviews.Review memory review = atStage(desk, id, IReviews.Stage.Drawing);
        IReviews.Panel storage panel = desk.panels[id][review.round];
        bytes32 seed = _seed(desk, randomness, id, review.round, proof);
        ContributionRegistry.Contribution memory work = registry.contributionAt(id);
        size = review.round == 1 ? review.size : desk.appeals[id].size;
        uint64[] memory excluded = _excluded(desk, id, review.round, work.seat);
        uint64[] memory seats = panel.fill(pools[work.kind], review, _stem(seed, id, review.round), excluded, size);
        if (panel.drawn < size) {
            panel.seed = seed;
            emit IReviews.DrawContinues(id, review.round, seed, panel.tries);
            return (work.modelId, 0);
        }
        if (panel.tries > Panels.TRIES_PER_CALL) delete panel.seed;
        // At most 15.
        // forge-lint: disable-next-line(unsafe-typecast)
        panel.size = uint8(size);
        desk.reviews[id].stage = IReviews.Stage.Sitting;
        emit IReviews.PanelDrawn(id, review.round, seed, seats);
        return (work.modelId, size);
    }

    function commit(IReviews.Desk storage desk, uint256 id, uint64 seat, bytes32 commitment) external {
        (IReviews.Panel storage panel, uint256 round, uint256 place) = _seated(desk, id, seat);
        uint256 until = timesOf(desk, id, round).commitUntil;
        if (block.timestamp > until) revert IReviews.CommitClosed(id, until);
        if (commitment == 0) revert IReviews.CommitmentEmpty(id);
        if (panel.commitments[place] != 0) revert IReviews.AlreadyCommitted(id, seat);
        panel.commitments[place] = commitment;
        emit IReviews.ScoreCommitted(id, round, seat, commitment);
    }

    function reveal(IReviews.Desk storage desk, uint256 id, uint64 seat, uint8 score, bytes32 salt) external {
        (IReviews.Panel storage panel, uint256 round, uint256 place) = _seated(desk, id, seat);
        IReviews.Times memory times = timesOf(desk, id, round);
        if (block.timestamp <= times.commitUntil) revert IReviews.RevealTooEarly(id, times.commitUntil);
        if (block.timestamp > times.revealUntil) revert IReviews.RevealClosed(id, times.revealUntil);
        if (Panels.has(panel.revealed, place)) revert IReviews.AlreadyRevealed(id, seat);
        if (score > SCORE_MAX) revert ContributionRegistry.ScoreOutOfRange(score);
        bytes32 commitment = panel.commitments[place];
        if (commitment == 0) revert IReviews.NotCommitted(id, seat);
        if (commitment != commitmentOf(id, round, seat, score, salt)) revert IReviews.CommitmentMismatch(id, seat);
        delete panel.commitments[place];
        panel.revealed |= Panels.bit(place);
        panel.scores |= uint120(score) << uint120(8 * place);
        emit IReviews.ScoreRevealed(id, round, seat, score, salt);
    }

    function recuse(IReviews.Desk storage desk, uint256 id, uint64 seat) external {
        (IReviews.Panel storage panel, uint256 round, uint256 place) = _seated(desk, id, seat);
        uint256 until = timesOf(desk, id, round).commitUntil;
        if (block.timestamp > until) revert IReviews.CommitClosed(id, until);
        panel.recused |= Panels.bit(place);
        emit IReviews.ReviewerRecused(id, round, seat);
    }

    function void(
        IReviews.Desk storage desk,
        ContributionRegistry registry,
        MemberRegistry members,
        uint256 id,
        uint64 seat,
        ManifestTree.Leaf calldata leaf,
        ManifestTree.Sibling[] calldata proof
    ) external {
        (IReviews.Panel storage panel, uint256 round, uint256 place) = _seated(desk, id, seat);
        registry.unitsOfLeaf(id, leaf, proof);
        if (leaf.author != Author.ofSeat(seat) && leaf.author != members.walletOf(seat)) {
            // A wallet that the seat left meanwhile is still its own.
            (uint64 heir, ) = members.recoveryOf(leaf.author);
            if (heir != seat) revert IReviews.NotLeafOfSeat(seat, leaf.author);
        }
        panel.silence(place);
        emit IReviews.ReviewerVoided(id, round, seat, leaf.index);
    }

    function tally(IReviews.Desk storage desk, ContributionRegistry registry, uint256 id) external {
        IReviews.Review storage review = atStage(desk, id, IReviews.Stage.Sitting);
        uint8 round = review.round;
        uint256 until = timesOf(desk, id, round).revealUntil;
        if (block.timestamp <= until) revert IReviews.TallyTooEarly(id, until);
        IReviews.Panel storage panel = desk.panels[id][round];
        uint8 score = withoutVerdict(review);
        uint256[] memory weights;
        if (panel.hasQuorum()) {
            // As of the deadline, so that it doesn't matter when it is counted.
            (score, weights) = panel.median(desk.records, until);
            review.judgedBy = round;
        }
        emit IReviews.PanelTallied(id, round, score, weights);
        conclude(review, registry, id, score);
    }

    // ------------------------------------------------------------------------------------------ between rounds

    /// @dev Ends a round whose panel wasn't drawn, or whose vote didn't decide, in time.
    function expire(IReviews.Desk storage desk, ContributionRegistry registry, uint256 id) external {
        IReviews.Review storage review = desk.reviews[id];
        IReviews.Stage stage = review.stage;
        if (stage != IReviews.Stage.Drawing && stage != IReviews.Stage.Voting) {
            revert IReviews.ReviewStageWrong(id, stage);
        }
        IReviews.Times memory times = timesOf(desk, id, review.round);
        uint256 until = stage == IReviews.Stage.Drawing ? times.drawUntil : times.revealUntil;
        if (block.timestamp <= until) revert IReviews.NotExpired(id, until);
        uint8 score = withoutVerdict(review);
        emit IReviews.RoundExpired(id, review.round, score);
        conclude(review, registry, id, score);
    }

    /// @dev Opens the second round, in the name of `seat`.
    function challenge(
        IReviews.Desk storage desk,
        ReviewRules.Rules storage rules,
        ContributionRegistry registry,
        uint256 id,
        uint64 seat,
        uint256 epochLength
    ) external {
        IReviews.Review storage review = atStage(desk, id, IReviews.Stage.Judged);
        if (review.round == 2) revert IReviews.AlreadyChallenged(id);
        uint256 until = _challengeUntil(review, registry, id);
        if (block.timestamp >= until) revert IReviews.ChallengeClosed(id, until);
        uint256 epoch = block.timestamp / epochLength;
        if (desk.challengedIn[seat] == epoch) revert IReviews.ChallengeUsed(seat, (epoch + 1) * epochLength);
        desk.challengedIn[seat] = epoch;

        _openAppeal(desk, rules, id, seat, until);
        registry.challenge(id);
    }

    /// @dev Pays and teaches, once the verdict can't change any more.
    function settle(
        IReviews.Desk storage desk,
        mapping(uint256 modelId => mapping(uint64 seat => uint256 units)) storage earned,
        ContributionRegistry registry,
        uint256 id
    ) external {
        ReviewSettlement.settle(desk, atStage(desk, id, IReviews.Stage.Judged), earned, registry, id);
    }

    // ------------------------------------------------------------------------------------------ shared with the panel

    /// @dev The work has the verdict of its open round.
    function conclude(IReviews.Review storage review, ContributionRegistry registry, uint256 id, uint8 score) internal {
        (review.stage, review.score) = (IReviews.Stage.Judged, score);
        registry.conclude(id, score);
    }

    /// @dev What a round without a verdict comes to: rejection, or the first round's.
    function withoutVerdict(IReviews.Review storage review) internal view returns (uint8) {
        return review.round == 1 ? 0 : review.score;
    }

    function atStage(
        IReviews.Desk storage desk,
        uint256 id,
        IReviews.Stage stage
    ) internal view returns (IReviews.Review storage review) {
        review = desk.reviews[id];
        if (review.stage != stage) revert IReviews.ReviewStageWrong(id, review.stage);
    }

    function timesOf(
        IReviews.Desk storage desk,
        uint256 id,
        uint256 round
    ) internal view returns (IReviews.Times memory times) {
        uint256 from;
        if (round == 1) {
            IReviews.Review storage review = desk.reviews[id];
            (from, times.seedAt, times.drawUntil) = (review.openedAt, review.seedDelay, review.draw);
            (times.commitUntil, times.revealUntil) = (review.commit, review.reveal);
        } else {
            IReviews.Appeal storage appeal = desk.appeals[id];
            (from, times.seedAt, times.drawUntil) = (appeal.from, appeal.seedDelay, appeal.draw);
            (times.commitUntil, times.revealUntil) = (appeal.commit, appeal.reveal);
        }
        times.seedAt += from;
        times.drawUntil += times.seedAt;
        times.commitUntil += times.drawUntil;
        times.revealUntil += times.commitUntil;
    }

    function commitmentOf(
        uint256 id,
        uint256 round,
        uint64 seat,
        uint8 score,
        bytes32 salt
    ) internal view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), id, round, seat, score, salt));
    }

    // ------------------------------------------------------------------------------------------ internals

    /// @dev The seed of a round: asked for once, within the time for drawing.
    function _seed(
        IReviews.Desk storage desk,
        IRandomness randomness,
        uint256 id,
        uint256 round,
        bytes calldata proof
    ) private view returns (bytes32 seed) {
        IReviews.Times memory times = timesOf(desk, id, round);
        if (block.timestamp < times.seedAt) revert IReviews.DrawTooEarly(id, times.seedAt);
        if (block.timestamp > times.drawUntil) revert IReviews.DrawClosed(id, times.drawUntil);
        seed = desk.panels[id][round].seed;
        // forge-lint: disable-next-line(unsafe-typecast)
        if (seed == 0) seed = randomness.seedOf(uint48(times.seedAt), proof);
    }

    function _stem(bytes32 seed, uint256 id, uint256 round) private pure returns (bytes32) {
        return keccak256(abi.encode(seed, id, round));
    }

    /// @dev Who can't be drawn: the seat under which it was submitted, the submitter's own, and in the second round the
    /// first panel.
    function _excluded(
        IReviews.Desk storage desk,
        uint256 id,
        uint256 round,
        uint64 submitter
    ) private view returns (uint64[] memory seats) {
        IReviews.Panel storage first = desk.panels[id][1];
        uint256 others = round == 1 ? 0 : first.size;
        seats = new uint64[](others + 2);
        // 0 where there is none: nobody's seat.
        (seats[others], seats[others + 1]) = (submitter, desk.submitters[id]);
        for (uint256 place = 0; place < others; ++place) seats[place] = first.seats[place];
    }

    /// @dev The sitting panel of which `seat` is a member that neither stepped back nor is void.
    function _seated(
        IReviews.Desk storage desk,
        uint256 id,
        uint64 seat
    ) private view returns (IReviews.Panel storage panel, uint256 round, uint256 place) {
        round = atStage(desk, id, IReviews.Stage.Sitting).round;
        panel = desk.panels[id][round];
        place = panel.placeOf(id, seat);
        if (Panels.has(panel.recused, place)) revert IReviews.AlreadyRecused(id, seat);
        if (Panels.has(panel.voided, place)) revert IReviews.AlreadyVoid(id, seat);
    }

    /// @dev Until when the verdict may be challenged, exclusively; 0 if it never may: it is final, was gold, or a vote
    /// overturned it.
    function _challengeUntil(
        IReviews.Review storage review,
        ContributionRegistry registry,
        uint256 id
    ) private view returns (uint256) {
        ContributionRegistry.Contribution memory work = registry.contributionAt(id);
        bool stands = work.state != ContributionRegistry.State.Final && work.score == review.score;
        if (!stands || review.gold != 0) return 0;
        (uint256 period, ) = registry.periods();
        return work.since + period;
    }

    /// @dev The round begins when the challenge period ends, so that the challenger doesn't choose its seed.
    function _openAppeal(
        IReviews.Desk storage desk,
        ReviewRules.Rules memory rules,
        uint256 id,
        uint64 seat,
        uint256 from
    ) private {
        IReviews.Appeal memory appeal;
        // forge-lint: disable-next-line(unsafe-typecast)
        (appeal.from, appeal.size, appeal.challenger) = (uint40(from), _appealSize(desk, id), seat);
        IReviews.Stage stage = appeal.size == 0 ? IReviews.Stage.Voting : IReviews.Stage.Drawing;
        if (stage == IReviews.Stage.Voting) appeal.reveal = rules.decision;
        else {
            (appeal.seedDelay, appeal.draw) = (rules.seedDelay, rules.draw);
            (appeal.commit, appeal.reveal) = (rules.commit, rules.reveal);
        }
        desk.appeals[id] = appeal;
        (desk.reviews[id].stage, desk.reviews[id].round) = (stage, 2);
        emit IReviews.VerdictChallenged(id, seat, stage, appeal.size, timesOf(desk, id, 2));
    }

    /// @dev Seats of an appeal's panel; 0: a vote judges, since no larger panel can be had, or there was no first one.
    function _appealSize(IReviews.Desk storage desk, uint256 id) private view returns (uint8) {
        uint256 first = desk.panels[id][1].size;
        if (first == 0) return 0;
        uint256 others = desk.reviews[id].eligible - first;
        uint256 size = 2 * first + 1;
        if (size > others) size = others;
        // At most 2 x 7 + 1.
        // forge-lint: disable-next-line(unsafe-typecast)
        return size > first ? uint8(size) : 0;
    }
}
