// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

/// @title ManifestTree
/// @notice A Merkle-sum tree over the leaves of one contribution: every node commits to a hash and to the units below it.
///
/// C1: whatever tree a submitter builds, the leaves that can be proved against one root never add up to more than the
/// root's sum. A node's hash fixes the hash and the sum of both children, so by induction the leaves provable under a
/// node are worth at most that node's sum; a leaf's place is its index, read as a path of fixed length, so no leaf can
/// be proved in two places and no inner node can pass as a leaf (0x00 and 0x01 stand before their preimages).
/// C4: both preimages carry the domain, which binds chain, registry, model and submitter.
///
/// The byte encoding, with test vectors, is in docs/manifest.md; sdk/src/manifest is the off-chain twin.
library ManifestTree {
    /// @dev One author's work of one size. `author` is an account, or a seat (see {Author}).
    struct Leaf {
        uint32 index;
        address author;
        uint64 items;
        uint64 unitsPerItem;
        bytes32 itemsRoot;
    }

    /// @dev The other child of a node on the way up.
    struct Sibling {
        bytes32 hash;
        uint64 sum;
    }

    /// @dev The longest path a tree may have: 2^32 leaves.
    uint8 internal constant MAX_DEPTH = 32;

    bytes32 private constant VERSION = keccak256("commonmind.manifest.v1");
    bytes1 private constant LEAF = 0x00;
    bytes1 private constant NODE = 0x01;

    error ManifestProofLength(uint256 given, uint256 depth);
    error ManifestIndexOutOfRange(uint256 index, uint256 depth);
    error ManifestLeafWithoutAuthor();
    error ManifestLeafWithoutUnits();
    error ManifestSumOverflow();
    error ManifestRootMismatch(bytes32 root, uint64 sum);

    /// @notice What every hash of one manifest begins with, so that it proves nothing anywhere else.
    function domain(address registry, uint256 modelId, address submitter) internal view returns (bytes32) {
        return keccak256(abi.encode(VERSION, block.chainid, registry, modelId, submitter));
    }

    /// @notice Units of a leaf before scoring: items x unitsPerItem, exact.
    /// @dev Reverts for no author, no units, or a product above 2^64 - 1.
    function unitsOf(Leaf calldata leaf) internal pure returns (uint64) {
        if (leaf.author == address(0)) revert ManifestLeafWithoutAuthor();
        uint256 units = uint256(leaf.items) * leaf.unitsPerItem;
        if (units == 0) revert ManifestLeafWithoutUnits();
        if (units > type(uint64).max) revert ManifestSumOverflow();
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint64(units);
    }

    /// @notice Reverts unless `leaf` stands at its index in the tree (`root`, `sum`, `depth`); returns its units.
    /// @param siblings The other child at each level, from the leaf upwards; exactly `depth` of them.
    function verify(
        bytes32 domain_,
        bytes32 root,
        uint64 sum,
        uint8 depth,
        Leaf calldata leaf,
        Sibling[] calldata siblings
    ) internal pure returns (uint64 units) {
        if (siblings.length != depth) revert ManifestProofLength(siblings.length, depth);
        if (uint256(leaf.index) >> depth != 0) revert ManifestIndexOutOfRange(leaf.index, depth);

        units = unitsOf(leaf);
        bytes32 hash = hashLeaf(domain_, leaf.index, leaf.author, leaf.items, leaf.unitsPerItem, leaf.itemsRoot);
        uint64 total = units;
        uint256 path = leaf.index;
        for (uint256 i = 0; i < depth; ++i) {
            Sibling calldata sibling = siblings[i];
            bytes32 siblingHash = sibling.hash;
            uint64 siblingSum = sibling.sum;
            hash =
                path & 1 == 0
                    ? hashNode(domain_, hash, total, siblingHash, siblingSum)
                    : hashNode(domain_, siblingHash, siblingSum, hash, total);
            path >>= 1;
            unchecked {
                total += siblingSum;
            }
            // An unsigned sum has wrapped exactly when it is below either of its parts.
            if (total < siblingSum) revert ManifestSumOverflow();
        }
        if (hash != root || total != sum) revert ManifestRootMismatch(hash, total);
    }

    /// @notice 105 bytes: 0x00, domain, index, author, items, unitsPerItem, itemsRoot.
    function hashLeaf(
        bytes32 domain_,
        uint32 index,
        address author,
        uint64 items,
        uint64 unitsPerItem,
        bytes32 itemsRoot
    ) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(LEAF, domain_, index, author, items, unitsPerItem, itemsRoot));
    }

    /// @notice 113 bytes: 0x01, domain, left hash, left sum, right hash, right sum.
    function hashNode(
        bytes32 domain_,
        bytes32 left,
        uint64 leftSum,
        bytes32 right,
        uint64 rightSum
    ) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(NODE, domain_, left, leftSum, right, rightSum));
    }
}
