// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @title SharedWallet
/// @notice For tests only: a wallet of several, of which one key stands for all. It carries out what its owner sends, under
/// a hash that was told before, and announces both outcomes by that hash as a Safe does.
contract SharedWallet is IERC1271 {
    address public immutable owner;

    event ExecutionSuccess(bytes32 indexed txHash, uint256 payment);
    event ExecutionFailure(bytes32 indexed txHash, uint256 payment);

    error NotOwner();

    constructor(address owner_) payable {
        owner = owner_;
    }

    receive() external payable {}

    /// @param hash What the wallet called it while it waited.
    function execute(bytes32 hash, address to, uint256 value, bytes calldata data) external {
        if (msg.sender != owner) revert NotOwner();
        // solhint-disable-next-line avoid-low-level-calls
        (bool succeeded, ) = to.call{value: value}(data);
        if (succeeded) emit ExecutionSuccess(hash, 0);
        else emit ExecutionFailure(hash, 0);
    }

    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        return ECDSA.recoverCalldata(hash, signature) == owner ? IERC1271.isValidSignature.selector : bytes4(0);
    }
}
