// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {Random} from "./support/Random.sol";
import {ShareHistory} from "./support/ShareHistory.sol";
import {SharePool} from "./support/SharePool.sol";

/// @title RevenueSharesTest
/// @notice The arithmetic under every payment, over random histories: amounts up to 2^128 - 1, units up to 2^80 - 1.
/// The steps of a history check T5, T6 and T7 as they go ({ShareHistory}).
contract RevenueSharesTest is ShareHistory {
    using Random for Random.Stream;

    uint256 private constant MOST_MONEY = type(uint128).max;
    uint256 private constant MOST_UNITS = type(uint80).max;
    /// @dev So that twelve holders stay below 2^80.
    uint256 private constant MOST_UNITS_OF_A_HOLDER = MOST_UNITS / 12;

    /// @notice T4, T7, T11: at any scale all can collect, at most what came in, and each exactly what one collection
    /// would have paid for the eras it was part of.
    function testFuzz_T4_T7_T11_everyHistoryPaysItsHoldersExactly(uint256 seed) public {
        _live(seed, Scale(MOST_MONEY, MOST_UNITS_OF_A_HOLDER));
        _everyoneCollects();
        // What is not paid: each holder's fraction, and of each era a remainder below the units it was divided by.
        _checkResidue(holders.length + era * ((mostActive >> 64) + 1));
    }

    /// @notice T4: while active units are below 2^64, the residue is at most one base unit for each distribution and
    /// each holder.
    function testFuzz_T4_theResidueIsAtMostABaseUnitPerDistributionAndHolder(uint256 seed) public {
        _live(seed, Scale(MOST_MONEY, type(uint64).max / 12));
        _everyoneCollects();
        _checkResidue(distributions + holders.length);
    }

    /// @notice T4: with cents and few units too, where every rounding shows.
    function testFuzz_T4_theResidueOfSmallMoneyIsAsSmall(uint256 seed) public {
        _live(seed, Scale(9, 7));
        _everyoneCollects();
        _checkResidue(distributions + holders.length);
    }

    /// @notice T11: a holder earns its share of exactly the money that came in during its eras, to the base unit, and
    /// never more.
    function testFuzz_T11_aHolderEarnsItsShareOfItsOwnErasOnly(uint256 seed) public {
        _live(seed, Scale(1 << 100, 1 << 40));
        for (uint256 i = 0; i < holders.length; ++i) {
            uint256 earned = holders[i].paid + _collectable(i);
            // Each summand of the share was rounded down by less than one.
            assertLe(earned, (holders[i].shareScaled + distributions) >> 64, "T11: more than the share");
            assertLe(holders[i].shareScaled >> 64, earned + 1, "T11: less than the share");
        }
    }

    /// @notice T11: the pool remembers the index at the opening of every era, with money or without, past or to come.
    function testFuzz_T11_everyErasOpeningIndexIsRemembered(uint256 seed) public {
        _live(seed, Scale(MOST_MONEY, MOST_UNITS_OF_A_HOLDER));
        for (uint32 past = 1; past <= era; ++past) {
            assertEq(pool.indexAt(past), opening[past], "T11: the opening index of an era");
        }
        assertEq(pool.indexAt(era + 1), pool.index(), "T11: the next era opens with the index of now");
        assertEq(pool.indexAt(type(uint32).max), pool.index(), "T11: so would any later one");
    }

    /// @notice T7: k collections pay exactly what one would, whenever they come.
    function testFuzz_T7_manyCollectionsPayWhatOneWould(uint256 seed, uint256 collections, uint80 units) public {
        Random.Stream memory random = Random.from(seed);
        units = uint80(bound(units, 1, MOST_UNITS / 2));
        uint256 others = random.magnitude(MOST_UNITS / 2);
        pool = new SharePool();
        uint256 inMany;
        for (uint256 i = 0; i < bound(collections, 2, 40); ++i) {
            pool.distribute(uint128(random.magnitude(MOST_MONEY)), units + others, 1);
            if (random.oneIn(2)) inMany += pool.collect(0, units, 0, pool.index());
        }
        inMany += pool.collect(0, units, 0, pool.index());
        assertEq(inMany, pool.collect(1, units, 0, pool.index()), "T7: many collections against one");
        assertEq(pool.collect(0, units, 0, pool.index()), 0, "a second collection at once");
    }

    /// @notice T6: without units money waits, and the first units share all of it, from the opening of their era.
    function testFuzz_T6_moneyWithoutUnitsWaitsForTheFirst(uint256 seed, uint80 units, uint32 opened) public {
        Random.Stream memory random = Random.from(seed);
        units = uint80(bound(units, 1 << 40, MOST_UNITS));
        opened = uint32(bound(opened, 1, type(uint32).max));
        pool = new SharePool();
        uint256 total;
        for (uint256 i = 0; i < 5; ++i) {
            uint128 amount = uint128(random.magnitude(MOST_MONEY));
            total += amount;
            assertTrue(!pool.distribute(amount, 0, 0), "T6: shared among nobody");
            assertEq(pool.parked(), total, "T6: parked");
        }
        assertEq(pool.unpark(0, opened), 0, "T6: unparked for nobody");
        assertEq(pool.unpark(units, opened), total, "T6: unparked");
        assertEq(pool.unpark(units, opened), 0, "T6: unparked twice");
        assertEq(pool.indexAt(opened), 0, "the opening index of the first era");
        uint256 collected = pool.collect(0, units, pool.indexAt(opened), pool.index());
        assertLe(collected, total, "T4: collected more than came in");
        assertLe(total - collected, 1 + (uint256(units) >> 64), "T6: parked money was lost");
    }

    /// @notice T6: money that the index couldn't hold is parked, never refused, and shared once there are units enough.
    function testFuzz_T6_moneyBeyondTheIndexIsParkedNotRefused(uint256 units, uint256 amount) public {
        units = bound(units, 1, 1 << 31);
        amount = bound(amount, units << 96, MOST_MONEY);
        pool = new SharePool();
        assertTrue(!pool.distribute(uint128(amount), units, 1), "an index above 2^160");
        assertEq(pool.parked(), amount, "T6: parked");
        assertEq(pool.index(), 0, "index");
        // It doesn't stand in the way of money that fits.
        assertTrue(pool.distribute(uint128(units), units, 1), "money that fits");
        assertEq(pool.index(), 1 << 64, "index");
        assertEq(pool.unpark(units, 2), 0, "T6: unparked for too few units");
        assertEq(pool.unpark(1 << 33, 3), amount, "T6: unparked for enough");
        assertEq(pool.indexAt(3), 1 << 64, "the opening index of the era with enough units");
    }

    /// @notice T5, T6: the largest index there can be is reached exactly, and one unit of index more is parked.
    function testFuzz_T5_theLastIndexIsReachedExactly(uint256 more) public {
        pool = new SharePool();
        assertTrue(pool.distribute(type(uint96).max, 1, 1), "up to 2^160 - 2^64");
        assertTrue(!pool.distribute(uint128(bound(more, 1, MOST_MONEY)), 1, 1), "beyond 2^160");
        uint160 last = pool.index();
        // 2^64 units take one base unit in one step of the index.
        for (uint256 i = 0; i < 3; ++i) assertTrue(pool.distribute(1, 1 << 64, 1), "steps of one");
        assertEq(pool.index(), uint256(last) + 3, "index");
        assertTrue(pool.distribute((1 << 64) - 4, 1 << 64, 1), "up to the last");
        assertEq(pool.index(), type(uint160).max, "the last index");
        assertTrue(!pool.distribute(1, 1 << 64, 1), "one more");
    }

    function _everyoneCollects() private {
        for (uint256 i = 0; i < holders.length; ++i) {
            _collectFor(i, _collectable(i));
            assertEq(holders[i].paid, _inOne(i), "T7, T11: a holder's collections against one for its eras");
        }
    }

    /// @dev T4: nothing is paid that didn't come in, and all but `most` base units of it is paid or parked.
    function _checkResidue(uint256 most) private view {
        assertLe(paid + pool.parked(), received, "T4: more collected than came in");
        uint256 residue = received - paid - pool.parked();
        // Before the first holder nothing can be shared.
        if (mostActive == 0) assertEq(residue, 0, "T6: money without units isn't parked");
        assertLe(residue, most, "T4: residue");
    }
}
