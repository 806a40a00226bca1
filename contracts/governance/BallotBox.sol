// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

/// @dev What is kept of a proposal and its votes. `approvals` are those of a direction ballot, two to a word: "keep" and
/// option 1, options 2 and 3, and so on.
struct Count {
    uint256 box;
    uint256 tally;
    uint256 rest;
    mapping(address voter => uint256) ballots;
    uint256[8] approvals;
}

/// @title BallotBox
/// @notice The words that counting keeps: three for a proposal, one for a voter's ballot.
///
/// A later ballot reads the box, writes `tally` (or `rest`, if it abstains) and its own word, and nothing else. Adding to a
/// field is one addition on the whole word. No field can run into the next one: a snapshot's supply is below 2^96 (79
/// billion tokens of 18 decimals), its seats below 2^32, both checked when the box is opened; the weights that add up in a
/// field are parts of that supply, each account's counted once, and taking out a ballot takes out what it put in.
///
///   box      supply 96 | seats 32 | extension 24 | closing 32 | cap 16 | quorum 8 | veto 16 | turnout 16 | kind 8
///   tally    against 96 | for 96 | members against 32 | members for 32
///   rest     abstain 96 | members abstain 32 | ends 120
///   ballot   weight 96 | support 8 | options 16 | sequence 32 | member 1
///
/// Lowest bits first. Weights in base units of the token; `closing` is when the closing window begins, before extensions,
/// in unix seconds, `extension` seconds; quorum in percent, other shares in 1/10,000. `ends` says where each option's calls
/// end (see {DirectionBallots}).
library BallotBox {
    /// @dev Choices, as in OpenZeppelin's simple counting.
    uint8 internal constant AGAINST = 0;
    uint8 internal constant FOR = 1;
    uint8 internal constant ABSTAIN = 2;

    /// @dev Bits of `kind`: how many options, and what else was settled when it was proposed.
    uint8 internal constant OPTIONS = 0x0f;
    uint8 internal constant CONSTITUTIONAL = 0x10;
    uint8 internal constant COSIGNED = 0x20;

    uint256 private constant WEIGHT = type(uint96).max;

    // ------------------------------------------------------------------------------------------ box

    /// @dev Of a proposal that nobody voted on yet.
    function newBox(uint8 kind_) internal pure returns (uint256) {
        return uint256(kind_) << 248;
    }

    /// @dev Opens it. `supply_` isn't zero: a box with a supply is an open one.
    function opened(
        uint256 box,
        uint96 supply_,
        uint32 seats_,
        uint32 closing_,
        uint256 shares
    ) internal pure returns (uint256) {
        return box | supply_ | (uint256(seats_) << 96) | (uint256(closing_) << 152) | (shares << 184);
    }

    /// @dev The shares of an open box, as they stand there.
    function newShares(uint16 capBps, uint8 quorum, uint16 veto, uint16 turnout) internal pure returns (uint256) {
        return uint256(capBps) | (uint256(quorum) << 16) | (uint256(veto) << 24) | (uint256(turnout) << 40);
    }

    function supply(uint256 box) internal pure returns (uint256) {
        return box & WEIGHT;
    }

    function seats(uint256 box) internal pure returns (uint256) {
        return uint32(box >> 96);
    }

    /// @dev By how much the end of voting was moved.
    function extension(uint256 box) internal pure returns (uint256) {
        return uint24(box >> 128);
    }

    function withExtension(uint256 box, uint256 seconds_) internal pure returns (uint256) {
        return (box & ~(uint256(type(uint24).max) << 128)) | (seconds_ << 128);
    }

    function closing(uint256 box) internal pure returns (uint256) {
        return uint32(box >> 152);
    }

    /// @dev Most weight of one person, rounded down.
    function cap(uint256 box) internal pure returns (uint256) {
        return share(supply(box), uint16(box >> 184));
    }

    /// @dev A part of a snapshot's supply (below 2^96), rounded down.
    function share(uint256 supply_, uint16 bps) internal pure returns (uint256) {
        unchecked {
            return (supply_ * bps) / 10_000;
        }
    }

    function quorumPercent(uint256 box) internal pure returns (uint256) {
        return uint8(box >> 200);
    }

    function vetoBps(uint256 box) internal pure returns (uint256) {
        return uint16(box >> 208);
    }

    function turnoutBps(uint256 box) internal pure returns (uint256) {
        return uint16(box >> 224);
    }

    function kind(uint256 box) internal pure returns (uint8) {
        return uint8(box >> 248);
    }

    // ------------------------------------------------------------------------------------------ tally and rest

    /// @dev What a ballot adds: to `tally` if it is for or against, to `rest` if it abstains.
    function placed(uint256 ballot) internal pure returns (uint256) {
        uint256 seat = (ballot >> 152) & 1;
        if (support(ballot) == ABSTAIN) return weight(ballot) | (seat << 96);
        return support(ballot) == FOR ? (weight(ballot) << 96) | (seat << 224) : weight(ballot) | (seat << 192);
    }

    /// @dev Weight against, in `tally`; that of abstentions, in `rest`.
    function lower(uint256 word) internal pure returns (uint256) {
        return word & WEIGHT;
    }

    /// @dev Weight for, in `tally`.
    function inFavour(uint256 tally) internal pure returns (uint256) {
        return (tally >> 96) & WEIGHT;
    }

    function membersAgainst(uint256 tally) internal pure returns (uint256) {
        return uint32(tally >> 192);
    }

    function membersFor(uint256 tally) internal pure returns (uint256) {
        return tally >> 224;
    }

    function membersAbstained(uint256 rest) internal pure returns (uint256) {
        return uint32(rest >> 96);
    }

    function newRest(uint256 ends_) internal pure returns (uint256) {
        return ends_ << 128;
    }

    function ends(uint256 rest) internal pure returns (uint256) {
        return rest >> 128;
    }

    // ------------------------------------------------------------------------------------------ ballot

    /// @dev What was chosen, as a part of the ballot's word.
    function newChoice(uint8 support_, uint256 options_) internal pure returns (uint256) {
        return (uint256(support_) << 96) | (options_ << 104);
    }

    /// @dev The ballot that follows one of sequence `accepted`.
    function newBallot(uint256 choice, uint256 weight_, uint256 accepted, bool member) internal pure returns (uint256) {
        unchecked {
            return choice | weight_ | ((accepted + 1) << 120) | (uint256(member ? 1 : 0) << 152);
        }
    }

    function weight(uint256 ballot) internal pure returns (uint256) {
        return ballot & WEIGHT;
    }

    function support(uint256 ballot) internal pure returns (uint8) {
        return uint8(ballot >> 96);
    }

    function options(uint256 ballot) internal pure returns (uint256) {
        return uint16(ballot >> 104);
    }

    function sequence(uint256 ballot) internal pure returns (uint256) {
        return uint32(ballot >> 120);
    }

    function isMember(uint256 ballot) internal pure returns (bool) {
        return (ballot >> 152) & 1 == 1;
    }
}
