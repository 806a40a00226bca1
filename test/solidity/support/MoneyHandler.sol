// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {ModelTill} from "../../../contracts/models/ModelTill.sol";
import {Treasury} from "../../../contracts/treasury/Treasury.sol";
import {Commons} from "./Commons.sol";
import {Dollar} from "./Dollar.sol";
import {Handler} from "./Handler.sol";
import {LeafHandler} from "./LeafHandler.sol";
import {Ledger} from "./Ledger.sol";
import {Random} from "./Random.sol";
import {WorkHandler} from "./WorkHandler.sol";

/// @title MoneyHandler
/// @notice Money on its way: paid to tills, settled, given, donated past the doors, claimed, spent, recovered; under
/// splits and lists that change.
contract MoneyHandler is Handler {
    using Random for Random.Stream;

    uint256 private constant MOST_MONEY = 1e27;

    LeafHandler private leaves;
    WorkHandler private work;

    constructor(Commons commons_, Ledger ledger_, LeafHandler leaves_, WorkHandler work_) Handler(commons_, ledger_) {
        (leaves, work) = (leaves_, work_);
    }

    /// @dev What both books say about an asset.
    struct Books {
        uint128 dividend;
        uint128 reserve;
        uint256 contributors;
        uint160 index;
        uint80 remainder;
        uint256 parked;
    }

    // ------------------------------------------------------------------------------------------ money comes in

    /// @notice Somebody pays a model: plainly, to its till's address.
    function pay(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        _pay(random, _anyModel(random), _anyAsset(random));
    }

    function settle(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        _settle(random, _anyModel(random), _anyAsset(random));
    }

    function give(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        address asset = _anyAsset(random);
        if (!treasury.isListed(asset)) return;
        uint256 amount = random.magnitude(MOST_MONEY);
        address giver = _anyone(random);
        commons.endow(asset, giver, amount);
        if (asset != address(0)) {
            vm.prank(giver);
            Dollar(asset).approve(address(treasury), amount);
        }
        vm.prank(giver);
        treasury.give{value: asset == address(0) ? amount : 0}(asset, amount, bytes32(seed));
        ledger.arrived(asset, 0, 0, amount);
        ledger.done(Ledger.Action.Give);
    }

    /// @notice T1: money that comes past the doors changes no sum and no index.
    function donate(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        address asset = _anyAsset(random);
        bytes32 before = _everything();
        commons.endow(asset, random.oneIn(2) ? address(treasury) : address(rewards), random.magnitude(MOST_MONEY));
        assertEq(_everything(), before, "T1: a donation changed the books");
        ledger.done(Ledger.Action.Donate);
    }

    function recoverSurplus(uint256 seed) external acting {
        address asset = _anyAsset(_random(seed));
        uint256 surplus = commons.balanceOf(asset, address(treasury)) - treasury.accounted(asset);
        assertEq(treasury.recoverSurplus(asset), surplus, "T2: recovered");
        ledger.arrived(asset, 0, 0, surplus);
        ledger.done(Ledger.Action.RecoverSurplus);
    }

    // ------------------------------------------------------------------------------------------ money goes out

    /// @notice Claims some positions of one holder in some assets, called by anyone.
    function claim(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        (bool found, uint256 at) = _find(random, true);
        if (!found) {
            // Nobody has anything due: someone earns something first.
            (found, at) = _find(random, false);
            if (!found) leaves.claimUnits(random.word());
            (found, at) = _find(random, false);
            if (!found) return;
            uint32 modelId = ledger.workAt(ledger.pieceAt(at).work).modelId;
            work.release(modelId);
            for (uint256 i = 0; i < 2; ++i) _settle(random, modelId, _anyAsset(random));
        }
        address[] memory assets = new address[](random.between(1, 4));
        for (uint256 i = 0; i < assets.length; ++i) assets[i] = _anyAsset(random);
        _claim(random, _someOf(random, at), assets);
    }

    /// @notice T8: all positions are claimed, one by one from a random one on or many at once, and end with nothing
    /// due.
    function claimEverything(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        uint256 pieces = ledger.pieceCount();
        if (pieces == 0) return;
        address[] memory assets = new address[](3);
        for (uint256 i = 0; i < 3; ++i) assets[i] = commons.assets(i);
        (uint256 start, uint256 step) = (random.between(0, pieces - 1), _stepThrough(random, pieces));
        for (uint256 i = 0; i < pieces; ++i) {
            uint256 at = (start + i * step) % pieces;
            Ledger.Piece memory piece = ledger.pieceAt(at);
            if (!piece.claimed) continue;
            uint256[] memory some = random.oneIn(3) ? _someOf(random, at) : new uint256[](1);
            if (some.length == 1) some[0] = at;
            _claim(random, some, assets);
        }
        for (uint256 at = 0; at < pieces; ++at) {
            if (!ledger.pieceAt(at).claimed) continue;
            for (uint256 i = 0; i < 3; ++i) {
                if (ledger.owed(at, assets[i]) != 0) _claim(random, _single(at), assets);
                assertEq(ledger.paidTo(at, assets[i]), ledger.earned(at, assets[i]), "T8: a position not paid exactly");
                assertEq(rewards.claimable(ledger.positionOf(at), assets[i]), 0, "T8: something is left to claim");
            }
        }
    }

    /// @notice T10: the reserve leaves by a vote, within the ceiling of the epoch.
    function spend(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        address asset = _anyAsset(random);
        address to = _anyone(random);
        (, uint128 reserve) = treasury.booksOf(asset);
        bytes memory data = abi.encodeCall(Treasury.spend, (asset, to, reserve + 1));
        _mustFail(address(treasury), address(this), data, Treasury.ReserveTooSmall.selector);
        (uint48 epoch, uint128 spent) = treasury.spendingOf(asset);
        if (epoch != ledger.time() / 30 days) spent = 0;
        uint128 left = commons.CEILING() - spent;
        if (reserve > left) {
            data = abi.encodeCall(Treasury.spend, (asset, to, left + 1));
            _mustFail(address(treasury), address(this), data, Treasury.CeilingExceeded.selector);
        }
        uint128 most = reserve < left ? reserve : left;
        if (most == 0) return;
        uint128 amount = uint128(random.magnitude(most));
        uint256 before = commons.balanceOf(asset, to);
        treasury.spend(asset, to, amount);
        assertEq(commons.balanceOf(asset, to) - before, amount, "T2: spent");
        ledger.spent(asset, amount);
        ledger.done(Ledger.Action.Spend);
    }

    /// @notice The members' part goes to the contract that pays it, all of it and nothing else.
    function releaseDividend(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        address asset = _anyAsset(random);
        address to = _anyone(random);
        uint256 due = ledger.sumsOf(asset).dividend;
        uint256 before = commons.balanceOf(asset, to);
        assertEq(treasury.releaseDividend(asset, to), due, "T3: the dividend's part");
        assertEq(commons.balanceOf(asset, to) - before, due, "T2: paid, measured at the recipient");
        ledger.handedOver(asset, due);
        if (due != 0) ledger.done(Ledger.Action.ReleaseDividend);
    }

    // ------------------------------------------------------------------------------------------ rules change

    function changeSplit(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        uint16 contributors = uint16(random.between(4_000, 9_000));
        uint16 dividend = uint16(random.between(1_000, 10_000 - contributors));
        treasury.setSplit(Treasury.Split(contributors, dividend, 10_000 - contributors - dividend));
        ledger.done(Ledger.Action.ChangeSplit);
    }

    function listOrDelist(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        address asset = _anyAsset(random);
        if (!treasury.isListed(asset)) treasury.listAsset(asset);
        else if (random.oneIn(2)) treasury.delistAsset(asset);
        else return;
        ledger.done(Ledger.Action.ListOrDelist);
    }

    // ------------------------------------------------------------------------------------------ steps

    function _pay(Random.Stream memory random, uint32 modelId, address asset) private {
        commons.endow(asset, models.tillOf(modelId), random.magnitude(MOST_MONEY));
        ledger.done(Ledger.Action.Pay);
    }

    function _settle(Random.Stream memory random, uint32 modelId, address asset) private {
        address till = models.tillOf(modelId);
        if (commons.balanceOf(asset, till) == 0 && !random.oneIn(8)) _pay(random, modelId, asset);
        if (!treasury.isListed(asset)) {
            bytes memory data = abi.encodeCall(Treasury.settle, (modelId, asset));
            _mustFail(address(treasury), _anyone(random), data, Treasury.AssetNotListed.selector);
            return;
        }
        uint256 amount = commons.balanceOf(asset, till);
        Books memory before = _books(modelId, asset);
        bytes32 everything = amount == 0 ? _everything() : bytes32(0);
        vm.prank(_anyone(random));
        uint256 received =
            till.code.length != 0 && random.oneIn(2)
                ? ModelTill(payable(till)).flush(asset)
                : treasury.settle(modelId, asset);
        assertEq(received, amount, "T2: settled");
        assertEq(commons.balanceOf(asset, till), 0, "a settled till is empty");
        if (amount == 0) {
            assertEq(_everything(), everything, "an empty till changed the books");
            return;
        }
        (uint16 contributorsBps, uint16 dividendBps, ) = treasury.split();
        uint256 contributors = (amount * contributorsBps) / 10_000;
        uint256 dividend = (amount * dividendBps) / 10_000;
        ledger.arrived(asset, contributors, dividend, amount - contributors - dividend);
        _checkShared(modelId, asset, before, contributors);
        ledger.done(Ledger.Action.Settle);
    }

    /// @dev T2, T7: the holder's wallet gets exactly what was due; nobody else's claimable changes.
    function _claim(Random.Stream memory random, uint256[] memory some, address[] memory assets) private {
        address author = ledger.pieceAt(some[0]).author;
        address wallet = ledger.walletOf(author);
        uint256[] memory positions = new uint256[](some.length);
        for (uint256 i = 0; i < some.length; ++i) positions[i] = ledger.positionOf(some[i]);
        uint256 bystander = random.between(0, ledger.pieceCount() - 1);
        bytes32 before = _claimables(bystander, author);
        uint256[3] memory balances;
        for (uint256 i = 0; i < 3; ++i) balances[i] = commons.balanceOf(commons.assets(i), wallet);

        vm.prank(_anyone(random));
        uint256[] memory amounts = rewards.claim(author, positions, assets);

        uint256[3] memory due;
        for (uint256 j = 0; j < assets.length; ++j) {
            // Named twice, a position or an asset is paid once.
            uint256 inThis;
            for (uint256 i = 0; i < some.length; ++i) {
                uint256 amount = ledger.owed(some[i], assets[j]);
                if (amount != 0) ledger.paid(some[i], assets[j], amount);
                inThis += amount;
            }
            assertEq(amounts[j], inThis, "T7: a claim pays what its positions earned");
            for (uint256 i = 0; i < 3; ++i) if (commons.assets(i) == assets[j]) due[i] += inThis;
        }
        for (uint256 i = 0; i < 3; ++i) {
            uint256 got = commons.balanceOf(commons.assets(i), wallet) - balances[i];
            assertEq(got, due[i], "T2: paid, measured at the recipient");
        }
        assertEq(_claimables(bystander, author), before, "T7: a claim changed another's claimable");
        if (due[0] + due[1] + due[2] != 0) ledger.done(Ledger.Action.Claim);
    }

    /// @dev T3, T4, T6: the contributors' part is in the index to the last fraction, or parked.
    function _checkShared(uint32 modelId, address asset, Books memory before, uint256 amount) private {
        Books memory present = _books(modelId, asset);
        if (amount == 0) {
            assertEq(
                keccak256(abi.encode(present.index, present.remainder, present.parked)),
                keccak256(abi.encode(before.index, before.remainder, before.parked)),
                "nothing changed something"
            );
            return;
        }
        uint256 active = ledger.activeOf(modelId);
        assertEq(present.contributors, before.contributors + amount, "T3: the contributors' part");
        if (active == 0) {
            assertEq(present.parked, before.parked + amount, "T6: parked");
            assertEq(present.index, before.index, "T5: an index moved without units");
            return;
        }
        assertEq(present.parked, before.parked, "T6: parked with units to share it");
        // Within a release the remainder is carried on; a new release's holders don't get the last one's.
        bool same = ledger.moneyRelease(modelId, asset) == ledger.releaseCount(modelId);
        uint256 moved = (present.index - before.index) * active + present.remainder;
        uint256 came = (amount << 64) + (same ? before.remainder : 0);
        assertEq(moved, came, "T4: the index and its remainder hold what came in");
        ledger.shared(modelId, asset);
    }

    /// @dev An opened position, the first after a random one; with something due, if asked for.
    function _find(Random.Stream memory random, bool due) private view returns (bool, uint256) {
        uint256 pieces = ledger.pieceCount();
        if (pieces == 0) return (false, 0);
        uint256 start = random.between(0, pieces - 1);
        for (uint256 i = 0; i < pieces; ++i) {
            uint256 at = (start + i) % pieces;
            if (!ledger.pieceAt(at).claimed) continue;
            if (!due) return (true, at);
            for (uint256 j = 0; j < 3; ++j) if (ledger.owed(at, commons.assets(j)) != 0) return (true, at);
        }
        return (false, 0);
    }

    /// @dev A position and up to three more of its holder's; one may come twice.
    function _someOf(Random.Stream memory random, uint256 first) private view returns (uint256[] memory some) {
        address author = ledger.pieceAt(first).author;
        uint256 pieces = ledger.pieceCount();
        uint256[] memory found = new uint256[](4);
        uint256 most = random.between(1, 4);
        uint256 many;
        for (uint256 i = 0; i < pieces && many < most; ++i) {
            uint256 at = (first + i) % pieces;
            Ledger.Piece memory piece = ledger.pieceAt(at);
            if (piece.claimed && piece.author == author) found[many++] = at;
        }
        bool twice = many < 4 && random.oneIn(4);
        if (twice) found[many++] = found[0];
        some = new uint256[](many);
        for (uint256 i = 0; i < many; ++i) some[i] = found[i];
    }

    function _single(uint256 at) private pure returns (uint256[] memory some) {
        some = new uint256[](1);
        some[0] = at;
    }

    /// @dev A step that has no divisor in common with `pieces`, so that it visits all of them in another order.
    function _stepThrough(Random.Stream memory random, uint256 pieces) private pure returns (uint256 step) {
        step = random.between(1, pieces);
        while (_divisor(step, pieces) != 1) ++step;
    }

    function _divisor(uint256 a, uint256 b) private pure returns (uint256) {
        return b == 0 ? a : _divisor(b, a % b);
    }

    function _claimables(uint256 at, address author) private view returns (bytes32) {
        Ledger.Piece memory piece = ledger.pieceAt(at);
        if (!piece.claimed || piece.author == author) return 0;
        uint256 position = ledger.positionOf(at);
        return
            keccak256(
                abi.encode(
                    rewards.claimable(position, commons.assets(0)),
                    rewards.claimable(position, commons.assets(1)),
                    rewards.claimable(position, commons.assets(2))
                )
            );
    }

    function _books(uint32 modelId, address asset) private view returns (Books memory books) {
        (books.dividend, books.reserve) = treasury.booksOf(asset);
        books.contributors = rewards.accounted(asset);
        (books.index, books.remainder, books.parked) = rewards.poolAt(modelId, asset);
    }

    /// @dev Every sum and index there is.
    function _everything() private view returns (bytes32 digest) {
        for (uint32 modelId = 1; modelId <= commons.MODELS(); ++modelId) {
            for (uint256 i = 0; i < 3; ++i) {
                digest = keccak256(abi.encode(digest, _books(modelId, commons.assets(i))));
            }
        }
    }
}
