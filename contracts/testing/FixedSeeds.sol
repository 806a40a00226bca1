// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {IRandomness} from "../contributions/review/IRandomness.sol";

/// @title FixedSeeds
/// @notice Seeds that follow from the time and from what a test last said. Only for tests: anybody knows them beforehand.
contract FixedSeeds is IRandomness {
    error SeedUnknown(uint48 time);

    /// @notice What every seed is made of, besides its time.
    bytes32 public stem;
    /// @notice While it is set, no seed can be had.
    bool public missing;

    function set(bytes32 stem_) external {
        stem = stem_;
    }

    function setMissing(bool missing_) external {
        missing = missing_;
    }

    /// @inheritdoc IRandomness
    function seedOf(uint48 time, bytes calldata) external view returns (bytes32) {
        if (missing || block.timestamp < time) revert SeedUnknown(time);
        return keccak256(abi.encode(stem, time));
    }
}
