// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {ModelRegistry} from "../models/ModelRegistry.sol";
import {Coins} from "./Coins.sol";

/// @title RevenueVault
/// @notice What the two holders of shared revenue have in common: money comes in from the treasury in force alone, the
/// books say how much of what stands here belongs to somebody, and one transient lock is over every door.
///
/// Keeps T1: balance >= {accounted}, per asset; a donation changes no books. T2: the books are what came in less what was
/// paid.
abstract contract RevenueVault is ReentrancyGuardTransient {
    /// @notice Index bits below one base unit per unit.
    uint256 public constant INDEX_SCALE = 1 << 64;

    error NotTreasury(address caller);
    error AmountNotReceived(address asset, uint256 expected, uint256 present);

    ModelRegistry public immutable models;

    /// @notice Base units per asset that belong to somebody. What stands here above it was given by nobody's rule.
    mapping(address asset => uint256) public accounted;

    constructor(ModelRegistry models_) {
        models = models_;
    }

    modifier onlyTreasury() {
        if (msg.sender != models.treasury()) revert NotTreasury(msg.sender);
        _;
    }

    /// @dev Books `amount` base units, which must have arrived: with this call, if native, before it, if a token.
    function _book(address asset, uint256 amount) internal {
        uint256 expected = accounted[asset] + amount;
        uint256 present = Coins.balanceOf(asset, address(this));
        if (present < expected || (asset == Coins.NATIVE && msg.value != amount)) {
            revert AmountNotReceived(asset, expected, present);
        }
        accounted[asset] = expected;
    }

    /// @dev Takes `amount` base units off the books and sends them. The last thing that an action does for an asset.
    function _pay(address asset, address to, uint256 amount) internal {
        accounted[asset] -= amount;
        Coins.transferTo(asset, to, amount);
    }
}
