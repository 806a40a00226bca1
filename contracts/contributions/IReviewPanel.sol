// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {SignedSubmissions} from "./SignedSubmissions.sol";

/// @title IReviewPanel
/// @notice What the registry of work asks of whoever judges it. The panel answers with `beginReview`, `conclude`,
/// `challenge` and `annul` of {ContributionRegistry}.
interface IReviewPanel {
    /// @notice Work was submitted: its review begins. Only the registry of work calls.
    /// @param seat The seat under which it was submitted, which never judges it.
    /// @return until Unix seconds until when the review may last, whatever its outcome: how long it holds a review slot.
    function open(uint256 contribution, SignedSubmissions.Kind kind, uint64 seat) external returns (uint40 until);
}
