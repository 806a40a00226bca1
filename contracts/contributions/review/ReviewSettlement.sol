// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {ContributionRegistry} from "../ContributionRegistry.sol";
import {ReviewerRecord} from "../ReviewerRecord.sol";
import {IReviews} from "./IReviews.sol";
import {Panels} from "./Panels.sol";

/// @title ReviewSettlement
/// @notice What reviewers get out of a review, and what their records learn, once its verdict can't change any more.
///
/// Pay: the fee that was put aside, less a fiftieth of it for each point between the reviewer's score and the final one,
/// rounded down: nothing from 50 points on. It doesn't matter whether the work was accepted. A score that is missing, or
/// void, gets nothing, and so does who stepped back. Keeps R4: what is lost had not vested.
///
/// Records learn from gold, or from the other voices of the panel that gave the verdict; a vote teaches nothing. Whoever
/// didn't reveal learns as if the voice had been for the wrong side. So does whoever didn't disclose a conflict with good
/// work; with bad work nothing is learnt, since anybody can be named as an author of it.
library ReviewSettlement {
    using Panels for IReviews.Panel;
    using ReviewerRecord for ReviewerRecord.Record;

    /// @dev What a settlement goes by.
    struct Outcome {
        uint256 modelId;
        /// Pay follows the distance from it.
        uint8 score;
        bool isGold;
        /// The round whose voices teach; 0: none does.
        uint8 teachers;
        /// Their weights for either side.
        uint256 accepting;
        uint256 rejecting;
    }

    function settle(
        IReviews.Desk storage desk,
        IReviews.Review storage review,
        mapping(uint256 modelId => mapping(uint64 seat => uint256 units)) storage earned,
        ContributionRegistry registry,
        uint256 id
    ) internal {
        Outcome memory outcome = _outcomeOf(review, registry, id);
        review.stage = IReviews.Stage.Settled;
        emit IReviews.ReviewSettled(id, outcome.score, outcome.isGold);
        // All weights are read before any record learns.
        if (outcome.teachers != 0) _weigh(desk, id, outcome);
        uint256 rounds = review.round;
        for (uint256 round = 1; round <= rounds; ++round) {
            _settleRound(desk, earned[outcome.modelId], id, round, outcome);
        }
    }

    // ------------------------------------------------------------------------------------------ internals

    function _outcomeOf(
        IReviews.Review storage review,
        ContributionRegistry registry,
        uint256 id
    ) private view returns (Outcome memory outcome) {
        ContributionRegistry.Contribution memory work = registry.contributionAt(id);
        outcome.modelId = work.modelId;
        if (review.gold != 0) {
            (outcome.isGold, outcome.score) = (true, review.gold - 1);
            return outcome;
        }
        if (work.state != ContributionRegistry.State.Final) {
            (uint256 period, ) = registry.periods();
            uint256 from = work.since + period;
            bool over = work.state == ContributionRegistry.State.Rejected && block.timestamp >= from;
            if (!over) revert IReviews.SettleTooEarly(id, from);
        }
        outcome.score = work.score;
        // Voices that a vote overturned teach nothing.
        if (work.score == review.score) outcome.teachers = review.judgedBy;
    }

    function _weigh(IReviews.Desk storage desk, uint256 id, Outcome memory outcome) private view {
        IReviews.Panel storage panel = desk.panels[id][outcome.teachers];
        (, uint256[] memory weights) = panel.median(desk.records, block.timestamp);
        uint256 heard = panel.heard();
        for (uint256 place = 0; place < weights.length; ++place) {
            if (!Panels.has(heard, place)) continue;
            if (Panels.accepts(panel.scoreAt(place))) outcome.accepting += weights[place];
            else outcome.rejecting += weights[place];
        }
    }

    function _settleRound(
        IReviews.Desk storage desk,
        mapping(uint64 seat => uint256 units) storage earned,
        uint256 id,
        uint256 round,
        Outcome memory outcome
    ) private {
        IReviews.Panel storage panel = desk.panels[id][round];
        uint64[] memory seats = panel.members();
        for (uint256 place = 0; place < seats.length; ++place) {
            uint64 seat = seats[place];
            uint256 units = _settleSeat(panel, place, desk.records[seat], outcome, round == outcome.teachers);
            if (units != 0) earned[seat] += units;
            emit IReviews.ReviewerSettled(id, round, seat, units);
        }
    }

    /// @return units What the reviewer earned.
    function _settleSeat(
        IReviews.Panel storage panel,
        uint256 place,
        ReviewerRecord.Record storage record,
        Outcome memory outcome,
        bool taught
    ) private returns (uint256 units) {
        if (Panels.has(panel.heard(), place)) {
            uint8 score = panel.scoreAt(place);
            _learn(record, outcome, Panels.accepts(score), taught);
            return _payFor(panel.fee, score, outcome.score);
        }
        bool good = outcome.isGold ? Panels.accepts(outcome.score) : outcome.accepting > outcome.rejecting;
        if (Panels.has(panel.recused, place) || (Panels.has(panel.voided, place) && !good)) return 0;
        _learn(record, outcome, !good, false);
    }

    /// @param taught Whether the reviewer's own voice is among those that teach: nobody learns from itself.
    function _learn(ReviewerRecord.Record storage record, Outcome memory outcome, bool accept, bool taught) private {
        if (outcome.isGold) {
            record.learnFromGold(accept, Panels.accepts(outcome.score), block.timestamp);
            return;
        }
        if (outcome.teachers == 0) return;
        (uint256 accepting, uint256 rejecting) = (outcome.accepting, outcome.rejecting);
        if (taught) {
            uint256 own = record.weight(accept, block.timestamp);
            if (accept) accepting -= own;
            else rejecting -= own;
        }
        record.learnFromPanel(accept, accepting, rejecting, block.timestamp);
    }

    function _payFor(uint256 fee, uint256 score, uint256 final_) private pure returns (uint256) {
        uint256 lost = 2 * (score > final_ ? score - final_ : final_ - score);
        return lost < 100 ? (fee * (100 - lost)) / 100 : 0;
    }
}
