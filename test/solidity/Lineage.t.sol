// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {Lineage} from "../../contracts/models/Lineage.sol";
import {FamilyTree} from "./support/FamilyTree.sol";
import {Random} from "./support/Random.sol";
import {Test} from "./support/Test.sol";

/// @title LineageTest
/// @notice T9 for whole families: every list that is taken is flat, bounded and exact, and every list that isn't is
/// refused for the right reason, against parts that are worked out model by model.
contract LineageTest is Test {
    using Random for Random.Stream;

    uint32 private constant MODELS = 30;

    FamilyTree private family;
    /// @dev What each model gets of another's revenue, in 1/10,000.
    uint256[MODELS + 1][MODELS + 1] private _parts;
    uint256 private _taken;
    uint256 private _refused;

    /// @notice T9: in random families, of chains, diamonds and all between.
    function testFuzz_T9_everyFamilyIsFlatBoundedAndExact(uint256 seed) public {
        _found(Random.from(seed), 4, 6);
    }

    /// @notice T9: in families where everyone builds on as many as there are, so that lists reach 16 entries and pass it.
    function testFuzz_T9_crowdedFamiliesStayWithinSixteen(uint256 seed) public {
        _found(Random.from(seed), 9, 14);
    }

    /// @notice The tests above are about something: crowded families have lists of 16, and lists that are refused.
    function test_T9_crowdedFamiliesReachTheBound() public {
        uint256 full;
        uint256 refused;
        for (uint256 seed = 0; seed < 20; ++seed) {
            _found(Random.from(seed), 9, 14);
            for (uint32 id = 1; id <= MODELS; ++id) {
                if (family.upstreamOf(id).length == 16) ++full;
            }
            refused += _refused;
        }
        assertLe(1, full, "lists of 16 entries");
        assertLe(1, refused, "lists that are refused");
    }

    function _found(Random.Stream memory random, uint256 most, uint256 reach) private {
        family = new FamilyTree();
        (_taken, _refused) = (0, 0);
        for (uint32 id = 2; id <= MODELS; ++id) {
            for (uint32 other = 1; other <= MODELS; ++other) _parts[id][other] = 0;
            _register(id, _declare(random, id, most, reach));
        }
        assertEq(_taken + _refused, MODELS - 1, "every list is taken or refused");
        assertLe(1, _taken, "lists that are taken");
    }

    function _declare(
        Random.Stream memory random,
        uint32 id,
        uint256 most,
        uint256 reach
    ) private pure returns (Lineage.Upstream[] memory direct) {
        uint256 length = random.between(1, most);
        direct = new Lineage.Upstream[](length);
        uint256 bound = random.oneIn(12) ? 5_000 : 4_000;
        for (uint256 i = 0; i < length; ++i) {
            // The neighbours mostly, so that generations pile up; one twice, or without a part, now and then.
            uint256 back = random.oneIn(3) ? id - 1 : reach;
            uint256 ancestor = id - random.between(1, back < id ? back : id - 1);
            uint256 bps = random.oneIn(60) ? 0 : random.between(1, bound / length);
            direct[i] = Lineage.Upstream(uint32(ancestor), uint16(bps));
        }
    }

    function _register(uint32 id, Lineage.Upstream[] memory direct) private {
        bytes4 refusal = _refusalOf(id, direct);
        if (refusal == 0) {
            family.register(id, direct);
            _check(id, direct);
            ++_taken;
            return;
        }
        for (uint32 other = 1; other <= MODELS; ++other) _parts[id][other] = 0;
        (bool success, bytes memory result) = address(family).call(abi.encodeCall(FamilyTree.register, (id, direct)));
        assertTrue(!success, "T9: a list was taken that must be refused");
        assertEq(bytes32(bytes4(result)), bytes32(refusal), "T9: a list was refused with another error");
        ++_refused;
    }

    /// @dev The first thing that is wrong with a list, and the parts of the ancestors so far.
    function _refusalOf(uint32 id, Lineage.Upstream[] memory direct) private returns (bytes4) {
        uint256 total;
        uint256 entries;
        for (uint256 i = 0; i < direct.length; ++i) {
            Lineage.Upstream memory one = direct[i];
            if (one.bps == 0) return Lineage.UpstreamWithoutPart.selector;
            for (uint256 j = 0; j < i; ++j) {
                if (direct[j].modelId == one.modelId) return Lineage.UpstreamRepeated.selector;
            }
            total += one.bps;
            if (total > 4_000) return Lineage.UpstreamTooLarge.selector;
            uint256 kept = one.bps;
            for (uint32 other = 1; other < one.modelId; ++other) {
                uint256 part = (one.bps * _parts[one.modelId][other]) / 10_000;
                if (part == 0) continue;
                if (_parts[id][other] == 0) ++entries;
                _parts[id][other] += part;
                kept -= part;
            }
            if (_parts[id][one.modelId] == 0) ++entries;
            _parts[id][one.modelId] += kept;
            if (entries > 16) return Lineage.UpstreamTooMany.selector;
        }
        return 0;
    }

    function _check(uint32 id, Lineage.Upstream[] memory direct) private view {
        Lineage.Upstream[] memory list = family.upstreamOf(id);
        uint256 declared;
        for (uint256 i = 0; i < direct.length; ++i) declared += direct[i].bps;
        uint256 total;
        uint256 seen;
        for (uint256 i = 0; i < list.length; ++i) {
            assertLe(list[i].modelId + 1, id, "T9: a model built on a later one");
            assertTrue((seen >> list[i].modelId) & 1 == 0, "T9: a model counted twice");
            seen |= 1 << list[i].modelId;
            assertEq(list[i].bps, _parts[id][list[i].modelId], "T9: the part of an ancestor");
            total += list[i].bps;
        }
        assertEq(total, declared, "T9: the parts add up to what was declared");
        assertLe(total, 4_000, "T9: parts above the bound");
        assertLe(list.length, 16, "T9: more ancestors than the bound");
    }
}
