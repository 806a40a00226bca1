// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {ContributorRewards} from "./ContributorRewards.sol";
import {UniversalDividend} from "./UniversalDividend.sol";

/// @title Collector
/// @notice Collects in one transaction what work and seats earned. A convenience: it has no role, no storage and no money,
/// and nothing depends on it. Claims pay whom they belong to, whoever calls, so that it can be replaced without a vote.
contract Collector {
    /// @param account Holder of all the positions: an account, or a seat (see {Author}).
    struct Work {
        address account;
        uint256[] positions;
        address[] assets;
    }

    struct Seat {
        uint64 id;
        address[] assets;
    }

    ContributorRewards public immutable rewards;
    UniversalDividend public immutable dividend;

    constructor(ContributorRewards rewards_, UniversalDividend dividend_) {
        (rewards, dividend) = (rewards_, dividend_);
    }

    /// @notice Makes claims on {ContributorRewards-claim} and {UniversalDividend-claim}, in their order. Anyone may call.
    /// All or nothing: if one reverts the whole call does, with that one's error.
    /// @return payments How many of the amounts were above nothing.
    function collect(Work[] calldata work, Seat[] calldata seats) external returns (uint256 payments) {
        for (uint256 i = 0; i < work.length; ++i) {
            payments += _count(rewards.claim(work[i].account, work[i].positions, work[i].assets));
        }
        for (uint256 i = 0; i < seats.length; ++i) {
            payments += _count(dividend.claim(seats[i].id, seats[i].assets));
        }
    }

    function _count(uint256[] memory amounts) private pure returns (uint256 payments) {
        for (uint256 i = 0; i < amounts.length; ++i) {
            if (amounts[i] != 0) ++payments;
        }
    }
}
