// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

/// @title GasPriceOracleStandIn
/// @notice Stands where OP Stack chains tell what they take for data, and tells 1 gwei for each byte. Only for tests.
contract GasPriceOracleStandIn {
    function getL1FeeUpperBound(uint256 unsignedTxSize) external pure returns (uint256) {
        return unsignedTxSize * 1 gwei;
    }
}
