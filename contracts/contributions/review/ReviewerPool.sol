// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

import {Genesis} from "../../membership/Genesis.sol";
import {SignedSubmissions} from "../SignedSubmissions.sol";
import {SeatSignatures} from "./SeatSignatures.sol";

/// @title ReviewerPool
/// @notice Who may be drawn to review a kind of work.
///
/// A pool is a list that only grows: whoever leaves stays in it as a tombstone, and whoever comes back stands at its end.
/// An entry counts once it is a week old. So the pool at one moment is told by two numbers, how many entries counted
/// and how many departures there were, and a draw from the pool of that moment comes out the same whenever it is made:
/// nobody's coming or going moves it (R5).
abstract contract ReviewerPool is Genesis, SeatSignatures {
    /// @dev One slot.
    struct Entry {
        uint64 seat;
        /// Unix seconds from which it counts. Never lower than that of the entry before.
        uint40 from;
        /// Its number among the departures of this pool, from 1; 0: it is still there.
        uint24 departure;
    }

    /// @dev Counts share a slot. Entries are numbered from 1.
    struct Pool {
        uint24 entries;
        uint24 departures;
        mapping(uint256 number => Entry) list;
        mapping(uint64 seat => uint24 number) lastOf;
    }

    /// @dev A pool at one moment: its first `counted` entries without its first `departures` departures.
    struct Frozen {
        uint24 counted;
        uint24 departures;
        /// How many of them may judge the work.
        uint24 eligible;
    }

    uint40 public constant ENROLMENT_WAIT = 7 days;

    bytes32 private constant ENROLMENT_TYPEHASH = keccak256(
        "ReviewerEnrolment(address account,uint8 kind,uint256 nonce,uint256 deadline)"
    );
    bytes32 private constant RETIREMENT_TYPEHASH = keccak256(
        "ReviewerRetirement(address account,uint8 kind,uint256 nonce,uint256 deadline)"
    );

    error AlreadyEnrolled(uint64 seat, SignedSubmissions.Kind kind);
    error NotEnrolled(uint64 seat, SignedSubmissions.Kind kind);
    error EnrolmentWaiting(uint64 seat, SignedSubmissions.Kind kind, uint256 from);
    error SeatStillActive(uint64 seat);
    error FoundingReviewersMismatch(uint256 seats, uint256 kinds);

    event ReviewerEnrolled(SignedSubmissions.Kind indexed kind, uint64 indexed seat, uint256 entry, uint256 countsFrom);
    event ReviewerLeft(SignedSubmissions.Kind indexed kind, uint64 indexed seat, uint256 entry, uint256 departure);

    mapping(SignedSubmissions.Kind kind => Pool) internal _pools;

    // ------------------------------------------------------------------------------------------ people's actions

    /// @notice Opts the caller's seat in to review work of a kind. It counts from a week on.
    function enrol(SignedSubmissions.Kind kind) external {
        _enrol(_seatOf(msg.sender), kind);
    }

    /// @notice The same by anyone, with the signature of the seat's wallet.
    function enrolBySig(
        address account,
        SignedSubmissions.Kind kind,
        uint256 nonce,
        uint256 deadline,
        bytes calldata signature
    ) external {
        bytes32 hash = keccak256(abi.encode(ENROLMENT_TYPEHASH, account, kind, nonce, deadline));
        _enrol(_seatBySignature(account, hash, nonce, deadline, signature), kind);
    }

    /// @notice Takes the caller's seat out of the pool for work submitted from now on. Only once its entry counts.
    function retire(SignedSubmissions.Kind kind) external {
        _leave(_seatOf(msg.sender), kind);
    }

    /// @notice The same by anyone, with the signature of the seat's wallet.
    function retireBySig(
        address account,
        SignedSubmissions.Kind kind,
        uint256 nonce,
        uint256 deadline,
        bytes calldata signature
    ) external {
        bytes32 hash = keccak256(abi.encode(RETIREMENT_TYPEHASH, account, kind, nonce, deadline));
        _leave(_seatBySignature(account, hash, nonce, deadline, signature), kind);
    }

    /// @notice Takes a seat out that isn't active any more, once its entry counts. Anyone may call.
    function prune(SignedSubmissions.Kind kind, uint64 seat) external {
        if (members.seatOf(members.walletOf(seat)) == seat) revert SeatStillActive(seat);
        _leave(seat, kind);
    }

    // ------------------------------------------------------------------------------------------ governance's actions

    /// @notice Enters the genesis file's reviewers; they count at once.
    /// @param kinds For each seat the kinds it reviews, bit 0 for the first kind.
    function foundReviewers(uint64[] calldata seats, uint8[] calldata kinds) external restricted duringGenesis {
        if (seats.length != kinds.length) revert FoundingReviewersMismatch(seats.length, kinds.length);
        for (uint256 i = 0; i < seats.length; ++i) {
            members.walletOf(seats[i]);
            for (uint8 kind = 0; kind <= uint8(type(SignedSubmissions.Kind).max); ++kind) {
                if ((kinds[i] >> kind) & 1 == 1) _enter(seats[i], SignedSubmissions.Kind(kind), 0);
            }
        }
    }

    // ------------------------------------------------------------------------------------------ views

    /// @notice How many entries a pool has, and how many of them left.
    function poolOf(SignedSubmissions.Kind kind) external view returns (uint256 entries, uint256 departures) {
        return (_pools[kind].entries, _pools[kind].departures);
    }

    /// @notice An entry of a pool, by its number from 1.
    function entryAt(SignedSubmissions.Kind kind, uint256 number) external view returns (Entry memory) {
        return _pools[kind].list[number];
    }

    /// @notice The last entry of a seat, 0 if it never had one. The seat is in the pool unless that entry left.
    function entryOf(SignedSubmissions.Kind kind, uint64 seat) external view returns (uint256 number) {
        return _pools[kind].lastOf[seat];
    }

    /// @notice How many seats could be drawn for work of a kind that `seat` submits now.
    function eligibleFor(SignedSubmissions.Kind kind, uint64 seat) external view returns (uint256) {
        return _freeze(kind, seat, seat).eligible;
    }

    // ------------------------------------------------------------------------------------------ internals

    /// @dev The pool of this moment, for work that is submitted under `seat`, by who has the seat `own`, if any.
    function _freeze(
        SignedSubmissions.Kind kind,
        uint64 seat,
        uint64 own
    ) internal view returns (Frozen memory frozen) {
        Pool storage pool = _pools[kind];
        (frozen.counted, frozen.departures) = (_counted(pool), pool.departures);
        frozen.eligible = frozen.counted - frozen.departures;
        if (_counts(pool, frozen.counted, seat)) --frozen.eligible;
        if (own != seat && _counts(pool, frozen.counted, own)) --frozen.eligible;
    }

    function _enrol(uint64 seat, SignedSubmissions.Kind kind) private afterGenesis {
        _enter(seat, kind, ENROLMENT_WAIT);
    }

    function _enter(uint64 seat, SignedSubmissions.Kind kind, uint40 wait) private {
        Pool storage pool = _pools[kind];
        uint24 last = pool.lastOf[seat];
        if (last != 0 && pool.list[last].departure == 0) revert AlreadyEnrolled(seat, kind);
        // Panels keep seats in 32 bits.
        SafeCast.toUint32(seat);
        uint24 number = ++pool.entries;
        // forge-lint: disable-next-line(unsafe-typecast)
        uint40 from = uint40(block.timestamp) + wait;
        pool.list[number] = Entry(seat, from, 0);
        pool.lastOf[seat] = number;
        emit ReviewerEnrolled(kind, seat, number, from);
    }

    function _leave(uint64 seat, SignedSubmissions.Kind kind) private {
        Pool storage pool = _pools[kind];
        uint24 number = pool.lastOf[seat];
        Entry storage entry = pool.list[number];
        if (number == 0 || entry.departure != 0) revert NotEnrolled(seat, kind);
        // Only what counts may leave: so those who count are the entries that count less the departures.
        if (block.timestamp < entry.from) revert EnrolmentWaiting(seat, kind, entry.from);
        uint24 departure = ++pool.departures;
        entry.departure = departure;
        emit ReviewerLeft(kind, seat, number, departure);
    }

    /// @dev True if a seat is in the pool, among the first `counted` entries.
    function _counts(Pool storage pool, uint24 counted, uint64 seat) private view returns (bool) {
        uint24 number = pool.lastOf[seat];
        return number != 0 && number <= counted && pool.list[number].departure == 0;
    }

    /// @dev How many entries count now: mostly all of them, else by halving.
    function _counted(Pool storage pool) private view returns (uint24) {
        uint256 high = pool.entries;
        if (high == 0 || pool.list[high].from <= block.timestamp) return uint24(high);
        // Entry `low` counts (or is none), entry `high` doesn't.
        uint256 low = 0;
        while (high - low > 1) {
            uint256 middle = (low + high) / 2;
            if (pool.list[middle].from <= block.timestamp) low = middle;
            else high = middle;
        }
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint24(low);
    }
}
