// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

/// @title Random
/// @notice A stream of numbers from one seed, so that a fuzzed word unfolds into a whole sequence that can be replayed.
library Random {
    struct Stream {
        uint256 state;
    }

    function from(uint256 seed) internal pure returns (Stream memory) {
        return Stream(seed);
    }

    function word(Stream memory stream) internal pure returns (uint256) {
        stream.state = uint256(keccak256(abi.encode(stream.state)));
        return stream.state;
    }

    /// @dev Even over [min, max].
    function between(Stream memory stream, uint256 min, uint256 max) internal pure returns (uint256) {
        return min + (word(stream) % (max - min + 1));
    }

    /// @dev 1..max, every order of magnitude as likely as another, so that extremes meet.
    function magnitude(Stream memory stream, uint256 max) internal pure returns (uint256) {
        uint256 bits;
        while (bits < 255 && max >> (bits + 1) != 0) ++bits;
        uint256 low = 1 << between(stream, 0, bits);
        uint256 high = low * 2 - 1;
        return between(stream, low, high < max ? high : max);
    }

    /// @dev True once in `times`.
    function oneIn(Stream memory stream, uint256 times) internal pure returns (bool) {
        return word(stream) % times == 0;
    }
}
