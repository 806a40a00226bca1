// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

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

    error BallotOptionsInvalid(uint256 options, uint256 calls);

    /// @dev Where each option's calls end, one byte an option: byte k, from the lowest, is the end of option k, byte 0
    /// the beginning of the first. Reverts unless there are 1 to 15 options of at least one call each, of `calls` together.
    /// Also gives the suffix of the description.
    function bind(
        uint256[] memory callsPerOption,
        uint256 calls
    ) internal pure returns (uint256 ends, string memory suffix) {
        uint256 count = callsPerOption.length;
        if (count == 0 || count > MAX_OPTIONS || calls > type(uint8).max) revert BallotOptionsInvalid(count, calls);
        uint256 end = 0;
        suffix = string(abi.encodePacked(MARKER));
        for (uint256 i = 0; i < count; ++i) {
            uint256 size = callsPerOption[i];
            if (size == 0 || size > calls - end) revert BallotOptionsInvalid(count, calls);
            end += size;
            ends |= end << (8 * (i + 1));
            suffix = string.concat(suffix, i == 0 ? "" : ",", Strings.toString(size));
        }
        if (end != calls) revert BallotOptionsInvalid(count, calls);
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

    /// @dev The calls of one option, out of those of all.
    function callsOf(
        uint256 ends,
        uint256 option,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas
    ) internal pure returns (address[] memory, uint256[] memory, bytes[] memory) {
        uint256 from = uint8(ends >> (8 * (option - 1)));
        uint256 count = uint8(ends >> (8 * option)) - from;
        address[] memory to = new address[](count);
        uint256[] memory value = new uint256[](count);
        bytes[] memory data = new bytes[](count);
        for (uint256 i = 0; i < count; ++i) {
            (to[i], value[i], data[i]) = (targets[from + i], values[from + i], calldatas[from + i]);
        }
        return (to, value, data);
    }

    /// @dev Weight that approves of bit `option` of the bitmap, which is 0 for "keep". Two to a word.
    function approvalsOf(uint256[8] storage approvals, uint256 option) internal view returns (uint256) {
        return uint128(approvals[option / 2] >> (128 * (option % 2)));
    }

    /// @dev Adds `weight` to, or takes it from, everything on the bitmap. Each word is written once.
    function move(uint256[8] storage approvals, uint256 bitmap, uint256 weight, bool add) internal {
        if (weight == 0) return;
        for (uint256 word = 0; bitmap >> (2 * word) != 0; ++word) {
            uint256 pair = (bitmap >> (2 * word)) & 3;
            if (pair == 0) continue;
            uint256 change = (pair & 1) * weight + ((pair >> 1) * weight << 128);
            // Sums of weights stay below 2^112 (see BallotBox), so neither half reaches the other.
            unchecked {
                approvals[word] = add ? approvals[word] + change : approvals[word] - change;
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
