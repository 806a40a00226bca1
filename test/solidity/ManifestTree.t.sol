// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {ManifestTree} from "../../contracts/contributions/ManifestTree.sol";
import {Manifests} from "./support/Manifests.sol";
import {ManifestVerifier} from "./support/ManifestVerifier.sol";
import {Random} from "./support/Random.sol";
import {Test} from "./support/Test.sol";

/// @title ManifestTreeTest
/// @notice An honest manifest proves every leaf and not a unit more (C1), and only where it belongs (C4).
contract ManifestTreeTest is Test {
    using Manifests for Manifests.Tree;
    using Random for Random.Stream;

    uint64 private constant MAX = type(uint64).max;
    address private constant REGISTRY = address(0xC0117B);
    address private constant SUBMITTER = address(0x5AB317);
    uint256 private constant MODEL = 7;

    ManifestVerifier private immutable verifier = new ManifestVerifier();

    // ------------------------------------------------------------------------------------------ honest trees

    /// @notice C1: every leaf of an honest manifest is provable, and together they are worth exactly the sum.
    function testFuzz_C1_everyLeafProvesAndTheyAddUpToTheSum(uint256 seed, uint256 count) public view {
        Manifests.Tree memory tree = _tree(seed, bound(count, 1, 17), MAX);
        uint256 total;
        for (uint256 i = 0; i < tree.leaves.length; ++i) {
            uint64 units = _verify(tree, tree.leaves[i], tree.proof(i));
            assertEq(units, uint256(tree.leaves[i].items) * tree.leaves[i].unitsPerItem, "units of a leaf");
            total += units;
        }
        assertEq(total, tree.sum(), "units of all leaves");
    }

    /// @notice A manifest of one leaf has depth 0 and an empty proof: the leaf is the root.
    function testFuzz_C1_aSingleLeafIsItsOwnRoot(uint256 seed) public view {
        Manifests.Tree memory tree = _tree(seed, 1, MAX);
        assertEq(tree.depth, 0, "depth");
        assertEq(tree.root(), Manifests.hashLeaf(tree.domain, tree.leaves[0]), "root");
        assertEq(_verify(tree, tree.leaves[0], tree.proof(0)), tree.sum(), "units");
    }

    /// @notice The greatest depth, 32, and the greatest index, 2^32 - 1, prove like any other.
    function testFuzz_C1_theDeepestPathProves(uint256 seed) public view {
        Random.Stream memory random = Random.from(seed);
        ManifestTree.Leaf memory leaf = Manifests.randomLeaves(random, 1, MAX / 64)[0];
        leaf.index = random.oneIn(2) ? type(uint32).max : uint32(random.word());
        ManifestTree.Sibling[] memory proof = new ManifestTree.Sibling[](32);
        for (uint256 i = 0; i < 32; ++i) {
            proof[i] = ManifestTree.Sibling(bytes32(random.word()), uint64(random.magnitude(MAX / 64)));
        }
        (bytes32 root, uint256 sum) = Manifests.top(bytes32(seed), leaf, proof);
        uint64 units = verifier.verify(bytes32(seed), root, uint64(sum), 32, leaf, proof);
        assertEq(units, leaf.items * leaf.unitsPerItem, "units");
    }

    // ------------------------------------------------------------------------------------------ C1: what doesn't prove

    /// @notice C1: a leaf with any field changed proves nothing.
    function testFuzz_C1_aChangedLeafProvesNothing(uint256 seed, uint256 count, uint256 field) public {
        Manifests.Tree memory tree = _tree(seed, bound(count, 2, 17), MAX / 16);
        Random.Stream memory random = Random.from(seed ^ 1);
        uint256 at = random.between(0, tree.leaves.length - 1);
        ManifestTree.Leaf memory leaf = _copy(tree.leaves[at]);
        field = bound(field, 0, 4);
        if (field == 0) leaf.index = uint32((at + random.between(1, (1 << tree.depth) - 1)) % (1 << tree.depth));
        if (field == 1) leaf.author = address(uint160(leaf.author) ^ uint160(random.between(1, type(uint160).max)));
        if (leaf.author == address(0)) leaf.author = SUBMITTER;
        if (field == 2) leaf.items = _other(random, leaf.items, MAX / leaf.unitsPerItem);
        if (field == 3) leaf.unitsPerItem = _other(random, leaf.unitsPerItem, MAX / leaf.items);
        if (field == 4) leaf.itemsRoot ^= bytes32(random.between(1, type(uint256).max));
        _refuse(tree, leaf, tree.proof(at));
    }

    /// @notice C1: the same units in other proportions (items for units per item) are another leaf.
    function testFuzz_C1_itemsAndUnitsPerItemCannotBeSwapped(uint256 seed, uint256 count) public {
        Manifests.Tree memory tree = _tree(seed, bound(count, 1, 17), MAX);
        uint256 at = Random.from(seed ^ 2).between(0, tree.leaves.length - 1);
        ManifestTree.Leaf memory leaf = _copy(tree.leaves[at]);
        if (leaf.items == leaf.unitsPerItem) return;
        (leaf.items, leaf.unitsPerItem) = (leaf.unitsPerItem, leaf.items);
        _refuse(tree, leaf, tree.proof(at));
    }

    /// @notice C1: a proof with any hash or sum changed proves nothing.
    function testFuzz_C1_aChangedProofProvesNothing(uint256 seed, uint256 count, uint256 level, bool sum) public {
        Manifests.Tree memory tree = _tree(seed, bound(count, 2, 17), MAX / 16);
        Random.Stream memory random = Random.from(seed ^ 3);
        uint256 at = random.between(0, tree.leaves.length - 1);
        ManifestTree.Sibling[] memory proof = tree.proof(at);
        level = bound(level, 0, tree.depth - 1);
        if (sum) proof[level].sum = _other(random, proof[level].sum, MAX);
        else proof[level].hash ^= bytes32(random.between(1, type(uint256).max));
        _refuse(tree, tree.leaves[at], proof);
    }

    /// @notice C1: units can't be shifted from one sibling to another with the total kept.
    function testFuzz_C1_unitsCannotBeShiftedAlongAProof(uint256 seed, uint256 count) public {
        Manifests.Tree memory tree = _tree(seed, bound(count, 5, 17), MAX / 16);
        Random.Stream memory random = Random.from(seed ^ 4);
        uint256 at = random.between(0, 3);
        ManifestTree.Sibling[] memory proof = tree.proof(at);
        uint64 shift = uint64(random.between(1, proof[1].sum));
        (proof[0].sum, proof[1].sum) = (proof[0].sum + shift, proof[1].sum - shift);
        _refuse(tree, tree.leaves[at], proof);
    }

    /// @notice C1: a proof has exactly the tree's depth, so a leaf can't stand higher or lower.
    function testFuzz_C1_aProofOfAnotherLengthIsRefused(uint256 seed, uint256 count, uint256 length) public {
        Manifests.Tree memory tree = _tree(seed, bound(count, 1, 17), MAX);
        uint256 at = Random.from(seed ^ 5).between(0, tree.leaves.length - 1);
        ManifestTree.Sibling[] memory proof = tree.proof(at);
        length = bound(length, 0, 40);
        if (length == tree.depth) ++length;
        ManifestTree.Sibling[] memory other = new ManifestTree.Sibling[](length);
        for (uint256 i = 0; i < length && i < proof.length; ++i) other[i] = proof[i];
        vm.expectRevert(abi.encodeWithSelector(ManifestTree.ManifestProofLength.selector, length, tree.depth));
        _verify(tree, tree.leaves[at], other);
    }

    /// @notice C1: an index has exactly as many bits as the tree has levels.
    function testFuzz_C1_anIndexBeyondTheTreeIsRefused(uint256 seed, uint256 count, uint32 beyond) public {
        Manifests.Tree memory tree = _tree(seed, bound(count, 1, 17), MAX);
        uint256 at = Random.from(seed ^ 6).between(0, tree.leaves.length - 1);
        ManifestTree.Leaf memory leaf = _copy(tree.leaves[at]);
        // The same path in the low bits, so that only the bits above tell.
        leaf.index = uint32(at | (bound(beyond, 1, type(uint32).max >> tree.depth) << tree.depth));
        vm.expectRevert(abi.encodeWithSelector(ManifestTree.ManifestIndexOutOfRange.selector, leaf.index, tree.depth));
        _verify(tree, leaf, tree.proof(at));
    }

    /// @notice C1: a root doesn't prove with another sum, depth or root.
    function testFuzz_C1_aRootProvesOnlyWithItsOwnSum(uint256 seed, uint256 count, uint64 sum, bytes32 root) public {
        Manifests.Tree memory tree = _tree(seed, bound(count, 1, 17), MAX / 16);
        if (sum == tree.sum()) ++sum;
        ManifestTree.Sibling[] memory proof = tree.proof(0);
        bytes memory mismatch = abi.encodeWithSelector(
            ManifestTree.ManifestRootMismatch.selector,
            tree.root(),
            tree.sum()
        );
        vm.expectRevert(mismatch);
        verifier.verify(tree.domain, tree.root(), sum, tree.depth, tree.leaves[0], proof);
        if (root == tree.root()) return;
        vm.expectRevert(mismatch);
        verifier.verify(tree.domain, root, tree.sum(), tree.depth, tree.leaves[0], proof);
    }

    /// @notice A leaf names an author and is worth something, even in a tree built around it.
    function testFuzz_C1_aLeafWithoutAuthorOrUnitsIsRefused(uint256 seed, uint256 count, uint256 kind) public {
        ManifestTree.Leaf[] memory leaves = Manifests.randomLeaves(Random.from(seed), bound(count, 1, 17), MAX);
        uint256 at = Random.from(seed ^ 7).between(0, leaves.length - 1);
        kind = bound(kind, 0, 2);
        if (kind == 0) leaves[at].author = address(0);
        if (kind == 1) leaves[at].items = 0;
        if (kind == 2) leaves[at].unitsPerItem = 0;
        Manifests.Tree memory tree = Manifests.build(_domain(), leaves);
        vm.expectRevert(
            kind == 0 ? ManifestTree.ManifestLeafWithoutAuthor.selector : ManifestTree.ManifestLeafWithoutUnits.selector
        );
        _verify(tree, leaves[at], tree.proof(at));
    }

    /// @notice C1: a leaf worth more than 2^64 - 1 units is refused, not wrapped.
    function testFuzz_C1_aLeafThatOverflowsIsRefused(uint64 items, uint64 unitsPerItem) public {
        items = uint64(bound(items, 2, MAX));
        unitsPerItem = uint64(bound(unitsPerItem, MAX / items + 1, MAX));
        ManifestTree.Leaf memory leaf = ManifestTree.Leaf(0, SUBMITTER, items, unitsPerItem, 0);
        uint64 wrapped;
        unchecked {
            wrapped = items * unitsPerItem;
        }
        bytes32 root = Manifests.hashLeaf(_domain(), leaf);
        vm.expectRevert(ManifestTree.ManifestSumOverflow.selector);
        verifier.verify(_domain(), root, wrapped, 0, leaf, new ManifestTree.Sibling[](0));
    }

    /// @notice C1: sums that wrap on the way up are refused, though the adversary's root commits to the wrapped total.
    function testFuzz_C1_aPathThatOverflowsIsRefused(uint256 seed, uint256 depth, uint256 at) public {
        Random.Stream memory random = Random.from(seed);
        depth = bound(depth, 1, 32);
        ManifestTree.Leaf memory leaf = Manifests.randomLeaves(random, 1, MAX / 64)[0];
        leaf.index = uint32(random.between(0, (1 << depth) - 1));
        ManifestTree.Sibling[] memory proof = new ManifestTree.Sibling[](depth);
        for (uint256 i = 0; i < depth; ++i) {
            proof[i] = ManifestTree.Sibling(bytes32(random.word()), uint64(random.magnitude(MAX / 64)));
        }
        // Enough to pass 2^64 with the leaf alone.
        proof[bound(at, 0, depth - 1)].sum = MAX - leaf.items * leaf.unitsPerItem + 1;
        (bytes32 root, uint256 total) = Manifests.top(_domain(), leaf, proof);
        vm.expectRevert(ManifestTree.ManifestSumOverflow.selector);
        verifier.verify(_domain(), root, uint64(total), uint8(depth), leaf, proof);
    }

    /// @notice C1: an inner node's bytes, read as a leaf, prove nothing; neither one level up nor in a tree declared
    /// shallower, in which the node stands where leaves do.
    function testFuzz_C1_anInnerNodeIsNoLeaf(uint256 seed, uint256 count) public {
        Manifests.Tree memory tree = _tree(seed, bound(count, 3, 17), MAX / 16);
        ManifestTree.Leaf memory leaf = _leafFrom(tree, 0);
        ManifestTree.Sibling[] memory whole = tree.proof(0);
        ManifestTree.Sibling[] memory proof = new ManifestTree.Sibling[](tree.depth - 1);
        for (uint256 i = 0; i < proof.length; ++i) proof[i] = whole[i + 1];

        vm.expectRevert(abi.encodeWithSelector(ManifestTree.ManifestProofLength.selector, tree.depth - 1, tree.depth));
        _verify(tree, leaf, proof);

        uint8 shallower = tree.depth - 1;
        (bytes32 hash, uint256 total) = Manifests.top(tree.domain, leaf, proof);
        assertTrue(hash != tree.root(), "an inner node hashed as a leaf");
        vm.expectRevert(abi.encodeWithSelector(ManifestTree.ManifestRootMismatch.selector, hash, total));
        verifier.verify(tree.domain, tree.root(), tree.sum(), shallower, leaf, proof);
    }

    // ------------------------------------------------------------------------------------------ C4: nothing elsewhere

    /// @notice The domain is the hash of version, chain, registry, model and submitter.
    function testFuzz_C4_theDomainNamesChainRegistryModelAndSubmitter(
        uint64 chainId,
        address registry,
        uint256 modelId,
        address submitter
    ) public {
        uint256 chain = bound(chainId, 1, type(uint64).max - 1);
        vm.chainId(chain);
        bytes32 expected = Manifests.domain(chain, registry, modelId, submitter);
        assertEq(verifier.domain(registry, modelId, submitter), expected, "domain");
    }

    /// @notice C4: a leaf proves nothing on another chain, in another registry, for another model or submitter.
    function testFuzz_C4_aLeafProvesNothingElsewhere(uint256 seed, uint256 count, uint256 where, uint160 other) public {
        Manifests.Tree memory tree = _tree(seed, bound(count, 1, 17), MAX);
        where = bound(where, 0, 3);
        uint256 apart = bound(other, 1, type(uint64).max / 4);
        (address registry, uint256 modelId, address submitter) = (REGISTRY, MODEL, SUBMITTER);
        if (where == 0) vm.chainId(block.chainid + apart);
        if (where == 1) registry = address(uint160(REGISTRY) + uint160(apart));
        if (where == 2) modelId += apart;
        if (where == 3) submitter = address(uint160(SUBMITTER) + uint160(apart));
        bytes32 elsewhere = verifier.domain(registry, modelId, submitter);

        uint256 at = Random.from(seed ^ 8).between(0, tree.leaves.length - 1);
        ManifestTree.Sibling[] memory proof = tree.proof(at);
        (bytes32 hash, uint256 total) = Manifests.top(elsewhere, tree.leaves[at], proof);
        vm.expectRevert(abi.encodeWithSelector(ManifestTree.ManifestRootMismatch.selector, hash, total));
        verifier.verify(elsewhere, tree.root(), tree.sum(), tree.depth, tree.leaves[at], proof);
    }

    /// @notice C4: a leaf of one manifest proves nothing in another of the same submitter.
    function testFuzz_C4_aLeafProvesNothingInAnotherManifest(uint256 seed, uint256 count) public {
        count = bound(count, 1, 17);
        Manifests.Tree memory tree = _tree(seed, count, MAX / 16);
        Manifests.Tree memory other = _tree(~seed, count, MAX / 16);
        uint256 at = Random.from(seed ^ 9).between(0, count - 1);
        _refuse(other, tree.leaves[at], tree.proof(at));
        _refuse(other, tree.leaves[at], other.proof(at));
    }

    // ------------------------------------------------------------------------------------------ helpers

    function _domain() private view returns (bytes32) {
        return Manifests.domain(block.chainid, REGISTRY, MODEL, SUBMITTER);
    }

    function _tree(uint256 seed, uint256 count, uint256 maxUnits) private view returns (Manifests.Tree memory) {
        return Manifests.build(_domain(), Manifests.randomLeaves(Random.from(seed), count, maxUnits));
    }

    function _verify(
        Manifests.Tree memory tree,
        ManifestTree.Leaf memory leaf,
        ManifestTree.Sibling[] memory proof
    ) private view returns (uint64) {
        return verifier.verify(tree.domain, tree.root(), tree.sum(), tree.depth, leaf, proof);
    }

    /// @dev Expects the refusal that the reference climb foretells.
    function _refuse(
        Manifests.Tree memory tree,
        ManifestTree.Leaf memory leaf,
        ManifestTree.Sibling[] memory proof
    ) private {
        (bytes32 hash, uint256 total) = Manifests.top(tree.domain, leaf, proof);
        assertTrue(hash != tree.root() || total != tree.sum(), "the reference would accept this");
        if (total > MAX) vm.expectRevert(ManifestTree.ManifestSumOverflow.selector);
        else vm.expectRevert(abi.encodeWithSelector(ManifestTree.ManifestRootMismatch.selector, hash, total));
        verifier.verify(tree.domain, tree.root(), tree.sum(), tree.depth, leaf, proof);
    }

    function _copy(ManifestTree.Leaf memory leaf) private pure returns (ManifestTree.Leaf memory) {
        return ManifestTree.Leaf(leaf.index, leaf.author, leaf.items, leaf.unitsPerItem, leaf.itemsRoot);
    }

    /// @dev A value in [1, max] that is not `present`; 0 changes to 1.
    function _other(Random.Stream memory random, uint64 present, uint64 max) private pure returns (uint64 other) {
        other = uint64(random.magnitude(max));
        if (other != present) return other;
        return other == max ? other - 1 : other + 1;
    }

    /// @dev The bytes of the node above `place`, cut into a leaf's fields; worth what the node is, at index 0.
    function _leafFrom(Manifests.Tree memory tree, uint256 place) private pure returns (ManifestTree.Leaf memory) {
        bytes32 left = tree.hashes[0][place];
        return
            ManifestTree.Leaf({
                index: 0,
                author: address(bytes20(left << 32)),
                items: tree.sums[1][place / 2],
                unitsPerItem: 1,
                itemsRoot: tree.hashes[0][place ^ 1]
            });
    }
}
