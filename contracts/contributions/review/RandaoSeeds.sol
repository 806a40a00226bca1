// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {BlockHeader} from "@openzeppelin/contracts/utils/BlockHeader.sol";
import {Memory} from "@openzeppelin/contracts/utils/Memory.sol";

import {IRandomness} from "./IRandomness.sol";

/// @title RandaoSeeds
/// @notice Seeds out of the chain itself: the seed of a time is the hash of `prevrandao` of the first block at or after
/// it, shown by that block's header and its parent's.
///
/// Keeps R5 under one named assumption. What a block has as `prevrandao` was mixed from the blocks before it: the seed is
/// known as soon as the last block before `time` is. Whoever proposes that one knows it a moment earlier, and may withhold
/// the block: one bit to choose with, take this panel, or give up a block's reward for the one without its own part. Who
/// proposes several blocks in a row up to there has a bit for each. Proposers are known some minutes ahead and are few; the
/// wait between a submission and `time` has to be longer than that, and is set where the rounds are ({ReviewRules}). On a
/// chain whose blocks have one proposer, or whose `prevrandao` is constant or made up by it, this is no source of
/// randomness: a vote names another.
///
/// A block's hash can be had for 256 blocks, and for 8,191 where the chain keeps its history (EIP-2935): at 12 seconds a
/// block that is 51 minutes, or 27 hours. After that the seed is lost, and the round it was for ends without a panel.
contract RandaoSeeds is IRandomness {
    /// @dev Where chains keep older block hashes (EIP-2935).
    address private constant HISTORY = 0x0000F90827F1C53a10cb7A02335B175320002935;

    /// @notice `time` has not come, or its block isn't known to this one yet.
    error SeedNotYet(uint48 time);
    /// @notice The chain doesn't know the hash of this block (any more).
    error SeedBlockForgotten(uint256 number);
    /// @notice The header isn't that of the chain's block of its number.
    error SeedHeaderInvalid(uint256 number);
    /// @notice The second header isn't that of the first one's parent.
    error SeedParentInvalid(uint256 number);
    /// @notice The block isn't the first at or after `time`.
    error SeedBlockWrong(uint48 time, uint256 parentTime, uint256 blockTime);

    /// @inheritdoc IRandomness
    /// @param proof abi.encode(header, parent): RLP-encoded headers of the first block at or after `time` and of the one
    /// before it.
    function seedOf(uint48 time, bytes calldata proof) external view returns (bytes32 seed) {
        (bytes memory header, bytes memory parent) = abi.decode(proof, (bytes, bytes));
        Memory.Slice[] memory fields = BlockHeader.parseHeader(header);
        uint256 number = BlockHeader.getNumber(fields);
        if (time > block.timestamp || number >= block.number) revert SeedNotYet(time);

        bytes32 known = _hashOf(number);
        if (known == 0) revert SeedBlockForgotten(number);
        if (known != keccak256(header)) revert SeedHeaderInvalid(number);
        if (BlockHeader.getParentHash(fields) != keccak256(parent)) revert SeedParentInvalid(number);
        uint256 blockTime = BlockHeader.getTimestamp(fields);
        uint256 parentTime = BlockHeader.getTimestamp(parent);
        if (parentTime >= time || blockTime < time) revert SeedBlockWrong(time, parentTime, blockTime);

        return keccak256(abi.encode(BlockHeader.getPrevRandao(fields)));
    }

    /// @dev Of an earlier block; 0 if it is forgotten. OpenZeppelin's {Blockhash} would take what a chain without a history
    /// reverts with for a hash.
    function _hashOf(uint256 number) private view returns (bytes32) {
        if (block.number - number <= 256) return blockhash(number);
        (bool known, bytes memory answer) = HISTORY.staticcall(abi.encode(number));
        return known && answer.length == 32 ? bytes32(answer) : bytes32(0);
    }
}
