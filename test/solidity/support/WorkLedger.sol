// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {Diary} from "./Diary.sol";

/// @title WorkLedger
/// @notice Work, its leaves and its tokens, and over which releases each leaf is part of its model.
abstract contract WorkLedger is Diary {
    /// @dev In the order in which work passes through them; the last two absorb.
    enum Stage {
        Submitted,
        Accepted,
        Final,
        Rejected
    }

    /// @dev `first` and `end`: the releases with which it joined and left; 0: not yet.
    struct Work {
        Stage stage;
        uint32 modelId;
        uint8 kind;
        uint8 score;
        address submitter;
        uint64 seat;
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
        uint256 first;
        uint256 end;
    }

    /// @dev One leaf. `base` units are before scoring; `holder` is its author, or the seat that it was recovered for.
    struct Piece {
        uint256 work;
        uint32 index;
        address holder;
        uint64 base;
        bool provable;
        bool claimed;
        bool minted;
        bool lapsed;
        uint24 endBatch;
        uint256 end;
        uint64 struck;
    }

    /// @dev An item of a leaf that was struck. `claimed`: the leaf was, by then; else what the item earned lapsed. `end`: the
    /// release with which it left. `batch` 0: the leaf had left already, and only tokens burned.
    struct Strike {
        bytes32 content;
        uint64 units;
        bool claimed;
        uint24 batch;
        uint256 end;
    }

    /// @notice Contributions from 1, as numbered by their registry; pieces of final work from 0.
    mapping(uint256 => Work) internal _works;
    uint256 public workCount;
    Piece[] internal _pieces;
    mapping(uint256 piece => Strike[]) internal _strikes;
    /// @notice Declared units that finders' seats have still to collect.
    mapping(uint32 modelId => mapping(uint64 seat => uint256)) public rewardOf;

    mapping(uint32 modelId => uint24[] lastBatches) internal _releases;

    uint256 public minted;
    mapping(address wallet => uint256) public balanceOf;
    mapping(uint256 epoch => uint256) public mintableIn;
    uint256 public lastMintEpoch;

    // ------------------------------------------------------------------------------------------ writing down

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
        work.left += uint80(uint256(piece.base - piece.struck) * work.score);
    }

    function struck(uint256 at, Strike calldata strike) external {
        Piece storage piece = _pieces[at];
        Work storage work = _works[piece.work];
        _strikes[at].push(strike);
        piece.struck += strike.units;
        if (strike.batch != 0) work.left += uint80(uint256(strike.units) * work.score);
    }

    function rewarded(uint32 modelId, uint64 seat, uint256 units) external {
        rewardOf[modelId][seat] += units;
    }

    function collected(uint32 modelId, uint64 seat) external {
        delete rewardOf[modelId][seat];
    }

    function excluded(uint256 id, uint24 batch) external {
        _works[id].endBatch = batch;
        _works[id].left = uint80(uint256(_works[id].units) * _works[id].score);
    }

    function recoveredPiece(uint256 at, address holder) external {
        _pieces[at].holder = holder;
    }

    /// @dev Work and leaves of the batches that the release covers join and leave.
    function _cover(uint32 modelId, uint24 lastBatch) internal {
        _releases[modelId].push(lastBatch);
        uint256 release = _releases[modelId].length;
        for (uint256 id = 1; id <= workCount; ++id) {
            Work storage work = _works[id];
            if (work.modelId != modelId || work.stage != Stage.Final) continue;
            if (work.first == 0 && work.joinBatch <= lastBatch) work.first = release;
            if (work.end == 0 && work.endBatch != 0 && work.endBatch <= lastBatch) work.end = release;
            for (uint256 i = work.firstPiece; i < work.firstPiece + work.pieces; ++i) {
                uint24 endBatch = _pieces[i].endBatch;
                if (_pieces[i].end == 0 && endBatch != 0 && endBatch <= lastBatch) _pieces[i].end = release;
                for (uint256 j = 0; j < _strikes[i].length; ++j) {
                    Strike storage strike = _strikes[i][j];
                    if (strike.end == 0 && strike.batch != 0 && strike.batch <= lastBatch) strike.end = release;
                }
            }
        }
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

    function isStruck(uint256 at, bytes32 content) external view returns (bool) {
        for (uint256 i = 0; i < _strikes[at].length; ++i) {
            if (_strikes[at][i].content == content) return true;
        }
        return false;
    }

    function positionOf(uint256 at) external view returns (uint256) {
        return (_pieces[at].work << 32) | _pieces[at].index;
    }

    /// @notice Position ids of all pieces; 0 for those that nobody claimed.
    function claimedPositions() external view returns (uint256[] memory positions) {
        positions = new uint256[](_pieces.length);
        for (uint256 at = 0; at < positions.length; ++at) {
            if (_pieces[at].claimed) positions[at] = (_pieces[at].work << 32) | _pieces[at].index;
        }
    }

    function releaseCount(uint32 modelId) public view returns (uint256) {
        return _releases[modelId].length;
    }

    /// @notice The last batch that is part of the model.
    function releasedBatch(uint32 modelId) public view returns (uint24) {
        uint256 releases = _releases[modelId].length;
        return releases == 0 ? 0 : _releases[modelId][releases - 1];
    }

    /// @notice T5: of every model, accepted - left over the work and the leaves that releases so far covered; and the part
    /// of it whose positions are opened.
    function activeUnits() external view returns (uint256[] memory active, uint256[] memory opened) {
        uint256 models = commons.models().modelCount();
        (active, opened) = (new uint256[](models + 1), new uint256[](models + 1));
        for (uint256 id = 1; id <= workCount; ++id) {
            Work storage work = _works[id];
            if (work.first == 0 || work.end != 0) continue;
            (uint256 units, uint256 claimed) = _remaining(work);
            active[work.modelId] += units * work.score;
            opened[work.modelId] += claimed * work.score;
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
                else units -= _struckWith(i, work.joinBatch);
            }
            joining += units * work.score;
        }
    }

    /// @dev Units in and claimed, of all works of a model.
    function _activeOf(uint32 modelId) internal view returns (uint256 active) {
        for (uint256 id = 1; id <= workCount; ++id) {
            Work storage work = _works[id];
            if (work.modelId != modelId || work.first == 0 || work.end != 0) continue;
            (uint256 units, ) = _remaining(work);
            active += units * work.score;
        }
    }

    /// @dev Declared units of a work that haven't left, and of its claimed leaves.
    function _remaining(Work storage work) private view returns (uint256 units, uint256 claimed) {
        units = work.units;
        for (uint256 i = work.firstPiece; i < work.firstPiece + work.pieces; ++i) {
            Piece storage piece = _pieces[i];
            if (piece.end != 0) {
                units -= piece.base;
                continue;
            }
            uint256 open = piece.base;
            for (uint256 j = 0; j < _strikes[i].length; ++j) {
                Strike storage strike = _strikes[i][j];
                if (strike.end != 0) units -= strike.units;
                if (strike.end != 0 || !strike.claimed) open -= strike.units;
            }
            if (piece.claimed) claimed += open;
        }
    }

    function _struckWith(uint256 at, uint24 batch) private view returns (uint256 units) {
        for (uint256 i = 0; i < _strikes[at].length; ++i) {
            if (_strikes[at][i].batch == batch) units += _strikes[at][i].units;
        }
    }
}
