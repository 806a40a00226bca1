// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";

import {MemberRegistry} from "../membership/MemberRegistry.sol";
import {ContributionRegistry} from "./ContributionRegistry.sol";
import {ManifestTree} from "./ManifestTree.sol";

/// @title Duplicates
/// @notice Anyone shows that an item of final work stood in an earlier submission: its units are struck, once.
///
/// What was there first is the smaller contribution number, or the smaller leaf within one contribution: content is
/// published only once its hash is in the chain, so whoever copies it comes later. What became of the earlier submission
/// doesn't matter, with two exceptions: one's own earlier submission counts only while it is final, since handing in
/// again what was rejected is no theft; and gold never counts, since it is nobody's work.
///
/// The finder's seat earns a tenth of what it stops, rounded down, as work of the same model.
///
/// Keeps C3: an item is struck once, and nothing but that item; a leaf never loses more than its units.
contract Duplicates {
    /// @dev Where an item stands: a leaf of a manifest, and the item in that leaf.
    struct Place {
        uint256 contribution;
        ManifestTree.Leaf leaf;
        ManifestTree.Sibling[] proof;
        /// From the item upwards; see docs/manifest.md.
        bytes32[] itemProof;
    }

    /// @dev Accepted units struck for one declared unit that the finder earns: a tenth, and a declared unit is worth
    /// {ContributionRegistry-SCORE_MAX} accepted ones.
    uint256 private constant STRUCK_PER_REWARD = 10 * 100;

    error NotEarlier(uint256 earlier, uint256 earlierIndex, uint256 later, uint256 laterIndex);
    error ItemNotInLeaf(uint256 contribution, uint256 index, bytes32 contentHash);
    error EarlierDoesNotCount(uint256 contribution);
    error AlreadyStruck(uint256 contribution, uint256 index, bytes32 contentHash);
    error NothingToCollect(uint256 modelId, uint64 seat);

    /// @dev `units`: accepted units struck. `reward`: declared units for the finder's seat; 0 if it has none.
    event DuplicateProved(
        uint256 indexed contribution,
        uint256 indexed index,
        uint64 indexed finder,
        bytes32 contentHash,
        uint256 earlier,
        uint256 earlierIndex,
        uint256 units,
        uint256 reward
    );
    event FinderCredited(uint256 indexed modelId, uint64 indexed seat, uint256 indexed contribution, uint256 units);

    ContributionRegistry public immutable registry;
    MemberRegistry public immutable members;

    /// @notice Declared units that a finder's seat earned and nobody collected yet.
    mapping(uint256 modelId => mapping(uint64 seat => uint64 units)) public rewardOf;
    mapping(uint256 contribution => mapping(uint256 index => mapping(bytes32 contentHash => bool))) public isStruck;

    /// @param registry_ The registry of work; it deploys this contract.
    constructor(ContributionRegistry registry_, MemberRegistry members_) {
        (registry, members) = (registry_, members_);
    }

    // ------------------------------------------------------------------------------------------ people's actions

    /// @notice Strikes one item of final work that stood in an earlier submission. Anyone may call; the caller's seat, if it
    /// has one, earns the reward.
    /// @param contentHash The item's content hash, the same in both places.
    /// @return units Accepted units struck: one item's, exact.
    function proveDuplicate(
        bytes32 contentHash,
        Place calldata earlier,
        Place calldata later
    ) external returns (uint256 units) {
        (uint256 id, uint32 index) = (later.contribution, later.leaf.index);
        if (earlier.contribution > id || (earlier.contribution == id && earlier.leaf.index >= index))
            revert NotEarlier(earlier.contribution, earlier.leaf.index, id, index);
        _requirePlace(contentHash, earlier);
        uint64 leafUnits = _requirePlace(contentHash, later);
        ContributionRegistry.Contribution memory work = registry.contributionAt(id);
        _requireCounts(earlier.contribution, work.submitter);
        if (isStruck[id][index][contentHash]) revert AlreadyStruck(id, index, contentHash);
        isStruck[id][index][contentHash] = true;

        units = registry.strike(id, index, later.leaf.unitsPerItem, leafUnits);
        uint64 finder = members.seatOf(msg.sender);
        // One item's units, a uint64, x at most 100, a thousandth of it.
        // forge-lint: disable-next-line(unsafe-typecast)
        uint64 reward = finder == 0 ? 0 : uint64(units / STRUCK_PER_REWARD);
        if (reward != 0) rewardOf[work.modelId][finder] += reward;
        emit DuplicateProved(id, index, finder, contentHash, earlier.contribution, earlier.leaf.index, units, reward);
    }

    /// @notice Turns what a finder's seat earned in a model into work of that seat. Anyone may call.
    /// @return id The contribution that it became.
    function collect(uint32 modelId, uint64 seat) external returns (uint256 id) {
        uint64 units = rewardOf[modelId][seat];
        if (units == 0) revert NothingToCollect(modelId, seat);
        delete rewardOf[modelId][seat];
        id = registry.credit(modelId, seat, units);
        emit FinderCredited(modelId, seat, id, units);
    }

    // ------------------------------------------------------------------------------------------ internals

    /// @dev Reverts unless the item stands in the leaf, and the leaf in the manifest. Returns the leaf's declared units.
    function _requirePlace(bytes32 contentHash, Place calldata place) private view returns (uint64 units) {
        units = registry.unitsOfLeaf(place.contribution, place.leaf, place.proof);
        bytes32 item = keccak256(abi.encodePacked(bytes1(0), contentHash));
        if (!MerkleProof.verifyCalldata(place.itemProof, place.leaf.itemsRoot, item)) {
            revert ItemNotInLeaf(place.contribution, place.leaf.index, contentHash);
        }
    }

    function _requireCounts(uint256 earlier, address submitter) private view {
        ContributionRegistry.Contribution memory work = registry.contributionAt(earlier);
        bool counts = work.submitter == submitter ? work.state == ContributionRegistry.State.Final : !work.gold;
        if (!counts) revert EarlierDoesNotCount(earlier);
    }
}
