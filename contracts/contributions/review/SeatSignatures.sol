// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {NoncesKeyed} from "@openzeppelin/contracts/utils/NoncesKeyed.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

import {MemberRegistry} from "../../membership/MemberRegistry.sol";

/// @title SeatSignatures
/// @notice Who acts for a seat: its present wallet, by itself or with a signature that anyone may hand in (EIP-712, with a
/// deadline and a keyed nonce, so that it counts once, here, and in time). What was done is the seat's: if the seat
/// moves meanwhile, its new wallet goes on.
abstract contract SeatSignatures is EIP712, NoncesKeyed {
    error NotSeated(address account);
    error ReviewSignatureExpired(uint256 deadline);
    error ReviewSignatureInvalid(address account);

    MemberRegistry public immutable members;

    constructor(MemberRegistry members_) EIP712("Commonmind ReviewPanel", "1") {
        members = members_;
    }

    /// @dev The active seat of `account`; reverts if it has none.
    function _seatOf(address account) internal view returns (uint64 seat) {
        seat = members.seatOf(account);
        if (seat == 0) revert NotSeated(account);
    }

    /// @dev The seat of `account`, which signed the struct whose hash this is; uses the nonce up.
    function _seatBySignature(
        address account,
        bytes32 structHash,
        uint256 nonce,
        uint256 deadline,
        bytes calldata signature
    ) internal returns (uint64) {
        if (block.timestamp > deadline) revert ReviewSignatureExpired(deadline);
        if (!SignatureChecker.isValidSignatureNowCalldata(account, _hashTypedDataV4(structHash), signature)) {
            revert ReviewSignatureInvalid(account);
        }
        _useCheckedNonce(account, nonce);
        return _seatOf(account);
    }
}
