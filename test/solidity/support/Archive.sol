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

    /// @param hollow The place of the hollow leaf, from 1; 0 if there is none.
    function put(uint256 id, bytes32 domain, ManifestTree.Leaf[] calldata leaves, uint256 hollow) external {
        (_domains[id], _hollow[id]) = (domain, hollow);
        for (uint256 i = 0; i < leaves.length; ++i) _leaves[id].push(leaves[i]);
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
