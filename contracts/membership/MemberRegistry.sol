// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {Author} from "../contributions/Author.sol";
import {Credentials} from "./Credentials.sol";
import {Genesis} from "./Genesis.sol";
import {Issuers} from "./Issuers.sol";
import {SeatPeriods} from "./SeatPeriods.sol";
import {Sponsorships} from "./Sponsorships.sol";
import {WalletRecoveries} from "./WalletRecoveries.sol";

/// @title MemberRegistry
/// @notice Who is a member: one verified person, one seat, keyed by (issuer, nullifier). The life of seats.
///
/// A seat belongs to the person, not to a wallet. A credential (EIP-712, signed by an issuer) and the consent of its
/// account open a seat. A later credential for the same nullifier, with a higher serial, renews it, or moves it to a new
/// wallet. Moving is immediate only if the present wallet makes the call; else it waits, and the present wallet can
/// veto, so that no issuer alone can take a seat and what it earns. What the old wallet holds follows after a further
/// wait ({WalletRecoveries}).
///
///   active --expire (expiry + lapse), unseat--> lapsed --renewal within the grace--> active, as if after a pause
///                                                 \--renewal after it--> active, with nothing of what it had
///
/// A seat that nobody renewed within its grace can be reopened, or replaced by a new seat of the same person: so
/// whoever stole its key, and vetoes every move, can't keep the person out for ever.
///
/// Keeps M1: one (issuer, nullifier), one active seat; one account, one active seat; an older serial never acts. M2:
/// nothing is retroactive (the spans of Seats). M3: caps and growth ({Issuers}).
contract MemberRegistry is Genesis, Credentials, Issuers, SeatPeriods, Sponsorships, WalletRecoveries {
    /// @dev A seat on its way to a new wallet, by the credential whose serial is the seat's last one. Two slots.
    struct Rebinding {
        address wallet;
        uint48 readyAt;
        uint48 expiry;
    }

    /// @dev A member of the genesis file.
    struct Founder {
        address issuer;
        bytes32 nullifier;
        address account;
        uint48 expiry;
    }

    error CredentialOutdated(uint48 serial, uint48 lastSerial);
    error SeatTaken(uint64 seat);
    error SeatNotExpired(uint64 seat, uint256 from);
    error SeatAlreadyClosed(uint64 seat);
    error GraceNotOver(uint64 seat, uint48 graceEnds);
    error RebindNotPending(uint64 seat);
    error RebindNotReady(uint64 seat, uint48 readyAt);
    error NotSeatWallet(uint64 seat, address account);
    error NotSeatIssuer(uint64 seat, address caller);

    event SeatOpened(
        uint64 indexed seat,
        address indexed wallet,
        address indexed issuer,
        bytes32 nullifier,
        uint48 serial,
        uint48 expiry
    );
    event SeatRenewed(uint64 indexed seat, uint48 serial, uint48 expiry);
    event SeatClosed(uint64 indexed seat);
    event SeatReplaced(uint64 indexed seat, uint64 indexed by);
    event SeatRevoked(uint64 indexed seat, address indexed by);
    event SeatRebindRequested(
        uint64 indexed seat,
        address indexed wallet,
        uint48 serial,
        uint48 expiry,
        uint48 readyAt
    );
    /// @dev The move won't happen: its wallet vetoed it, or it was overtaken by a renewal, a revocation or a replacement.
    event SeatRebindVetoed(uint64 indexed seat, address indexed wallet);
    event SeatRebound(uint64 indexed seat, address indexed from, address indexed to);

    mapping(uint256 seat => Rebinding) private _rebindings;
    mapping(address issuer => mapping(bytes32 nullifier => uint64 seat)) private _seatByNullifier;

    constructor(
        address authority,
        Periods memory periods_
    ) AccessManaged(authority) EIP712("Commonmind MemberRegistry", "1") SeatPeriods(periods_) {}

    // ------------------------------------------------------------------------------------------ people's actions

    /// @notice Opens the caller's seat. The caller is the credential's account. A person whose seat is lapsed, its grace
    /// over, gets a new seat at another wallet; the old one stays where it was, lapsed for good.
    function enrol(Credential calldata credential, bytes calldata issuerSignature) external returns (uint64 seat) {
        _requireCaller(credential.account);
        _requireCredential(credential, issuerSignature);
        uint64 replaced = _seatByNullifier[credential.issuer][credential.nullifier];
        if (replaced != 0) _retire(replaced, credential);
        seat = _open(credential, true);
        if (replaced != 0) emit SeatReplaced(replaced, seat);
    }

    /// @notice Opens a seat for the credential's account, by anyone, with the account's signed consent. Never replaces a
    /// seat: who consents to a credential may have meant it to move or to reopen the old one.
    function enrolBySig(
        Credential calldata credential,
        bytes calldata issuerSignature,
        uint256 deadline,
        bytes calldata consent
    ) external returns (uint64 seat) {
        _requireConsent(credential, deadline, consent);
        _requireCredential(credential, issuerSignature);
        return _open(credential, true);
    }

    /// @notice Renews the caller's seat with a newer credential: its expiry changes, and it is restored or reopened if
    /// it is lapsed. A pending move ends: its credential is older.
    function renew(Credential calldata credential, bytes calldata issuerSignature) external returns (uint64 seat) {
        _requireCaller(credential.account);
        return _renew(credential, issuerSignature);
    }

    /// @notice Renews the seat of the credential's account, by anyone, with the account's signed consent.
    function renewBySig(
        Credential calldata credential,
        bytes calldata issuerSignature,
        uint256 deadline,
        bytes calldata consent
    ) external returns (uint64 seat) {
        _requireConsent(credential, deadline, consent);
        return _renew(credential, issuerSignature);
    }

    /// @notice Asks to move the seat of the credential's nullifier to the caller, who is the credential's account. A
    /// newer request replaces a pending one, and its delay begins anew.
    function rebind(Credential calldata credential, bytes calldata issuerSignature) external returns (uint64 seat) {
        _requireCaller(credential.account);
        return _requestRebind(credential, issuerSignature, periods.rebind);
    }

    /// @notice Moves the seat with the new account's consent: at once if the seat's present wallet calls, else after
    /// the delay.
    function rebindBySig(
        Credential calldata credential,
        bytes calldata issuerSignature,
        uint256 deadline,
        bytes calldata consent
    ) external returns (uint64 seat) {
        _requireConsent(credential, deadline, consent);
        seat = _seatByNullifier[credential.issuer][credential.nullifier];
        bool byWallet = _seats[seat].wallet == msg.sender;
        _requestRebind(credential, issuerSignature, byWallet ? 0 : periods.rebind);
        if (byWallet) _completeRebind(seat);
    }

    /// @notice Completes a move: anyone, once its delay has passed; the seat's present wallet at any time. A lapsed seat
    /// is restored or reopened by it, as by a renewal. Reverts if the issuer was stopped meanwhile, or the credential ran
    /// out.
    function completeRebind(uint64 seat) external {
        Rebinding storage rebinding = _requireRebinding(seat);
        if (block.timestamp < rebinding.readyAt && msg.sender != _seats[seat].wallet) {
            revert RebindNotReady(seat, rebinding.readyAt);
        }
        _completeRebind(seat);
    }

    /// @notice Stops a pending move. Only the seat's present wallet. The credential that asked for it is used up.
    function vetoRebind(uint64 seat) external {
        if (_seats[seat].wallet != msg.sender) revert NotSeatWallet(seat, msg.sender);
        _requireRebinding(seat);
        _dropRebinding(seat);
    }

    /// @notice Stops a pending move, by anyone, with the signature of the seat's present wallet. It names the serial of
    /// the credential that asked for the move, so that it stops no later one.
    function vetoRebindBySig(uint64 seat, uint256 deadline, bytes calldata signature) external {
        _requireRebinding(seat);
        Seat storage entry = _seats[seat];
        _requireVeto(entry.wallet, seat, entry.serial, deadline, signature);
        _dropRebinding(seat);
    }

    /// @notice Ends the membership of a seat that wasn't renewed. Anyone, from its expiry + `lapse` on.
    function expire(uint64 seat) external {
        Seat storage entry = _requireSeat(seat);
        if (!_isActive(entry)) revert SeatLapsed(seat);
        uint256 from = uint256(entry.expiry) + periods.lapse;
        if (block.timestamp < from) revert SeatNotExpired(seat, from);
        _lapse(seat, periods.grace);
    }

    /// @notice Gives the issuer's place of a lapsed seat back, once its grace is over. Anyone may call.
    function close(uint64 seat) external {
        _requireSeat(seat);
        Lapse memory lapse = _lapses[seat];
        if (!_graceOver(lapse)) revert GraceNotOver(seat, lapse.graceEnds);
        if (lapse.closed) revert SeatAlreadyClosed(seat);
        _close(seat);
    }

    // ------------------------------------------------------------------------------------------ issuers' actions

    /// @notice Takes the issuer's word back: the seat ends now, unless it ended before, so that anyone can expire it after
    /// `lapse`; and no credential issued up to now acts on it any more, nor the move it may have asked for. Only the
    /// seat's issuer, while it isn't stopped.
    function revoke(uint64 seat) external {
        if (_requireSeat(seat).issuer != msg.sender) revert NotSeatIssuer(seat, msg.sender);
        _requireActiveIssuer(msg.sender);
        _revoke(seat);
    }

    // ------------------------------------------------------------------------------------------ governance's actions

    /// @notice Revokes and expires seats at once, whatever their expiry. For seats of an issuer that lied. Seats that are
    /// lapsed already are only revoked.
    function unseat(uint64[] calldata seats) external restricted {
        for (uint256 i = 0; i < seats.length; ++i) {
            uint64 seat = seats[i];
            bool active = _isActive(_requireSeat(seat));
            _revoke(seat);
            if (active) _lapse(seat, periods.grace);
        }
    }

    /// @notice Seats the genesis file's members. They count towards their issuer's cap, not towards its growth.
    function found(Founder[] calldata founders) external restricted duringGenesis {
        for (uint256 i = 0; i < founders.length; ++i) {
            Founder calldata founder = founders[i];
            _requireActiveIssuer(founder.issuer);
            _requireUnexpired(founder.expiry);
            _open(Credential(founder.issuer, founder.nullifier, founder.account, 1, founder.expiry), false);
        }
    }

    // ------------------------------------------------------------------------------------------ views

    /// @notice The seat of a person under an issuer, 0 if none.
    function seatByNullifier(address issuer, bytes32 nullifier) external view returns (uint64) {
        return _seatByNullifier[issuer][nullifier];
    }

    /// @notice The pending move of a seat; all zero if there is none.
    function rebindingAt(uint64 seat) external view returns (Rebinding memory) {
        return _rebindings[seat];
    }

    // ------------------------------------------------------------------------------------------ internals

    /// @param grows Whether the issuer's growth limit counts it.
    function _open(Credential memory credential, bool grows) private returns (uint64 seat) {
        (address account, address issuer, bytes32 nullifier) = (
            credential.account,
            credential.issuer,
            credential.nullifier
        );
        _requireAccount(account);
        seat = _seatByNullifier[issuer][nullifier];
        if (seat != 0) revert SeatTaken(seat);
        if (grows) _countGrowth(issuer);
        _takePlace(issuer);
        seat = _addSeat(account, issuer, credential.serial, credential.expiry);
        _seatByNullifier[issuer][nullifier] = seat;
        _endRecovery(account);
        emit SeatOpened(seat, account, issuer, nullifier, credential.serial, credential.expiry);
    }

    /// @dev Frees the nullifier of a seat whose grace is over. Nothing reaches that seat any more: credentials find their
    /// seat by the nullifier, and its pending move ends. A newer credential for its own wallet renews it instead.
    function _retire(uint64 seat, Credential calldata credential) private {
        Seat storage entry = _seats[seat];
        Lapse memory lapse = _lapses[seat];
        if (!_graceOver(lapse) || entry.wallet == credential.account) revert SeatTaken(seat);
        _spendSerial(entry, credential.serial);
        _dropRebinding(seat);
        if (!lapse.closed) _close(seat);
        delete _seatByNullifier[credential.issuer][credential.nullifier];
    }

    function _renew(Credential calldata credential, bytes calldata issuerSignature) private returns (uint64 seat) {
        _requireCredential(credential, issuerSignature);
        Seat storage entry;
        (seat, entry) = _seatOfPerson(credential);
        if (entry.wallet != credential.account) revert NotSeatWallet(seat, credential.account);
        _spendSerial(entry, credential.serial);
        _dropRebinding(seat);
        entry.expiry = credential.expiry;
        if (!_isActive(entry)) _return(seat, entry.wallet);
        emit SeatRenewed(seat, credential.serial, credential.expiry);
    }

    function _requestRebind(
        Credential calldata credential,
        bytes calldata issuerSignature,
        uint40 delay
    ) private returns (uint64 seat) {
        _requireCredential(credential, issuerSignature);
        Seat storage entry;
        (seat, entry) = _seatOfPerson(credential);
        // The serial is spent by asking, so that a vetoed credential can't ask again.
        _spendSerial(entry, credential.serial);
        _requireAccount(credential.account);
        _requireUnseated(credential.account);
        // A lapsed seat's own wallet renews.
        if (entry.wallet == credential.account) revert AccountSeated(credential.account, seat);
        uint48 readyAt = clock() + delay;
        // Asked for in time is in time: the wait doesn't use the grace up, nor does it for who is slow to complete the move.
        _extendGrace(seat, readyAt + delay);
        _rebindings[seat] = Rebinding(credential.account, readyAt, credential.expiry);
        emit SeatRebindRequested(seat, credential.account, credential.serial, credential.expiry, readyAt);
    }

    /// @dev The account may have been seated otherwise while the move waited: then it reverts.
    function _completeRebind(uint64 seat) private {
        Rebinding memory rebinding = _rebindings[seat];
        Seat storage entry = _seats[seat];
        _requireActiveIssuer(entry.issuer);
        _requireUnexpired(rebinding.expiry);
        address from = entry.wallet;
        entry.expiry = rebinding.expiry;
        delete _rebindings[seat];
        if (_isActive(entry)) _moveSeat(seat, rebinding.wallet);
        else _return(seat, rebinding.wallet);
        _endRecovery(rebinding.wallet);
        emit SeatRebound(seat, from, rebinding.wallet);
        bool byWallet = msg.sender == from;
        uint48 inheritsFrom = clock() + (byWallet ? 0 : periods.recovery);
        if (!byWallet) _suspendInheritance(seat, inheritsFrom);
        // A lapsed seat's wallet may have found a seat of its own: what it holds is that one's.
        if (seatOf(from) == 0) _openRecovery(from, seat, inheritsFrom);
    }

    /// @dev Makes a lapsed seat active again. After its grace it has no place with its issuer any more, closed or not: it
    /// grows and takes one as a new seat does.
    function _return(uint64 seat, address wallet) private {
        Lapse memory lapse = _lapses[seat];
        if (_graceOver(lapse)) {
            address issuer = _seats[seat].issuer;
            _countGrowth(issuer);
            if (!lapse.closed) _close(seat);
            _takePlace(issuer);
            _reopen(seat, wallet);
        } else {
            _restore(seat, wallet);
        }
        _endRecovery(wallet);
    }

    function _close(uint64 seat) private {
        _lapses[seat].closed = true;
        _freePlace(_seats[seat].issuer);
        emit SeatClosed(seat);
    }

    function _revoke(uint64 seat) private {
        Seat storage entry = _seats[seat];
        uint48 time = clock();
        if (entry.expiry > time) entry.expiry = time;
        entry.serial = time;
        _dropRebinding(seat);
        emit SeatRevoked(seat, msg.sender);
    }

    function _dropRebinding(uint64 seat) private {
        address wallet = _rebindings[seat].wallet;
        if (wallet == address(0)) return;
        delete _rebindings[seat];
        emit SeatRebindVetoed(seat, wallet);
    }

    function _spendSerial(Seat storage entry, uint48 serial) private {
        if (serial <= entry.serial) revert CredentialOutdated(serial, entry.serial);
        entry.serial = serial;
    }

    /// @dev Nobody but founding members comes before the genesis file is complete.
    function _requireCredential(Credential calldata credential, bytes calldata signature) private view afterGenesis {
        _requireActiveIssuer(credential.issuer);
        _requireAttested(credential, signature);
    }

    /// @dev Neither nobody nor what names a seat elsewhere ({Author}).
    function _requireAccount(address account) private pure {
        if (Author.isSeat(account)) revert AccountInvalid(account);
    }

    function _seatOfPerson(Credential calldata credential) private view returns (uint64 seat, Seat storage entry) {
        seat = _seatByNullifier[credential.issuer][credential.nullifier];
        if (seat == 0) revert SeatUnknown(0);
        return (seat, _seats[seat]);
    }

    function _requireRebinding(uint64 seat) private view returns (Rebinding storage rebinding) {
        rebinding = _rebindings[seat];
        if (rebinding.wallet == address(0)) revert RebindNotPending(seat);
    }
}
