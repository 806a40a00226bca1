// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {ReviewPanel} from "../../contracts/contributions/review/ReviewPanel.sol";
import {MemberInvariants} from "./MemberInvariants.t.sol";
import {MoneyInvariants} from "./MoneyInvariants.t.sol";
import {MoneyLiveness} from "./MoneyLiveness.t.sol";
import {ReviewInvariants} from "./ReviewInvariants.t.sol";
import {Commons} from "./support/Commons.sol";
import {CommonsLife} from "./support/CommonsLife.sol";
import {Life} from "./support/Life.sol";
import {ReviewHandler} from "./support/ReviewHandler.sol";
import {Test} from "./support/Test.sol";

/// @title Canaries
/// @notice The invariants can be red: each of them, after a life in which all was well, is given a contract that is wrong by
/// one, and has to say what is wrong. Once the contract is right again, so is the invariant. The same of a fuzz test.
contract Canaries is Test {
    uint256 private constant STEPS = 40;

    function test_seesSeatsVotesAndIssuersThatAreWrong() external {
        (MemberInvariants suite, Commons commons, ) = _members();
        bytes memory invariant = abi.encodeCall(
            MemberInvariants.invariant_M1_M2_M3_K1_K2_K3_K4_seatsVotesAndTokensAreWhatTheyMustBe,
            ()
        );
        address liar = address(commons.members());
        _sees(suite, invariant, liar, abi.encodeCall(commons.members().seatCount, ()), "M1: seats");
        bytes memory vote = abi.encodeCall(commons.members().getVotes, (commons.accountOf(3)));
        _sees(suite, invariant, liar, vote, "M1: the vote of an account");
        _sees(
            suite,
            invariant,
            liar,
            abi.encodePacked(commons.members().getPastTotalSupply.selector),
            "M2: past votes"
        );
    }

    function test_seesTokensThatAreWrong() external {
        (MemberInvariants suite, Commons commons, ) = _members();
        bytes memory invariant = abi.encodeCall(
            MemberInvariants.invariant_M1_M2_M3_K1_K2_K3_K4_seatsVotesAndTokensAreWhatTheyMustBe,
            ()
        );
        address liar = address(commons.token());
        address holder = commons.accountOf(0);
        _sees(suite, invariant, liar, abi.encodeCall(commons.token().totalSupply, ()), "K1: supply");
        _sees(suite, invariant, liar, abi.encodeCall(commons.token().balanceOf, (holder)), "K4: a balance");
        _sees(suite, invariant, liar, abi.encodeCall(commons.token().getVotes, (holder)), "K2: a holder counts");
    }

    function test_seesADividendThatIsWrong() external {
        (MemberInvariants suite, Commons commons, Life life) = _members();
        bytes memory invariant = abi.encodeCall(
            MemberInvariants.invariant_T4_T5_T6_T7_M2_everySeatHasItsPartOfWhatCameInDuringItsTime,
            ()
        );
        address liar = address(commons.dividend());
        address asset = commons.assets(life.ledger().steps() % commons.ASSETS());
        bytes memory claimable = abi.encodeCall(commons.dividend().claimable, (1, asset));
        _sees(suite, invariant, liar, claimable, "T7, M2: what a seat could claim");
        bytes memory frozen = abi.encodeCall(commons.dividend().frozenOf, (2, asset));
        _sees(suite, invariant, liar, frozen, "M2: what a renewal would give back");
    }

    function test_seesBooksUnitsAndWorkThatAreWrong() external {
        (MoneyInvariants suite, Commons commons, ) = _money();
        bytes memory invariant = abi.encodeCall(
            MoneyInvariants.invariant_T1_T2_T3_T5_T9_T10_C1_C3_C5_booksUnitsAndLineageAreWhatTheyMustBe,
            ()
        );
        address asset = commons.assets(0);
        bytes memory reserve = abi.encodeCall(commons.treasury().reserveOf, (asset));
        _sees(suite, invariant, address(commons.treasury()), reserve, "T3, T10: the reserve");
        bytes memory accounted = abi.encodeCall(commons.rewards().accounted, (asset));
        _sees(suite, invariant, address(commons.rewards()), accounted, "");
    }

    function test_seesAPositionThatIsOwedSomethingElse() external {
        (MoneyInvariants suite, Commons commons, Life life) = _money();
        bytes memory invariant = abi.encodeCall(
            MoneyInvariants.invariant_T4_T6_T7_T11_whatAllCanClaimIsThereAndTheRestIsDust,
            ()
        );
        address asset = commons.assets(life.ledger().steps() % commons.ASSETS());
        uint256[] memory positions = life.ledger().claimedPositions();
        bytes memory claimable = abi.encodeCall(commons.rewards().claimable, (positions[0], asset));
        _sees(suite, invariant, address(commons.rewards()), claimable, "T7, T11: a position's claimable");
    }

    /// @dev A panel on which somebody sits who couldn't be drawn: nobody has seat 0.
    function test_seesAPanelOfSomebodyWhoCouldNotBeDrawn() external {
        ReviewInvariants suite = new ReviewInvariants();
        suite.setUp();
        ReviewHandler handler = ReviewHandler(suite.targetContracts()[0]);
        handler.submit(1);
        bytes memory invariant = abi.encodeCall(
            ReviewInvariants.invariant_R2_R5_R6_panelsAreOfThoseWhoCouldBeDrawn,
            ()
        );
        ReviewPanel panel = handler.panel();
        uint64[] memory seats = new uint64[](3);
        bytes memory lie = abi.encode(seats, new uint8[](3));
        bytes memory question = abi.encodeCall(panel.panelAt, (handler.works(0), 1));
        _sees(address(suite), invariant, address(panel), question, lie, "R2, R5: who was drawn");
    }

    /// @dev The same life with the same seed: the dividend says all along that it has a fortune, and then what it has.
    function test_seesInAFuzzTestMoneyThatNobodyGets() external {
        MoneyLiveness suite = new MoneyLiveness();
        suite.setUp();
        Commons commons = Life(suite.targetContracts()[0]).ledger().commons();
        bytes memory fuzz = abi.encodeCall(MoneyLiveness.testFuzz_T8_whatLapsedSeatsHaveIsRestoredOrSwept, (7));
        bytes memory question = abi.encodeCall(commons.dividend().accounted, (commons.assets(0)));
        vm.mockCall(address(commons.dividend()), question, abi.encode(uint256(1) << 120));
        (bool blind, ) = address(suite).call(fuzz);
        assertTrue(!blind, "doesn't see the fortune");
        vm.clearMockedCalls();
        (bool well, ) = address(suite).call(fuzz);
        assertTrue(well, "red once the fault is out");
    }

    // ------------------------------------------------------------------------------------------ lives

    function _members() private returns (MemberInvariants suite, Commons commons, Life life) {
        suite = new MemberInvariants();
        (commons, life) = _live(suite);
    }

    function _money() private returns (MoneyInvariants suite, Commons commons, Life life) {
        suite = new MoneyInvariants();
        (commons, life) = _live(suite);
    }

    function _live(CommonsLife suite) private returns (Commons commons, Life life) {
        suite.setUp();
        life = Life(suite.targetContracts()[0]);
        commons = life.ledger().commons();
        for (uint256 i = 0; i < STEPS; ++i) life.step(uint256(keccak256(abi.encode(i))));
    }

    // ------------------------------------------------------------------------------------------ faults

    /// @dev The answer to `question`, a number, becomes one more.
    function _sees(
        CommonsLife suite,
        bytes memory invariant,
        address liar,
        bytes memory question,
        string memory what
    ) private {
        uint256 truth;
        if (question.length > 4) {
            (bool answered, bytes memory answer) = liar.staticcall(question);
            assertTrue(answered, "the question has no answer");
            truth = abi.decode(answer, (uint256));
        }
        _sees(address(suite), invariant, liar, question, abi.encode(truth + 1), what);
    }

    function _sees(
        address suite,
        bytes memory invariant,
        address liar,
        bytes memory question,
        bytes memory lie,
        string memory what
    ) private {
        (bool well, ) = suite.staticcall(invariant);
        assertTrue(well, string.concat("red without a fault: ", what));
        vm.mockCall(liar, question, lie);
        (bool blind, bytes memory reason) = suite.staticcall(invariant);
        assertTrue(!blind, string.concat("doesn't see: ", what));
        assertTrue(_contains(reason, bytes(what)), string.concat("sees something else than: ", what));
        vm.clearMockedCalls();
        (well, ) = suite.staticcall(invariant);
        assertTrue(well, string.concat("red once the fault is out: ", what));
    }

    function _contains(bytes memory text, bytes memory part) private pure returns (bool) {
        for (uint256 at = 0; at + part.length <= text.length; ++at) {
            uint256 same = 0;
            while (same < part.length && text[at + same] == part[same]) ++same;
            if (same == part.length) return true;
        }
        return false;
    }
}
