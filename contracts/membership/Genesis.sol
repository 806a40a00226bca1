// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";

/// @title Genesis
/// @notice What may be written only while a deployment applies its genesis file: founding members, founding work.
///
/// {closeGenesis} ends it for good. A deployment is complete only when genesis is closed everywhere; afterwards no role,
/// and no vote, can seat a person or admit work through the functions that carry {duringGenesis}.
abstract contract Genesis is AccessManaged {
    bool private _closed;

    error GenesisClosed();
    error GenesisOpen();

    event GenesisEnded();

    modifier duringGenesis() {
        if (_closed) revert GenesisClosed();
        _;
    }

    /// @dev People act only on a co-op whose beginning is complete: nobody can come before the genesis file.
    modifier afterGenesis() {
        if (!_closed) revert GenesisOpen();
        _;
    }

    /// @notice Ends genesis. Callable once, by the role the permissions name.
    function closeGenesis() external restricted duringGenesis {
        _closed = true;
        emit GenesisEnded();
    }

    /// @notice True once founding members and founding work can no longer be written.
    function genesisClosed() external view returns (bool) {
        return _closed;
    }
}
