// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {Lineage} from "../../../contracts/models/Lineage.sol";
import {ModelRegistry} from "../../../contracts/models/ModelRegistry.sol";
import {Commons} from "./Commons.sol";
import {Handler} from "./Handler.sol";
import {Ledger} from "./Ledger.sol";
import {MoneyHandler} from "./MoneyHandler.sol";
import {Random} from "./Random.sol";
import {WorkHandler} from "./WorkHandler.sol";
import {WorkLedger} from "./WorkLedger.sol";

/// @title LineageHandler
/// @notice Models built on others: registered on random lists of released ones, with ancestors that everybody left; and
/// lists that must be refused (T9).
contract LineageHandler is Handler {
    using Random for Random.Stream;

    /// @dev Most models of a life.
    uint32 private constant MOST_MODELS = 9;

    WorkHandler private immutable work;
    MoneyHandler private immutable money;

    constructor(Commons commons_, Ledger ledger_, WorkHandler work_, MoneyHandler money_) Handler(commons_, ledger_) {
        (work, money) = (work_, money_);
    }

    /// @notice A model on up to five released ones, those that have ancestors themselves as well as others.
    function derive(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        Lineage.Upstream[] memory direct = _declare(random);
        uint32 count = models.modelCount();
        if (count < MOST_MODELS) {
            _did(address(models), models.register.selector);
            uint256 modelId = models.register("derived", "", direct);
            assertEq(modelId, count + 1, "the number of a model");
            ledger.registered(count + 1, direct);
            _checkList(count + 1, direct);
            // Soon a model to build on itself, with units of its own or without.
            if (random.oneIn(2)) work.release(count + 1);
        }
        if (money.settleIn(random.word(), models.modelCount(), _anyAsset(random))) {
            ledger.done(this.derive.selector);
        }
    }

    /// @notice T9: what nobody can be built on.
    function misdeclare(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        Lineage.Upstream[] memory direct = _declare(random);
        uint256 last = direct.length - 1;
        Lineage.Upstream memory good = Lineage.Upstream(direct[last].modelId, direct[last].bps);

        direct[last].bps = 0;
        _refused(direct, Lineage.UpstreamWithoutPart.selector);
        direct[last].bps = uint16(random.between(4_001, type(uint16).max));
        _refused(direct, Lineage.UpstreamTooLarge.selector);
        direct[last] = Lineage.Upstream(models.modelCount() + uint32(random.between(1, 3)), good.bps);
        _refused(direct, ModelRegistry.UpstreamNotReleased.selector);
        direct[last].modelId = 0;
        _refused(direct, ModelRegistry.UpstreamNotReleased.selector);
        for (uint32 modelId = 1; modelId <= models.modelCount(); ++modelId) {
            if (ledger.releaseCount(modelId) != 0) continue;
            direct[last].modelId = modelId;
            _refused(direct, ModelRegistry.UpstreamNotReleased.selector);
        }
        direct = new Lineage.Upstream[](2);
        (direct[0], direct[1]) = (Lineage.Upstream(good.modelId, 1), Lineage.Upstream(good.modelId, 1));
        _refused(direct, Lineage.UpstreamRepeated.selector);
        ledger.done(this.misdeclare.selector);
    }

    /// @notice All of a model's work leaves it: what others owe it waits, and holds nobody up.
    function abandon(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        uint32 modelId = _anyModel(random);
        for (uint256 id = 1; id <= ledger.workCount(); ++id) {
            Ledger.Work memory made = ledger.workAt(id);
            if (made.modelId != modelId || made.stage != WorkLedger.Stage.Final || made.endBatch != 0) continue;
            uint24 batch = models.modelAt(modelId).openBatch;
            _did(address(registry), registry.exclude.selector);
            registry.exclude(id);
            ledger.excluded(id, batch);
        }
        work.release(modelId);
        assertEq(rewards.lineAt(modelId).active, 0, "T5: units of a model that everybody left");
        address asset = _anyAsset(random);
        for (uint32 id = modelId; id <= models.modelCount(); ++id) {
            if (id == modelId || ledger.partOf(id, modelId) != 0) money.settleIn(random.word(), id, asset);
        }
        ledger.done(this.abandon.selector);
    }

    /// @dev One to five released models, each with some part; together within the bound.
    function _declare(Random.Stream memory random) private returns (Lineage.Upstream[] memory direct) {
        uint32 count = models.modelCount();
        uint32[] memory released = new uint32[](count);
        uint256 many;
        // The latest first, so that chains grow long.
        for (uint32 modelId = count; modelId > 0; --modelId) {
            if (ledger.releaseCount(modelId) != 0) released[many++] = modelId;
        }
        if (many == 0) {
            work.release(1);
            (released[0], many) = (1, 1);
        }
        uint256 length = random.between(1, many < 5 ? many : 5);
        direct = new Lineage.Upstream[](length);
        uint256 left = 4_000;
        for (uint256 i = 0; i < length; ++i) {
            uint256 at = i + random.between(0, random.oneIn(2) ? 0 : many - 1 - i);
            (released[i], released[at]) = (released[at], released[i]);
            uint256 bps = random.magnitude(left - (length - 1 - i));
            direct[i] = Lineage.Upstream(released[i], uint16(bps));
            left -= bps;
        }
    }

    /// @dev T9: earlier released models only, each once, at most 16 and 40 %, and each with exactly what is its own.
    function _checkList(uint32 modelId, Lineage.Upstream[] memory direct) private view {
        Lineage.Upstream[] memory list = models.upstreamOf(modelId);
        uint256 declared;
        for (uint256 i = 0; i < direct.length; ++i) declared += direct[i].bps;
        uint256 total;
        uint256 seen;
        for (uint256 i = 0; i < list.length; ++i) {
            uint32 id = list[i].modelId;
            assertLe(id + 1, modelId, "T9: a model built on a later one");
            assertTrue((seen >> id) & 1 == 0, "T9: a model counted twice");
            seen |= 1 << id;
            assertEq(list[i].bps, ledger.partOf(modelId, id), "T9: the part of an ancestor");
            total += list[i].bps;
        }
        assertEq(total, declared, "T9: the parts add up to what was declared");
        assertLe(total, 4_000, "T9: parts above the bound");
        assertLe(list.length, 16, "T9: ancestors above the bound");
    }

    function _refused(Lineage.Upstream[] memory direct, bytes4 selector) private {
        bytes memory data = abi.encodeCall(ModelRegistry.register, ("refused", "", direct));
        _mustFail(address(models), address(this), data, selector);
    }
}
