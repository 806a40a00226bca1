// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

/// @dev What is kept of a proposal and its votes. `ends` says where each option's calls end (see {DirectionBallots}), 0 if it
/// is plain. `approvals` are those of a direction ballot, two to a word: "keep" and option 1,
/// options 2 and 3, and so on.
struct Count {
    uint256 box;
    uint256 holders;
    uint256 rest;
    uint256 ends;
    mapping(address voter => uint256) ballots;
    uint256[8] approvals;
}

/// @title BallotBox
/// @notice The words that counting keeps: three for a proposal, one for a voter's ballot.
///
/// A later ballot reads the box, writes one field of `box` and one of `holders`, and its own word; nothing else. Adding
/// to a field is one addition on the whole word. No field can run into the next one: a snapshot's supply is below 2^112,
/// its seats below 2^32 (both checked when the box is opened), and the weights that add up in a field are parts of that
/// supply, each account's counted once; taking out a ballot takes out what it put in.
///
///   box      supply 112 | members against, for, abstain 3 x 32 | extension 24 | cap 16 | kind 8
///   holders  against 112 | for 112 | closing window 24
///   rest     abstain 112 | seats 32 | quorum 8 | veto 16 | turnout 16
///   ballot   weight 112 | support 8 | options 16 | sequence 32 | member 1
///
/// Lowest bits first. Weights in base units of the token, windows in seconds, quorum in percent, other shares in 1/10,000.
library BallotBox {
    /// @dev Choices, as in OpenZeppelin's simple counting.
    uint8 internal constant AGAINST = 0;
    uint8 internal constant FOR = 1;
    uint8 internal constant ABSTAIN = 2;

    /// @dev Bits of `kind`: how many options, and what else was settled when it was proposed.
    uint8 internal constant OPTIONS = 0x0f;
    uint8 internal constant CONSTITUTIONAL = 0x10;
    uint8 internal constant COSIGNED = 0x20;

    uint256 private constant WEIGHT = type(uint112).max;

    // ------------------------------------------------------------------------------------------ box

    /// @dev Of a proposal that nobody voted on yet.
    function newBox(uint8 kind_) internal pure returns (uint256) {
        return uint256(kind_) << 248;
    }

    /// @dev Opens it. `supply_` isn't zero: a box with a supply is an open one.
    function opened(uint256 box, uint112 supply_, uint16 capBps) internal pure returns (uint256) {
        return box | supply_ | (uint256(capBps) << 232);
    }

    function supply(uint256 box) internal pure returns (uint256) {
        return box & WEIGHT;
    }

    function kind(uint256 box) internal pure returns (uint8) {
        return uint8(box >> 248);
    }

    /// @dev Most weight of one person, rounded down.
    function cap(uint256 box) internal pure returns (uint256) {
        return share(supply(box), uint16(box >> 232));
    }

    /// @dev A part of a snapshot's supply (below 2^112), rounded down.
    function share(uint256 supply_, uint16 bps) internal pure returns (uint256) {
        unchecked {
            return (supply_ * bps) / 10_000;
        }
    }

    /// @dev By how much the end of voting was moved.
    function extension(uint256 box) internal pure returns (uint256) {
        return uint24(box >> 208);
    }

    function withExtension(uint256 box, uint256 seconds_) internal pure returns (uint256) {
        return (box & ~(uint256(type(uint24).max) << 208)) | (seconds_ << 208);
    }

    function members(uint256 box, uint8 support_) internal pure returns (uint256) {
        return uint32(box >> _memberShift(support_));
    }

    function addMember(uint256 box, uint8 support_) internal pure returns (uint256) {
        unchecked {
            return box + (1 << _memberShift(support_));
        }
    }

    function dropMember(uint256 box, uint8 support_) internal pure returns (uint256) {
        unchecked {
            return box - (1 << _memberShift(support_));
        }
    }

    // ------------------------------------------------------------------------------------------ holders and rest

    function newHolders(uint256 window_) internal pure returns (uint256) {
        return window_ << 224;
    }

    /// @dev Weight for or against.
    function votes(uint256 holders, uint8 support_) internal pure returns (uint256) {
        return support_ == AGAINST ? holders & WEIGHT : (holders >> 112) & WEIGHT;
    }

    /// @dev Weight as it is added to `holders` (for and against) or to `rest` (abstain), and to a pair of approvals.
    function placed(uint256 weight_, uint8 support_) internal pure returns (uint256) {
        return support_ == FOR ? weight_ << 112 : weight_;
    }

    function window(uint256 holders) internal pure returns (uint256) {
        return holders >> 224;
    }

    function newRest(uint32 seats_, uint8 quorum, uint16 veto, uint16 turnout) internal pure returns (uint256) {
        return
            (uint256(seats_) << 112) | (uint256(quorum) << 144) | (uint256(veto) << 152) | (uint256(turnout) << 168);
    }

    function abstained(uint256 rest) internal pure returns (uint256) {
        return rest & WEIGHT;
    }

    function seats(uint256 rest) internal pure returns (uint256) {
        return uint32(rest >> 112);
    }

    function quorumPercent(uint256 rest) internal pure returns (uint256) {
        return uint8(rest >> 144);
    }

    function vetoBps(uint256 rest) internal pure returns (uint256) {
        return uint16(rest >> 152);
    }

    function turnoutBps(uint256 rest) internal pure returns (uint256) {
        return uint16(rest >> 168);
    }

    // ------------------------------------------------------------------------------------------ ballot

    /// @dev What was chosen, as a part of the ballot's word.
    function newChoice(uint8 support_, uint256 options_) internal pure returns (uint256) {
        return (uint256(support_) << 112) | (options_ << 120);
    }

    /// @dev The ballot that follows one of sequence `accepted`.
    function newBallot(
        uint256 choice,
        uint256 weight_,
        uint256 accepted,
        bool member
    ) internal pure returns (uint256) {
        unchecked {
            return choice | weight_ | ((accepted + 1) << 136) | (uint256(member ? 1 : 0) << 168);
        }
    }

    function weight(uint256 ballot) internal pure returns (uint256) {
        return ballot & WEIGHT;
    }

    function support(uint256 ballot) internal pure returns (uint8) {
        return uint8(ballot >> 112);
    }

    function options(uint256 ballot) internal pure returns (uint256) {
        return uint16(ballot >> 120);
    }

    function sequence(uint256 ballot) internal pure returns (uint256) {
        return uint32(ballot >> 136);
    }

    function isMember(uint256 ballot) internal pure returns (bool) {
        return (ballot >> 168) & 1 == 1;
    }

    function _memberShift(uint8 support_) private pure returns (uint256) {
        return 112 + 32 * uint256(support_);
    }
}
