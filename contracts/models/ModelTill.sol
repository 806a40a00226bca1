// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @dev What a till asks of the registry that deployed it. Named here, and not imported, so that the till's code, and
/// with it the address of every till, doesn't change with the contracts around it.
interface TillRegistry {
    function treasury() external view returns (address);
}

/// @dev What a till asks of the treasury in force.
interface TillTreasury {
    function settle(uint256 modelId, address asset) external returns (uint256 received);
}

/// @title ModelTill
/// @notice One model's pay-to address. Whatever arrives here, from whoever and however, is the model's revenue.
///
/// Its address follows from the registry and the model's number alone ({ModelRegistry-tillOf}), so it can be paid before
/// it is deployed. Money leaves it only into the treasury that the registry names, and only to be settled there; it
/// keeps no books, so nothing that is sent here can be lost or counted twice. Plain transfers need less than 2,300 gas.
contract ModelTill {
    using SafeERC20 for IERC20;

    /// @dev Base units sent at once; what is above waits for the next settlement. So no amount of play money can fill the
    /// treasury's books, or be too much to settle.
    uint256 private constant MAX_SWEEP = type(uint96).max;

    error NotTreasury(address caller);

    TillRegistry public immutable registry;
    uint256 public immutable modelId;

    constructor(uint256 modelId_) {
        registry = TillRegistry(msg.sender);
        modelId = modelId_;
    }

    /// @dev Returns at once, so that senders with a 2,300 gas stipend reach it.
    receive() external payable {}

    /// @notice Settles what stands here in `asset` (zero address: native). Anyone may call.
    function flush(address asset) external returns (uint256 received) {
        return TillTreasury(registry.treasury()).settle(modelId, asset);
    }

    /// @notice Sends what stands here in `asset`, at most 2^96 - 1 base units, to the treasury. Only the treasury in force, while it settles.
    /// @return amount Base units sent (what arrives is for the treasury to measure).
    function sweep(address asset) external returns (uint256 amount) {
        if (msg.sender != registry.treasury()) revert NotTreasury(msg.sender);
        amount = asset == address(0) ? address(this).balance : IERC20(asset).balanceOf(address(this));
        // Some tokens refuse to move nothing.
        if (amount == 0) return 0;
        if (amount > MAX_SWEEP) amount = MAX_SWEEP;
        if (asset == address(0)) {
            Address.sendValue(payable(msg.sender), amount);
        } else {
            IERC20(asset).safeTransfer(msg.sender, amount);
        }
    }
}
