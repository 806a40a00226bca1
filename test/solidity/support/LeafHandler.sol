// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {ContributionRegistry} from "../../../contracts/contributions/ContributionRegistry.sol";
import {ManifestTree} from "../../../contracts/contributions/ManifestTree.sol";
import {SignedSubmissions} from "../../../contracts/contributions/SignedSubmissions.sol";
import {ContributionToken} from "../../../contracts/membership/ContributionToken.sol";
import {ContributorRewards} from "../../../contracts/treasury/ContributorRewards.sol";
import {Archive} from "./Archive.sol";
import {Commons} from "./Commons.sol";
import {Handler} from "./Handler.sol";
import {Ledger} from "./Ledger.sol";
import {Random} from "./Random.sol";
import {WorkHandler} from "./WorkHandler.sol";
import {WorkLedger} from "./WorkLedger.sol";

/// @title LeafHandler
/// @notice Single leaves of final work: claimed by anyone for their authors, their tokens minted, withdrawn; and what
/// must not be done with them.
contract LeafHandler is Handler {
    using Random for Random.Stream;

    Archive private immutable archive;
    WorkHandler private immutable work;

    constructor(Commons commons_, Ledger ledger_, Archive archive_, WorkHandler work_) Handler(commons_, ledger_) {
        (archive, work) = (archive_, work_);
    }

    // ------------------------------------------------------------------------------------------ actions

    /// @notice Claims one to three leaves.
    function claimUnits(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        for (uint256 i = random.between(1, 3); i > 0; --i) {
            (bool found, uint256 at) = _find(random, _isClaimable);
            if (!found) {
                work.finalize(random.word());
                (found, at) = _find(random, _isClaimable);
                if (!found) return;
            }
            _claimUnits(random, at);
        }
        ledger.done(this.claimUnits.selector);
    }

    /// @notice Mints what had to wait, once its time has come.
    function mintTokens(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        (bool found, uint256 at) = _find(random, _isWaiting);
        if (!found) return;
        Ledger.Piece memory piece = ledger.pieceAt(at);
        uint256 from = ledger.workAt(piece.work).mintableFrom;
        if (ledger.time() < from) {
            bytes memory data = abi.encodeCall(ContributionRegistry.mintTokens, (piece.work, piece.index));
            _mustFail(address(registry), _anyone(random), data, ContributionRegistry.TooEarly.selector);
            if (!random.oneIn(2)) return;
            _wait(from - ledger.time());
        }
        _mintTokens(random, at);
        ledger.done(this.mintTokens.selector);
    }

    /// @notice An author withdraws a leaf, claimed or not.
    function withdraw(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        (bool found, uint256 at) = _find(random, _isWithdrawable);
        if (!found) return;
        Ledger.Piece memory piece = ledger.pieceAt(at);
        (ManifestTree.Leaf memory leaf, ManifestTree.Sibling[] memory proof) = archive.proofOf(piece.work, piece.index);
        bytes memory data = abi.encodeCall(ContributionRegistry.withdraw, (piece.work, leaf, proof));
        _mustFail(address(registry), _anyone(random), data, ContributionRegistry.NotAuthor.selector);

        uint24 batch = models.modelAt(ledger.workAt(piece.work).modelId).openBatch;
        address wallet = ledger.walletOf(piece.holder);
        uint256 before = token.balanceOf(wallet);
        _did(address(registry), registry.withdraw.selector);
        vm.prank(wallet);
        registry.withdraw(piece.work, leaf, proof);
        if (!piece.claimed) _claimed(at, wallet, before, false);
        ledger.withdrawn(at, batch);

        // C3: once for each leaf.
        _mustFail(address(registry), wallet, data, ContributorRewards.PositionAlreadyEnded.selector);
        ledger.done(this.withdraw.selector);
    }

    /// @notice C1, C4, C5, K1, K4: what nobody may do.
    function forge(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        (bool found, uint256 at) = _find(random, _isClaimed);
        if (!found) return;
        Ledger.Piece memory piece = ledger.pieceAt(at);
        (ManifestTree.Leaf memory leaf, ManifestTree.Sibling[] memory proof) = archive.proofOf(piece.work, piece.index);
        address from = _anyone(random);
        bool nothing = piece.struck == piece.base;
        bytes4 refusal =
            nothing ? ContributionRegistry.NothingLeft.selector : ContributorRewards.PositionAlreadyOpen.selector;
        _mustNotClaim(from, piece.work, leaf, proof, refusal);
        if (piece.minted) {
            bytes memory mint = abi.encodeCall(ContributionRegistry.mintTokens, (piece.work, piece.index));
            _mustFail(address(registry), from, mint, ContributionRegistry.TokensNotWaiting.selector);
        }
        _mustFail(
            address(token),
            ledger.walletOf(piece.holder),
            abi.encodeWithSignature("transfer(address,uint256)", from, 0),
            ContributionToken.TransfersClosed.selector
        );
        _forgeLeaf(random, piece.work, leaf, proof);
        _forgeSubmission(random, piece.work, ledger.workAt(piece.work));
        ledger.done(this.forge.selector);
    }

    /// @notice Everything that can still be claimed and minted is, at the latest time it has to wait for (T8).
    function claimEverything(uint256 seed) external acting {
        Random.Stream memory random = _random(seed);
        while (true) {
            (bool found, uint256 at) = _find(random, _isClaimable);
            if (!found) break;
            _claimUnits(random, at);
        }
        while (true) {
            (bool found, uint256 at) = _find(random, _isWaiting);
            if (!found) break;
            uint256 from = ledger.workAt(ledger.pieceAt(at).work).mintableFrom;
            if (ledger.time() < from) _wait(from - ledger.time());
            _mintTokens(random, at);
        }
    }

    // ------------------------------------------------------------------------------------------ steps

    function _claimUnits(Random.Stream memory random, uint256 at) private {
        Ledger.Piece memory piece = ledger.pieceAt(at);
        (ManifestTree.Leaf memory leaf, ManifestTree.Sibling[] memory proof) = archive.proofOf(piece.work, piece.index);
        address wallet = ledger.walletOf(piece.holder);
        uint256 before = token.balanceOf(wallet);
        _did(address(registry), registry.claimUnits.selector);
        vm.prank(_anyone(random));
        registry.claimUnits(piece.work, leaf, proof);
        _claimed(at, wallet, before, true);
    }

    /// @dev The position stands under its author, and its tokens are there or wait; excluded work has none to give.
    function _claimed(uint256 at, address wallet, uint256 before, bool staying) private {
        ledger.claimedPiece(at);
        Ledger.Piece memory piece = ledger.pieceAt(at);
        uint256 position = ledger.positionOf(at);
        ContributorRewards.Position memory opened = rewards.positionAt(position);
        assertEq(opened.holder, piece.holder, "the holder of a position");
        assertEq(opened.units, piece.base - piece.struck, "the units of a position");
        bool due = staying && ledger.workAt(piece.work).endBatch == 0;
        bool waits = due && ledger.time() < ledger.workAt(piece.work).mintableFrom;
        assertTrue(registry.tokensWaiting(position) == waits, "K3: tokens wait until they may be minted");
        _minted(at, wallet, before, due && !waits);
        if (!due) ledger.lapsedPiece(at);
    }

    function _mintTokens(Random.Stream memory random, uint256 at) private {
        Ledger.Piece memory piece = ledger.pieceAt(at);
        address wallet = ledger.walletOf(piece.holder);
        uint256 before = token.balanceOf(wallet);
        _did(address(registry), registry.mintTokens.selector);
        vm.prank(_anyone(random));
        registry.mintTokens(piece.work, piece.index);
        _minted(at, wallet, before, true);
    }

    /// @dev K1: units x score x rate, to the author's wallet.
    function _minted(uint256 at, address wallet, uint256 before, bool now_) private {
        Ledger.Piece memory piece = ledger.pieceAt(at);
        Ledger.Work memory source = ledger.workAt(piece.work);
        uint256 amount = now_ ? uint256(piece.base - piece.struck) * source.score * source.tokenRate : 0;
        assertEq(token.balanceOf(wallet) - before, amount, "K1: tokens minted for a leaf");
        if (now_) ledger.mintedPiece(at, wallet, amount);
    }

    /// @dev C1, C4: another author, more units, another place, another contribution.
    function _forgeLeaf(
        Random.Stream memory random,
        uint256 id,
        ManifestTree.Leaf memory leaf,
        ManifestTree.Sibling[] memory proof
    ) private {
        bytes4 mismatch = ManifestTree.ManifestRootMismatch.selector;
        uint256 other = random.between(1, ledger.workCount());
        if (other != id && ledger.workAt(other).stage == WorkLedger.Stage.Final) {
            bool fits = registry.contributionAt(other).depth == proof.length;
            bytes4 refusal = fits ? mismatch : ManifestTree.ManifestProofLength.selector;
            _mustNotClaim(_anyone(random), other, leaf, proof, refusal);
        }
        if (proof.length != 0) {
            leaf.index ^= 1;
            _mustNotClaim(_anyone(random), id, leaf, proof, mismatch);
            leaf.index ^= 1;
        }
        (address author, uint64 items) = (leaf.author, leaf.items);
        leaf.author = _anyone(random);
        _mustNotClaim(_anyone(random), id, leaf, proof, mismatch);
        (leaf.author, leaf.items) = (author, items + 1);
        _mustNotClaim(_anyone(random), id, leaf, proof, mismatch);
    }

    /// @dev C5: more units than the kind gives its items; and a manifest used twice.
    function _forgeSubmission(Random.Stream memory random, uint256 id, Ledger.Work memory source) private {
        ContributionRegistry.Contribution memory first = registry.contributionAt(id);
        // Units are looked at after the seat's slots.
        uint64 seat = members.seatOf(source.submitter);
        if (seat == 0) return;
        _waitUntil(registry.slotsOf(seat)[0]);
        SignedSubmissions.Submission memory submission = SignedSubmissions.Submission({
            modelId: source.modelId,
            kind: first.kind,
            depth: first.depth,
            items: 1,
            units: commons.maxUnitsPerItem(source.kind) + uint64(random.between(1, 1e9)),
            root: bytes32(random.word()),
            sponsor: 0,
            uri: ""
        });
        bytes memory data = abi.encodeCall(ContributionRegistry.submit, (submission));
        _mustFail(address(registry), source.submitter, data, ContributionRegistry.UnitsOutOfRange.selector);
        (submission.units, submission.root) = (1, first.root);
        data = abi.encodeCall(ContributionRegistry.submit, (submission));
        _mustFail(address(registry), source.submitter, data, ContributionRegistry.ManifestAlreadySubmitted.selector);
        submission.sponsor = seat;
        data = abi.encodeCall(ContributionRegistry.submit, (submission));
        _mustFail(address(registry), _anyone(random), data, ContributionRegistry.SponsorRequired.selector);
    }

    function _mustNotClaim(
        address from,
        uint256 id,
        ManifestTree.Leaf memory leaf,
        ManifestTree.Sibling[] memory proof,
        bytes4 selector
    ) private {
        bytes memory data = abi.encodeCall(ContributionRegistry.claimUnits, (id, leaf, proof));
        _mustFail(address(registry), from, data, selector);
    }

    // ------------------------------------------------------------------------------------------ finding a leaf

    /// @dev A leaf that `fits`, the first after a random one.
    function _find(
        Random.Stream memory random,
        function(Ledger.Piece memory) view returns (bool) fits
    ) private view returns (bool, uint256) {
        uint256 pieces = ledger.pieceCount();
        if (pieces == 0) return (false, 0);
        uint256 start = random.between(0, pieces - 1);
        for (uint256 i = 0; i < pieces; ++i) {
            uint256 at = (start + i) % pieces;
            if (fits(ledger.pieceAt(at))) return (true, at);
        }
        return (false, 0);
    }

    function _isClaimable(Ledger.Piece memory piece) private pure returns (bool) {
        return piece.provable && !piece.claimed && piece.struck < piece.base;
    }

    function _isClaimed(Ledger.Piece memory piece) private pure returns (bool) {
        return piece.claimed;
    }

    function _isWaiting(Ledger.Piece memory piece) private view returns (bool) {
        bool stays = piece.endBatch == 0 && ledger.workAt(piece.work).endBatch == 0;
        return piece.claimed && !piece.minted && !piece.lapsed && stays;
    }

    function _isWithdrawable(Ledger.Piece memory piece) private view returns (bool) {
        bool there = piece.claimed || piece.struck < piece.base;
        return piece.provable && there && piece.endBatch == 0 && ledger.workAt(piece.work).endBatch == 0;
    }
}
