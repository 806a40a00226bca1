// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.35;

// Claims of money from a Merkle tree, from the parts that OpenZeppelin and Solady bring for it: nothing but proof, bit and
// transfer. Leaves are OpenZeppelin's: hashed twice.
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {BitMaps} from "@openzeppelin/contracts/utils/structs/BitMaps.sol";
import {LibBitmap} from "solady/src/utils/LibBitmap.sol";
import {MerkleProofLib} from "solady/src/utils/MerkleProofLib.sol";
import {SafeTransferLib} from "solady/src/utils/SafeTransferLib.sol";

abstract contract MerkleClaim {
    address internal immutable _token;
    bytes32 internal immutable _root;

    event Claimed(uint256 index, address account, uint256 amount);

    error AlreadyClaimed();
    error InvalidProof();

    constructor(address token, bytes32 root) {
        (_token, _root) = (token, root);
    }

    function claim(uint256 index, address account, uint256 amount, bytes32[] calldata proof) external virtual;

    function _leaf(uint256 index, address account, uint256 amount) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(index, account, amount))));
    }
}

contract OpenZeppelinClaim is MerkleClaim {
    using BitMaps for BitMaps.BitMap;

    BitMaps.BitMap private _claimed;

    constructor(address token, bytes32 root) MerkleClaim(token, root) {}

    function claim(uint256 index, address account, uint256 amount, bytes32[] calldata proof) external override {
        if (_claimed.get(index)) revert AlreadyClaimed();
        if (!MerkleProof.verifyCalldata(proof, _root, _leaf(index, account, amount))) revert InvalidProof();
        _claimed.set(index);
        emit Claimed(index, account, amount);
        SafeERC20.safeTransfer(IERC20(_token), account, amount);
    }
}

contract SoladyClaim is MerkleClaim {
    using LibBitmap for LibBitmap.Bitmap;

    LibBitmap.Bitmap private _claimed;

    constructor(address token, bytes32 root) MerkleClaim(token, root) {}

    function claim(uint256 index, address account, uint256 amount, bytes32[] calldata proof) external override {
        if (!MerkleProofLib.verifyCalldata(proof, _root, _leaf(index, account, amount))) revert InvalidProof();
        if (!_claimed.toggle(index)) revert AlreadyClaimed();
        emit Claimed(index, account, amount);
        SafeTransferLib.safeTransfer(_token, account, amount);
    }
}
