// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {MemberRegistry} from "../../../contracts/membership/MemberRegistry.sol";
import {Issuers} from "../../../contracts/membership/Issuers.sol";
import {SeatPeriods} from "../../../contracts/membership/SeatPeriods.sol";
import {Seats} from "../../../contracts/membership/Seats.sol";
import {Commons} from "./Commons.sol";
import {Ledger} from "./Ledger.sol";
import {PeopleHandler} from "./PeopleHandler.sol";
import {Random} from "./Random.sol";

/// @title SeatHandler
/// @notice The life of seats where they are: opened, renewed, expired, closed, revoked, taken by a vote, replaced; under
/// issuers' limits and periods that change.
contract SeatHandler is PeopleHandler {
    using Random for Random.Stream;

    constructor(Commons commons_, Ledger ledger_) PeopleHandler(commons_, ledger_) {}

    // ------------------------------------------------------------------------------------------ people's actions

    /// @notice M3: a person takes a seat, if the issuer's limits let it.
    function enrol(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        uint8 issuer = random.oneIn(4) ? 1 : 0;
        if (ledger.refusalOf(issuer, 0) != 0) {
            _enrol(random, issuer, ledger.personCount(), _unseated(random));
            if (!random.oneIn(3)) return;
            _letIn(random, issuer, 0);
        }
        _enrol(random, issuer, ledger.personCount(), _unseated(random));
        ledger.done(this.enrol.selector);
    }

    /// @notice A seat is renewed: its time changes, or it comes back, with what it had or with nothing.
    function renew(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        uint64 seat = random.oneIn(2) ? _findSeat(random, _isLapsedAlone) : 0;
        if (seat == 0) seat = _findSeat(random, _isStanding);
        if (seat == 0) return;
        _renew(random, seat);
        ledger.done(this.renew.selector);
    }

    /// @notice Anyone ends a seat that wasn't renewed, and not before.
    function expire(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        uint64 seat = _findSeat(random, _isActive);
        if (seat == 0) return;
        Ledger.SeatEntry memory entry = ledger.seatAt(seat);
        (, , uint40 lapse, uint40 grace) = members.periods();
        bytes memory data = abi.encodeCall(MemberRegistry.expire, (seat));
        uint256 from = uint256(entry.expiry) + lapse;
        if (ledger.time() < from) {
            _mustFail(address(members), _anyone(random), data, MemberRegistry.SeatNotExpired.selector);
            if (from - ledger.time() > 40 days || random.oneIn(2)) return;
            _waitUntil(from);
        }
        bytes32 others = _entitlements(seat);
        _mustSucceed(address(members), _anyone(random), data);
        ledger.lapsed(seat, ledger.time() + grace);
        assertEq(_entitlements(seat), others, "M2: a seat that expired changed what another has");
        _mustFail(address(members), _anyone(random), data, Seats.SeatLapsed.selector);
        _checkSeat(seat);
        ledger.done(this.expire.selector);
    }

    /// @notice An issuer gets its place back, once, when nothing restores the seat any more.
    function close(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        uint64 seat = _findSeat(random, _isLapsed);
        if (seat == 0) seat = _takeSeat(random);
        Ledger.SeatEntry memory entry = ledger.seatAt(seat);
        bytes memory data = abi.encodeCall(MemberRegistry.close, (seat));
        if (!ledger.isGraceOver(seat)) {
            _mustFail(address(members), _anyone(random), data, MemberRegistry.GraceNotOver.selector);
            if (!random.oneIn(3)) return;
            _waitUntil(entry.graceEnds);
        }
        if (!entry.closed) {
            _mustSucceed(address(members), _anyone(random), data);
            ledger.closed(seat);
            ledger.done(this.close.selector);
        }
        _mustFail(address(members), _anyone(random), data, MemberRegistry.SeatAlreadyClosed.selector);
    }

    /// @notice Whose seat nobody can restore takes a new one, at another wallet; the old one never comes back (M1).
    function replace(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        uint64 seat = _findSeat(random, _isLapsedAlone);
        if (seat == 0) seat = _takeSeat(random);
        Ledger.SeatEntry memory entry = ledger.seatAt(seat);
        uint256 account = _unseated(random);
        while (account == entry.account) account = ledger.joined();
        MemberRegistry.Credential memory credential = _newer(random, seat, account);
        bytes memory data = abi.encodeCall(MemberRegistry.enrol, (credential, _attest(credential)));
        if (!ledger.isGraceOver(seat)) {
            _mustFail(address(members), credential.account, data, MemberRegistry.SeatTaken.selector);
            if (random.oneIn(2)) return;
            _waitUntil(entry.graceEnds);
        }
        _letIn(random, entry.issuer, entry.closed ? 0 : 1);
        credential = _newer(random, seat, account);
        data = abi.encodeCall(MemberRegistry.enrol, (credential, _attest(credential)));
        bytes32 others = _entitlements(0);
        _mustSucceed(address(members), credential.account, data);
        ledger.retired(seat, credential.serial);
        assertEq(_entitlements(ledger.seatCount() + 1), others, "M2: a new seat changed what another has");
        ledger.opened(entry.issuer, entry.person, account, credential.serial, credential.expiry);
        _checkSeat(seat);
        _checkSeat(ledger.seatCount());
        ledger.done(this.replace.selector);
    }

    // ------------------------------------------------------------------------------------------ issuers and votes

    /// @notice An issuer takes its word back: what it issued before acts no more.
    function revoke(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        uint64 seat = _anySeat(random);
        Ledger.SeatEntry memory entry = ledger.seatAt(seat);
        MemberRegistry.Credential memory old = _newer(random, seat, entry.account);
        bytes memory data = abi.encodeCall(MemberRegistry.revoke, (seat));
        address other = commons.issuers(1 - entry.issuer);
        _mustFail(address(members), other, data, MemberRegistry.NotSeatIssuer.selector);
        _mustSucceed(address(members), commons.issuers(entry.issuer), data);
        ledger.revoked(seat);
        _checkSeat(seat);
        if (!entry.retired) {
            data = abi.encodeCall(MemberRegistry.renew, (old, _attest(old)));
            _mustFail(address(members), old.account, data, MemberRegistry.CredentialOutdated.selector);
        }
        ledger.done(this.revoke.selector);
    }

    /// @notice A vote takes seats; all of them now and then, so that money comes to nobody.
    function unseat(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        bool all = random.oneIn(4);
        uint64[] memory seats = new uint64[](all ? ledger.seatCount() : 1);
        for (uint64 i = 0; i < seats.length; ++i) seats[i] = all ? i + 1 : _anySeat(random);
        _unseat(seats);
        ledger.done(this.unseat.selector);
    }

    /// @notice M3: a vote changes what an issuer may do, and takes no seat away by it.
    function changeIssuer(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        uint8 issuer = random.oneIn(3) ? 1 : 0;
        (uint32 cap, uint32 growth) = commons.limitsOf(issuer);
        if (random.oneIn(2)) (cap, growth) = (uint32(random.between(0, cap)), uint32(random.between(0, growth)));
        uint256 seats = ledger.activeSeats();
        _did(address(members), members.setIssuer.selector);
        members.setIssuer(commons.issuers(issuer), false, cap, growth);
        ledger.setIssuer(issuer, cap, growth);
        // Stopped, none of its credentials acts.
        uint256 account = _unseated(random);
        MemberRegistry.Credential memory credential = _credential(
            random,
            issuer,
            ledger.personCount(),
            account,
            uint48(ledger.time())
        );
        (address from, bytes memory data) = _call(random, Deed.Enrol, credential, account);
        _mustFail(address(members), from, data, Issuers.IssuerUnknown.selector);
        _did(address(members), members.setIssuer.selector);
        members.setIssuer(commons.issuers(issuer), true, cap, growth);
        (, uint32 active) = members.census();
        assertEq(active, seats, "M3: a lower cap took seats away");
        ledger.done(this.changeIssuer.selector);
    }

    function changePeriods(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        SeatPeriods.Periods memory periods = SeatPeriods.Periods({
            rebind: uint40(random.between(1 minutes, 4 days)),
            recovery: uint40(random.between(1 minutes, 6 days)),
            lapse: uint40(random.between(1 minutes, 10 days)),
            grace: uint40(random.between(1 days, 20 days))
        });
        _did(address(members), members.setPeriods.selector);
        members.setPeriods(periods);
        ledger.done(this.changePeriods.selector);
    }

    // ------------------------------------------------------------------------------------------ for other handlers

    /// @notice The account of some active seat; there is one afterwards.
    function anyMember(uint256 word) external acting returns (uint64 seat) {
        Random.Stream memory random = Random.from(word);
        seat = _findSeat(random, _isActive);
        if (seat != 0) return seat;
        _letIn(random, 0, 0);
        _enrol(random, 0, ledger.personCount(), _unseated(random));
        return ledger.seatCount();
    }

    /// @notice Whoever can come back within the grace does so, and for the others it ends.
    function everyoneComesBack(uint256 word) external acting {
        Random.Stream memory random = Random.from(word);
        for (uint64 seat = 1; seat <= ledger.seatCount(); ++seat) {
            Ledger.SeatEntry memory entry = ledger.seatAt(seat);
            if (entry.active || ledger.isGraceOver(seat) || ledger.seatOfAccount(entry.account) != 0) continue;
            if (random.oneIn(2)) _renew(random, seat);
        }
        for (uint64 seat = 1; seat <= ledger.seatCount(); ++seat) _waitUntil(ledger.seatAt(seat).graceEnds);
    }

    // ------------------------------------------------------------------------------------------ steps

    function _enrol(Random.Stream memory random, uint8 issuer, uint64 person, uint256 account) private {
        uint48 serial = uint48(random.between(1, ledger.time()));
        MemberRegistry.Credential memory credential = _credential(random, issuer, person, account, serial);
        (address from, bytes memory data) = _call(random, Deed.Enrol, credential, account);
        bytes4 refusal = ledger.refusalOf(issuer, 0);
        if (refusal != 0) return _mustFail(address(members), from, data, refusal);
        bytes32 others = _entitlements(0);
        uint64 seat = abi.decode(_mustSucceed(address(members), from, data), (uint64));
        assertEq(_entitlements(seat), others, "M2: a new seat changed what another has");
        ledger.opened(issuer, person, account, serial, credential.expiry);
        assertEq(seat, ledger.seatCount(), "M1: the number of a seat");
        _checkSeat(seat);
        // Handed in again, it opens nothing.
        _mustFail(address(members), from, data, 0);
    }

    function _renew(Random.Stream memory random, uint64 seat) private {
        Ledger.SeatEntry memory entry = ledger.seatAt(seat);
        MemberRegistry.Credential memory credential = _newer(random, seat, entry.account);
        (address from, bytes memory data) = _call(random, Deed.Renew, credential, entry.account);
        bytes4 refusal = entry.active ? bytes4(0) : ledger.refusalOfReturn(seat);
        if (refusal == 0 && !entry.active && ledger.seatOfAccount(entry.account) != 0) {
            refusal = Seats.AccountSeated.selector;
        }
        if (refusal != 0) return _mustFail(address(members), from, data, refusal);
        bytes32 others = _entitlements(seat);
        _mustSucceed(address(members), from, data);
        ledger.renewed(seat, credential.serial, credential.expiry);
        assertEq(_entitlements(seat), others, "M2: a renewal changed what another has");
        _checkSeat(seat);
        // M1: the same serial, once more, is outdated.
        _mustFail(address(members), from, data, MemberRegistry.CredentialOutdated.selector);
    }

    /// @dev A vote takes one seat; there is a lapsed one afterwards.
    function _takeSeat(Random.Stream memory random) private returns (uint64) {
        uint64[] memory seats = new uint64[](1);
        seats[0] = _findSeat(random, _isActive);
        _unseat(seats);
        return seats[0];
    }

    function _unseat(uint64[] memory seats) private {
        (, , , uint40 grace) = members.periods();
        _did(address(members), members.unseat.selector);
        members.unseat(seats);
        for (uint256 i = 0; i < seats.length; ++i) {
            ledger.revoked(seats[i]);
            if (ledger.seatAt(seats[i]).active) ledger.lapsed(seats[i], ledger.time() + grace);
            _checkSeat(seats[i]);
        }
    }

    /// @dev A vote gives an issuer room for one more seat, and for the rest of the time.
    function _letIn(Random.Stream memory random, uint8 issuer, uint256 freed) private {
        if (ledger.refusalOf(issuer, freed) == 0) return;
        if (random.oneIn(2)) _waitUntil((ledger.time() / 30 days + 1) * 30 days);
        if (ledger.refusalOf(issuer, freed) == 0) return;
        Ledger.IssuerEntry memory entry = ledger.issuerAt(issuer);
        (uint256 cap, uint256 growth) = (entry.seats + 3, entry.growth + 3);
        _did(address(members), members.setIssuer.selector);
        members.setIssuer(commons.issuers(issuer), true, uint32(cap), uint32(growth));
        ledger.setIssuer(issuer, cap, growth);
    }
}
