// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC20Votes} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Votes.sol";
import {ERC6372Utils} from "@openzeppelin/contracts/utils/ERC6372Utils.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";

import {Author} from "../contributions/Author.sol";
import {MemberRegistry} from "./MemberRegistry.sol";

/// @title ContributionToken
/// @notice The voice that accepted work earns. 18 decimals; earned, not bought: closed to transfers until a
/// constitutional vote opens it.
///
/// Supply is rate-limited without ever holding money back. When work becomes final its tokens are reserved and given a
/// time from which they may be minted; the registry mints no earlier, and shares of revenue don't wait for it.
///
/// Tokens of a wallet that lost its seat follow the seat ({recover}), as the registry of members says.
///
/// Keeps K1: supply changes only by {mint}, {burn} and what {recover} burns. K3: what becomes mintable in one epoch is at
/// most {mintCap}. K4: while closed, balances change only by {mint}, {burn} and {recover}. A holder counts for itself from
/// its first token on, until it delegates.
contract ContributionToken is AccessManaged, ERC20, ERC20Permit, ERC20Votes {
    /// @notice Epochs in which the mint cap is counted, in seconds, from {genesisTime}.
    uint48 public constant MINT_EPOCH = 30 days;

    /// @dev How many entries of a history are looked at before it is searched.
    uint32 private constant RECENT = 2;

    error TransfersClosed();
    error NotMinter(address caller);
    error MintCapZero();
    error NothingToRecover(address lost);

    event MinterAdded(address indexed minter);
    event MintCapSet(uint128 cap);
    event MintReserved(address indexed minter, uint256 amount, uint48 mintableFrom);
    event TransfersOpened();
    event TokensRecovered(address indexed lost, uint64 indexed seat, address indexed to, uint256 amount);

    /// @dev One slot. Reservations fill epochs in order: `used` is what is taken of `epoch`, never before the present one.
    struct Reservations {
        uint48 epoch;
        uint128 used;
    }

    /// @notice Says which seat inherits from a lost wallet.
    MemberRegistry public immutable members;
    /// @notice When epoch 0 began.
    uint48 public immutable genesisTime;

    /// @notice Most tokens (base units) that become mintable in one epoch.
    uint128 public mintCap;
    /// @notice True once a constitutional vote opened transfers. It can't be undone.
    bool public transfersOpen;
    /// @notice Contracts that mint what accepted work earned. Only ever added to: a minter can't be taken away, so that
    /// work accepted once stays claimable; its own rules and its panel are what governance can change.
    mapping(address minter => bool) public isMinter;

    /// @notice What is still to be burned of tokens that follow a seat (base units): it burns as they come.
    mapping(uint64 seat => uint256) public burnDue;

    Reservations private _reservations;

    constructor(
        address authority,
        MemberRegistry members_,
        uint128 mintCap_
    ) AccessManaged(authority) ERC20("Commonmind Contribution", "MIND") ERC20Permit("Commonmind Contribution") {
        members = members_;
        genesisTime = clock();
        _setMintCap(mintCap_);
    }

    modifier onlyMinter() {
        if (!isMinter[msg.sender]) revert NotMinter(msg.sender);
        _;
    }

    // ------------------------------------------------------------------------------------------ people's actions

    /// @notice Moves all tokens of a wallet that lost its seat to the seat's present wallet, transfers closed or not.
    /// Anyone may call, from the time that {MemberRegistry-recoveryOf} tells, and again if tokens come later.
    /// @return amount Base units moved.
    function recover(address lost) external returns (uint256 amount) {
        uint64 seat = members.heirOf(lost);
        address to = members.walletOf(seat);
        amount = balanceOf(lost);
        if (amount == 0 || to == lost) revert NothingToRecover(lost);
        _move(lost, to, amount);
        emit TokensRecovered(lost, seat, to, amount);
        uint256 due = burnDue[seat];
        if (due != 0) burnDue[seat] = due - _burnUpTo(to, due < amount ? due : amount);
    }

    // ------------------------------------------------------------------------------------------ minters' actions

    /// @notice Reserves `amount` (base units) and says from when it may be minted. O(1).
    /// @return granted `amount`, but at most one epoch's cap: the part above it is never minted.
    /// @return mintableFrom Now, if the present epoch has room for it, else the opening of the first later one that has.
    function reserve(uint256 amount) external onlyMinter returns (uint256 granted, uint48 mintableFrom) {
        granted = amount < mintCap ? amount : mintCap;
        Reservations memory reservations = _reservations;
        uint48 epoch = currentEpoch();
        if (reservations.epoch < epoch) reservations = Reservations(epoch, 0);
        if (reservations.used + granted > mintCap) reservations = Reservations(reservations.epoch + 1, 0);
        // granted <= mintCap, a uint128.
        // forge-lint: disable-next-line(unsafe-typecast)
        reservations.used += uint128(granted);
        _reservations = reservations;

        mintableFrom = reservations.epoch == epoch ? clock() : genesisTime + reservations.epoch * MINT_EPOCH;
        emit MintReserved(msg.sender, granted, mintableFrom);
    }

    /// @notice Mints `amount` (base units) to `to`. The minter answers for having reserved it.
    function mint(address to, uint256 amount) external onlyMinter {
        _mint(to, amount);
    }

    /// @notice Burns `amount` (base units) of what `author` holds, or all of it if that is less. The minter answers for
    /// having minted it, for work that turned out to be copied. What an account lacks burns at the seat that inherits
    /// from it; what a seat lacks, of what it inherits later: moving a seat saves no tokens.
    /// @param author An account, or a seat (see {Author}).
    /// @return burned Base units burned now.
    function burn(address author, uint256 amount) external onlyMinter returns (uint256 burned) {
        uint64 seat;
        if (Author.isSeat(author)) {
            seat = Author.seat(author);
        } else {
            burned = _burnUpTo(author, amount);
            if (burned == amount) return burned;
            (seat, ) = members.recoveryOf(author);
            if (seat == 0) return burned;
        }
        burned += _burnUpTo(members.walletOf(seat), amount - burned);
        if (burned != amount) burnDue[seat] += amount - burned;
    }

    // ------------------------------------------------------------------------------------------ governance's actions

    /// @notice Lets holders transfer, for good.
    function openTransfers() external restricted {
        transfersOpen = true;
        emit TransfersOpened();
    }

    /// @notice Adds a registry of work. See {isMinter}.
    function addMinter(address minter) external restricted {
        isMinter[minter] = true;
        emit MinterAdded(minter);
    }

    /// @notice Changes the cap for reservations to come; what is reserved stays as it is.
    function setMintCap(uint128 cap) external restricted {
        _setMintCap(cap);
    }

    // ------------------------------------------------------------------------------------------ views

    /// @notice Number of the present mint epoch.
    function currentEpoch() public view returns (uint48) {
        return (clock() - genesisTime) / MINT_EPOCH;
    }

    /// @notice Votes of `account` at a past `timepoint` (unix seconds). The newest entries of its history are looked at first:
    /// for a vote that is open they nearly always answer, so that a hundred entries cost what one costs.
    function getPastVotes(address account, uint256 timepoint) public view override returns (uint256) {
        uint48 past = _validateTimepoint(timepoint);
        uint32 length = _numCheckpoints(account);
        for (uint32 back = 1; back <= RECENT && back <= length; ++back) {
            Checkpoints.Checkpoint208 memory entry = _checkpoints(account, length - back);
            if (entry._key <= past) return entry._value;
        }
        return length <= RECENT ? 0 : super.getPastVotes(account, timepoint);
    }

    function clock() public view override returns (uint48) {
        return Time.timestamp();
    }

    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public view override returns (string memory) {
        return ERC6372Utils.timestampClockMode(clock);
    }

    /// @inheritdoc ERC20Permit
    function nonces(address owner) public view override(ERC20Permit, Nonces) returns (uint256) {
        return super.nonces(owner);
    }

    // ------------------------------------------------------------------------------------------ internals

    function _setMintCap(uint128 cap) private {
        if (cap == 0) revert MintCapZero();
        mintCap = cap;
        emit MintCapSet(cap);
    }

    function _burnUpTo(address from, uint256 amount) private returns (uint256 burned) {
        uint256 balance = balanceOf(from);
        burned = amount < balance ? amount : balance;
        if (burned != 0) _burn(from, burned);
    }

    function _update(address from, address to, uint256 value) internal override(ERC20, ERC20Votes) {
        if (from != address(0) && to != address(0) && !transfersOpen) revert TransfersClosed();
        _move(from, to, value);
    }

    function _move(address from, address to, uint256 value) private {
        // Its first tokens, however they come: what it holds counts for itself, unless it says otherwise.
        if (value > 0 && to != address(0) && balanceOf(to) == 0 && delegates(to) == address(0)) _delegate(to, to);
        super._update(from, to, value);
    }
}
