// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {Credentials} from "../../contracts/membership/Credentials.sol";
import {Lineage} from "../../contracts/models/Lineage.sol";
import {ModelRegistry} from "../../contracts/models/ModelRegistry.sol";
import {CommonsLife} from "./support/CommonsLife.sol";
import {Dollar} from "./support/Dollar.sol";

/// @title MoneyBounds
/// @notice The most that there can be of anything: ancestors, parked assets, seats, spans. X1: no call costs more with
/// more people, and none more than 5 million gas. T6: nothing that is too much to do at once is lost.
contract MoneyBounds is CommonsLife {
    uint256 private constant MOST_GAS = 5_000_000;

    function setUp() public override {
        super.setUp();
        commons.empower(address(this));
        (uint32 cap, uint32 growth) = (1_000, 1_000);
        members.setIssuer(commons.issuers(0), true, cap, growth);
    }

    /// @notice X1, T9: sixteen ancestors, each of them without units, none settled before, in a new asset.
    function test_X1_T9_aSettlementWithSixteenAncestorsIsBounded() public {
        Lineage.Upstream[] memory direct = new Lineage.Upstream[](16);
        for (uint256 i = 0; i < 16; ++i) direct[i] = Lineage.Upstream(_released(new Lineage.Upstream[](0)), 250);
        uint32 child = _released(direct);
        address dollar = address(new Dollar("new"));
        treasury.listAsset(dollar);
        commons.endow(dollar, models.tillOf(child), 1e12);
        uint256 gas = gasleft();
        treasury.settle(child, dollar);
        gas -= gasleft();
        assertLe(gas, MOST_GAS, "X1: gas of a settlement with sixteen ancestors");
        for (uint256 i = 0; i < 16; ++i) {
            (, , uint256 parked, ) = rewards.poolAt(direct[i].modelId, dollar);
            assertEq(parked, (1e12 * 250 * 6_000) / 1e8, "T9: an ancestor's slice");
        }
    }

    /// @notice T6, X1: a release shares sixteen parked assets by itself; anyone shares those beyond it. None is lost.
    function test_T6_X1_moreParkedAssetsThanAReleaseSharesAreSharedByAnyone() public {
        uint32 fresh = uint32(models.register("fresh", "", new Lineage.Upstream[](0)));
        Dollar[] memory dollars = new Dollar[](20);
        for (uint256 i = 0; i < 20; ++i) {
            dollars[i] = new Dollar("another");
            treasury.delistAsset(i == 0 ? commons.assets(1) : address(dollars[i - 1]));
            treasury.listAsset(address(dollars[i]));
            dollars[i].mint(models.tillOf(fresh), 1e6);
            treasury.settle(fresh, address(dollars[i]));
        }
        _giveUnits(fresh);
        uint256 waiting;
        for (uint256 i = 0; i < 20; ++i) {
            (, , uint256 parked, ) = rewards.poolAt(fresh, address(dollars[i]));
            if (parked == 0) continue;
            ++waiting;
            assertEq(rewards.unpark(fresh, address(dollars[i])), 600_000, "T6: unparked by anyone");
        }
        assertEq(waiting, 4, "T6: assets beyond those that a release shares");
        for (uint256 i = 0; i < 20; ++i) {
            (uint160 index, , uint256 parked, ) = rewards.poolAt(fresh, address(dollars[i]));
            assertEq(parked, 0, "T6: parked for good");
            assertLe(1, index, "T6: parked money that nobody got");
        }
    }

    /// @notice T6: before a model's first release, sums so small that the contributors' part rounds to nothing don't
    /// use up the places for parked assets: seventeen transfers of one base unit must not stop a model's settlements.
    function test_T6_crumbsBeforeTheFirstReleaseNeverBlockASettlement() public {
        uint256 fresh = models.register("fresh", "", new Lineage.Upstream[](0));
        address till = models.tillOf(fresh);
        for (uint256 i = 0; i < 17; ++i) {
            commons.endow(address(0), till, 1);
            treasury.settle(fresh, address(0));
        }
        address dollar = commons.assets(1);
        commons.endow(dollar, till, 1_000e6);
        assertEq(treasury.settle(fresh, dollar), 1_000e6, "settled");
        (, , uint256 parked, ) = rewards.poolAt(fresh, dollar);
        assertEq(parked, 600e6, "T6: parked");
    }

    /// @notice X1: with a hundred more members a settlement and a member's claim cost what they cost before.
    function test_X1_moreMembersMakeNothingDearer() public {
        _settleNative();
        _gasOfClaim(1);
        (uint256 settlement, uint256 claim) = (_settleNative(), _gasOfClaim(1));
        for (uint256 i = 0; i < 100; ++i) _enrol(i);
        (, uint32 seats) = members.census();
        assertEq(seats, commons.FOUNDERS() + 100, "seats");
        // A new era, whose opening is kept.
        _settleNative();
        _gasOfClaim(1);
        assertLe(_settleNative(), settlement + 3_000, "X1: gas of a settlement with a hundred more members");
        assertLe(_gasOfClaim(1), claim + 3_000, "X1: gas of a claim with a hundred more members");
    }

    /// @notice X1, T7: a seat that lapsed and came back twelve times without a claim is paid by one, exactly, in bounds.
    function test_X1_T7_aSeatOfManySpansIsPaidAtOnce() public {
        uint64[] memory seats = new uint64[](1);
        seats[0] = 1;
        uint256 due = dividend.claimable(1, address(0));
        for (uint256 i = 0; i < 12; ++i) {
            uint256 before = dividend.claimable(1, address(0));
            _settleNative();
            due += dividend.claimable(1, address(0)) - before;
            members.unseat(seats);
            _settleNative();
            assertEq(dividend.claimable(1, address(0)), 0, "a lapsed seat's claimable");
            assertEq(dividend.frozenOf(1, address(0)), due, "M2: what was earned before the gap");
            _renewFirst();
            assertEq(dividend.claimable(1, address(0)), due, "M2: restored without the gap");
        }
        assertLe(_gasOfClaim(1), MOST_GAS, "X1: gas of a claim over thirteen spans");
        assertEq(dividend.claimable(1, address(0)), 0, "T7: paid in full");
    }

    // ------------------------------------------------------------------------------------------ steps

    function _released(Lineage.Upstream[] memory direct) private returns (uint32 modelId) {
        modelId = uint32(models.register("model", "", direct));
        models.publish(modelId, 0, ModelRegistry.Release(bytes32(uint256(1)), 0, "", "Apache-2.0", ""));
    }

    /// @dev As the registry of work does it.
    function _giveUnits(uint32 modelId) private {
        vm.prank(address(registry));
        models.joinUnits(modelId, 1_000);
        uint24 batch = models.closeBatch(modelId);
        uint256 gas = gasleft();
        models.publish(modelId, batch, ModelRegistry.Release(bytes32(uint256(1)), 0, "", "Apache-2.0", ""));
        gas -= gasleft();
        assertLe(gas, MOST_GAS, "X1: gas of a release that shares sixteen assets");
    }

    function _settleNative() private returns (uint256 gas) {
        commons.endow(address(0), models.tillOf(1), 1 ether);
        gas = gasleft();
        treasury.settle(1, address(0));
        return gas - gasleft();
    }

    function _gasOfClaim(uint64 seat) private returns (uint256 gas) {
        address[] memory assets = new address[](1);
        gas = gasleft();
        dividend.claim(seat, assets);
        return gas - gasleft();
    }

    function _enrol(uint256 number) private {
        uint256 account = 40 + number;
        Credentials.Credential memory credential = Credentials.Credential({
            issuer: commons.issuers(0),
            nullifier: keccak256(abi.encode(number)),
            account: commons.accountOf(account),
            serial: 1,
            expiry: type(uint48).max
        });
        bytes memory signature = commons.signAsIssuer(0, members.credentialDigest(credential));
        vm.prank(credential.account);
        members.enrol(credential, signature);
    }

    function _renewFirst() private {
        uint48 serial = uint48(members.seatAt(1).serial + 1);
        vm.warp(serial);
        Credentials.Credential memory credential = Credentials.Credential(
            commons.issuers(0),
            bytes32(0),
            members.walletOf(1),
            serial,
            type(uint48).max
        );
        bytes memory signature = commons.signAsIssuer(0, members.credentialDigest(credential));
        vm.prank(credential.account);
        members.renew(credential, signature);
    }
}
