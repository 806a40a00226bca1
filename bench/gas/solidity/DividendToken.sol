// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title DividendToken
/// @notice Baseline: a token whose holders share what it is paid in native currency, from the specification of ERC-1726: an
/// index per token scaled by 2^128, and per holder what was withdrawn and what is corrected for transfers.
contract DividendToken is ERC20("Dividends", "DIV") {
    uint256 private constant MAGNITUDE = 2 ** 128;

    uint256 private _magnifiedDividendPerShare;
    mapping(address holder => int256) private _corrections;
    mapping(address holder => uint256) private _withdrawn;

    event DividendsDistributed(address indexed from, uint256 weiAmount);
    event DividendWithdrawn(address indexed to, uint256 weiAmount);

    error NoSupply();
    error NotPaid();

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
        _corrections[to] -= int256(_magnifiedDividendPerShare * amount);
    }

    function distributeDividends() external payable {
        if (totalSupply() == 0) revert NoSupply();
        if (msg.value > 0) {
            _magnifiedDividendPerShare += (msg.value * MAGNITUDE) / totalSupply();
            emit DividendsDistributed(msg.sender, msg.value);
        }
    }

    function withdrawDividend() external {
        uint256 amount = withdrawableDividendOf(msg.sender);
        if (amount == 0) return;
        _withdrawn[msg.sender] += amount;
        emit DividendWithdrawn(msg.sender, amount);
        (bool paid, ) = msg.sender.call{value: amount}("");
        if (!paid) revert NotPaid();
    }

    function withdrawableDividendOf(address holder) public view returns (uint256) {
        int256 magnified = int256(_magnifiedDividendPerShare * balanceOf(holder)) + _corrections[holder];
        return uint256(magnified) / MAGNITUDE - _withdrawn[holder];
    }
}
