// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {ManifestTree} from "../../../contracts/contributions/ManifestTree.sol";
import {Manifests} from "./Manifests.sol";

/// @title Archive
/// @notice The manifests that were submitted, as their authors keep them. In some, one leaf is *hollow*: its submitter
/// put a hash of nothing in its place, so that its units are accepted and can never be claimed.
contract Archive {
    using Manifests for Manifests.Tree;

    mapping(uint256 contribution => bytes32) private _domains;
    mapping(uint256 contribution => ManifestTree.Leaf[]) private _leaves;
    mapping(uint256 contribution => uint256 place) private _hollow;

    /// @dev Where an item stands: the `item`th of three, in a leaf.
    struct Spot {
        uint256 contribution;
        uint32 index;
        uint256 item;
    }

    mapping(bytes32 itemsRoot => bytes32[3] contents) private _items;
    mapping(bytes32 content => Spot[]) private _spots;

    /// @param hollow The place of the hollow leaf, from 1; 0 if there is none.
    function put(uint256 id, bytes32 domain, ManifestTree.Leaf[] calldata leaves, uint256 hollow) external {
        (_domains[id], _hollow[id]) = (domain, hollow);
        for (uint32 i = 0; i < leaves.length; ++i) {
            _leaves[id].push(leaves[i]);
            bytes32[3] storage items = _items[leaves[i].itemsRoot];
            // The third is the leaf's own; of what nobody can prove there is no copy.
            for (uint256 j = 0; j < 2 && items[0] != 0 && hollow != i + 1; ++j) _spots[items[j]].push(Spot(id, i, j));
        }
    }

    /// @notice Keeps three items; returns their root.
    function pack(bytes32[3] calldata items) external returns (bytes32 root) {
        root = _pair(_pair(_item(items[0]), _item(items[1])), _item(items[2]));
        _items[root] = items;
    }

    function itemsOf(bytes32 itemsRoot) external view returns (bytes32[3] memory) {
        return _items[itemsRoot];
    }

    /// @notice The way from one of the first two items to the root.
    function itemProofOf(bytes32 itemsRoot, uint256 item) external view returns (bytes32[] memory proof) {
        proof = new bytes32[](2);
        (proof[0], proof[1]) = (_item(_items[itemsRoot][1 - item]), _item(_items[itemsRoot][2]));
    }

    /// @notice Where an item stands, in the order in which it was submitted.
    function spotsOf(bytes32 content) external view returns (Spot[] memory) {
        return _spots[content];
    }

    function _item(bytes32 content) private pure returns (bytes32) {
        return keccak256(bytes.concat(hex"00", content));
    }

    function _pair(bytes32 a, bytes32 b) private pure returns (bytes32) {
        return a < b ? keccak256(bytes.concat(a, b)) : keccak256(bytes.concat(b, a));
    }

    /// @dev The tree; in the hollow place a hash whose preimage nobody has.
    function grow(
        bytes32 domain,
        ManifestTree.Leaf[] memory leaves,
        uint256 hollow
    ) public pure returns (Manifests.Tree memory tree) {
        tree = Manifests.build(domain, leaves);
        if (hollow == 0) return tree;
        tree.hashes[0][hollow - 1] = keccak256(abi.encode("hollow", leaves[hollow - 1].itemsRoot));
        Manifests.climb(tree);
    }

    function leavesOf(uint256 id) external view returns (ManifestTree.Leaf[] memory) {
        return _leaves[id];
    }

    function hollowOf(uint256 id) external view returns (uint256) {
        return _hollow[id];
    }

    function proofOf(
        uint256 id,
        uint256 index
    ) external view returns (ManifestTree.Leaf memory leaf, ManifestTree.Sibling[] memory proof) {
        return (_leaves[id][index], grow(_domains[id], _leaves[id], _hollow[id]).proof(index));
    }
}
