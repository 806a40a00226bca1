// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {ManifestTree} from "../../../contracts/contributions/ManifestTree.sol";

/// @title ManifestVerifier
/// @notice Puts the library behind a call, so that a test can expect its errors.
contract ManifestVerifier {
    function domain(address registry, uint256 modelId, address submitter) external view returns (bytes32) {
        return ManifestTree.domain(registry, modelId, submitter);
    }

    function verify(
        bytes32 domain_,
        bytes32 root,
        uint64 sum,
        uint8 depth,
        ManifestTree.Leaf calldata leaf,
        ManifestTree.Sibling[] calldata proof
    ) external pure returns (uint64 units) {
        return ManifestTree.verify(domain_, root, sum, depth, leaf, proof);
    }
}
