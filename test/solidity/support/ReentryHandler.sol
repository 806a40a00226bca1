// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {ContributorRewards} from "../../../contracts/treasury/ContributorRewards.sol";
import {RevenueVault} from "../../../contracts/treasury/RevenueVault.sol";
import {Treasury} from "../../../contracts/treasury/Treasury.sol";
import {UniversalDividend} from "../../../contracts/treasury/UniversalDividend.sol";
import {ClaimHandler} from "./ClaimHandler.sol";
import {Commons} from "./Commons.sol";
import {DividendHandler} from "./DividendHandler.sol";
import {Handler} from "./Handler.sol";
import {HostileHandler} from "./HostileHandler.sol";
import {Ledger} from "./Ledger.sol";
import {MoneyHandler} from "./MoneyHandler.sol";
import {Random} from "./Random.sol";
import {WildToken} from "./WildToken.sol";

/// @title ReentryHandler
/// @notice While money of the wild token moves through one door, it tries another. The contract that sends is locked; one
/// that isn't gives what it would give at any time, once, and the books of both stay right.
contract ReentryHandler is Handler {
    using Random for Random.Stream;

    bytes4 private constant LOCKED = ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector;
    bytes4 private constant RESTRICTED = IAccessManaged.AccessManagedUnauthorized.selector;

    /// @dev A try from within a transfer. `refusal` 0: it must succeed.
    struct Knock {
        address door;
        bytes data;
        bytes4 refusal;
    }

    HostileHandler private immutable hostile;
    MoneyHandler private immutable money;
    ClaimHandler private immutable claims;
    DividendHandler private immutable dividends;

    constructor(
        Commons commons_,
        Ledger ledger_,
        HostileHandler hostile_,
        MoneyHandler money_,
        ClaimHandler claims_,
        DividendHandler dividends_
    ) Handler(commons_, ledger_) {
        (hostile, money, claims, dividends) = (hostile_, money_, claims_, dividends_);
    }

    /// @notice From within a settlement, a payment or a gift: the treasury is locked, the vaults aren't.
    function fromTheTreasury(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        if (!_ready()) return;
        uint32 modelId = _anyModel(random);
        uint256 draw = random.between(0, 5);
        if (draw < 2) _knock(_treasuryDoor(random, draw == 0));
        else if (draw < 4) _knock(_rewardsDoor(random, draw == 2, address(0)));
        else _knock(_dividendDoor(random, draw == 4, address(0)));
        Knock memory knock = _last;
        if (random.oneIn(2)) assertTrue(money.settleIn(random.word(), modelId, address(wild)), "settled all the same");
        else _bring(random, modelId);
        _answered(knock);
        ledger.done(this.fromTheTreasury.selector);
    }

    /// @notice From within a contributor's claim.
    function fromAClaim(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        if (!_ready()) return;
        (bool found, uint256 at) = _duePiece(random, address(wild), address(0));
        if (!found) return;
        address wallet = ledger.walletOf(ledger.pieceAt(at).holder);
        uint256 draw = random.between(0, 2);
        if (draw == 0) _knock(_lockedRewards(random));
        else if (draw == 1) _knock(_dividendDoor(random, random.oneIn(2), wallet));
        else _knock(_settlement(random));
        Knock memory knock = _last;
        assertTrue(claims.claimFor(random.word(), at, _only(address(wild))), "claimed all the same");
        _answered(knock);
        ledger.done(this.fromAClaim.selector);
    }

    /// @notice From within a member's claim.
    function fromADividend(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        if (!_ready()) return;
        (bool found, uint64 seat) = _dueSeat(random, address(wild), address(0));
        if (!found) return;
        address wallet = ledger.walletOfSeat(seat);
        uint256 draw = random.between(0, 2);
        if (draw == 0) _knock(_lockedDividend(random));
        else if (draw == 1) _knock(_rewardsDoor(random, random.oneIn(2), wallet));
        else _knock(_settlement(random));
        Knock memory knock = _last;
        assertTrue(dividends.claimFor(random.word(), seat, _only(address(wild))), "claimed all the same");
        _answered(knock);
        ledger.done(this.fromADividend.selector);
    }

    // ------------------------------------------------------------------------------------------ doors

    Knock private _last;

    function _knock(Knock memory knock) private {
        _last = knock;
        wild.reenter(knock.door, knock.data);
    }

    function _answered(Knock memory knock) private {
        assertTrue(wild.gotIn() == (knock.refusal == 0), "whether a call from within a transfer goes through");
        assertEq(bytes32(wild.refusal()), bytes32(knock.refusal), "how a call from within a transfer is refused");
        wild.behave(WildToken.Manner.Honest, address(0));
    }

    /// @dev Any door of the treasury, locked or closed to all but votes.
    function _treasuryDoor(Random.Stream memory random, bool open) private view returns (Knock memory) {
        (uint32 modelId, address asset) = (_anyModel(random), _anyAsset(random));
        bytes memory data;
        uint256 draw = random.between(0, 2);
        if (open) {
            if (draw == 0) data = abi.encodeCall(Treasury.settle, (modelId, asset));
            else if (draw == 1) data = abi.encodeCall(Treasury.pay, (modelId, asset, 1, 0));
            else data = abi.encodeCall(Treasury.give, (asset, 1, 0));
            return Knock(address(treasury), data, LOCKED);
        }
        if (draw == 0) data = abi.encodeCall(Treasury.spend, (asset, address(wild), 1));
        else if (draw == 1) data = abi.encodeCall(Treasury.recoverSurplus, (asset));
        else data = abi.encodeCall(Treasury.reclaimParked, (modelId, asset));
        return Knock(address(treasury), data, RESTRICTED);
    }

    /// @dev While a vault pays, a settlement can't reach it, and so doesn't happen at all.
    function _settlement(Random.Stream memory random) private returns (Knock memory) {
        uint32 modelId = _anyModel(random);
        commons.endow(address(wild), models.tillOf(modelId), 1e9);
        return Knock(address(treasury), abi.encodeCall(Treasury.settle, (modelId, address(wild))), LOCKED);
    }

    function _lockedRewards(Random.Stream memory random) private view returns (Knock memory) {
        (uint32 modelId, address asset) = (_anyModel(random), _anyAsset(random));
        bytes memory data;
        uint256 draw = random.between(0, 3);
        if (draw == 0) data = abi.encodeCall(ContributorRewards.claim, (address(wild), new uint256[](0), _only(asset)));
        else if (draw == 1) data = abi.encodeCall(ContributorRewards.unpark, (modelId, asset));
        else if (draw == 2) data = abi.encodeCall(ContributorRewards.credit, (modelId, asset, 1));
        else data = abi.encodeCall(ContributorRewards.giveUpParked, (modelId, asset));
        return Knock(address(rewards), data, LOCKED);
    }

    function _lockedDividend(Random.Stream memory random) private view returns (Knock memory) {
        address asset = _anyAsset(random);
        bytes memory data;
        uint256 draw = random.between(0, 3);
        if (draw == 0) data = abi.encodeCall(UniversalDividend.claim, (1, _only(asset)));
        else if (draw == 1) data = abi.encodeCall(UniversalDividend.sweep, (1, _only(asset)));
        else if (draw == 2) data = abi.encodeCall(UniversalDividend.unpark, (asset));
        else data = abi.encodeCall(UniversalDividend.credit, (asset, 1));
        return Knock(address(dividend), data, LOCKED);
    }

    /// @dev A door of the rewards that is open: somebody is paid, other than at `wallet`; or one for the treasury alone.
    /// What it pays is written down at once.
    function _rewardsDoor(Random.Stream memory random, bool open, address wallet) private returns (Knock memory) {
        (uint32 modelId, address asset) = (_anyModel(random), _anyAsset(random));
        if (!open) {
            bytes memory credit = abi.encodeCall(ContributorRewards.credit, (modelId, asset, 1));
            return Knock(address(rewards), credit, RevenueVault.NotTreasury.selector);
        }
        (bool found, uint256 at) = _duePiece(random, asset, wallet);
        if (!found) {
            ledger.unparked(modelId, asset);
            return Knock(address(rewards), abi.encodeCall(ContributorRewards.unpark, (modelId, asset)), 0);
        }
        uint256[] memory positions = new uint256[](1);
        positions[0] = ledger.positionOf(at);
        address holder = ledger.pieceAt(at).holder;
        ledger.paidPosition(at, asset, ledger.owed(at, asset));
        return Knock(address(rewards), abi.encodeCall(ContributorRewards.claim, (holder, positions, _only(asset))), 0);
    }

    /// @dev The same of the members' vault.
    function _dividendDoor(Random.Stream memory random, bool open, address wallet) private returns (Knock memory) {
        address asset = _anyAsset(random);
        if (!open) {
            bytes memory credit = abi.encodeCall(UniversalDividend.credit, (asset, 1));
            return Knock(address(dividend), credit, RevenueVault.NotTreasury.selector);
        }
        (bool found, uint64 seat) = _dueSeat(random, asset, wallet);
        if (!found) {
            ledger.dividendUnparked(asset);
            return Knock(address(dividend), abi.encodeCall(UniversalDividend.unpark, (asset)), 0);
        }
        ledger.paidDividend(asset, ledger.dividendClaimed(seat, asset));
        return Knock(address(dividend), abi.encodeCall(UniversalDividend.claim, (seat, _only(asset))), 0);
    }

    // ------------------------------------------------------------------------------------------ steps

    /// @dev The wild token as good as any other, and listed.
    function _ready() private returns (bool) {
        hostile.calm();
        return treasury.isListed(address(wild));
    }

    /// @dev A payment, or a gift.
    function _bring(Random.Stream memory random, uint32 modelId) private {
        address payer = _anyone(random);
        uint256 amount = random.magnitude(1e27);
        wild.mint(payer, amount);
        _approve(address(wild), payer, amount);
        bool gift = random.oneIn(2);
        bytes memory data =
            gift
                ? abi.encodeCall(Treasury.give, (address(wild), amount, 0))
                : abi.encodeCall(Treasury.pay, (modelId, address(wild), amount, 0));
        _mustSucceed(address(treasury), payer, data);
        if (gift) ledger.arrived(address(wild), 0, 0, amount);
    }

    /// @dev A position with something due in `asset`, whose wallet isn't `wallet`.
    function _duePiece(
        Random.Stream memory random,
        address asset,
        address wallet
    ) private view returns (bool, uint256) {
        (uint256[] memory due, , ) = ledger.allOwed(asset);
        uint256 start = random.between(0, due.length);
        for (uint256 i = 0; i < due.length; ++i) {
            uint256 at = (start + i) % due.length;
            Ledger.Piece memory piece = ledger.pieceAt(at);
            if (due[at] != 0 && piece.claimed && ledger.walletOf(piece.holder) != wallet) return (true, at);
        }
        return (false, 0);
    }

    /// @dev An active seat with something due in `asset`, which never lost anything, and whose wallet isn't `wallet`.
    function _dueSeat(Random.Stream memory random, address asset, address wallet) private view returns (bool, uint64) {
        uint64 count = ledger.seatCount();
        uint256 start = random.between(0, count - 1);
        for (uint256 i = 0; i < count; ++i) {
            uint64 seat = uint64(1 + ((start + i) % count));
            if (!ledger.seatAt(seat).active || ledger.walletOfSeat(seat) == wallet) continue;
            (uint256 due, , uint256 lost) = ledger.dueTo(seat, asset);
            if (due != 0 && lost == 0) return (true, seat);
        }
        return (false, 0);
    }

    function _only(address asset) private pure returns (address[] memory assets) {
        assets = new address[](1);
        assets[0] = asset;
    }
}
