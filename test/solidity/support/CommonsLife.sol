// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {ContributionRegistry} from "../../../contracts/contributions/ContributionRegistry.sol";
import {ContributionToken} from "../../../contracts/membership/ContributionToken.sol";
import {MemberRegistry} from "../../../contracts/membership/MemberRegistry.sol";
import {ContributorRewards} from "../../../contracts/treasury/ContributorRewards.sol";
import {Treasury} from "../../../contracts/treasury/Treasury.sol";
import {Archive} from "./Archive.sol";
import {Commons} from "./Commons.sol";
import {LeafHandler} from "./LeafHandler.sol";
import {Ledger} from "./Ledger.sol";
import {MoneyHandler} from "./MoneyHandler.sol";
import {PeopleHandler} from "./PeopleHandler.sol";
import {Random} from "./Random.sol";
import {Test} from "./Test.sol";
import {WorkHandler} from "./WorkHandler.sol";

/// @title CommonsLife
/// @notice A commons, its ledger, and those who act on it.
abstract contract CommonsLife is Test {
    using Random for Random.Stream;

    /// @dev As the runner reads it.
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    uint256 internal constant ACTIONS = uint256(type(Ledger.Action).max) + 1;
    uint256 private constant BEGINNING = 1_750_000_000;

    Commons internal commons;
    Ledger internal ledger;
    WorkHandler internal work;
    LeafHandler internal leaves;
    MoneyHandler internal money;
    PeopleHandler internal people;

    ContributionRegistry internal registry;
    ContributionToken internal token;
    MemberRegistry internal members;
    ContributorRewards internal rewards;
    Treasury internal treasury;

    function setUp() public virtual {
        vm.warp(BEGINNING);
        commons = new Commons();
        ledger = new Ledger(commons, BEGINNING);
        Archive archive = new Archive();
        work = new WorkHandler(commons, ledger, archive);
        leaves = new LeafHandler(commons, ledger, archive, work);
        money = new MoneyHandler(commons, ledger, leaves, work);
        people = new PeopleHandler(commons, ledger);
        commons.empower(address(work));
        commons.empower(address(money));
        (registry, token, members) = (commons.registry(), commons.token(), commons.members());
        (rewards, treasury) = (commons.rewards(), commons.treasury());
        // Lives begin in a commons that has worked, earned and paid once.
        leaves.claimUnits(0);
        money.claim(0);
    }

    /// @dev A random life of `steps` actions, all of them as likely.
    function _live(Random.Stream memory random, uint256 steps) internal {
        for (uint256 i = 0; i < steps; ++i) _act(Ledger.Action(random.between(0, ACTIONS - 1)), random.word());
    }

    function _act(Ledger.Action action, uint256 seed) internal {
        if (action == Ledger.Action.Submit) work.submit(seed);
        else if (action == Ledger.Action.Score) work.score(seed);
        else if (action == Ledger.Action.Expire) work.expire(seed);
        else if (action == Ledger.Action.Finalize) work.finalize(seed);
        else if (action == Ledger.Action.Exclude) work.exclude(seed);
        else if (action == Ledger.Action.CloseBatch) work.closeBatch(seed);
        else if (action == Ledger.Action.Publish) work.publish(seed);
        else if (action == Ledger.Action.Wait) work.wait(seed);
        else if (action == Ledger.Action.ClaimUnits) leaves.claimUnits(seed);
        else if (action == Ledger.Action.MintTokens) leaves.mintTokens(seed);
        else if (action == Ledger.Action.Withdraw) leaves.withdraw(seed);
        else if (action == Ledger.Action.Forge) leaves.forge(seed);
        else if (action == Ledger.Action.Pay) money.pay(seed);
        else if (action == Ledger.Action.Donate) money.donate(seed);
        else if (action == Ledger.Action.Settle) money.settle(seed);
        else if (action == Ledger.Action.Give) money.give(seed);
        else if (action == Ledger.Action.Claim) money.claim(seed);
        else if (action == Ledger.Action.Spend) money.spend(seed);
        else if (action == Ledger.Action.ReleaseDividend) money.releaseDividend(seed);
        else if (action == Ledger.Action.RecoverSurplus) money.recoverSurplus(seed);
        else if (action == Ledger.Action.ChangeSplit) money.changeSplit(seed);
        else if (action == Ledger.Action.ListOrDelist) money.listOrDelist(seed);
        else if (action == Ledger.Action.Enrol) people.enrol(seed);
        else if (action == Ledger.Action.MoveSeat) people.moveSeat(seed);
        else people.replayCredential(seed);
    }

    /// @notice Who acts, for the runner.
    function targetContracts() public view virtual returns (address[] memory targets) {
        targets = new address[](4);
        (targets[0], targets[1], targets[2], targets[3]) = (
            address(work),
            address(leaves),
            address(money),
            address(people)
        );
    }

    /// @notice What is for the end of a life only.
    function excludeSelectors() public view virtual returns (FuzzSelector[] memory excluded) {
        excluded = new FuzzSelector[](3);
        excluded[0] = FuzzSelector(address(leaves), new bytes4[](1));
        excluded[0].selectors[0] = LeafHandler.claimEverything.selector;
        excluded[1] = FuzzSelector(address(money), new bytes4[](1));
        excluded[1].selectors[0] = MoneyHandler.claimEverything.selector;
        excluded[2] = FuzzSelector(address(work), new bytes4[](1));
        excluded[2].selectors[0] = WorkHandler.release.selector;
    }
}
