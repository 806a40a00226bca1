// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {ModelTill} from "../../../contracts/models/ModelTill.sol";
import {RevenueVault} from "../../../contracts/treasury/RevenueVault.sol";
import {Treasury} from "../../../contracts/treasury/Treasury.sol";
import {Commons} from "./Commons.sol";
import {Handler} from "./Handler.sol";
import {Ledger} from "./Ledger.sol";
import {Random} from "./Random.sol";

/// @title MoneyHandler
/// @notice Money on its way in: paid to tills, with a memo or without, settled, and what is left of it in the way; under
/// splits and lists that change. Whatever stands in a till or in the way of it, a settlement takes all of it or nothing.
contract MoneyHandler is Handler {
    using Random for Random.Stream;

    uint256 private constant MOST_MONEY = 1e27;
    uint256 private constant MOST_AT_ONCE = type(uint96).max;

    /// @dev Whom a sum goes to: `contributors` by model, from 1; the last is the model's own.
    struct Parts {
        uint256[] contributors;
        uint256 allContributors;
        uint256 members;
    }

    constructor(Commons commons_, Ledger ledger_) Handler(commons_, ledger_) {}

    // ------------------------------------------------------------------------------------------ money comes in

    /// @notice Somebody pays a model: plainly, to its till's address.
    function pay(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        _pay(random, _anyModel(random), _anyAsset(random));
        ledger.done(this.pay.selector);
    }

    /// @notice Somebody pays an invoice: it arrives in full, or not at all.
    function payWithMemo(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        (uint32 modelId, address asset) = (_anyModel(random), _anyAsset(random));
        address till = models.tillOf(modelId);
        uint256 amount = random.magnitude(MOST_MONEY);
        address payer = _anyone(random);
        commons.endow(asset, payer, amount);
        bytes memory data = abi.encodeCall(Treasury.pay, (modelId, asset, amount, bytes32(seed)));
        bytes4 refusal = _obstacleInFull(asset, payer, till);
        if (!treasury.isListed(asset)) refusal = Treasury.AssetNotListed.selector;
        uint256 value = asset == address(0) ? amount : 0;
        if (value == 0) _approve(asset, payer, amount);
        if (refusal != 0) return _mustFail(address(treasury), payer, value, data, refusal);
        uint256 before = commons.balanceOf(asset, till);
        bytes32 everything = _everything(asset);
        _mustSucceed(address(treasury), payer, value, data);
        assertEq(commons.balanceOf(asset, till) - before, amount, "T2: paid with a memo");
        assertEq(_everything(asset), everything, "T1: a payment that isn't settled changed the books");
        ledger.done(this.payWithMemo.selector);
    }

    /// @notice One to three tills are settled.
    function settle(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        for (uint256 i = random.between(1, 3); i > 0; --i) {
            if (_settle(random, _anyModel(random), _anyAsset(random))) ledger.done(this.settle.selector);
        }
    }

    /// @notice A certain till is settled, with something in it.
    function settleIn(uint256 word, uint32 modelId, address asset) external acting returns (bool) {
        Random.Stream memory random = Random.from(word);
        if (commons.balanceOf(asset, models.tillOf(modelId)) == 0) _pay(random, modelId, asset);
        return _settle(random, modelId, asset);
    }

    /// @notice T1: money that comes past the doors changes no sum and no index.
    function donate(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        address asset = _anyAsset(random);
        bytes32 before = _everything(asset);
        address[3] memory doors = [address(treasury), address(rewards), address(dividend)];
        commons.endow(asset, doors[random.between(0, 2)], random.magnitude(MOST_MONEY));
        assertEq(_everything(asset), before, "T1: a donation changed the books");
        ledger.done(this.donate.selector);
    }

    /// @notice What waits for units is shared when there are some, and waits on when there are none.
    function unpark(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        (uint32 modelId, address asset) = (_anyModel(random), _anyAsset(random));
        _did(address(rewards), rewards.unpark.selector);
        vm.prank(_anyone(random));
        assertEq(rewards.unpark(modelId, asset), ledger.unparked(modelId, asset), "T6: unparked");
        _checkShares(modelId, asset);
        ledger.done(this.unpark.selector);
    }

    // ------------------------------------------------------------------------------------------ rules change

    /// @notice A new split: what was credited stays as it is.
    function changeSplit(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        uint16 contributors = uint16(random.between(4_000, 9_000));
        uint16 members = uint16(random.between(1_000, 10_000 - contributors));
        bytes memory data = abi.encodeCall(
            Treasury.setSplit,
            (Treasury.Split(3_999, members, 10_000 - 3_999 - members))
        );
        _mustFail(address(treasury), address(this), data, Treasury.SplitOutOfBounds.selector);
        address asset = _anyAsset(random);
        bytes32 before = _everything(asset);
        _did(address(treasury), treasury.setSplit.selector);
        treasury.setSplit(Treasury.Split(contributors, members, 10_000 - contributors - members));
        assertEq(_everything(asset), before, "a new split changed what was credited");
        ledger.done(this.changeSplit.selector);
    }

    /// @notice An asset comes or goes; what arrived before a token was listed settles afterwards.
    function listOrDelist(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        address asset = _anyAsset(random);
        if (!treasury.isListed(asset)) {
            uint32 modelId = _anyModel(random);
            if (random.oneIn(2)) _pay(random, modelId, asset);
            _settle(random, modelId, asset);
            _did(address(treasury), treasury.listAsset.selector);
            treasury.listAsset(asset);
            _settle(random, modelId, asset);
        } else if (random.oneIn(2)) {
            _did(address(treasury), treasury.delistAsset.selector);
            treasury.delistAsset(asset);
        } else {
            return;
        }
        ledger.done(this.listOrDelist.selector);
    }

    // ------------------------------------------------------------------------------------------ steps

    function _pay(Random.Stream memory random, uint32 modelId, address asset) private {
        commons.endow(asset, models.tillOf(modelId), random.magnitude(MOST_MONEY));
    }

    /// @dev Returns true if money arrived.
    function _settle(Random.Stream memory random, uint32 modelId, address asset) private returns (bool) {
        address till = models.tillOf(modelId);
        if (commons.balanceOf(asset, till) == 0 && !random.oneIn(8)) _pay(random, modelId, asset);
        uint256 amount = commons.balanceOf(asset, till);
        if (amount > MOST_AT_ONCE) amount = MOST_AT_ONCE;
        Parts memory parts = _partsOf(modelId, amount);
        bytes memory data =
            till.code.length != 0 && random.oneIn(2)
                ? abi.encodeCall(ModelTill.flush, (asset))
                : abi.encodeCall(Treasury.settle, (modelId, asset));
        address door = bytes4(data) == ModelTill.flush.selector ? till : address(treasury);
        bytes4 refusal = _refusalOf(till, asset, amount, parts);
        if (refusal != 0) {
            _mustFail(door, _anyone(random), data, refusal);
            return false;
        }
        uint256 before = commons.balanceOf(asset, till);
        bytes32 everything = amount == 0 ? _everything(asset) : bytes32(0);
        bytes memory result = _mustSucceed(door, _anyone(random), data);
        assertEq(abi.decode(result, (uint256)), amount, "T2: settled");
        assertEq(before - commons.balanceOf(asset, till), amount, "T2: taken from the till");
        if (amount == 0) {
            assertEq(_everything(asset), everything, "an empty till changed the books");
            return false;
        }
        _book(modelId, asset, amount, parts);
        return true;
    }

    /// @dev T9: every ancestor's slice, of all that arrived; then the model's own part of the rest. T3: rounded down for
    /// contributors and members, so that the reserve has what is left.
    function _partsOf(uint32 modelId, uint256 amount) private view returns (Parts memory parts) {
        (uint16 contributorsBps, uint16 membersBps, ) = treasury.split();
        parts.contributors = new uint256[](modelId + 1);
        uint256 rest = amount;
        for (uint32 id = 1; id <= modelId; ++id) {
            uint256 slice = id == modelId ? rest : (amount * ledger.partOf(modelId, id)) / 10_000;
            rest -= slice;
            parts.contributors[id] = (slice * contributorsBps) / 10_000;
            parts.allContributors += parts.contributors[id];
            parts.members += (slice * membersBps) / 10_000;
        }
    }

    /// @dev How a settlement is refused, 0 if it isn't: only for what the asset does, or if it isn't listed.
    function _refusalOf(
        address till,
        address asset,
        uint256 amount,
        Parts memory parts
    ) private view returns (bytes4 refusal) {
        if (!treasury.isListed(asset)) return Treasury.AssetNotListed.selector;
        if (asset != address(wild) || amount == 0) return 0;
        refusal = _obstacleInFull(asset, till, address(treasury));
        if (refusal == 0 && parts.allContributors != 0) refusal = _obstacle(asset, address(treasury), address(rewards));
        if (refusal == 0 && parts.members != 0) refusal = _obstacle(asset, address(treasury), address(dividend));
        if (refusal != 0) return refusal;
        // Who shrank it owes it to those who had it before.
        bool lacks = parts.allContributors != 0 && _short(asset, rewards);
        lacks = lacks || (parts.members != 0 && _short(asset, dividend));
        return lacks ? RevenueVault.AmountNotReceived.selector : bytes4(0);
    }

    function _short(address asset, RevenueVault vault) private view returns (bool) {
        return commons.balanceOf(asset, address(vault)) < vault.accounted(asset);
    }

    function _book(uint32 modelId, address asset, uint256 amount, Parts memory parts) private {
        ledger.arrived(asset, parts.allContributors, parts.members, amount - parts.allContributors - parts.members);
        for (uint32 id = 1; id <= modelId; ++id) {
            if (parts.contributors[id] == 0) continue;
            ledger.sharedAmong(id, asset, parts.contributors[id]);
            _checkShares(id, asset);
        }
        ledger.dividendArrived(asset, parts.members);
        _checkPot(asset);
        _checkSums(asset);
    }

    /// @dev T3: contributors', members' and the reserve's sums.
    function _checkSums(address asset) private view {
        Ledger.Sums memory sums = ledger.sumsOf(asset);
        assertEq(rewards.accounted(asset), sums.contributors, "T3: the contributors' part");
        assertEq(dividend.accounted(asset), sums.dividend, "T3: the members' part");
        assertEq(treasury.accounted(asset), sums.reserve, "T3: the reserve's part");
    }

    /// @dev Every sum and index of an asset.
    function _everything(address asset) private view returns (bytes32 digest) {
        digest = keccak256(abi.encode(rewards.accounted(asset), dividend.accounted(asset), treasury.accounted(asset)));
        for (uint32 modelId = 1; modelId <= models.modelCount(); ++modelId) {
            (uint160 index, uint64 carried, uint256 parked, ) = rewards.poolAt(modelId, asset);
            digest = keccak256(abi.encode(digest, index, carried, parked));
        }
        (uint160 given, uint64 left, uint256 waiting) = dividend.poolAt(asset);
        return keccak256(abi.encode(digest, given, left, waiting));
    }
}
