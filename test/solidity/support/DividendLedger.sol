// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {SeatLedger} from "./SeatLedger.sol";

/// @title DividendLedger
/// @notice What every seat has to get: each sum is handed to each seat that is active at that moment, one by one. No
/// index, no span and no cursor: what the chain makes of those must come to the same, to the last base unit.
abstract contract DividendLedger is SeatLedger {
    /// @dev `given` is what a seat that was always there would have got, in base units x 2^64; `carried` what the last
    /// division left over, for as long as the same seats are active, since `change`.
    struct Pot {
        uint256 given;
        uint256 carried;
        uint256 change;
        uint256 parked;
        uint256 distributions;
    }

    mapping(address asset => Pot) private _pots;
    /// @dev What a seat has to get, and what it had and lost, in base units x 2^64.
    mapping(uint64 seat => mapping(address asset => uint256)) private _own;
    mapping(uint64 seat => mapping(address asset => uint256)) private _gone;
    /// @notice Fractions of a base unit that were written off.
    uint256 public writtenOff;

    // ------------------------------------------------------------------------------------------ writing down

    function dividendArrived(address asset, uint256 amount) public {
        if (amount == 0) return;
        if (!_hand(asset, amount)) _pots[asset].parked += amount;
    }

    function dividendUnparked(address asset) external returns (uint256 amount) {
        amount = _pots[asset].parked;
        if (amount == 0 || !_hand(asset, amount)) return 0;
        _pots[asset].parked = 0;
    }

    /// @notice An active seat is paid; what it lost before goes to all.
    function dividendClaimed(uint64 seat, address asset) external returns (uint256 amount) {
        uint256 gone = _gone[seat][asset] >> 64;
        amount = _own[seat][asset] >> 64;
        if (amount == 0 && gone == 0) return 0;
        _own[seat][asset] -= amount << 64;
        _writeOff(seat, asset);
        dividendArrived(asset, gone);
    }

    function dividendSwept(uint64 seat, address asset) external returns (uint256 amount) {
        _forfeit(seat);
        amount = _gone[seat][asset] >> 64;
        if (amount == 0) return 0;
        _writeOff(seat, asset);
        dividendArrived(asset, amount);
    }

    /// @inheritdoc SeatLedger
    function _forfeit(uint64 seat) internal override {
        if (!isGraceOver(seat) || _seats[seat].forfeited) return;
        _seats[seat].forfeited = true;
        for (uint256 i = 0; i < commons.ASSETS(); ++i) {
            address asset = commons.assets(i);
            _gone[seat][asset] += _own[seat][asset];
            _own[seat][asset] = 0;
        }
    }

    /// @dev The fraction below a base unit stays with the pool.
    function _writeOff(uint64 seat, address asset) private {
        if (_gone[seat][asset] == 0) return;
        _gone[seat][asset] = 0;
        ++writtenOff;
    }

    function _hand(address asset, uint256 amount) private returns (bool) {
        if (activeSeats == 0) return false;
        Pot storage pot = _pots[asset];
        uint256 scaled = (amount << 64) + (pot.change == changes ? pot.carried : 0);
        uint256 each = scaled / activeSeats;
        if (pot.given + each >= 1 << 160) return false;
        pot.given += each;
        // The chain keeps all but the lowest 16 bits.
        (pot.carried, pot.change) = (((scaled % activeSeats) >> 16) << 16, changes);
        ++pot.distributions;
        for (uint64 seat = 1; seat <= seatCount; ++seat) {
            if (_seats[seat].active) _own[seat][asset] += each;
        }
        return true;
    }

    // ------------------------------------------------------------------------------------------ what follows

    function potOf(address asset) external view returns (Pot memory) {
        return _pots[asset];
    }

    /// @notice What a seat could claim, what a renewal would give back to it, and what a sweep would give to all; base
    /// units.
    function dueTo(uint64 seat, address asset) public view returns (uint256 due, uint256 frozen, uint256 forfeited) {
        (uint256 own, uint256 gone) = (_own[seat][asset], _gone[seat][asset]);
        if (isGraceOver(seat)) (own, gone) = (0, own + gone);
        (due, frozen, forfeited) = (own >> 64, own >> 64, gone >> 64);
        if (_seats[seat].active) frozen = 0;
        else due = 0;
    }

    /// @notice What all seats have, may get back, or lost, one after the other from seat 1.
    function allDue(address asset) external view returns (uint256[3][] memory dues, uint256 total) {
        dues = new uint256[3][](seatCount);
        for (uint64 seat = 1; seat <= seatCount; ++seat) {
            (uint256 due, uint256 frozen, uint256 forfeited) = dueTo(seat, asset);
            dues[seat - 1] = [due, frozen, forfeited];
            total += due + frozen + forfeited;
        }
    }
}
