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
    /// @dev Tokens that burn when the seat inherits some.
    mapping(uint64 seat => uint256) private _owed;

    constructor(Commons commons_, uint256 time_) Diary(commons_, time_) {
        _found(commons_.FOUNDERS());
        accountCount = commons_.FOUNDERS() + 4;
        for (uint256 i = 0; i < commons_.ASSETS(); ++i) ceilingOf[commons_.assets(i)] = commons_.CEILING();
    }

    function paidDividend(address asset, uint256 amount) external {
        _sums[asset].paid += amount;
        _sums[asset].dividend -= amount;
    }

    /// @notice Tokens of a struck item burn: its holder's, then those of the seat that the holder's follow; what both lack,
    /// when that seat inherits.
    function burned(address holder, uint256 amount) external {
        (uint64 seat, uint256 own, uint256 inherited) = burnable(holder, amount);
        _burn(holder, own);
        if (seat == 0) return;
        _burn(walletOfSeat(seat), inherited);
        _owed[seat] += amount - own - inherited;
    }

    /// @notice K4: all tokens of a lost wallet are its seat's, but for what the seat owes.
    function recoveredTokens(address lost, uint64 seat) external returns (uint256 amount) {
        address to = walletOfSeat(seat);
        amount = balanceOf[lost];
        balanceOf[lost] = 0;
        balanceOf[to] += amount;
        uint256 paid = _min(_owed[seat], amount);
        _owed[seat] -= paid;
        _burn(to, paid);
    }

    /// @notice What burns now of `amount`.
    /// @return seat Which seat answers beside or in place of an account; 0 if none.
    /// @return own Of an account's tokens.
    /// @return inherited Of the seat's.
    function burnable(
        address holder,
        uint256 amount
    ) public view returns (uint64 seat, uint256 own, uint256 inherited) {
        if (walletOf(holder) != holder) seat = uint64(uint160(holder));
        else (seat, own) = (_heirOf(holder), _min(amount, balanceOf[holder]));
        if (seat != 0) inherited = _min(amount - own, balanceOf[walletOfSeat(seat)]);
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

    function _burn(address wallet, uint256 amount) private {
        minted -= amount;
        balanceOf[wallet] -= amount;
    }

    function _heirOf(address wallet) private view returns (uint64) {
        for (uint256 account = 0; account < accountCount; ++account) {
            if (commons.accountOf(account) == wallet) return recoveryAt(account).seat;
        }
        return 0;
    }

    function _min(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }

    /// @inheritdoc Diary
    function _remember() internal override {
        uint256 account = steps % accountCount;
        uint256 tokens = balanceOf[commons.accountOf(account)];
        _memories.push(Memory(time, seatedAccounts, activeSeats, account, tokens, minted));
    }
}
