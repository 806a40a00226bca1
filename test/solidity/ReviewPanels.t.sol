// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {ContributionRegistry} from "../../contracts/contributions/ContributionRegistry.sol";
import {IReviews} from "../../contracts/contributions/review/IReviews.sol";
import {Panels} from "../../contracts/contributions/review/Panels.sol";
import {ReviewerPool} from "../../contracts/contributions/review/ReviewerPool.sol";
import {ReviewRounds} from "../../contracts/contributions/review/ReviewRounds.sol";
import {Random} from "./support/Random.sol";
import {Test} from "./support/Test.sol";

/// @title ReviewPanelsTest
/// @notice Who is drawn out of any pool, and what any panel's scores come to, in whatever order they are shown.
contract ReviewPanelsTest is Test {
    using Panels for IReviews.Panel;
    using Random for Random.Stream;
    using ReviewRounds for IReviews.Desk;

    uint64 private constant SEATS = 40;
    uint256 private constant ID = 7;

    mapping(uint256 draw => IReviews.Panel) private _panels;
    ReviewerPool.Pool private _pool;
    IReviews.Desk private _forwards;
    IReviews.Desk private _anyhow;
    /// @notice What the panels concluded, as the registry of work would be told.
    uint8[] private _verdicts;

    function conclude(uint256, uint8 score) external {
        _verdicts.push(score);
    }

    // ------------------------------------------------------------------------------------------ the draw

    /// @dev Up to `SEATS` people come and go.
    function _live(Random.Stream memory random, uint256 turns) private {
        for (uint256 i = 0; i < turns; ++i) {
            uint64 seat = uint64(random.between(1, SEATS));
            uint24 last = _pool.lastOf[seat];
            if (last != 0 && _pool.list[last].departure == 0) {
                if (random.oneIn(2)) _pool.list[last].departure = ++_pool.departures;
                continue;
            }
            uint24 number = ++_pool.entries;
            _pool.list[number] = ReviewerPool.Entry(seat, 0, 0);
            _pool.lastOf[seat] = number;
        }
    }

    function _isIn(uint64 seat) private view returns (bool) {
        uint24 last = _pool.lastOf[seat];
        return last != 0 && _pool.list[last].departure == 0;
    }

    function _fill(
        uint256 panel,
        IReviews.Review memory review,
        uint256 size,
        uint64[] memory excluded
    ) private returns (uint64[] memory seats) {
        for (uint256 calls = 0; _panels[panel].drawn < size; ++calls) {
            seats = _panels[panel].fill(_pool, review, keccak256("stem"), excluded, size);
            assertLe(calls, 400, "a draw that can be completed isn't");
        }
    }

    /// @notice R2, R5: a panel is of different seats, none excluded, all in the pool when it was frozen; and what becomes
    /// of the pool afterwards changes nothing.
    function testFuzz_R2_R5_aPanelIsOfTheFrozenPool(uint256 seed) public {
        Random.Stream memory random = Random.from(seed);
        _live(random, random.between(10, 120));
        IReviews.Review memory review;
        (review.counted, review.departures) = (_pool.entries, _pool.departures);
        uint64[] memory excluded = new uint64[](random.between(1, 8));
        for (uint256 i = 0; i < excluded.length; ++i) excluded[i] = uint64(random.between(1, SEATS));

        bool[] memory drawable = new bool[](SEATS + 1);
        uint256 eligible;
        for (uint64 seat = 1; seat <= SEATS; ++seat) {
            drawable[seat] = _isIn(seat);
            for (uint256 i = 0; i < excluded.length; ++i) if (excluded[i] == seat) drawable[seat] = false;
            if (drawable[seat]) ++eligible;
        }
        uint256 size = eligible < 15 ? eligible : random.between(1, 15);
        uint64[] memory seats = _fill(0, review, size, excluded);
        for (uint256 i = 0; i < size; ++i) {
            assertTrue(drawable[seats[i]], "R2, R5: who is drawn may be, once");
            drawable[seats[i]] = false;
        }

        _live(random, random.between(0, 60));
        uint64[] memory again = _fill(1, review, size, excluded);
        for (uint256 i = 0; i < size; ++i) assertEq(again[i], seats[i], "R5: later comings and goings");
    }

    // ------------------------------------------------------------------------------------------ the tally

    function _seat(IReviews.Desk storage desk, uint256 size) private {
        IReviews.Review storage review = desk.reviews[ID];
        (review.stage, review.round, review.openedAt) = (IReviews.Stage.Sitting, 1, uint40(block.timestamp));
        (review.draw, review.commit, review.reveal) = (1, 1, 1 days);
        desk.panels[ID][1].size = uint8(size);
        for (uint256 i = 0; i < size; ++i) desk.panels[ID][1].seats[i] = uint32(i + 1);
    }

    /// @dev Records of all kinds, the same at both desks.
    function _remember(Random.Stream memory random, uint64 seat) private {
        uint32 good = uint32(random.magnitude(1 << 24));
        uint32 bad = uint32(random.magnitude(1 << 24));
        (uint32 right, uint32 wrong) = (uint32(random.between(0, good)), uint32(random.between(0, bad)));
        _forwards.records[seat].goodSeen = good;
        _forwards.records[seat].badSeen = bad;
        (_forwards.records[seat].rightAccepts, _forwards.records[seat].wrongAccepts) = (right, wrong);
        (_forwards.records[seat].rightRejects, _forwards.records[seat].wrongRejects) = (bad - wrong, good - right);
        _anyhow.records[seat] = _forwards.records[seat];
    }

    /// @notice R3: scores come to the same in any order of commitments and reveals, whoever doesn't reveal, and are
    /// someone's who did.
    function testFuzz_R3_theOrderOfRevealsDoesNotMatter(uint256 seed) public {
        Random.Stream memory random = Random.from(seed);
        uint256 size = random.between(3, 15);
        _seat(_forwards, size);
        _seat(_anyhow, size);
        uint8[] memory scores = new uint8[](size);
        uint256[] memory order = new uint256[](size);
        for (uint256 i = 0; i < size; ++i) {
            scores[i] = uint8(random.between(0, 100));
            _remember(random, uint64(i + 1));
            uint256 place = random.between(0, i);
            order[i] = order[place];
            order[place] = i;
        }
        uint256 missing = random.between(0, (size - 1) / 2);
        for (uint256 i = 0; i < size; ++i) {
            _commit(_forwards, i, scores[i]);
            _commit(_anyhow, order[i], scores[order[i]]);
        }
        vm.warp(block.timestamp + 3);
        for (uint256 i = 0; i < size; ++i) {
            if (i >= missing) _reveal(_forwards, i, scores[i]);
            if (order[i] >= missing) _reveal(_anyhow, order[i], scores[order[i]]);
        }
        vm.warp(block.timestamp + 1 days);
        _forwards.tally(ContributionRegistry(address(this)), ID);
        _anyhow.tally(ContributionRegistry(address(this)), ID);
        assertEq(_verdicts[0], _verdicts[1], "R3: another order, another verdict");
        bool said;
        for (uint256 i = missing; i < size; ++i) if (scores[i] == _verdicts[0]) said = true;
        assertTrue(said, "a verdict that nobody gave");
    }

    function _commit(IReviews.Desk storage desk, uint256 place, uint8 score) private {
        uint64 seat = uint64(place + 1);
        desk.commit(ID, seat, ReviewRounds.commitmentOf(ID, 1, seat, score, bytes32(place)));
    }

    function _reveal(IReviews.Desk storage desk, uint256 place, uint8 score) private {
        desk.reveal(ID, uint64(place + 1), score, bytes32(place));
    }
}
