// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

/// @title EffectsProbe
/// @notice Shows what calls would change, before anyone votes on them. Never deployed: its code stands in for the
/// timelock's in a simulated call (`eth_call` with a state override), so that contracts see the timelock as the caller.
contract EffectsProbe {
    /// @param value In wei.
    struct Call {
        address target;
        uint256 value;
        bytes data;
    }

    /// @notice Reads, carries the calls out one after the other, and reads again. Stops at the first call that fails.
    /// @param gauges What is read: the answer to a view, or the native balance of `target` where `data` is empty.
    /// @return before Answers before the calls; empty where there was none.
    /// @return afterwards Answers after them.
    /// @return failed Index of the call that failed; their number, if none did.
    /// @return reason What that call reverted with.
    function probe(
        Call[] calldata calls,
        Call[] calldata gauges
    ) external returns (bytes[] memory before, bytes[] memory afterwards, uint256 failed, bytes memory reason) {
        before = _read(gauges);
        for (; failed < calls.length; ++failed) {
            Call calldata call = calls[failed];
            (bool success, bytes memory result) = call.target.call{value: call.value}(call.data);
            if (!success) {
                reason = result;
                break;
            }
        }
        afterwards = _read(gauges);
    }

    function _read(Call[] calldata gauges) private view returns (bytes[] memory answers) {
        answers = new bytes[](gauges.length);
        for (uint256 i = 0; i < gauges.length; ++i) {
            address target = gauges[i].target;
            if (gauges[i].data.length == 0) {
                answers[i] = abi.encode(target.balance);
                continue;
            }
            (bool success, bytes memory result) = target.staticcall(gauges[i].data);
            if (success) answers[i] = result;
        }
    }
}
