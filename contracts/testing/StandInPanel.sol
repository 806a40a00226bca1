// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {ContributionRegistry} from "../contributions/ContributionRegistry.sol";
import {IReviewPanel} from "../contributions/IReviewPanel.sol";
import {SignedSubmissions} from "../contributions/SignedSubmissions.sol";

/// @title StandInPanel
/// @notice A review panel that gives the verdict a test asks for, at once, whoever asks. Only for tests of what isn't review.
contract StandInPanel is IReviewPanel {
    error NotRegistry(address caller);
    error TooEarly(uint256 contribution, uint256 from);
    error TooLate(uint256 contribution, uint256 until);

    ContributionRegistry public immutable registry;
    /// @notice Seconds for which a review lasts.
    uint40 public immutable period;
    /// @notice The last second in which a work can be scored.
    mapping(uint256 contribution => uint40) public until;

    constructor(ContributionRegistry registry_, uint40 period_) {
        (registry, period) = (registry_, period_);
    }

    /// @inheritdoc IReviewPanel
    function open(uint256 contribution, SignedSubmissions.Kind, uint64) external returns (uint40) {
        if (msg.sender != address(registry)) revert NotRegistry(msg.sender);
        return until[contribution] = uint40(block.timestamp) + period;
    }

    /// @notice The verdict on work that is submitted, in review or challenged.
    function score(uint256 contribution, uint8 points) external {
        if (block.timestamp > until[contribution]) revert TooLate(contribution, until[contribution]);
        registry.conclude(contribution, points);
    }

    /// @notice Nobody gave a verdict in time.
    function expire(uint256 contribution) external {
        uint256 from = uint256(until[contribution]) + 1;
        if (block.timestamp < from) revert TooEarly(contribution, from);
        registry.conclude(contribution, 0);
    }

    function begin(uint256 contribution) external {
        registry.beginReview(contribution);
    }

    /// @notice A challenge; the review begins anew.
    function challenge(uint256 contribution) external {
        registry.challenge(contribution);
        until[contribution] = uint40(block.timestamp) + period;
    }

    function annul(uint256 contribution) external {
        registry.annul(contribution);
    }

    function credit(uint32 modelId, uint64 seat, uint64 units) external returns (uint256) {
        return registry.credit(modelId, seat, units);
    }
}
