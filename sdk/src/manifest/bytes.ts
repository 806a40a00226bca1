import type { Address, Hex } from "viem";
import type { Keccak } from "./keccak.ts";

const NOT_HEX = 255;
const NIBBLE = new Uint8Array(128).fill(NOT_HEX);
for (const [value, digit] of [..."0123456789abcdef"].entries()) {
  NIBBLE[digit.charCodeAt(0)] = value;
  NIBBLE[digit.toUpperCase().charCodeAt(0)] = value;
}
const OCTET = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, "0"));

function nibble(code: number): number {
  return code < 128 ? (NIBBLE[code] as number) : NOT_HEX;
}

/** True for 0x and exactly that many bytes of hex digits. */
export function isHexOf(text: unknown, bytes: number): text is Hex {
  if (typeof text !== "string" || text.length !== 2 + 2 * bytes || !text.startsWith("0x")) return false;
  for (let i = 2; i < text.length; i++) if (nibble(text.charCodeAt(i)) === NOT_HEX) return false;
  return true;
}

/** Writes hex known to be well-formed. */
export function writeHex(hex: string, out: Uint8Array, offset: number): void {
  for (let i = 2, at = offset; i < hex.length; i += 2) {
    out[at++] = (nibble(hex.charCodeAt(i)) << 4) | nibble(hex.charCodeAt(i + 1));
  }
}

export function hexOf(bytes: Uint8Array, from = 0, to: number = bytes.length): Hex {
  let digits = "";
  for (let i = from; i < to; i++) digits += OCTET[bytes[i] as number];
  return `0x${digits}`;
}

export function bytesOf(hex: Hex): Uint8Array {
  const out = new Uint8Array((hex.length - 2) / 2);
  writeHex(hex, out, 0);
  return out;
}

const asciiAddress = new Uint8Array(40);

/** The address with its EIP-55 checksum. Own code because viem's hashes in JavaScript: 10 s for a million authors. */
export function checksummed(address: Hex, keccak: Keccak): Address {
  const digits = address.slice(2).toLowerCase();
  for (let i = 0; i < 40; i++) asciiAddress[i] = digits.charCodeAt(i);
  const hash = keccak(asciiAddress);
  let out = "0x";
  for (let i = 0; i < 40; i++) {
    const octet = hash[i >> 1] as number;
    const upper = (i % 2 === 0 ? octet >> 4 : octet & 15) >= 8;
    out += upper ? (digits[i] as string).toUpperCase() : (digits[i] as string);
  }
  return out as Address;
}

/** All-lower and all-upper digits carry no checksum; mixed ones must carry the right one. */
export function hasWrongChecksum(address: Hex, keccak: Keccak): boolean {
  const digits = address.slice(2);
  if (digits === digits.toLowerCase() || digits === digits.toUpperCase()) return false;
  return checksummed(address, keccak) !== address;
}
