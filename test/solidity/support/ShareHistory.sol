// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {Random} from "./Random.sol";
import {SharePool} from "./SharePool.sol";
import {Test} from "./Test.sol";

/// @title ShareHistory
/// @notice A random life of one pool: eras open, holders join and leave with them, money comes in, holders collect.
/// Every step checks what it may have changed; what must hold at the end is for the tests to check.
abstract contract ShareHistory is Test {
    using Random for Random.Stream;

    /// @dev Holds `units` from the opening of `first` to the opening of `end`; `end` 0: still does. `shareScaled` is
    /// its share of everything, in base units x 2^64, each distribution divided exactly and rounded down.
    struct Holder {
        uint80 units;
        uint32 first;
        uint32 end;
        uint256 paid;
        uint256 collections;
        uint256 shareScaled;
    }

    /// @dev How large the numbers of a history may become.
    struct Scale {
        uint256 amount;
        uint256 unitsOfAHolder;
    }

    SharePool internal pool;
    Holder[] internal holders;
    uint32 internal era;
    /// @dev The index as each era opened, read before anything happened in it.
    mapping(uint32 era => uint160) internal opening;
    uint256 internal active;
    uint256 internal mostActive;
    uint256 internal received;
    uint256 internal paid;
    uint256 internal distributions;
    /// @dev The last era in which money was shared: within it remainders are carried on.
    uint32 private _moneyEra;
    Scale private _scale;

    uint256 private constant MOST_HOLDERS = 12;

    function _live(uint256 seed, Scale memory scale) internal {
        _scale = scale;
        pool = new SharePool();
        Random.Stream memory random = Random.from(seed);
        // Money may come before anybody is there to share it.
        if (random.oneIn(2)) _distribute(random);
        uint256 eras = random.between(1, 8);
        for (uint256 i = 0; i < eras; ++i) {
            _openEra(random);
            // An era without money now and then.
            uint256 steps = random.oneIn(4) ? 0 : random.between(1, 6);
            for (uint256 j = 0; j < steps; ++j) {
                if (random.oneIn(2)) _distribute(random);
                else _collect(random);
            }
        }
    }

    function _openEra(Random.Stream memory random) internal {
        opening[++era] = pool.index();
        for (uint256 i = 0; i < holders.length; ++i) {
            if (holders[i].end != 0 || !random.oneIn(4)) continue;
            holders[i].end = era;
            active -= holders[i].units;
        }
        uint256 joiners = random.between(0, 2);
        for (uint256 i = 0; i < joiners && holders.length < MOST_HOLDERS; ++i) {
            uint80 units = uint80(random.magnitude(_scale.unitsOfAHolder));
            holders.push(Holder(units, era, 0, 0, 0, 0));
            active += units;
        }
        if (active > mostActive) mostActive = active;
        _unpark();
    }

    /// @dev T6: with units, what was parked is shared in full; else it stays, in full.
    function _unpark() private {
        if (active == 0) return;
        (uint160 index, uint256 carried, uint256 parked) = (pool.index(), pool.carried(), pool.parked());
        uint256 shared = pool.unpark(active, era);
        if (shared == 0) {
            assertEq(pool.parked(), parked, "T6: money left the parking without being shared");
            assertEq(pool.index(), index, "an index moved without money");
            if (parked != 0) _requireTooMuch(parked, index, carried);
            return;
        }
        assertEq(shared, parked, "T6: only a part of the parked money was shared");
        assertEq(pool.parked(), 0, "T6: shared money is still parked");
        _shared(shared, index, carried);
    }

    function _distribute(Random.Stream memory random) internal {
        uint128 amount = uint128(random.oneIn(16) ? _scale.amount : random.magnitude(_scale.amount));
        (uint160 index, uint256 carried, uint256 parked) = (pool.index(), pool.carried(), pool.parked());
        received += amount;
        ++distributions;
        if (pool.distribute(amount, active, era)) {
            assertEq(pool.parked(), parked, "shared money was parked as well");
            _shared(amount, index, carried);
            return;
        }
        assertEq(pool.parked(), parked + amount, "T6: money is neither shared nor parked");
        assertEq(pool.index(), index, "an index moved without money");
        if (active != 0) _requireTooMuch(amount, index, carried);
    }

    /// @dev T4, T5: the index grew by exactly what the money and the era's last remainder give, and the rest is carried,
    /// but for 16 bits: less than 2^-48 base units.
    function _shared(uint256 amount, uint160 index, uint256 carried) private {
        assertTrue(active != 0, "money was shared among nobody");
        assertLe(index, pool.index(), "T5: an index decreased");
        uint256 came = (amount << 64) + (_moneyEra == era ? carried : 0);
        _moneyEra = era;
        uint256 moved = (pool.index() - index) * active + pool.carried();
        assertLe(moved, came, "T4: index and remainder are more than the money");
        assertLe(came, moved + type(uint16).max, "T4: index and remainder don't add up to the money");
        assertLe(pool.carried() + 1, active, "a remainder as large as its divisor");
        for (uint256 i = 0; i < holders.length; ++i) {
            if (holders[i].end != 0) continue;
            // Enough bits in the histories that look at this; elsewhere it may wrap unseen.
            unchecked {
                holders[i].shareScaled += ((amount << 64) * holders[i].units) / active;
            }
        }
    }

    /// @dev Money is parked among units only if the index could not hold it.
    function _requireTooMuch(uint256 amount, uint160 index, uint256 carried) private view {
        uint256 next = index + ((amount << 64) + (_moneyEra == era ? carried : 0)) / active;
        assertTrue(next > type(uint160).max, "T6: money was parked that could have been shared");
    }

    /// @dev T7: a collection pays what was shown, and changes nobody else's.
    function _collect(Random.Stream memory random) private {
        if (holders.length == 0) return;
        uint256 who = random.between(0, holders.length - 1);
        uint256[] memory before = new uint256[](holders.length);
        for (uint256 i = 0; i < holders.length; ++i) before[i] = _collectable(i);
        _collectFor(who, before[who]);
        for (uint256 i = 0; i < holders.length; ++i) {
            assertEq(_collectable(i), i == who ? 0 : before[i], "T7: a collection changed what is collectable");
        }
    }

    function _collectFor(uint256 who, uint256 shown) internal {
        (uint160 from, uint160 to) = _span(who);
        uint256 amount = pool.collect(who, holders[who].units, from, to);
        assertEq(amount, shown, "T7: a collection paid something else than it showed");
        holders[who].paid += amount;
        ++holders[who].collections;
        paid += amount;
    }

    function _collectable(uint256 who) internal view returns (uint256) {
        (uint160 from, uint160 to) = _span(who);
        return pool.pending(who, holders[who].units, from, to);
    }

    /// @dev As the pool itself remembers it.
    function _span(uint256 who) private view returns (uint160 from, uint160 to) {
        from = pool.indexAt(holders[who].first);
        to = holders[who].end == 0 ? pool.index() : pool.indexAt(holders[who].end);
    }

    /// @dev What one collection at the very end would have paid, from the indexes written down as the eras opened.
    function _inOne(uint256 who) internal view returns (uint256) {
        uint160 to = holders[who].end == 0 ? pool.index() : opening[holders[who].end];
        return (uint256(holders[who].units) * (to - opening[holders[who].first])) >> 64;
    }
}
