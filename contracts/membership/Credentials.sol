// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

/// @title Credentials
/// @notice What issuers, accounts and wallets sign (EIP-712), and how it is checked. Issuers and accounts may be
/// contracts (ERC-1271).
///
/// The domain binds a signature to one chain and one registry. Which credential acts on which seat, and that each acts
/// once, is decided by the serials of {MemberRegistry}.
abstract contract Credentials is EIP712 {
    /// @dev What an issuer attests. `serial` is when it was issued, `expiry` when it ends (unix seconds).
    struct Credential {
        address issuer;
        bytes32 nullifier;
        address account;
        uint48 serial;
        uint48 expiry;
    }

    bytes32 private constant CREDENTIAL_TYPEHASH = keccak256(
        "Credential(address issuer,bytes32 nullifier,address account,uint48 serial,uint48 expiry)"
    );
    bytes32 private constant CONSENT_TYPEHASH = keccak256("Consent(bytes32 credential,uint256 deadline)");
    bytes32 private constant VETO_TYPEHASH = keccak256("Veto(uint64 seat,uint48 serial,uint256 deadline)");

    error CredentialExpired(uint48 expiry);
    error CredentialFromTheFuture(uint48 serial);
    error CredentialSignatureInvalid(address issuer);
    error CredentialForAnotherAccount(address account, address caller);
    error ConsentExpired(uint256 deadline);
    error ConsentSignatureInvalid(address account);
    error VetoExpired(uint256 deadline);
    error VetoSignatureInvalid(address wallet);

    // ------------------------------------------------------------------------------------------ views

    /// @notice The digest an issuer signs.
    function credentialDigest(Credential calldata credential) external view returns (bytes32) {
        return _hashTypedDataV4(_hashCredential(credential));
    }

    /// @notice The digest an account signs to let somebody else hand the credential in.
    function consentDigest(Credential calldata credential, uint256 deadline) external view returns (bytes32) {
        return _hashConsent(credential, deadline);
    }

    /// @notice The digest a seat's wallet signs to let somebody else stop the move that the credential with this serial
    /// asked for.
    function vetoDigest(uint64 seat, uint48 serial, uint256 deadline) external view returns (bytes32) {
        return _hashVeto(seat, serial, deadline);
    }

    // ------------------------------------------------------------------------------------------ internals

    function _requireCaller(address account) internal view {
        if (msg.sender != account) revert CredentialForAnotherAccount(account, msg.sender);
    }

    function _requireAttested(Credential calldata credential, bytes calldata signature) internal view {
        _requireUnexpired(credential.expiry);
        // A serial of the far future would keep every later credential out.
        if (credential.serial > block.timestamp) revert CredentialFromTheFuture(credential.serial);
        bytes32 digest = _hashTypedDataV4(_hashCredential(credential));
        if (!SignatureChecker.isValidSignatureNowCalldata(credential.issuer, digest, signature)) {
            revert CredentialSignatureInvalid(credential.issuer);
        }
    }

    function _requireUnexpired(uint48 expiry) internal view {
        if (expiry <= block.timestamp) revert CredentialExpired(expiry);
    }

    function _requireConsent(Credential calldata credential, uint256 deadline, bytes calldata consent) internal view {
        if (block.timestamp > deadline) revert ConsentExpired(deadline);
        bytes32 digest = _hashConsent(credential, deadline);
        if (!SignatureChecker.isValidSignatureNowCalldata(credential.account, digest, consent)) {
            revert ConsentSignatureInvalid(credential.account);
        }
    }

    function _requireVeto(
        address wallet,
        uint64 seat,
        uint48 serial,
        uint256 deadline,
        bytes calldata signature
    ) internal view {
        if (block.timestamp > deadline) revert VetoExpired(deadline);
        bytes32 digest = _hashVeto(seat, serial, deadline);
        if (!SignatureChecker.isValidSignatureNowCalldata(wallet, digest, signature)) {
            revert VetoSignatureInvalid(wallet);
        }
    }

    function _hashCredential(Credential calldata credential) private pure returns (bytes32) {
        return keccak256(abi.encode(CREDENTIAL_TYPEHASH, credential));
    }

    function _hashConsent(Credential calldata credential, uint256 deadline) private view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(CONSENT_TYPEHASH, _hashCredential(credential), deadline)));
    }

    function _hashVeto(uint64 seat, uint48 serial, uint256 deadline) private view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(VETO_TYPEHASH, seat, serial, deadline)));
    }
}
