// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {GovernorSettings} from "@openzeppelin/contracts/governance/extensions/GovernorSettings.sol";
import {GovernorTimelockControl} from "@openzeppelin/contracts/governance/extensions/GovernorTimelockControl.sol";
import {GovernorVotes} from "@openzeppelin/contracts/governance/extensions/GovernorVotes.sol";
import {GovernorVotesQuorumFraction} from "@openzeppelin/contracts/governance/extensions/GovernorVotesQuorumFraction.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";

import {ContributionToken} from "../membership/ContributionToken.sol";
import {MemberRegistry} from "../membership/MemberRegistry.sol";
import {BallotBox} from "./BallotBox.sol";
import {Chambers} from "./Chambers.sol";
import {DirectionBallots} from "./DirectionBallots.sol";
import {GovernorCountingChambers} from "./GovernorCountingChambers.sol";
import {GovernorGuardian} from "./GovernorGuardian.sol";
import {GovernorSignedBallots} from "./GovernorSignedBallots.sol";

/// @title CommonsGovernor
/// @notice What holders and members decide, carried out through the timelock.
///
/// A call is ordinary only if its target and selector are on a declared list and it sends no money; everything else is
/// constitutional, and so is a proposal with one such call. The class is settled when it is proposed. Options of a
/// direction ballot must be ordinary. How both are counted stands in {GovernorCountingChambers}.
///
/// Holders of {proposalThreshold} propose, and so do members who co-sign (see {cosignersNeeded}). A proposal must be queued
/// within {GRACE_PERIOD} of its vote, and executed within as long of its eta; then it is expired for good.
///
/// Keeps G2: the governor is the timelock's sole proposer, canceller and executor, and keeps its timelock. G5: what is
/// executed is what won; no ordinary proposal reaches the governor, the timelock, the AccessManager or what isn't listed.
/// G6: no ended proposal opens again; a ballot's description ends as no plain one's may, so ids never collide, and the
/// timelock's operations carry the id.
contract CommonsGovernor is GovernorSignedBallots, GovernorSettings, GovernorGuardian, GovernorTimelockControl {
    using BallotBox for uint256;

    /// @dev What it is wired to, for good.
    struct Wiring {
        ContributionToken token;
        MemberRegistry members;
        TimelockController timelock;
        address accessManager;
    }

    /// @dev Seconds, seconds, base units of token, percent of the snapshot supply.
    struct Rules {
        uint48 votingDelay;
        uint32 votingPeriod;
        uint256 proposalThreshold;
        uint256 quorumPercent;
        address guardian;
        uint48 guardianExpiry;
    }

    /// @dev A function that ordinary proposals may call.
    struct Ordinary {
        address target;
        bytes4 selector;
    }

    string private constant NAME = "CommonsGovernor";
    /// @notice How long a proposal that passed can be queued, and a queued one executed, in seconds.
    uint256 public constant GRACE_PERIOD = 14 days;
    /// @dev What co-signers sign (EIP-712).
    bytes32 private constant COSIGNATURE_TYPEHASH = keccak256(
        "Cosignature(uint256 proposalId,address proposer,uint256 deadline)"
    );

    error CosignatureExpired(uint256 deadline);
    error TimelockIsFixed();
    error VotingDelayOutOfBounds(uint48 delay);
    error VotingPeriodOutOfBounds(uint32 period);
    error ProposalThresholdOutOfBounds(uint256 threshold);

    /// @notice Holds every permission of the co-op; its own functions are never ordinary.
    address public immutable accessManager;

    /// @notice The declared list.
    mapping(address target => mapping(bytes4 selector => bool)) public isOrdinary;

    constructor(
        Wiring memory wiring,
        Rules memory rules,
        ChamberRules memory chambers,
        Ordinary[] memory ordinary
    )
        Governor(NAME)
        GovernorVotes(wiring.token)
        GovernorVotesQuorumFraction(rules.quorumPercent)
        GovernorCountingChambers(wiring.members, chambers)
        GovernorSettings(rules.votingDelay, rules.votingPeriod, rules.proposalThreshold)
        GovernorGuardian(rules.guardian, rules.guardianExpiry)
        GovernorTimelockControl(wiring.timelock)
    {
        accessManager = wiring.accessManager;
        for (uint256 i = 0; i < ordinary.length; ++i) {
            Chambers.setOrdinary(
                isOrdinary,
                ordinary[i].target,
                ordinary[i].selector,
                true,
                timelock(),
                wiring.accessManager
            );
        }
    }

    // ------------------------------------------------------------------------------------------ people's actions

    /// @inheritdoc Governor
    /// @notice Proposes calls. Holders of {proposalThreshold}. The description must not end like a ballot's.
    function propose(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description
    ) public override whenTakingProposals returns (uint256 proposalId) {
        proposalId = super.propose(targets, values, calldatas, description);
        _record(proposalId, targets, values, calldatas, description, new uint256[](0), 0);
    }

    /// @notice Proposes a direction ballot, or what members co-signed, or both. Holders of {proposalThreshold}, or anyone with
    /// the signatures of enough members (see {Chambers-requireCosigners}), the caller among them or not; they name the caller.
    /// @param callsPerOption How many of the calls, in their order, belong to each option: 1 to 15 options of at least one call.
    /// Empty: a plain proposal.
    /// @param text The description, without the suffix of a ballot (see {DirectionBallots}), which is added here.
    /// @param deadline Of the signatures (unix seconds, inclusive).
    /// @param cosigners Members, in ascending order; empty: the caller proposes as a holder. @param signatures Theirs.
    // What OpenZeppelin's functions take is in memory.
    // solhint-disable-next-line gas-calldata-parameters
    function proposeBallot(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        uint256[] memory callsPerOption,
        string memory text,
        uint256 deadline,
        address[] memory cosigners,
        bytes[] memory signatures
    ) external whenTakingProposals returns (uint256 proposalId) {
        text = Chambers.describe(callsPerOption, text);
        uint8 kind = 0;
        if (cosigners.length == 0) {
            proposalId = super.propose(targets, values, calldatas, text);
        } else {
            proposalId = _propose(targets, values, calldatas, text, msg.sender);
            _requireCosigners(proposalId, deadline, cosigners, signatures);
            kind = BallotBox.COSIGNED;
        }
        _record(proposalId, targets, values, calldatas, text, callsPerOption, kind);
    }

    function cancel(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) public override(Governor, GovernorGuardian) returns (uint256) {
        return super.cancel(targets, values, calldatas, descriptionHash);
    }

    // ------------------------------------------------------------------------------------------ governance's actions

    /// @notice Puts a function on the list of ordinary ones, or takes it off, for proposals to come.
    function setOrdinary(address target, bytes4 selector, bool ordinary) external onlyGovernance {
        Chambers.setOrdinary(isOrdinary, target, selector, ordinary, timelock(), accessManager);
    }

    /// @notice Always reverts: what is queued in one timelock would be lost, or come back, with another.
    function updateTimelock(TimelockController) public pure override {
        revert TimelockIsFixed();
    }

    // ------------------------------------------------------------------------------------------ views

    function name() public pure override returns (string memory) {
        return NAME;
    }

    function state(
        uint256 proposalId
    ) public view override(Governor, GovernorTimelockControl) returns (ProposalState current) {
        current = super.state(proposalId);
        if (current != ProposalState.Succeeded && current != ProposalState.Queued) return current;
        uint256 since = current == ProposalState.Queued ? proposalEta(proposalId) : proposalDeadline(proposalId);
        if (block.timestamp > since + GRACE_PERIOD) return ProposalState.Expired;
    }

    function proposalDeadline(
        uint256 proposalId
    ) public view override(Governor, GovernorCountingChambers) returns (uint256) {
        return super.proposalDeadline(proposalId);
    }

    function proposalNeedsQueuing(
        uint256 proposalId
    ) public view override(Governor, GovernorTimelockControl) returns (bool) {
        return super.proposalNeedsQueuing(proposalId);
    }

    function proposalThreshold() public view override(Governor, GovernorSettings) returns (uint256) {
        return super.proposalThreshold();
    }

    // ------------------------------------------------------------------------------------------ internals: proposing

    function _record(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description,
        uint256[] memory callsPerOption,
        uint8 kind
    ) private {
        Chambers.record(
            _counts[proposalId],
            isOrdinary,
            proposalId,
            targets,
            values,
            calldatas,
            description,
            callsPerOption,
            kind
        );
    }

    /// @dev It is looked at where the proposal is recorded, or before the suffix of a ballot is added.
    function _isValidDescriptionForProposer(address, string memory) internal pure override returns (bool) {
        return true;
    }

    function _requireCosigners(
        uint256 proposalId,
        uint256 deadline,
        address[] memory cosigners,
        bytes[] memory signatures
    ) private view {
        if (block.timestamp > deadline) revert CosignatureExpired(deadline);
        bytes32 content = keccak256(abi.encode(COSIGNATURE_TYPEHASH, proposalId, msg.sender, deadline));
        Chambers.requireCosigners(
            address(members),
            _rulesAt(clock()),
            _hashTypedDataV4(content),
            cosigners,
            signatures
        );
    }

    /// @dev The proposer while it is pending; anyone, until voting ends, once a holder who proposed it fell below the
    /// threshold. What members co-signed stands.
    function _validateCancel(uint256 proposalId, address caller) internal view override returns (bool) {
        ProposalState current = state(proposalId);
        address proposer = proposalProposer(proposalId);
        if (current == ProposalState.Pending && caller == proposer) return true;
        if (current != ProposalState.Pending && current != ProposalState.Active) return false;
        if (_kindOf(proposalId) & BallotBox.COSIGNED != 0) return false;
        return getVotes(proposer, clock() - 1) < proposalThreshold();
    }

    // ------------------------------------------------------------------------------------------ internals: the timelock

    function _queueOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) returns (uint48) {
        (targets, values, calldatas) = _won(proposalId, targets, values, calldatas);
        bytes32 salt = _salt(proposalId, descriptionHash);
        return super._queueOperations(proposalId, targets, values, calldatas, salt);
    }

    function _executeOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) {
        (targets, values, calldatas) = _won(proposalId, targets, values, calldatas);
        bytes32 salt = _salt(proposalId, descriptionHash);
        super._executeOperations(proposalId, targets, values, calldatas, salt);
    }

    /// @dev Of a ballot, the winner's calls. Tallies don't change once voting ended, so neither does the winner.
    function _won(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas
    ) private view returns (address[] memory, uint256[] memory, bytes[] memory) {
        uint256 ends = _counts[proposalId].rest.ends();
        if (ends == 0) return (targets, values, calldatas);
        return DirectionBallots.cut(ends, _outcome(proposalId), targets, values, calldatas);
    }

    function _salt(uint256 proposalId, bytes32 descriptionHash) private pure returns (bytes32) {
        return keccak256(abi.encode(proposalId, descriptionHash));
    }

    function _cancel(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) returns (uint256) {
        return super._cancel(targets, values, calldatas, descriptionHash);
    }

    function _executor() internal view override(Governor, GovernorTimelockControl) returns (address) {
        return super._executor();
    }

    // ------------------------------------------------------------------------------------------ internals: signatures

    function _validateVoteSig(
        uint256 proposalId,
        uint8 support,
        address voter,
        bytes memory signature
    ) internal view override(Governor, GovernorSignedBallots) returns (bool) {
        return super._validateVoteSig(proposalId, support, voter, signature);
    }

    function _validateExtendedVoteSig(
        uint256 proposalId,
        uint8 support,
        address voter,
        string memory reason,
        bytes memory params,
        bytes memory signature
    ) internal view override(Governor, GovernorSignedBallots) returns (bool) {
        return super._validateExtendedVoteSig(proposalId, support, voter, reason, params, signature);
    }

    // ------------------------------------------------------------------------------------------ internals: rules

    function _setVotingDelay(uint48 delay) internal override {
        if (!Chambers.within(delay, 1, 30 days)) revert VotingDelayOutOfBounds(delay);
        super._setVotingDelay(delay);
    }

    function _setVotingPeriod(uint32 period) internal override {
        if (!Chambers.within(period, 1 minutes, 60 days)) revert VotingPeriodOutOfBounds(period);
        super._setVotingPeriod(period);
    }

    /// @dev Above zero, and at most the cap: whoever has all the weight that counts may propose.
    function _setProposalThreshold(uint256 threshold) internal override {
        uint256 supply = ContributionToken(address(token())).totalSupply();
        uint256 cap = (supply * uint16(_rulesAt(clock()))) / 10_000;
        if (!Chambers.within(threshold, 1, cap)) revert ProposalThresholdOutOfBounds(threshold);
        super._setProposalThreshold(threshold);
    }
}
