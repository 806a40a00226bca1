// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";

import {MemberRegistry} from "../membership/MemberRegistry.sol";
import {BallotBox, Count} from "./BallotBox.sol";
import {DirectionBallots} from "./DirectionBallots.sol";
import {IChambers} from "./IChambers.sol";

/// @title Chambers
/// @notice The governor's rarer steps, deployed beside it and linked: the rules of counting, what a tally amounts to, and
/// what is checked of a new proposal. It holds nothing and knows nobody.
library Chambers {
    using BallotBox for uint256;
    using Checkpoints for Checkpoints.Trace208;
    using DirectionBallots for uint256[8];

    /// @notice Fewest seats that veto, assent or co-sign, however few there are.
    uint256 internal constant MIN_SEATS = 3;
    /// @notice Most co-signers a proposal needs, however many members there are: proposing must not grow dear.
    uint256 internal constant MAX_COSIGNERS = 100;

    /// @notice As OpenZeppelin's GovernorVotesQuorumFraction says it.
    event QuorumNumeratorUpdated(uint256 oldQuorumNumerator, uint256 newQuorumNumerator);

    // ------------------------------------------------------------------------------------------ rules

    /// @dev Rules and quorum for proposals whose snapshot comes later, if they are within their bounds.
    function setRules(Checkpoints.Trace208 storage history, IChambers.ChamberRules calldata rules) external {
        bool fits =
            within(rules.capBps, 10, 1_666) &&
                within(rules.unseatedCapBps, 0, Math.min(100, rules.capBps)) &&
                within(rules.vetoBps, 100, 3_333) &&
                within(rules.turnoutBps, 500, 5_000) &&
                within(rules.cosignBps, 10, 1_000) &&
                within(rules.closingBps, 500, 5_000);
        if (!fits) revert IChambers.ChamberRulesOutOfBounds();
        uint256 packed =
            uint256(rules.capBps) |
                (uint256(rules.unseatedCapBps) << 16) |
                (uint256(rules.vetoBps) << 32) |
                (uint256(rules.turnoutBps) << 48) |
                (uint256(rules.cosignBps) << 64) |
                (uint256(rules.closingBps) << 80);
        _push(history, packed | (quorumOf(history.latest()) << 96));
        emit IChambers.ChamberRulesSet(rules);
    }

    /// @dev The same for the quorum alone: 1 to 50 percent.
    function setQuorum(Checkpoints.Trace208 storage history, uint256 percent) external {
        if (!within(percent, 1, 50)) revert IChambers.QuorumOutOfBounds(percent);
        uint256 packed = history.latest();
        _push(history, (packed & type(uint96).max) | (percent << 96));
        emit QuorumNumeratorUpdated(quorumOf(packed), percent);
    }

    /// @dev Rules and quorum at `timepoint`, as one word.
    function rulesAt(Checkpoints.Trace208 storage history, uint256 timepoint) external view returns (uint256) {
        return _rulesAt(history, timepoint);
    }

    function unpack(
        Checkpoints.Trace208 storage history,
        uint256 timepoint
    ) external view returns (IChambers.ChamberRules memory) {
        uint256 packed = _rulesAt(history, timepoint);
        return
            IChambers.ChamberRules(
                uint16(packed),
                uint16(packed >> 16),
                uint16(packed >> 32),
                uint16(packed >> 48),
                uint16(packed >> 64),
                uint16(packed >> 80)
            );
    }

    function unseatedCapBps(uint256 packed) internal pure returns (uint16) {
        return uint16(packed >> 16);
    }

    /// @dev In percent.
    function quorumOf(uint256 packed) internal pure returns (uint256) {
        return packed >> 96;
    }

    function within(uint256 value, uint256 least, uint256 most) internal pure returns (bool) {
        return value >= least && value <= most;
    }

    /// @dev The quorum is at least three times the cap: two people, whatever they hold, are always less than it.
    function _push(Checkpoints.Trace208 storage history, uint256 packed) private {
        uint256 percent = quorumOf(packed);
        if (percent * 100 < 3 * uint256(uint16(packed))) revert IChambers.QuorumOutOfBounds(percent);
        history.push(uint48(block.timestamp), uint208(packed));
    }

    /// @dev The newest entry is looked at first: it is nearly always the one.
    function _rulesAt(Checkpoints.Trace208 storage history, uint256 timepoint) private view returns (uint256) {
        (, uint48 since, uint208 packed) = history.latestCheckpoint();
        return since <= timepoint ? packed : history.upperLookupRecent(SafeCast.toUint48(timepoint));
    }

    // ------------------------------------------------------------------------------------------ counting

    /// @dev The open box: with what ballots are held against, so that later ones needn't search for it. Stays closed without a
    /// supply, and so without a quorum.
    function open(
        uint256 box,
        address token,
        address members,
        uint256 snapshot,
        uint256 end,
        Checkpoints.Trace208 storage history
    ) external view returns (uint256) {
        uint256 supply = IVotes(token).getPastTotalSupply(snapshot);
        if (supply == 0) return box;
        uint256 rules = _rulesAt(history, snapshot);
        uint256 window = ((end - snapshot) * uint16(rules >> 80)) / 10_000;
        return
            box.opened(
                SafeCast.toUint96(supply),
                SafeCast.toUint32(MemberRegistry(members).getPastTotalSupply(snapshot)),
                SafeCast.toUint32(end - window),
                BallotBox.newShares(uint16(rules), uint8(quorumOf(rules)), uint16(rules >> 32), uint16(rules >> 48))
            );
    }

    /// @dev Whether the quorum is reached, in both chambers if it must be; and what then happens: 0 nothing, 1 a plain proposal
    /// passes, else the option that wins.
    function result(Count storage count) external view returns (bool quorate, uint256 winner) {
        (uint256 box, uint256 tally, uint256 rest) = (count.box, count.tally, count.rest);
        uint256 supply = box.supply();
        quorate = supply != 0 && tally.inFavour() + rest.lower() >= (supply * box.quorumPercent()) / 100;

        uint8 kind = box.kind();
        (uint256 against, uint256 inFavour) = (tally.membersAgainst(), tally.membersFor());
        if (kind & BallotBox.CONSTITUTIONAL != 0) {
            uint256 voted = against + inFavour + rest.membersAbstained();
            quorate = quorate && voted >= seatsOf(box.seats(), box.turnoutBps());
            if (inFavour <= against) return (quorate, 0);
        } else if (against > inFavour && against >= seatsOf(box.seats(), box.vetoBps())) {
            return (quorate, 0);
        }
        uint256 options = kind & BallotBox.OPTIONS;
        if (options != 0) return (quorate, count.approvals.winner(options));
        return (quorate, tally.inFavour() > tally.lower() ? 1 : 0);
    }

    /// @dev A share of `seats`, rounded up, and at least {MIN_SEATS}.
    function seatsOf(uint256 seats, uint256 bps) internal pure returns (uint256) {
        return Math.max(MIN_SEATS, Math.ceilDiv(seats * bps, 10_000));
    }

    // ------------------------------------------------------------------------------------------ proposing

    /// @dev Puts a function on the list of ordinary ones, or takes it off. Called by the governor: its own functions, and those
    /// of what carries its decisions out, never are.
    function setOrdinary(
        mapping(address target => mapping(bytes4 selector => bool)) storage isOrdinary,
        address target,
        bytes4 selector,
        bool ordinary,
        address timelock,
        address accessManager
    ) external {
        if (ordinary && (target == address(this) || target == timelock || target == accessManager)) {
            revert IChambers.NeverOrdinary(target, selector);
        }
        isOrdinary[target][selector] = ordinary;
        emit IChambers.OrdinarySet(target, selector, ordinary);
    }

    /// @dev The description with the suffix of a ballot. Before it stands what OpenZeppelin looks for at the end.
    function describe(uint256[] calldata callsPerOption, string calldata text) external view returns (string memory) {
        if (callsPerOption.length == 0) return text;
        _requireProposer(text);
        return DirectionBallots.describe(callsPerOption, text);
    }

    /// @dev Writes down what a new proposal is: plain or with options (all of which must be ordinary), ordinary or
    /// constitutional. Refuses a plain one that ends as only a ballot's may, or that is another's to propose.
    // In calldata, so many arguments are too many for the stack.
    // solhint-disable-next-line gas-calldata-parameters
    function record(
        Count storage count,
        mapping(address target => mapping(bytes4 selector => bool)) storage isOrdinary,
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description,
        uint256[] memory callsPerOption,
        uint8 kind
    ) external {
        uint256 ends = 0;
        if (callsPerOption.length != 0) {
            ends = DirectionBallots.bind(callsPerOption, targets.length);
            count.rest = BallotBox.newRest(ends);
            kind |= uint8(callsPerOption.length);
        } else {
            _requireProposer(description);
            if (DirectionBallots.isReserved(description)) revert IChambers.DescriptionReserved();
        }
        for (uint256 i = 0; i < targets.length; ++i) {
            bytes memory data = calldatas[i];
            if (data.length >= 4 && values[i] == 0 && isOrdinary[targets[i]][bytes4(data)]) continue;
            if (ends != 0) revert IChambers.BallotOptionNotOrdinary(targets[i], bytes4(data));
            kind |= BallotBox.CONSTITUTIONAL;
            break;
        }
        if (kind == 0) return;
        count.box = BallotBox.newBox(kind);
        emit IChambers.ProposalClassified(
            proposalId,
            kind & BallotBox.CONSTITUTIONAL != 0,
            kind & BallotBox.COSIGNED != 0,
            ends
        );
    }

    /// @dev Checks what members signed. They are in ascending order, so none counts twice, and seated one second ago and now.
    function requireCosigners(
        address registry,
        uint256 rules,
        bytes32 digest,
        address[] calldata cosigners,
        bytes[] calldata signatures
    ) external view {
        MemberRegistry members = MemberRegistry(registry);
        uint256 before = block.timestamp - 1;
        uint256 seats = members.getPastTotalSupply(before);
        uint256 needed = Math.min(MAX_COSIGNERS, seatsOf(seats, uint16(rules >> 64)));
        if (cosigners.length < needed || signatures.length != cosigners.length) {
            revert IChambers.CosignersMissing(cosigners.length, needed);
        }
        address last = address(0);
        for (uint256 i = 0; i < cosigners.length; ++i) {
            address account = cosigners[i];
            if (
                account <= last ||
                members.seatOf(account) == 0 ||
                members.getPastVotes(account, before) == 0 ||
                !SignatureChecker.isValidSignatureNowCalldata(account, digest, signatures[i])
            ) revert IChambers.CosignatureInvalid(account);
            last = account;
        }
    }

    /// @dev As OpenZeppelin's Governor: a description that ends with "#proposer=0x..." is that account's to propose.
    function _requireProposer(string memory description) private view {
        bytes memory text = bytes(description);
        if (text.length < 52) return;
        bytes10 marker;
        // The 52 bytes at the end: marker and address.
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            marker := mload(add(text, sub(mload(text), 20)))
        }
        if (marker != bytes10("#proposer=")) return;
        (bool isAccount, address account) = Strings.tryParseAddress(description, text.length - 42, text.length);
        if (isAccount && account != msg.sender) revert IGovernor.GovernorRestrictedProposer(msg.sender);
    }
}
