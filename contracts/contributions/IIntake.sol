// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

/// @title IIntake
/// @notice Who may pause the intake of work. A pause stops submissions, and nothing else.
interface IIntake {
    /// @notice No work is taken before this (unix seconds).
    function intakePausedUntil() external view returns (uint48);
}
