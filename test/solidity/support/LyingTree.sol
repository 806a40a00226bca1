// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {ManifestTree} from "../../../contracts/contributions/ManifestTree.sol";
import {Manifests} from "./Manifests.sol";
import {Random} from "./Random.sol";

/// @title LyingTree
/// @notice A tree as an adversary would build it: every hash and every sum is theirs to choose.
///
/// Nodes are drawn from what was made before, so subtrees appear twice, leaves stand under several indexes and at
/// several depths, and children are committed with sums they don't have. What the adversary can open is what it keeps:
/// the preimages of its nodes, and its leaves.
library LyingTree {
    using Random for Random.Stream;

    /// @dev A leaf if `leaf` is not 0 (its place in `leaves`, from 1), else a node if `known`, else a hash of nothing.
    struct Node {
        bytes32 hash;
        uint64 sum;
        uint256 leaf;
        bool known;
        uint256 left;
        uint256 right;
        uint64 leftSum;
        uint64 rightSum;
    }

    struct Tree {
        bytes32 domain;
        uint8 depth;
        bytes32 root;
        uint64 sum;
        ManifestTree.Leaf[] leaves;
        Node[] nodes;
        uint256 top;
    }

    uint256 private constant LEAVES = 6;
    uint256 private constant JUNK = 2;

    /// @param maxUnits Bounds a leaf; large enough, sums overflow.
    function build(
        Random.Stream memory random,
        bytes32 domain,
        uint256 maxUnits
    ) internal pure returns (Tree memory tree) {
        tree.domain = domain;
        tree.depth = uint8(random.between(0, 4));
        tree.leaves = Manifests.randomLeaves(random, LEAVES, maxUnits);
        uint256 perLevel = 4;
        tree.nodes = new Node[](LEAVES + JUNK + perLevel * tree.depth);
        uint256 made;
        for (; made < LEAVES; ++made) {
            ManifestTree.Leaf memory leaf = tree.leaves[made];
            // Several leaves for one place, some for places outside the tree.
            leaf.index = uint32(random.between(0, uint256(1) << tree.depth));
            tree.nodes[made].hash = Manifests.hashLeaf(domain, leaf);
            tree.nodes[made].sum = leaf.items * leaf.unitsPerItem;
            tree.nodes[made].leaf = made + 1;
        }
        for (; made < LEAVES + JUNK; ++made) {
            tree.nodes[made].hash = bytes32(random.word());
            tree.nodes[made].sum = uint64(random.magnitude(maxUnits));
        }
        uint256 below;
        for (uint256 level = 0; level < tree.depth; ++level) {
            uint256 end = made;
            for (uint256 i = 0; i < perLevel; ++i) {
                tree.nodes[made] = _node(random, tree, random.oneIn(4) ? 0 : below, end);
                ++made;
            }
            below = end;
        }
        tree.top = made - 1;
        if (tree.depth == 0) tree.top = random.between(0, made - 1);
        tree.root = tree.nodes[tree.top].hash;
        // What the panel accepted the root for: mostly what the root has, else any part of it.
        tree.sum = tree.nodes[tree.top].sum;
        if (tree.sum != 0 && random.oneIn(3)) tree.sum = uint64(random.magnitude(tree.sum));
    }

    /// @dev What lies on the way from the top to `index`, as far as the adversary knows, and what is committed beside
    /// it.
    function path(
        Tree memory tree,
        uint256 index
    ) internal pure returns (uint256 bottom, ManifestTree.Sibling[] memory siblings) {
        siblings = new ManifestTree.Sibling[](tree.depth);
        bottom = tree.top;
        for (uint256 level = tree.depth; level > 0; --level) {
            Node memory node = tree.nodes[bottom];
            if (!node.known) return (bottom, siblings);
            if ((index >> (level - 1)) & 1 == 0) {
                siblings[level - 1] = ManifestTree.Sibling(tree.nodes[node.right].hash, node.rightSum);
                bottom = node.left;
            } else {
                siblings[level - 1] = ManifestTree.Sibling(tree.nodes[node.left].hash, node.leftSum);
                bottom = node.right;
            }
        }
    }

    function _node(
        Random.Stream memory random,
        Tree memory tree,
        uint256 from,
        uint256 to
    ) private pure returns (Node memory node) {
        node.known = true;
        node.left = random.between(from, to - 1);
        node.right = random.oneIn(3) ? node.left : random.between(from, to - 1);
        node.leftSum = _claim(random, tree.nodes[node.left].sum);
        node.rightSum = _claim(random, tree.nodes[node.right].sum);
        node.hash = Manifests.hashNode(
            tree.domain,
            tree.nodes[node.left].hash,
            node.leftSum,
            tree.nodes[node.right].hash,
            node.rightSum
        );
        unchecked {
            node.sum = node.leftSum + node.rightSum;
        }
    }

    /// @dev The truth more often than not, or more, or less.
    function _claim(Random.Stream memory random, uint64 truth) private pure returns (uint64) {
        uint256 draw = random.between(0, 7);
        if (draw == 0) return uint64(random.magnitude(type(uint64).max));
        if (draw == 1) return truth / 2;
        unchecked {
            if (draw == 2) return truth + 1;
        }
        return truth;
    }
}
