// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";

/// @title CommonsTimelock
/// @notice OpenZeppelin's timelock with bounds on its delay.
///
/// Everything the co-op decides waits here, a change of the delay too. Without a bound one vote could set it so long that
/// nothing would ever be carried out again, or to nothing at all.
contract CommonsTimelock is TimelockController {
    /// @notice Least and most time between a vote and what it carries out, in seconds.
    uint256 public constant MIN_DELAY = 1;
    uint256 public constant MAX_DELAY = 60 days;

    error TimelockDelayOutOfBounds(uint256 delay);

    constructor(
        uint256 delay,
        address[] memory proposers,
        address[] memory executors,
        address admin
    ) TimelockController(delay, proposers, executors, admin) {
        _requireWithinBounds(delay);
    }

    /// @inheritdoc TimelockController
    /// @notice Within {MIN_DELAY} and {MAX_DELAY}; for what is scheduled from then on.
    function updateDelay(uint256 newDelay) public override {
        _requireWithinBounds(newDelay);
        super.updateDelay(newDelay);
    }

    function _requireWithinBounds(uint256 delay) private pure {
        if (delay < MIN_DELAY || delay > MAX_DELAY) revert TimelockDelayOutOfBounds(delay);
    }
}
