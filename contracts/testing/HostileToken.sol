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
        Reenters,
        RefusesNothing
    }

    error TokenFrozen();
    error AddressBlocked(address account);
    error NothingMoved();

    Manner public manner;
    mapping(address account => bool) public isBlocked;
    mapping(address account => uint256) private _lies;
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

    /// @notice From now on `account` neither sends nor gets anything, as with a token whose issuer keeps a list.
    function setBlocked(address account, bool blocked) external {
        isBlocked[account] = blocked;
    }

    /// @notice From now on {balanceOf} says `balance` for `account`, whatever is true; 0: the truth again.
    function lie(address account, uint256 balance) external {
        _lies[account] = balance;
    }

    function balanceOf(address account) public view override returns (uint256) {
        uint256 said = _lies[account];
        return said != 0 ? said : super.balanceOf(account);
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        return _misbehave(amount) && super.transfer(to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        return _misbehave(amount) && super.transferFrom(from, to, amount);
    }

    /// @dev Takes one percent on the way, rounded up.
    function _update(address from, address to, uint256 amount) internal override {
        if (isBlocked[from]) revert AddressBlocked(from);
        if (isBlocked[to]) revert AddressBlocked(to);
        super._update(from, to, amount);
        if (manner == Manner.TakesFee && from != address(0) && to != address(0)) {
            super._update(to, address(0), (amount + 99) / 100);
        }
    }

    /// @dev False if the transfer shall not take place.
    function _misbehave(uint256 amount) private returns (bool) {
        if (manner == Manner.ReturnsFalse) return false;
        if (manner == Manner.Reverts) revert TokenFrozen();
        if (manner == Manner.RefusesNothing && amount == 0) revert NothingMoved();
        if (manner == Manner.Reenters) Address.functionCall(_target, _data);
        return true;
    }
}
