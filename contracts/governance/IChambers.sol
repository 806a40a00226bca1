// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

/// @title IChambers
/// @notice What the governor says through its linked library: rules, events and errors, so that both have them in their ABI.
interface IChambers {
    /// @notice How chambers count, in 1/10,000: of the supply (cap, unseatedCap), of the seats (veto, turnout, cosign), of
    /// the voting period (closing: how near the end a turn of the outcome counts as late). Bounds: docs/parameters.md.
    struct ChamberRules {
        uint16 capBps;
        uint16 unseatedCapBps;
        uint16 vetoBps;
        uint16 turnoutBps;
        uint16 cosignBps;
        uint16 closingBps;
    }

    error ChamberRulesOutOfBounds();
    error QuorumOutOfBounds(uint256 percent);
    error NeverOrdinary(address target, bytes4 selector);
    error DescriptionReserved();
    error BallotOptionsInvalid(uint256 options, uint256 calls);
    error BallotOptionNotOrdinary(address target, bytes4 selector);
    error CosignersMissing(uint256 cosigners, uint256 needed);
    error CosignatureInvalid(address account);

    event ChamberRulesSet(ChamberRules rules);
    event OrdinarySet(address indexed target, bytes4 indexed selector, bool ordinary);
    /// @notice Of every proposal that isn't plain, ordinary and a holder's. `ends` says where each option's calls end, one byte an option (see {DirectionBallots-bind}); 0: plain.
    event ProposalClassified(uint256 indexed proposalId, bool constitutional, bool cosigned, uint256 ends);
}
