// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {Commons} from "./Commons.sol";

/// @title Diary
/// @notice When things happened to a commons, and how often: the beginning of every {Ledger}.
abstract contract Diary {
    Commons public immutable commons;
    /// @notice Now. Kept here, so that it passes the same way under every runner.
    uint256 public time;
    uint256 public steps;
    /// @notice How often each action of each handler succeeded.
    mapping(address handler => mapping(bytes4 action => uint256)) public count;

    /// @notice How often a function of a contract was called and did what it is for, and how often it refused to.
    mapping(address target => mapping(bytes4 selector => uint256)) public timesReached;
    mapping(address target => mapping(bytes4 selector => uint256)) public timesRefused;

    constructor(Commons commons_, uint256 time_) {
        (commons, time) = (commons_, time_);
    }

    function done(bytes4 action) external {
        ++count[msg.sender][action];
    }

    function reached(address target, bytes4 selector) external {
        ++timesReached[target][selector];
    }

    function refused(address target, bytes4 selector) external {
        ++timesRefused[target][selector];
    }

    function nextStep() external returns (uint256) {
        return ++steps;
    }

    function waited(uint256 duration) external {
        if (duration == 0) return;
        _remember();
        time += duration;
    }

    /// @dev What must never change of the moment that passes.
    function _remember() internal virtual;
}
