// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";

/// @title RevenueShares
/// @notice Shares money among any number of holders of units in constant work: an index of what one unit has earned.
///
/// The scheme is Batog, Boca and Johnson, "Scalable Reward Distribution on the Ethereum Blockchain" (2018), with the two
/// roundings it leaves open closed on the side of the pool:
/// - the index is scaled by 2^64 and the remainder of each division is carried into the next of the same era, so that
///   over any number of distributions index x units falls short of what came in by next to nothing; it is not carried
///   into the next era, whose holders are others: nobody ever gets more than the exact share (T11);
/// - each holder's cursor keeps the fraction below one base unit, so that k collections pay exactly what one would (T7).
/// Hence the sum of what all can collect never exceeds what came in (T4).
///
/// Money that arrives while there are no units is parked and shared when there are (T6). Units change only between eras:
/// a model's releases, or the times between two changes of the membership. The index at the opening of an era is kept
/// only if money came in during it. A holder's units count over *spans* of eras; most holders have one.
library RevenueShares {
    using Checkpoints for Checkpoints.Trace160;

    /// @dev One slot on the path of every distribution, `history` and what is parked off it.
    struct Pool {
        /// What one unit has earned since the beginning, in base units x 2^64.
        uint160 index;
        /// What the era's last division left over, in base units x 2^48, rounded down; see {CARRY_BITS}.
        uint64 carried;
        /// The newest era whose opening index is in `history`.
        uint32 era;
        /// Opening index by era, only for eras in which money came in.
        Checkpoints.Trace160 history;
        /// Base units waiting for units to share them.
        uint208 parked;
        /// Since when something has been waiting without a break, unix seconds.
        uint48 parkedSince;
    }

    /// @dev How far one holder has been paid. One slot. `span` is the one it stands in, from 1; 0: never paid.
    struct Cursor {
        uint160 index;
        uint64 fraction;
        uint32 span;
    }

    /// @dev A division leaves less than the units it was by, which are below 2^80; the low 16 bits of that are dropped, so
    /// that it fits its slot. What is dropped is less than 2^-48 base units a distribution, and stays with the pool.
    uint256 private constant CARRY_BITS = 16;

    /// @notice Shares `amount` among `units`, or parks it if there are none.
    /// @return shared False if the money was parked: there are no units, or so few that the index would pass 2^160
    /// (more than 2^96 base units for each unit).
    function distribute(Pool storage pool, uint128 amount, uint256 units, uint32 era) internal returns (bool shared) {
        shared = _share(pool, amount, units, era);
        if (shared) return true;
        // forge-lint: disable-next-line(unsafe-typecast)
        if (pool.parked == 0) pool.parkedSince = uint48(block.timestamp);
        pool.parked += amount;
    }

    /// @notice Shares what was parked, if there are units now. Returns the amount shared.
    function unpark(Pool storage pool, uint256 units, uint32 era) internal returns (uint208 amount) {
        amount = pool.parked;
        if (amount == 0 || !_share(pool, amount, units, era)) return 0;
        (pool.parked, pool.parkedSince) = (0, 0);
    }

    /// @notice Takes out what is parked.
    function takeParked(Pool storage pool) internal returns (uint208 amount) {
        amount = pool.parked;
        (pool.parked, pool.parkedSince) = (0, 0);
    }

    /// @notice The index as it stood when `era` opened; the index of now if no money came in since.
    function indexAt(Pool storage pool, uint32 era) internal view returns (uint160) {
        return era > pool.era ? pool.index : pool.history.lowerLookup(era);
    }

    /// @notice Base units that `units` earned while the index went from `from` to `to`, and the fraction left over.
    /// @param fraction What an earlier collection left below one base unit, in 2^-64.
    function earned(
        uint256 units,
        uint160 from,
        uint160 to,
        uint64 fraction
    ) internal pure returns (uint256 amount, uint64) {
        if (to <= from) return (0, fraction);
        // units < 2^80, the difference < 2^160: no overflow.
        uint256 scaled = units * (to - from) + fraction;
        // The low 64 bits are the fraction.
        // forge-lint: disable-next-line(unsafe-typecast)
        return (scaled >> 64, uint64(scaled));
    }

    function _share(Pool storage pool, uint256 amount, uint256 units, uint32 era) private returns (bool) {
        if (units == 0) return false;
        uint160 index = pool.index;
        bool opensEra = pool.era < era;
        uint256 scaled = (amount << 64) + (opensEra ? 0 : uint256(pool.carried) << CARRY_BITS);
        uint256 next = index + scaled / units;
        if (next > type(uint160).max) return false;
        if (opensEra) {
            pool.history.push(era, index);
            pool.era = era;
        }
        // forge-lint: disable-next-line(unsafe-typecast)
        pool.index = uint160(next);
        // units < 2^80, so is what their division leaves.
        // forge-lint: disable-next-line(unsafe-typecast)
        pool.carried = uint64((scaled % units) >> CARRY_BITS);
        return true;
    }
}
