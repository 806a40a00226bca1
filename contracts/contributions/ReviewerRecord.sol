// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

/// @title ReviewerRecord
/// @notice What a reviewer's voice counts, from the record on earlier panels and on gold work, in one storage slot.
///
/// The weight of a voice for one side is how much likelier it is to be heard when that side is right than when it isn't:
/// the log-odds weights of Nitzan and Paroush, "Optimal Decision Rules in Uncertain Dichotomous Choice Situations" (1982),
/// with each reviewer's confusion matrix of Dawid and Skene (1979), learnt in one pass as in Manino, Tran-Thanh and
/// Jennings, "Streaming Bayesian Inference for Crowdsourced Classification" (2019). So whoever always accepts loses weight
/// for accepting, however good most work is. docs/review-weights.md says what was measured, and what this gives up.
///
/// Rules that hold whatever happens:
/// - a weight is within MIN_WEIGHT..MAX_WEIGHT;
/// - a count is at most 2^24 + 2^16, so that none overflows; `right` is within `seen`, and `wrong` within the other side's;
/// - older verdicts fade with each new one, and with time;
/// - a reviewer learns from what the others said, never from itself.
///
/// The TypeScript twin, for any number of classes, is `sdk/src/review`: the same integers.
library ReviewerRecord {
    /// @dev One slot. Counts are verdicts in 2^-16.
    struct Record {
        /// Said accept, and it was good.
        uint32 rightAccepts;
        /// Said accept, and it was bad.
        uint32 wrongAccepts;
        /// Was good, whatever was said.
        uint32 goodSeen;
        /// Said reject, and it was bad.
        uint32 rightRejects;
        /// Said reject, and it was good.
        uint32 wrongRejects;
        /// Was bad, whatever was said.
        uint32 badSeen;
        /// Unix seconds up to which idle time has been taken off.
        uint40 since;
    }

    /// @dev One verdict that is certain, as gold is. A panel's is always less.
    uint256 internal constant VERDICT = 1 << 16;
    /// @dev Each verdict fades the older ones by its own size / MEMORY.
    uint256 internal constant MEMORY = 256;
    /// @dev Verdicts that stand in for a record that isn't there yet: PRIOR_VERDICTS in all, 11/16 of them right.
    uint256 internal constant PRIOR_VERDICTS = 3;
    uint256 private constant PRIOR = PRIOR_VERDICTS * VERDICT;
    uint256 private constant PRIOR_RIGHT = (PRIOR * 11) / 16;
    /// @dev Weights are in 1/1024.
    uint256 internal constant WEIGHT_UNIT = 1024;
    uint256 internal constant MAX_WEIGHT = 3 * WEIGHT_UNIT;
    /// @dev Nobody who was drawn is left without a voice.
    uint256 internal constant MIN_WEIGHT = 32;
    /// @dev Stands beside a panel's other members as if it couldn't decide: what few agree on is less certain.
    uint256 internal constant UNDECIDED_WEIGHT = 4 * WEIGHT_UNIT;
    /// @dev A record that isn't used loses half of itself in this time.
    uint256 internal constant HALF_LIFE = 180 days;

    /// @notice Weight of the reviewer's voice at `time` (Unix seconds) for accepting or rejecting, in 1/1024, rounded down.
    /// With hit = P(said | is) and alarm = P(said | isn't), Simpson's approximation of ln(hit / alarm):
    /// 3 (hit^2 - alarm^2) / (hit^2 + 4 hit alarm + alarm^2).
    function weight(Record memory record, bool accept, uint256 time) internal pure returns (uint256) {
        _age(record, time);
        uint256 accuracy =
            (_balanced(record.rightAccepts, record.goodSeen) + _balanced(record.rightRejects, record.badSeen)) / 2;
        (uint256 right, uint256 wrong, uint256 seen, uint256 unseen) = accept
            ? (record.rightAccepts, record.wrongAccepts, record.goodSeen, record.badSeen)
            : (record.rightRejects, record.wrongRejects, record.badSeen, record.goodSeen);
        uint256 hit = _share(right, seen, accuracy);
        uint256 alarm = _share(wrong, unseen, VERDICT - accuracy);
        if (hit <= alarm) return MIN_WEIGHT;
        uint256 hit2 = hit * hit;
        uint256 alarm2 = alarm * alarm;
        uint256 w = (MAX_WEIGHT * (hit2 - alarm2)) / (hit2 + 4 * hit * alarm + alarm2);
        return w > MIN_WEIGHT ? w : MIN_WEIGHT;
    }

    /// @notice Learns at `time` (Unix seconds) from a panel on which the reviewer said `accept`: the others' weights for
    /// accepting and for rejecting, without the reviewer's own. The verdict is as large as their majority is clear, and
    /// spreads over both sides as their weights do, rounded down. Others who are divided, or none, teach nothing.
    function learnFromPanel(
        Record storage record,
        bool accept,
        uint256 othersAccept,
        uint256 othersReject,
        uint256 time
    ) internal {
        Record memory learnt = record;
        _age(learnt, time);
        if (othersAccept != othersReject) {
            uint256 total = othersAccept + othersReject;
            uint256 lead = othersAccept > othersReject ? othersAccept - othersReject : othersReject - othersAccept;
            uint256 verdict = (VERDICT * lead) / (total + UNDECIDED_WEIGHT);
            _remember(learnt, accept, verdict, (verdict * othersAccept) / total, (verdict * othersReject) / total);
        }
        _store(record, learnt);
    }

    /// @notice Learns at `time` (Unix seconds) from gold work on which the reviewer said `accept`: `good` is the truth.
    function learnFromGold(Record storage record, bool accept, bool good, uint256 time) internal {
        Record memory learnt = record;
        _age(learnt, time);
        _remember(learnt, accept, VERDICT, good ? VERDICT : 0, good ? 0 : VERDICT);
        _store(record, learnt);
    }

    /// @dev Every full half-life that passed halves the counts. A first record begins at `time`.
    function _age(Record memory record, uint256 time) private pure {
        if (record.since == 0) {
            // forge-lint: disable-next-line(unsafe-typecast)
            record.since = uint40(time);
            return;
        }
        uint256 halvings = time > record.since ? (time - record.since) / HALF_LIFE : 0;
        if (halvings == 0) return;
        record.rightAccepts = uint32(record.rightAccepts >> halvings);
        record.wrongAccepts = uint32(record.wrongAccepts >> halvings);
        record.goodSeen = uint32(record.goodSeen >> halvings);
        record.rightRejects = uint32(record.rightRejects >> halvings);
        record.wrongRejects = uint32(record.wrongRejects >> halvings);
        record.badSeen = uint32(record.badSeen >> halvings);
        // forge-lint: disable-next-line(unsafe-typecast)
        record.since = uint40(record.since + halvings * HALF_LIFE);
    }

    /// @dev Fades every count by verdict / MEMORY, then adds the part of the verdict that says good, and that says bad.
    function _remember(Record memory record, bool accept, uint256 verdict, uint256 good, uint256 bad) private pure {
        record.rightAccepts = _fade(record.rightAccepts, verdict, accept ? good : 0);
        record.wrongAccepts = _fade(record.wrongAccepts, verdict, accept ? bad : 0);
        record.goodSeen = _fade(record.goodSeen, verdict, good);
        record.rightRejects = _fade(record.rightRejects, verdict, accept ? 0 : bad);
        record.wrongRejects = _fade(record.wrongRejects, verdict, accept ? 0 : good);
        record.badSeen = _fade(record.badSeen, verdict, bad);
    }

    /// @dev From 2^24 on the fading is at least the verdict and so at least the part: counts stay below 2^24 + 2^16.
    function _fade(uint256 count, uint256 verdict, uint256 part) private pure returns (uint32) {
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint32(count - (count * verdict) / (MEMORY * VERDICT) + part);
    }

    /// @dev How often one side was seen for what it was, in 2^-16, on half of the prior.
    function _balanced(uint256 right, uint256 seen) private pure returns (uint256) {
        return ((2 * right + PRIOR_RIGHT) * VERDICT) / (2 * seen + PRIOR);
    }

    /// @dev count / total in 2^-16, with the prior at `expected`.
    function _share(uint256 count, uint256 total, uint256 expected) private pure returns (uint256) {
        return ((count + PRIOR_VERDICTS * expected) * VERDICT) / (total + PRIOR);
    }

    function _store(Record storage record, Record memory learnt) private {
        record.rightAccepts = learnt.rightAccepts;
        record.wrongAccepts = learnt.wrongAccepts;
        record.goodSeen = learnt.goodSeen;
        record.rightRejects = learnt.rightRejects;
        record.wrongRejects = learnt.wrongRejects;
        record.badSeen = learnt.badSeen;
        record.since = learnt.since;
    }
}
