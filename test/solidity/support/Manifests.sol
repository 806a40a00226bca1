// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {ManifestTree} from "../../../contracts/contributions/ManifestTree.sol";
import {Random} from "./Random.sol";

/// @title Manifests
/// @notice Builds manifests the way an author's machine would, from the written encoding and from none of our other
/// code.
library Manifests {
    using Random for Random.Stream;

    /// @dev `hashes[level][place]` and `sums[level][place]`, level 0 being the leaves; missing places are zero.
    struct Tree {
        bytes32 domain;
        uint8 depth;
        ManifestTree.Leaf[] leaves;
        bytes32[][] hashes;
        uint64[][] sums;
    }

    function domain(
        uint256 chainId,
        address registry,
        uint256 modelId,
        address submitter
    ) internal pure returns (bytes32) {
        return keccak256(abi.encode(keccak256("commonmind.manifest.v1"), chainId, registry, modelId, submitter));
    }

    function hashLeaf(bytes32 domain_, ManifestTree.Leaf memory leaf) internal pure returns (bytes32) {
        bytes memory preimage = bytes.concat(
            hex"00",
            domain_,
            bytes4(leaf.index),
            bytes20(leaf.author),
            bytes8(leaf.items),
            bytes8(leaf.unitsPerItem),
            leaf.itemsRoot
        );
        assert(preimage.length == 105);
        return keccak256(preimage);
    }

    function hashNode(
        bytes32 domain_,
        bytes32 left,
        uint64 leftSum,
        bytes32 right,
        uint64 rightSum
    ) internal pure returns (bytes32) {
        bytes memory preimage = bytes.concat(hex"01", domain_, left, bytes8(leftSum), right, bytes8(rightSum));
        assert(preimage.length == 113);
        return keccak256(preimage);
    }

    /// @dev Leaves of random authors and sizes, together at most `maxUnits`.
    function randomLeaves(
        Random.Stream memory random,
        uint256 count,
        uint256 maxUnits
    ) internal pure returns (ManifestTree.Leaf[] memory leaves) {
        leaves = new ManifestTree.Leaf[](count);
        uint256 each = maxUnits / count;
        for (uint256 i = 0; i < count; ++i) {
            uint256 records = random.magnitude(each);
            leaves[i] = ManifestTree.Leaf({
                index: uint32(i),
                author: address(uint160(random.between(1, type(uint160).max))),
                items: uint64(records),
                unitsPerItem: uint64(random.magnitude(each / records)),
                itemsRoot: bytes32(random.word())
            });
        }
    }

    function build(bytes32 domain_, ManifestTree.Leaf[] memory leaves) internal pure returns (Tree memory tree) {
        (tree.domain, tree.leaves) = (domain_, leaves);
        while (1 << tree.depth < leaves.length) ++tree.depth;
        tree.hashes = new bytes32[][](tree.depth + 1);
        tree.sums = new uint64[][](tree.depth + 1);
        uint256 width = 1 << tree.depth;
        (tree.hashes[0], tree.sums[0]) = (new bytes32[](width), new uint64[](width));
        for (uint256 i = 0; i < leaves.length; ++i) {
            tree.hashes[0][i] = hashLeaf(domain_, leaves[i]);
            tree.sums[0][i] = leaves[i].items * leaves[i].unitsPerItem;
        }
        climb(tree);
    }

    /// @dev Hashes everything above the leaves' level again, after a change to that level.
    function climb(Tree memory tree) internal pure {
        for (uint256 level = 0; level < tree.depth; ++level) {
            (bytes32[] memory hashes, uint64[] memory sums) = (tree.hashes[level], tree.sums[level]);
            uint256 width = hashes.length / 2;
            (tree.hashes[level + 1], tree.sums[level + 1]) = (new bytes32[](width), new uint64[](width));
            for (uint256 i = 0; i < width; ++i) {
                (uint256 left, uint256 right) = (2 * i, 2 * i + 1);
                if (hashes[left] == 0 && hashes[right] == 0) continue;
                tree.hashes[level + 1][i] = hashNode(tree.domain, hashes[left], sums[left], hashes[right], sums[right]);
                tree.sums[level + 1][i] = sums[left] + sums[right];
            }
        }
    }

    function root(Tree memory tree) internal pure returns (bytes32) {
        return tree.hashes[tree.depth][0];
    }

    function sum(Tree memory tree) internal pure returns (uint64) {
        return tree.sums[tree.depth][0];
    }

    function items(Tree memory tree) internal pure returns (uint64 total) {
        for (uint256 i = 0; i < tree.leaves.length; ++i) total += tree.leaves[i].items;
    }

    function proof(Tree memory tree, uint256 index) internal pure returns (ManifestTree.Sibling[] memory siblings) {
        siblings = new ManifestTree.Sibling[](tree.depth);
        for (uint256 level = 0; level < tree.depth; ++level) {
            uint256 place = (index >> level) ^ 1;
            siblings[level] = ManifestTree.Sibling(tree.hashes[level][place], tree.sums[level][place]);
        }
    }

    /// @dev What a leaf and siblings lead to: the hash and the total at the top, wrapped as the chain would wrap it.
    function top(
        bytes32 domain_,
        ManifestTree.Leaf memory leaf,
        ManifestTree.Sibling[] memory siblings
    ) internal pure returns (bytes32 hash, uint256 total) {
        hash = hashLeaf(domain_, leaf);
        total = uint256(leaf.items) * leaf.unitsPerItem;
        for (uint256 i = 0; i < siblings.length; ++i) {
            (bytes32 other, uint64 otherSum) = (siblings[i].hash, siblings[i].sum);
            hash =
                (leaf.index >> i) & 1 == 0
                    ? hashNode(domain_, hash, uint64(total), other, otherSum)
                    : hashNode(domain_, other, otherSum, hash, uint64(total));
            total += otherSum;
            // The chain stops here; so do we, with a total that no root can have.
            if (total > type(uint64).max) return (hash, total);
        }
    }
}
