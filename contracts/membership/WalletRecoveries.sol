// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

/// @title WalletRecoveries
/// @notice To whom the tokens and positions of a wallet go that lost its seat.
///
/// When a seat leaves a wallet, what the wallet holds by itself follows the seat, wherever the seat is by then: at once if
/// the wallet itself made the move, else after a delay in which it can veto. This contract only says who inherits; the
/// contracts that hold tokens and positions move them, at anyone's call. An account that is seated again is no longer lost.
abstract contract WalletRecoveries {
    /// @dev One slot.
    struct Recovery {
        uint64 seat;
        uint48 readyAt;
    }

    error RecoveryUnknown(address account);
    error RecoveryNotReady(address account, uint48 readyAt);
    error RecoveryReady(address account, uint48 readyAt);

    event RecoveryOpened(address indexed account, uint64 indexed seat, uint48 readyAt);
    event RecoveryVetoed(address indexed account, uint64 indexed seat);

    mapping(address account => Recovery) private _recoveries;

    // ------------------------------------------------------------------------------------------ people's actions

    /// @notice Keeps what the caller holds with the caller, for good. Only the lost wallet itself, before the recovery is
    /// ready.
    function vetoRecovery() external {
        Recovery memory recovery = _requireRecovery(msg.sender);
        if (block.timestamp >= recovery.readyAt) revert RecoveryReady(msg.sender, recovery.readyAt);
        delete _recoveries[msg.sender];
        emit RecoveryVetoed(msg.sender, recovery.seat);
    }

    // ------------------------------------------------------------------------------------------ views

    /// @notice The seat that what `account` holds follows, and from when on (unix seconds); zeros if it stays.
    function recoveryOf(address account) external view returns (uint64 seat, uint48 readyAt) {
        Recovery memory recovery = _recoveries[account];
        return (recovery.seat, recovery.readyAt);
    }

    /// @notice The seat that inherits from `lost`; reverts unless it may do so now.
    function heirOf(address lost) external view returns (uint64 seat) {
        Recovery memory recovery = _requireRecovery(lost);
        if (block.timestamp < recovery.readyAt) revert RecoveryNotReady(lost, recovery.readyAt);
        return recovery.seat;
    }

    // ------------------------------------------------------------------------------------------ internals

    function _openRecovery(address account, uint64 seat, uint48 readyAt) internal {
        _recoveries[account] = Recovery(seat, readyAt);
        emit RecoveryOpened(account, seat, readyAt);
    }

    /// @dev The account was seated; the event of its seat tells.
    function _endRecovery(address account) internal {
        delete _recoveries[account];
    }

    function _requireRecovery(address account) private view returns (Recovery memory recovery) {
        recovery = _recoveries[account];
        if (recovery.seat == 0) revert RecoveryUnknown(account);
    }
}
