// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {ReviewerRecord} from "../../contracts/contributions/ReviewerRecord.sol";
import {Random} from "./support/Random.sol";
import {Test} from "./support/Test.sol";

/// @title ReviewerRecordTest
/// @notice Reviewer weights over random histories: their bounds, that they fade, and what can't be gamed.
contract ReviewerRecordTest is Test {
    using Random for Random.Stream;
    using ReviewerRecord for ReviewerRecord.Record;

    ReviewerRecord.Record private _record;
    uint256 private _now = 1_800_000_000;

    /// @dev What a weight begins at: 11/16 right, of which Simpson's 3 (121 - 25) / (121 + 220 + 25) of 1/1024.
    uint256 private constant NEWCOMER = 805;
    uint256 private constant MOST_COUNT = (1 << 24) + (1 << 16);

    function _weight(bool accept) private view returns (uint256) {
        return _record.weight(accept, _now);
    }

    function _assertSound() private view {
        for (uint256 side = 0; side < 2; ++side) {
            uint256 w = _weight(side == 1);
            assertLe(ReviewerRecord.MIN_WEIGHT, w, "a weight below the least");
            assertLe(w, ReviewerRecord.MAX_WEIGHT, "a weight above the most");
        }
        assertLe(_record.goodSeen, MOST_COUNT, "a count outgrew the memory");
        assertLe(_record.badSeen, MOST_COUNT, "a count outgrew the memory");
        assertLe(_record.rightAccepts, _record.goodSeen, "more good accepted than seen");
        assertLe(_record.wrongRejects, _record.goodSeen, "more good rejected than seen");
        assertLe(_record.rightRejects, _record.badSeen, "more bad rejected than seen");
        assertLe(_record.wrongAccepts, _record.badSeen, "more bad accepted than seen");
    }

    /// @notice Whatever panels of whatever weights said, at whatever pace.
    function testFuzz_everyHistoryKeepsWeightsAndCountsInBounds(uint256 seed) public {
        Random.Stream memory random = Random.from(seed);
        for (uint256 i = 0; i < 60; ++i) {
            if (random.oneIn(3)) _now += random.magnitude(4 * ReviewerRecord.HALF_LIFE);
            if (random.oneIn(4)) _record.learnFromGold(random.oneIn(2), random.oneIn(2), _now);
            else {
                uint256 most = 21 * ReviewerRecord.MAX_WEIGHT;
                uint256 accepting = random.oneIn(4) ? 0 : random.magnitude(most);
                uint256 rejecting = random.oneIn(4) ? 0 : random.magnitude(most);
                _record.learnFromPanel(random.oneIn(2), accepting, rejecting, _now);
            }
            _assertSound();
        }
    }

    /// @notice However long somebody is right, the weight stays below the bound and the counts below the memory.
    function test_aPerfectRecordStaysBelowTheBound() public {
        for (uint256 i = 0; i < 2_000; ++i) _record.learnFromGold(i % 2 == 0, i % 2 == 0, _now);
        _assertSound();
        assertLe(2_700, _weight(true), "a perfect record that counts little");
        assertLe(_weight(true), ReviewerRecord.MAX_WEIGHT - 1, "the bound itself is for nobody");
    }

    function test_everyoneBeginsAlike() public view {
        assertEq(_weight(true), NEWCOMER, "a newcomer who accepts");
        assertEq(_weight(false), NEWCOMER, "a newcomer who rejects");
    }

    /// @notice Others who are divided, or none, teach nothing.
    function testFuzz_dividedOthersTeachNothing(bool accept, uint96 weight) public {
        _record.learnFromPanel(accept, weight, weight, _now);
        assertEq(_weight(true), NEWCOMER, "a tie taught something about accepting");
        assertEq(_weight(false), NEWCOMER, "a tie taught something about rejecting");
    }

    /// @notice A panel's verdict never counts as much as gold's, and the more for a clearer majority of more people.
    function testFuzz_aPanelTeachesLessThanGold(uint256 accepting, uint256 rejecting) public {
        accepting = bound(accepting, 0, 21 * ReviewerRecord.MAX_WEIGHT);
        rejecting = bound(rejecting, 0, 21 * ReviewerRecord.MAX_WEIGHT);
        _record.learnFromPanel(true, accepting, rejecting, _now);
        assertLe(_record.goodSeen + _record.badSeen, ReviewerRecord.VERDICT - 1, "a panel as certain as gold");
    }

    /// @notice Whoever accepts everything loses weight for accepting with every bad piece, however much was good.
    function testFuzz_alwaysAcceptingEndsWithoutWeight(uint256 goodPerBad) public {
        goodPerBad = bound(goodPerBad, 1, 19);
        for (uint256 i = 0; i < 400; ++i) _record.learnFromGold(true, i % (goodPerBad + 1) != 0, _now);
        // Of what is left at nineteen in twenty good, most is the prior.
        assertLe(_weight(true), NEWCOMER / 4, "weight farmed by accepting everything");
    }

    /// @notice Easy work of one kind of outcome can't buy more than part of the weight.
    function test_easyWorkAloneDoesNotReachTheTop() public {
        for (uint256 i = 0; i < 2_000; ++i) _record.learnFromGold(true, true, _now);
        uint256 farmed = _weight(true);
        assertLe(farmed, (ReviewerRecord.MAX_WEIGHT * 2) / 3, "two thirds of the bound by easy work alone");
    }

    /// @notice One half-life halves what is remembered, and enough of them bring everyone back to the beginning.
    function testFuzz_idleRecordsFade(uint256 seed, uint8 halvings) public {
        Random.Stream memory random = Random.from(seed);
        for (uint256 i = 0; i < 20; ++i) _record.learnFromGold(random.oneIn(2), random.oneIn(2), _now);
        uint256 before = _record.goodSeen;
        uint256 n = bound(halvings, 1, 40);
        _record.learnFromPanel(true, 0, 0, _now + n * ReviewerRecord.HALF_LIFE);
        assertEq(_record.goodSeen, before >> n, "a half-life that doesn't halve");
        _now += 40 * ReviewerRecord.HALF_LIFE;
        assertEq(_weight(true), NEWCOMER, "something is remembered for ever");
    }

    /// @notice Reading a record late is reading it aged; reading it changes nothing.
    function testFuzz_readingAgesToo(uint256 seed) public {
        Random.Stream memory random = Random.from(seed);
        for (uint256 i = 0; i < 20; ++i) _record.learnFromGold(random.oneIn(2), random.oneIn(2), _now);
        _now += random.magnitude(10 * ReviewerRecord.HALF_LIFE);
        uint256 read = _weight(true);
        _record.learnFromPanel(true, 1, 1, _now);
        assertEq(_weight(true), read, "a weight that depends on when it was stored");
    }

    /// @notice Gold that shows a reviewer right never costs that side's voice, gold that shows it wrong never adds to it.
    function testFuzz_goldMovesWeightsTheRightWay(uint256 seed, bool accept) public {
        Random.Stream memory random = Random.from(seed);
        uint256 n = random.between(0, 40);
        for (uint256 i = 0; i < n; ++i) _record.learnFromGold(random.oneIn(2), random.oneIn(2), _now);
        uint256 before = _weight(accept);
        bool right = random.oneIn(2);
        _record.learnFromGold(accept, right ? accept : !accept, _now);
        uint256 later = _weight(accept);
        // Fading the rest by 1/256 moves a weight by less than this.
        uint256 slack = ReviewerRecord.MAX_WEIGHT / 64;
        if (right) assertLe(before, later + slack, "being right cost weight");
        else assertLe(later, before + slack, "being wrong added weight");
    }
}
