// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {NoncesKeyed} from "@openzeppelin/contracts/utils/NoncesKeyed.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

/// @title SignedSubmissions
/// @notice What a submitter declares, and the signature with which somebody else may hand it in: EIP-712, with a deadline
/// and a keyed nonce, so that it counts once, here, and in time.
abstract contract SignedSubmissions is EIP712, NoncesKeyed {
    enum Kind {
        Data,
        Validation,
        Training,
        Knowledge,
        Curation,
        Code,
        Compute
    }

    /// @dev What a submitter declares. `items` and `units` (items x unitsPerItem) are those of the whole manifest.
    /// `sponsor`: the seat under whose sponsorship it is; 0: the submitter's own.
    struct Submission {
        uint32 modelId;
        Kind kind;
        uint8 depth;
        uint64 items;
        uint64 units;
        bytes32 root;
        uint64 sponsor;
        string uri;
    }

    bytes32 private constant SUBMISSION_TYPEHASH = keccak256(
        "Submission(address submitter,uint32 modelId,uint8 kind,uint8 depth,uint64 items,uint64 units,bytes32 root,uint64 sponsor,string uri,uint256 nonce,uint256 deadline)"
    );

    error SubmissionExpired(uint256 deadline);
    error SubmissionSignatureInvalid(address submitter);

    constructor() EIP712("Commonmind ContributionRegistry", "1") {}

    /// @notice The digest a submitter signs for {submitBySig}.
    function submissionDigest(
        address submitter,
        Submission calldata submission,
        uint256 nonce,
        uint256 deadline
    ) public view returns (bytes32) {
        return
            _hashTypedDataV4(
                keccak256(
                    abi.encode(
                        SUBMISSION_TYPEHASH,
                        submitter,
                        submission.modelId,
                        submission.kind,
                        submission.depth,
                        submission.items,
                        submission.units,
                        submission.root,
                        submission.sponsor,
                        keccak256(bytes(submission.uri)),
                        nonce,
                        deadline
                    )
                )
            );
    }

    /// @dev Reverts unless `submitter` signed this submission for this nonce; uses the nonce up.
    function _useSignature(
        address submitter,
        Submission calldata submission,
        uint256 nonce,
        uint256 deadline,
        bytes calldata signature
    ) internal {
        if (block.timestamp > deadline) revert SubmissionExpired(deadline);
        bytes32 digest = submissionDigest(submitter, submission, nonce, deadline);
        if (!SignatureChecker.isValidSignatureNowCalldata(submitter, digest, signature)) {
            revert SubmissionSignatureInvalid(submitter);
        }
        _useCheckedNonce(submitter, nonce);
    }
}
