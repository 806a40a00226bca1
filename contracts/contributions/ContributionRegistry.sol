// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";

import {ContributionToken} from "../membership/ContributionToken.sol";
import {Genesis} from "../membership/Genesis.sol";
import {MemberRegistry} from "../membership/MemberRegistry.sol";
import {ModelRegistry} from "../models/ModelRegistry.sol";
import {ContributorRewards} from "../treasury/ContributorRewards.sol";
import {Author} from "./Author.sol";
import {Duplicates} from "./Duplicates.sol";
import {IIntake} from "./IIntake.sol";
import {IReviewPanel} from "./IReviewPanel.sol";
import {ManifestTree} from "./ManifestTree.sol";
import {ReviewSlots} from "./ReviewSlots.sol";
import {SignedSubmissions} from "./SignedSubmissions.sol";

/// @title ContributionRegistry
/// @notice Every piece of work: submitted as a manifest, scored, final, claimed leaf by leaf; withdrawn, excluded, or struck
/// where it was copied.
///
/// Submitted -> InReview -> Accepted (score >= 50) | Rejected, each of which may be Challenged and is then Accepted or
/// Rejected again; Accepted -> Final after the challenge period, unless a vote overturns it. The panel that was in force at
/// submission moves work up to its verdict ({IReviewPanel}), and has an exit that anyone can take for every state it holds
/// work in. Final work joins its model with the next release that covers its batch, whether its leaves are claimed or not.
/// What seats earn by reviewing, and by finding copies, becomes final work as well.
///
/// Keeps C1: claimed units never exceed the accepted units of the manifest, for any tree ({ManifestTree}). C2: only the
/// edges above. C3: what left is subtracted once and earns nothing in later releases. C4: a leaf proves nothing
/// elsewhere. C5: declared units <= items x the kind's maximum. K1: each leaf mints once. G7: a pause of the intake stops
/// nothing but submissions.
///
/// Units of accepted work are items x unitsPerItem x score, exact.
contract ContributionRegistry is Genesis, SignedSubmissions {
    using ManifestTree for ManifestTree.Leaf;
    using ReviewSlots for ReviewSlots.Slots;

    enum State {
        None,
        Submitted,
        InReview,
        Accepted,
        Rejected,
        Challenged,
        Final
    }

    struct Contribution {
        bytes32 root; // slot 0
        address submitter; // slot 1
        uint32 modelId;
        Kind kind;
        State state;
        uint8 depth;
        uint8 score;
        bool excluded;
        bool gold; // posted to measure reviewers; it earns nothing and is nobody's work
        uint64 items; // slot 2
        uint64 units; // declared; accepted units are these x score
        uint48 since; // when `state` was entered, unix seconds
        uint48 mintableFrom;
        uint96 tokenRate; // slot 3, base units of token per unit of accepted work
        uint80 left; // accepted units that left
        uint64 seat; // under which it was submitted
        uint16 panel; // which of the panels judges it; 0: none, it was founded, or a seat earned it
    }

    /// @dev One slot.
    struct KindRule {
        uint64 maxUnitsPerItem;
        uint96 tokenRate;
    }

    /// @dev One slot. `challenge`: seconds in which a verdict may be challenged, or overturned by vote. `slots`: how many
    /// submissions of a seat may be under review at once.
    struct Periods {
        uint40 challenge;
        uint8 slots;
    }

    uint8 public constant SCORE_MAX = 100;
    uint8 public constant SCORE_ACCEPTED = 50;
    uint40 private constant MIN_PERIOD = 1 minutes;
    uint40 private constant MAX_PERIOD = 90 days;

    error SeatRequired(address account);
    error SponsorRequired(address account, uint64 sponsor);
    error ManifestAlreadySubmitted(address submitter, bytes32 root, uint256 contribution);
    error ManifestMissing();
    error DepthOutOfRange(uint256 depth, uint256 max);
    error KindClosed(Kind kind);
    error UnitsOutOfRange(uint256 units, uint256 max);
    error StateWrong(uint256 contribution, State state);
    error ScoreOutOfRange(uint256 score);
    error TooEarly(uint256 contribution, uint256 from);
    error NotPanel(address caller);
    error NotDuplicates(address caller);
    error PanelMissing();
    error IntakePaused(uint48 until);
    error NotAuthor(address caller, address author);
    error AlreadyExcluded(uint256 contribution);
    error NothingLeft(uint256 contribution, uint256 index);
    error TokensNotWaiting(uint256 position);
    error PeriodsOutOfBounds();

    event ContributionSubmitted(
        uint256 indexed contribution,
        uint256 indexed modelId,
        address indexed submitter,
        Kind kind,
        bytes32 root,
        uint256 depth,
        uint256 items,
        uint256 units,
        uint64 seat,
        string uri
    );
    event ContributionScored(uint256 indexed contribution, uint256 score, State state);
    event ReviewBegun(uint256 indexed contribution);
    event ContributionChallenged(uint256 indexed contribution);
    event ContributionAnnulled(uint256 indexed contribution);
    event ContributionOverturned(uint256 indexed contribution);
    event PanelSet(uint256 indexed number, address panel);
    event IntakeSet(address intake);
    event ContributionFinal(
        uint256 indexed contribution,
        uint256 units,
        uint256 batch,
        uint256 tokenRate,
        uint256 mintableFrom
    );
    event UnitsClaimed(
        uint256 indexed contribution,
        uint256 indexed index,
        address indexed author,
        uint256 units,
        bytes32 itemsRoot
    );
    event TokensMinted(uint256 indexed contribution, uint256 indexed index, address indexed to, uint256 amount);
    event LeafWithdrawn(uint256 indexed contribution, uint256 indexed index, uint256 units, uint256 batch);
    event ContributionExcluded(uint256 indexed contribution, uint256 units, uint256 batch);
    event LeafStruck(
        uint256 indexed contribution,
        uint256 indexed index,
        uint256 units,
        uint256 batch,
        uint256 tokensBurned
    );
    event KindRuleSet(Kind indexed kind, uint64 maxUnitsPerItem, uint96 tokenRate, string rubric);
    event PeriodsSet(uint40 challenge, uint8 slots);

    MemberRegistry public immutable members;
    ModelRegistry public immutable models;
    ContributionToken public immutable token;
    /// @notice Where the work of this registry shares revenue; deployed with it.
    ContributorRewards public immutable rewards;
    /// @notice Where copied items are shown, so that they are struck; deployed with it.
    Duplicates public immutable duplicates;

    /// @notice Number of contributions; they are numbered from 1.
    uint256 public contributionCount;
    Periods public periods;
    /// @notice Number of panels there have been; the last of them judges what is submitted now.
    uint16 public panelCount;
    mapping(uint256 number => IReviewPanel) public panelAt;
    /// @dev Who may credit units that seats earned: every panel there has been, and {duplicates}. Only ever added to.
    mapping(address => bool) private _creditors;
    /// @notice Who may pause submissions by saying so; zero if nobody.
    IIntake public intake;
    mapping(Kind kind => KindRule) public kindRules;
    /// @notice True for a claimed leaf whose tokens can't be minted yet, by position id.
    mapping(uint256 position => bool) public tokensWaiting;
    /// @notice Declared units of a leaf that were struck, by position id, whether it is claimed or not.
    mapping(uint256 position => uint64) public struckUnits;

    mapping(uint256 contribution => Contribution) private _contributions;
    mapping(address submitter => mapping(bytes32 root => uint256 contribution)) private _submitted;
    mapping(uint64 seat => ReviewSlots.Slots) private _slots;
    /// @dev True for a leaf that never gets tokens: it was claimed as it left, or after its work had left.
    mapping(uint256 position => bool) private _tokensForgone;

    constructor(
        address authority,
        MemberRegistry members_,
        ModelRegistry models_,
        ContributionToken token_,
        Periods memory periods_
    ) AccessManaged(authority) {
        (members, models, token) = (members_, models_, token_);
        rewards = new ContributorRewards(address(this), members_, models_);
        duplicates = new Duplicates(this, members_);
        _creditors[address(duplicates)] = true;
        _setPeriods(periods_);
    }

    // ------------------------------------------------------------------------------------------ people's actions

    /// @notice Submits a manifest. The caller holds a seat or is sponsored by one, which gives one of its review slots.
    function submit(Submission calldata submission) external returns (uint256 id) {
        return _submit(msg.sender, submission);
    }

    /// @notice Submits for `submitter`, by anyone, with the submitter's signature.
    /// @param nonce The submitter's keyed nonce (OpenZeppelin {NoncesKeyed}: key in the high 192 bits).
    function submitBySig(
        address submitter,
        Submission calldata submission,
        uint256 nonce,
        uint256 deadline,
        bytes calldata signature
    ) external returns (uint256 id) {
        _useSignature(submitter, submission, nonce, deadline, signature);
        return _submit(submitter, submission);
    }

    /// @notice Makes accepted work final once its challenge period is over. Anyone may call.
    function finalize(uint256 id) external {
        Contribution storage work = _inState(id, State.Accepted);
        uint256 from = uint256(work.since) + periods.challenge;
        if (block.timestamp < from) revert TooEarly(id, from);
        _finalize(id, work, kindRules[work.kind].tokenRate);
    }

    /// @notice Claims a leaf for its author: opens its position, from the contribution's first release on, and mints
    /// its tokens, if they may be minted yet; excluded work mints no more. Anyone may call, once for each leaf.
    function claimUnits(uint256 id, ManifestTree.Leaf calldata leaf, ManifestTree.Sibling[] calldata proof) external {
        Contribution storage work = _inState(id, State.Final);
        _claimUnits(id, work, leaf, proof, !work.excluded);
    }

    /// @notice Mints the tokens of a claimed leaf that had to wait, if it is still in. Anyone may call.
    function mintTokens(uint256 id, uint32 index) external {
        uint256 position = _positionId(id, index);
        if (!tokensWaiting[position]) revert TokensNotWaiting(position);
        Contribution storage work = _included(id);
        if (block.timestamp < work.mintableFrom) revert TooEarly(id, work.mintableFrom);
        delete tokensWaiting[position];
        ContributorRewards.Position memory claimed = _standing(position);
        _mint(id, index, claimed.holder, uint256(claimed.units) * work.score * work.tokenRate);
    }

    /// @notice Withdraws the caller's leaf: with the next release it leaves; what it earned stays earned.
    /// @dev The caller is the holder of the leaf's position, which is its author unless its wallet was lost, or the wallet
    /// of the holder's seat. An unclaimed leaf is claimed first, without its tokens: a voice is for work that stays.
    function withdraw(uint256 id, ManifestTree.Leaf calldata leaf, ManifestTree.Sibling[] calldata proof) external {
        Contribution storage work = _included(id);

        uint80 units = _accepted(work, _provedOrClaimed(id, work, leaf, proof));
        uint24 batch = _leave(id, work, units);
        rewards.endPosition(id, leaf.index, batch);
        emit LeafWithdrawn(id, leaf.index, units, batch);
    }

    // ------------------------------------------------------------------------------------------ the review panel

    /// @notice A panel has been drawn. Only the panel that judges this work.
    function beginReview(uint256 id) external {
        _judged(id);
        _enter(_inState(id, State.Submitted), State.InReview);
        emit ReviewBegun(id);
    }

    /// @notice A verdict, 0..100, on work that is submitted, in review or challenged. Only the panel that judges it.
    function conclude(uint256 id, uint8 score) external {
        Contribution storage work = _judged(id);
        State state = work.state;
        if (state != State.Submitted && state != State.InReview && state != State.Challenged) {
            revert StateWrong(id, state);
        }
        if (score > SCORE_MAX) revert ScoreOutOfRange(score);
        work.score = score;
        _enter(work, score < SCORE_ACCEPTED ? State.Rejected : State.Accepted);
        emit ContributionScored(id, score, work.state);
    }

    /// @notice A verdict is challenged. Only the panel that judges this work, which sees to it that it is in time.
    function challenge(uint256 id) external {
        _enter(_verdict(id), State.Challenged);
        emit ContributionChallenged(id);
    }

    /// @notice Work that was judged turns out to have been gold: if it was accepted, it is rejected. Only the panel that
    /// judges this work.
    function annul(uint256 id) external {
        Contribution storage work = _verdict(id);
        if (work.state == State.Accepted) _enter(work, State.Rejected);
        (work.score, work.gold) = (0, true);
        emit ContributionAnnulled(id);
    }

    // ------------------------------------------------------------------------------------------ units earned, units struck

    /// @notice Admits units that a seat earned as one final work of the kind Curation, at full score, already claimed: it
    /// earns, gets tokens, can be withdrawn and excluded like any other. Its manifest is one leaf at index 0: author the
    /// seat, items the units, one unit each, itemsRoot the contribution's number. Only a panel there has been, for its
    /// reviewers, and {duplicates}, for finders.
    /// @param units Declared units, x {SCORE_MAX} accepted.
    function credit(uint32 modelId, uint64 seat, uint64 units) external returns (uint256 id) {
        if (!_creditors[msg.sender]) revert NotPanel(msg.sender);
        if (units == 0) revert UnitsOutOfRange(units, type(uint64).max);
        address submitter = members.walletOf(seat);

        id = ++contributionCount;
        address author = Author.ofSeat(seat);
        bytes32 domain = ManifestTree.domain(address(this), modelId, submitter);
        bytes32 root = ManifestTree.hashLeaf(domain, 0, author, units, 1, bytes32(id));
        Contribution storage work = _contributions[id];
        _submitted[submitter][root] = id;
        work.root = root;
        (work.submitter, work.modelId, work.kind, work.score) = (submitter, modelId, Kind.Curation, SCORE_MAX);
        (work.items, work.units, work.seat) = (units, units, seat);
        _emitSubmitted(id, work, "");
        emit ContributionScored(id, SCORE_MAX, State.Accepted);
        _finalize(id, work, kindRules[Kind.Curation].tokenRate);
        _open(id, work, 0, author, units, bytes32(id), true);
    }

    /// @notice Strikes declared units of a leaf of final work: they leave with the next release, and their tokens burn, as
    /// {ContributionToken-burn} says. Unclaimed, they can't be claimed any more, nor what they earned. Of what left
    /// already only tokens burn: withdrawing first doesn't save them. Reverts if there is neither. Only {duplicates}, which
    /// says what units the leaf has.
    /// @return struck Accepted units that leave, exact.
    function strike(uint256 id, uint32 index, uint64 units, uint64 leafUnits) external returns (uint80 struck) {
        if (msg.sender != address(duplicates)) revert NotDuplicates(msg.sender);
        Contribution storage work = _inState(id, State.Final);
        uint256 position = _positionId(id, index);
        uint64 before = struckUnits[position];
        if (leafUnits - before < units) revert NothingLeft(id, index);
        struckUnits[position] = before + units;

        ContributorRewards.Position memory claimed = rewards.positionAt(position);
        bool isClaimed = claimed.holder != address(0);
        uint80 accepted = _accepted(work, units);
        uint24 batch;
        if (!work.excluded && claimed.endBatch == 0) {
            struck = accepted;
            batch = _leave(id, work, struck);
            if (isClaimed) rewards.strikePosition(id, index, units, batch);
        }
        uint256 burned;
        if (isClaimed && !tokensWaiting[position] && !_tokensForgone[position]) {
            burned = token.burn(claimed.holder, uint256(accepted) * work.tokenRate);
        }
        if (struck == 0 && burned == 0) revert NothingLeft(id, index);
        emit LeafStruck(id, index, struck, batch, burned);
    }

    // ------------------------------------------------------------------------------------------ governance's actions

    /// @notice Names the panel that judges work submitted from now on. What an earlier one has begun it finishes.
    function setPanel(IReviewPanel panel) external restricted {
        if (address(panel).code.length == 0) revert PanelMissing();
        panelAt[++panelCount] = panel;
        _creditors[address(panel)] = true;
        emit PanelSet(panelCount, address(panel));
    }

    /// @notice Names who may pause submissions, or nobody (zero). Reverts for a contract that can't be asked.
    function setIntake(IIntake intake_) external restricted {
        if (address(intake_) != address(0)) intake_.intakePausedUntil();
        intake = intake_;
        emit IntakeSet(address(intake_));
    }

    /// @notice Excludes final work: with the next release all of it that has not left leaves. Earned stays earned.
    function exclude(uint256 id) external restricted {
        Contribution storage work = _included(id);
        work.excluded = true;
        uint80 units = _accepted(work, work.units) - work.left;
        uint24 batch = _leave(id, work, units);
        rewards.endTerm(id, batch);
        emit ContributionExcluded(id, units, batch);
    }

    /// @notice Opens or changes a kind: most units per item, tokens per unit (base units), rubric. 0 units closes it.
    /// The maximum counts at submission, the rate when work becomes final.
    function setKindRule(
        Kind kind,
        uint64 maxUnitsPerItem,
        uint96 tokenRate,
        string calldata rubric
    ) external restricted {
        kindRules[kind] = KindRule(maxUnitsPerItem, tokenRate);
        emit KindRuleSet(kind, maxUnitsPerItem, tokenRate, rubric);
    }

    /// @notice Changes periods (seconds) and slots, within the bounds. Applies at once, also to work that waits; slots
    /// already taken keep their time.
    function setPeriods(Periods calldata periods_) external restricted {
        _setPeriods(periods_);
    }

    /// @notice Lets a vote reject work that was accepted, before it is final.
    function overturn(uint256 id) external restricted {
        Contribution storage work = _inState(id, State.Accepted);
        work.score = 0;
        _enter(work, State.Rejected);
        emit ContributionOverturned(id);
    }

    /// @notice Admits one work of the genesis file as final, at full score, and claims all its leaves in the same step.
    function found(
        address submitter,
        Submission calldata submission,
        ManifestTree.Leaf[] calldata leaves,
        ManifestTree.Sibling[][] calldata proofs
    ) external restricted duringGenesis {
        uint256 id = _record(submitter, members.seatOf(submitter), submission);
        Contribution storage work = _contributions[id];
        work.score = SCORE_MAX;
        emit ContributionScored(id, SCORE_MAX, State.Accepted);
        _finalize(id, work, kindRules[work.kind].tokenRate);
        for (uint256 i = 0; i < leaves.length; ++i) {
            _claimUnits(id, work, leaves[i], proofs[i], true);
        }
    }

    // ------------------------------------------------------------------------------------------ views

    /// @notice A contribution; all zero if the number was never given.
    function contributionAt(uint256 id) external view returns (Contribution memory) {
        return _contributions[id];
    }

    /// @notice The contribution in which `submitter` used `root`, 0 if none.
    function submittedAs(address submitter, bytes32 root) external view returns (uint256) {
        return _submitted[submitter][root];
    }

    /// @notice When each review slot of a seat is free, unix seconds.
    function slotsOf(uint64 seat) external view returns (uint40[6] memory) {
        return _slots[seat].freeFrom;
    }

    /// @notice The domain of a manifest by `submitter` for `modelId` in this registry.
    function manifestDomain(uint256 modelId, address submitter) external view returns (bytes32) {
        return ManifestTree.domain(address(this), modelId, submitter);
    }

    /// @notice Declared units of a leaf, which must stand in the manifest of the contribution, whatever became of it.
    function unitsOfLeaf(
        uint256 id,
        ManifestTree.Leaf calldata leaf,
        ManifestTree.Sibling[] calldata proof
    ) external view returns (uint64) {
        return _verify(_contributions[id], leaf, proof);
    }

    // ------------------------------------------------------------------------------------------ internals

    function _submit(address submitter, Submission calldata submission) private afterGenesis returns (uint256 id) {
        if (address(intake) != address(0)) {
            uint48 paused = intake.intakePausedUntil();
            if (block.timestamp < paused) revert IntakePaused(paused);
        }
        uint64 seat = submission.sponsor;
        if (seat == 0) {
            seat = members.seatOf(submitter);
            if (seat == 0) revert SeatRequired(submitter);
        } else if (!members.isSponsored(seat, submitter)) {
            revert SponsorRequired(submitter, seat);
        }
        uint16 number = panelCount;
        if (number == 0) revert PanelMissing();
        id = _record(submitter, seat, submission);
        _contributions[id].panel = number;
        uint40 until = panelAt[number].open(id, submission.kind, seat);
        _slots[seat].take(periods.slots, until);
    }

    function _record(address submitter, uint64 seat, Submission calldata submission) private returns (uint256 id) {
        if (!models.exists(submission.modelId)) revert ModelRegistry.ModelUnknown(submission.modelId);
        if (submission.depth > ManifestTree.MAX_DEPTH) revert DepthOutOfRange(submission.depth, ManifestTree.MAX_DEPTH);
        if (submission.root == 0) revert ManifestMissing();
        uint256 maxPerItem = kindRules[submission.kind].maxUnitsPerItem;
        if (maxPerItem == 0) revert KindClosed(submission.kind);
        uint256 max = submission.items * maxPerItem;
        if (submission.units == 0 || submission.units > max) revert UnitsOutOfRange(submission.units, max);
        id = _submitted[submitter][submission.root];
        if (id != 0) revert ManifestAlreadySubmitted(submitter, submission.root, id);

        id = ++contributionCount;
        _submitted[submitter][submission.root] = id;
        Contribution storage work = _contributions[id];
        work.root = submission.root;
        work.submitter = submitter;
        work.modelId = submission.modelId;
        work.kind = submission.kind;
        work.depth = submission.depth;
        work.items = submission.items;
        work.units = submission.units;
        work.seat = seat;
        _enter(work, State.Submitted);
        _emitSubmitted(id, work, submission.uri);
    }

    function _emitSubmitted(uint256 id, Contribution storage work, string memory uri) private {
        emit ContributionSubmitted(
            id,
            work.modelId,
            work.submitter,
            work.kind,
            work.root,
            work.depth,
            work.items,
            work.units,
            work.seat,
            uri
        );
    }

    /// @dev Reserves the tokens and joins the units. Tokens above one epoch's cap lower the rate, rounded down, for all
    /// leaves alike.
    function _finalize(uint256 id, Contribution storage work, uint96 rate) private {
        _enter(work, State.Final);
        uint256 units = uint256(work.units) * work.score;
        uint256 wanted = units * rate;
        (uint256 granted, uint48 mintableFrom) = token.reserve(wanted);
        // granted <= wanted, so the quotient fits what `rate` fits.
        // forge-lint: disable-next-line(unsafe-typecast)
        if (granted < wanted) rate = uint96(granted / units);
        (work.tokenRate, work.mintableFrom) = (rate, mintableFrom);
        // units < 2^64 x 100.
        // forge-lint: disable-next-line(unsafe-typecast)
        uint24 batch = models.joinUnits(work.modelId, uint80(units));
        rewards.openTerm(id, work.modelId, batch, work.score);
        emit ContributionFinal(id, units, batch, rate, mintableFrom);
    }

    function _claimUnits(
        uint256 id,
        Contribution storage work,
        ManifestTree.Leaf calldata leaf,
        ManifestTree.Sibling[] calldata proof,
        bool withTokens
    ) private returns (uint64 base) {
        base = _verify(work, leaf, proof) - struckUnits[_positionId(id, leaf.index)];
        if (base == 0) revert NothingLeft(id, leaf.index);
        _open(id, work, leaf.index, leaf.author, base, leaf.itemsRoot, withTokens);
    }

    /// @dev Opens the position of a proved leaf of `base` declared units.
    function _open(
        uint256 id,
        Contribution storage work,
        uint32 index,
        address author,
        uint64 base,
        bytes32 itemsRoot,
        bool withTokens
    ) private {
        rewards.openPosition(id, index, author, base);
        uint256 units = uint256(base) * work.score;
        emit UnitsClaimed(id, index, author, units, itemsRoot);
        if (!withTokens) _tokensForgone[_positionId(id, index)] = true;
        else if (block.timestamp < work.mintableFrom) tokensWaiting[_positionId(id, index)] = true;
        else _mint(id, index, author, units * work.tokenRate);
    }

    /// @dev The declared units that are left of a leaf of the caller's; one without a position is claimed, without
    /// its tokens.
    function _provedOrClaimed(
        uint256 id,
        Contribution storage work,
        ManifestTree.Leaf calldata leaf,
        ManifestTree.Sibling[] calldata proof
    ) private returns (uint64) {
        uint256 position = _positionId(id, leaf.index);
        ContributorRewards.Position memory claimed = _standing(position);
        bool isClaimed = claimed.holder != address(0);
        address author = isClaimed ? claimed.holder : leaf.author;
        if (msg.sender != _walletOf(author)) revert NotAuthor(msg.sender, author);
        if (!isClaimed) return _claimUnits(id, work, leaf, proof, false);
        _verify(work, leaf, proof);
        return claimed.units;
    }

    function _verify(
        Contribution storage work,
        ManifestTree.Leaf calldata leaf,
        ManifestTree.Sibling[] calldata proof
    ) private view returns (uint64) {
        bytes32 domain = ManifestTree.domain(address(this), work.modelId, work.submitter);
        return ManifestTree.verify(domain, work.root, work.units, work.depth, leaf, proof);
    }

    /// @dev Takes accepted units out with the open batch.
    function _leave(uint256 id, Contribution storage work, uint80 units) private returns (uint24 batch) {
        work.left += units;
        return models.leaveUnits(work.modelId, units, rewards.joinBatchOf(id));
    }

    function _accepted(Contribution storage work, uint64 units) private view returns (uint80) {
        // units < 2^64, score <= 100.
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint80(uint256(units) * work.score);
    }

    /// @dev As {ContributorRewards-positionId}.
    function _positionId(uint256 id, uint32 index) private pure returns (uint256) {
        return (id << 32) | index;
    }

    function _mint(uint256 id, uint256 index, address author, uint256 amount) private {
        address to = _walletOf(author);
        token.mint(to, amount);
        emit TokensMinted(id, index, to, amount);
    }

    function _walletOf(address author) private view returns (address) {
        return Author.isSeat(author) ? members.walletOf(Author.seat(author)) : author;
    }

    /// @dev Work that the caller judges.
    function _judged(uint256 id) private view returns (Contribution storage work) {
        work = _contributions[id];
        uint16 number = work.panel;
        if (number == 0 || msg.sender != address(panelAt[number])) revert NotPanel(msg.sender);
    }

    /// @dev Work on which the caller gave its verdict.
    function _verdict(uint256 id) private view returns (Contribution storage work) {
        work = _judged(id);
        State state = work.state;
        if (state != State.Accepted && state != State.Rejected) revert StateWrong(id, state);
    }

    function _inState(uint256 id, State state) private view returns (Contribution storage work) {
        work = _contributions[id];
        if (work.state != state) revert StateWrong(id, work.state);
    }

    /// @dev Final work that was not excluded.
    function _included(uint256 id) private view returns (Contribution storage work) {
        work = _inState(id, State.Final);
        if (work.excluded) revert AlreadyExcluded(id);
    }

    /// @dev A position that was not ended; holder zero if it is not opened.
    function _standing(uint256 position) private view returns (ContributorRewards.Position memory claimed) {
        claimed = rewards.positionAt(position);
        if (claimed.endBatch != 0) revert ContributorRewards.PositionAlreadyEnded(position);
    }

    function _enter(Contribution storage work, State state) private {
        work.state = state;
        // forge-lint: disable-next-line(unsafe-typecast)
        work.since = uint48(block.timestamp);
    }

    function _setPeriods(Periods memory periods_) private {
        if (
            periods_.challenge < MIN_PERIOD ||
            periods_.challenge > MAX_PERIOD ||
            periods_.slots == 0 ||
            periods_.slots > ReviewSlots.MAX
        ) revert PeriodsOutOfBounds();
        periods = periods_;
        emit PeriodsSet(periods_.challenge, periods_.slots);
    }
}
