// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {ContributionRegistry} from "../../contracts/contributions/ContributionRegistry.sol";
import {IReviews} from "../../contracts/contributions/review/IReviews.sol";
import {ReviewPanel} from "../../contracts/contributions/review/ReviewPanel.sol";
import {ReviewPay} from "../../contracts/contributions/review/ReviewPay.sol";
import {Doors} from "./support/Doors.sol";
import {ReviewCommons} from "./support/ReviewCommons.sol";
import {ReviewHandler} from "./support/ReviewHandler.sol";
import {Test} from "./support/Test.sol";

/// @title ReviewInvariants
/// @notice The promises about reviews, held against a second bookkeeping ({ReviewHandler}) after every step of random lives
/// of a pool and its panels.
/// hardhat-config: invariant.failOnRevert = true
contract ReviewInvariants is Test {
    ReviewHandler private handler;
    ReviewPanel private panel;
    ContributionRegistry private registry;

    function setUp() external {
        vm.warp(1_800_000_000);
        ReviewCommons commons = new ReviewCommons();
        handler = new ReviewHandler(commons);
        commons.manager().grantRole(0, address(handler), 0);
        (panel, registry) = (commons.panel(), commons.registry());
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    /// @notice R2, R5: every panel is of different seats, all of whom could be drawn when the work was handed in; an
    /// appeal's are others than the first panel's, and more. R6: nobody has two first panels.
    function invariant_R2_R5_R6_panelsAreOfThoseWhoCouldBeDrawn() external view {
        for (uint256 i = 0; i < handler.workCount(); ++i) {
            uint256 id = handler.works(i);
            uint256 left = handler.drawable(id);
            (uint64[] memory first, ) = panel.panelAt(id, 1);
            (uint64[] memory second, ) = panel.panelAt(id, 2);
            left = _takeOut(left, first);
            _takeOut(left, second);
            assertTrue(first.length == 0 || first.length == 3, "R5: the size of a first panel");
            assertTrue(second.length == 0 || second.length > first.length, "an appeal's panel isn't larger");
        }
    }

    /// @notice R4: what is put aside is within the budgets, and what reviewers have is within what was put aside.
    function invariant_R4_payIsWithinTheBudgets() external view {
        assertLe(handler.reserved(), handler.budgeted(), "R4: more was put aside than there was");
        assertLe(handler.earned() + handler.collected(), handler.reserved(), "R4: more was earned than was put aside");
        ReviewPay.Budget memory budget = panel.budgetOf(1);
        if (budget.epoch == handler.epoch()) {
            assertLe(budget.left + budget.founding, handler.budgeted() - handler.reserved(), "R4: what is left");
        }
    }

    /// @notice C2: the stage of a review and the state of its work belong together.
    function invariant_C2_stagesFollowStates() external view {
        for (uint256 i = 0; i < handler.workCount(); ++i) {
            uint256 id = handler.works(i);
            IReviews.Review memory review = panel.reviewAt(id);
            ContributionRegistry.State state = registry.contributionAt(id).state;
            assertTrue(_fits(review, state), "C2: stage and state");
        }
    }

    /// @notice Lives as these reach what the promises are about.
    function test_livesReachEverything() external {
        for (uint256 i = 0; i < 2_000; ++i) {
            uint256 seed = uint256(keccak256(abi.encode(i)));
            uint256 turn = seed % 16;
            if (turn < 2) handler.submit(seed);
            else if (turn < 12) handler.advance(seed);
            else if (turn < 13) handler.comeOrGo(seed);
            else if (turn < 15) handler.collect(seed);
            else handler.wait(seed);
        }
        string[7] memory rarities = [
            "appeal drawn",
            "appeal settled",
            "budget short",
            "budget of an epoch",
            "not drawn",
            "vote",
            "collected"
        ];
        for (uint256 i = 0; i < rarities.length; ++i) assertLe(1, handler.times(rarities[i]), rarities[i]);
        _reached("ReviewPanel.enrol(uint8)");
        _reached("ReviewPanel.retire(uint8)");
        _reached("ReviewPanel.draw(uint256,bytes)");
        _reached("ReviewPanel.expire(uint256)");
        _reached("ReviewPanel.recuse(uint256)");
        _reached("ReviewPanel.commit(uint256,bytes32)");
        _reached("ReviewPanel.reveal(uint256,uint8,bytes32)");
        _reached("ReviewPanel.tally(uint256)");
        _reached("ReviewPanel.decide(uint256,uint8)");
        _reached("ReviewPanel.challenge(uint256)");
        _reached("ReviewPanel.settle(uint256)");
        _reached("ReviewPanel.collect(uint32,uint64)");
        _reached("ContributionRegistry.overturn(uint256)");
    }

    function _reached(string memory name) private view {
        assertLe(1, handler.timesReached(Doors.selectorOf(name)), string.concat("no life reaches ", name));
    }

    function _fits(IReviews.Review memory review, ContributionRegistry.State state) private pure returns (bool) {
        if (review.stage == IReviews.Stage.Judged || review.stage == IReviews.Stage.Settled) {
            return
                state == ContributionRegistry.State.Accepted ||
                state == ContributionRegistry.State.Rejected ||
                state == ContributionRegistry.State.Final;
        }
        if (review.round == 2) return state == ContributionRegistry.State.Challenged;
        return
            review.stage == IReviews.Stage.Sitting
                ? state == ContributionRegistry.State.InReview
                : state == ContributionRegistry.State.Submitted;
    }

    function _takeOut(uint256 left, uint64[] memory seats) private pure returns (uint256) {
        for (uint256 i = 0; i < seats.length; ++i) {
            assertTrue((left >> seats[i]) & 1 == 1, "R2, R5: who was drawn couldn't be");
            left ^= 1 << seats[i];
        }
        return left;
    }
}
