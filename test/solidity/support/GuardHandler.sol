// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {Credentials} from "../../../contracts/membership/Credentials.sol";
import {Issuers} from "../../../contracts/membership/Issuers.sol";
import {MemberRegistry} from "../../../contracts/membership/MemberRegistry.sol";
import {Seats} from "../../../contracts/membership/Seats.sol";
import {Sponsorships} from "../../../contracts/membership/Sponsorships.sol";
import {Commons} from "./Commons.sol";
import {Ledger} from "./Ledger.sol";
import {PeopleHandler} from "./PeopleHandler.sol";
import {Random} from "./Random.sol";

/// @title GuardHandler
/// @notice Credentials that must not act (M1), each refused by name; and sponsorships.
contract GuardHandler is PeopleHandler {
    using Random for Random.Stream;

    uint256 private immutable here = block.chainid;

    constructor(Commons commons_, Ledger ledger_) PeopleHandler(commons_, ledger_) {}

    /// @notice M1: used, outdated, second, expired, of the future, of a stranger, of another chain, in another's hands.
    function misuseCredentials(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        uint64 seat = _findSeat(random, _isStanding);
        if (seat == 0) return;
        Ledger.SeatEntry memory entry = ledger.seatAt(seat);
        uint256 account = _unseated(random);
        MemberRegistry.Credential memory credential = _newer(random, seat, account);
        _misuseOnSeat(random, seat, entry, credential);
        _misuseOfWords(random, credential);
        ledger.done(this.misuseCredentials.selector);
    }

    function sponsor(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        uint256 account = random.between(0, ledger.accountCount() - 1);
        address guest = commons.accountOf(account);
        bytes memory data = abi.encodeCall(Sponsorships.sponsor, (guest));
        _mustFail(address(members), commons.accountOf(_unseated(random)), data, Sponsorships.NotSeated.selector);
        uint64 seat = _findSeat(random, _isActive);
        if (seat == 0) return;
        _mustSucceed(address(members), ledger.walletOfSeat(seat), data);
        ledger.sponsored(seat, account, true);
        assertTrue(members.isSponsored(seat, guest), "a sponsored account");
        ledger.done(this.sponsor.selector);
    }

    function unsponsor(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        uint64 seat = _findSeat(random, _isActive);
        if (seat == 0) return;
        uint256 accounts = ledger.accountCount();
        uint256 account = random.between(0, accounts - 1);
        for (uint256 i = 0; i < accounts && !ledger.isSponsored(seat, account); ++i) account = (account + 1) % accounts;
        bytes memory data = abi.encodeCall(Sponsorships.unsponsor, (commons.accountOf(account)));
        _mustSucceed(address(members), ledger.walletOfSeat(seat), data);
        ledger.sponsored(seat, account, false);
        assertTrue(!members.isSponsored(seat, commons.accountOf(account)), "an account no longer sponsored");
        ledger.done(this.unsponsor.selector);
    }

    /// @dev What is signed well and comes at the wrong time or to the wrong seat.
    function _misuseOnSeat(
        Random.Stream memory random,
        uint64 seat,
        Ledger.SeatEntry memory entry,
        MemberRegistry.Credential memory credential
    ) private {
        bytes4 taken = MemberRegistry.SeatTaken.selector;
        if (!ledger.isGraceOver(seat)) _refused(credential, Deed.Enrol, taken);
        if (commons.accountOf(entry.account) != credential.account) {
            _refused(credential, Deed.Renew, MemberRegistry.NotSeatWallet.selector);
        }
        uint48 fresh = credential.serial;
        credential.serial = uint48(random.between(0, entry.serial));
        _refused(credential, Deed.Rebind, MemberRegistry.CredentialOutdated.selector);
        credential.serial = uint48(ledger.time() + random.between(1, 100 days));
        _refused(credential, Deed.Rebind, Credentials.CredentialFromTheFuture.selector);
        credential.serial = fresh;
        (uint48 expiry, bytes32 nullifier) = (credential.expiry, credential.nullifier);
        credential.expiry = uint48(random.between(0, ledger.time()));
        _refused(credential, Deed.Rebind, Credentials.CredentialExpired.selector);
        (credential.expiry, credential.nullifier) = (expiry, bytes32(uint256(ledger.personCount())));
        _refused(credential, Deed.Renew, Seats.SeatUnknown.selector);
        credential.nullifier = nullifier;

        // A second seat for an account, by a person of its own or by another's seat.
        uint64 other = _findSeat(random, _isActive);
        if (other == 0) return;
        address free = credential.account;
        credential.account = ledger.walletOfSeat(other);
        if (other != seat) _refused(credential, Deed.Rebind, Seats.AccountSeated.selector);
        credential.nullifier = bytes32(uint256(ledger.personCount()));
        if (ledger.refusalOf(entry.issuer, 0) == 0) _refused(credential, Deed.Enrol, Seats.AccountSeated.selector);
        (credential.account, credential.nullifier) = (free, nullifier);
    }

    /// @dev What isn't signed by whom it must be, or not for here.
    function _misuseOfWords(Random.Stream memory random, MemberRegistry.Credential memory credential) private {
        bytes memory signature = _attest(credential);
        bytes memory data = abi.encodeCall(MemberRegistry.rebind, (credential, signature));
        _mustFail(address(members), _anyone(random), data, Credentials.CredentialForAnotherAccount.selector);

        vm.chainId(here + random.between(1, 100));
        _mustFail(address(members), credential.account, data, Credentials.CredentialSignatureInvalid.selector);
        vm.chainId(here);

        address issuer = credential.issuer;
        credential.issuer = issuer == commons.issuers(0) ? commons.issuers(1) : commons.issuers(0);
        data = abi.encodeCall(MemberRegistry.rebind, (credential, signature));
        _mustFail(address(members), credential.account, data, Credentials.CredentialSignatureInvalid.selector);
        credential.issuer = credential.account;
        data = abi.encodeCall(MemberRegistry.rebind, (credential, signature));
        _mustFail(address(members), credential.account, data, Issuers.IssuerUnknown.selector);
        credential.issuer = issuer;

        uint256 deadline = ledger.time() - 1;
        data = abi.encodeCall(MemberRegistry.rebindBySig, (credential, signature, deadline, signature));
        _mustFail(address(members), _anyone(random), data, Credentials.ConsentExpired.selector);
        data = abi.encodeCall(MemberRegistry.rebindBySig, (credential, signature, deadline + 1, signature));
        _mustFail(address(members), _anyone(random), data, Credentials.ConsentSignatureInvalid.selector);
    }

    function _refused(MemberRegistry.Credential memory credential, Deed deed, bytes4 selector) private {
        bytes memory signature = _attest(credential);
        bytes4 action = MemberRegistry.rebind.selector;
        if (deed == Deed.Enrol) action = MemberRegistry.enrol.selector;
        else if (deed == Deed.Renew) action = MemberRegistry.renew.selector;
        bytes memory data = abi.encodeWithSelector(action, credential, signature);
        _mustFail(address(members), credential.account, data, selector);
    }
}
