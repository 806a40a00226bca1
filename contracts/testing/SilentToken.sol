// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

/// @title SilentToken
/// @notice For tests only: a token of the old kind, whose transfers return nothing and revert when they fail.
contract SilentToken {
    error BalanceTooSmall(address account);
    error AllowanceTooSmall(address account);

    mapping(address account => uint256) public balanceOf;
    mapping(address owner => mapping(address spender => uint256)) public allowance;

    /// @notice Mints `amount` to `to`. Anyone may call.
    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function decimals() external pure returns (uint8) {
        return 6;
    }

    function approve(address spender, uint256 amount) external {
        allowance[msg.sender][spender] = amount;
    }

    function transfer(address to, uint256 amount) external {
        _move(msg.sender, to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) external {
        if (allowance[from][msg.sender] < amount) revert AllowanceTooSmall(from);
        allowance[from][msg.sender] -= amount;
        _move(from, to, amount);
    }

    function _move(address from, address to, uint256 amount) private {
        if (balanceOf[from] < amount) revert BalanceTooSmall(from);
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
    }
}
