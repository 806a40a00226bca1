// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {Author} from "../../../contracts/contributions/Author.sol";
import {ContributionRegistry} from "../../../contracts/contributions/ContributionRegistry.sol";
import {Duplicates} from "../../../contracts/contributions/Duplicates.sol";
import {ManifestTree} from "../../../contracts/contributions/ManifestTree.sol";
import {Archive} from "./Archive.sol";
import {Commons} from "./Commons.sol";
import {Handler} from "./Handler.sol";
import {Ledger} from "./Ledger.sol";
import {Manifests} from "./Manifests.sol";
import {Random} from "./Random.sol";
import {SeatHandler} from "./SeatHandler.sol";
import {WorkHandler} from "./WorkHandler.sol";
import {WorkLedger} from "./WorkLedger.sol";

/// @title StrikeHandler
/// @notice Copied items: shown by anyone, struck once, and what their finders earn.
contract StrikeHandler is Handler {
    using Random for Random.Stream;

    /// @dev An item of a piece, and an earlier place of it.
    struct Copy {
        uint256 at;
        Ledger.Piece piece;
        bytes32 content;
        Archive.Spot earlier;
        Archive.Spot later;
        /// The call that shows it, and what it does.
        bytes data;
        uint64 units;
        bool stands;
        /// Tokens that were minted for it.
        uint256 owed;
    }

    Archive private immutable archive;
    WorkHandler private immutable work;
    SeatHandler private immutable seats;
    Duplicates private immutable duplicates;

    constructor(
        Commons commons_,
        Ledger ledger_,
        Archive archive_,
        WorkHandler work_,
        SeatHandler seats_
    ) Handler(commons_, ledger_) {
        (archive, work, seats, duplicates) = (archive_, work_, seats_, commons_.registry().duplicates());
    }

    // ------------------------------------------------------------------------------------------ actions

    function strike(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        address finder = random.oneIn(3) ? _anyone(random) : ledger.walletOfSeat(_anySeat(random));
        if (_strikeAny(random, finder)) ledger.done(this.strike.selector);
    }

    /// @notice What finders earned becomes work of theirs.
    function collect(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        (bool found, uint32 modelId, uint64 seat) = _rewarded();
        for (uint256 i = 0; i < 6 && !found; ++i) {
            _strikeAny(random, ledger.walletOfSeat(seats.anyMember(random.word())));
            (found, modelId, seat) = _rewarded();
        }
        if (!found) return;
        _collect(random, modelId, seat);
        ledger.done(this.collect.selector);
    }

    // ------------------------------------------------------------------------------------------ steps

    function _strikeAny(Random.Stream memory random, address finder) private returns (bool) {
        (bool found, Copy memory copy) = _find(random);
        if (!found) {
            work.finalize(random.word());
            (found, copy) = _find(random);
        }
        return found && _strike(random, copy, finder);
    }

    /// @dev True if something was struck, and not refused as it must be.
    function _strike(Random.Stream memory random, Copy memory copy, address finder) private returns (bool) {
        Ledger.Work memory source = ledger.workAt(copy.piece.work);
        _foresee(copy, source);
        bytes4 refusal = _refusal(copy, source);
        if (refusal != 0) {
            _mustFail(address(duplicates), _anyone(random), copy.data, refusal);
            return false;
        }
        uint24 batch = copy.stands ? models.modelAt(source.modelId).openBatch : 0;
        uint256 struck = abi.decode(_mustSucceed(address(duplicates), finder, copy.data), (uint256));
        assertEq(struck, copy.stands ? uint256(copy.units) * source.score : 0, "C3: units struck");
        ledger.rewarded(source.modelId, members.seatOf(finder), struck / 1_000);
        WorkLedger.Strike memory noted;
        (noted.content, noted.units, noted.claimed) = (copy.content, copy.units, copy.piece.claimed);
        noted.batch = batch;
        ledger.struck(copy.at, noted);
        ledger.burned(copy.piece.holder, copy.owed);
        address wallet = ledger.walletOf(copy.piece.holder);
        assertEq(token.balanceOf(wallet), ledger.balanceOf(wallet), "K1: tokens burned");
        assertEq(token.totalSupply(), ledger.minted(), "K1: tokens burned of the seat that inherits");
        _mustFail(address(duplicates), _anyone(random), copy.data, Duplicates.AlreadyStruck.selector);
        return true;
    }

    function _foresee(Copy memory copy, Ledger.Work memory source) private view {
        Duplicates.Place memory later = _place(copy.later);
        copy.data = abi.encodeCall(Duplicates.proveDuplicate, (copy.content, _place(copy.earlier), later));
        copy.units = later.leaf.unitsPerItem;
        copy.stands = copy.piece.endBatch == 0 && source.endBatch == 0;
        if (copy.piece.minted) copy.owed = uint256(copy.units) * source.score * source.tokenRate;
    }

    /// @dev Why it is none, or was one before; 0 if it is one.
    function _refusal(Copy memory copy, Ledger.Work memory source) private view returns (bytes4) {
        Ledger.Work memory earlier = ledger.workAt(copy.earlier.contribution);
        bool own = earlier.submitter == source.submitter;
        if (own && earlier.stage != WorkLedger.Stage.Final) return Duplicates.EarlierDoesNotCount.selector;
        if (ledger.isStruck(copy.at, copy.content)) return Duplicates.AlreadyStruck.selector;
        // Fewer items were declared than the leaf has.
        bool hasUnits = uint256(copy.piece.struck) + copy.units <= copy.piece.base;
        // C3: what has left loses no units again, only tokens.
        (, uint256 first, uint256 next) = ledger.burnable(copy.piece.holder, copy.owed);
        bool takes = hasUnits && (copy.stands || first + next != 0);
        return takes ? bytes4(0) : ContributionRegistry.NothingLeft.selector;
    }

    function _collect(Random.Stream memory random, uint32 modelId, uint64 seat) private {
        Ledger.Work memory made;
        (made.modelId, made.kind, made.submitter, made.seat) = (modelId, 4, ledger.walletOfSeat(seat), seat);
        made.units = uint64(ledger.rewardOf(modelId, seat));
        made.items = made.units;
        uint256 before = token.balanceOf(made.submitter);
        made.joinBatch = models.modelAt(modelId).openBatch;
        _did(address(duplicates), duplicates.collect.selector);
        vm.prank(_anyone(random));
        uint256 id = duplicates.collect(modelId, seat);
        assertEq(id, ledger.workCount() + 1, "the number of a contribution");
        ledger.collected(modelId, seat);
        _admitted(id, made);
        uint256 tokens = _opened(id, made);
        assertEq(token.balanceOf(made.submitter) - before, tokens, "K1: tokens minted for what was credited");
    }

    /// @dev It is final work of one leaf, at full score.
    function _admitted(uint256 id, Ledger.Work memory made) private {
        ledger.submitted(id, made);
        ledger.moved(id, WorkLedger.Stage.Accepted, 100);
        uint256 rate = commons.TOKEN_RATE();
        uint256 units = uint256(made.units) * 100;
        if (units * rate > commons.MINT_CAP()) rate = commons.MINT_CAP() / units;
        ContributionRegistry.Contribution memory there = registry.contributionAt(id);
        assertEq(there.tokenRate, rate, "K3: the rate of tokens");
        ledger.finalized(id, made.joinBatch, uint96(rate), there.mintableFrom);

        ManifestTree.Leaf[] memory leaves = new ManifestTree.Leaf[](1);
        leaves[0] = ManifestTree.Leaf(0, Author.ofSeat(made.seat), made.units, 1, bytes32(id));
        bytes32 domain = Manifests.domain(block.chainid, address(registry), made.modelId, made.submitter);
        assertEq(there.root, Manifests.hashLeaf(domain, leaves[0]), "the root of work that was credited");
        archive.put(id, domain, leaves, 0);
    }

    /// @dev Its leaf is claimed, and has its tokens, or waits for them.
    function _opened(uint256 id, Ledger.Work memory made) private returns (uint256 tokens) {
        Ledger.Piece memory piece;
        (piece.work, piece.holder, piece.base) = (id, Author.ofSeat(made.seat), made.units);
        (piece.provable, piece.claimed) = (true, true);
        ledger.pieced(piece);
        Ledger.Work memory source = ledger.workAt(id);
        if (ledger.time() < source.mintableFrom) return 0;
        tokens = uint256(made.units) * 100 * source.tokenRate;
        ledger.mintedPiece(ledger.pieceCount() - 1, made.submitter, tokens);
    }

    // ------------------------------------------------------------------------------------------ helpers

    /// @dev Any of a few pieces that have a copy before them.
    function _find(Random.Stream memory random) private view returns (bool, Copy memory copy) {
        uint256 pieces = ledger.pieceCount();
        for (uint256 tries = 0; pieces != 0 && tries < 8; ++tries) {
            copy.at = random.between(0, pieces - 1);
            copy.piece = ledger.pieceAt(copy.at);
            ManifestTree.Leaf memory leaf = archive.leavesOf(copy.piece.work)[copy.piece.index];
            uint256 item = random.between(0, 1);
            copy.content = archive.itemsOf(leaf.itemsRoot)[item];
            if (copy.content == 0 || !copy.piece.provable) continue;
            Archive.Spot[] memory spots = archive.spotsOf(copy.content);
            uint256 place;
            while (spots[place].contribution != copy.piece.work || spots[place].index != copy.piece.index) ++place;
            if (place == 0) continue;
            (copy.earlier, copy.later) = (spots[random.between(0, place - 1)], spots[place]);
            return (true, copy);
        }
        return (false, copy);
    }

    function _place(Archive.Spot memory spot) private view returns (Duplicates.Place memory place) {
        place.contribution = spot.contribution;
        (place.leaf, place.proof) = archive.proofOf(spot.contribution, spot.index);
        place.itemProof = archive.itemProofOf(place.leaf.itemsRoot, spot.item);
    }

    function _rewarded() private view returns (bool, uint32, uint64) {
        for (uint32 modelId = 1; modelId <= models.modelCount(); ++modelId) {
            for (uint64 seat = 1; seat <= ledger.seatCount(); ++seat) {
                if (ledger.rewardOf(modelId, seat) != 0) return (true, modelId, seat);
            }
        }
        return (false, 0, 0);
    }
}
