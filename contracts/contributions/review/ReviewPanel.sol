// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";

import {ContributionRegistry} from "../ContributionRegistry.sol";
import {IReviewPanel} from "../IReviewPanel.sol";
import {ManifestTree} from "../ManifestTree.sol";
import {ReviewerRecord} from "../ReviewerRecord.sol";
import {SignedSubmissions} from "../SignedSubmissions.sol";
import {GoldWork} from "./GoldWork.sol";
import {IRandomness} from "./IRandomness.sol";
import {IReviews} from "./IReviews.sol";
import {Panels} from "./Panels.sol";
import {ReviewerPool} from "./ReviewerPool.sol";
import {ReviewPay} from "./ReviewPay.sol";
import {ReviewRounds} from "./ReviewRounds.sol";
import {SeatSignatures} from "./SeatSignatures.sol";

/// @title ReviewPanel
/// @notice Judges submitted work: by a panel of its peers drawn by lot, by a second and larger one if the verdict is
/// challenged, by vote where there are too few reviewers.
///
/// Every stage that waits for somebody ends by itself: {expire} where a panel wasn't drawn or a vote didn't decide, {tally}
/// whatever was revealed. Without a verdict in the first round work is rejected, in the second the first verdict stands.
/// Nobody needs capital to review or to challenge. Once nothing can change the verdict any more, {settle} pays the
/// reviewers and lets their records learn.
///
/// Keeps R1, R2, R3, R5 ({ReviewRounds}, {ReviewerPool}); R4 ({ReviewPay}); R6: work has one first panel, whether it is
/// drawn or not, and holds its review slot for the whole time of that round; C2: every stage has an exit that anyone can
/// take.
contract ReviewPanel is IReviewPanel, IReviews, ReviewerPool, ReviewPay, GoldWork {
    using Panels for IReviews.Panel;
    using ReviewerRecord for ReviewerRecord.Record;
    using ReviewRounds for IReviews.Desk;

    bytes32 private constant COMMITMENT_TYPEHASH = keccak256(
        "ReviewCommitment(address account,uint256 contribution,bytes32 commitment,uint256 nonce,uint256 deadline)"
    );
    bytes32 private constant REVEAL_TYPEHASH = keccak256(
        "ReviewReveal(address account,uint256 contribution,uint8 score,bytes32 salt,uint256 nonce,uint256 deadline)"
    );
    bytes32 private constant RECUSAL_TYPEHASH = keccak256(
        "ReviewRecusal(address account,uint256 contribution,uint256 nonce,uint256 deadline)"
    );
    bytes32 private constant CHALLENGE_TYPEHASH = keccak256(
        "ReviewChallenge(address account,uint256 contribution,uint256 nonce,uint256 deadline)"
    );

    error NotContributions(address caller);
    error RandomnessMissing();

    event RandomnessSet(address randomness);

    /// @notice The source of seeds in force.
    IRandomness public randomness;

    Desk private _desk;

    constructor(
        address authority,
        ContributionRegistry registry_,
        IRandomness randomness_,
        Rules memory rules_
    ) AccessManaged(authority) SeatSignatures(registry_.members()) ReviewPay(registry_) {
        _setRandomness(randomness_);
        _setRules(rules_);
    }

    // ------------------------------------------------------------------------------------------ the registry of work

    /// @inheritdoc IReviewPanel
    function open(uint256 id, SignedSubmissions.Kind kind, uint64 seat) external returns (uint40 until) {
        if (msg.sender != address(registry)) revert NotContributions(msg.sender);
        Rules memory rules = _rules;
        uint64 own = members.seatOf(registry.contributionAt(id).submitter);
        Frozen memory pool = _freeze(kind, seat, own);
        if (own != 0 && own != seat) _desk.submitters[id] = own;
        bool byVote = pool.eligible < rules.panelSize;
        Review memory review;
        // forge-lint: disable-next-line(unsafe-typecast)
        review.openedAt = uint40(block.timestamp);
        (review.counted, review.departures, review.eligible) = (pool.counted, pool.departures, pool.eligible);
        (review.stage, review.round) = (byVote ? Stage.Voting : Stage.Drawing, 1);
        if (byVote) review.reveal = rules.decision;
        else {
            (review.size, review.seedDelay, review.draw) = (rules.panelSize, rules.seedDelay, rules.draw);
            (review.commit, review.reveal) = (rules.commit, rules.reveal);
        }
        _desk.reviews[id] = review;
        Times memory times = _desk.timesOf(id, 1);
        emit ReviewOpened(id, kind, review.stage, review.size, pool, times);
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint40(times.revealUntil);
    }

    // ------------------------------------------------------------------------------------------ people's actions

    /// @notice Draws the panel of the open round, from the time of its seed on. Anyone may call; if too few of the
    /// entries tried can be drawn, again until the panel is complete.
    /// @param proof What {IRandomness-seedOf} asks for; nothing once a draw has begun.
    function draw(uint256 id, bytes calldata proof) external {
        (uint256 modelId, uint256 size) = _desk.draw(_pools, registry, randomness, id, proof);
        if (size == 0) return;
        uint8 round = _desk.reviews[id].round;
        _desk.panels[id][round].fee = _reserve(modelId, id, size);
        if (round == 1) registry.beginReview(id);
    }

    /// @notice Commits the caller's seat to a score (see {commitmentOf}), until the time for it is over; once.
    function commit(uint256 id, bytes32 commitment) external {
        _desk.commit(id, _seatOf(msg.sender), commitment);
    }

    /// @notice The same by anyone, with the signature of the seat's wallet.
    function commitBySig(
        address account,
        uint256 id,
        bytes32 commitment,
        uint256 nonce,
        uint256 deadline,
        bytes calldata signature
    ) external {
        bytes32 hash = keccak256(abi.encode(COMMITMENT_TYPEHASH, account, id, commitment, nonce, deadline));
        _desk.commit(id, _seatBySignature(account, hash, nonce, deadline, signature), commitment);
    }

    /// @notice Reveals the score that the caller's seat committed to, once committing is over.
    function reveal(uint256 id, uint8 score, bytes32 salt) external {
        _desk.reveal(id, _seatOf(msg.sender), score, salt);
    }

    /// @notice The same by anyone, with the signature of the seat's wallet.
    function revealBySig(
        address account,
        uint256 id,
        uint8 score,
        bytes32 salt,
        uint256 nonce,
        uint256 deadline,
        bytes calldata signature
    ) external {
        bytes32 hash = keccak256(abi.encode(REVEAL_TYPEHASH, account, id, score, salt, nonce, deadline));
        _desk.reveal(id, _seatBySignature(account, hash, nonce, deadline, signature), score, salt);
    }

    /// @notice The caller's seat steps back, because of a conflict that it discloses, before committing is over. That costs
    /// the fee of this review and nothing else.
    function recuse(uint256 id) external {
        _desk.recuse(id, _seatOf(msg.sender));
    }

    /// @notice The same by anyone, with the signature of the seat's wallet.
    function recuseBySig(
        address account,
        uint256 id,
        uint256 nonce,
        uint256 deadline,
        bytes calldata signature
    ) external {
        bytes32 hash = keccak256(abi.encode(RECUSAL_TYPEHASH, account, id, nonce, deadline));
        _desk.recuse(id, _seatBySignature(account, hash, nonce, deadline, signature));
    }

    /// @notice Takes a reviewer's voice away by showing that a leaf of the work is theirs, until the tally. Anyone may
    /// call. It then counts as a 0, and costs the reviewer the fee; {ReviewSettlement} says what the record learns.
    function void(
        uint256 id,
        uint64 seat,
        ManifestTree.Leaf calldata leaf,
        ManifestTree.Sibling[] calldata proof
    ) external {
        _desk.void(registry, members, id, seat, leaf, proof);
    }

    /// @notice Counts the scores of the open round once revealing is over. Anyone may call. Unless more than half of the
    /// panel counts, the work is rejected, or the first verdict stands.
    function tally(uint256 id) external {
        _desk.tally(registry, id);
    }

    /// @notice Ends a round whose panel wasn't drawn, or whose vote didn't decide, in time. Anyone may call.
    function expire(uint256 id) external {
        _desk.expire(registry, id);
    }

    /// @notice Challenges a verdict: a larger panel without the first one's seats judges again, or a vote if there is no
    /// larger one. Any active seat, once in an {EPOCH}, in the challenge period; once for each work.
    function challenge(uint256 id) external {
        _desk.challenge(_rules, registry, id, _seatOf(msg.sender), EPOCH);
    }

    /// @notice The same by anyone, with the signature of the seat's wallet.
    function challengeBySig(
        address account,
        uint256 id,
        uint256 nonce,
        uint256 deadline,
        bytes calldata signature
    ) external {
        bytes32 hash = keccak256(abi.encode(CHALLENGE_TYPEHASH, account, id, nonce, deadline));
        _desk.challenge(_rules, registry, id, _seatBySignature(account, hash, nonce, deadline, signature), EPOCH);
    }

    /// @notice Pays the reviewers of work whose verdict can't change any more and lets their records learn, once. Anyone
    /// may call. {ReviewSettlement} says how much.
    function settle(uint256 id) external {
        _desk.settle(_earned, registry, id);
    }

    // ------------------------------------------------------------------------------------------ governance's actions

    /// @notice Judges work for which there were too few reviewers.
    function decide(uint256 id, uint8 score) external restricted {
        Review storage review = _desk.atStage(id, Stage.Voting);
        uint256 until = _desk.timesOf(id, review.round).revealUntil;
        if (block.timestamp > until) revert DecisionClosed(id, until);
        review.judgedBy = 0;
        emit VoteDecided(id, review.round, score);
        ReviewRounds.conclude(review, registry, id, score);
    }

    /// @notice Shows that work was gold: its reviewers are measured by the score that was committed, and it earns nothing.
    /// Only whom governance appoints, between the verdict and the settlement, before the work is final.
    function revealGold(uint256 id, uint8 score, bytes32 salt) external restricted {
        Review storage review = _desk.atStage(id, Stage.Judged);
        ContributionRegistry.Contribution memory work = registry.contributionAt(id);
        _requireGold(id, goldCommitment(work.submitter, work.root, score, salt), review.openedAt);
        if (score > registry.SCORE_MAX()) revert ContributionRegistry.ScoreOutOfRange(score);
        if (review.gold != 0 || work.state == ContributionRegistry.State.Final) revert GoldTooLate(id);
        review.gold = score + 1;
        emit GoldRevealed(id, score);
        registry.annul(id);
    }

    /// @notice Changes the rules for rounds that open from now on.
    function setRules(Rules calldata rules_) external restricted {
        _setRules(rules_);
    }

    /// @notice Puts another source of seeds in place, for draws that have not begun.
    function setRandomness(IRandomness randomness_) external restricted {
        _setRandomness(randomness_);
    }

    // ------------------------------------------------------------------------------------------ views

    /// @notice A review; all zero for work that this panel doesn't judge.
    function reviewAt(uint256 id) external view returns (Review memory) {
        return _desk.reviews[id];
    }

    /// @notice The second round's times and size; all zero without an appeal.
    function appealAt(uint256 id) external view returns (Appeal memory) {
        return _desk.appeals[id];
    }

    /// @notice When the steps of a round end; see {Times}.
    function timesOf(uint256 id, uint256 round) external view returns (Times memory) {
        return _desk.timesOf(id, round);
    }

    /// @notice The seats of a panel, by place, and the fee put aside for each; none until it is drawn.
    function panelAt(uint256 id, uint256 round) external view returns (uint64[] memory seats, uint256 fee) {
        Panel storage panel = _desk.panels[id][round];
        return (panel.members(), panel.fee);
    }

    /// @notice What a seat on a panel has done, and its score if it revealed one. The commitment goes with the reveal.
    function voiceOf(
        uint256 id,
        uint256 round,
        uint64 seat
    ) external view returns (bytes32 commitment, bool revealed, uint8 score, bool recused, bool voided) {
        Panel storage panel = _desk.panels[id][round];
        uint256 place = panel.placeOf(id, seat);
        (commitment, score) = (panel.commitments[place], panel.scoreAt(place));
        (revealed, recused) = (Panels.has(panel.revealed, place), Panels.has(panel.recused, place));
        voided = Panels.has(panel.voided, place);
    }

    /// @notice A reviewer's record.
    function recordOf(uint64 seat) external view returns (ReviewerRecord.Record memory) {
        return _desk.records[seat];
    }

    /// @notice The last {EPOCH}, counted from 1970, in which a seat challenged; 0 if it never did.
    function challengedIn(uint64 seat) external view returns (uint256) {
        return _desk.challengedIn[seat];
    }

    /// @notice What a reviewer commits to: keccak256 of chain, panel, contribution, round, seat, score, salt, ABI-encoded.
    /// @param salt 32 random bytes, kept secret until the reveal.
    function commitmentOf(
        uint256 id,
        uint256 round,
        uint64 seat,
        uint8 score,
        bytes32 salt
    ) external view returns (bytes32) {
        return ReviewRounds.commitmentOf(id, round, seat, score, salt);
    }

    // ------------------------------------------------------------------------------------------ internals

    function _setRandomness(IRandomness randomness_) private {
        if (address(randomness_).code.length == 0) revert RandomnessMissing();
        randomness = randomness_;
        emit RandomnessSet(address(randomness_));
    }
}
