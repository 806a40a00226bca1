// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {ContributionRegistry} from "../../contracts/contributions/ContributionRegistry.sol";
import {ManifestTree} from "../../contracts/contributions/ManifestTree.sol";
import {SignedSubmissions} from "../../contracts/contributions/SignedSubmissions.sol";
import {ContributorRewards} from "../../contracts/treasury/ContributorRewards.sol";
import {Commons} from "./support/Commons.sol";
import {Manifests} from "./support/Manifests.sol";
import {Random} from "./support/Random.sol";
import {Test} from "./support/Test.sol";

/// @title Findings
/// @notice Promises that the contracts don't keep yet: each test states what should hold, and fails until it does.
contract Findings is Test {
    using Manifests for Manifests.Tree;

    uint32 private constant MODEL = 1;

    Commons private commons;
    ContributionRegistry private registry;

    function setUp() public {
        vm.warp(1_750_000_000);
        commons = new Commons();
        commons.empower(address(this));
        registry = commons.registry();
    }

    /// @notice C3: a leaf withdrawn twice is refused with the error that says so, also while its batch is open.
    function test_C3_aSecondWithdrawalIsRefusedWithItsReason() public {
        address member = commons.accountOf(0);
        ManifestTree.Leaf[] memory leaves = Manifests.randomLeaves(Random.from(1), 1, 1e6);
        (leaves[0].author, leaves[0].unitsPerItem) = (member, 1);
        ManifestTree.Sibling[] memory proof = new ManifestTree.Sibling[](0);
        uint256 id = _finalWork(member, leaves);

        vm.prank(member);
        registry.withdraw(id, leaves[0], proof);
        uint256 position = commons.rewards().positionId(id, 0);
        vm.expectRevert(abi.encodeWithSelector(ContributorRewards.PositionAlreadyEnded.selector, position));
        vm.prank(member);
        registry.withdraw(id, leaves[0], proof);
    }

    function _finalWork(address member, ManifestTree.Leaf[] memory leaves) private returns (uint256 id) {
        bytes32 domain = Manifests.domain(block.chainid, address(registry), MODEL, member);
        bytes32 root = Manifests.build(domain, leaves).root();
        uint64 items = leaves[0].items;
        vm.prank(member);
        id = registry.submit(
            SignedSubmissions.Submission(MODEL, SignedSubmissions.Kind.Data, 0, items, items, root, "")
        );
        registry.score(id, 80);
        vm.warp(block.timestamp + 1 days);
        registry.finalize(id);
    }
}
