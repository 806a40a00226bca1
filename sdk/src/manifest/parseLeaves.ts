import type { Address, Hex } from "viem";
import { CommonmindError } from "../errors.ts";
import { csvRows } from "./csvRows.ts";
import { LeafFieldError, LeafRowError } from "./errors.ts";
import { parseUint } from "./integers.ts";
import { itemsRoot } from "./itemsRoot.ts";
import { jsonlRows } from "./jsonlRows.ts";
import { type Keccak, keccak as slowKeccak } from "./keccak.ts";
import type { RawRow } from "./rawRow.ts";
import { type TextSource, textLines } from "./textLines.ts";
import type { ManifestLeaf, RowSource } from "./types.ts";

export type LeafFormat = "csv" | "jsonl";

export type ParseLeavesOptions = {
  format: LeafFormat;
  /** The name that errors show. */
  file?: string | undefined;
  /** Remarks that don't stop anything, such as ignored columns. */
  onNotice?: ((message: string) => void) | undefined;
  keccak?: Keccak | undefined;
};

/** A leaf that knows where it was written. */
export type ParsedLeaf = ManifestLeaf & { source: RowSource };

/**
 * Reads leaves from CSV or JSON lines, one at a time. Errors name file, line and column. Address, hash and range are left to
 * the builder, which checks them for every leaf, wherever it comes from.
 */
export async function* parseLeaves(source: TextSource, options: ParseLeavesOptions): AsyncGenerator<ParsedLeaf> {
  const { format, file = `leaves.${format}`, onNotice, keccak = slowKeccak } = options;
  const lines = textLines(source, file);
  const rows = format === "csv" ? csvRows(lines, { file, onNotice }) : jsonlRows(lines, { file });
  let index = 0;
  for await (const row of rows) {
    yield located(row.source, () => readLeaf(row, index, keccak));
    index++;
  }
}

/** Runs something about a row, and lets its errors say which row. */
export function located<T>(source: RowSource, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof CommonmindError && !(error instanceof LeafRowError)) throw new LeafRowError(source, error);
    throw error;
  }
}

function readLeaf(row: RawRow, index: number, keccak: Keccak): ParsedLeaf {
  checkIndex(row.index, index);
  const items = parseUint({ field: "items", text: required(row, "items") });
  return {
    author: required(row, "author") as Address,
    items,
    unitsPerItem: parseUint({ field: "unitsPerItem", text: required(row, "unitsPerItem") }),
    itemsRoot: rootOf(row, items, keccak),
    source: row.source,
  };
}

/** A leaf's index is its path in the tree, so an index column can only confirm the order of the rows. */
function checkIndex(text: string | undefined, expected: number): void {
  if (text === undefined) return;
  const index = parseUint({ field: "index", text });
  if (index === BigInt(expected)) return;
  const problem = index < BigInt(expected) ? "is repeated or goes back" : "skips ahead";
  throw new LeafFieldError({
    field: "index",
    what: `index ${problem}: ${index} where ${expected} is due.`,
    why: "A leaf's index is its position, counted from 0 without gaps.",
    fix: "Sort the rows by index and number them 0, 1, 2, ..., or drop the column.",
  });
}

function required(row: RawRow, field: "author" | "items" | "unitsPerItem"): string {
  const text = row[field];
  if (text !== undefined) return text;
  throw new LeafFieldError({
    field,
    what: `${field} is missing.`,
    why: "Every leaf has author, items, unitsPerItem and itemsRoot.",
    fix: `Add ${field}.`,
  });
}

function rootOf({ itemsRoot: given, itemHashes }: RawRow, items: bigint, keccak: Keccak): Hex {
  if (itemHashes === undefined) {
    if (given !== undefined) return given as Hex;
    throw new LeafFieldError({
      field: "itemsRoot",
      what: "itemsRoot is missing.",
      why: "It is the Merkle root of the items' content hashes: without it nobody could check the work.",
      fix: "Give itemsRoot, or the content hashes themselves as itemHashes.",
    });
  }
  const root = itemsRoot(itemHashes as Hex[], keccak);
  if (BigInt(itemHashes.length) !== items) {
    throw new LeafFieldError({
      field: "itemHashes",
      what: `itemHashes lists ${itemHashes.length} items, items says ${items}.`,
      why: "Every item needs its own content hash.",
      fix: "Correct items or complete itemHashes.",
    });
  }
  if (given !== undefined && given.toLowerCase() !== root) {
    throw new LeafFieldError({
      field: "itemsRoot",
      what: `itemsRoot differs from the root of itemHashes, ${root}.`,
      why: "One of the two is wrong.",
      fix: "Correct one, or leave itemsRoot out.",
    });
  }
  return root;
}
