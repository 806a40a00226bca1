// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {Commons} from "./Commons.sol";

/// @title Ledger
/// @notice What happened to a commons, written down by those who made it happen, and what must follow from it. The
/// second bookkeeping against which the invariants hold the first; it copies no result of the contracts but the index.
contract Ledger {
    enum Action {
        Submit,
        Score,
        Expire,
        Finalize,
        ClaimUnits,
        MintTokens,
        Withdraw,
        Exclude,
        CloseBatch,
        Publish,
        Forge,
        Wait,
        Pay,
        Donate,
        Settle,
        Give,
        Claim,
        Spend,
        ReleaseDividend,
        RecoverSurplus,
        ChangeSplit,
        ListOrDelist,
        Enrol,
        MoveSeat,
        ReplayCredential
    }

    /// @dev In the order in which work passes through them; the last two absorb.
    enum Stage {
        Submitted,
        Accepted,
        Final,
        Rejected
    }

    struct Work {
        Stage stage;
        uint32 modelId;
        uint8 kind;
        uint8 score;
        address submitter;
        uint64 items;
        uint64 units;
        uint256 since;
        uint24 joinBatch;
        uint24 endBatch;
        uint80 left;
        uint96 tokenRate;
        uint256 mintableFrom;
        uint256 firstPiece;
        uint256 pieces;
    }

    /// @dev One leaf. `base` units are before scoring.
    struct Piece {
        uint256 work;
        uint32 index;
        address author;
        uint64 base;
        bool provable;
        bool claimed;
        bool minted;
        bool lapsed;
        uint24 endBatch;
    }

    /// @dev Per asset, base units. `received` is what came through the doors, `paid` what recipients' balances grew by.
    struct Sums {
        uint256 received;
        uint256 paid;
        uint256 contributors;
        uint256 dividend;
        uint256 reserve;
        uint256 distributions;
    }

    Commons public immutable commons;
    /// @notice Now. Kept here, so that it passes the same way under every runner.
    uint256 public time;
    uint256 public steps;
    /// @notice How often each action succeeded.
    mapping(Action => uint256) public count;

    /// @notice Contributions from 1, as numbered by their registry; pieces of final work from 0.
    mapping(uint256 => Work) private _works;
    uint256 public workCount;
    Piece[] private _pieces;

    mapping(uint32 modelId => uint24[] lastBatches) private _releases;
    mapping(uint32 modelId => mapping(uint256 release => mapping(address asset => uint160))) private _opening;
    mapping(uint32 modelId => uint256) public mostActive;

    mapping(address asset => Sums) private _sums;
    mapping(uint256 piece => mapping(address asset => uint256)) public paidTo;
    mapping(uint32 modelId => mapping(address asset => uint256)) public lastIndex;
    /// @notice The last release in which a model's money was shared.
    mapping(uint32 modelId => mapping(address asset => uint256)) public moneyRelease;

    uint256 public minted;
    mapping(address wallet => uint256) public balanceOf;
    mapping(uint256 epoch => uint256) public mintableIn;
    uint256 public lastMintEpoch;

    /// @notice Accounts by number; seats by number from 1, and the wallet each seat has now.
    uint256 public accountCount;
    uint64 public seatCount;
    mapping(uint64 seat => uint256 account) public accountOfSeat;
    mapping(uint256 account => uint64 seat) public seatOfAccount;
    mapping(uint64 seat => uint48) public serialOf;

    constructor(Commons commons_, uint256 time_) {
        (commons, time) = (commons_, time_);
        for (uint64 i = 0; i < commons_.FOUNDERS(); ++i) seated(i, 1);
        accountCount = commons_.FOUNDERS() + 4;
    }

    // ------------------------------------------------------------------------------------------ writing down

    function done(Action action) external {
        ++count[action];
    }

    function nextStep() external returns (uint256) {
        return ++steps;
    }

    function waited(uint256 duration) external {
        time += duration;
    }

    function submitted(uint256 id, Work calldata work) external {
        _works[id] = work;
        workCount = id;
    }

    function moved(uint256 id, Stage stage, uint8 score) external {
        (_works[id].stage, _works[id].score, _works[id].since) = (stage, score, time);
    }

    function finalized(uint256 id, uint24 joinBatch, uint96 tokenRate, uint256 mintableFrom) external {
        Work storage work = _works[id];
        (work.stage, work.since, work.joinBatch) = (Stage.Final, time, joinBatch);
        (work.tokenRate, work.mintableFrom, work.firstPiece) = (tokenRate, mintableFrom, _pieces.length);
        uint256 epoch = (mintableFrom - commons.token().genesisTime()) / commons.token().MINT_EPOCH();
        mintableIn[epoch] += uint256(work.units) * work.score * tokenRate;
        if (epoch > lastMintEpoch) lastMintEpoch = epoch;
    }

    function pieced(Piece calldata piece) external {
        _pieces.push(piece);
        ++_works[piece.work].pieces;
    }

    function claimedPiece(uint256 at) external {
        _pieces[at].claimed = true;
    }

    function mintedPiece(uint256 at, address wallet, uint256 amount) external {
        _pieces[at].minted = true;
        minted += amount;
        balanceOf[wallet] += amount;
    }

    /// @dev Its tokens are never minted: its work was excluded, or it left before it was claimed.
    function lapsedPiece(uint256 at) external {
        _pieces[at].lapsed = true;
    }

    function withdrawn(uint256 at, uint24 batch) external {
        Piece storage piece = _pieces[at];
        Work storage work = _works[piece.work];
        (piece.claimed, piece.endBatch) = (true, batch);
        work.left += uint80(uint256(piece.base) * work.score);
    }

    function excluded(uint256 id, uint24 batch) external {
        _works[id].endBatch = batch;
        _works[id].left = uint80(uint256(_works[id].units) * _works[id].score);
    }

    function published(uint32 modelId, uint24 lastBatch, uint160[3] calldata indexes) external {
        _releases[modelId].push(lastBatch);
        for (uint256 i = 0; i < 3; ++i) {
            _opening[modelId][_releases[modelId].length][commons.assets(i)] = indexes[i];
        }
        uint256 active = activeOf(modelId);
        if (active > mostActive[modelId]) mostActive[modelId] = active;
    }

    function arrived(address asset, uint256 contributors, uint256 dividend, uint256 reserve) external {
        Sums storage sums = _sums[asset];
        sums.received += contributors + dividend + reserve;
        sums.contributors += contributors;
        sums.dividend += dividend;
        sums.reserve += reserve;
        if (contributors != 0) ++sums.distributions;
    }

    function shared(uint32 modelId, address asset) external {
        moneyRelease[modelId][asset] = _releases[modelId].length;
    }

    function spent(address asset, uint256 amount) external {
        _sums[asset].paid += amount;
        _sums[asset].reserve -= amount;
    }

    function handedOver(address asset, uint256 amount) external {
        _sums[asset].paid += amount;
        _sums[asset].dividend -= amount;
    }

    function paid(uint256 at, address asset, uint256 amount) external {
        _sums[asset].paid += amount;
        _sums[asset].contributors -= amount;
        paidTo[at][asset] += amount;
    }

    function sawIndex(uint32 modelId, address asset, uint256 index) external {
        lastIndex[modelId][asset] = index;
    }

    function seated(uint256 account, uint48 serial) public {
        uint64 seat = ++seatCount;
        (accountOfSeat[seat], seatOfAccount[account], serialOf[seat]) = (account, seat, serial);
    }

    function joined() external returns (uint256 account) {
        account = accountCount++;
    }

    function rebound(uint64 seat, uint256 account, uint48 serial) external {
        seatOfAccount[accountOfSeat[seat]] = 0;
        (accountOfSeat[seat], seatOfAccount[account], serialOf[seat]) = (account, seat, serial);
    }

    // ------------------------------------------------------------------------------------------ what follows

    function workAt(uint256 id) external view returns (Work memory) {
        return _works[id];
    }

    function pieceAt(uint256 at) external view returns (Piece memory) {
        return _pieces[at];
    }

    function pieceCount() external view returns (uint256) {
        return _pieces.length;
    }

    function sumsOf(address asset) external view returns (Sums memory) {
        return _sums[asset];
    }

    function positionOf(uint256 at) external view returns (uint256) {
        return (_pieces[at].work << 32) | _pieces[at].index;
    }

    /// @notice Where an author is paid: an account, or the wallet of a seat.
    function walletOf(address author) public view returns (address) {
        uint160 number = uint160(author);
        return number > type(uint64).max ? author : commons.accountOf(accountOfSeat[uint64(number)]);
    }

    function releaseCount(uint32 modelId) external view returns (uint256) {
        return _releases[modelId].length;
    }

    /// @notice The last batch that is part of the model.
    function releasedBatch(uint32 modelId) public view returns (uint24) {
        uint256 releases = _releases[modelId].length;
        return releases == 0 ? 0 : _releases[modelId][releases - 1];
    }

    /// @notice T5: accepted - left, over the work and the leaves that releases so far covered.
    function activeOf(uint32 modelId) public view returns (uint256 active) {
        uint24 released = releasedBatch(modelId);
        for (uint256 id = 1; id <= workCount; ++id) {
            Work storage work = _works[id];
            if (work.stage != Stage.Final || work.modelId != modelId || work.joinBatch > released) continue;
            if (work.endBatch != 0 && work.endBatch <= released) continue;
            uint256 units = work.units;
            for (uint256 i = work.firstPiece; i < work.firstPiece + work.pieces; ++i) {
                if (_pieces[i].endBatch != 0 && _pieces[i].endBatch <= released) units -= _pieces[i].base;
            }
            active += units * work.score;
        }
    }

    /// @notice C5: units that a release up to `lastBatch` would bring in: accepted, less what left before its batch
    /// closed.
    function joiningOf(uint32 modelId, uint24 lastBatch) external view returns (uint256 joining) {
        uint24 released = releasedBatch(modelId);
        for (uint256 id = 1; id <= workCount; ++id) {
            Work storage work = _works[id];
            if (work.stage != Stage.Final || work.modelId != modelId) continue;
            if (work.joinBatch <= released || work.joinBatch > lastBatch) continue;
            if (work.endBatch == work.joinBatch) continue;
            uint256 units = work.units;
            for (uint256 i = work.firstPiece; i < work.firstPiece + work.pieces; ++i) {
                if (_pieces[i].endBatch == work.joinBatch) units -= _pieces[i].base;
            }
            joining += units * work.score;
        }
    }

    /// @notice T5: the part of the active units whose positions are opened.
    function openedOf(uint32 modelId) external view returns (uint256 opened) {
        uint24 released = releasedBatch(modelId);
        for (uint256 i = 0; i < _pieces.length; ++i) {
            Piece storage piece = _pieces[i];
            Work storage work = _works[piece.work];
            if (!piece.claimed || work.modelId != modelId || work.joinBatch > released) continue;
            uint24 endBatch = _earlier(piece.endBatch, work.endBatch);
            if (endBatch == 0 || endBatch > released) opened += uint256(piece.base) * work.score;
        }
    }

    /// @notice T7, T11: all that a piece earned, paid or not: its units over the releases it was part of, in one sum.
    function earned(uint256 at, address asset) public view returns (uint256) {
        Piece storage piece = _pieces[at];
        Work storage work = _works[piece.work];
        uint256 first = _releaseOf(work.modelId, work.joinBatch);
        if (first == 0) return 0;
        uint24 endBatch = _earlier(piece.endBatch, work.endBatch);
        uint256 end = endBatch == 0 ? 0 : _releaseOf(work.modelId, endBatch);
        uint160 to;
        if (end != 0) to = _opening[work.modelId][end][asset];
        else (to, , ) = commons.rewards().poolAt(work.modelId, asset);
        return (uint256(piece.base) * work.score * (to - _opening[work.modelId][first][asset])) >> 64;
    }

    /// @notice What a piece has still to get.
    function owed(uint256 at, address asset) external view returns (uint256) {
        return earned(at, asset) - paidTo[at][asset];
    }

    /// @dev The first release that covers `batch`, 0 if none does yet.
    function _releaseOf(uint32 modelId, uint24 batch) private view returns (uint256) {
        uint24[] storage releases = _releases[modelId];
        for (uint256 i = 0; i < releases.length; ++i) {
            if (releases[i] >= batch) return i + 1;
        }
        return 0;
    }

    function _earlier(uint24 a, uint24 b) private pure returns (uint24) {
        if (a == 0) return b;
        return b == 0 || a < b ? a : b;
    }
}
