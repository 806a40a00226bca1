// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

/// @title Doors
/// @notice Functions by how they are written in the lists of what random lives reach: "Treasury.settle(uint256,address)". Those
/// that no life calls stand in test/static/doors.ts, with the reason; a test there holds both against the contracts.
library Doors {
    function selectorOf(string memory name) internal pure returns (bytes4) {
        bytes memory text = bytes(name);
        uint256 from;
        while (text[from] != ".") ++from;
        ++from;
        bytes memory signature = new bytes(text.length - from);
        for (uint256 i = 0; i < signature.length; ++i) signature[i] = text[from + i];
        return bytes4(keccak256(signature));
    }
}
