// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @title Coins
/// @notice One way to hold and send any asset: a token by its address, the native currency by the zero address.
///
/// Tokens that return nothing are taken; one that returns false, or has no code, makes the call revert
/// ({SafeERC20-SafeERC20FailedOperation}), and one that reverts passes its own error on.
library Coins {
    using SafeERC20 for IERC20;

    address internal constant NATIVE = address(0);

    /// @notice Base units of `asset` that `account` has.
    function balanceOf(address asset, address account) internal view returns (uint256) {
        return asset == NATIVE ? account.balance : IERC20(asset).balanceOf(account);
    }

    /// @notice Sends `amount` base units from this contract to `to`, or reverts.
    function transferTo(address asset, address to, uint256 amount) internal {
        if (asset == NATIVE) Address.sendValue(payable(to), amount);
        else IERC20(asset).safeTransfer(to, amount);
    }
}
