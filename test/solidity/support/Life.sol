// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {Archive} from "./Archive.sol";
import {ClaimHandler} from "./ClaimHandler.sol";
import {Commons} from "./Commons.sol";
import {DividendHandler} from "./DividendHandler.sol";
import {GuardHandler} from "./GuardHandler.sol";
import {HostileHandler} from "./HostileHandler.sol";
import {LeafHandler} from "./LeafHandler.sol";
import {Ledger} from "./Ledger.sol";
import {LineageHandler} from "./LineageHandler.sol";
import {MoneyHandler} from "./MoneyHandler.sol";
import {MoveHandler} from "./MoveHandler.sol";
import {Random} from "./Random.sol";
import {ReentryHandler} from "./ReentryHandler.sol";
import {ReserveHandler} from "./ReserveHandler.sol";
import {SeatHandler} from "./SeatHandler.sol";
import {StrikeHandler} from "./StrikeHandler.sol";
import {WorkHandler} from "./WorkHandler.sol";

/// @title Life
/// @notice All who act on a commons, and what they do, each as likely as its weight. One step is one action.
contract Life {
    using Random for Random.Stream;

    struct Action {
        address handler;
        bytes4 selector;
        string name;
    }

    Ledger public immutable ledger;
    WorkHandler public immutable work;
    LeafHandler public immutable leaves;
    StrikeHandler public immutable strikes;
    LineageHandler public immutable lineage;
    MoneyHandler public immutable money;
    ReserveHandler public immutable reserve;
    ClaimHandler public immutable claims;
    DividendHandler public immutable dividends;
    SeatHandler public immutable seats;
    MoveHandler public immutable moves;
    GuardHandler public immutable guards;
    HostileHandler public immutable hostile;
    ReentryHandler public immutable reentry;

    Action[] private _actions;
    /// @dev Each action as often as its weight.
    uint256[] private _lots;

    constructor(Commons commons, Ledger ledger_) {
        ledger = ledger_;
        Archive archive = new Archive();
        seats = new SeatHandler(commons, ledger_);
        moves = new MoveHandler(commons, ledger_);
        guards = new GuardHandler(commons, ledger_);
        work = new WorkHandler(commons, ledger_, archive, seats);
        leaves = new LeafHandler(commons, ledger_, archive, work);
        strikes = new StrikeHandler(commons, ledger_, archive, work, seats);
        money = new MoneyHandler(commons, ledger_);
        reserve = new ReserveHandler(commons, ledger_, money);
        lineage = new LineageHandler(commons, ledger_, work, money);
        claims = new ClaimHandler(commons, ledger_, leaves, work, money);
        dividends = new DividendHandler(commons, ledger_, seats, money);
        hostile = new HostileHandler(commons, ledger_, money);
        reentry = new ReentryHandler(commons, ledger_, hostile, money, claims, dividends);
        _listWork();
        _listMoney();
        _listPeople();
    }

    /// @notice One action, chosen and unfolded by `seed`.
    function step(uint256 seed) external {
        Random.Stream memory random = Random.from(seed);
        _act(_lots[random.between(0, _lots.length - 1)], random.word());
    }

    /// @notice A certain action.
    function act(uint256 i, uint256 seed) external {
        _act(i, seed);
    }

    function actionCount() external view returns (uint256) {
        return _actions.length;
    }

    /// @notice An action's name, and how often it succeeded.
    function actionAt(uint256 i) external view returns (string memory name, uint256 successes) {
        Action storage action = _actions[i];
        return (action.name, ledger.count(action.handler, action.selector));
    }

    function _act(uint256 i, uint256 seed) private {
        Action storage action = _actions[i];
        (bool success, bytes memory result) = action.handler.call(abi.encodePacked(action.selector, seed));
        if (success) return;
        assembly ("memory-safe") {
            revert(add(result, 32), mload(result))
        }
    }

    function _listWork() private {
        _list(address(work), work.submit.selector, 1, "submit");
        _list(address(work), work.score.selector, 1, "score");
        _list(address(work), work.expire.selector, 1, "expire a submission");
        _list(address(work), work.finalize.selector, 2, "finalize");
        _list(address(work), work.exclude.selector, 1, "exclude");
        _list(address(work), work.closeBatch.selector, 1, "close a batch");
        _list(address(work), work.publish.selector, 3, "publish");
        _list(address(work), work.wait.selector, 1, "wait");
        _list(address(leaves), leaves.claimUnits.selector, 3, "claim units");
        _list(address(leaves), leaves.mintTokens.selector, 1, "mint tokens");
        _list(address(leaves), leaves.withdraw.selector, 2, "withdraw");
        _list(address(leaves), leaves.forge.selector, 1, "forge");
        _list(address(strikes), strikes.strike.selector, 3, "strike a copy");
        _list(address(strikes), strikes.collect.selector, 1, "collect what finders earned");
        _list(address(lineage), lineage.derive.selector, 3, "derive a model");
        _list(address(lineage), lineage.misdeclare.selector, 1, "misdeclare a model");
        _list(address(lineage), lineage.abandon.selector, 1, "abandon a model");
    }

    function _listMoney() private {
        _list(address(money), money.pay.selector, 1, "pay");
        _list(address(money), money.payWithMemo.selector, 1, "pay with a memo");
        _list(address(money), money.settle.selector, 6, "settle");
        _list(address(money), money.donate.selector, 1, "donate");
        _list(address(money), money.unpark.selector, 1, "unpark for contributors");
        _list(address(money), money.changeSplit.selector, 1, "change the split");
        _list(address(money), money.listOrDelist.selector, 2, "list or delist");
        _list(address(reserve), reserve.give.selector, 1, "give");
        _list(address(reserve), reserve.recoverSurplus.selector, 1, "recover a surplus");
        _list(address(reserve), reserve.reclaimParked.selector, 1, "reclaim parked money");
        _list(address(reserve), reserve.spend.selector, 2, "spend");
        _list(address(reserve), reserve.changeCeiling.selector, 1, "change a ceiling");
        _list(address(claims), claims.claim.selector, 5, "claim for contributors");
        _list(address(dividends), dividends.claim.selector, 4, "claim for a seat");
        _list(address(dividends), dividends.sweep.selector, 2, "sweep a seat");
        _list(address(dividends), dividends.unpark.selector, 1, "unpark for members");
        _list(address(hostile), hostile.misbehave.selector, 1, "misbehave");
        _list(address(hostile), hostile.rebaseUp.selector, 1, "rebase up");
        _list(address(hostile), hostile.rebaseDown.selector, 1, "rebase down");
        _list(address(reentry), reentry.fromTheTreasury.selector, 1, "re-enter from the treasury");
        _list(address(reentry), reentry.fromAClaim.selector, 1, "re-enter from a claim");
        _list(address(reentry), reentry.fromADividend.selector, 1, "re-enter from a dividend");
    }

    function _listPeople() private {
        _list(address(seats), seats.enrol.selector, 2, "enrol");
        _list(address(seats), seats.renew.selector, 4, "renew");
        _list(address(seats), seats.expire.selector, 4, "expire a seat");
        _list(address(seats), seats.close.selector, 1, "close a seat");
        _list(address(seats), seats.replace.selector, 1, "replace a seat");
        _list(address(seats), seats.revoke.selector, 1, "revoke a seat");
        _list(address(seats), seats.unseat.selector, 1, "unseat");
        _list(address(seats), seats.changeIssuer.selector, 1, "change an issuer");
        _list(address(seats), seats.changePeriods.selector, 1, "change the periods");
        _list(address(moves), moves.askToMove.selector, 1, "ask to move");
        _list(address(moves), moves.moveAtOnce.selector, 2, "move at once");
        _list(address(moves), moves.completeMove.selector, 2, "complete a move");
        _list(address(moves), moves.vetoMove.selector, 1, "veto a move");
        _list(address(moves), moves.recoverTokens.selector, 2, "recover tokens");
        _list(address(moves), moves.recoverPositions.selector, 2, "recover positions");
        _list(address(moves), moves.vetoRecovery.selector, 1, "veto a recovery");
        _list(address(guards), guards.misuseCredentials.selector, 1, "misuse credentials");
        _list(address(guards), guards.sponsor.selector, 1, "sponsor");
        _list(address(guards), guards.unsponsor.selector, 1, "unsponsor");
    }

    function _list(address handler, bytes4 selector, uint256 weight, string memory name) private {
        for (uint256 i = 0; i < weight; ++i) _lots.push(_actions.length);
        _actions.push(Action(handler, selector, name));
    }
}
