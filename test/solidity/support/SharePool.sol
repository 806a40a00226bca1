// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {RevenueShares} from "../../../contracts/treasury/RevenueShares.sol";

/// @title SharePool
/// @notice One pool of {RevenueShares} behind calls, with holders who collect.
contract SharePool {
    using RevenueShares for RevenueShares.Pool;

    RevenueShares.Pool private _pool;
    mapping(uint256 holder => RevenueShares.Cursor) private _cursors;

    function distribute(uint256 amount, uint256 units, uint16 era) external returns (bool) {
        return _pool.distribute(amount, units, era);
    }

    function unpark(uint256 units, uint16 era) external returns (uint256) {
        return _pool.unpark(units, era);
    }

    /// @notice Pays what `pending` says and keeps the cursor, as {ContributorRewards} does.
    function collect(uint256 holder, uint256 units, uint160 from, uint160 to) external returns (uint256 amount) {
        uint64 fraction;
        (amount, fraction) = RevenueShares.pending(_cursors[holder], units, from, to);
        if (amount != 0) _cursors[holder] = RevenueShares.Cursor(to, fraction, true);
    }

    function pending(uint256 holder, uint256 units, uint160 from, uint160 to) external view returns (uint256 amount) {
        (amount, ) = RevenueShares.pending(_cursors[holder], units, from, to);
    }

    function indexAt(uint16 era) external view returns (uint160) {
        return _pool.indexAt(era);
    }

    function index() external view returns (uint160) {
        return _pool.index;
    }

    function remainder() external view returns (uint80) {
        return _pool.remainder;
    }

    function parked() external view returns (uint256) {
        return _pool.parked;
    }
}
