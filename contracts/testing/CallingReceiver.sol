// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

/// @title CallingReceiver
/// @notice For tests only: an author's account that calls somebody whenever it is paid native currency, and remembers
/// how that went.
contract CallingReceiver {
    bool public called;
    bool public succeeded;
    bytes public answer;
    address private _target;
    bytes private _data;

    /// @notice From now on every payment makes it call `target` with `data`.
    function aim(address target, bytes calldata data) external {
        (_target, _data) = (target, data);
    }

    receive() external payable {
        if (_target != address(0)) _callBack();
    }

    function _callBack() private {
        called = true;
        // Whatever comes of it is what the test asks about.
        // solhint-disable-next-line avoid-low-level-calls
        (succeeded, answer) = _target.call(_data);
    }
}
