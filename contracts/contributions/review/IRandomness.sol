// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

/// @title IRandomness
/// @notice Where panels take their seed from. Replaceable by vote; a round keeps no seed of its own until it is drawn.
interface IRandomness {
    /// @notice The seed of `time` (unix seconds): the same whoever asks, whenever they can, with whatever proof; nobody
    /// knew it before `time`. Reverts if it doesn't exist yet, can't be had any more, or the proof is none.
    function seedOf(uint48 time, bytes calldata proof) external view returns (bytes32 seed);
}
