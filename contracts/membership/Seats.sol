// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {Votes} from "@openzeppelin/contracts/governance/utils/Votes.sol";
import {ERC6372Utils} from "@openzeppelin/contracts/utils/ERC6372Utils.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";

/// @title Seats
/// @notice Which seats there are, which of them are active, at which wallet, and over which eras.
///
/// An *era* is the time between two changes of the set of active seats; eras are numbered from 0, and every joining and
/// every leaving begins the next one. A *span* is a run of eras over which a seat is active: it begins with the era `from`
/// and ends before the era `to`, which is 0 while it runs. What is shared equally among the members in an era belongs to
/// the spans with `from <= era` and (`to == 0` or `era < to`). Spans of a seat are numbered from 1, never overlap, and are
/// kept.
///
/// An active seat is one vote for its wallet, readable at any past timepoint through ERC-5805 (timestamps). It can't be
/// delegated.
///
/// Keeps M1: one account, one active seat. M2: no change alters a span that ended, a past vote, or an era before it.
abstract contract Seats is Votes {
    /// @dev Two slots. `from` and `to` are those of the last span.
    struct Seat {
        address wallet;
        uint48 serial;
        uint48 expiry;
        address issuer;
        uint32 from;
        uint32 to;
        uint32 span;
    }

    struct Span {
        uint32 from;
        uint32 to;
    }

    /// @dev One slot: the active seat of an account, and since when it has been there without a break, unix seconds.
    struct Seating {
        uint64 seat;
        uint48 since;
    }

    /// @dev One slot, which a seat has only once it lapsed. `graceEnds` is 0 while it is active; `forfeited` is what was
    /// recorded when it was reopened; `closed` says that its issuer has its place back.
    struct Lapse {
        uint48 graceEnds;
        uint32 forfeited;
        bool closed;
    }

    /// @dev What those who share among seats ask for. `forfeited`: spans up to this number earn nothing any more for the
    /// seat. `graceEnds` is 0 unless the seat is lapsed.
    struct Tenure {
        address wallet;
        uint32 from;
        uint32 to;
        uint32 span;
        uint32 forfeited;
        uint48 graceEnds;
    }

    error SeatUnknown(uint256 seat);
    error SeatLapsed(uint64 seat);
    error SpanUnknown(uint64 seat, uint32 span);
    error AccountSeated(address account, uint64 seat);
    error SeatCannotBeDelegated();

    event SeatExpired(uint64 indexed seat, address indexed wallet, uint48 graceEnds);
    event GraceExtended(uint64 indexed seat, uint48 graceEnds);
    event SeatRestored(uint64 indexed seat, address indexed wallet);
    event SeatReopened(uint64 indexed seat, address indexed wallet);

    /// @notice Number of seats ever opened; seats are numbered from 1.
    uint64 public seatCount;
    // One slot with the count.
    uint32 private _era;
    uint32 private _active;

    mapping(uint256 seat => Seat) internal _seats;
    mapping(uint256 seat => Lapse) internal _lapses;
    mapping(uint256 seat => mapping(uint32 span => Span)) private _spans;
    mapping(address account => Seating) private _seatings;

    // ------------------------------------------------------------------------------------------ people's actions

    /// @notice Always reverts: a seat's vote is its own.
    function delegate(address) public pure override {
        revert SeatCannotBeDelegated();
    }

    /// @notice Always reverts: a seat's vote is its own.
    function delegateBySig(address, uint256, uint256, uint8, bytes32, bytes32) public pure override {
        revert SeatCannotBeDelegated();
    }

    // ------------------------------------------------------------------------------------------ views

    /// @notice The active seat of `account`, 0 if it has none.
    function seatOf(address account) public view returns (uint64) {
        return _seatings[account].seat;
    }

    /// @notice Since when `account` has had its active seat without a break (unix seconds), 0 if it has none. At every time
    /// from then on it had a vote, so that whoever asks about one needn't search the account's history.
    function seatedSince(address account) external view returns (uint48) {
        return _seatings[account].since;
    }

    /// @notice The wallet of `seat`, also while it is lapsed; reverts for a number that was never given.
    function walletOf(uint64 seat) external view returns (address) {
        return _requireSeat(seat).wallet;
    }

    /// @notice A seat; all zero if the number was never given.
    function seatAt(uint64 seat) external view returns (Seat memory) {
        return _seats[seat];
    }

    /// @notice A seat as those need it who share among seats; reverts for a number that was never given. An active seat
    /// that never lapsed costs two slots to read.
    function tenureOf(uint64 seat) external view returns (Tenure memory) {
        Seat memory entry = _requireSeat(seat);
        Lapse memory lapse;
        if (entry.to != 0 || entry.span != 1) lapse = _lapses[seat];
        uint32 forfeited = _graceOver(lapse) ? entry.span : lapse.forfeited;
        return Tenure(entry.wallet, entry.from, entry.to, entry.span, forfeited, lapse.graceEnds);
    }

    /// @notice The eras of a span: it begins with `from` and ends before `to`, 0 while it runs.
    function spanAt(uint64 seat, uint32 span) external view returns (uint32 from, uint32 to) {
        Seat storage entry = _requireSeat(seat);
        if (span == entry.span) return (entry.from, entry.to);
        if (span == 0 || span > entry.span) revert SpanUnknown(seat, span);
        Span memory past = _spans[seat][span];
        return (past.from, past.to);
    }

    /// @notice The present era, and the number of active seats.
    function census() external view returns (uint32 era, uint32 seats) {
        return (_era, _active);
    }

    function clock() public view override returns (uint48) {
        return Time.timestamp();
    }

    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public view override returns (string memory) {
        return ERC6372Utils.timestampClockMode(clock);
    }

    // ------------------------------------------------------------------------------------------ internals

    /// @dev A new seat, active from now on.
    function _addSeat(address wallet, address issuer, uint48 serial, uint48 expiry) internal returns (uint64 seat) {
        seat = ++seatCount;
        Seat storage entry = _seats[seat];
        (entry.serial, entry.expiry, entry.issuer) = (serial, expiry, issuer);
        _beginSpan(seat, wallet);
    }

    /// @dev Ends the span of an active seat. What it could claim is kept for it until its grace ends.
    function _lapse(uint64 seat, uint40 grace) internal {
        Seat storage entry = _seats[seat];
        address wallet = entry.wallet;
        uint48 graceEnds = clock() + grace;
        entry.to = ++_era;
        --_active;
        _lapses[seat].graceEnds = graceEnds;
        delete _seatings[wallet];
        _transferVotingUnits(wallet, address(0), 1);
        emit SeatExpired(seat, wallet, graceEnds);
    }

    /// @dev Lets the grace of a lapsed seat last at least until `until`, if it isn't over.
    function _extendGrace(uint64 seat, uint48 until) internal {
        Lapse storage lapse = _lapses[seat];
        if (lapse.graceEnds == 0 || lapse.graceEnds >= until || _graceOver(lapse)) return;
        lapse.graceEnds = until;
        emit GraceExtended(seat, until);
    }

    /// @dev Makes a lapsed seat active again within its grace: what it could claim when it lapsed is its own again.
    function _restore(uint64 seat, address wallet) internal {
        _lapses[seat].graceEnds = 0;
        _beginSpan(seat, wallet);
        emit SeatRestored(seat, wallet);
    }

    /// @dev Makes a lapsed seat active again after its grace: it begins with nothing.
    function _reopen(uint64 seat, address wallet) internal {
        _lapses[seat] = Lapse({graceEnds: 0, forfeited: _seats[seat].span, closed: false});
        _beginSpan(seat, wallet);
        emit SeatReopened(seat, wallet);
    }

    /// @dev Moves an active seat. It stays in its span.
    function _moveSeat(uint64 seat, address to) internal {
        _requireUnseated(to);
        Seat storage entry = _seats[seat];
        address from = entry.wallet;
        entry.wallet = to;
        delete _seatings[from];
        _moveVote(from, to);
        _seatings[to] = Seating(seat, clock());
    }

    function _requireSeat(uint64 seat) internal view returns (Seat storage entry) {
        entry = _seats[seat];
        if (entry.wallet == address(0)) revert SeatUnknown(seat);
    }

    function _requireUnseated(address account) internal view {
        uint64 seat = _seatings[account].seat;
        if (seat != 0) revert AccountSeated(account, seat);
    }

    function _isActive(Seat storage entry) internal view returns (bool) {
        return entry.span != 0 && entry.to == 0;
    }

    /// @dev True if the seat is lapsed and a renewal no longer restores it.
    function _graceOver(Lapse memory lapse) internal view returns (bool) {
        return lapse.graceEnds != 0 && block.timestamp >= lapse.graceEnds;
    }

    function _getVotingUnits(address account) internal view override returns (uint256) {
        return _seatings[account].seat == 0 ? 0 : 1;
    }

    function _beginSpan(uint64 seat, address wallet) private {
        _requireUnseated(wallet);
        Seat storage entry = _seats[seat];
        uint32 last = entry.span;
        if (last != 0) _spans[seat][last] = Span(entry.from, entry.to);
        entry.wallet = wallet;
        (entry.from, entry.to, entry.span) = (++_era, 0, last + 1);
        ++_active;
        _moveVote(address(0), wallet);
        _seatings[wallet] = Seating(seat, clock());
    }

    /// @dev The unit of a seat follows its wallet; a wallet always counts for itself. Called before `to` is seated, so
    /// that setting its delegate moves nothing and the unit is counted once.
    function _moveVote(address from, address to) private {
        if (delegates(to) == address(0)) _delegate(to, to);
        _transferVotingUnits(from, to, 1);
    }
}
