// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {Create2} from "@openzeppelin/contracts/utils/Create2.sol";

import {ContributorRewards} from "../treasury/ContributorRewards.sol";
import {Lineage} from "./Lineage.sol";
import {ModelTill} from "./ModelTill.sol";

/// @title ModelRegistry
/// @notice The models, what they were built on, their releases, the work that joins and leaves with each release, and their
/// tills.
///
/// Final work, and work that leaves, falls into the model's open *intake batch*. Anyone may close it; a release names
/// the last closed batch that its data root covers, and exactly the work of those batches joins or leaves. So voters
/// know what a release contains, however long the vote takes. Releases are immutable and published only by an executed
/// proposal. C5: units joining with one release are within {joinBoundBps} of the units active before it (the first
/// units of a model are exempt). T9: only a released model can be named as upstream, so that lineage has no circles; its
/// list is fixed with the registration ({Lineage}).
///
/// The registry of work, and the rewards that share revenue among its contributors, belong to it for good; the treasury
/// in force is named here and can be replaced by vote.
contract ModelRegistry is AccessManaged {
    using Checkpoints for Checkpoints.Trace208;
    using Lineage for uint48[];

    /// @dev One slot. `joined` and `left` are units over the model's whole life, the open batch included. `upstream` is the
    /// number of models that it was built on.
    struct Model {
        uint24 openBatch;
        uint24 releasedBatch;
        uint16 releases;
        uint8 upstream;
        uint80 joined;
        uint80 left;
    }

    /// @dev One slot: {Model-joined} and {Model-left} when the batch was closed.
    struct Batch {
        uint80 joined;
        uint80 left;
    }

    /// @dev What a release pins. Published in full by {ReleasePublished}; the chain keeps its digest.
    struct Release {
        bytes32 weightsHash;
        bytes32 dataRoot;
        string modelCard;
        string licence;
        string evaluation;
    }

    error ModelUnknown(uint256 modelId);
    error ModelNameMissing();
    error UpstreamNotReleased(uint256 modelId);
    error NotContributions(address caller);
    error BatchEmpty(uint256 modelId, uint256 batch);
    error BatchNotClosed(uint256 batch, uint256 openBatch);
    error BatchAlreadyReleased(uint256 batch, uint256 releasedBatch);
    error JoinBoundExceeded(uint256 joining, uint256 bound);
    error ReleaseIncomplete();
    error ModuleMissing(address module);
    error ContributionsAlreadySet(address contributions);

    event ModelRegistered(uint256 indexed modelId, string name, string uri, address till);
    event UpstreamSet(uint256 indexed modelId, Lineage.Upstream[] upstream);
    event BatchClosed(uint256 indexed modelId, uint256 indexed batch, uint256 joined, uint256 left);
    event WorkJoined(uint256 indexed modelId, uint256 indexed batch, uint256 units);
    event WorkLeft(uint256 indexed modelId, uint256 indexed batch, uint256 units);
    event ReleasePublished(
        uint256 indexed modelId,
        uint256 indexed release,
        uint256 lastBatch,
        uint256 joined,
        uint256 left,
        bytes32 weightsHash,
        bytes32 dataRoot,
        string modelCard,
        string licence,
        string evaluation
    );
    event ContributionsSet(address contributions, address rewards);
    event TreasurySet(address treasury);
    event JoinBoundSet(uint32 bps);

    /// @notice Number of models; they are numbered from 1.
    uint32 public modelCount;
    /// @notice Most units that may join with one release, net of those that leave, in 1/10,000 of the units active before
    /// it; 2^32 - 1 means no bound.
    uint32 public joinBoundBps;

    /// @notice The registry of work. Set once.
    address public contributions;
    /// @notice Who shares revenue among the contributors of that work. Set once.
    ContributorRewards public rewards;
    /// @notice Where tills are settled, now.
    address public treasury;

    mapping(uint256 modelId => Model) private _models;
    mapping(uint256 modelId => mapping(uint256 batch => Batch)) private _batches;
    mapping(uint256 modelId => mapping(uint256 release => bytes32 digest)) private _releases;
    mapping(uint256 modelId => uint48[]) private _upstream;
    /// @dev Last batch of each release => its number, where a release covered new batches.
    mapping(uint256 modelId => Checkpoints.Trace208) private _releaseByBatch;

    constructor(address authority, uint32 joinBoundBps_) AccessManaged(authority) {
        _setJoinBound(joinBoundBps_);
    }

    modifier onlyContributions() {
        if (msg.sender != contributions) revert NotContributions(msg.sender);
        _;
    }

    // ------------------------------------------------------------------------------------------ people's actions

    /// @notice Closes the open batch, so that a release can name it. Anyone may call; an empty batch can't be closed.
    function closeBatch(uint256 modelId) external returns (uint24 batch) {
        Model storage model = _model(modelId);
        batch = model.openBatch;
        Batch memory before = _batches[modelId][batch - 1];
        (uint80 joined, uint80 left) = (model.joined, model.left);
        if (joined == before.joined && left == before.left) revert BatchEmpty(modelId, batch);
        _batches[modelId][batch] = Batch(joined, left);
        model.openBatch = batch + 1;
        emit BatchClosed(modelId, batch, joined - before.joined, left - before.left);
    }

    /// @notice Deploys a model's till if it isn't yet. Anyone may call.
    function openTill(uint256 modelId) external returns (ModelTill till) {
        address existing = tillOf(modelId);
        if (existing.code.length == 0) {
            if (!exists(modelId)) revert ModelUnknown(modelId);
            return new ModelTill{salt: 0}(modelId);
        }
        return ModelTill(payable(existing));
    }

    // ------------------------------------------------------------------------------------------ the registry of work

    /// @notice Puts `units` of final work into the open batch. Only the registry of work.
    function joinUnits(uint256 modelId, uint80 units) external onlyContributions returns (uint24 batch) {
        Model storage model = _model(modelId);
        model.joined += units;
        batch = model.openBatch;
        emit WorkJoined(modelId, batch, units);
    }

    /// @notice Takes `units` out with the open batch. If they joined in that same batch, it is as if they never had.
    /// Only the registry of work.
    /// @param joinBatch The batch with which they joined.
    function leaveUnits(
        uint256 modelId,
        uint80 units,
        uint24 joinBatch
    ) external onlyContributions returns (uint24 batch) {
        Model storage model = _model(modelId);
        batch = model.openBatch;
        if (joinBatch == batch) model.joined -= units;
        else model.left += units;
        emit WorkLeft(modelId, batch, units);
    }

    // ------------------------------------------------------------------------------------------ governance's actions

    /// @notice Adds a model. `uri` is published, not checked. Reverts without a name.
    /// @param upstream The models that it was built on directly, each with its part of the revenue in 1/10,000; each must have
    /// been released. See {Lineage} for what becomes of it, and for its bounds.
    function register(
        string calldata name,
        string calldata uri,
        Lineage.Upstream[] calldata upstream
    ) external restricted returns (uint256 modelId) {
        if (bytes(name).length == 0) revert ModelNameMissing();
        for (uint256 i = 0; i < upstream.length; ++i) {
            if (_models[upstream[i].modelId].releases == 0) revert UpstreamNotReleased(upstream[i].modelId);
        }
        modelId = ++modelCount;
        Model storage model = _models[modelId];
        model.openBatch = 1;
        emit ModelRegistered(modelId, name, uri, tillOf(modelId));
        if (upstream.length == 0) return modelId;

        uint48[] storage list = _upstream[modelId];
        Lineage.flatten(list, _upstream, upstream);
        // At most 16.
        // forge-lint: disable-next-line(unsafe-typecast)
        model.upstream = uint8(list.length);
        emit UpstreamSet(modelId, list.read());
    }

    /// @notice Publishes the next release: the work of the batches up to `lastBatch` joins or leaves, and money that
    /// waited for a first release is shared.
    /// @param lastBatch The last closed batch that the data root covers; the previous release's, if the data is the same.
    function publish(
        uint256 modelId,
        uint24 lastBatch,
        Release calldata info
    ) external restricted returns (uint16 release) {
        if (info.weightsHash == 0 || bytes(info.licence).length == 0) revert ReleaseIncomplete();
        (uint80 joining, uint80 leaving) = _coveredBy(modelId, lastBatch);

        Model storage model = _models[modelId];
        release = ++model.releases;
        if (lastBatch > model.releasedBatch) {
            model.releasedBatch = lastBatch;
            _releaseByBatch[modelId].push(lastBatch, release);
        }
        _releases[modelId][release] = keccak256(abi.encode(lastBatch, info));
        _emitRelease(modelId, release, lastBatch, joining, leaving, info);
        rewards.onRelease(modelId, release, joining, leaving);
    }

    /// @notice Names the registry of work and its rewards, once: work that joined must always be able to leave.
    function setContributions(address contributions_, ContributorRewards rewards_) external restricted {
        if (contributions != address(0)) revert ContributionsAlreadySet(contributions);
        if (contributions_.code.length == 0) revert ModuleMissing(contributions_);
        if (address(rewards_).code.length == 0) revert ModuleMissing(address(rewards_));
        (contributions, rewards) = (contributions_, rewards_);
        emit ContributionsSet(contributions_, address(rewards_));
    }

    /// @notice Names the treasury in force. What the one before holds stays claimable there.
    function setTreasury(address treasury_) external restricted {
        if (treasury_.code.length == 0) revert ModuleMissing(treasury_);
        treasury = treasury_;
        emit TreasurySet(treasury_);
    }

    /// @notice Changes the bound of what may join with one release, in 1/10,000 of the active units.
    function setJoinBound(uint32 bps) external restricted {
        _setJoinBound(bps);
    }

    // ------------------------------------------------------------------------------------------ views

    /// @notice Where `modelId` is paid, deployed or not: CREATE2 from this registry, salt 0, the till's creation code
    /// followed by the model's number.
    function tillOf(uint256 modelId) public view returns (address) {
        return Create2.computeAddress(0, keccak256(abi.encodePacked(type(ModelTill).creationCode, modelId)));
    }

    /// @notice The models that `modelId` was built on, all of them, and the part of its revenue that each gets; fixed.
    function upstreamOf(uint256 modelId) external view returns (Lineage.Upstream[] memory upstream) {
        if (_model(modelId).upstream != 0) upstream = _upstream[modelId].read();
    }

    /// @notice A model's batches, releases and units; reverts for a number that was never given.
    function modelAt(uint256 modelId) external view returns (Model memory) {
        return _model(modelId);
    }

    /// @notice A model's units when a batch was closed; zeroes for one that was not.
    function batchAt(uint256 modelId, uint256 batch) external view returns (Batch memory) {
        return _batches[modelId][batch];
    }

    /// @notice keccak256(abi.encode(lastBatch, release)) of a published release, 0 if there is none.
    function releaseDigest(uint256 modelId, uint256 release) external view returns (bytes32) {
        return _releases[modelId][release];
    }

    /// @notice The release with which what fell into `batch` took effect; 0 while there is none.
    function releaseOfBatch(uint256 modelId, uint24 batch) external view returns (uint16) {
        // Releases are counted in 16 bits.
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint16(_releaseByBatch[modelId].lowerLookup(batch));
    }

    /// @notice True if the model is registered.
    function exists(uint256 modelId) public view returns (bool) {
        return modelId != 0 && modelId <= modelCount;
    }

    // ------------------------------------------------------------------------------------------ internals

    function _model(uint256 modelId) private view returns (Model storage model) {
        model = _models[modelId];
        // A registered model has an open batch. Its own slot tells, without reading the count.
        if (model.openBatch == 0) revert ModelUnknown(modelId);
    }

    /// @dev What joins and leaves with a release up to `lastBatch`, within the bound.
    function _coveredBy(uint256 modelId, uint24 lastBatch) private view returns (uint80 joining, uint80 leaving) {
        Model storage model = _model(modelId);
        uint24 releasedBatch = model.releasedBatch;
        if (lastBatch >= model.openBatch) revert BatchNotClosed(lastBatch, model.openBatch);
        if (lastBatch < releasedBatch) revert BatchAlreadyReleased(lastBatch, releasedBatch);

        Batch memory from = _batches[modelId][releasedBatch];
        Batch memory to = _batches[modelId][lastBatch];
        (joining, leaving) = (to.joined - from.joined, to.left - from.left);
        uint256 active = from.joined - from.left;
        if (active == 0 || joinBoundBps == type(uint32).max) return (joining, leaving);
        // What left again doesn't join: else accepted work that a vote excluded could keep a release out for good.
        uint256 net = joining > leaving ? joining - leaving : 0;
        uint256 bound = (active * joinBoundBps) / 10_000;
        if (net > bound) revert JoinBoundExceeded(net, bound);
    }

    function _setJoinBound(uint32 bps) private {
        joinBoundBps = bps;
        emit JoinBoundSet(bps);
    }

    /// @dev Apart, for the stack's sake.
    function _emitRelease(
        uint256 modelId,
        uint256 release,
        uint256 lastBatch,
        uint256 joining,
        uint256 leaving,
        Release calldata info
    ) private {
        emit ReleasePublished(
            modelId,
            release,
            lastBatch,
            joining,
            leaving,
            info.weightsHash,
            info.dataRoot,
            info.modelCard,
            info.licence,
            info.evaluation
        );
    }
}
