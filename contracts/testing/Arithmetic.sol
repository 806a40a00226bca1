// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {ManifestTree} from "../contributions/ManifestTree.sol";
import {RevenueShares} from "../treasury/RevenueShares.sol";

/// @title Arithmetic
/// @notice For tests only: the arithmetic that proofs/ is about behind calls, from any state. Anyone may call.
contract Arithmetic {
    using RevenueShares for RevenueShares.Pool;

    RevenueShares.Pool private _pool;

    /// @notice What one distribution of `amount` makes of a pool with this index and this carry.
    function distribute(
        uint160 index,
        uint64 carried,
        uint208 amount,
        uint256 units
    ) external returns (uint160 next, uint64 left) {
        (_pool.index, _pool.carried, _pool.era, _pool.parked) = (index, carried, 1, amount);
        _pool.unpark(units, 1);
        return (_pool.index, _pool.carried);
    }

    function earned(uint256 units, uint160 went, uint64 fraction) external pure returns (uint256 amount, uint64 left) {
        return RevenueShares.earned(units, 0, went, fraction);
    }

    /// @notice Reverts: with the sum of the two nodes, since there is no such root, or because there is no such sum.
    function sum(ManifestTree.Leaf calldata leaf, ManifestTree.Sibling[] calldata siblings) external pure {
        ManifestTree.verify(0, 0, 0, 1, leaf, siblings);
    }
}
