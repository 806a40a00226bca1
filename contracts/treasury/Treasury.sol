// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {Lineage} from "../models/Lineage.sol";
import {ModelRegistry} from "../models/ModelRegistry.sol";
import {ModelTill} from "../models/ModelTill.sol";
import {Coins} from "./Coins.sol";
import {ContributorRewards} from "./ContributorRewards.sol";
import {UniversalDividend} from "./UniversalDividend.sol";

/// @title Treasury
/// @notice Receives what models earn and splits it: first a slice for each model that it was built on, then the rest
/// for contributors, a dividend for every member, and a reserve for votes.
///
/// {settle} takes what truly arrived in a model's till. A slice is split as revenue of its model is, but never passed
/// on upstream again. Contributors' parts go on to {ContributorRewards} at once, the members' part to
/// {UniversalDividend}; the reserve stays here and leaves only by {spend}. The books count only what came in through
/// these doors: a donation changes nothing.
///
/// Keeps T1: balance >= {accounted}, per asset. T3: the parts of a split add up to what arrived, and the shares to
/// 10,000. T9: slices are those fixed at registration, each model's once; nothing about one of those models can make a
/// settlement fail. T10: the reserve leaves only by a vote, within its ceiling per epoch. The zero address is the
/// native currency. Whoever calls {settle} decides only when: revenue belongs to the release, and to the members, in
/// force at that moment.
contract Treasury is AccessManaged, ReentrancyGuardTransient {
    using Coins for address;
    using Math for uint256;
    using SafeERC20 for IERC20;
    using SafeCast for uint256;

    /// @dev Shares in 1/10,000; they add up to 10,000.
    struct Split {
        uint16 contributors;
        uint16 dividend;
        uint16 reserve;
    }

    /// @dev One slot: whether tills settle the asset, and base units held for votes to spend.
    struct Book {
        uint128 reserve;
        bool listed;
    }

    /// @dev What one model's contributors get of a settlement, in base units.
    struct Credit {
        uint256 modelId;
        uint128 amount;
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

    /// @dev `upstream` is the sum of all slices; the last three are the parts of the rest.
    event Settled(
        uint256 indexed modelId,
        address indexed asset,
        address indexed caller,
        uint256 received,
        uint256 upstream,
        uint256 contributors,
        uint256 dividend,
        uint256 reserve
    );
    /// @dev One slice of `modelId`'s revenue, and the parts of it.
    event UpstreamShared(
        uint256 indexed modelId,
        uint256 indexed upstreamId,
        address indexed asset,
        uint256 amount,
        uint256 contributors,
        uint256 dividend,
        uint256 reserve
    );
    event Paid(uint256 indexed modelId, address indexed asset, bytes32 indexed memo, address from, uint256 amount);
    event Given(address indexed from, address indexed asset, uint256 amount, bytes32 indexed memo);
    event Spent(address indexed asset, address indexed to, uint256 amount);
    event SurplusRecovered(address indexed asset, uint256 amount);
    event ParkedReclaimed(uint256 indexed modelId, address indexed asset, uint256 amount);
    event SplitSet(uint16 contributors, uint16 dividend, uint16 reserve);
    event AssetListed(address indexed asset);
    event AssetDelisted(address indexed asset);
    event CeilingSet(address indexed asset, uint128 perEpoch);

    ModelRegistry public immutable models;
    ContributorRewards public immutable rewards;
    UniversalDividend public immutable dividend;

    /// @notice The split in force.
    Split public split;
    /// @notice Tokens listed, the native currency not counted.
    uint8 public tokenCount;
    /// @notice Most base units that {spend} may send in one epoch.
    mapping(address asset => uint128) public ceilingOf;
    /// @notice What was spent in the last epoch with spending.
    mapping(address asset => Spending) public spendingOf;

    mapping(address asset => Book) private _books;

    constructor(
        address authority,
        ModelRegistry models_,
        ContributorRewards rewards_,
        UniversalDividend dividend_,
        Split memory split_
    ) AccessManaged(authority) {
        (models, rewards, dividend) = (models_, rewards_, dividend_);
        _books[address(0)].listed = true;
        emit AssetListed(address(0));
        _setSplit(split_);
    }

    /// @dev Refuses plain transfers from outside this contract's own calls; what comes in otherwise is surplus.
    receive() external payable {
        if (!_reentrancyGuardEntered()) revert PlainTransferRefused();
    }

    // ------------------------------------------------------------------------------------------ people's actions

    /// @notice Takes what stands in the model's till and splits it. Anyone may call. An empty till changes nothing. Reverts
    /// for an asset that isn't listed, and for one of which other than what left the till arrives ({AssetNotExact}).
    /// @return received Base units that arrived. Every slice is rounded down; so are contributors' and members' parts of
    /// it and of the rest; the reserve gets what that leaves.
    function settle(uint256 modelId, address asset) external nonReentrant returns (uint256 received) {
        if (!_books[asset].listed) revert AssetNotListed(asset);
        received = _sweep(models.openTill(modelId), asset);
        if (received == 0) return 0;

        Lineage.Upstream[] memory upstream = models.upstreamOf(modelId);
        Credit[] memory credits = new Credit[](upstream.length + 1);
        Split memory shares = split;
        uint256 rest = received;
        uint256 contributors;
        uint256 members;
        for (uint256 i = 0; i < upstream.length; ++i) {
            uint256 slice = (received * upstream[i].bps) / BPS;
            rest -= slice;
            (uint256 c, uint256 d, uint256 r) = _split(slice, shares);
            contributors += c;
            members += d;
            credits[i] = Credit(upstream[i].modelId, c.toUint128());
            emit UpstreamShared(modelId, upstream[i].modelId, asset, slice, c, d, r);
        }
        {
            (uint256 c, uint256 d, uint256 r) = _split(rest, shares);
            contributors += c;
            members += d;
            credits[upstream.length] = Credit(modelId, c.toUint128());
            emit Settled(modelId, asset, msg.sender, received, received - rest, c, d, r);
        }
        _books[asset].reserve += (received - contributors - members).toUint128();
        _handOn(asset, credits, contributors, members.toUint128());
    }

    /// @notice Pays into a model's till, with a memo (an invoice's number, say) that stands in the event. A plain transfer
    /// to the till does the same without one. The till is settled as always, by anyone, later.
    /// @param amount Base units; for the native currency, the value sent. Only listed assets: others would wait.
    function pay(uint256 modelId, address asset, uint256 amount, bytes32 memo) external payable nonReentrant {
        if (!models.exists(modelId)) revert ModelRegistry.ModelUnknown(modelId);
        _takeIn(asset, amount, models.tillOf(modelId));
        emit Paid(modelId, asset, memo, msg.sender, amount);
    }

    /// @notice Gives to the reserve.
    /// @param amount Base units; for the native currency, the value sent. @param memo Free for the giver's use.
    function give(address asset, uint256 amount, bytes32 memo) external payable nonReentrant {
        if (amount > type(uint96).max) revert GiftTooLarge(amount, type(uint96).max);
        _takeIn(asset, amount, address(this));
        _books[asset].reserve += amount.toUint128();
        emit Given(msg.sender, asset, amount, memo);
    }

    // ------------------------------------------------------------------------------------------ governance's actions

    /// @notice Sends `amount` (base units) of the reserve, within the ceiling of the epoch. An asset without a ceiling
    /// can't be spent.
    function spend(address asset, address to, uint128 amount) external restricted nonReentrant {
        // What is sent to one of these would be on nobody's books.
        if (to == address(0) || to == address(this) || to == address(rewards) || to == address(dividend)) {
            revert RecipientInvalid(to);
        }
        Book storage book = _books[asset];
        if (amount > book.reserve) revert ReserveTooSmall(asset, amount, book.reserve);
        Spending storage spending = spendingOf[asset];
        // forge-lint: disable-next-line(unsafe-typecast)
        uint48 epoch = uint48(block.timestamp / SPENDING_EPOCH);
        if (spending.epoch != epoch) (spending.epoch, spending.spent) = (epoch, 0);
        uint256 ceiling = ceilingOf[asset];
        uint256 left = ceiling > spending.spent ? ceiling - spending.spent : 0;
        if (amount > left) revert CeilingExceeded(asset, amount, left);

        book.reserve -= amount;
        spending.spent += amount;
        emit Spent(asset, to, amount);
        asset.transferTo(to, amount);
    }

    /// @notice Moves what stands here above the books (donations, mistakes) to the reserve, at most 2^96 - 1 base units at
    /// once, so that play money can't fill the books.
    /// @return amount Base units moved; 0 if there is nothing above the books.
    function recoverSurplus(address asset) external restricted nonReentrant returns (uint256 amount) {
        Book storage book = _books[asset];
        amount = asset.balanceOf(address(this)).saturatingSub(book.reserve).min(type(uint96).max);
        book.reserve += amount.toUint128();
        emit SurplusRecovered(asset, amount);
    }

    /// @notice Moves contributors' money that found nobody to share it for {ContributorRewards-PARKED_FOR} to the reserve.
    /// @return amount Base units moved; 0 if by now there was somebody, who got it.
    function reclaimParked(uint256 modelId, address asset) external restricted nonReentrant returns (uint256 amount) {
        uint256 before = asset.balanceOf(address(this));
        amount = rewards.giveUpParked(modelId, asset);
        _requireExact(asset, address(this), before, amount);
        _books[asset].reserve += amount.toUint128();
        emit ParkedReclaimed(modelId, asset, amount);
    }

    /// @notice Changes the split for settlements to come, also of money already in the tills. Within the bounds above.
    function setSplit(Split calldata shares) external restricted {
        _setSplit(shares);
    }

    /// @notice Lists a token, so that tills settle it.
    function listAsset(address asset) external restricted {
        if (_books[asset].listed) revert AssetAlreadyListed(asset);
        if (asset != address(0)) {
            if (asset.code.length == 0) revert AssetNotAContract(asset);
            if (++tokenCount > MAX_TOKENS) revert TooManyAssets(MAX_TOKENS);
        }
        _books[asset].listed = true;
        emit AssetListed(asset);
    }

    /// @notice Stops settlement in an asset; what was settled stays claimable, what arrives waits in the tills.
    function delistAsset(address asset) external restricted {
        if (!_books[asset].listed) revert AssetNotListed(asset);
        if (asset != address(0)) --tokenCount;
        _books[asset].listed = false;
        emit AssetDelisted(asset);
    }

    /// @notice Changes how much of an asset's reserve may be spent per epoch, in base units.
    function setCeiling(address asset, uint128 perEpoch) external restricted {
        ceilingOf[asset] = perEpoch;
        emit CeilingSet(asset, perEpoch);
    }

    // ------------------------------------------------------------------------------------------ views

    /// @notice True if tills settle `asset`.
    function isListed(address asset) external view returns (bool) {
        return _books[asset].listed;
    }

    /// @notice Base units of `asset` that a vote can spend, within the ceiling.
    function reserveOf(address asset) external view returns (uint256) {
        return _books[asset].reserve;
    }

    /// @notice Base units of `asset` that the books hold here: the reserve, since what is others' is handed on at once.
    function accounted(address asset) external view returns (uint256) {
        return _books[asset].reserve;
    }

    // ------------------------------------------------------------------------------------------ internals

    /// @dev Contributors' and members' parts are rounded down, the reserve gets the rest.
    function _split(
        uint256 amount,
        Split memory shares
    ) private pure returns (uint256 contributors, uint256 members, uint256 reserve) {
        contributors = (amount * shares.contributors) / BPS;
        members = (amount * shares.dividend) / BPS;
        reserve = amount - contributors - members;
    }

    /// @dev Sends contributors' and members' parts to where they are shared. `contributors` is the sum of `credits`.
    function _handOn(address asset, Credit[] memory credits, uint256 contributors, uint128 members) private {
        bool native = asset == Coins.NATIVE;
        // Some tokens refuse to move nothing.
        if (!native && contributors != 0) IERC20(asset).safeTransfer(address(rewards), contributors);
        if (!native && members != 0) IERC20(asset).safeTransfer(address(dividend), members);
        for (uint256 i = 0; i < credits.length; ++i) {
            uint128 amount = credits[i].amount;
            rewards.credit{value: native ? amount : 0}(credits[i].modelId, asset, amount);
        }
        dividend.credit{value: native ? members : 0}(asset, members);
    }

    /// @dev What arrived, measured here. A token that takes a fee on the way is refused, so that nothing is credited
    /// that isn't there; the money stays in the till.
    function _sweep(ModelTill till, address asset) private returns (uint256 sent) {
        uint256 before = asset.balanceOf(address(this));
        sent = till.sweep(asset);
        _requireExact(asset, address(this), before, sent);
    }

    /// @dev Takes `amount` of a listed asset from the caller, for `to`; exactly, or not at all.
    function _takeIn(address asset, uint256 amount, address to) private {
        if (!_books[asset].listed) revert AssetNotListed(asset);
        if (amount == 0) revert NothingGiven();
        if (msg.value != (asset == Coins.NATIVE ? amount : 0)) revert ValueMismatch(msg.value, amount);
        if (asset != Coins.NATIVE) {
            uint256 before = asset.balanceOf(to);
            IERC20(asset).safeTransferFrom(msg.sender, to, amount);
            _requireExact(asset, to, before, amount);
        } else if (to != address(this)) {
            asset.transferTo(to, amount);
        }
    }

    function _requireExact(address asset, address to, uint256 before, uint256 sent) private view {
        uint256 present = asset.balanceOf(to);
        if (present != before + sent) revert AssetNotExact(asset, sent, present > before ? present - before : 0);
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
