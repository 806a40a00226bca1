// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

/// @title StipendSender
/// @notice For tests only: pays as old wallets and exchanges do, with the 2,300 gas that `transfer` leaves.
contract StipendSender {
    /// @notice Sends the value on to `to`.
    function pay(address payable to) external payable {
        to.transfer(msg.value);
    }
}
