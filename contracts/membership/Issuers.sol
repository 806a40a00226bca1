// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";

/// @title Issuers
/// @notice Who may vouch for people, and for how many. Issuers enter by constitutional vote.
///
/// A seat counts against its issuer's cap from its opening until it is closed, so also while it is lapsed and could still
/// be restored. Opening and reopening count as growth; founding members and restoring don't.
///
/// Keeps M3: what an issuer opens leaves its seats within its cap, and its growth in an epoch within its limit. A vote
/// that sets them lower takes no seat away.
abstract contract Issuers is AccessManaged {
    /// @dev One slot. `growth` counts the seats opened in `epoch`.
    struct Issuer {
        uint32 seats;
        uint32 cap;
        uint32 growthLimit;
        uint32 growth;
        uint48 epoch;
        bool active;
    }

    /// @notice Length of the window in which an issuer's growth is counted, in seconds.
    uint48 public constant GROWTH_EPOCH = 30 days;

    error IssuerUnknown(address issuer);
    error IssuerFull(address issuer, uint256 cap);
    error IssuerGrowthExceeded(address issuer, uint256 limit);
    error AccountInvalid(address account);

    event IssuerSet(address indexed issuer, bool active, uint32 cap, uint32 growthLimit);

    mapping(address issuer => Issuer) private _issuers;

    // ------------------------------------------------------------------------------------------ governance's actions

    /// @notice Adds, changes or stops an issuer. Stopping leaves its seats as they are, but none of its credentials acts
    /// any more: a seat of it stays until somebody expires it.
    /// @param cap Most seats it may have. @param growthLimit Most seats it may open per {GROWTH_EPOCH}.
    function setIssuer(address issuer, bool active, uint32 cap, uint32 growthLimit) external restricted {
        if (issuer == address(0)) revert AccountInvalid(issuer);
        Issuer storage entry = _issuers[issuer];
        (entry.active, entry.cap, entry.growthLimit) = (active, cap, growthLimit);
        emit IssuerSet(issuer, active, cap, growthLimit);
    }

    // ------------------------------------------------------------------------------------------ views

    /// @notice An issuer; all zero if unknown.
    function issuerAt(address issuer) external view returns (Issuer memory) {
        return _issuers[issuer];
    }

    // ------------------------------------------------------------------------------------------ internals

    function _requireActiveIssuer(address issuer) internal view {
        if (!_issuers[issuer].active) revert IssuerUnknown(issuer);
    }

    /// @dev Counts a seat that joins by a credential, not by genesis.
    function _countGrowth(address issuer) internal {
        Issuer storage entry = _issuers[issuer];
        // GROWTH_EPOCH is 30 days: the quotient fits 48 bits.
        // forge-lint: disable-next-line(unsafe-typecast)
        uint48 epoch = uint48(block.timestamp / GROWTH_EPOCH);
        if (entry.epoch != epoch) (entry.epoch, entry.growth) = (epoch, 0);
        if (entry.growth >= entry.growthLimit) revert IssuerGrowthExceeded(issuer, entry.growthLimit);
        ++entry.growth;
    }

    /// @dev Takes one of the issuer's places.
    function _takePlace(address issuer) internal {
        Issuer storage entry = _issuers[issuer];
        if (entry.seats >= entry.cap) revert IssuerFull(issuer, entry.cap);
        ++entry.seats;
    }

    /// @dev Gives a place back.
    function _freePlace(address issuer) internal {
        --_issuers[issuer].seats;
    }
}
