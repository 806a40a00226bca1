// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

/// @title WeightedMedian
/// @notice The lower weighted median of a panel's scores: the lowest of them at or below which at least half of the
/// weight lies.
///
/// Nobody moves it past where half of the weight is, however extreme the score: that is why it is not the mean.
/// A panel of seven and an appeal panel of fifteen fit together.
library WeightedMedian {
    /// @dev Most scores at once.
    uint256 internal constant MAX_SCORES = 22;

    error WeightedMedianTooManyScores(uint256 scores, uint256 max);
    error WeightedMedianLengths(uint256 scores, uint256 weights);
    /// @dev There is no score, or none that has weight.
    error WeightedMedianWithoutWeight();

    /// @param scores In any order.
    /// @param weights Of the scores at the same places; each below 2^128.
    function lower(uint8[] memory scores, uint256[] memory weights) internal pure returns (uint8 median) {
        uint256 n = scores.length;
        if (n > MAX_SCORES) revert WeightedMedianTooManyScores(n, MAX_SCORES);
        if (n != weights.length) revert WeightedMedianLengths(n, weights.length);

        // Sorted by insertion: score above, weight below, in one word each.
        uint256[] memory sorted = new uint256[](n);
        uint256 total;
        for (uint256 i = 0; i < n; ++i) {
            total += weights[i];
            uint256 voice = (uint256(scores[i]) << 128) | weights[i];
            uint256 place = i;
            for (; place > 0 && sorted[place - 1] > voice; --place) sorted[place] = sorted[place - 1];
            sorted[place] = voice;
        }
        if (total == 0) revert WeightedMedianWithoutWeight();

        uint256 below;
        for (uint256 i = 0; 2 * below < total; ++i) {
            below += sorted[i] & type(uint128).max;
            // forge-lint: disable-next-line(unsafe-typecast)
            median = uint8(sorted[i] >> 128);
        }
    }
}
