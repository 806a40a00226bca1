// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

/// @title IRandomness
/// @notice Where the seeds of review panels come from. One seed for each time, the same whoever asks and whenever, which
/// nobody knows before that time. A vote may put another source in its place.
interface IRandomness {
    /// @notice The seed of `time` (unix seconds). Reverts while it isn't known, and if `proof` doesn't show it.
    /// @param proof What the source asks for as evidence; may be empty.
    function seedOf(uint48 time, bytes calldata proof) external view returns (bytes32 seed);
}
