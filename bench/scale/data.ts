// What a transaction takes of the L1 when it is sent on an OP Stack chain: the size that Fjord estimates of it, signed and
// compressed (https://docs.base.org/base-chain/specs/upgrades/fjord/exec-engine), and the price of that.
import { LibZip } from "solady";
import { type Address, type Hex, keccak256, serializeTransaction, size } from "viem";

/** Fjord's constants: bytes are `intercept + coefficient * fastlz`, in millionths, and never below `least`. */
const FJORD = { intercept: -42_585_600, coefficient: 836_500, least: 100 } as const;
const MILLIONTHS = 1_000_000;
/** What a byte of calldata costs on the L1, by which the first scalar is counted. */
const GAS_PER_BYTE = 16;

export type Transaction = {
  readonly to?: Address | undefined;
  readonly value?: bigint | undefined;
  readonly data: Hex;
};

/** Bytes that FastLZ makes of it. */
export const fastLzSize = (data: Hex): number => size(LibZip.flzCompress(data) as Hex);

/** The size in bytes for which Fjord charges, of bytes as signed. */
export const fjordSize = (signed: Hex): number =>
  Math.max(FJORD.least, (FJORD.intercept + FJORD.coefficient * fastLzSize(signed)) / MILLIONTHS);

/** That size of a transaction as a wallet sends it; fees and signature are made up, of usual lengths and incompressible. */
export function l1Bytes({ to, value, data }: Transaction): number {
  const r = keccak256(data);
  const transaction = {
    ...{ type: "eip1559" as const, chainId: 8_453, nonce: 77, gas: 250_000n, to: to ?? null, value: value ?? 0n, data },
    ...{ maxFeePerGas: 21_345_678n, maxPriorityFeePerGas: 1_000_001n },
  };
  return fjordSize(serializeTransaction(transaction, { r, s: keccak256(r), yParity: 1 }));
}

/** Fees of the L1 in wei, and the chain's scalars in millionths. */
export type L1Prices = {
  readonly baseFee: number;
  readonly blobBaseFee: number;
  readonly baseFeeScalar: number;
  readonly blobBaseFeeScalar: number;
};

/** Wei for a byte of that size. */
export const weiPerByte = ({ baseFee, blobBaseFee, baseFeeScalar, blobBaseFeeScalar }: L1Prices): number =>
  (baseFeeScalar * baseFee * GAS_PER_BYTE + blobBaseFeeScalar * blobBaseFee) / MILLIONTHS;
