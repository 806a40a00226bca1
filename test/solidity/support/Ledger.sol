// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {Commons} from "./Commons.sol";
import {Diary} from "./Diary.sol";
import {DividendLedger} from "./DividendLedger.sol";
import {MoneyLedger} from "./MoneyLedger.sol";

/// @title Ledger
/// @notice What happened to a commons, written down by those who made it happen, and what must follow from it. The
/// second bookkeeping against which the invariants hold the first; it copies no result of the contracts.
contract Ledger is MoneyLedger, DividendLedger {
    /// @dev A moment that passed: who was seated then (one bit for each account), and one account's tokens.
    struct Memory {
        uint256 time;
        uint256 seated;
        uint256 seats;
        uint256 account;
        uint256 tokens;
        uint256 supply;
    }

    Memory[] private _memories;

    constructor(Commons commons_, uint256 time_) Diary(commons_, time_) {
        _found(commons_.FOUNDERS());
        accountCount = commons_.FOUNDERS() + 4;
        for (uint256 i = 0; i < commons_.ASSETS(); ++i) ceilingOf[commons_.assets(i)] = commons_.CEILING();
    }

    function paidDividend(address asset, uint256 amount) external {
        _sums[asset].paid += amount;
        _sums[asset].dividend -= amount;
    }

    /// @notice Where an author is paid: an account, or the wallet of a seat.
    function walletOf(address author) public view returns (address) {
        uint160 number = uint160(author);
        return number > type(uint64).max ? author : walletOfSeat(uint64(number));
    }

    function memoryCount() external view returns (uint256) {
        return _memories.length;
    }

    function memoryAt(uint256 i) external view returns (Memory memory) {
        return _memories[i];
    }

    /// @inheritdoc Diary
    function _remember() internal override {
        uint256 account = steps % accountCount;
        uint256 tokens = balanceOf[commons.accountOf(account)];
        _memories.push(Memory(time, seatedAccounts, activeSeats, account, tokens, minted));
    }
}
