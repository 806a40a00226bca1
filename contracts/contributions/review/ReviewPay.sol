// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {ModelRegistry} from "../../models/ModelRegistry.sol";
import {ContributionRegistry} from "../ContributionRegistry.sol";
import {ReviewRules} from "./ReviewRules.sol";

/// @title ReviewPay
/// @notice What reviews of a model's work may cost in units, and what each reviewer has earned of it.
///
/// A model's budget for an epoch of 30 days is a tenth of the units that it accepted since the epoch before was first
/// looked at, for as long as somebody looks once in each epoch (every draw does); what isn't used of it lapses. The
/// founding budget comes on top, once, and lasts until it is used up. A panel's fee is put aside when it is drawn, and
/// is less than the rules say where the budget is short.
///
/// Keeps R4: what was put aside is within the budgets. Nothing vests before work is settled: what a reviewer loses was
/// never the reviewer's, and lapses.
///
/// Units here are declared units; times 100 they are what revenue is shared by, as for work with the highest score.
abstract contract ReviewPay is ReviewRules {
    /// @dev One slot. `left`: of this epoch's budget. `founding`: of the founding budget. `joined`: {ModelRegistry-Model}
    /// when the epoch was first looked at. `epoch` is 0 for a model never looked at.
    struct Budget {
        uint32 epoch;
        uint64 left;
        uint48 founding;
        uint80 joined;
    }

    uint256 public constant EPOCH = 30 days;
    /// @dev A tenth, and 100 for the highest score.
    uint256 private constant ACCEPTED_PER_UNIT = 10 * 100;

    error NothingToCollect(uint256 modelId, uint64 seat);

    event ReviewBudgetSet(uint256 indexed modelId, uint256 indexed epoch, uint256 units, uint256 founding);
    event ReviewFeesReserved(uint256 indexed modelId, uint256 indexed contribution, uint256 fee, uint256 seats);
    event ReviewPayCollected(uint256 indexed modelId, uint64 indexed seat, uint256 units, uint256 contribution);

    ContributionRegistry public immutable registry;
    ModelRegistry public immutable models;

    mapping(uint256 modelId => Budget) private _budgets;
    mapping(uint256 modelId => mapping(uint64 seat => uint256 units)) internal _earned;

    constructor(ContributionRegistry registry_) {
        (registry, models) = (registry_, registry_.models());
    }

    // ------------------------------------------------------------------------------------------ people's actions

    /// @notice Enters what a seat has earned with a model into the books, as final work of that seat. Anyone may call.
    function collect(uint32 modelId, uint64 seat) external returns (uint256 contribution) {
        uint256 units = _earned[modelId][seat];
        if (units == 0) revert NothingToCollect(modelId, seat);
        delete _earned[modelId][seat];
        // A sum of fees, each within a budget of 64 bits.
        // forge-lint: disable-next-line(unsafe-typecast)
        contribution = registry.credit(modelId, seat, uint64(units));
        emit ReviewPayCollected(modelId, seat, units, contribution);
    }

    /// @notice Begins the epoch's budget of a model, if nobody has yet. Anyone may call; a draw does it too.
    function openBudget(uint256 modelId) external {
        _openBudget(modelId);
    }

    // ------------------------------------------------------------------------------------------ views

    /// @notice What a model's budget is now, as the next draw finds it.
    function budgetOf(uint256 modelId) external view returns (Budget memory) {
        return _budgetNow(modelId);
    }

    /// @notice Declared units that a seat has earned with a model and not collected.
    function earned(uint256 modelId, uint64 seat) external view returns (uint256) {
        return _earned[modelId][seat];
    }

    // ------------------------------------------------------------------------------------------ internals

    /// @dev Puts the fee of `seats` reviewers aside: this epoch's budget first, since that lapses.
    function _reserve(uint256 modelId, uint256 id, uint256 seats) internal returns (uint40 fee) {
        Budget storage budget = _openBudget(modelId);
        (uint256 left, uint256 founding) = (budget.left, budget.founding);
        uint256 affordable = (left + founding) / seats;
        fee = _rules.fee;
        // forge-lint: disable-next-line(unsafe-typecast)
        if (fee > affordable) fee = uint40(affordable);
        uint256 cost = fee * seats;
        uint256 fromFounding = cost > left ? cost - left : 0;
        // Neither takes more than is there.
        // forge-lint: disable-next-line(unsafe-typecast)
        (budget.left, budget.founding) = (uint64(left - (cost - fromFounding)), uint48(founding - fromFounding));
        emit ReviewFeesReserved(modelId, id, fee, seats);
    }

    function _openBudget(uint256 modelId) private returns (Budget storage budget) {
        budget = _budgets[modelId];
        if (budget.epoch == block.timestamp / EPOCH) return budget;
        Budget memory opened = _budgetNow(modelId);
        _budgets[modelId] = opened;
        emit ReviewBudgetSet(modelId, opened.epoch, opened.left, opened.founding);
    }

    function _budgetNow(uint256 modelId) private view returns (Budget memory budget) {
        budget = _budgets[modelId];
        // forge-lint: disable-next-line(unsafe-typecast)
        uint32 epoch = uint32(block.timestamp / EPOCH);
        if (budget.epoch == epoch) return budget;
        uint80 joined = models.modelAt(modelId).joined;
        if (budget.epoch == 0) budget.founding = _rules.founding;
        // Work that left in the batch in which it joined may have lowered it.
        bool known = budget.epoch + 1 == epoch && joined > budget.joined;
        uint256 units = known ? (joined - budget.joined) / ACCEPTED_PER_UNIT : 0;
        budget.left = uint64(Math.min(units, type(uint64).max));
        (budget.epoch, budget.joined) = (epoch, joined);
    }
}
