// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {ContributionRegistry} from "../../../contracts/contributions/ContributionRegistry.sol";
import {ContributionToken} from "../../../contracts/membership/ContributionToken.sol";
import {MemberRegistry} from "../../../contracts/membership/MemberRegistry.sol";
import {ModelRegistry} from "../../../contracts/models/ModelRegistry.sol";
import {ContributorRewards} from "../../../contracts/treasury/ContributorRewards.sol";
import {Treasury} from "../../../contracts/treasury/Treasury.sol";
import {UniversalDividend} from "../../../contracts/treasury/UniversalDividend.sol";
import {Commons} from "./Commons.sol";
import {Ledger} from "./Ledger.sol";
import {Life} from "./Life.sol";
import {Random} from "./Random.sol";
import {Test} from "./Test.sol";

/// @title CommonsLife
/// @notice A commons, its ledger, and those who act on it.
abstract contract CommonsLife is Test {
    using Random for Random.Stream;

    uint256 private constant BEGINNING = 1_750_000_000;

    Commons internal commons;
    Ledger internal ledger;
    Life internal life;

    ContributionRegistry internal registry;
    ContributionToken internal token;
    MemberRegistry internal members;
    ModelRegistry internal models;
    ContributorRewards internal rewards;
    UniversalDividend internal dividend;
    Treasury internal treasury;

    function setUp() public virtual {
        vm.warp(BEGINNING);
        commons = new Commons();
        ledger = new Ledger(commons, BEGINNING);
        life = new Life(commons, ledger);
        address[5] memory voters = [
            address(life.work()),
            address(life.money()),
            address(life.reserve()),
            address(life.lineage()),
            address(life.seats())
        ];
        for (uint256 i = 0; i < voters.length; ++i) commons.empower(voters[i]);
        (registry, token, members) = (commons.registry(), commons.token(), commons.members());
        (models, rewards, dividend) = (commons.models(), commons.rewards(), commons.dividend());
        treasury = commons.treasury();
        // Lives begin in a commons that has worked, earned and paid once.
        life.leaves().claimUnits(0);
        life.claims().claim(0);
    }

    /// @dev A random life of `steps` actions.
    function _live(Random.Stream memory random, uint256 steps) internal {
        for (uint256 i = 0; i < steps; ++i) life.step(random.word());
    }

    /// @dev What the runner shall call: one step.
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    function targetSelectors() public view virtual returns (FuzzSelector[] memory selectors) {
        selectors = new FuzzSelector[](1);
        selectors[0] = FuzzSelector(address(life), new bytes4[](1));
        selectors[0].selectors[0] = Life.step.selector;
    }

    /// @notice Who acts, for the runner.
    function targetContracts() public view virtual returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(life);
    }
}
