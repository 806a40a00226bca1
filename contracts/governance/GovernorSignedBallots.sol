// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {Memory} from "@openzeppelin/contracts/utils/Memory.sol";

import {BallotBox} from "./BallotBox.sol";
import {GovernorCountingChambers} from "./GovernorCountingChambers.sol";

/// @title GovernorSignedBallots
/// @notice Ballots that people sign and anyone brings to the chain, one or many in a transaction.
///
/// A signed ballot states how many ballots of its voter were accepted on the proposal before it, and counts only then: once
/// another one counted, however it came, it is void. OpenZeppelin's own signed ballots follow the same rule, with that number
/// in the place of their nonce. `nonces` stays 0 for everyone, so tools that sign with it sign first ballots.
///
/// Keeps G8: an old signed ballot never replaces a newer one. The domain binds chain and contract.
abstract contract GovernorSignedBallots is GovernorCountingChambers {
    /// @notice `options` is the bitmap of a direction ballot, else 0. `deadline` in unix seconds, inclusive. The signature is
    /// the voter's own, or what its contract accepts (ERC-1271).
    struct SignedBallot {
        address voter;
        uint8 support;
        uint16 options;
        uint32 sequence;
        uint48 deadline;
        bytes signature;
    }

    /// @dev What is signed (EIP-712).
    bytes32 private constant SIGNED_BALLOT_TYPEHASH = keccak256(
        "SignedBallot(uint256 proposalId,uint8 support,uint16 options,address voter,uint32 sequence,uint48 deadline)"
    );

    error NoBallotCounts(uint256 proposalId);

    // ------------------------------------------------------------------------------------------ people's actions

    /// @notice Casts ballots that their voters signed. Anyone. Those that don't count (outdated, expired, ill-signed, without a
    /// voice) are passed over, so that no voter can spoil the others'; reverts if none counts. Returns how many do.
    function castSignedBallots(uint256 proposalId, SignedBallot[] calldata ballots) external returns (uint256 counted) {
        // Counting never ends voting, so once is enough.
        _validateStateBitmap(proposalId, _encodeStateBitmap(ProposalState.Active));
        uint256 snapshot = proposalSnapshot(proposalId);
        uint8 kind = _kindOf(proposalId);
        // Nothing of a ballot is needed in memory once it is counted: so a long batch pays for the room of one.
        Memory.Pointer free = Memory.getFreeMemoryPointer();
        for (uint256 i = 0; i < ballots.length; ++i) {
            Memory.unsafeSetFreeMemoryPointer(free);
            if (_cast(proposalId, snapshot, kind, ballots[i])) ++counted;
        }
        if (counted == 0) revert NoBallotCounts(proposalId);
    }

    // ------------------------------------------------------------------------------------------ internals

    function _cast(
        uint256 proposalId,
        uint256 snapshot,
        uint8 kind,
        SignedBallot calldata ballot
    ) private returns (bool) {
        (address voter, uint8 support, uint16 options) = (ballot.voter, ballot.support, ballot.options);
        if (
            block.timestamp > ballot.deadline ||
            !_isChoice(kind, support, options) ||
            ballot.sequence != _sequence(proposalId, voter) ||
            !_isSigned(proposalId, ballot)
        ) return false;
        uint256 votes = _getVotes(voter, snapshot, "");
        uint256 choice = BallotBox.newChoice(support, options);
        (uint256 weight, Refusal refusal) = _tryCount(proposalId, snapshot, voter, votes, choice);
        if (refusal != Refusal.None) return false;
        if (options == 0) emit VoteCast(voter, proposalId, support, weight, "");
        else emit VoteCastWithParams(voter, proposalId, support, weight, "", _params(options));
        return true;
    }

    function _isSigned(uint256 proposalId, SignedBallot calldata ballot) private view returns (bool) {
        bytes32 content = keccak256(
            abi.encode(
                SIGNED_BALLOT_TYPEHASH,
                proposalId,
                ballot.support,
                ballot.options,
                ballot.voter,
                ballot.sequence,
                ballot.deadline
            )
        );
        return _signed(ballot.voter, _hashTypedDataV4(content), ballot.signature);
    }

    /// @dev As OpenZeppelin's SignatureChecker, but with the key first: looking for code at an address costs more than it.
    function _signed(address voter, bytes32 digest, bytes memory signature) private view returns (bool) {
        (address signer, ECDSA.RecoverError problem, ) = ECDSA.tryRecover(digest, signature);
        if (problem == ECDSA.RecoverError.NoError && signer == voter) return true;
        return SignatureChecker.isValidERC1271SignatureNow(voter, digest, signature);
    }

    /// @dev The options of a direction ballot as `params` of OpenZeppelin's functions and events carry them: two bytes.
    function _params(uint16 options) private pure returns (bytes memory) {
        return options == 0 ? bytes("") : abi.encodePacked(options);
    }

    /// @inheritdoc Governor
    function _validateVoteSig(
        uint256 proposalId,
        uint8 support,
        address voter,
        bytes memory signature
    ) internal view virtual override returns (bool) {
        bytes32 content = keccak256(
            abi.encode(BALLOT_TYPEHASH, proposalId, support, voter, _sequence(proposalId, voter))
        );
        return _signed(voter, _hashTypedDataV4(content), signature);
    }

    /// @inheritdoc Governor
    function _validateExtendedVoteSig(
        uint256 proposalId,
        uint8 support,
        address voter,
        string memory reason,
        bytes memory params,
        bytes memory signature
    ) internal view virtual override returns (bool) {
        bytes32 content = keccak256(
            abi.encode(
                EXTENDED_BALLOT_TYPEHASH,
                proposalId,
                support,
                voter,
                _sequence(proposalId, voter),
                keccak256(bytes(reason)),
                keccak256(params)
            )
        );
        return _signed(voter, _hashTypedDataV4(content), signature);
    }
}
