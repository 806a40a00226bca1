// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {Seats} from "./Seats.sol";

/// @title Sponsorships
/// @notice Which accounts without a seat of their own may hand in work under a seat. A sponsorship belongs to the seat,
/// moves with it, and rests while it is lapsed.
abstract contract Sponsorships is Seats {
    error NotSeated(address account);

    event SponsorshipSet(uint64 indexed seat, address indexed account, bool sponsored);

    mapping(uint64 seat => mapping(address account => bool)) private _sponsored;

    /// @notice Sponsors `account`. Only the wallet of an active seat.
    function sponsor(address account) external {
        _setSponsored(account, true);
    }

    /// @notice Ends a sponsorship. Only the wallet of the seat, while it is active.
    function unsponsor(address account) external {
        _setSponsored(account, false);
    }

    /// @notice True while `seat` is active and sponsors `account`.
    function isSponsored(uint64 seat, address account) external view returns (bool) {
        return _sponsored[seat][account] && _isActive(_seats[seat]);
    }

    function _setSponsored(address account, bool sponsored) private {
        uint64 seat = seatOf(msg.sender);
        if (seat == 0) revert NotSeated(msg.sender);
        _sponsored[seat][account] = sponsored;
        emit SponsorshipSet(seat, account, sponsored);
    }
}
