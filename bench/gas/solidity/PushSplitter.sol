// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

/// @title PushSplitter
/// @notice Baseline: a splitter that pays every recipient in one call, by the rules of 0xSplits v2's push split. The list comes
/// with the call and is held against its hash; what waits in a warehouse is looked up; whoever can't be paid is paid there.
contract PushSplitter {
    struct Split {
        address[] recipients;
        uint256[] allocations;
        uint256 totalAllocation;
        uint16 distributionIncentive;
    }

    Warehouse public immutable warehouse;
    bytes32 public splitHash;
    bool public paused;

    event SplitDistributed(address indexed token, address indexed distributor, uint256 amount);

    error InvalidSplit();
    error Paused();

    constructor(Warehouse warehouse_) {
        warehouse = warehouse_;
    }

    receive() external payable {}

    function initialize(Split calldata split) external {
        splitHash = keccak256(abi.encode(split));
    }

    function distribute(Split calldata split, address token, address distributor) external {
        if (paused) revert Paused();
        if (splitHash != keccak256(abi.encode(split))) revert InvalidSplit();
        uint256 amount = address(this).balance;
        uint256 waiting = warehouse.balanceOf(address(this), uint256(uint160(token)));
        if (waiting > 1) revert InvalidSplit();
        uint256 reward = (amount * split.distributionIncentive) / 1e6;
        _payAll(split, amount - reward, token);
        emit SplitDistributed(token, distributor, amount);
    }

    function _payAll(Split calldata split, uint256 amount, address token) private {
        address[] calldata recipients = split.recipients;
        uint256[] calldata allocations = split.allocations;
        uint256 total = split.totalAllocation;
        for (uint256 i = 0; i < recipients.length; ++i) {
            uint256 part = (amount * allocations[i]) / total;
            if (!_pay(recipients[i], part)) warehouse.deposit{value: part}(recipients[i], token);
        }
    }

    /// @dev Without a look at what comes back.
    function _pay(address recipient, uint256 amount) private returns (bool paid) {
        assembly ("memory-safe") {
            paid := call(gas(), recipient, amount, 0, 0, 0, 0)
        }
    }
}

contract Warehouse {
    mapping(address owner => mapping(uint256 id => uint256)) public balanceOf;

    function deposit(address owner, address token) external payable {
        balanceOf[owner][uint256(uint160(token))] += msg.value;
    }
}
