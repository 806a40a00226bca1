// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

/// @title Lineage
/// @notice The models that one was built on, and what part of its revenue each of them gets, as one flat list.
///
/// A model declares its *direct* ancestors and their parts. What they were built on shares in their parts as it shares in
/// their own revenue: an ancestor with 1,000 of 10,000 in a direct one that gets 2,000 gets 200, and the direct one keeps
/// 1,800. The list is worked out once, when the model is registered, and never changes; a model that is reached on several
/// ways stands in it once, with the sum of its parts. So the parts together are exactly what was declared (T9).
///
/// Stored as one word of 48 bits an entry, five to a slot: model number x 2^16 + part.
library Lineage {
    /// @dev `bps`: 1/10,000 of the revenue.
    struct Upstream {
        uint32 modelId;
        uint16 bps;
    }

    uint256 internal constant MAX_ENTRIES = 16;
    uint256 internal constant MAX_BPS = 4_000;
    uint256 private constant BPS = 10_000;

    error UpstreamTooMany(uint256 entries, uint256 max);
    error UpstreamTooLarge(uint256 bps, uint256 max);
    error UpstreamRepeated(uint256 modelId);
    error UpstreamWithoutPart(uint256 modelId);

    /// @notice Writes the flat list of `declared` to `list`, which is empty. Reverts for an ancestor declared twice or with no
    /// part, more than {MAX_ENTRIES} in the flat list, or parts above {MAX_BPS} together.
    /// @param lists The lists of all models; each ancestor's is flat already.
    function flatten(
        uint48[] storage list,
        mapping(uint256 modelId => uint48[]) storage lists,
        Upstream[] calldata declared
    ) internal {
        uint256 total;
        for (uint256 i = 0; i < declared.length; ++i) {
            Upstream calldata direct = declared[i];
            if (direct.bps == 0) revert UpstreamWithoutPart(direct.modelId);
            for (uint256 j = 0; j < i; ++j) {
                if (declared[j].modelId == direct.modelId) revert UpstreamRepeated(direct.modelId);
            }
            total += direct.bps;
            if (total > MAX_BPS) revert UpstreamTooLarge(total, MAX_BPS);

            uint16 kept = direct.bps;
            uint48[] storage beyond = lists[direct.modelId];
            for (uint256 j = 0; j < beyond.length; ++j) {
                (uint32 modelId, uint16 bps) = unpack(beyond[j]);
                // Below `direct.bps`, since parts together are below 10,000.
                // forge-lint: disable-next-line(unsafe-typecast)
                uint16 part = uint16((uint256(direct.bps) * bps) / BPS);
                kept -= part;
                _add(list, modelId, part);
            }
            _add(list, direct.modelId, kept);
        }
    }

    /// @notice An entry as it is stored, read.
    function unpack(uint48 entry) internal pure returns (uint32 modelId, uint16 bps) {
        // The high 32 bits and the low 16.
        // forge-lint: disable-next-line(unsafe-typecast)
        return (uint32(entry >> 16), uint16(entry));
    }

    /// @notice A stored list as one reads it.
    function read(uint48[] storage list) internal view returns (Upstream[] memory upstream) {
        upstream = new Upstream[](list.length);
        for (uint256 i = 0; i < upstream.length; ++i) {
            (upstream[i].modelId, upstream[i].bps) = unpack(list[i]);
        }
    }

    /// @dev Counts a model once: its part is added to what it has already.
    function _add(uint48[] storage list, uint32 modelId, uint16 bps) private {
        if (bps == 0) return;
        uint256 length = list.length;
        for (uint256 i = 0; i < length; ++i) {
            (uint32 known, ) = unpack(list[i]);
            if (known != modelId) continue;
            list[i] += bps;
            return;
        }
        if (length == MAX_ENTRIES) revert UpstreamTooMany(length + 1, MAX_ENTRIES);
        list.push((uint48(modelId) << 16) | bps);
    }
}
