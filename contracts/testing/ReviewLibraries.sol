// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {ReviewerRecord} from "../contributions/ReviewerRecord.sol";
import {WeightedMedian} from "../contributions/WeightedMedian.sol";

/// @title ReviewLibraries
/// @notice For tests only: {ReviewerRecord} and {WeightedMedian} behind calls. Anyone may change any record.
contract ReviewLibraries {
    using ReviewerRecord for ReviewerRecord.Record;

    mapping(uint256 reviewer => ReviewerRecord.Record) private _records;

    function learnFromPanel(
        uint256 reviewer,
        bool accept,
        uint256 othersAccept,
        uint256 othersReject,
        uint256 time
    ) external {
        _records[reviewer].learnFromPanel(accept, othersAccept, othersReject, time);
    }

    function learnFromGold(uint256 reviewer, bool accept, bool good, uint256 time) external {
        _records[reviewer].learnFromGold(accept, good, time);
    }

    function record(uint256 reviewer) external view returns (ReviewerRecord.Record memory) {
        return _records[reviewer];
    }

    function weight(uint256 reviewer, bool accept, uint256 time) external view returns (uint256) {
        return _records[reviewer].weight(accept, time);
    }

    function lowerMedian(uint8[] calldata scores, uint256[] calldata weights) external pure returns (uint8) {
        return WeightedMedian.lower(scores, weights);
    }
}
