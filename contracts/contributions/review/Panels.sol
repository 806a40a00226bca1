// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {ReviewerRecord} from "../ReviewerRecord.sol";
import {WeightedMedian} from "../WeightedMedian.sol";
import {IReviews} from "./IReviews.sol";
import {ReviewerPool} from "./ReviewerPool.sol";

/// @title Panels
/// @notice Who sits on a panel, what each member said, and what that amounts to.
///
/// Keeps R2: nobody who is excluded is drawn, and nobody twice. R3: the median goes by places, not by the order of reveals.
/// R5: a draw depends on the seed and on the pool of the submission alone.
library Panels {
    using ReviewerRecord for ReviewerRecord.Record;

    /// @dev Most entries of the pool tried in one call, so that its gas is bounded however many have left.
    uint256 internal constant TRIES_PER_CALL = 256;
    uint8 private constant SCORE_ACCEPTED = 50;

    /// @dev Draws seats until there are `size`, or enough was tried for one call, without replacement: the n-th entry tried
    /// is 1 + keccak256(stem, n) modulo the entries that counted when the work was submitted. Whoever had left by then, or
    /// is excluded, or drawn already, is passed over.
    function fill(
        IReviews.Panel storage panel,
        ReviewerPool.Pool storage pool,
        IReviews.Review memory review,
        bytes32 stem,
        uint64[] memory excluded,
        uint256 size
    ) internal returns (uint64[] memory seats) {
        seats = new uint64[](size);
        uint256 drawn = panel.drawn;
        for (uint256 i = 0; i < drawn; ++i) seats[i] = panel.seats[i];
        uint256 tries = panel.tries;
        uint256 end = tries + TRIES_PER_CALL;
        for (; drawn < size && tries < end; ++tries) {
            uint256 number = 1 + (uint256(keccak256(abi.encode(stem, tries))) % review.counted);
            ReviewerPool.Entry memory entry = pool.list[number];
            if (entry.departure != 0 && entry.departure <= review.departures) continue;
            if (among(excluded, excluded.length, entry.seat) || among(seats, drawn, entry.seat)) continue;
            // Seats enter a pool only if they fit.
            // forge-lint: disable-next-line(unsafe-typecast)
            panel.seats[drawn] = uint32(entry.seat);
            seats[drawn++] = entry.seat;
        }
        // forge-lint: disable-next-item(unsafe-typecast)
        (panel.drawn, panel.tries) = (uint8(drawn), uint24(tries));
    }

    /// @dev The seats of a panel, by place; none until it is complete.
    function members(IReviews.Panel storage panel) internal view returns (uint64[] memory seats) {
        seats = new uint64[](panel.size);
        for (uint256 place = 0; place < seats.length; ++place) seats[place] = panel.seats[place];
    }

    /// @dev The place of a seat; reverts if it isn't on the panel.
    function placeOf(IReviews.Panel storage panel, uint256 id, uint64 seat) internal view returns (uint256 place) {
        uint256 size = panel.size;
        for (; place < size; ++place) if (panel.seats[place] == seat) return place;
        revert IReviews.NotOnPanel(id, seat);
    }

    /// @dev The set of places whose own voice was heard: revealed, and not void.
    function heard(IReviews.Panel storage panel) internal view returns (uint256) {
        return panel.revealed & ~panel.voided;
    }

    /// @dev The set of places that count for the verdict. A void voice counts as one for 0: if it were only taken out, a
    /// submitter could name reviewers as authors, and void those who reject.
    function counting(IReviews.Panel storage panel) internal view returns (uint256) {
        return panel.revealed | panel.voided;
    }

    /// @dev True if more than half of the panel counts.
    function hasQuorum(IReviews.Panel storage panel) internal view returns (bool) {
        (uint256 set, uint256 voices) = (counting(panel), 0);
        for (; set != 0; set &= set - 1) ++voices;
        return 2 * voices > panel.size;
    }

    /// @dev The lower weighted median of the voices that count, each weighed as its record stands at `time`; and the
    /// weights by place, 0 for who doesn't count.
    function median(
        IReviews.Panel storage panel,
        mapping(uint64 seat => ReviewerRecord.Record) storage records,
        uint256 time
    ) internal view returns (uint8 score, uint256[] memory weights) {
        uint256 size = panel.size;
        weights = new uint256[](size);
        uint8[] memory scores = new uint8[](size);
        for (uint256 place = 0; place < size; ++place) {
            if (!has(counting(panel), place)) continue;
            scores[place] = scoreAt(panel, place);
            weights[place] = records[panel.seats[place]].weight(accepts(scores[place]), time);
        }
        // Whoever doesn't count stands there without weight, and so is never the median.
        return (WeightedMedian.lower(scores, weights), weights);
    }

    /// @dev Takes the voice at `place` away.
    function silence(IReviews.Panel storage panel, uint256 place) internal {
        panel.voided |= bit(place);
        panel.scores &= ~(uint120(type(uint8).max) << uint120(8 * place));
    }

    /// @dev The score revealed at `place`; 0 if there is none, or it is void.
    function scoreAt(IReviews.Panel storage panel, uint256 place) internal view returns (uint8) {
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint8(panel.scores >> (8 * place));
    }

    function accepts(uint256 score) internal pure returns (bool) {
        return score >= SCORE_ACCEPTED;
    }

    function has(uint256 set, uint256 place) internal pure returns (bool) {
        return (set >> place) & 1 == 1;
    }

    function bit(uint256 place) internal pure returns (uint16) {
        // Places are below 16.
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint16(1 << place);
    }

    function among(uint64[] memory seats, uint256 count, uint64 seat) private pure returns (bool) {
        for (uint256 i = 0; i < count; ++i) if (seats[i] == seat) return true;
        return false;
    }
}
