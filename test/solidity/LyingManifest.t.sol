// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {ManifestTree} from "../../contracts/contributions/ManifestTree.sol";
import {LyingTree} from "./support/LyingTree.sol";
import {Manifests} from "./support/Manifests.sol";
import {ManifestVerifier} from "./support/ManifestVerifier.sol";
import {Random} from "./support/Random.sol";
import {Test} from "./support/Test.sol";

/// @title LyingManifestTest
/// @notice C1 against an adversary who chooses every hash and every sum of the tree: whatever can be proved against one
/// root, each index counted once, is worth at most the sum the root was accepted for.
contract LyingManifestTest is Test {
    using LyingTree for LyingTree.Tree;
    using Random for Random.Stream;

    uint64 private constant MAX = type(uint64).max;
    bytes32 private constant DOMAIN = keccak256("an adversary's manifest");

    ManifestVerifier private immutable verifier = new ManifestVerifier();

    /// @notice C1: in trees with small sums, where lies collide most.
    function testFuzz_C1_provableUnitsStayWithinTheSumOfSmallLyingTrees(uint256 seed) public view {
        _tryEverything(seed, 600);
    }

    /// @notice C1: in trees whose sums reach 2^64, where lies overflow.
    function testFuzz_C1_provableUnitsStayWithinTheSumOfLargeLyingTrees(uint256 seed) public view {
        _tryEverything(seed, MAX);
    }

    /// @notice The two tests above are about something: many of these trees prove leaves, some all their units, some
    /// less.
    function test_C1_lyingTreesProveSomethingToo() public view {
        uint256 some;
        for (uint256 seed = 0; seed < 200; ++seed) {
            if (_tryEverything(seed, 600) != 0) ++some;
        }
        assertLe(20, some, "trees of 200 that prove at least one leaf");
        assertLe(some, 180, "trees of 200 that prove at least one leaf");
    }

    /// @notice C1: a node that commits to more than its left side has makes that side unprovable, not worth more.
    function testFuzz_C1_aNodeThatOverstatesItsLeftSideLosesIt(uint64 left, uint64 right, uint64 extra) public {
        ManifestTree.Leaf[] memory leaves = _two(left, right);
        uint64 lie = leaves[0].items + uint64(bound(extra, 1, MAX / 4));
        (bytes32 first, bytes32 other) = (Manifests.hashLeaf(DOMAIN, leaves[0]), Manifests.hashLeaf(DOMAIN, leaves[1]));
        bytes32 root = Manifests.hashNode(DOMAIN, first, lie, other, leaves[1].items);
        uint64 sum = lie + leaves[1].items;

        assertEq(verifier.verify(DOMAIN, root, sum, 1, leaves[1], _proof(first, lie)), leaves[1].items, "right side");
        bytes32 honest = Manifests.hashNode(DOMAIN, first, leaves[0].items, other, leaves[1].items);
        vm.expectRevert(
            abi.encodeWithSelector(
                ManifestTree.ManifestRootMismatch.selector,
                honest,
                leaves[0].items + leaves[1].items
            )
        );
        verifier.verify(DOMAIN, root, sum, 1, leaves[0], _proof(other, leaves[1].items));
    }

    /// @notice C1: a leaf put in both places of a node counts only at the index it names.
    function testFuzz_C1_aLeafInTwoPlacesProvesOnce(uint64 units, bool second) public {
        ManifestTree.Leaf memory leaf = _two(units, 1)[0];
        leaf.index = second ? 1 : 0;
        bytes32 hash = Manifests.hashLeaf(DOMAIN, leaf);
        bytes32 root = Manifests.hashNode(DOMAIN, hash, leaf.items, hash, leaf.items);
        uint64 sum = leaf.items * 2;
        assertEq(verifier.verify(DOMAIN, root, sum, 1, leaf, _proof(hash, leaf.items)), leaf.items, "its own place");

        ManifestTree.Leaf memory moved = ManifestTree.Leaf(leaf.index ^ 1, leaf.author, leaf.items, 1, 0);
        (bytes32 top, uint256 total) = Manifests.top(DOMAIN, moved, _proof(hash, leaf.items));
        vm.expectRevert(abi.encodeWithSelector(ManifestTree.ManifestRootMismatch.selector, top, total));
        verifier.verify(DOMAIN, root, sum, 1, moved, _proof(hash, leaf.items));
    }

    /// @notice C1: a subtree inserted twice counts once: its leaves name one side.
    function testFuzz_C1_aSubtreeInsertedTwiceProvesOnce(uint64 left, uint64 right) public {
        ManifestTree.Leaf[] memory leaves = _two(left, right);
        (bytes32 first, bytes32 other) = (Manifests.hashLeaf(DOMAIN, leaves[0]), Manifests.hashLeaf(DOMAIN, leaves[1]));
        uint64 half = leaves[0].items + leaves[1].items;
        bytes32 subtree = Manifests.hashNode(DOMAIN, first, leaves[0].items, other, leaves[1].items);
        bytes32 root = Manifests.hashNode(DOMAIN, subtree, half, subtree, half);
        ManifestTree.Sibling[] memory proof = new ManifestTree.Sibling[](2);
        uint256 provable;
        for (uint256 i = 0; i < 2; ++i) {
            proof[0] =
                i == 0 ? ManifestTree.Sibling(other, leaves[1].items) : ManifestTree.Sibling(first, leaves[0].items);
            proof[1] = ManifestTree.Sibling(subtree, half);
            provable += verifier.verify(DOMAIN, root, half * 2, 2, leaves[i], proof);

            ManifestTree.Leaf memory copy = ManifestTree.Leaf(uint32(i + 2), leaves[i].author, leaves[i].items, 1, 0);
            (bytes32 top, uint256 total) = Manifests.top(DOMAIN, copy, proof);
            vm.expectRevert(abi.encodeWithSelector(ManifestTree.ManifestRootMismatch.selector, top, total));
            verifier.verify(DOMAIN, root, half * 2, 2, copy, proof);
        }
        assertEq(provable, half, "the subtree's units, once");
    }

    // ------------------------------------------------------------------------------------------ helpers

    /// @dev Every leaf the adversary has, as it is and moved to every index, with the siblings committed on the way to
    /// every index: all it could ever prove, as it can't invert the hash.
    function _tryEverything(uint256 seed, uint256 maxUnits) private view returns (uint256 provable) {
        LyingTree.Tree memory tree = LyingTree.build(Random.from(seed), DOMAIN, maxUnits);
        // By index, the leaf that was proved there: its place in the adversary's list, from 1.
        uint256[] memory proved = new uint256[]((1 << tree.depth) + 1);
        for (uint256 index = 0; index < 1 << tree.depth; ++index) {
            (uint256 bottom, ManifestTree.Sibling[] memory siblings) = tree.path(index);
            for (uint256 i = 0; i < tree.leaves.length; ++i) {
                ManifestTree.Leaf memory leaf = tree.leaves[i];
                uint32 own = leaf.index;
                uint256 units = _units(tree, leaf, siblings);
                if (units != 0) {
                    assertEq(tree.nodes[bottom].leaf, i + 1, "a leaf proved where it doesn't stand");
                    // Two leaves of one index would count once, in one position; here they can't even both prove.
                    assertTrue(proved[own] == 0 || proved[own] == i + 1, "two leaves proved at one index");
                    if (proved[own] == 0) provable += units;
                    proved[own] = i + 1;
                }
                if (own == index) continue;
                leaf.index = uint32(index);
                assertEq(_units(tree, leaf, siblings), 0, "a leaf moved to another index proved");
                leaf.index = own;
            }
        }
        assertLe(provable, tree.sum, "provable units above the sum");
    }

    function _units(
        LyingTree.Tree memory tree,
        ManifestTree.Leaf memory leaf,
        ManifestTree.Sibling[] memory siblings
    ) private view returns (uint256) {
        try verifier.verify(tree.domain, tree.root, tree.sum, tree.depth, leaf, siblings) returns (uint64 units) {
            return units;
        } catch {
            return 0;
        }
    }

    function _two(uint64 left, uint64 right) private pure returns (ManifestTree.Leaf[] memory leaves) {
        leaves = new ManifestTree.Leaf[](2);
        leaves[0] = ManifestTree.Leaf(0, address(0xA), uint64(bound(left, 1, MAX / 8)), 1, 0);
        leaves[1] = ManifestTree.Leaf(1, address(0xB), uint64(bound(right, 1, MAX / 8)), 1, 0);
    }

    function _proof(bytes32 hash, uint64 sum) private pure returns (ManifestTree.Sibling[] memory proof) {
        proof = new ManifestTree.Sibling[](1);
        proof[0] = ManifestTree.Sibling(hash, sum);
    }
}
