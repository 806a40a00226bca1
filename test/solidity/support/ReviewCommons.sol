// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";

import {ContributionRegistry} from "../../../contracts/contributions/ContributionRegistry.sol";
import {ReviewPanel} from "../../../contracts/contributions/review/ReviewPanel.sol";
import {ReviewRules} from "../../../contracts/contributions/review/ReviewRules.sol";
import {SignedSubmissions} from "../../../contracts/contributions/SignedSubmissions.sol";
import {ContributionToken} from "../../../contracts/membership/ContributionToken.sol";
import {MemberRegistry} from "../../../contracts/membership/MemberRegistry.sol";
import {SeatPeriods} from "../../../contracts/membership/SeatPeriods.sol";
import {Lineage} from "../../../contracts/models/Lineage.sol";
import {ModelRegistry} from "../../../contracts/models/ModelRegistry.sol";
import {FixedSeeds} from "../../../contracts/testing/FixedSeeds.sol";
import {Test} from "./Test.sol";

/// @title ReviewCommons
/// @notice What reviews need of a commons: members, one model, the registry of work, and a panel. Whoever deploys it may do
/// what a vote could.
contract ReviewCommons is Test {
    uint64 public constant SEATS = 14;
    /// @dev Of whom so many review from the first day on.
    uint64 public constant REVIEWERS = 10;
    uint64 public constant UNITS_PER_ITEM = 50_000;

    AccessManager public immutable manager;
    MemberRegistry public immutable members;
    ModelRegistry public immutable models;
    ContributionRegistry public immutable registry;
    FixedSeeds public immutable seeds;
    ReviewPanel public immutable panel;

    constructor() {
        manager = new AccessManager(address(this));
        members = new MemberRegistry(address(manager), SeatPeriods.Periods(2 days, 3 days, 5 days, 10 days));
        models = new ModelRegistry(address(manager), type(uint32).max);
        ContributionToken token = new ContributionToken(address(manager), members, 2e21);
        ContributionRegistry.Periods memory periods = ContributionRegistry.Periods(1 days, 6);
        registry = new ContributionRegistry(address(manager), members, models, token, periods);
        models.setContributions(address(registry), registry.rewards());
        token.addMinter(address(registry));
        models.register("model", "", new Lineage.Upstream[](0));
        registry.setKindRule(SignedSubmissions.Kind.Data, UNITS_PER_ITEM, 1e12, "");
        registry.setKindRule(SignedSubmissions.Kind.Code, UNITS_PER_ITEM, 1e12, "");

        members.setIssuer(address(this), true, 100, 100);
        MemberRegistry.Founder[] memory founders = new MemberRegistry.Founder[](SEATS);
        for (uint64 seat = 1; seat <= SEATS; ++seat) {
            founders[seat - 1] = MemberRegistry.Founder(
                address(this),
                bytes32(uint256(seat)),
                walletOf(seat),
                type(uint48).max
            );
        }
        members.found(founders);
        members.closeGenesis();
        registry.closeGenesis();

        seeds = new FixedSeeds();
        ReviewRules.Rules memory rules = ReviewRules.Rules(3, 1 hours, 1 hours, 1 hours, 1 hours, 2 days, 2_000, 9_000);
        panel = new ReviewPanel(address(manager), registry, seeds, rules);
        uint64[] memory seats = new uint64[](REVIEWERS);
        uint8[] memory kinds = new uint8[](REVIEWERS);
        for (uint64 i = 0; i < REVIEWERS; ++i) (seats[i], kinds[i]) = (i + 1, 1);
        panel.foundReviewers(seats, kinds);
        panel.closeGenesis();
        registry.setPanel(panel);
        manager.grantRole(manager.ADMIN_ROLE(), msg.sender, 0);
    }

    function walletOf(uint64 seat) public pure returns (address) {
        return address(uint160(0xc0ffee0000000000000000000000) + seat);
    }
}
