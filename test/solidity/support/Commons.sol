// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";

import {ContributionRegistry} from "../../../contracts/contributions/ContributionRegistry.sol";
import {SignedSubmissions} from "../../../contracts/contributions/SignedSubmissions.sol";
import {ContributionToken} from "../../../contracts/membership/ContributionToken.sol";
import {MemberRegistry} from "../../../contracts/membership/MemberRegistry.sol";
import {ModelRegistry} from "../../../contracts/models/ModelRegistry.sol";
import {ContributorRewards} from "../../../contracts/treasury/ContributorRewards.sol";
import {Treasury} from "../../../contracts/treasury/Treasury.sol";
import {Dollar} from "./Dollar.sol";
import {Test} from "./Test.sol";

/// @title Commons
/// @notice A whole commons, deployed and wired: eight founders, two models, native currency and two tokens.
contract Commons is Test {
    uint256 public constant FOUNDERS = 8;
    uint32 public constant MODELS = 2;
    uint128 public constant MINT_CAP = 2e21;
    uint96 public constant TOKEN_RATE = 1e12;
    uint32 public constant JOIN_BOUND = 20_000;
    uint128 public constant CEILING = 1e26;
    uint256 private constant ISSUER_KEY = uint256(keccak256("issuer"));
    /// @dev Accounts worked out once; later ones are worked out each time.
    uint256 private constant KNOWN = 48;

    AccessManager public immutable manager;
    MemberRegistry public immutable members;
    ModelRegistry public immutable models;
    ContributionToken public immutable token;
    ContributionRegistry public immutable registry;
    ContributorRewards public immutable rewards;
    Treasury public immutable treasury;
    /// @notice Native, and two tokens.
    address[3] public assets;
    address public immutable issuer = vm.addr(ISSUER_KEY);
    address[KNOWN] private _accounts;

    constructor() {
        manager = new AccessManager(address(this));
        members = new MemberRegistry(address(manager), 2 days);
        models = new ModelRegistry(address(manager), JOIN_BOUND);
        token = new ContributionToken(address(manager), MINT_CAP);
        registry = new ContributionRegistry(
            address(manager),
            members,
            models,
            token,
            ContributionRegistry.Periods(3 days, 1 days, 6)
        );
        rewards = registry.rewards();
        treasury = new Treasury(address(manager), models, rewards, Treasury.Split(6_000, 2_500, 1_500));
        assets = [address(0), address(new Dollar("USD")), address(new Dollar("EUR"))];

        models.setContributions(address(registry), rewards);
        models.setTreasury(address(treasury));
        token.addMinter(address(registry));
        for (uint256 i = 0; i < MODELS; ++i) models.register("model", "");
        for (uint8 kind = 0; kind <= uint8(type(SignedSubmissions.Kind).max); ++kind) {
            registry.setKindRule(SignedSubmissions.Kind(kind), maxUnitsPerItem(kind), TOKEN_RATE, "");
        }
        for (uint256 i = 0; i < assets.length; ++i) {
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

    function signAsIssuer(bytes32 digest) external pure returns (bytes memory) {
        return _sign(ISSUER_KEY, digest);
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
        members.setIssuer(issuer, true, 1_000, 1_000);
        MemberRegistry.Founder[] memory founders = new MemberRegistry.Founder[](FOUNDERS);
        for (uint256 i = 0; i < FOUNDERS; ++i) {
            founders[i] = MemberRegistry.Founder(issuer, bytes32(i), accountOf(i), type(uint48).max);
        }
        members.found(founders);
        members.closeGenesis();
    }

    function _key(uint256 number) private pure returns (uint256) {
        return uint256(keccak256(abi.encode("person", number)));
    }

    function _sign(uint256 key, bytes32 digest) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }
}
