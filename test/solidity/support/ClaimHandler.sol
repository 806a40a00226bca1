// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {ContributorRewards} from "../../../contracts/treasury/ContributorRewards.sol";
import {Commons} from "./Commons.sol";
import {Handler} from "./Handler.sol";
import {LeafHandler} from "./LeafHandler.sol";
import {Ledger} from "./Ledger.sol";
import {MoneyHandler} from "./MoneyHandler.sol";
import {Random} from "./Random.sol";
import {WorkHandler} from "./WorkHandler.sol";

/// @title ClaimHandler
/// @notice What positions earned, claimed by anyone for their holders: all of it, to the right wallet, and nobody else's.
contract ClaimHandler is Handler {
    using Random for Random.Stream;

    LeafHandler private immutable leaves;
    WorkHandler private immutable work;
    MoneyHandler private immutable money;

    constructor(
        Commons commons_,
        Ledger ledger_,
        LeafHandler leaves_,
        WorkHandler work_,
        MoneyHandler money_
    ) Handler(commons_, ledger_) {
        (leaves, work, money) = (leaves_, work_, money_);
    }

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
            for (uint256 i = 0; i < 2; ++i) money.settleIn(random.word(), modelId, _anyAsset(random));
        }
        address[] memory assets = new address[](random.between(1, commons.ASSETS() + 1));
        for (uint256 i = 0; i < assets.length; ++i) assets[i] = _anyAsset(random);
        if (_claim(random, _someOf(random, at), assets)) ledger.done(this.claim.selector);
    }

    /// @notice Claims what a certain position has.
    function claimFor(uint256 word, uint256 at, address[] calldata assets) external acting returns (bool) {
        return _claim(Random.from(word), _single(at), assets);
    }

    /// @notice T8: all positions are claimed, one by one from a random one on or many at once, and end with nothing due.
    /// @param wildToo Whether the wild token is in a state to be paid.
    function claimEverything(uint256 seed, bool wildToo) external acting {
        Random.Stream memory random = _random(seed);
        uint256 pieces = ledger.pieceCount();
        if (pieces == 0) return;
        address[] memory assets = new address[](commons.ASSETS() - (wildToo ? 0 : 1));
        for (uint256 i = 0; i < assets.length; ++i) assets[i] = commons.assets(i);
        (uint256 start, uint256 step) = (random.between(0, pieces - 1), _stepThrough(random, pieces));
        for (uint256 i = 0; i < pieces; ++i) {
            uint256 at = (start + i * step) % pieces;
            if (!ledger.pieceAt(at).claimed) continue;
            uint256[] memory some = random.oneIn(3) ? _someOf(random, at) : _single(at);
            _claim(random, some, assets);
        }
        for (uint256 at = 0; at < pieces; ++at) {
            if (!ledger.pieceAt(at).claimed) continue;
            for (uint256 i = 0; i < assets.length; ++i) {
                if (ledger.owed(at, assets[i]) != 0) _claim(random, _single(at), assets);
                assertEq(ledger.paidTo(at, assets[i]), ledger.earned(at, assets[i]), "T8: a position not paid exactly");
                assertEq(rewards.claimable(ledger.positionOf(at), assets[i]), 0, "T8: something is left to claim");
            }
        }
    }

    /// @dev T2, T7: the holder's wallet gets exactly what was due; nobody else's claimable changes. False if nothing was
    /// due, or the wild token wouldn't move.
    function _claim(
        Random.Stream memory random,
        uint256[] memory some,
        address[] memory assets
    ) private returns (bool) {
        address holder = ledger.pieceAt(some[0]).holder;
        address wallet = ledger.walletOf(holder);
        uint256[] memory positions = new uint256[](some.length);
        for (uint256 i = 0; i < some.length; ++i) positions[i] = ledger.positionOf(some[i]);
        bytes memory data = abi.encodeCall(ContributorRewards.claim, (holder, positions, assets));
        if (_wildIsStuck(some, assets, wallet)) {
            _mustFail(address(rewards), _anyone(random), data, 0);
            return false;
        }
        uint256 bystander = random.between(0, ledger.pieceCount() - 1);
        bytes32 before = _claimables(bystander, holder);
        uint256[] memory balances = _balances(wallet);

        bytes memory result = _mustSucceed(address(rewards), _anyone(random), data);
        uint256 total = _book(some, assets, abi.decode(result, (uint256[])), wallet, balances);
        assertEq(_claimables(bystander, holder), before, "T7: a claim changed another's claimable");
        return total != 0;
    }

    function _book(
        uint256[] memory some,
        address[] memory assets,
        uint256[] memory amounts,
        address wallet,
        uint256[] memory balances
    ) private returns (uint256 total) {
        for (uint256 j = 0; j < assets.length; ++j) {
            // Named twice, a position or an asset is paid once.
            uint256 due;
            for (uint256 i = 0; i < some.length; ++i) {
                uint256 amount = ledger.owed(some[i], assets[j]);
                if (amount != 0) ledger.paidPosition(some[i], assets[j], amount);
                due += amount;
            }
            assertEq(amounts[j], due, "T7: a claim pays what its positions earned");
            for (uint256 i = 0; i < balances.length; ++i) {
                if (commons.assets(i) == assets[j]) balances[i] += _net(assets[j], due);
            }
            total += due;
        }
        uint256[] memory present = _balances(wallet);
        for (uint256 i = 0; i < balances.length; ++i) {
            assertEq(present[i], balances[i], "T2: paid, measured at the recipient");
        }
    }

    /// @dev True if something is due in the wild token that can't be moved now.
    function _wildIsStuck(uint256[] memory some, address[] memory assets, address wallet) private view returns (bool) {
        bool named;
        for (uint256 i = 0; i < assets.length; ++i) named = named || assets[i] == address(wild);
        if (!named) return false;
        uint256 due;
        for (uint256 i = 0; i < some.length; ++i) {
            bool again;
            for (uint256 j = 0; j < i; ++j) again = again || some[j] == some[i];
            if (!again) due += ledger.owed(some[i], address(wild));
        }
        if (due == 0) return false;
        return wild.fails(address(rewards), wallet) || wild.balanceOf(address(rewards)) < due;
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
            for (uint256 j = 0; j < commons.ASSETS(); ++j) {
                if (ledger.owed(at, commons.assets(j)) != 0) return (true, at);
            }
        }
        return (false, 0);
    }

    /// @dev A position and up to three more of its holder's; one may come twice.
    function _someOf(Random.Stream memory random, uint256 first) private view returns (uint256[] memory some) {
        address holder = ledger.pieceAt(first).holder;
        uint256 pieces = ledger.pieceCount();
        uint256[] memory found = new uint256[](4);
        uint256 most = random.between(1, 4);
        uint256 many;
        for (uint256 i = 0; i < pieces && many < most; ++i) {
            uint256 at = (first + i) % pieces;
            Ledger.Piece memory piece = ledger.pieceAt(at);
            if (piece.claimed && piece.holder == holder) found[many++] = at;
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

    function _balances(address wallet) private view returns (uint256[] memory balances) {
        balances = new uint256[](commons.ASSETS());
        for (uint256 i = 0; i < balances.length; ++i) balances[i] = commons.balanceOf(commons.assets(i), wallet);
    }

    function _claimables(uint256 at, address holder) private view returns (bytes32 digest) {
        Ledger.Piece memory piece = ledger.pieceAt(at);
        if (!piece.claimed || piece.holder == holder) return 0;
        uint256 position = ledger.positionOf(at);
        for (uint256 i = 0; i < commons.ASSETS(); ++i) {
            digest = keccak256(abi.encode(digest, rewards.claimable(position, commons.assets(i))));
        }
    }
}
