// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {Lineage} from "../../../contracts/models/Lineage.sol";

/// @title FamilyTree
/// @notice Puts the library behind a call, so that a test can expect its errors; keeps lists as a registry does.
contract FamilyTree {
    using Lineage for uint48[];

    mapping(uint256 modelId => uint48[]) private _lists;

    function register(uint256 modelId, Lineage.Upstream[] calldata direct) external {
        Lineage.flatten(_lists[modelId], _lists, direct);
    }

    function upstreamOf(uint256 modelId) external view returns (Lineage.Upstream[] memory) {
        return _lists[modelId].read();
    }
}
