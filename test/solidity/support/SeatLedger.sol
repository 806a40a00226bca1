// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {Issuers} from "../../../contracts/membership/Issuers.sol";
import {Diary} from "./Diary.sol";

/// @title SeatLedger
/// @notice Who sits where: persons, their seats and wallets, what their issuers may do, and whom lost wallets leave their
/// belongings to. It knows no eras and no spans: a seat is active or it isn't.
abstract contract SeatLedger is Diary {
    /// @dev `graceEnds` is 0 unless it is lapsed; `forfeited`: what it had then is written off; `retired`: another seat took
    /// its person. `times`: how often it became active; `lostTimes`: the last of them whose money it lost. `moveTo`: number of the account that it is to move to + 1, 0 if none.
    struct SeatEntry {
        uint8 issuer;
        uint64 person;
        uint256 account;
        uint48 serial;
        uint48 expiry;
        bool active;
        bool closed;
        bool retired;
        bool forfeited;
        uint32 times;
        uint32 lostTimes;
        uint256 graceEnds;
        uint256 moveTo;
        uint256 moveReady;
        uint48 moveExpiry;
    }

    struct IssuerEntry {
        uint256 seats;
        uint256 cap;
        uint256 growthLimit;
        uint256 growth;
        uint256 epoch;
    }

    struct Recovery {
        uint64 seat;
        uint256 readyAt;
    }

    /// @notice Accounts by number; seats by number from 1; persons by number, of either issuer.
    uint256 public accountCount;
    uint64 public seatCount;
    uint64 public personCount;
    uint256 public activeSeats;
    /// @notice Changes of the set of active seats.
    uint256 public changes;
    /// @notice The accounts that are seated, one bit each.
    uint256 public seatedAccounts;
    mapping(uint256 account => uint64 seat) public seatOfAccount;
    mapping(uint64 seat => mapping(uint256 account => bool)) public isSponsored;
    mapping(uint64 seat => SeatEntry) internal _seats;
    mapping(uint8 issuer => IssuerEntry) private _issuers;
    mapping(uint256 account => Recovery) private _recoveries;
    /// @dev Until when a seat inherits nothing.
    mapping(uint64 seat => uint256) private _inheritsFrom;

    // ------------------------------------------------------------------------------------------ writing down

    function joined() external returns (uint256 account) {
        return accountCount++;
    }

    function setIssuer(uint8 issuer, uint256 cap, uint256 growthLimit) external {
        (_issuers[issuer].cap, _issuers[issuer].growthLimit) = (cap, growthLimit);
    }

    function opened(uint8 issuer, uint64 person, uint256 account, uint48 serial, uint48 expiry) external {
        _grow(issuer);
        ++_issuers[issuer].seats;
        _open(issuer, person, account, serial, expiry);
    }

    /// @notice A newer credential for the seat where it is.
    function renewed(uint64 seat, uint48 serial, uint48 expiry) external {
        SeatEntry storage entry = _seats[seat];
        (entry.serial, entry.expiry, entry.moveTo) = (serial, expiry, 0);
        if (!entry.active) _return(seat, entry.account);
    }

    function lapsed(uint64 seat, uint256 graceEnds) external {
        SeatEntry storage entry = _seats[seat];
        (entry.active, entry.graceEnds) = (false, graceEnds);
        --activeSeats;
        ++changes;
        _unseat(entry.account);
    }

    function revoked(uint64 seat) external {
        SeatEntry storage entry = _seats[seat];
        if (entry.expiry > time) entry.expiry = uint48(time);
        (entry.serial, entry.moveTo) = (uint48(time), 0);
    }

    function closed(uint64 seat) public {
        _seats[seat].closed = true;
        --_issuers[_seats[seat].issuer].seats;
    }

    /// @notice Its person is about to take another seat.
    function retired(uint64 seat, uint48 serial) external {
        SeatEntry storage entry = _seats[seat];
        (entry.retired, entry.serial, entry.moveTo) = (true, serial, 0);
        if (!entry.closed) closed(seat);
    }

    function moveAsked(uint64 seat, uint256 account, uint48 serial, uint48 expiry, uint256 readyAt) external {
        SeatEntry storage entry = _seats[seat];
        (entry.serial, entry.moveTo, entry.moveReady, entry.moveExpiry) = (serial, account + 1, readyAt, expiry);
        // Once more as long as the wait: who asked in time is in time.
        uint256 until = 2 * readyAt - time;
        if (entry.graceEnds != 0 && !isGraceOver(seat) && entry.graceEnds < until) entry.graceEnds = until;
    }

    function moveDropped(uint64 seat) external {
        _seats[seat].moveTo = 0;
    }

    /// @param readyAt When what the old wallet holds may follow.
    function seatMoved(uint64 seat, uint256 readyAt) external {
        SeatEntry storage entry = _seats[seat];
        (uint256 from, uint256 to) = (entry.account, entry.moveTo - 1);
        (entry.expiry, entry.moveTo) = (entry.moveExpiry, 0);
        if (entry.active) {
            _unseat(from);
            _seat(seat, to);
        } else {
            _return(seat, to);
        }
        // A seat that was moved without its wallet's call inherits nothing for a while, from anybody.
        if (readyAt > time && readyAt > _inheritsFrom[seat]) _inheritsFrom[seat] = readyAt;
        if (seatOfAccount[from] == 0 && _recoveries[from].seat == 0) _recoveries[from] = Recovery(seat, readyAt);
    }

    function recoveryVetoed(uint256 account) external {
        delete _recoveries[account];
    }

    function sponsored(uint64 seat, uint256 account, bool yes) external {
        isSponsored[seat][account] = yes;
    }

    function _open(uint8 issuer, uint64 person, uint256 account, uint48 serial, uint48 expiry) internal {
        uint64 seat = ++seatCount;
        SeatEntry storage entry = _seats[seat];
        (entry.issuer, entry.person, entry.serial, entry.expiry) = (issuer, person, serial, expiry);
        if (person >= personCount) personCount = person + 1;
        _activate(seat, account);
    }

    function _found(uint256 founders) internal {
        _issuers[0].seats = founders;
        for (uint64 i = 0; i < founders; ++i) _open(0, i, i, 1, commons.expiryOfFounder(i, time));
        for (uint8 i = 0; i < commons.ISSUERS(); ++i) {
            (_issuers[i].cap, _issuers[i].growthLimit) = commons.limitsOf(i);
        }
    }

    /// @dev What a seat had is written off if its grace is over. Before anything that follows.
    function _forfeit(uint64 seat) internal virtual;

    function _return(uint64 seat, uint256 account) private {
        SeatEntry storage entry = _seats[seat];
        if (isGraceOver(seat)) {
            _forfeit(seat);
            _grow(entry.issuer);
            if (entry.closed) ++_issuers[entry.issuer].seats;
        }
        (entry.graceEnds, entry.closed, entry.forfeited) = (0, false, false);
        _activate(seat, account);
    }

    function _activate(uint64 seat, uint256 account) private {
        _seats[seat].active = true;
        ++_seats[seat].times;
        ++activeSeats;
        ++changes;
        _seat(seat, account);
    }

    function _seat(uint64 seat, uint256 account) private {
        _seats[seat].account = account;
        seatOfAccount[account] = seat;
        seatedAccounts |= 1 << account;
        delete _recoveries[account];
    }

    function _unseat(uint256 account) private {
        seatOfAccount[account] = 0;
        seatedAccounts &= ~(1 << account);
    }

    function _grow(uint8 issuer) private {
        IssuerEntry storage entry = _issuers[issuer];
        uint256 epoch = time / 30 days;
        entry.growth = entry.epoch == epoch ? entry.growth + 1 : 1;
        entry.epoch = epoch;
    }

    // ------------------------------------------------------------------------------------------ what follows

    function seatAt(uint64 seat) external view returns (SeatEntry memory) {
        return _seats[seat];
    }

    function issuerAt(uint8 issuer) external view returns (IssuerEntry memory) {
        return _issuers[issuer];
    }

    /// @notice The seat that inherits from an account, and from when on.
    function recoveryAt(uint256 account) public view returns (Recovery memory recovery) {
        recovery = _recoveries[account];
        if (_inheritsFrom[recovery.seat] > recovery.readyAt) recovery.readyAt = _inheritsFrom[recovery.seat];
    }

    function walletOfSeat(uint64 seat) public view returns (address) {
        return commons.accountOf(_seats[seat].account);
    }

    function isGraceOver(uint64 seat) public view returns (bool) {
        return _seats[seat].graceEnds != 0 && time >= _seats[seat].graceEnds;
    }

    /// @notice M3: how an issuer's next seat is refused, 0 if it isn't. `freed`: places that it gets back first.
    function refusalOf(uint8 issuer, uint256 freed) public view returns (bytes4) {
        IssuerEntry storage entry = _issuers[issuer];
        uint256 growth = entry.epoch == time / 30 days ? entry.growth : 0;
        if (growth >= entry.growthLimit) return Issuers.IssuerGrowthExceeded.selector;
        return entry.seats - freed >= entry.cap ? Issuers.IssuerFull.selector : bytes4(0);
    }

    /// @notice How the return of a lapsed seat is refused by its issuer's limits, 0 if it isn't.
    function refusalOfReturn(uint64 seat) external view returns (bytes4) {
        if (!isGraceOver(seat)) return 0;
        return refusalOf(_seats[seat].issuer, _seats[seat].closed ? 0 : 1);
    }
}
