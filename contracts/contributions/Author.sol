// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

/// @title Author
/// @notice Whom a leaf names: an account, or a seat written as an address.
///
/// Seats are numbered from 1; a seat's number is written as the address of that value. Nobody can hold the key of an
/// address below 2^64 (that would take 2^96 tries for the first one), so the two never mix, and one word names either.
library Author {
    /// @notice True if `author` names a seat.
    function isSeat(address author) internal pure returns (bool) {
        return uint160(author) <= type(uint64).max;
    }

    /// @notice The seat that `author` names. Only meaningful if {isSeat}.
    function seat(address author) internal pure returns (uint64) {
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint64(uint160(author));
    }

    /// @notice A seat, written as an author.
    function ofSeat(uint64 number) internal pure returns (address) {
        return address(uint160(number));
    }
}
