// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @title HostileToken
/// @notice For tests only: a token that misbehaves as told, to show that its holders alone bear it.
contract HostileToken is ERC20 {
    enum Manner {
        Honest,
        ReturnsFalse,
        TakesFee,
        Reverts,
        Reenters
    }

    error TokenFrozen();

    Manner public manner;
    address private _target;
    bytes private _data;

    constructor() ERC20("Hostile", "HOST") {}

    /// @notice Mints `amount` to `to`. Anyone may call.
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    /// @notice Chooses how transfers go from now on.
    function behave(Manner manner_) external {
        manner = manner_;
    }

    /// @notice From now on every transfer first calls `target` with `data`, and fails with its error.
    function reenter(address target, bytes calldata data) external {
        (manner, _target, _data) = (Manner.Reenters, target, data);
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        return _misbehave() && super.transfer(to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        return _misbehave() && super.transferFrom(from, to, amount);
    }

    /// @dev Takes one percent on the way, rounded up.
    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount);
        if (manner == Manner.TakesFee && from != address(0) && to != address(0)) {
            super._update(to, address(0), (amount + 99) / 100);
        }
    }

    /// @dev False if the transfer shall not take place.
    function _misbehave() private returns (bool) {
        if (manner == Manner.ReturnsFalse) return false;
        if (manner == Manner.Reverts) revert TokenFrozen();
        if (manner == Manner.Reenters) Address.functionCall(_target, _data);
        return true;
    }
}
