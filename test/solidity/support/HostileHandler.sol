// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {RevenueVault} from "../../../contracts/treasury/RevenueVault.sol";
import {Commons} from "./Commons.sol";
import {Handler} from "./Handler.sol";
import {Ledger} from "./Ledger.sol";
import {MoneyHandler} from "./MoneyHandler.sol";
import {Random} from "./Random.sol";
import {WildToken} from "./WildToken.sol";

/// @title HostileHandler
/// @notice What the wild token does to the commons, for as long as it likes; whatever it is, all other assets go on.
contract HostileHandler is Handler {
    using Random for Random.Stream;

    MoneyHandler private immutable money;
    /// @notice True if balances of the wild token were taken away and not given back: nobody can answer for that (T1).
    bool public shrunk;

    constructor(Commons commons_, Ledger ledger_, MoneyHandler money_) Handler(commons_, ledger_) {
        money = money_;
    }

    /// @notice The wild token chooses how its transfers go from now on.
    function misbehave(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        // Honest as often as not: it must earn something to lose.
        if (random.oneIn(3)) {
            calm();
        } else {
            WildToken.Manner manner = WildToken.Manner(random.between(1, uint256(WildToken.Manner.Blocks)));
            wild.behave(manner, _victim(random));
        }
        _othersGoOn(random);
        ledger.done(this.misbehave.selector);
    }

    /// @notice T1: a positive rebase is nobody's money by our rules: it changes no books.
    function rebaseUp(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        bytes32 before = _books();
        wild.mint(_victim(random), random.magnitude(1e27));
        assertEq(_books(), before, "T1: a positive rebase changed the books");
        ledger.done(this.rebaseUp.selector);
    }

    /// @notice A negative rebase changes no books either: what it took is owed still, as far as there is something.
    function rebaseDown(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        if (shrunk && random.oneIn(2)) {
            calm();
        } else {
            bytes32 before = _books();
            address victim = _victim(random);
            uint256 balance = wild.balanceOf(victim);
            wild.burn(victim, random.oneIn(3) ? balance : balance / random.between(2, 100));
            shrunk = true;
            assertEq(_books(), before, "a negative rebase changed the books");
        }
        _othersGoOn(random);
        ledger.done(this.rebaseDown.selector);
    }

    /// @notice The token is as good as any other again, and what is missing is there.
    function calm() public {
        wild.behave(WildToken.Manner.Honest, address(0));
        _restore(address(rewards), rewards.accounted(address(wild)));
        _restore(address(dividend), dividend.accounted(address(wild)));
        _restore(address(treasury), treasury.accounted(address(wild)));
        shrunk = false;
    }

    function _restore(address vault, uint256 accounted) private {
        uint256 balance = wild.balanceOf(vault);
        if (balance < accounted) wild.mint(vault, accounted - balance);
    }

    /// @dev T9: in any other listed asset a settlement goes through, whatever state this one is in.
    function _othersGoOn(Random.Stream memory random) private {
        address asset = commons.assets(random.between(0, commons.ASSETS() - 2));
        bool settled = money.settleIn(random.word(), _anyModel(random), asset);
        assertTrue(settled == treasury.isListed(asset), "T9: a token held up another one");
    }

    function _victim(Random.Stream memory random) private view returns (address) {
        uint256 draw = random.between(0, 4);
        if (draw == 0) return address(rewards);
        if (draw == 1) return address(dividend);
        if (draw == 2) return address(treasury);
        return draw == 3 ? models.tillOf(_anyModel(random)) : ledger.walletOfSeat(_anySeat(random));
    }

    function _books() private view returns (bytes32 digest) {
        RevenueVault[2] memory vaults = [RevenueVault(rewards), RevenueVault(dividend)];
        digest = bytes32(treasury.accounted(address(wild)));
        for (uint256 i = 0; i < 2; ++i) digest = keccak256(abi.encode(digest, vaults[i].accounted(address(wild))));
        for (uint32 modelId = 1; modelId <= models.modelCount(); ++modelId) {
            (uint160 index, uint64 carried, uint256 parked, ) = rewards.poolAt(modelId, address(wild));
            digest = keccak256(abi.encode(digest, index, carried, parked));
        }
    }
}
