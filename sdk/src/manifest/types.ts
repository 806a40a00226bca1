import type { Address, Hex } from "viem";

/** What a manifest is bound to: its leaves prove nothing under any other chain, registry, model or submitter (C4). */
export type ManifestDomainFields = {
  chainId: bigint;
  /** The ContributionRegistry that the manifest is submitted to. */
  registry: Address;
  modelId: bigint;
  submitter: Address;
};

/** One author's equally-weighted items. Its units are `items * unitsPerItem`, and must fit a uint64. */
export type ManifestLeaf = {
  /** An account, or a seat written as an address below 2^64 (see `seatAuthor`). */
  author: Address;
  items: bigint;
  unitsPerItem: bigint;
  /** Merkle root of the content hashes of the items (see `itemsRoot`). */
  itemsRoot: Hex;
};

export type IndexedLeaf = ManifestLeaf & { index: number };

export type ManifestNode = { hash: Hex; sum: bigint };

export type ProofStep = ManifestNode & {
  /** The side on which the sibling stands. */
  side: "left" | "right";
};

export type ManifestProof = {
  leaf: IndexedLeaf;
  /** Siblings from the leaf upwards. */
  proof: readonly ProofStep[];
  root: Hex;
  sum: bigint;
  domain: Hex;
};

/**
 * A finished tree, wherever its bytes are: in memory, or in a folder.
 * Records are handed out as the very bytes that were hashed (see `encoding.ts`), and may be views: copy before keeping.
 */
export type Manifest = {
  readonly domain: Hex;
  readonly domainFields: ManifestDomainFields;
  readonly root: Hex;
  /** Total units. */
  readonly sum: bigint;
  /** Total items. */
  readonly items: bigint;
  readonly leaves: number;
  readonly depth: number;
  /** The bytes of one leaf, from 0. Throws `ManifestIndexError` if there is none of that number. */
  leafRecord(index: number): Uint8Array;
  /** Level 0 holds the leaves' hashes, level `depth` the root. */
  nodeRecord(level: number, index: number): Uint8Array;
  /** How many nodes a level holds, missing ones not counted. */
  nodesAt(level: number): number;
};

/** Where a leaf came from, so that an error about it can point there. */
export type RowSource = {
  readonly file: string;
  readonly line: number;
  /** 1-based character position of a field in its line; 1 where the field isn't in the line. */
  columnOf(field: string): number;
};
