// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";

/// @title RevenueShares
/// @notice Shares money among any number of holders of units in constant work: an index of what one unit has earned.
///
/// The scheme is Batog, Boca and Johnson, "Scalable Reward Distribution on the Ethereum Blockchain" (2018), with the two
/// roundings it leaves open closed on the side of the pool:
/// - the index is scaled by 2^64 and the remainder of each division is carried into the next of the same era, so that
///   over any number of distributions index x units falls short of what came in by less than units x 2^-64; it is not
///   carried into the next era, whose holders are others: nobody ever gets more than the exact share (T11);
/// - each holder's cursor keeps the fraction below one base unit, so that k collections pay exactly what one would (T7).
/// Hence the sum of what all can collect never exceeds what came in (T4).
///
/// Money that arrives while there are no units is parked and shared when there are (T6). Units change only between eras
/// (a model's releases); the index at the opening of an era is kept only if money came in during it.
library RevenueShares {
    using Checkpoints for Checkpoints.Trace160;

    /// @dev One slot on the path of every distribution, `history` and `parked` off it.
    struct Pool {
        /// What one unit has earned since the beginning, in base units x 2^64.
        uint160 index;
        /// What the era's last division left over, in base units x 2^64; below the units it was divided by.
        uint80 remainder;
        /// The newest era whose opening index is in `history`.
        uint16 era;
        /// Opening index by era, only for eras in which money came in.
        Checkpoints.Trace160 history;
        /// Base units waiting for the first units to share them.
        uint256 parked;
    }

    /// @dev How far one holder has been paid. One slot.
    struct Cursor {
        uint160 index;
        uint64 fraction;
        bool open;
    }

    /// @notice Shares `amount` among `units`, or parks it if there are none.
    /// @return shared False if the money was parked: there are no units, or so few that the index would pass 2^160
    /// (more than 2^96 base units for each unit).
    function distribute(Pool storage pool, uint256 amount, uint256 units, uint16 era) internal returns (bool shared) {
        shared = _share(pool, amount, units, era);
        if (!shared) pool.parked += amount;
    }

    /// @notice Shares what was parked, if there are units now. Returns the amount shared.
    function unpark(Pool storage pool, uint256 units, uint16 era) internal returns (uint256 amount) {
        amount = pool.parked;
        if (amount == 0 || !_share(pool, amount, units, era)) return 0;
        pool.parked = 0;
    }

    /// @notice The index as it stood when `era` opened; the index of now if no money came in since.
    function indexAt(Pool storage pool, uint16 era) internal view returns (uint160) {
        return era > pool.era ? pool.index : pool.history.lowerLookup(era);
    }

    /// @notice Base units that `units` earned from where the cursor stands up to `to`, and the fraction left over.
    /// @param from Where an unopened cursor begins.
    function pending(
        Cursor memory cursor,
        uint256 units,
        uint160 from,
        uint160 to
    ) internal pure returns (uint256 amount, uint64 fraction) {
        uint160 start = cursor.open ? cursor.index : from;
        if (to <= start) return (0, cursor.fraction);
        // units < 2^80, the difference < 2^160: no overflow.
        uint256 scaled = units * (to - start) + cursor.fraction;
        // The low 64 bits are the fraction.
        // forge-lint: disable-next-line(unsafe-typecast)
        return (scaled >> 64, uint64(scaled));
    }

    function _share(Pool storage pool, uint256 amount, uint256 units, uint16 era) private returns (bool) {
        if (units == 0) return false;
        uint160 index = pool.index;
        bool opensEra = pool.era < era;
        uint256 scaled = (amount << 64) + (opensEra ? 0 : pool.remainder);
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
        pool.remainder = uint80(scaled % units);
        return true;
    }
}
