// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title WildToken
/// @notice A token that does whatever tokens have been seen to do, as told.
contract WildToken is ERC20 {
    enum Manner {
        Honest,
        ReturnsNothing,
        ReturnsFalse,
        TakesFee,
        Paused,
        Blocks,
        Reenters
    }

    error IsPaused();
    error IsBlocked(address account);

    Manner public manner;
    address public blocked;
    address private _door;
    bytes private _knock;
    bool private _inside;
    /// @notice How the last call from within a transfer went: whether one succeeded, and the error of the last that didn't.
    bool public gotIn;
    bytes4 public refusal;

    constructor() ERC20("Wild", "WILD") {}

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    /// @notice A negative rebase.
    function burn(address from, uint256 amount) external {
        _burn(from, amount);
    }

    function behave(Manner manner_, address blocked_) external {
        (manner, blocked) = (manner_, blocked_);
    }

    /// @notice From now on every transfer calls `door` before and after the balances change, and goes on whatever that does.
    function reenter(address door, bytes calldata knock) external {
        (manner, _door, _knock, gotIn, refusal) = (Manner.Reenters, door, knock, false, 0);
    }

    /// @notice True if a transfer between the two fails now, balances aside.
    function fails(address from, address to) public view returns (bool) {
        if (manner == Manner.Blocks) return from == blocked || to == blocked;
        return manner == Manner.Paused || manner == Manner.ReturnsFalse;
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        if (manner == Manner.ReturnsFalse) return false;
        super.transfer(to, amount);
        _maybeReturnNothing();
        return true;
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        if (manner == Manner.ReturnsFalse) return false;
        super.transferFrom(from, to, amount);
        _maybeReturnNothing();
        return true;
    }

    /// @dev The fee is one percent, rounded up.
    function _update(address from, address to, uint256 amount) internal override {
        bool moves = from != address(0) && to != address(0);
        if (moves && manner == Manner.Paused) revert IsPaused();
        if (moves && manner == Manner.Blocks && (from == blocked || to == blocked)) revert IsBlocked(blocked);
        if (moves) _reenter();
        super._update(from, to, amount);
        if (moves) _reenter();
        if (moves && manner == Manner.TakesFee) super._update(to, address(0), (amount + 99) / 100);
    }

    function _reenter() private {
        if (manner != Manner.Reenters || _inside) return;
        _inside = true;
        (bool success, bytes memory result) = _door.call(_knock);
        if (success) gotIn = true;
        else refusal = bytes4(result);
        _inside = false;
    }

    function _maybeReturnNothing() private view {
        if (manner != Manner.ReturnsNothing) return;
        assembly ("memory-safe") {
            return(0, 0)
        }
    }
}
