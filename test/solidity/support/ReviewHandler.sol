// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {ContributionRegistry} from "../../../contracts/contributions/ContributionRegistry.sol";
import {IReviews} from "../../../contracts/contributions/review/IReviews.sol";
import {ReviewerPool} from "../../../contracts/contributions/review/ReviewerPool.sol";
import {ReviewPanel} from "../../../contracts/contributions/review/ReviewPanel.sol";
import {ReviewPay} from "../../../contracts/contributions/review/ReviewPay.sol";
import {SignedSubmissions} from "../../../contracts/contributions/SignedSubmissions.sol";
import {ModelRegistry} from "../../../contracts/models/ModelRegistry.sol";
import {Random} from "./Random.sol";
import {ReviewCommons} from "./ReviewCommons.sol";
import {Test} from "./Test.sol";

/// @title ReviewHandler
/// @notice Takes a random step in the life of many reviews; keeps who could be drawn for each work when it was handed in,
/// and what each model could spend.
contract ReviewHandler is Test {
    using Random for Random.Stream;

    SignedSubmissions.Kind private constant KIND = SignedSubmissions.Kind.Data;

    ReviewCommons public immutable commons;
    ReviewPanel public immutable panel;
    ContributionRegistry public immutable registry;
    ModelRegistry public immutable models;
    uint64 private immutable seats;

    uint256 public time = block.timestamp;
    uint256[] public works;
    /// @notice Who could be drawn for a work, by its own account; seat 1 is bit 1.
    mapping(uint256 work => uint256) public drawable;
    /// @notice All that budgets ever were, what was put aside of it, and what was collected.
    uint256 public budgeted;
    uint256 public reserved;
    uint256 public collected;
    uint256 public epoch;
    /// @notice How often the rarer things happened.
    mapping(string what => uint256) public times;
    /// @notice How often a function was called and did what it is for.
    mapping(bytes4 selector => uint256) public timesReached;
    uint256 private _joined;
    /// @dev Since when each seat counts in the pool; 0: it is out.
    mapping(uint64 seat => uint256) private _countsFrom;

    constructor(ReviewCommons commons_) {
        commons = commons_;
        (panel, registry, models, seats) = (commons_.panel(), commons_.registry(), commons_.models(), commons_.SEATS());
        for (uint64 seat = 1; seat <= commons_.REVIEWERS(); ++seat) _countsFrom[seat] = block.timestamp;
    }

    // ------------------------------------------------------------------------------------------ steps

    function wait(uint256 seed) external {
        Random.Stream memory random = Random.from(seed);
        _wait(random.magnitude(random.oneIn(6) ? 20 days : 3 hours));
    }

    function comeOrGo(uint256 seed) external {
        uint64 seat = uint64(Random.from(seed).between(1, seats));
        vm.prank(commons.walletOf(seat));
        if (_countsFrom[seat] == 0) {
            _did(panel.enrol.selector);
            panel.enrol(KIND);
            _countsFrom[seat] = time + 7 days;
        } else if (_countsFrom[seat] <= time) {
            _did(panel.retire.selector);
            panel.retire(KIND);
            _countsFrom[seat] = 0;
        } else {
            vm.expectRevert(_waiting(seat));
            panel.retire(KIND);
        }
    }

    function submit(uint256 seed) external {
        Random.Stream memory random = Random.from(seed);
        uint64 by = uint64(random.between(1, seats));
        uint64 items = uint64(random.magnitude(1_000_000));
        uint64 units = items * commons.UNITS_PER_ITEM();
        bytes32 root = keccak256(abi.encode(random.word(), works.length));
        SignedSubmissions.Submission memory submission = SignedSubmissions.Submission(
            1,
            KIND,
            0,
            items,
            units,
            root,
            0,
            ""
        );
        vm.prank(commons.walletOf(by));
        try registry.submit(submission) returns (uint256 id) {
            works.push(id);
            for (uint64 seat = 1; seat <= seats; ++seat) {
                bool counts = _countsFrom[seat] != 0 && _countsFrom[seat] <= time;
                if (counts && seat != by) drawable[id] |= 1 << seat;
            }
        } catch (bytes memory why) {
            // Six places a seat.
            assertTrue(
                bytes4(why) == bytes4(keccak256("ReviewSlotsTaken(uint256,uint256)")),
                "R6: a submission failed"
            );
        }
    }

    /// @notice Whatever the work waits for; some of it isn't done in time, or not at all.
    function advance(uint256 seed) external {
        if (works.length == 0) return;
        Random.Stream memory random = Random.from(seed);
        // One of the last few: time goes by, and the others are waited for in vain.
        uint256 id = works[works.length - random.between(1, works.length < 3 ? works.length : 3)];
        IReviews.Review memory review = panel.reviewAt(id);
        IReviews.Times memory steps = panel.timesOf(id, review.round);
        if (review.stage == IReviews.Stage.Drawing) _drawOrExpire(random, id, steps);
        else if (review.stage == IReviews.Stage.Sitting) _sit(random, id, review.round, steps);
        else if (review.stage == IReviews.Stage.Voting) _vote(random, id, steps);
        else if (review.stage == IReviews.Stage.Judged) _challengeOrSettle(random, id);
    }

    function collect(uint256 seed) external {
        uint64 seat = uint64(Random.from(seed).between(1, seats));
        uint256 units = panel.earned(1, seat);
        if (units == 0) vm.expectRevert(abi.encodeWithSelector(ReviewPay.NothingToCollect.selector, 1, seat));
        panel.collect(1, seat);
        collected += units;
        if (units != 0) {
            _did(panel.collect.selector);
            ++times["collected"];
        }
    }

    // ------------------------------------------------------------------------------------------ views

    function workCount() external view returns (uint256) {
        return works.length;
    }

    function earned() external view returns (uint256 sum) {
        for (uint64 seat = 1; seat <= seats; ++seat) sum += panel.earned(1, seat);
    }

    // ------------------------------------------------------------------------------------------ internals

    function _drawOrExpire(Random.Stream memory random, uint256 id, IReviews.Times memory steps) private {
        if (time <= steps.drawUntil && !random.oneIn(10)) {
            if (time < steps.seedAt) _wait(steps.seedAt - time + random.between(0, 1 hours));
            _budget();
            while (panel.reviewAt(id).stage == IReviews.Stage.Drawing) panel.draw(id, "");
            _did(panel.draw.selector);
            (uint64[] memory drawn, uint256 fee) = panel.panelAt(id, panel.reviewAt(id).round);
            reserved += drawn.length * fee;
            if (drawn.length > 3) ++times["appeal drawn"];
            if (fee < 2_000) ++times["budget short"];
            return;
        }
        if (time <= steps.drawUntil) _wait(steps.drawUntil - time + 1);
        _did(panel.expire.selector);
        panel.expire(id);
        ++times["not drawn"];
    }

    function _sit(Random.Stream memory random, uint256 id, uint256 round, IReviews.Times memory steps) private {
        (uint64[] memory drawn, ) = panel.panelAt(id, round);
        if (time <= steps.commitUntil) {
            for (uint256 i = 0; i < drawn.length; ++i) {
                uint8 score = _scoreOf(id, drawn[i]);
                bytes32 commitment = panel.commitmentOf(id, round, drawn[i], score, bytes32(id));
                vm.prank(commons.walletOf(drawn[i]));
                bool recuses = random.oneIn(12);
                _did(recuses ? panel.recuse.selector : panel.commit.selector);
                if (recuses) panel.recuse(id);
                else panel.commit(id, commitment);
            }
            _wait(steps.commitUntil - time + 1);
        }
        if (time <= steps.revealUntil) {
            for (uint256 i = 0; i < drawn.length; ++i) {
                (bytes32 commitment, , , bool recused, ) = panel.voiceOf(id, round, drawn[i]);
                if (commitment == 0 || recused || random.oneIn(8)) continue;
                vm.prank(commons.walletOf(drawn[i]));
                _did(panel.reveal.selector);
                panel.reveal(id, _scoreOf(id, drawn[i]), bytes32(id));
            }
            _wait(steps.revealUntil - time + 1);
        }
        _did(panel.tally.selector);
        panel.tally(id);
    }

    function _vote(Random.Stream memory random, uint256 id, IReviews.Times memory steps) private {
        if (time <= steps.revealUntil && random.oneIn(2)) {
            _did(panel.decide.selector);
            panel.decide(id, uint8(random.between(0, 100)));
            ++times["vote"];
            return;
        }
        if (time <= steps.revealUntil) _wait(steps.revealUntil - time + 1);
        _did(panel.expire.selector);
        panel.expire(id);
    }

    function _challengeOrSettle(Random.Stream memory random, uint256 id) private {
        ContributionRegistry.Contribution memory work = registry.contributionAt(id);
        if (random.oneIn(3) && work.state != ContributionRegistry.State.Final) {
            vm.prank(commons.walletOf(uint64(random.between(1, seats))));
            try panel.challenge(id) {
                _did(panel.challenge.selector);
                return;
            } catch {}
        }
        if (work.state == ContributionRegistry.State.Accepted && random.oneIn(6)) {
            _did(registry.overturn.selector);
            registry.overturn(id);
        }
        work = registry.contributionAt(id);
        if (time < work.since + 1 days) _wait(work.since + 1 days - time);
        if (work.state == ContributionRegistry.State.Accepted) registry.finalize(id);
        _did(panel.settle.selector);
        panel.settle(id);
        if (panel.reviewAt(id).judgedBy == 2) ++times["appeal settled"];
    }

    /// @dev What somebody says about a work: close to what it is worth, or not.
    function _scoreOf(uint256 id, uint64 seat) private pure returns (uint8) {
        uint256 worth = uint256(keccak256(abi.encode(id))) % 101;
        uint256 said = uint256(keccak256(abi.encode(id, seat)));
        return said % 4 == 0 ? uint8((said >> 8) % 101) : uint8((worth * 9 + ((said >> 8) % 101)) / 10);
    }

    /// @dev The budget as its rule says: a tenth of what the model accepted since the epoch before was looked at.
    function _budget() private {
        uint256 now_ = time / 30 days;
        if (now_ == epoch) return;
        uint256 joined = models.modelAt(1).joined;
        if (epoch == 0) budgeted += 9_000;
        if (now_ == epoch + 1 && joined > _joined) {
            budgeted += (joined - _joined) / 1_000;
            ++times["budget of an epoch"];
        }
        (epoch, _joined) = (now_, joined);
    }

    function _did(bytes4 selector) private {
        ++timesReached[selector];
    }

    function _waiting(uint64 seat) private view returns (bytes memory) {
        return abi.encodeWithSelector(ReviewerPool.EnrolmentWaiting.selector, seat, KIND, _countsFrom[seat]);
    }

    function _wait(uint256 seconds_) private {
        time += seconds_;
        vm.warp(time);
    }
}
