import type { Hex } from "viem";

/** What a private key has to be, for messages about one that is none. */
export const PRIVATE_KEY_FORM = "64 hex digits, with 0x before them or without";

/** A private key as people paste it, in the form that viem takes; undefined if it is none. Case and blanks around it don't matter. */
export function privateKeyOf(text: string): Hex | undefined {
  const digits = /^(?:0x)?([0-9a-f]{64})$/i.exec(text.trim())?.[1];
  return digits === undefined ? undefined : `0x${digits.toLowerCase()}`;
}
