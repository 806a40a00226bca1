// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

/// @title ReviewSlots
/// @notice At most six submissions of one seat under review at once, in one storage slot: when each place is free again.
///
/// Keeps R6: a place is held for the whole time that a first round may last, whatever the outcome, so that resubmitting
/// can't buy another panel.
library ReviewSlots {
    /// @dev Most places a seat can have.
    uint8 internal constant MAX = 6;

    struct Slots {
        /// Unix seconds from which each place is free.
        uint40[MAX] freeFrom;
    }

    error ReviewSlotsTaken(uint256 places, uint256 nextFree);

    /// @notice Takes one of the first `places` until `until`; reverts with the time of the next free one if all are held.
    function take(Slots storage slots, uint8 places, uint256 until) internal {
        uint256 nextFree = type(uint256).max;
        for (uint256 i = 0; i < places; ++i) {
            uint256 freeFrom = slots.freeFrom[i];
            if (freeFrom <= block.timestamp) {
                // forge-lint: disable-next-line(unsafe-typecast)
                slots.freeFrom[i] = uint40(until);
                return;
            }
            if (freeFrom < nextFree) nextFree = freeFrom;
        }
        revert ReviewSlotsTaken(places, nextFree);
    }
}
