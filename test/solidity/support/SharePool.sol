// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {RevenueShares} from "../../../contracts/treasury/RevenueShares.sol";

/// @title SharePool
/// @notice One pool of {RevenueShares} behind calls, with holders who collect.
contract SharePool {
    using RevenueShares for RevenueShares.Pool;

    RevenueShares.Pool private _pool;
    mapping(uint256 holder => RevenueShares.Cursor) private _cursors;

    function distribute(uint128 amount, uint256 units, uint32 era) external returns (bool) {
        return _pool.distribute(amount, units, era);
    }

    function unpark(uint256 units, uint32 era) external returns (uint256) {
        return _pool.unpark(units, era);
    }

    /// @notice Pays what {pending} says and keeps the cursor, as those do who hold money.
    function collect(uint256 holder, uint256 units, uint160 from, uint160 to) external returns (uint256 amount) {
        uint64 fraction;
        (amount, fraction) = _pending(holder, units, from, to);
        if (amount != 0) _cursors[holder] = RevenueShares.Cursor(to, fraction, 1);
    }

    function pending(uint256 holder, uint256 units, uint160 from, uint160 to) external view returns (uint256 amount) {
        (amount, ) = _pending(holder, units, from, to);
    }

    function takeParked() external returns (uint256) {
        return _pool.takeParked();
    }

    function indexAt(uint32 era) external view returns (uint160) {
        return _pool.indexAt(era);
    }

    function index() external view returns (uint160) {
        return _pool.index;
    }

    /// @notice What the last division left over, in base units x 2^64, without the bits that are dropped.
    function carried() external view returns (uint256) {
        return uint256(_pool.carried) << 16;
    }

    function parked() external view returns (uint256) {
        return _pool.parked;
    }

    function parkedSince() external view returns (uint256) {
        return _pool.parkedSince;
    }

    /// @dev Counts on from where the holder was paid last.
    function _pending(uint256 holder, uint256 units, uint160 from, uint160 to) private view returns (uint256, uint64) {
        RevenueShares.Cursor memory cursor = _cursors[holder];
        if (cursor.span != 0) from = cursor.index;
        return RevenueShares.earned(units, from, to, cursor.fraction);
    }
}
