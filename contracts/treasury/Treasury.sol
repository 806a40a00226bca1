// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {ModelRegistry} from "../models/ModelRegistry.sol";
import {ModelTill} from "../models/ModelTill.sol";
import {ContributorRewards} from "./ContributorRewards.sol";

/// @title Treasury
/// @notice Receives what models earn and splits it: contributors, a dividend for every member, a reserve for votes.
///
/// {settle} takes what truly arrived in a model's till and splits it by the governed rule; the contributors' part goes
/// on to {ContributorRewards} at once, the dividend's part is parked here until {releaseDividend} hands it to the
/// contract that pays it, the reserve leaves only by {spend}. The books count only what came in through these doors: a donation changes nothing.
///
/// Keeps T1: balance >= dividend + reserve, per asset. T3: the parts of a split add up to what arrived, and the shares
/// to 10,000. T10: the reserve leaves only by a vote, within its ceiling per epoch. The zero address is the native
/// currency. Whoever calls {settle} decides only when: revenue belongs to the release in force at that moment.
contract Treasury is AccessManaged, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;
    using SafeCast for uint256;

    /// @dev Shares in 1/10,000; they add up to 10,000.
    struct Split {
        uint16 contributors;
        uint16 dividend;
        uint16 reserve;
    }

    /// @dev One slot: base units held for members, and for votes.
    struct Books {
        uint128 dividend;
        uint128 reserve;
    }

    /// @dev One slot: base units of the reserve spent in `epoch`.
    struct Spending {
        uint48 epoch;
        uint128 spent;
    }

    uint256 private constant BPS = 10_000;
    /// @notice Constitutional bounds of the split.
    uint16 public constant MIN_CONTRIBUTORS_BPS = 4_000;
    uint16 public constant MIN_DIVIDEND_BPS = 1_000;
    /// @notice Most tokens listed at once, beside the native currency.
    uint256 public constant MAX_TOKENS = 8;
    /// @notice Window in which spending is counted, in seconds.
    uint48 public constant SPENDING_EPOCH = 30 days;

    error AssetNotListed(address asset);
    error AssetAlreadyListed(address asset);
    error AssetNotAContract(address asset);
    error TooManyAssets(uint256 max);
    error AssetNotExact(address asset, uint256 sent, uint256 arrived);
    error SplitOutOfBounds(uint256 contributors, uint256 dividend, uint256 reserve);
    error ReserveTooSmall(address asset, uint256 amount, uint256 reserve);
    error CeilingExceeded(address asset, uint256 amount, uint256 left);
    error ValueMismatch(uint256 value, uint256 amount);
    error NothingGiven();
    error GiftTooLarge(uint256 amount, uint256 max);
    error RecipientInvalid(address to);
    error PlainTransferRefused();

    event Settled(
        uint256 indexed modelId,
        address indexed asset,
        address indexed caller,
        uint256 received,
        uint256 contributors,
        uint256 dividend,
        uint256 reserve
    );
    event Given(address indexed from, address indexed asset, uint256 amount, bytes32 indexed memo);
    event DividendReleased(address indexed asset, address indexed to, uint256 amount);
    event Spent(address indexed asset, address indexed to, uint256 amount);
    event SurplusRecovered(address indexed asset, uint256 amount);
    event SplitSet(uint16 contributors, uint16 dividend, uint16 reserve);
    event AssetListed(address indexed asset);
    event AssetDelisted(address indexed asset);
    event CeilingSet(address indexed asset, uint128 perEpoch);

    ModelRegistry public immutable models;
    ContributorRewards public immutable rewards;

    /// @notice The split in force.
    Split public split;
    /// @notice Tokens listed, the native currency not counted.
    uint8 public tokenCount;
    /// @notice Assets that settle.
    mapping(address asset => bool) public isListed;
    /// @notice What is held for whom, in base units. Their sum is what is accounted.
    mapping(address asset => Books) public booksOf;
    /// @notice Most base units that {spend} may send in one epoch.
    mapping(address asset => uint128) public ceilingOf;
    /// @notice What was spent in the last epoch with spending.
    mapping(address asset => Spending) public spendingOf;

    constructor(
        address authority,
        ModelRegistry models_,
        ContributorRewards rewards_,
        Split memory split_
    ) AccessManaged(authority) {
        (models, rewards) = (models_, rewards_);
        isListed[address(0)] = true;
        emit AssetListed(address(0));
        _setSplit(split_);
    }

    /// @dev Refuses plain transfers from outside this contract's own calls; what comes in otherwise is surplus.
    receive() external payable {
        if (!_reentrancyGuardEntered()) revert PlainTransferRefused();
    }

    // ------------------------------------------------------------------------------------------ people's actions

    /// @notice Takes what stands in the model's till and splits it. Anyone may call. An empty till changes nothing.
    /// @return received Base units that arrived. Contributors' and dividend's parts are rounded down; the reserve gets
    /// the rest.
    function settle(uint256 modelId, address asset) external nonReentrant returns (uint256 received) {
        if (!isListed[asset]) revert AssetNotListed(asset);
        received = _sweep(models.openTill(modelId), asset);
        if (received == 0) return 0;

        Split memory shares = split;
        uint256 contributors = (received * shares.contributors) / BPS;
        uint256 dividend = (received * shares.dividend) / BPS;
        uint256 reserve = received - contributors - dividend;
        Books storage books = booksOf[asset];
        (uint128 dividend_, uint128 reserve_) = (books.dividend, books.reserve);
        (books.dividend, books.reserve) = (dividend_ + dividend.toUint128(), reserve_ + reserve.toUint128());
        emit Settled(modelId, asset, msg.sender, received, contributors, dividend, reserve);

        if (asset == address(0)) {
            rewards.credit{value: contributors}(modelId, asset, contributors.toUint128());
        } else {
            IERC20(asset).safeTransfer(address(rewards), contributors);
            rewards.credit(modelId, asset, contributors.toUint128());
        }
    }

    /// @notice Gives to the reserve.
    /// @param amount Base units; for the native currency, the value sent. @param memo Free for the giver's use.
    function give(address asset, uint256 amount, bytes32 memo) external payable nonReentrant {
        if (!isListed[asset]) revert AssetNotListed(asset);
        if (amount == 0) revert NothingGiven();
        if (amount > type(uint96).max) revert GiftTooLarge(amount, type(uint96).max);
        if (msg.value != (asset == address(0) ? amount : 0)) revert ValueMismatch(msg.value, amount);
        if (asset != address(0)) {
            uint256 before = _balance(asset);
            IERC20(asset).safeTransferFrom(msg.sender, address(this), amount);
            _requireExact(asset, amount, before);
        }
        booksOf[asset].reserve += amount.toUint128();
        emit Given(msg.sender, asset, amount, memo);
    }

    // ------------------------------------------------------------------------------------------ governance's actions

    /// @notice Sends `amount` (base units) of the reserve, within the ceiling of the epoch. An asset without a ceiling
    /// can't be spent.
    function spend(address asset, address to, uint128 amount) external restricted nonReentrant {
        if (to == address(0) || to == address(this)) revert RecipientInvalid(to);
        Books storage books = booksOf[asset];
        if (amount > books.reserve) revert ReserveTooSmall(asset, amount, books.reserve);
        Spending storage spending = spendingOf[asset];
        // forge-lint: disable-next-line(unsafe-typecast)
        uint48 epoch = uint48(block.timestamp / SPENDING_EPOCH);
        if (spending.epoch != epoch) (spending.epoch, spending.spent) = (epoch, 0);
        uint256 ceiling = ceilingOf[asset];
        uint256 left = ceiling > spending.spent ? ceiling - spending.spent : 0;
        if (amount > left) revert CeilingExceeded(asset, amount, left);

        books.reserve -= amount;
        spending.spent += amount;
        emit Spent(asset, to, amount);
        _send(asset, to, amount);
    }

    /// @notice Hands the members' parked part of `asset` to the contract that pays it to them.
    function releaseDividend(address asset, address to) external restricted nonReentrant returns (uint128 amount) {
        if (to == address(0) || to == address(this)) revert RecipientInvalid(to);
        Books storage books = booksOf[asset];
        amount = books.dividend;
        books.dividend = 0;
        emit DividendReleased(asset, to, amount);
        _send(asset, to, amount);
    }

    /// @notice Moves what stands here above the books (donations, mistakes) to the reserve.
    function recoverSurplus(address asset) external restricted nonReentrant returns (uint256 amount) {
        Books storage books = booksOf[asset];
        amount = _balance(asset) - books.dividend - books.reserve;
        books.reserve += amount.toUint128();
        emit SurplusRecovered(asset, amount);
    }

    /// @notice Changes the split for settlements to come, also of money already in the tills. Within the bounds above.
    function setSplit(Split calldata shares) external restricted {
        _setSplit(shares);
    }

    /// @notice Lists a token, so that tills settle it.
    function listAsset(address asset) external restricted {
        if (isListed[asset]) revert AssetAlreadyListed(asset);
        if (asset != address(0)) {
            if (asset.code.length == 0) revert AssetNotAContract(asset);
            if (++tokenCount > MAX_TOKENS) revert TooManyAssets(MAX_TOKENS);
        }
        isListed[asset] = true;
        emit AssetListed(asset);
    }

    /// @notice Stops settlement in an asset; what was settled stays claimable, what arrives waits in the tills.
    function delistAsset(address asset) external restricted {
        if (!isListed[asset]) revert AssetNotListed(asset);
        if (asset != address(0)) --tokenCount;
        isListed[asset] = false;
        emit AssetDelisted(asset);
    }

    /// @notice Changes how much of an asset's reserve may be spent per epoch, in base units.
    function setCeiling(address asset, uint128 perEpoch) external restricted {
        ceilingOf[asset] = perEpoch;
        emit CeilingSet(asset, perEpoch);
    }

    // ------------------------------------------------------------------------------------------ views

    /// @notice Base units of `asset` that the books hold here.
    function accounted(address asset) external view returns (uint256) {
        Books memory books = booksOf[asset];
        return uint256(books.dividend) + books.reserve;
    }

    // ------------------------------------------------------------------------------------------ internals

    /// @dev What arrived, measured here. A token that takes a fee on the way is refused, so that nothing is credited
    /// that isn't there; the money stays in the till.
    function _sweep(ModelTill till, address asset) private returns (uint256 sent) {
        uint256 before = _balance(asset);
        sent = till.sweep(asset);
        _requireExact(asset, sent, before);
    }

    function _requireExact(address asset, uint256 sent, uint256 before) private view {
        uint256 present = _balance(asset);
        if (present != before + sent) revert AssetNotExact(asset, sent, present > before ? present - before : 0);
    }

    function _send(address asset, address to, uint256 amount) private {
        if (asset == address(0)) Address.sendValue(payable(to), amount);
        else IERC20(asset).safeTransfer(to, amount);
    }

    function _balance(address asset) private view returns (uint256) {
        return asset == address(0) ? address(this).balance : IERC20(asset).balanceOf(address(this));
    }

    function _setSplit(Split memory shares) private {
        if (
            uint256(shares.contributors) + shares.dividend + shares.reserve != BPS ||
            shares.contributors < MIN_CONTRIBUTORS_BPS ||
            shares.dividend < MIN_DIVIDEND_BPS
        ) revert SplitOutOfBounds(shares.contributors, shares.dividend, shares.reserve);
        split = shares;
        emit SplitSet(shares.contributors, shares.dividend, shares.reserve);
    }
}
