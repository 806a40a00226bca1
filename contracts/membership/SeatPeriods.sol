// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";

/// @title SeatPeriods
/// @notice How long what happens to seats takes, as governed.
abstract contract SeatPeriods is AccessManaged {
    /// @dev One slot, all in seconds. `rebind`: how long a move without the present wallet's call waits for its veto.
    /// `recovery`: how much longer what the old wallet holds waits for its veto. `lapse`: from a seat's expiry until anyone
    /// may expire it. `grace`: from then on, in which a renewal restores it.
    struct Periods {
        uint40 rebind;
        uint40 recovery;
        uint40 lapse;
        uint40 grace;
    }

    /// @notice Bounds of each period, in seconds.
    uint40 public constant MIN_PERIOD = 1 minutes;
    uint40 public constant MAX_PERIOD = 400 days;

    error PeriodsOutOfBounds();

    event PeriodsSet(uint40 rebind, uint40 recovery, uint40 lapse, uint40 grace);

    Periods public periods;

    constructor(Periods memory periods_) {
        _setPeriods(periods_);
    }

    /// @notice Changes the periods (seconds), within the bounds. What has its time already keeps it; `lapse` applies to
    /// every seat at once.
    function setPeriods(Periods calldata periods_) external restricted {
        _setPeriods(periods_);
    }

    function _setPeriods(Periods memory periods_) private {
        if (
            _outOfBounds(periods_.rebind) ||
            _outOfBounds(periods_.recovery) ||
            _outOfBounds(periods_.lapse) ||
            _outOfBounds(periods_.grace)
        ) revert PeriodsOutOfBounds();
        periods = periods_;
        emit PeriodsSet(periods_.rebind, periods_.recovery, periods_.lapse, periods_.grace);
    }

    function _outOfBounds(uint40 period) private pure returns (bool) {
        return period < MIN_PERIOD || period > MAX_PERIOD;
    }
}
