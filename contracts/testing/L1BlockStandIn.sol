// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

/// @title L1BlockStandIn
/// @notice Stands where OP Stack chains tell their L1 origin, and tells what a test last said. Only for tests. Laid out in
/// storage as the real one is: number and time in slot 0, the hash in slot 2.
contract L1BlockStandIn {
    uint64 public number;
    uint64 public timestamp;
    uint256 public basefee;
    bytes32 public hash;

    function set(uint64 number_, uint64 timestamp_, bytes32 hash_) external {
        (number, timestamp, hash) = (number_, timestamp_, hash_);
    }
}
