// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {GovernorCountingSimple} from "@openzeppelin/contracts/governance/extensions/GovernorCountingSimple.sol";
import {GovernorSettings} from "@openzeppelin/contracts/governance/extensions/GovernorSettings.sol";
import {GovernorVotes} from "@openzeppelin/contracts/governance/extensions/GovernorVotes.sol";
import {GovernorVotesQuorumFraction} from "@openzeppelin/contracts/governance/extensions/GovernorVotesQuorumFraction.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";

/// @title UncappedGovernor
/// @notice OpenZeppelin's counting of the same token, without seats and without a cap: what replayed votes are held
/// against. Anyone may propose; nothing is ever executed.
contract UncappedGovernor is GovernorSettings, GovernorCountingSimple, GovernorVotes, GovernorVotesQuorumFraction {
    /// @param delay Seconds before voting. @param period Seconds of voting. @param quorumPercent Of the snapshot supply.
    constructor(
        IVotes token_,
        uint48 delay,
        uint32 period,
        uint256 quorumPercent
    )
        Governor("UncappedGovernor")
        GovernorSettings(delay, period, 0)
        GovernorVotes(token_)
        GovernorVotesQuorumFraction(quorumPercent)
    {}

    function proposalThreshold() public view override(Governor, GovernorSettings) returns (uint256) {
        return super.proposalThreshold();
    }
}
