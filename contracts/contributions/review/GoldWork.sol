// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";

/// @title GoldWork
/// @notice Work whose right score is known beforehand, handed in among the rest to learn how well reviewers judge.
///
/// Its score is committed a day before it is handed in, so that nobody makes gold of work that others are handing in. Until
/// it is revealed it is work like any other; if it never is, it stays that.
abstract contract GoldWork is AccessManaged {
    /// @notice How long before its submission gold must have been committed, in seconds.
    uint40 public constant GOLD_LEAD = 1 days;

    error GoldAlreadyCommitted(bytes32 commitment);
    error GoldUnknown(bytes32 commitment);
    error GoldTooLate(uint256 contribution);

    event GoldCommitted(bytes32 indexed commitment);
    event GoldRevealed(uint256 indexed contribution, uint256 score);

    /// @notice When a commitment was posted, unix seconds; 0 if never.
    mapping(bytes32 commitment => uint40) public goldCommittedAt;

    // ------------------------------------------------------------------------------------------ governance's actions

    /// @notice Posts commitments to the scores of work that is to be handed in. Only whom governance appoints.
    function commitGold(bytes32[] calldata commitments) external restricted {
        for (uint256 i = 0; i < commitments.length; ++i) {
            bytes32 commitment = commitments[i];
            if (goldCommittedAt[commitment] != 0) revert GoldAlreadyCommitted(commitment);
            // forge-lint: disable-next-line(unsafe-typecast)
            goldCommittedAt[commitment] = uint40(block.timestamp);
            emit GoldCommitted(commitment);
        }
    }

    // ------------------------------------------------------------------------------------------ views

    /// @notice What is committed for work that `submitter` will hand in as `root`.
    function goldCommitment(address submitter, bytes32 root, uint8 score, bytes32 salt) public view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), submitter, root, score, salt));
    }

    // ------------------------------------------------------------------------------------------ internals

    /// @dev Reverts unless this was committed in time for work handed in at `submittedAt`.
    function _requireGold(uint256 id, bytes32 commitment, uint256 submittedAt) internal view {
        uint256 committedAt = goldCommittedAt[commitment];
        if (committedAt == 0) revert GoldUnknown(commitment);
        if (committedAt + GOLD_LEAD > submittedAt) revert GoldTooLate(id);
    }
}
