// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {Credentials} from "../../../contracts/membership/Credentials.sol";
import {MemberRegistry} from "../../../contracts/membership/MemberRegistry.sol";
import {Commons} from "./Commons.sol";
import {Handler} from "./Handler.sol";
import {Ledger} from "./Ledger.sol";
import {Random} from "./Random.sol";

/// @title PeopleHandler
/// @notice What all that happens to seats begins with: credentials, and who hands them in.
abstract contract PeopleHandler is Handler {
    using Random for Random.Stream;

    /// @dev Most accounts of a life: as many bits as a word has.
    uint256 private constant MOST_ACCOUNTS = 256;

    enum Deed {
        Enrol,
        Renew,
        Rebind
    }

    constructor(Commons commons_, Ledger ledger_) Handler(commons_, ledger_) {}

    /// @dev A call that hands a credential in: of its account, or of anyone with the account's consent.
    function _call(
        Random.Stream memory random,
        Deed deed,
        MemberRegistry.Credential memory credential,
        uint256 account
    ) internal view returns (address from, bytes memory data) {
        bytes memory signature = _attest(credential);
        if (random.oneIn(2)) {
            from = credential.account;
            if (deed == Deed.Enrol) data = abi.encodeCall(MemberRegistry.enrol, (credential, signature));
            else if (deed == Deed.Renew) data = abi.encodeCall(MemberRegistry.renew, (credential, signature));
            else data = abi.encodeCall(MemberRegistry.rebind, (credential, signature));
            return (from, data);
        }
        uint256 deadline = ledger.time() + random.between(0, 1 days);
        bytes memory consent = commons.signAs(account, members.consentDigest(credential, deadline));
        bytes4 selector = MemberRegistry.rebindBySig.selector;
        if (deed == Deed.Enrol) selector = MemberRegistry.enrolBySig.selector;
        else if (deed == Deed.Renew) selector = MemberRegistry.renewBySig.selector;
        return (_anyone(random), abi.encodeWithSelector(selector, credential, signature, deadline, consent));
    }

    function _attest(MemberRegistry.Credential memory credential) internal view returns (bytes memory) {
        uint8 issuer = credential.issuer == commons.issuers(0) ? 0 : 1;
        return commons.signAsIssuer(issuer, members.credentialDigest(credential));
    }

    /// @dev A new credential for the person of a seat; time passes if there could be none yet.
    function _newer(
        Random.Stream memory random,
        uint64 seat,
        uint256 account
    ) internal returns (MemberRegistry.Credential memory) {
        Ledger.SeatEntry memory entry = ledger.seatAt(seat);
        _waitUntil(entry.serial + 1);
        uint48 serial = uint48(random.between(entry.serial + 1, ledger.time()));
        return _credential(random, entry.issuer, entry.person, account, serial);
    }

    function _credential(
        Random.Stream memory random,
        uint8 issuer,
        uint64 person,
        uint256 account,
        uint48 serial
    ) internal view returns (MemberRegistry.Credential memory) {
        return
            Credentials.Credential({
                issuer: commons.issuers(issuer),
                nullifier: bytes32(uint256(person)),
                account: commons.accountOf(account),
                serial: serial,
                expiry: uint48(ledger.time() + random.between(1, 150 days))
            });
    }

    /// @dev An account without an active seat, a new one now and then.
    function _unseated(Random.Stream memory random) internal returns (uint256) {
        uint256 accounts = ledger.accountCount();
        uint256 start = random.between(0, accounts - 1);
        bool fresh = accounts < MOST_ACCOUNTS && random.oneIn(4);
        for (uint256 i = 0; i < accounts && !fresh; ++i) {
            uint256 account = (start + i) % accounts;
            if (ledger.seatOfAccount(account) == 0) return account;
        }
        return ledger.joined();
    }

    /// @dev A seat, the first after a random one, that `fits`; 0 if there is none.
    function _findSeat(
        Random.Stream memory random,
        function(Ledger.SeatEntry memory) view returns (bool) fits
    ) internal view returns (uint64) {
        uint64 seats = ledger.seatCount();
        uint256 start = random.between(0, seats - 1);
        for (uint256 i = 0; i < seats; ++i) {
            uint64 seat = uint64(1 + ((start + i) % seats));
            if (fits(ledger.seatAt(seat))) return seat;
        }
        return 0;
    }

    function _isActive(Ledger.SeatEntry memory entry) internal pure returns (bool) {
        return entry.active;
    }

    function _isLapsed(Ledger.SeatEntry memory entry) internal pure returns (bool) {
        return !entry.active;
    }

    function _isLapsedAlone(Ledger.SeatEntry memory entry) internal pure returns (bool) {
        return !entry.active && !entry.retired;
    }

    /// @dev Not replaced by another: credentials of its person reach it.
    function _isStanding(Ledger.SeatEntry memory entry) internal pure returns (bool) {
        return !entry.retired;
    }

    function _isMoving(Ledger.SeatEntry memory entry) internal pure returns (bool) {
        return entry.moveTo != 0;
    }

    /// @dev M1, M2: what all seats have is as it was: an action on one seat gives and takes nothing.
    function _entitlements(uint64 except) internal view returns (bytes32 digest) {
        address asset = commons.assets(ledger.steps() % commons.ASSETS());
        for (uint64 seat = 1; seat <= ledger.seatCount(); ++seat) {
            if (seat == except) continue;
            digest = keccak256(abi.encode(digest, dividend.claimable(seat, asset), dividend.frozenOf(seat, asset)));
        }
    }

    function _checkSeat(uint64 seat) internal view {
        Ledger.SeatEntry memory entry = ledger.seatAt(seat);
        MemberRegistry.Seat memory found = members.seatAt(seat);
        address wallet = commons.accountOf(entry.account);
        assertEq(found.wallet, wallet, "M1: the wallet of a seat");
        assertEq(found.serial, entry.serial, "M1: the serial of a seat");
        assertEq(found.expiry, entry.expiry, "the expiry of a seat");
        assertTrue((found.to == 0) == entry.active, "M1: whether a seat is active");
        if (entry.active) assertEq(members.seatOf(wallet), seat, "M1: the seat of an account");
        assertEq(members.tenureOf(seat).graceEnds, entry.graceEnds, "when the grace of a seat ends");
    }
}
