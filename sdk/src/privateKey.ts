import type { Hex } from "viem";

/** The curve's order: keys are from 1 to below it. */
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/** What a private key has to be, for messages about one that is none. */
export const PRIVATE_KEY_FORM = "64 hex digits, with 0x before them or without";

/** A private key as people paste it, in the form that viem takes; undefined if it is none. Case and blanks around it don't matter. */
export function privateKeyOf(text: string): Hex | undefined {
  const digits = /^(?:0x)?([0-9a-f]{64})$/i.exec(text.trim())?.[1];
  const number = BigInt(`0x${digits ?? 0}`);
  return digits === undefined || number === 0n || number >= ORDER ? undefined : `0x${digits.toLowerCase()}`;
}
