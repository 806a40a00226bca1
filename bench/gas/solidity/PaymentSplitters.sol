// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

// OpenZeppelin's PaymentSplitter, of the last line of releases that had it.
import {PaymentSplitter} from "openzeppelin-contracts-v4/finance/PaymentSplitter.sol";

contract PeerPaymentSplitter is PaymentSplitter {
    constructor(address[] memory payees, uint256[] memory shares) PaymentSplitter(payees, shares) {}
}
