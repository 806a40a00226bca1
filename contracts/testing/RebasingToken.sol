// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title RebasingToken
/// @notice For tests only: a token whose balances all grow or shrink when its issuer says so. Transfers move whole
/// parts, so what arrives may be one base unit off after a rebase, as with real ones.
contract RebasingToken is ERC20 {
    /// @dev Balances are kept in parts; one part shows as `factor` / 100 base units.
    uint256 public factor = 100;

    constructor() ERC20("Rebasing", "REB") {}

    /// @notice Mints `amount` base units to `to`. Anyone may call.
    function mint(address to, uint256 amount) external {
        _mint(to, (amount * 100) / factor);
    }

    /// @notice Multiplies all balances by `percent` / 100.
    function rebase(uint256 percent) external {
        factor = (factor * percent) / 100;
    }

    function balanceOf(address account) public view override returns (uint256) {
        return (super.balanceOf(account) * factor) / 100;
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        return super.transfer(to, (amount * 100) / factor);
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        return super.transferFrom(from, to, (amount * 100) / factor);
    }
}
