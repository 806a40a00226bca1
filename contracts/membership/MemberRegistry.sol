// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Votes} from "@openzeppelin/contracts/governance/utils/Votes.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {ERC6372Utils} from "@openzeppelin/contracts/utils/ERC6372Utils.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";

import {Genesis} from "./Genesis.sol";

/// @title MemberRegistry
/// @notice Who is a member: one verified person, one seat, keyed by (issuer, nullifier).
///
/// A seat belongs to the person, not to a wallet. A credential (EIP-712, signed by an issuer) and the consent of its
/// account open a seat; a later credential for the same nullifier, with a higher serial, moves it to a new wallet.
/// Moving is immediate only if the present wallet makes the call; else it waits {rebindDelay}, and the present wallet
/// can veto, so that no issuer alone can take a seat and what it earns.
///
/// Keeps M1: one (issuer, nullifier), one seat; one account, one seat; an older serial never acts. M3: an issuer's
/// seats stay within its cap and its growth per epoch within its limit.
///
/// Past membership is readable through ERC-5805 at any timepoint (timestamps): a seat is one vote for its wallet, and
/// can't be delegated.
contract MemberRegistry is Genesis, Votes {
    /// @dev What an issuer attests. `serial` is when it was issued, `expiry` when it ends (unix seconds).
    struct Credential {
        address issuer;
        bytes32 nullifier;
        address account;
        uint48 serial;
        uint48 expiry;
    }

    /// @dev Two slots. `expiry` is kept for the record: nothing lapses yet.
    struct Seat {
        address wallet;
        uint48 serial;
        uint48 expiry;
        address issuer;
    }

    /// @dev One slot. `growth` counts the seats opened in `epoch`.
    struct Issuer {
        uint32 seats;
        uint32 cap;
        uint32 growthLimit;
        uint32 growth;
        uint48 epoch;
        bool active;
    }

    /// @dev A seat on its way to a new wallet. Two slots.
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

    bytes32 private constant CREDENTIAL_TYPEHASH = keccak256(
        "Credential(address issuer,bytes32 nullifier,address account,uint48 serial,uint48 expiry)"
    );
    bytes32 private constant CONSENT_TYPEHASH = keccak256("Consent(bytes32 credential,uint256 deadline)");

    /// @notice Length of the window in which an issuer's growth is counted, in seconds.
    uint48 public constant GROWTH_EPOCH = 30 days;
    /// @notice Bounds of {rebindDelay}, in seconds.
    uint48 public constant MIN_REBIND_DELAY = 1 minutes;
    uint48 public constant MAX_REBIND_DELAY = 60 days;

    error IssuerUnknown(address issuer);
    error IssuerFull(address issuer, uint256 cap);
    error IssuerGrowthExceeded(address issuer, uint256 limit);
    error CredentialExpired(uint48 expiry);
    error CredentialFromTheFuture(uint48 serial);
    error CredentialSignatureInvalid(address issuer);
    error CredentialForAnotherAccount(address account, address caller);
    error CredentialOutdated(uint48 serial, uint48 lastSerial);
    error ConsentExpired(uint256 deadline);
    error ConsentSignatureInvalid(address account);
    error SeatTaken(uint64 seat);
    error SeatUnknown(uint256 seat);
    error AccountSeated(address account, uint64 seat);
    error AccountInvalid(address account);
    error RebindNotPending(uint64 seat);
    error RebindNotReady(uint64 seat, uint48 readyAt);
    error RebindDelayOutOfBounds(uint48 delay);
    error NotSeatWallet(uint64 seat, address caller);
    error SeatCannotBeDelegated();

    event SeatOpened(
        uint64 indexed seat,
        address indexed wallet,
        address indexed issuer,
        bytes32 nullifier,
        uint48 serial,
        uint48 expiry
    );
    event SeatRebindRequested(
        uint64 indexed seat,
        address indexed wallet,
        uint48 serial,
        uint48 expiry,
        uint48 readyAt
    );
    event SeatRebindVetoed(uint64 indexed seat, address indexed wallet);
    event SeatRebound(uint64 indexed seat, address indexed from, address indexed to);
    event IssuerSet(address indexed issuer, bool active, uint32 cap, uint32 growthLimit);
    event RebindDelaySet(uint48 delay);

    /// @notice Number of seats ever opened; seats are numbered from 1.
    uint64 public seatCount;
    /// @notice How long a move without the present wallet's call waits for its veto, in seconds.
    uint48 public rebindDelay;

    mapping(uint256 seat => Seat) private _seats;
    mapping(uint256 seat => Rebinding) private _rebindings;
    mapping(address account => uint64 seat) private _seatOf;
    mapping(address issuer => mapping(bytes32 nullifier => uint64 seat)) private _seatByNullifier;
    mapping(address issuer => Issuer) private _issuers;

    constructor(
        address authority,
        uint48 rebindDelay_
    ) AccessManaged(authority) EIP712("Commonmind MemberRegistry", "1") {
        _setRebindDelay(rebindDelay_);
    }

    // ------------------------------------------------------------------------------------------ people's actions

    /// @notice Opens the caller's seat. The caller is the credential's account.
    function enrol(Credential calldata credential, bytes calldata issuerSignature) external returns (uint64 seat) {
        _requireCaller(credential.account);
        return _enrol(credential, issuerSignature);
    }

    /// @notice Opens a seat for the credential's account, by anyone, with the account's signed consent.
    function enrolBySig(
        Credential calldata credential,
        bytes calldata issuerSignature,
        uint256 deadline,
        bytes calldata consent
    ) external returns (uint64 seat) {
        _requireConsent(credential, deadline, consent);
        return _enrol(credential, issuerSignature);
    }

    /// @notice Asks to move the seat of the credential's nullifier to the caller, who is the credential's account. A
    /// newer request replaces a pending one, and its delay begins anew.
    function rebind(Credential calldata credential, bytes calldata issuerSignature) external returns (uint64 seat) {
        _requireCaller(credential.account);
        return _requestRebind(credential, issuerSignature, rebindDelay);
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
        bool byWallet = seat != 0 && _seats[seat].wallet == msg.sender;
        _requestRebind(credential, issuerSignature, byWallet ? 0 : rebindDelay);
        if (byWallet) _completeRebind(seat);
    }

    /// @notice Completes a move: anyone, once its delay has passed; the seat's present wallet at any time. Reverts if the
    /// issuer was stopped meanwhile.
    function completeRebind(uint64 seat) external {
        Rebinding storage rebinding = _rebindings[seat];
        if (rebinding.wallet == address(0)) revert RebindNotPending(seat);
        if (block.timestamp < rebinding.readyAt && msg.sender != _seats[seat].wallet) {
            revert RebindNotReady(seat, rebinding.readyAt);
        }
        _completeRebind(seat);
    }

    /// @notice Stops a pending move. Only the seat's present wallet. The credential that asked for it is used up.
    function vetoRebind(uint64 seat) external {
        if (_seats[seat].wallet != msg.sender) revert NotSeatWallet(seat, msg.sender);
        address wallet = _rebindings[seat].wallet;
        if (wallet == address(0)) revert RebindNotPending(seat);
        delete _rebindings[seat];
        emit SeatRebindVetoed(seat, wallet);
    }

    /// @notice Always reverts: a seat's vote is its own.
    function delegate(address) public pure override {
        revert SeatCannotBeDelegated();
    }

    /// @notice Always reverts: a seat's vote is its own.
    function delegateBySig(address, uint256, uint256, uint8, bytes32, bytes32) public pure override {
        revert SeatCannotBeDelegated();
    }

    // ------------------------------------------------------------------------------------------ governance's actions

    /// @notice Adds, changes or stops an issuer. Stopping leaves its seats as they are.
    /// @param cap Most seats it may have. @param growthLimit Most seats it may open per {GROWTH_EPOCH}.
    function setIssuer(address issuer, bool active, uint32 cap, uint32 growthLimit) external restricted {
        if (issuer == address(0)) revert AccountInvalid(issuer);
        Issuer storage entry = _issuers[issuer];
        (entry.active, entry.cap, entry.growthLimit) = (active, cap, growthLimit);
        emit IssuerSet(issuer, active, cap, growthLimit);
    }

    /// @notice Changes the delay (seconds) of requests to come, within the bounds.
    function setRebindDelay(uint48 delay) external restricted {
        _setRebindDelay(delay);
    }

    /// @notice Seats the genesis file's members. They count towards their issuer's cap, not towards its growth.
    function found(Founder[] calldata founders) external restricted duringGenesis {
        for (uint256 i = 0; i < founders.length; ++i) {
            Founder calldata founder = founders[i];
            Issuer storage issuer = _issuers[founder.issuer];
            if (!issuer.active) revert IssuerUnknown(founder.issuer);
            if (founder.expiry <= block.timestamp) revert CredentialExpired(founder.expiry);
            _open(issuer, Credential(founder.issuer, founder.nullifier, founder.account, 1, founder.expiry));
        }
    }

    // ------------------------------------------------------------------------------------------ views

    /// @notice The seat of `account`, 0 if it has none.
    function seatOf(address account) external view returns (uint64) {
        return _seatOf[account];
    }

    /// @notice The wallet of `seat`; reverts for a number that was never given.
    function walletOf(uint64 seat) external view returns (address wallet) {
        wallet = _seats[seat].wallet;
        if (wallet == address(0)) revert SeatUnknown(seat);
    }

    /// @notice A seat; all zero if the number was never given.
    function seatAt(uint64 seat) external view returns (Seat memory) {
        return _seats[seat];
    }

    /// @notice The seat of a person under an issuer, 0 if none.
    function seatByNullifier(address issuer, bytes32 nullifier) external view returns (uint64) {
        return _seatByNullifier[issuer][nullifier];
    }

    /// @notice An issuer; all zero if unknown.
    function issuerAt(address issuer) external view returns (Issuer memory) {
        return _issuers[issuer];
    }

    /// @notice The pending move of a seat; all zero if there is none.
    function rebindingAt(uint64 seat) external view returns (Rebinding memory) {
        return _rebindings[seat];
    }

    /// @notice The digest an issuer signs.
    function credentialDigest(Credential calldata credential) external view returns (bytes32) {
        return _hashTypedDataV4(_hashCredential(credential));
    }

    /// @notice The digest an account signs to let somebody else hand the credential in.
    function consentDigest(Credential calldata credential, uint256 deadline) external view returns (bytes32) {
        return _hashConsent(credential, deadline);
    }

    function clock() public view override returns (uint48) {
        return Time.timestamp();
    }

    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public view override returns (string memory) {
        return ERC6372Utils.timestampClockMode(clock);
    }

    // ------------------------------------------------------------------------------------------ internals

    function _enrol(
        Credential calldata credential,
        bytes calldata issuerSignature
    ) private afterGenesis returns (uint64) {
        Issuer storage issuer = _requireCredential(credential, issuerSignature);
        // GROWTH_EPOCH is 30 days: the quotient fits 48 bits.
        // forge-lint: disable-next-line(unsafe-typecast)
        uint48 epoch = uint48(block.timestamp / GROWTH_EPOCH);
        if (issuer.epoch != epoch) (issuer.epoch, issuer.growth) = (epoch, 0);
        if (issuer.growth >= issuer.growthLimit) revert IssuerGrowthExceeded(credential.issuer, issuer.growthLimit);
        ++issuer.growth;
        return _open(issuer, credential);
    }

    function _open(Issuer storage issuer, Credential memory credential) private returns (uint64 seat) {
        (address account, address by, bytes32 nullifier) = (
            credential.account,
            credential.issuer,
            credential.nullifier
        );
        if (account == address(0)) revert AccountInvalid(account);
        seat = _seatByNullifier[by][nullifier];
        if (seat != 0) revert SeatTaken(seat);
        if (_seatOf[account] != 0) revert AccountSeated(account, _seatOf[account]);
        if (issuer.seats >= issuer.cap) revert IssuerFull(by, issuer.cap);

        ++issuer.seats;
        seat = ++seatCount;
        _seats[seat] = Seat(account, credential.serial, credential.expiry, by);
        _seatByNullifier[by][nullifier] = seat;
        _moveVote(address(0), account);
        _seatOf[account] = seat;
        emit SeatOpened(seat, account, by, nullifier, credential.serial, credential.expiry);
    }

    function _requestRebind(
        Credential calldata credential,
        bytes calldata issuerSignature,
        uint48 delay
    ) private returns (uint64 seat) {
        _requireCredential(credential, issuerSignature);
        seat = _seatByNullifier[credential.issuer][credential.nullifier];
        if (seat == 0) revert SeatUnknown(0);
        Seat storage entry = _seats[seat];
        if (credential.serial <= entry.serial) revert CredentialOutdated(credential.serial, entry.serial);
        if (_seatOf[credential.account] != 0) revert AccountSeated(credential.account, _seatOf[credential.account]);

        // The serial is spent by asking, so that a vetoed credential can't ask again.
        entry.serial = credential.serial;
        // forge-lint: disable-next-line(unsafe-typecast)
        uint48 readyAt = uint48(block.timestamp) + delay;
        _rebindings[seat] = Rebinding(credential.account, readyAt, credential.expiry);
        emit SeatRebindRequested(seat, credential.account, credential.serial, credential.expiry, readyAt);
    }

    function _completeRebind(uint64 seat) private {
        address to = _rebindings[seat].wallet;
        // The account may have been seated otherwise while the move waited.
        if (_seatOf[to] != 0) revert AccountSeated(to, _seatOf[to]);
        Seat storage entry = _seats[seat];
        if (!_issuers[entry.issuer].active) revert IssuerUnknown(entry.issuer);
        address from = entry.wallet;
        (entry.wallet, entry.expiry) = (to, _rebindings[seat].expiry);
        delete _rebindings[seat];
        delete _seatOf[from];
        _moveVote(from, to);
        _seatOf[to] = seat;
        emit SeatRebound(seat, from, to);
    }

    /// @dev The unit of a seat follows its wallet; a wallet always counts for itself. Called before `to` is seated, so
    /// that setting its delegate moves nothing and the unit is counted once.
    function _moveVote(address from, address to) private {
        if (delegates(to) == address(0)) _delegate(to, to);
        _transferVotingUnits(from, to, 1);
    }

    function _requireCaller(address account) private view {
        if (msg.sender != account) revert CredentialForAnotherAccount(account, msg.sender);
    }

    function _requireCredential(
        Credential calldata credential,
        bytes calldata signature
    ) private view returns (Issuer storage issuer) {
        issuer = _issuers[credential.issuer];
        if (!issuer.active) revert IssuerUnknown(credential.issuer);
        if (credential.expiry <= block.timestamp) revert CredentialExpired(credential.expiry);
        // A serial of the far future would keep every later credential out.
        if (credential.serial > block.timestamp) revert CredentialFromTheFuture(credential.serial);
        bytes32 digest = _hashTypedDataV4(_hashCredential(credential));
        if (!SignatureChecker.isValidSignatureNowCalldata(credential.issuer, digest, signature)) {
            revert CredentialSignatureInvalid(credential.issuer);
        }
    }

    function _requireConsent(Credential calldata credential, uint256 deadline, bytes calldata consent) private view {
        if (block.timestamp > deadline) revert ConsentExpired(deadline);
        bytes32 digest = _hashConsent(credential, deadline);
        if (!SignatureChecker.isValidSignatureNowCalldata(credential.account, digest, consent)) {
            revert ConsentSignatureInvalid(credential.account);
        }
    }

    function _hashCredential(Credential calldata credential) private pure returns (bytes32) {
        return keccak256(abi.encode(CREDENTIAL_TYPEHASH, credential));
    }

    function _hashConsent(Credential calldata credential, uint256 deadline) private view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(CONSENT_TYPEHASH, _hashCredential(credential), deadline)));
    }

    function _setRebindDelay(uint48 delay) private {
        if (delay < MIN_REBIND_DELAY || delay > MAX_REBIND_DELAY) revert RebindDelayOutOfBounds(delay);
        rebindDelay = delay;
        emit RebindDelaySet(delay);
    }

    function _getVotingUnits(address account) internal view override returns (uint256) {
        return _seatOf[account] == 0 ? 0 : 1;
    }
}
