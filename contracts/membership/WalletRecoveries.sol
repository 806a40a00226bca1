// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

/// @title WalletRecoveries
/// @notice To whom the tokens and positions of a wallet go that lost its seat.
///
/// When a seat leaves a wallet, what the wallet holds by itself follows the seat, wherever the seat is by then: at once if
/// the wallet itself made the move, else after a delay in which it can veto. This contract only says who inherits; the
/// contracts that hold tokens and positions move them, at anyone's call. An account that is seated again is no longer lost.
///
/// A seat that moves without its wallet's call inherits nothing for the same delay, from whomever: else who gets hold of a
/// seat would have at once all that earlier wallets left to it.
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
    event InheritanceSuspended(uint64 indexed seat, uint48 until);

    mapping(address account => Recovery) private _recoveries;
    /// @dev Until when a seat inherits nothing, unix seconds.
    mapping(uint64 seat => uint48) private _inheritsFrom;

    // ------------------------------------------------------------------------------------------ people's actions

    /// @notice Keeps what the caller holds with the caller, for good. Only the lost wallet itself, before the recovery is
    /// ready.
    function vetoRecovery() external {
        Recovery memory recovery = _requireRecovery(msg.sender);
        uint48 readyAt = _readyAt(recovery);
        if (block.timestamp >= readyAt) revert RecoveryReady(msg.sender, readyAt);
        delete _recoveries[msg.sender];
        emit RecoveryVetoed(msg.sender, recovery.seat);
    }

    // ------------------------------------------------------------------------------------------ views

    /// @notice The seat that what `account` holds follows, and from when on (unix seconds); zeros if it stays.
    function recoveryOf(address account) external view returns (uint64 seat, uint48 readyAt) {
        Recovery memory recovery = _recoveries[account];
        return (recovery.seat, _readyAt(recovery));
    }

    /// @notice The seat that inherits from `lost`; reverts unless it may do so now.
    function heirOf(address lost) external view returns (uint64 seat) {
        Recovery memory recovery = _requireRecovery(lost);
        uint48 readyAt = _readyAt(recovery);
        if (block.timestamp < readyAt) revert RecoveryNotReady(lost, readyAt);
        return recovery.seat;
    }

    // ------------------------------------------------------------------------------------------ internals

    /// @dev `seat` left `account`. A recovery that is open already stays: what the account holds belongs to the seat that
    /// it held last.
    /// @param readyAt From when on the seat inherits (unix seconds); later than now unless the account made the move.
    function _openRecovery(address account, uint64 seat, uint48 readyAt) internal {
        if (_recoveries[account].seat != 0) return;
        _recoveries[account] = Recovery(seat, readyAt);
        emit RecoveryOpened(account, seat, readyAt);
    }

    /// @dev The seat was moved without its wallet's call.
    function _suspendInheritance(uint64 seat, uint48 until) internal {
        // A period that was shortened meanwhile shortens no wait that runs.
        if (until <= _inheritsFrom[seat]) return;
        _inheritsFrom[seat] = until;
        emit InheritanceSuspended(seat, until);
    }

    /// @dev The account was seated; the event of its seat tells.
    function _endRecovery(address account) internal {
        delete _recoveries[account];
    }

    function _requireRecovery(address account) private view returns (Recovery memory recovery) {
        recovery = _recoveries[account];
        if (recovery.seat == 0) revert RecoveryUnknown(account);
    }

    function _readyAt(Recovery memory recovery) private view returns (uint48) {
        uint48 inheritsFrom = _inheritsFrom[recovery.seat];
        return inheritsFrom > recovery.readyAt ? inheritsFrom : recovery.readyAt;
    }
}
