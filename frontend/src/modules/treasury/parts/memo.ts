// A payment's memo: 32 bytes in which words of up to 31 letters fit.
import { bytesToString, type Hex, hexToBytes, stringToBytes, stringToHex } from "viem";
import { plain } from "../../../format/plain.ts";

export const LONGEST_MEMO = 32;

export const memoBytes = (text: string): number => stringToBytes(text.trim()).length;

export const memoOf = (text: string): Hex => stringToHex(text.trim(), { size: LONGEST_MEMO });

/** What a memo says, if it says something in words. */
export function memoText(memo: Hex | undefined): string | undefined {
  if (!memo || /^0x0*$/.test(memo)) return undefined;
  const bytes = hexToBytes(memo);
  const end = bytes.findLastIndex((byte) => byte !== 0);
  const text = bytesToString(bytes.slice(0, end + 1));
  return text.includes("\u{FFFD}") || text.includes("\0") ? undefined : plain(text, LONGEST_MEMO) || undefined;
}
