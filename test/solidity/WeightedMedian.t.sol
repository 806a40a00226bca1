// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {WeightedMedian} from "../../contracts/contributions/WeightedMedian.sol";
import {Random} from "./support/Random.sol";
import {Test} from "./support/Test.sol";

/// @title WeightedMedianTest
/// @notice The lower weighted median against its definition, which needs no order.
contract WeightedMedianTest is Test {
    using Random for Random.Stream;

    function lower(uint8[] calldata scores, uint256[] calldata weights) external pure returns (uint8) {
        return WeightedMedian.lower(scores, weights);
    }

    function _panel(
        Random.Stream memory random
    ) private pure returns (uint8[] memory scores, uint256[] memory weights, uint256 total) {
        uint256 n = random.between(1, WeightedMedian.MAX_SCORES);
        scores = new uint8[](n);
        weights = new uint256[](n);
        for (uint256 i = 0; i < n; ++i) {
            scores[i] = uint8(random.between(0, 100));
            weights[i] = random.oneIn(8) ? 0 : random.magnitude(3_072);
            total += weights[i];
        }
        if (total == 0) total = weights[0] = 1;
    }

    function _weightUpTo(
        uint8[] memory scores,
        uint256[] memory weights,
        uint256 score
    ) private pure returns (uint256 sum) {
        for (uint256 i = 0; i < scores.length; ++i) if (scores[i] <= score) sum += weights[i];
    }

    /// @notice Half of the weight is at or below it, and less than half below it.
    function testFuzz_halfOfTheWeightIsAtOrBelowAndNotLower(uint256 seed) public pure {
        (uint8[] memory scores, uint256[] memory weights, uint256 total) = _panel(Random.from(seed));
        uint256 median = WeightedMedian.lower(scores, weights);
        assertLe(total, 2 * _weightUpTo(scores, weights, median), "less than half at or below the median");
        if (median > 0) {
            assertLe(2 * _weightUpTo(scores, weights, median - 1) + 1, total, "a lower score would have done");
        }
    }

    /// @notice Accepting (a median from 50) takes more than half of the weight: on a tie the work is rejected.
    function testFuzz_acceptanceIsMoreThanHalfOfTheWeight(uint256 seed) public pure {
        (uint8[] memory scores, uint256[] memory weights, uint256 total) = _panel(Random.from(seed));
        bool accepted = WeightedMedian.lower(scores, weights) >= 50;
        assertTrue(accepted == (2 * _weightUpTo(scores, weights, 49) < total), "median and majority of sides differ");
    }

    /// @notice The order of the reviewers doesn't matter.
    function testFuzz_orderDoesNotMatter(uint256 seed) public pure {
        Random.Stream memory random = Random.from(seed);
        (uint8[] memory scores, uint256[] memory weights, ) = _panel(random);
        uint256 median = WeightedMedian.lower(scores, weights);
        for (uint256 i = scores.length - 1; i > 0; --i) {
            uint256 j = random.between(0, i);
            (scores[i], scores[j]) = (scores[j], scores[i]);
            (weights[i], weights[j]) = (weights[j], weights[i]);
        }
        assertEq(WeightedMedian.lower(scores, weights), median, "the order changed the median");
    }

    function test_equalWeightsOfAnEvenPanelGiveTheLowerOfTheTwo() public pure {
        uint8[] memory scores = new uint8[](4);
        uint256[] memory weights = new uint256[](4);
        (scores[0], scores[1], scores[2], scores[3]) = (90, 10, 80, 40);
        for (uint256 i = 0; i < 4; ++i) weights[i] = 805;
        assertEq(WeightedMedian.lower(scores, weights), 40, "the lower median");
    }

    function test_refusesPanelsThatItCantJudge() public {
        vm.expectRevert(WeightedMedian.WeightedMedianWithoutWeight.selector);
        this.lower(new uint8[](0), new uint256[](0));
        vm.expectRevert(WeightedMedian.WeightedMedianWithoutWeight.selector);
        this.lower(new uint8[](3), new uint256[](3));
        vm.expectRevert(abi.encodeWithSelector(WeightedMedian.WeightedMedianLengths.selector, 3, 2));
        this.lower(new uint8[](3), new uint256[](2));
        vm.expectRevert(abi.encodeWithSelector(WeightedMedian.WeightedMedianTooManyScores.selector, 23, 22));
        this.lower(new uint8[](23), new uint256[](23));
    }
}
