// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

import {IChambers} from "./IChambers.sol";

/// @title DirectionBallots
/// @notice Several options in one proposal: how they are written down, and which one won.
///
/// The calls of all options stand one after the other. How many belong to each is written as a suffix of the
/// description ("#options=2,1,1" are three options of two, one and one call), so the id of the proposal binds them, and
/// everything that reads OpenZeppelin's proposals still computes that id. A plain proposal can't end that way.
library DirectionBallots {
    /// @notice Most options of a ballot, beside keeping things as they are.
    uint256 internal constant MAX_OPTIONS = 15;
    /// @dev "keep things as they are" on a ballot's bitmap; option k is bit k.
    uint256 internal constant KEEP = 1;

    bytes9 private constant MARKER = "#options=";
    /// @dev Longest tail of digits and commas that is looked through for the marker: 15 numbers of three digits.
    uint256 private constant TAIL = 4 * MAX_OPTIONS;

    /// @dev Where each option's calls end, one byte an option: byte k - 1, from the lowest, is the end of option k. Reverts unless there are 1 to 15 options of at least one call each, of `calls` together.
    function bind(uint256[] memory callsPerOption, uint256 calls) internal pure returns (uint256 ends) {
        uint256 count = callsPerOption.length;
        if (count > MAX_OPTIONS || calls > type(uint8).max) revert IChambers.BallotOptionsInvalid(count, calls);
        uint256 end = 0;
        for (uint256 i = 0; i < count; ++i) {
            uint256 size = callsPerOption[i];
            if (size == 0 || size > calls - end) revert IChambers.BallotOptionsInvalid(count, calls);
            end += size;
            ends |= end << (8 * i);
        }
        if (end != calls) revert IChambers.BallotOptionsInvalid(count, calls);
    }

    /// @dev The description with the suffix; as it is if there are no options.
    function describe(uint256[] memory callsPerOption, string memory text) internal pure returns (string memory) {
        for (uint256 i = 0; i < callsPerOption.length; ++i) {
            text = string.concat(text, i == 0 ? "#options=" : ",", Strings.toString(callsPerOption[i]));
        }
        return text;
    }

    /// @dev True if `description` ends as only a ballot's may: the marker, then digits and commas or nothing.
    function isReserved(string memory description) internal pure returns (bool) {
        bytes memory text = bytes(description);
        uint256 length = text.length;
        for (uint256 tail = 0; tail <= TAIL && tail + MARKER.length <= length; ++tail) {
            if (tail != 0) {
                bytes1 char = text[length - tail];
                if (char != "," && (char < "0" || char > "9")) return false;
            }
            if (text[length - tail - 1] == "=" && _markerAt(text, length - tail - MARKER.length)) return true;
        }
        return false;
    }

    /// @dev The calls of one option, out of those of all. The arrays are cut in place: the given ones are used up.
    function cut(
        uint256 ends,
        uint256 option,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas
    ) internal pure returns (address[] memory to, uint256[] memory value, bytes[] memory data) {
        uint256 from = option == 1 ? 0 : uint8(ends >> (8 * (option - 2)));
        uint256 count = uint8(ends >> (8 * (option - 1))) - from;
        // The word before the first call kept becomes the length: of an earlier call, or of the array itself.
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let skipped := shl(5, from)
            to := add(targets, skipped)
            value := add(values, skipped)
            data := add(calldatas, skipped)
            mstore(to, count)
            mstore(value, count)
            mstore(data, count)
        }
    }

    /// @dev Weight that approves of bit `option` of the bitmap, which is 0 for "keep".
    function approvalsOf(uint256[8] storage approvals, uint256 option) internal view returns (uint256) {
        return uint128(approvals[option / 2] >> (128 * (option % 2)));
    }

    /// @dev Adds `weight` to, or takes it from, everything on the bitmap. Each word is written once.
    function move(uint256[8] storage approvals, uint256 bitmap, uint256 weight, bool add) internal {
        // Sums of weights stay below 2^112 (see BallotBox), so neither half of a word reaches the other.
        unchecked {
            for (uint256 word = 0; bitmap != 0; ++word) {
                uint256 change = (bitmap & 1) * weight + ((((bitmap >> 1) & 1) * weight) << 128);
                if (change != 0) approvals[word] = add ? approvals[word] + change : approvals[word] - change;
                bitmap >>= 2;
            }
        }
    }

    /// @dev The option with the most approvals, if it is the only one with as many and has more than "keep"; else 0.
    function winner(uint256[8] storage approvals, uint256 count) internal view returns (uint256 option) {
        uint256 most = approvalsOf(approvals, 0);
        for (uint256 i = 1; i <= count; ++i) {
            uint256 weight = approvalsOf(approvals, i);
            if (weight > most) (most, option) = (weight, i);
            else if (weight == most) option = 0;
        }
    }

    function _markerAt(bytes memory text, uint256 offset) private pure returns (bool) {
        for (uint256 i = 0; i < MARKER.length; ++i) {
            if (text[offset + i] != MARKER[i]) return false;
        }
        return true;
    }
}
