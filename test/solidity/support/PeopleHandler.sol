// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {MemberRegistry} from "../../../contracts/membership/MemberRegistry.sol";
import {Commons} from "./Commons.sol";
import {Handler} from "./Handler.sol";
import {Ledger} from "./Ledger.sol";
import {Random} from "./Random.sol";

/// @title PeopleHandler
/// @notice People who take seats, move them to new wallets, and try to take them back with what is outdated.
contract PeopleHandler is Handler {
    using Random for Random.Stream;

    MemberRegistry private members;

    constructor(Commons commons_, Ledger ledger_) Handler(commons_, ledger_) {
        members = commons_.members();
    }

    function enrol(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        uint256 account = _unseated(random);
        uint48 serial = uint48(random.between(1, 100));
        MemberRegistry.Credential memory credential = _credential(ledger.seatCount() + 1, account, serial);
        bytes memory signature = commons.signAsIssuer(members.credentialDigest(credential));
        uint64 seat;
        if (random.oneIn(2)) {
            vm.prank(credential.account);
            seat = members.enrol(credential, signature);
        } else {
            bytes memory consent = _consent(credential, account);
            vm.prank(_anyone(random));
            seat = members.enrolBySig(credential, signature, type(uint256).max, consent);
        }
        ledger.seated(account, serial);
        assertEq(seat, ledger.seatCount(), "M1: the number of a seat");
        ledger.done(Ledger.Action.Enrol);
    }

    /// @notice A seat goes to another wallet: at once with its wallet's call, else after the delay.
    function moveSeat(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        uint64 seat = uint64(random.between(1, ledger.seatCount()));
        uint256 account = _unseated(random);
        uint48 serial = ledger.serialOf(seat) + uint48(random.between(1, 100));
        MemberRegistry.Credential memory credential = _credential(seat, account, serial);
        bytes memory signature = commons.signAsIssuer(members.credentialDigest(credential));
        if (random.oneIn(2)) {
            bytes memory consent = _consent(credential, account);
            vm.prank(members.walletOf(seat));
            members.rebindBySig(credential, signature, type(uint256).max, consent);
        } else {
            vm.prank(credential.account);
            members.rebind(credential, signature);
            bytes memory complete = abi.encodeCall(MemberRegistry.completeRebind, (seat));
            _mustFail(address(members), _anyone(random), complete, MemberRegistry.RebindNotReady.selector);
            _wait(members.rebindDelay());
            vm.prank(_anyone(random));
            members.completeRebind(seat);
        }
        ledger.rebound(seat, account, serial);
        ledger.done(Ledger.Action.MoveSeat);
    }

    /// @notice M1: a credential that is used, outdated, or for an account with a seat opens and moves nothing.
    function replayCredential(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        uint64 seat = uint64(random.between(1, ledger.seatCount()));
        uint48 last = ledger.serialOf(seat);
        uint256 account = _unseated(random);
        _refused(_credential(seat, account, last + 1), true, MemberRegistry.SeatTaken.selector);
        uint48 outdated = uint48(random.between(0, last));
        _refused(_credential(seat, account, outdated), false, MemberRegistry.CredentialOutdated.selector);
        uint256 taken = ledger.accountOfSeat(uint64(random.between(1, ledger.seatCount())));
        bytes4 seated = MemberRegistry.AccountSeated.selector;
        _refused(_credential(seat, taken, last + 1), false, seated);
        _refused(_credential(ledger.seatCount() + 1, taken, 1), true, seated);
        ledger.done(Ledger.Action.ReplayCredential);
    }

    function _refused(MemberRegistry.Credential memory credential, bool enrols, bytes4 selector) private {
        bytes memory signature = commons.signAsIssuer(members.credentialDigest(credential));
        bytes memory data =
            enrols
                ? abi.encodeCall(MemberRegistry.enrol, (credential, signature))
                : abi.encodeCall(MemberRegistry.rebind, (credential, signature));
        _mustFail(address(members), credential.account, data, selector);
    }

    /// @dev An account without a seat, a new one now and then.
    function _unseated(Random.Stream memory random) private returns (uint256) {
        uint256 accounts = ledger.accountCount();
        uint256 start = random.between(0, accounts - 1);
        for (uint256 i = 0; i < accounts && !random.oneIn(4); ++i) {
            uint256 account = (start + i) % accounts;
            if (ledger.seatOfAccount(account) == 0) return account;
        }
        return ledger.joined();
    }

    function _credential(
        uint64 seat,
        uint256 account,
        uint48 serial
    ) private view returns (MemberRegistry.Credential memory) {
        return
            MemberRegistry.Credential({
                issuer: commons.issuer(),
                nullifier: bytes32(uint256(seat) - 1),
                account: commons.accountOf(account),
                serial: serial,
                expiry: type(uint48).max
            });
    }

    function _consent(
        MemberRegistry.Credential memory credential,
        uint256 account
    ) private view returns (bytes memory) {
        return commons.signAs(account, members.consentDigest(credential, type(uint256).max));
    }
}
