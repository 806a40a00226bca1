// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";

/// @title GovernorGuardian
/// @notice An account that may stop things while the co-op is young, and nothing else; at a fixed time its office ends.
///
/// Until then it may cancel a proposal that isn't carried out yet, except the one that replaces it; and it may pause the
/// intake of new proposals, once in 60 days and for at most 7. Whatever is open goes on meanwhile, and so does everything
/// outside of this contract. Only a vote names another guardian, or none.
///
/// Keeps G7.
abstract contract GovernorGuardian is Governor {
    /// @dev Longest pause, time from one pause to the next, and longest office, in seconds.
    uint48 private constant MAX_PAUSE = 7 days;
    uint48 private constant PAUSE_INTERVAL = 60 days;
    uint48 private constant MAX_GUARDIAN_TERM = 730 days;

    error NotGuardian(address account);
    error GuardianTermTooLong(uint48 expiry);
    error PauseOutOfBounds(uint48 duration);
    error PauseTooSoon(uint48 from);
    error IntakeIsPaused(uint48 until);

    event GuardianSet(address guardian);
    event IntakePaused(address indexed guardian, uint48 until);

    /// @notice From when on there is no guardian (unix seconds), whoever is named.
    uint48 public immutable guardianExpiry;

    // One slot.
    /// @notice Who guards; zero if nobody.
    address public guardian;
    /// @notice No proposals are taken before this (unix seconds).
    uint48 public intakePausedUntil;
    /// @notice From when on the intake may be paused again (unix seconds).
    uint48 public nextPauseFrom;

    constructor(address guardian_, uint48 expiry) {
        if (expiry > block.timestamp + MAX_GUARDIAN_TERM) revert GuardianTermTooLong(expiry);
        guardianExpiry = expiry;
        guardian = guardian_;
        emit GuardianSet(guardian_);
    }

    modifier whenTakingProposals() {
        _requireIntake();
        _;
    }

    /// @notice Stops the intake of proposals for `duration` seconds. Only the guardian in office.
    function pauseIntake(uint48 duration) external {
        if (!_isGuardian(msg.sender)) revert NotGuardian(msg.sender);
        if (duration == 0 || duration > MAX_PAUSE) revert PauseOutOfBounds(duration);
        if (block.timestamp < nextPauseFrom) revert PauseTooSoon(nextPauseFrom);
        // Times, far below 2^48.
        unchecked {
            uint48 until = uint48(block.timestamp) + duration;
            (intakePausedUntil, nextPauseFrom) = (until, uint48(block.timestamp) + PAUSE_INTERVAL);
            emit IntakePaused(msg.sender, until);
        }
    }

    /// @notice Names another guardian, or none (zero). The term stays.
    function setGuardian(address guardian_) external onlyGovernance {
        guardian = guardian_;
        emit GuardianSet(guardian_);
    }

    /// @inheritdoc Governor
    /// @notice Cancels a proposal: its proposer or anyone under the conditions of {_validateCancel}; the guardian in office,
    /// unless the proposal is to replace it and does nothing else.
    function cancel(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) public virtual override returns (uint256) {
        bool replacesGuardian =
            targets.length == 1 && targets[0] == address(this) && bytes4(calldatas[0]) == this.setGuardian.selector;
        if (_isGuardian(msg.sender) && !replacesGuardian) return _cancel(targets, values, calldatas, descriptionHash);
        return super.cancel(targets, values, calldatas, descriptionHash);
    }

    function _requireIntake() private view {
        if (block.timestamp < intakePausedUntil) revert IntakeIsPaused(intakePausedUntil);
    }

    function _isGuardian(address account) private view returns (bool) {
        return account == guardian && block.timestamp < guardianExpiry;
    }
}
