// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

/// @title StipendSender
/// @notice For tests only: pays as old wallets and exchanges do, leaving the recipient 2,300 gas and not more.
contract StipendSender {
    error NotTaken();

    /// @notice Sends the value on to `to`.
    function pay(address payable to) external payable {
        // A call with value adds the stipend of 2,300 by itself.
        (bool taken, ) = to.call{value: msg.value, gas: 0}("");
        if (!taken) revert NotTaken();
    }
}
