import type { Hex } from "viem";
import { assertHash } from "./assertHash.ts";
import { hexOf } from "./bytes.ts";
import { LEAF_RECORD_BYTES, leafPreimage, MAX_LEAVES } from "./encoding.ts";
import { LeafFieldError } from "./errors.ts";
import { type Keccak, keccak as slowKeccak } from "./keccak.ts";
import { writeLeafRecord } from "./leafRecord.ts";
import type { IndexedLeaf } from "./types.ts";

export type HashedLeaf = { hash: Hex; sum: bigint };

/** keccak256(0x00 | domain | index | author | items | unitsPerItem | itemsRoot), and the leaf's units. */
export function hashLeaf(domain: Hex, leaf: IndexedLeaf, keccak: Keccak = slowKeccak): HashedLeaf {
  assertHash("domain", domain);
  if (!Number.isInteger(leaf.index) || leaf.index < 0 || leaf.index >= MAX_LEAVES) {
    throw new LeafFieldError({
      field: "index",
      what: `index is not a uint32: ${leaf.index}.`,
      why: "It is stored in 32 bits and is the leaf's path.",
      fix: "Give the leaf's position, counted from 0.",
    });
  }
  const record = new Uint8Array(LEAF_RECORD_BYTES);
  const sum = writeLeafRecord(leaf, record, keccak);
  return { hash: hexOf(keccak(leafPreimage(domain)(leaf.index, record))), sum };
}
