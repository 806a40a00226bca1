// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {Lineage} from "../../../contracts/models/Lineage.sol";
import {WorkLedger} from "./WorkLedger.sol";

/// @title MoneyLedger
/// @notice What came in for whom: sums by asset, what every unit of every model earned, and who was built on whom.
abstract contract MoneyLedger is WorkLedger {
    /// @dev Per asset, base units. `received` is what came through the doors, `paid` what recipients were sent.
    /// `distributions` counts the times that something was shared among contributors.
    struct Sums {
        uint256 received;
        uint256 paid;
        uint256 contributors;
        uint256 dividend;
        uint256 reserve;
        uint256 distributions;
    }

    /// @dev What one unit earned, in base units x 2^64; the remainder of the last division; the release that it was in.
    struct Shares {
        uint256 index;
        uint256 carried;
        uint256 release;
        uint256 parked;
        uint256 parkedSince;
    }

    mapping(address asset => Sums) internal _sums;
    mapping(uint32 modelId => mapping(address asset => Shares)) private _shares;
    mapping(uint32 modelId => mapping(uint256 release => mapping(address asset => uint256))) private _opening;
    mapping(uint256 piece => mapping(address asset => uint256)) public paidTo;
    mapping(uint32 modelId => uint256) public activeIn;
    mapping(uint32 modelId => uint256) public mostActive;
    /// @notice Part of `modelId`'s revenue, in 1/10,000, that goes to another model.
    mapping(uint32 modelId => mapping(uint32 upstream => uint256)) public partOf;

    mapping(address asset => mapping(uint256 epoch => uint256)) public spentIn;
    mapping(address asset => uint256) public ceilingOf;

    // ------------------------------------------------------------------------------------------ writing down

    function published(uint32 modelId, uint24 lastBatch) external {
        _cover(modelId, lastBatch);
        uint256 active = _activeOf(modelId);
        activeIn[modelId] = active;
        if (active > mostActive[modelId]) mostActive[modelId] = active;
        for (uint256 i = 0; i < commons.ASSETS(); ++i) {
            address asset = commons.assets(i);
            _opening[modelId][releaseCount(modelId)][asset] = _shares[modelId][asset].index;
            unparked(modelId, asset);
        }
    }

    function arrived(address asset, uint256 contributors, uint256 dividend, uint256 reserve) external {
        Sums storage sums = _sums[asset];
        sums.received += contributors + dividend + reserve;
        sums.contributors += contributors;
        sums.dividend += dividend;
        sums.reserve += reserve;
    }

    /// @notice Contributors' part of something, of one model: shared to the last fraction, or parked.
    function sharedAmong(uint32 modelId, address asset, uint256 amount) external {
        if (amount == 0) return;
        ++_sums[asset].distributions;
        Shares storage shares = _shares[modelId][asset];
        if (_share(modelId, shares, amount)) return;
        if (shares.parked == 0) shares.parkedSince = time;
        shares.parked += amount;
    }

    /// @notice T6: what was parked is shared once there are units.
    function unparked(uint32 modelId, address asset) public returns (uint256 amount) {
        Shares storage shares = _shares[modelId][asset];
        amount = shares.parked;
        if (amount == 0 || !_share(modelId, shares, amount)) return 0;
        (shares.parked, shares.parkedSince) = (0, 0);
    }

    function gaveUpParked(uint32 modelId, address asset) external returns (uint256 amount) {
        Shares storage shares = _shares[modelId][asset];
        amount = shares.parked;
        (shares.parked, shares.parkedSince) = (0, 0);
        _sums[asset].contributors -= amount;
        _sums[asset].reserve += amount;
    }

    function spent(address asset, uint256 amount) external {
        _sums[asset].paid += amount;
        _sums[asset].reserve -= amount;
        spentIn[asset][time / 30 days] += amount;
    }

    function setCeiling(address asset, uint256 ceiling) external {
        ceilingOf[asset] = ceiling;
    }

    function paidPosition(uint256 at, address asset, uint256 amount) external {
        _sums[asset].paid += amount;
        _sums[asset].contributors -= amount;
        paidTo[at][asset] += amount;
    }

    /// @notice T9: an ancestor of an ancestor has its part of that one's part; the direct one keeps the rest.
    function registered(uint32 modelId, Lineage.Upstream[] calldata direct) external {
        for (uint256 i = 0; i < direct.length; ++i) {
            uint256 kept = direct[i].bps;
            for (uint32 other = 1; other < direct[i].modelId; ++other) {
                uint256 part = (direct[i].bps * partOf[direct[i].modelId][other]) / 10_000;
                partOf[modelId][other] += part;
                kept -= part;
            }
            partOf[modelId][direct[i].modelId] += kept;
        }
    }

    function _share(uint32 modelId, Shares storage shares, uint256 amount) private returns (bool) {
        uint256 active = activeIn[modelId];
        if (active == 0) return false;
        uint256 release = releaseCount(modelId);
        uint256 scaled = (amount << 64) + (shares.release == release ? shares.carried : 0);
        uint256 index = shares.index + scaled / active;
        if (index >= 1 << 160) return false;
        (shares.index, shares.release) = (index, release);
        // The chain keeps all but the lowest 16 bits.
        shares.carried = ((scaled % active) >> 16) << 16;
        return true;
    }

    // ------------------------------------------------------------------------------------------ what follows

    function sumsOf(address asset) external view returns (Sums memory) {
        return _sums[asset];
    }

    function sharesOf(uint32 modelId, address asset) external view returns (Shares memory) {
        return _shares[modelId][asset];
    }

    /// @notice T7, T11: all that a piece earned, paid or not: its units over the releases it was part of, in one sum.
    function earned(uint256 at, address asset) public view returns (uint256) {
        Piece storage piece = _pieces[at];
        Work storage work = _works[piece.work];
        if (work.first == 0) return 0;
        uint256 end = _endOf(piece, work);
        uint256 from = _opening[work.modelId][work.first][asset];
        uint256 to = _indexAt(work.modelId, end, asset);
        uint256 scaled = uint256(piece.base) * (to - from);
        for (uint256 i = 0; i < _strikes[at].length; ++i) {
            Strike storage strike = _strikes[at][i];
            if (strike.batch == 0) continue;
            // It earned up to its own end only; not at all, if nobody had claimed it by then.
            uint256 since = strike.claimed ? _indexAt(work.modelId, strike.end, asset) : from;
            if (to > since) scaled -= uint256(strike.units) * (to - since);
        }
        return (scaled * work.score) >> 64;
    }

    /// @notice What items earned that were struck before anybody claimed them: it is there, and nobody's.
    function lapsedOf(uint256 at, address asset) public view returns (uint256 amount) {
        Work storage work = _works[_pieces[at].work];
        if (work.first == 0) return 0;
        uint256 from = _opening[work.modelId][work.first][asset];
        uint256 last = _endOf(_pieces[at], work);
        for (uint256 i = 0; i < _strikes[at].length; ++i) {
            Strike storage strike = _strikes[at][i];
            if (strike.claimed || strike.batch == 0) continue;
            uint256 to = _indexAt(work.modelId, strike.end == 0 ? last : strike.end, asset);
            amount += (uint256(strike.units) * work.score * (to - from)) >> 64;
        }
    }

    function _endOf(Piece storage piece, Work storage work) private view returns (uint256 end) {
        end = piece.end;
        if (end == 0 || (work.end != 0 && work.end < end)) end = work.end;
    }

    /// @dev What one unit had earned when a release opened; up to now, if there is none.
    function _indexAt(uint32 modelId, uint256 release, address asset) private view returns (uint256) {
        return release == 0 ? _shares[modelId][asset].index : _opening[modelId][release][asset];
    }

    /// @notice What a piece has still to get.
    function owed(uint256 at, address asset) public view returns (uint256) {
        return earned(at, asset) - paidTo[at][asset];
    }

    /// @notice What all pieces have still to get, and what lapsed with items that were struck unclaimed: how much, of how many.
    function allOwed(address asset) external view returns (uint256[] memory due, uint256 lapsed, uint256 strikes) {
        due = new uint256[](_pieces.length);
        for (uint256 at = 0; at < due.length; ++at) {
            due[at] = owed(at, asset);
            lapsed += lapsedOf(at, asset);
            strikes += _strikes[at].length;
        }
    }
}
