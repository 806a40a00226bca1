import { type Address, getAddress, numberToHex } from "viem";
import { MAX_UINT64 } from "./encoding.ts";
import { checkUint } from "./integers.ts";

/** A seat as an author: its number written as an address, which lies below 2^64, where no account is. */
export function seatAuthor(seat: bigint): Address {
  return getAddress(numberToHex(checkUint({ field: "seat", value: seat }), { size: 20 }));
}

/** The seat that an author stands for, or undefined if the author is an account. */
export function seatOfAuthor(author: Address): bigint | undefined {
  const value = BigInt(author);
  return value <= MAX_UINT64 ? value : undefined;
}
