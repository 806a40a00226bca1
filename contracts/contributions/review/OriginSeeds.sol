// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {BlockHeader} from "@openzeppelin/contracts/utils/BlockHeader.sol";
import {Memory} from "@openzeppelin/contracts/utils/Memory.sol";

import {IRandomness} from "./IRandomness.sol";

/// @dev What an OP Stack chain tells of its L1 origin: the block of the chain beneath that its present block derives from
/// (OP Stack specification, "L1 Attributes Predeployed Contract").
interface IL1Block {
    function number() external view returns (uint64);
    function timestamp() external view returns (uint64);
    function hash() external view returns (bytes32);
}

/// @title OriginSeeds
/// @notice Seeds for a chain whose blocks all come from one sequencer (OP Stack): out of the chain beneath. The seed of a
/// time is the hash of `prevrandao` of the first L1 block at or after it, shown by L1 headers, each the parent of the one
/// before, from a block that this chain noted as its origin.
///
/// Keeps R5 under three assumptions:
/// - The proposers of L1 withhold blocks at a price only, as {RandaoSeeds} says.
/// - Whoever may upgrade the contracts that this chain is deployed with doesn't make it tell origins that never were.
/// - The sequencer stays near L1. It can't make up an origin or leave one out. But while its blocks are later than their
///   timestamps say, or it replaces some that L1 doesn't have yet, it knows seeds before their time here, and whoever submits
///   in such a block can choose the work to suit its panel. A wait between submission and seed that is longer than the lag
///   takes this away. A chain may lag by its sequencing window at most (3,600 L1 blocks on Base and Optimism: 12 hours, and
///   12 seconds for each slot without a block), so with a longer wait nobody has to trust the sequencer ({ReviewRules}).
///
/// The chain tells its present origin only, and that passes within seconds: {note} writes it down, for everybody and for
/// good. What lies further back than one call can carry is reached in several by {noteEarlier}.
contract OriginSeeds is IRandomness {
    /// @dev The predeployed contract of every OP Stack chain.
    IL1Block private constant ORIGIN = IL1Block(0x4200000000000000000000000000000000000015);

    /// @notice This chain doesn't tell its L1 origin: it is no OP Stack chain.
    error OriginUntold();
    /// @notice `time` has not come, or its L1 block isn't an origin of this chain yet.
    error SeedNotYet(uint48 time);
    /// @notice Nobody noted an L1 block of this number, or it has another hash: see {note}.
    error OriginNotNoted(uint256 number);
    /// @notice There is no header where one is needed.
    error SeedHeadersMissing();
    /// @notice A header in the row isn't that of the parent of the one before it, which has this number.
    error SeedParentInvalid(uint256 number);
    /// @notice The block isn't the first at or after `time`.
    error SeedBlockWrong(uint48 time, uint256 parentTime, uint256 blockTime);

    /// @notice An L1 block was written down, by anyone.
    event OriginNoted(uint256 indexed number, bytes32 hash);

    /// @notice The hash of an L1 block, by its number; 0 if nobody noted it.
    mapping(uint256 number => bytes32 hash) public originAt;

    constructor() {
        if (address(ORIGIN).code.length == 0) revert OriginUntold();
    }

    /// @notice Writes down the present L1 origin. Anyone may, as often as they like; noting a block again changes nothing.
    function note() external {
        _note(ORIGIN.number(), ORIGIN.hash());
    }

    /// @notice Writes down an earlier L1 block, shown by the headers after it. Anyone may. Reverts with {OriginNotNoted},
    /// {SeedHeadersMissing} or {SeedParentInvalid} if they don't show it.
    /// @param headers RLP-encoded, of a noted block and of those before it, each the parent of the one before; the parent of
    /// the last is written down.
    function noteEarlier(bytes[] calldata headers) external {
        Memory.Slice[] memory last = _last(headers, headers.length);
        _note(BlockHeader.getNumber(last) - 1, BlockHeader.getParentHash(last));
    }

    /// @inheritdoc IRandomness
    /// @dev Anyone may. Reverts with {SeedNotYet} while this chain's origin is before `time`; with {SeedHeadersMissing} for less
    /// than two headers; with {OriginNotNoted}, {SeedParentInvalid} or {SeedBlockWrong} if they don't lead to the block.
    /// @param proof abi.encode(headers): RLP-encoded headers of a noted L1 block and of those before it, each the parent of
    /// the one before, down to the parent of the first block at or after `time`.
    function seedOf(uint48 time, bytes calldata proof) external view returns (bytes32 seed) {
        if (time > ORIGIN.timestamp()) revert SeedNotYet(time);
        bytes[] memory headers = abi.decode(proof, (bytes[]));
        if (headers.length < 2) revert SeedHeadersMissing();
        Memory.Slice[] memory fields = _last(headers, headers.length - 1);
        Memory.Slice[] memory parent = _parent(fields, headers[headers.length - 1]);
        uint256 blockTime = BlockHeader.getTimestamp(fields);
        uint256 parentTime = BlockHeader.getTimestamp(parent);
        if (parentTime >= time || blockTime < time) revert SeedBlockWrong(time, parentTime, blockTime);
        return keccak256(abi.encode(BlockHeader.getPrevRandao(fields)));
    }

    /// @dev The fields of the last of `count` headers: the first is of a noted block, each other one of the parent of the
    /// block before.
    function _last(bytes[] memory headers, uint256 count) private view returns (Memory.Slice[] memory fields) {
        if (count == 0) revert SeedHeadersMissing();
        fields = BlockHeader.parseHeader(headers[0]);
        uint256 number = BlockHeader.getNumber(fields);
        if (originAt[number] != keccak256(headers[0])) revert OriginNotNoted(number);
        for (uint256 i = 1; i < count; ++i) fields = _parent(fields, headers[i]);
    }

    /// @dev The fields of `header`, which has to be that of the parent of the block with the fields `child`.
    function _parent(
        Memory.Slice[] memory child,
        bytes memory header
    ) private pure returns (Memory.Slice[] memory fields) {
        if (BlockHeader.getParentHash(child) != keccak256(header)) {
            revert SeedParentInvalid(BlockHeader.getNumber(child));
        }
        return BlockHeader.parseHeader(header);
    }

    function _note(uint256 number, bytes32 hash) private {
        originAt[number] = hash;
        emit OriginNoted(number, hash);
    }
}
