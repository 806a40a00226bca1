// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {ContributionRegistry} from "../../../contracts/contributions/ContributionRegistry.sol";
import {ManifestTree} from "../../../contracts/contributions/ManifestTree.sol";
import {SignedSubmissions} from "../../../contracts/contributions/SignedSubmissions.sol";
import {ModelRegistry} from "../../../contracts/models/ModelRegistry.sol";
import {StandInPanel} from "../../../contracts/testing/StandInPanel.sol";
import {Archive} from "./Archive.sol";
import {Commons} from "./Commons.sol";
import {Handler} from "./Handler.sol";
import {Ledger} from "./Ledger.sol";
import {Manifests} from "./Manifests.sol";
import {Random} from "./Random.sol";
import {SeatHandler} from "./SeatHandler.sol";
import {WorkLedger} from "./WorkLedger.sol";

/// @title WorkHandler
/// @notice Work from its submission to the release that takes it in: submit, score, expire, finalize, exclude, close a
/// batch, publish. Works that wait in the stage an action needs are made if there are none.
contract WorkHandler is Handler {
    using Manifests for Manifests.Tree;
    using Random for Random.Stream;

    /// @dev So few that most works have copies.
    uint256 private constant COMMON_ITEMS = 8;

    Archive private immutable archive;
    SeatHandler private immutable seats;

    constructor(Commons commons_, Ledger ledger_, Archive archive_, SeatHandler seats_) Handler(commons_, ledger_) {
        (archive, seats) = (archive_, seats_);
    }

    // ------------------------------------------------------------------------------------------ actions

    function submit(uint256 seed) external acting {
        _submit(_random(seed));
        ledger.done(this.submit.selector);
    }

    function score(uint256 seed) external acting {
        _score(_random(seed));
        ledger.done(this.score.selector);
    }

    function finalize(uint256 seed) external acting {
        _finalize(_random(seed));
        ledger.done(this.finalize.selector);
    }

    /// @notice Nobody scores a submission in time.
    function expire(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        uint256 id = _find(random, WorkLedger.Stage.Submitted);
        if (id == 0) id = _submit(random);
        uint256 over = ledger.workAt(id).since + commons.panel().period() + 1;
        if (ledger.time() < over) _wait(over - ledger.time());
        vm.prank(_anyone(random));
        commons.panel().expire(id);
        _enter(id, WorkLedger.Stage.Rejected, ContributionRegistry.State.Rejected, 0);
        ledger.done(this.expire.selector);
    }

    function exclude(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        // Rarely, so that something is left to share.
        if (!random.oneIn(3)) return;
        uint256 id = _find(random, WorkLedger.Stage.Final);
        if (id == 0) id = _finalize(random);
        Ledger.Work memory work = ledger.workAt(id);
        bytes memory data = abi.encodeCall(ContributionRegistry.exclude, (id));
        if (work.endBatch != 0) {
            _mustFail(address(registry), address(this), data, ContributionRegistry.AlreadyExcluded.selector);
            return;
        }
        uint24 batch = models.modelAt(work.modelId).openBatch;
        _did(address(registry), registry.exclude.selector);
        registry.exclude(id);
        ledger.excluded(id, batch);
        ledger.done(this.exclude.selector);
    }

    function closeBatch(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        if (_closeBatch(random, _anyModel(random))) ledger.done(this.closeBatch.selector);
    }

    function publish(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        uint32 modelId = _anyModel(random);
        if (random.oneIn(2)) _closeBatch(random, modelId);
        ModelRegistry.Model memory model = models.modelAt(modelId);
        uint24 lastBatch = model.openBatch - 1;
        if (random.oneIn(4)) lastBatch = uint24(random.between(model.releasedBatch, lastBatch));
        if (_publish(random, modelId, lastBatch)) ledger.done(this.publish.selector);
    }

    /// @notice All that is final in a model becomes part of it.
    function release(uint32 modelId) external acting {
        Random.Stream memory random = _random(modelId);
        _closeBatch(random, modelId);
        _publish(random, modelId, models.modelAt(modelId).openBatch - 1);
    }

    function wait(uint256 duration) external acting {
        _wait(bound(duration, 1, 20 days));
        ledger.done(this.wait.selector);
    }

    // ------------------------------------------------------------------------------------------ steps

    function _submit(Random.Stream memory random) private returns (uint256 id) {
        uint64 seat = _seatWithASlot(random);
        uint256 account = ledger.seatAt(seat).account;
        bool sponsored = random.oneIn(3);
        if (sponsored) account = _guestOf(random, seat);
        Ledger.Work memory made;
        (made.submitter, made.seat) = (commons.accountOf(account), seat);
        made.modelId = _anyModel(random);
        made.kind = uint8(random.between(0, 6));
        bytes32 domain = Manifests.domain(block.chainid, address(registry), made.modelId, made.submitter);
        ManifestTree.Leaf[] memory leaves = _leaves(random, commons.maxUnitsPerItem(made.kind));
        uint256 hollow = random.oneIn(5) ? random.between(1, leaves.length) : 0;
        Manifests.Tree memory tree = archive.grow(domain, leaves, hollow);
        (made.items, made.units, made.since) = (tree.items(), tree.sum(), ledger.time());

        id = _send(random, account, made, _submission(made, tree, sponsored ? seat : 0));
        assertEq(registry.contributionAt(id).seat, seat, "the seat under which work is submitted");
        archive.put(id, domain, leaves, hollow);
        ledger.submitted(id, made);
    }

    function _submission(
        Ledger.Work memory made,
        Manifests.Tree memory tree,
        uint64 sponsor
    ) private pure returns (SignedSubmissions.Submission memory) {
        return
            SignedSubmissions.Submission({
                modelId: made.modelId,
                kind: SignedSubmissions.Kind(made.kind),
                depth: tree.depth,
                items: made.items,
                units: made.units,
                root: tree.root(),
                sponsor: sponsor,
                uri: "ipfs://manifest"
            });
    }

    /// @dev By the submitter, or by anyone with the submitter's signature.
    function _send(
        Random.Stream memory random,
        uint256 account,
        Ledger.Work memory made,
        SignedSubmissions.Submission memory submission
    ) private returns (uint256) {
        if (random.oneIn(2)) {
            _did(address(registry), registry.submit.selector);
            vm.prank(made.submitter);
            return registry.submit(submission);
        }
        uint256 nonce = registry.nonces(made.submitter, uint192(random.between(0, 3)));
        bytes32 digest = registry.submissionDigest(made.submitter, submission, nonce, type(uint256).max);
        bytes memory signature = commons.signAs(account, digest);
        _did(address(registry), registry.submitBySig.selector);
        vm.prank(_anyone(random));
        return registry.submitBySig(made.submitter, submission, nonce, type(uint256).max, signature);
    }

    /// @dev An account that the seat sponsors; before it does, the account can hand in nothing under it.
    function _guestOf(Random.Stream memory random, uint64 seat) private returns (uint256 account) {
        account = random.between(0, ledger.accountCount() - 1);
        if (ledger.isSponsored(seat, account)) return account;
        address guest = commons.accountOf(account);
        SignedSubmissions.Submission memory submission;
        submission.sponsor = seat;
        bytes memory data = abi.encodeCall(ContributionRegistry.submit, (submission));
        _mustFail(address(registry), guest, data, ContributionRegistry.SponsorRequired.selector);
        _did(address(members), members.sponsor.selector);
        vm.prank(ledger.walletOfSeat(seat));
        members.sponsor(guest);
        ledger.sponsored(seat, account, true);
    }

    function _score(Random.Stream memory random) private returns (uint256 id) {
        id = _find(random, WorkLedger.Stage.Submitted);
        StandInPanel panel = commons.panel();
        bytes memory data;
        uint8 points = uint8(random.oneIn(5) ? random.between(0, 49) : random.between(50, 100));
        if (id != 0 && ledger.time() > ledger.workAt(id).since + panel.period()) {
            data = abi.encodeCall(StandInPanel.score, (id, points));
            _mustFail(address(panel), address(this), data, StandInPanel.TooLate.selector);
            id = 0;
        }
        if (id == 0) id = _submit(random);
        panel.score(id, points);
        if (points < 50) _enter(id, WorkLedger.Stage.Rejected, ContributionRegistry.State.Rejected, points);
        else _enter(id, WorkLedger.Stage.Accepted, ContributionRegistry.State.Accepted, points);
        data = abi.encodeCall(StandInPanel.score, (id, points));
        _mustFail(address(panel), address(this), data, ContributionRegistry.StateWrong.selector);
    }

    function _finalize(Random.Stream memory random) private returns (uint256 id) {
        id = _find(random, WorkLedger.Stage.Accepted);
        while (id == 0) {
            id = _score(random);
            if (ledger.workAt(id).stage != WorkLedger.Stage.Accepted) id = 0;
        }
        Ledger.Work memory work = ledger.workAt(id);
        (uint40 challenge, ) = registry.periods();
        uint256 from = work.since + challenge;
        if (ledger.time() < from) {
            bytes memory data = abi.encodeCall(ContributionRegistry.finalize, (id));
            _mustFail(address(registry), _anyone(random), data, ContributionRegistry.TooEarly.selector);
            _wait(from - ledger.time());
        }
        uint24 batch = models.modelAt(work.modelId).openBatch;
        _did(address(registry), registry.finalize.selector);
        vm.prank(_anyone(random));
        registry.finalize(id);

        // K1, K3: the rate is the kind's, or what one epoch's cap leaves for each unit.
        uint256 units = uint256(work.units) * work.score;
        uint256 rate = commons.TOKEN_RATE();
        if (units * rate > commons.MINT_CAP()) rate = commons.MINT_CAP() / units;
        ContributionRegistry.Contribution memory found = registry.contributionAt(id);
        assertEq(found.tokenRate, rate, "K3: the rate of tokens");
        assertLe(ledger.time(), found.mintableFrom, "K3: tokens mintable before the work was final");
        assertEq(uint256(found.state), uint256(ContributionRegistry.State.Final), "C2: state");
        ledger.finalized(id, batch, uint96(rate), found.mintableFrom);
        ManifestTree.Leaf[] memory leaves = archive.leavesOf(id);
        for (uint32 i = 0; i < leaves.length; ++i) {
            Ledger.Piece memory piece;
            (piece.work, piece.index, piece.holder) = (id, i, leaves[i].author);
            (piece.base, piece.provable) = (leaves[i].items * leaves[i].unitsPerItem, archive.hollowOf(id) != i + 1);
            ledger.pieced(piece);
        }
    }

    function _publish(Random.Stream memory random, uint32 modelId, uint24 lastBatch) private returns (bool) {
        ModelRegistry.Release memory info = ModelRegistry.Release(bytes32(random.word() | 1), 0, "", "Apache-2.0", "");
        // C5: units joining with one release, net of those that leave, stay within the bound of the units active before
        // it; a vote may widen it.
        uint256 active = ledger.activeIn(modelId);
        uint256 joining = ledger.joiningOf(modelId, lastBatch);
        uint256 leaving = _left(modelId, lastBatch);
        uint256 net = joining > leaving ? joining - leaving : 0;
        if (active != 0 && net > (active * models.joinBoundBps()) / 10_000) {
            bytes memory data = abi.encodeCall(ModelRegistry.publish, (modelId, lastBatch, info));
            _mustFail(address(models), address(this), data, ModelRegistry.JoinBoundExceeded.selector);
            uint256 needed = (net * 10_000 + active - 1) / active;
            if (needed > type(uint32).max) return false;
            _did(address(models), models.setJoinBound.selector);
            models.setJoinBound(uint32(needed));
        }
        assertEq(_joined(modelId, lastBatch), joining, "C5: units joining");
        _did(address(models), models.publish.selector);
        models.publish(modelId, lastBatch, info);
        // T6: what was parked is shared by the release that brings units, and stays while there are none.
        ledger.published(modelId, lastBatch);
        for (uint256 i = 0; i < commons.ASSETS(); ++i) _checkShares(modelId, commons.assets(i));
        _did(address(models), models.setJoinBound.selector);
        models.setJoinBound(commons.JOIN_BOUND());
        return true;
    }

    function _closeBatch(Random.Stream memory random, uint32 modelId) private returns (bool) {
        ModelRegistry.Model memory model = models.modelAt(modelId);
        ModelRegistry.Batch memory last = models.batchAt(modelId, model.openBatch - 1);
        if (model.joined == last.joined && model.left == last.left) {
            bytes memory data = abi.encodeCall(ModelRegistry.closeBatch, (modelId));
            _mustFail(address(models), _anyone(random), data, ModelRegistry.BatchEmpty.selector);
            return false;
        }
        _did(address(models), models.closeBatch.selector);
        vm.prank(_anyone(random));
        assertEq(models.closeBatch(modelId), model.openBatch, "the number of a batch");
        return true;
    }

    // ------------------------------------------------------------------------------------------ helpers

    /// @dev As the registry counts them.
    function _joined(uint32 modelId, uint24 lastBatch) private view returns (uint256) {
        uint24 from = models.modelAt(modelId).releasedBatch;
        return models.batchAt(modelId, lastBatch).joined - models.batchAt(modelId, from).joined;
    }

    function _left(uint32 modelId, uint24 lastBatch) private view returns (uint256) {
        uint24 from = models.modelAt(modelId).releasedBatch;
        return models.batchAt(modelId, lastBatch).left - models.batchAt(modelId, from).left;
    }

    /// @dev C2: the edge was taken, and only that.
    function _enter(uint256 id, WorkLedger.Stage stage, ContributionRegistry.State state, uint8 points) private {
        assertEq(uint256(registry.contributionAt(id).state), uint256(state), "C2: state");
        ledger.moved(id, stage, points);
    }

    /// @dev A work in `stage`, the first after a random one; 0 if there is none.
    function _find(Random.Stream memory random, WorkLedger.Stage stage) private view returns (uint256) {
        uint256 works = ledger.workCount();
        if (works == 0) return 0;
        uint256 start = random.between(0, works - 1);
        for (uint256 i = 0; i < works; ++i) {
            uint256 id = 1 + ((start + i) % works);
            if (ledger.workAt(id).stage == stage) return id;
        }
        return 0;
    }

    /// @dev A member's seat; if all its slots are held, time passes.
    function _seatWithASlot(Random.Stream memory random) private returns (uint64 seat) {
        seat = seats.anyMember(random.word());
        (, uint8 slots) = registry.periods();
        uint40[6] memory freeFrom = registry.slotsOf(seat);
        bool free;
        for (uint256 i = 0; i < slots; ++i) free = free || freeFrom[i] <= ledger.time();
        if (!free) _wait(commons.panel().period());
    }

    function _leaves(
        Random.Stream memory random,
        uint256 maxPerItem
    ) private returns (ManifestTree.Leaf[] memory leaves) {
        leaves = new ManifestTree.Leaf[](random.between(1, 6));
        // Everyday work mostly, a giant now and then.
        uint256 most = random.oneIn(8) ? type(uint64).max / 6 : 1e9;
        for (uint32 i = 0; i < leaves.length; ++i) {
            uint256 items = random.magnitude(most / maxPerItem);
            leaves[i] = ManifestTree.Leaf({
                index: i,
                author: _anyAuthor(random),
                items: uint64(items),
                unitsPerItem: uint64(random.between(1, maxPerItem)),
                itemsRoot: archive.pack(_items(random))
            });
        }
    }

    /// @dev Two of a few that others have as well, and one of its own.
    function _items(Random.Stream memory random) private pure returns (bytes32[3] memory) {
        uint256 first = random.between(0, COMMON_ITEMS - 1);
        uint256 second = (first + random.between(1, COMMON_ITEMS - 1)) % COMMON_ITEMS;
        return [keccak256(abi.encode(first)), keccak256(abi.encode(second)), bytes32(random.word())];
    }
}
