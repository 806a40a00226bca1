// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";

import {ContributionRegistry} from "../../../contracts/contributions/ContributionRegistry.sol";
import {SignedSubmissions} from "../../../contracts/contributions/SignedSubmissions.sol";
import {ContributionToken} from "../../../contracts/membership/ContributionToken.sol";
import {MemberRegistry} from "../../../contracts/membership/MemberRegistry.sol";
import {SeatPeriods} from "../../../contracts/membership/SeatPeriods.sol";
import {Lineage} from "../../../contracts/models/Lineage.sol";
import {ModelRegistry} from "../../../contracts/models/ModelRegistry.sol";
import {StandInPanel} from "../../../contracts/testing/StandInPanel.sol";
import {ContributorRewards} from "../../../contracts/treasury/ContributorRewards.sol";
import {Treasury} from "../../../contracts/treasury/Treasury.sol";
import {UniversalDividend} from "../../../contracts/treasury/UniversalDividend.sol";
import {Dollar} from "./Dollar.sol";
import {Test} from "./Test.sol";
import {WildToken} from "./WildToken.sol";

/// @title Commons
/// @notice A whole commons, deployed and wired: two issuers, eight founders, two models; native currency, two tokens that
/// behave, and one that doesn't.
contract Commons is Test {
    uint256 public constant FOUNDERS = 8;
    uint32 public constant MODELS = 2;
    uint256 public constant ASSETS = 4;
    uint8 public constant ISSUERS = 2;
    uint128 public constant MINT_CAP = 2e21;
    uint96 public constant TOKEN_RATE = 1e12;
    uint32 public constant JOIN_BOUND = 20_000;
    uint128 public constant CEILING = 1e26;
    /// @dev Accounts worked out once; later ones are worked out each time.
    uint256 private constant KNOWN = 96;

    AccessManager public immutable manager;
    MemberRegistry public immutable members;
    ModelRegistry public immutable models;
    ContributionToken public immutable token;
    ContributionRegistry public immutable registry;
    StandInPanel public immutable panel;
    ContributorRewards public immutable rewards;
    UniversalDividend public immutable dividend;
    Treasury public immutable treasury;
    WildToken public immutable wild;
    /// @notice Native, two tokens, and the wild one.
    address[ASSETS] public assets;
    address[ISSUERS] public issuers;
    address[KNOWN] private _accounts;

    constructor() {
        manager = new AccessManager(address(this));
        members = new MemberRegistry(address(manager), SeatPeriods.Periods(2 days, 3 days, 5 days, 10 days));
        models = new ModelRegistry(address(manager), JOIN_BOUND);
        token = new ContributionToken(address(manager), members, MINT_CAP);
        registry = new ContributionRegistry(
            address(manager),
            members,
            models,
            token,
            ContributionRegistry.Periods(1 days, 6)
        );
        panel = new StandInPanel(registry, 3 days);
        rewards = registry.rewards();
        dividend = new UniversalDividend(members, models);
        treasury = new Treasury(address(manager), models, rewards, dividend, Treasury.Split(6_000, 2_500, 1_500));
        wild = new WildToken();
        assets = [address(0), address(new Dollar("USD")), address(new Dollar("EUR")), address(wild)];

        models.setContributions(address(registry), rewards);
        models.setTreasury(address(treasury));
        token.addMinter(address(registry));
        registry.setPanel(panel);
        for (uint256 i = 0; i < MODELS; ++i) models.register("model", "", new Lineage.Upstream[](0));
        for (uint8 kind = 0; kind <= uint8(type(SignedSubmissions.Kind).max); ++kind) {
            registry.setKindRule(SignedSubmissions.Kind(kind), maxUnitsPerItem(kind), TOKEN_RATE, "");
        }
        for (uint256 i = 0; i < ASSETS; ++i) {
            if (i != 0) treasury.listAsset(assets[i]);
            treasury.setCeiling(assets[i], CEILING);
        }
        for (uint256 i = 0; i < KNOWN; ++i) _accounts[i] = vm.addr(_key(i));
        _seatFounders();
        registry.closeGenesis();
    }

    /// @notice Lets `who` do what a vote could.
    function empower(address who) external {
        manager.grantRole(manager.ADMIN_ROLE(), who, 0);
    }

    function maxUnitsPerItem(uint8 kind) public pure returns (uint64) {
        return uint64(10 ** kind);
    }

    /// @notice Most seats of an issuer at first, and most it may open in an epoch: the second issuer is a small one.
    function limitsOf(uint8 issuer) public pure returns (uint32 cap, uint32 growth) {
        return issuer == 0 ? (40, 12) : (5, 2);
    }

    /// @notice When a founder's credential ends.
    function expiryOfFounder(uint256 number, uint256 beginning) public pure returns (uint48) {
        return uint48(beginning + 60 days + number * 20 days);
    }

    function signAsIssuer(uint8 issuer, bytes32 digest) external pure returns (bytes memory) {
        return _sign(_issuerKey(issuer), digest);
    }

    /// @notice The account of the `number`th person; the founders come first.
    function accountOf(uint256 number) public view returns (address) {
        return number < KNOWN ? _accounts[number] : vm.addr(_key(number));
    }

    function signAs(uint256 number, bytes32 digest) external pure returns (bytes memory) {
        return _sign(_key(number), digest);
    }

    function balanceOf(address asset, address account) public view returns (uint256) {
        return asset == address(0) ? account.balance : Dollar(asset).balanceOf(account);
    }

    /// @notice Gives `account` money from nowhere.
    function endow(address asset, address account, uint256 amount) external {
        if (asset == address(0)) vm.deal(account, account.balance + amount);
        else Dollar(asset).mint(account, amount);
    }

    function _seatFounders() private {
        for (uint8 i = 0; i < ISSUERS; ++i) {
            issuers[i] = vm.addr(_issuerKey(i));
            (uint32 cap, uint32 growth) = limitsOf(i);
            members.setIssuer(issuers[i], true, cap, growth);
        }
        MemberRegistry.Founder[] memory founders = new MemberRegistry.Founder[](FOUNDERS);
        for (uint256 i = 0; i < FOUNDERS; ++i) {
            uint48 expiry = expiryOfFounder(i, block.timestamp);
            founders[i] = MemberRegistry.Founder(issuers[0], bytes32(i), accountOf(i), expiry);
        }
        members.found(founders);
        members.closeGenesis();
    }

    function _issuerKey(uint8 issuer) private pure returns (uint256) {
        return uint256(keccak256(abi.encode("issuer", issuer)));
    }

    function _key(uint256 number) private pure returns (uint256) {
        return uint256(keccak256(abi.encode("person", number)));
    }

    function _sign(uint256 key, bytes32 digest) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }
}
