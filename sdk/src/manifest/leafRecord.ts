import type { Address, Hex } from "viem";
import { assertHash } from "./assertHash.ts";
import { checksummed, hasWrongChecksum, hexOf, isHexOf, writeHex } from "./bytes.ts";
import {
  ITEMS_OFFSET,
  ITEMS_ROOT_OFFSET,
  LEAF_RECORD_BYTES,
  MAX_UINT64,
  readUint64,
  UNITS_PER_ITEM_OFFSET,
  writeUint64,
} from "./encoding.ts";
import { LeafFieldError, ManifestOverflowError } from "./errors.ts";
import { checkUint, quoted } from "./integers.ts";
import type { Keccak } from "./keccak.ts";
import type { ManifestLeaf } from "./types.ts";

const ZERO_ADDRESS = `0x${"0".repeat(40)}`;

/** Checks a leaf and writes its record. Returns its units. */
export function writeLeafRecord(leaf: ManifestLeaf, out: Uint8Array, keccak: Keccak): bigint {
  const { author, items, unitsPerItem, itemsRoot } = leaf;
  checkAuthor(author, keccak);
  checkAmount("items", items);
  checkAmount("unitsPerItem", unitsPerItem);
  assertHash("itemsRoot", itemsRoot);
  const units = items * unitsPerItem;
  if (units > MAX_UINT64) {
    throw new ManifestOverflowError({
      what: `items x unitsPerItem is ${units}.`,
      why: "The units of a leaf must fit 64 bits.",
    });
  }
  writeHex(author, out, 0);
  writeUint64(out, ITEMS_OFFSET, items);
  writeUint64(out, UNITS_PER_ITEM_OFFSET, unitsPerItem);
  writeHex(itemsRoot, out, ITEMS_ROOT_OFFSET);
  return units;
}

export function readLeafRecord(record: Uint8Array, keccak: Keccak): ManifestLeaf {
  return {
    author: checksummed(hexOf(record, 0, ITEMS_OFFSET), keccak) as Address,
    items: readUint64(record, ITEMS_OFFSET),
    unitsPerItem: readUint64(record, UNITS_PER_ITEM_OFFSET),
    itemsRoot: hexOf(record, ITEMS_ROOT_OFFSET, LEAF_RECORD_BYTES) as Hex,
  };
}

function checkAuthor(author: string, keccak: Keccak): void {
  if (!isHexOf(author, 20)) {
    throw new LeafFieldError({
      field: "author",
      what: `author is not an address: ${quoted(author)}.`,
      why: "An author is an account, or a seat's number written as an address: 0x and 40 hex digits.",
      fix: "Copy the whole address again.",
    });
  }
  if (author === ZERO_ADDRESS) {
    throw new LeafFieldError({
      field: "author",
      what: "author is the zero address.",
      why: "Nobody could ever claim this work.",
      fix: "Name the account or the seat that did it.",
    });
  }
  if (hasWrongChecksum(author, keccak)) {
    throw new LeafFieldError({
      field: "author",
      what: `author has a wrong checksum: ${quoted(author)}.`,
      why: "Mixed capitals in an address are a checksum; a wrong one means a typing error.",
      fix: "Copy the address again, or write it in lower case if you are sure of it.",
    });
  }
}

function checkAmount(field: "items" | "unitsPerItem", value: bigint): void {
  checkUint({ field, value });
  if (value === 0n) {
    throw new LeafFieldError({
      field,
      what: `${field} is zero.`,
      why: "A leaf without units earns nothing and is refused on chain.",
      fix: "Leave the row out, or correct the number.",
    });
  }
}
