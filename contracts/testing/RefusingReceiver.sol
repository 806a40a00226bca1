// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

/// @title RefusingReceiver
/// @notice For tests only: an author's account that takes no native currency until told to.
contract RefusingReceiver {
    error Refused();

    bool public willing;

    receive() external payable {
        if (!willing) revert Refused();
    }

    /// @notice Takes native currency from now on.
    function relent() external {
        willing = true;
    }
}
