// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {ContributionToken} from "../../../contracts/membership/ContributionToken.sol";
import {Credentials} from "../../../contracts/membership/Credentials.sol";
import {MemberRegistry} from "../../../contracts/membership/MemberRegistry.sol";
import {Seats} from "../../../contracts/membership/Seats.sol";
import {WalletRecoveries} from "../../../contracts/membership/WalletRecoveries.sol";
import {ContributorRewards} from "../../../contracts/treasury/ContributorRewards.sol";
import {Commons} from "./Commons.sol";
import {Ledger} from "./Ledger.sol";
import {PeopleHandler} from "./PeopleHandler.sol";
import {Random} from "./Random.sol";

/// @title MoveHandler
/// @notice Seats that move to other wallets, what those leave behind, and the vetoes against both.
contract MoveHandler is PeopleHandler {
    using Random for Random.Stream;

    constructor(Commons commons_, Ledger ledger_) PeopleHandler(commons_, ledger_) {}

    // ------------------------------------------------------------------------------------------ moves

    /// @notice A new wallet asks for a seat; an older request is replaced.
    function askToMove(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        if (_ask(random, _findSeat(random, _isStanding)) != 0) ledger.done(this.askToMove.selector);
    }

    /// @notice The seat's wallet moves it, at once.
    function moveAtOnce(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        uint64 seat = _findSeat(random, _isStanding);
        if (seat == 0) return;
        Ledger.SeatEntry memory entry = ledger.seatAt(seat);
        uint256 account = _unseated(random);
        if (account == entry.account) return;
        MemberRegistry.Credential memory credential = _newer(random, seat, account);
        uint256 deadline = ledger.time();
        bytes memory consent = commons.signAs(account, members.consentDigest(credential, deadline));
        bytes memory data = abi.encodeCall(
            MemberRegistry.rebindBySig,
            (credential, _attest(credential), deadline, consent)
        );
        bytes4 refusal = entry.active ? bytes4(0) : ledger.refusalOfReturn(seat);
        if (refusal != 0) return _mustFail(address(members), commons.accountOf(entry.account), data, refusal);
        bytes32 others = _entitlements(seat);
        _mustSucceed(address(members), commons.accountOf(entry.account), data);
        ledger.moveAsked(seat, account, credential.serial, credential.expiry, ledger.time());
        _moved(seat, 0, others);
        ledger.done(this.moveAtOnce.selector);
    }

    /// @notice A pending move takes place: at its wallet's word, or when its time has come.
    function completeMove(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        uint64 seat = _moving(random);
        if (seat == 0) return;
        Ledger.SeatEntry memory entry = ledger.seatAt(seat);
        bytes memory data = abi.encodeCall(MemberRegistry.completeRebind, (seat));
        address from = _anyone(random);
        if (ledger.time() < entry.moveReady) {
            _mustFail(address(members), from, data, MemberRegistry.RebindNotReady.selector);
            if (random.oneIn(3)) from = commons.accountOf(entry.account);
            else _waitUntil(entry.moveReady);
        }
        bytes4 refusal = _refusalOfMove(entry, seat);
        if (refusal != 0) return _mustFail(address(members), from, data, refusal);
        (, uint40 recovery, , ) = members.periods();
        bytes32 others = _entitlements(seat);
        _mustSucceed(address(members), from, data);
        _moved(seat, from == commons.accountOf(entry.account) ? 0 : recovery, others);
        _mustFail(address(members), from, data, MemberRegistry.RebindNotPending.selector);
        ledger.done(this.completeMove.selector);
    }

    /// @notice The wallet stops a move, itself or by a signature; its credential is used up.
    function vetoMove(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        uint64 seat = _moving(random);
        if (seat == 0) return;
        Ledger.SeatEntry memory entry = ledger.seatAt(seat);
        address wallet = commons.accountOf(entry.account);
        bytes memory data = abi.encodeCall(MemberRegistry.vetoRebind, (seat));
        _mustFail(address(members), _anyone(random), data, MemberRegistry.NotSeatWallet.selector);
        if (random.oneIn(2)) {
            _mustSucceed(address(members), wallet, data);
        } else {
            uint256 deadline = ledger.time() + random.between(0, 1 days);
            // It names the serial: the signature against another move stops nothing.
            bytes32 digest = members.vetoDigest(seat, entry.serial - 1, deadline);
            data = abi.encodeCall(
                MemberRegistry.vetoRebindBySig,
                (seat, deadline, commons.signAs(entry.account, digest))
            );
            _mustFail(address(members), _anyone(random), data, Credentials.VetoSignatureInvalid.selector);
            digest = members.vetoDigest(seat, entry.serial, deadline);
            data = abi.encodeCall(
                MemberRegistry.vetoRebindBySig,
                (seat, deadline, commons.signAs(entry.account, digest))
            );
            _mustSucceed(address(members), _anyone(random), data);
        }
        ledger.moveDropped(seat);
        _checkSeat(seat);
        data = abi.encodeCall(MemberRegistry.completeRebind, (seat));
        _mustFail(address(members), wallet, data, MemberRegistry.RebindNotPending.selector);
        ledger.done(this.vetoMove.selector);
    }

    // ------------------------------------------------------------------------------------------ what follows

    /// @notice K4: the tokens of a lost wallet follow its seat, all of them, once they may.
    function recoverTokens(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        (bool found, uint256 lost) = _lost(random, true);
        if (!found) return;
        address wallet = commons.accountOf(lost);
        Ledger.Recovery memory recovery = ledger.recoveryAt(lost);
        bytes memory data = abi.encodeCall(ContributionToken.recover, (wallet));
        _waitForRecovery(random, address(token), data, recovery);
        address to = ledger.walletOfSeat(recovery.seat);
        if (ledger.balanceOf(wallet) == 0 || to == wallet) {
            return _mustFail(address(token), _anyone(random), data, ContributionToken.NothingToRecover.selector);
        }
        bytes memory result = _mustSucceed(address(token), _anyone(random), data);
        assertEq(abi.decode(result, (uint256)), ledger.recoveredTokens(wallet, recovery.seat), "K4: tokens recovered");
        assertEq(token.balanceOf(to), ledger.balanceOf(to), "K1: tokens burned as they came");
        ledger.done(this.recoverTokens.selector);
    }

    /// @notice Positions of a lost wallet follow its seat; what they earned before is paid there too.
    function recoverPositions(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        (bool found, uint256 lost) = _lost(random, false);
        if (!found) return;
        address wallet = commons.accountOf(lost);
        Ledger.Recovery memory recovery = ledger.recoveryAt(lost);
        uint256[] memory some = _positionsOf(wallet);
        uint256[] memory positions = new uint256[](some.length);
        for (uint256 i = 0; i < some.length; ++i) positions[i] = ledger.positionOf(some[i]);
        bytes memory data = abi.encodeCall(ContributorRewards.recover, (wallet, positions));
        _waitForRecovery(random, address(rewards), data, recovery);
        _mustSucceed(address(rewards), _anyone(random), data);
        address holder = address(uint160(recovery.seat));
        for (uint256 i = 0; i < some.length; ++i) {
            ledger.recoveredPiece(some[i], holder);
            assertEq(rewards.positionAt(positions[i]).holder, holder, "the holder of a recovered position");
        }
        if (some.length == 0) return;
        _mustFail(address(rewards), _anyone(random), data, ContributorRewards.PositionOfAnother.selector);
        ledger.done(this.recoverPositions.selector);
    }

    /// @notice The old wallet keeps what it holds, if it says so in time.
    function vetoRecovery(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        bytes memory data = abi.encodeCall(WalletRecoveries.vetoRecovery, ());
        _mustFail(address(members), _anyone(random), data, WalletRecoveries.RecoveryUnknown.selector);
        (bool found, uint256 lost) = _lost(random, false);
        if (!found) return;
        if (ledger.time() >= ledger.recoveryAt(lost).readyAt) {
            _mustFail(address(members), commons.accountOf(lost), data, WalletRecoveries.RecoveryReady.selector);
            (found, lost) = _lostLately(random);
            if (!found) return;
        }
        _mustSucceed(address(members), commons.accountOf(lost), data);
        ledger.recoveryVetoed(lost);
        data = abi.encodeCall(ContributionToken.recover, (commons.accountOf(lost)));
        _mustFail(address(token), _anyone(random), data, WalletRecoveries.RecoveryUnknown.selector);
        ledger.done(this.vetoRecovery.selector);
    }

    // ------------------------------------------------------------------------------------------ steps

    /// @dev Returns 0 if the seat's own wallet was to ask, which is refused.
    function _ask(Random.Stream memory random, uint64 seat) private returns (uint64) {
        if (seat == 0) return 0;
        Ledger.SeatEntry memory entry = ledger.seatAt(seat);
        uint256 account = _unseated(random);
        MemberRegistry.Credential memory credential = _newer(random, seat, account);
        (address from, bytes memory data) = _call(random, Deed.Rebind, credential, account);
        if (account == entry.account) {
            _mustFail(address(members), from, data, Seats.AccountSeated.selector);
            return 0;
        }
        _mustSucceed(address(members), from, data);
        (uint40 delay, , , ) = members.periods();
        ledger.moveAsked(seat, account, credential.serial, credential.expiry, ledger.time() + delay);
        assertEq(members.rebindingAt(seat).readyAt, ledger.time() + delay, "when a move is ready");
        _checkSeat(seat);
        _mustFail(address(members), from, data, MemberRegistry.CredentialOutdated.selector);
        return seat;
    }

    function _moving(Random.Stream memory random) private returns (uint64 seat) {
        seat = _findSeat(random, _isMoving);
        if (seat == 0) seat = _ask(random, _findSeat(random, _isStanding));
    }

    function _refusalOfMove(Ledger.SeatEntry memory entry, uint64 seat) private view returns (bytes4) {
        if (entry.moveExpiry <= ledger.time()) return Credentials.CredentialExpired.selector;
        bytes4 refusal = entry.active ? bytes4(0) : ledger.refusalOfReturn(seat);
        if (refusal != 0) return refusal;
        return ledger.seatOfAccount(entry.moveTo - 1) == 0 ? bytes4(0) : Seats.AccountSeated.selector;
    }

    /// @dev M1, M2: the seat is where it was asked to, and only that changed.
    function _moved(uint64 seat, uint256 delay, bytes32 others) private {
        uint256 from = ledger.seatAt(seat).account;
        ledger.seatMoved(seat, ledger.time() + delay);
        _checkSeat(seat);
        assertEq(_entitlements(seat), others, "M2: a move changed what another has");
        Ledger.Recovery memory recovery = ledger.recoveryAt(from);
        (uint64 heir, uint48 readyAt) = members.recoveryOf(commons.accountOf(from));
        assertEq(heir, recovery.seat, "the heir of a lost wallet");
        assertEq(readyAt, recovery.readyAt, "when a lost wallet is inherited from");
    }

    function _waitForRecovery(
        Random.Stream memory random,
        address target,
        bytes memory data,
        Ledger.Recovery memory recovery
    ) private {
        if (ledger.time() >= recovery.readyAt) return;
        _mustFail(target, _anyone(random), data, WalletRecoveries.RecoveryNotReady.selector);
        _waitUntil(recovery.readyAt);
    }

    /// @dev An account that lost its seat, the first after a random one; with tokens or positions, if there is one.
    function _lost(Random.Stream memory random, bool tokens) private view returns (bool found, uint256 lost) {
        uint256 accounts = ledger.accountCount();
        uint256 start = random.between(0, accounts - 1);
        for (uint256 i = 0; i < accounts; ++i) {
            uint256 account = (start + i) % accounts;
            if (ledger.recoveryAt(account).seat == 0) continue;
            (found, lost) = (true, account);
            address wallet = commons.accountOf(account);
            if (tokens ? ledger.balanceOf(wallet) != 0 : _positionsOf(wallet).length != 0) return (true, account);
        }
    }

    /// @dev One whose veto still counts.
    function _lostLately(Random.Stream memory random) private view returns (bool, uint256) {
        uint256 accounts = ledger.accountCount();
        uint256 start = random.between(0, accounts - 1);
        for (uint256 i = 0; i < accounts; ++i) {
            uint256 account = (start + i) % accounts;
            if (ledger.time() < ledger.recoveryAt(account).readyAt) return (true, account);
        }
        return (false, 0);
    }

    /// @dev The claimed pieces that stand under an account, four at most.
    function _positionsOf(address holder) private view returns (uint256[] memory some) {
        uint256 pieces = ledger.pieceCount();
        uint256[] memory found = new uint256[](4);
        uint256 many;
        for (uint256 at = 0; at < pieces && many < 4; ++at) {
            Ledger.Piece memory piece = ledger.pieceAt(at);
            if (piece.claimed && piece.holder == holder) found[many++] = at;
        }
        some = new uint256[](many);
        for (uint256 i = 0; i < many; ++i) some[i] = found[i];
    }
}
