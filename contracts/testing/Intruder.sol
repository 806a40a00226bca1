// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

/// @title Intruder
/// @notice A target that a proposal calls, and that tries to execute the proposal once more from there.
contract Intruder {
    IGovernor private immutable _governor;
    bytes private _attempt;
    /// @notice How often it was called, and what the governor answered to its attempt.
    uint256 public entered;
    bytes public refusal;

    constructor(IGovernor governor) {
        _governor = governor;
    }

    function arm(
        address[] calldata targets,
        uint256[] calldata values,
        bytes[] calldata calldatas,
        bytes32 descriptionHash
    ) external {
        _attempt = abi.encodeCall(IGovernor.execute, (targets, values, calldatas, descriptionHash));
    }

    function enter() external {
        ++entered;
        // solhint-disable-next-line avoid-low-level-calls
        (bool done, bytes memory answer) = address(_governor).call(_attempt);
        if (!done) refusal = answer;
    }
}
