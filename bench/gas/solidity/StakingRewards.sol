// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// @title StakingRewards
/// @notice Baseline: the accumulator of Synthetix's StakingRewards. A reward streams for a week to whoever has staked; the
/// reward per token is kept, and per account how much of it is settled. Words unpacked and a stored guard, as there.
contract StakingRewards {
    address public rewardsDistribution;
    IERC20 public rewardsToken;
    uint256 public periodFinish;
    uint256 public rewardRate;
    uint256 public rewardsDuration = 7 days;
    uint256 public lastUpdateTime;
    uint256 public rewardPerTokenStored;
    mapping(address account => uint256) public userRewardPerTokenPaid;
    mapping(address account => uint256) public rewards;
    uint256 private _totalSupply;
    mapping(address account => uint256) private _balances;
    uint256 private _guard = 1;

    event RewardAdded(uint256 reward);
    event RewardPaid(address indexed user, uint256 reward);

    error Reentered();
    error OnlyDistribution();
    error RewardTooHigh();

    modifier updateReward(address account) {
        rewardPerTokenStored = rewardPerToken();
        lastUpdateTime = lastTimeRewardApplicable();
        if (account != address(0)) {
            rewards[account] = earned(account);
            userRewardPerTokenPaid[account] = rewardPerTokenStored;
        }
        _;
    }

    modifier nonReentrant() {
        _guard += 1;
        uint256 guard = _guard;
        _;
        if (guard != _guard) revert Reentered();
    }

    constructor(address distribution, IERC20 token) {
        (rewardsDistribution, rewardsToken) = (distribution, token);
    }

    /// @notice Stakes for an account, without a token: what staking costs isn't measured.
    function stake(address account, uint256 amount) external updateReward(account) {
        _totalSupply += amount;
        _balances[account] += amount;
    }

    function getReward() external nonReentrant updateReward(msg.sender) {
        uint256 reward = rewards[msg.sender];
        if (reward > 0) {
            rewards[msg.sender] = 0;
            SafeERC20.safeTransfer(rewardsToken, msg.sender, reward);
            emit RewardPaid(msg.sender, reward);
        }
    }

    function notifyRewardAmount(uint256 reward) external updateReward(address(0)) {
        if (msg.sender != rewardsDistribution) revert OnlyDistribution();
        if (block.timestamp >= periodFinish) {
            rewardRate = reward / rewardsDuration;
        } else {
            rewardRate = (reward + (periodFinish - block.timestamp) * rewardRate) / rewardsDuration;
        }
        if (rewardRate > rewardsToken.balanceOf(address(this)) / rewardsDuration) revert RewardTooHigh();
        lastUpdateTime = block.timestamp;
        periodFinish = block.timestamp + rewardsDuration;
        emit RewardAdded(reward);
    }

    function lastTimeRewardApplicable() public view returns (uint256) {
        return block.timestamp < periodFinish ? block.timestamp : periodFinish;
    }

    function rewardPerToken() public view returns (uint256) {
        if (_totalSupply == 0) return rewardPerTokenStored;
        return
            rewardPerTokenStored + ((lastTimeRewardApplicable() - lastUpdateTime) * rewardRate * 1e18) / _totalSupply;
    }

    function earned(address account) public view returns (uint256) {
        return (_balances[account] * (rewardPerToken() - userRewardPerTokenPaid[account])) / 1e18 + rewards[account];
    }
}
