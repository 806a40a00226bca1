// What the page and its worker say to each other, and the rule by which pieces are weighed.
import type { Address, Hex } from "viem";

/** A file as the list of pieces names it: its path as it was picked, its bytes' fingerprint, and where they are stored. */
export type FilePiece = { readonly name: string; readonly size: number; readonly hash: Hex; readonly cid: string };

/** What the page asks of its worker. */
export type Asked =
  /** Look through a long list, and keep it under this key. */
  | { readonly ask: "read"; readonly key: string; readonly text: Blob }
  | { readonly ask: "forget"; readonly key: string }
  | ManifestRequest
  | WriteRequest;

export type ManifestRequest = {
  readonly ask: "build";
  readonly turn: number;
  readonly sentences: readonly string[];
  /** Keys of long lists that were read before. */
  readonly lists: readonly string[];
  readonly files: readonly File[];
  readonly maxUnitsPerItem: bigint;
  readonly domain: { chainId: bigint; registry: Address; modelId: bigint; submitter: Address };
};

/** The list of pieces as a file, of what was built at that turn. */
export type WriteRequest = { readonly ask: "write"; readonly turn: number; readonly terms: Terms };

/** What somebody says of their work, as far as it stands in the list of pieces. */
export type Terms = {
  readonly name: string;
  readonly licence: string;
  /** The sentences themselves are in the list, not only their fingerprints. */
  readonly open: boolean;
};

export type BuiltLeaf = {
  readonly author: Address;
  readonly items: string;
  readonly unitsPerItem: string;
  readonly itemsRoot: Hex;
  readonly itemHashes: readonly Hex[];
};

export type Built = {
  readonly root: Hex;
  readonly depth: number;
  readonly items: bigint;
  readonly units: bigint;
  /** Pieces that stood there twice, and count once. */
  readonly repeated: number;
  readonly files: readonly FilePiece[];
};

/** With all that it was built of; as long as the work itself, so it stays with the worker. */
export type BuiltTree = Built & { readonly leaves: readonly BuiltLeaf[] };

/** A long list, looked through. */
export type ListRead = {
  readonly key: string;
  readonly sentences: number;
  /** Lines with nothing on them, which are no pieces. */
  readonly blank: number;
  /** The first of the sentences, to be shown. */
  readonly first: readonly string[];
};

/** The list of pieces as a file, and the name that its bytes give it in the store. */
export type Written = { readonly turn: number; readonly terms: Terms; readonly list: Blob; readonly cid: string };

export type Answer =
  | { readonly of: "read"; readonly read: ListRead }
  | { readonly of: "read"; readonly key: string; readonly error: string }
  | ({ readonly of: "build"; readonly turn: number } & (
      | { readonly built: Built }
      | { readonly done: number; readonly all: number }
      | { readonly error: string }
    ))
  | { readonly of: "write"; readonly written: Written }
  | { readonly of: "write"; readonly turn: number; readonly error: string };

/** 1,000 units x (1 + the digits of its size in base 2): twice as long is one step more. At most what the kind allows. */
export function unitsOf(size: number, max: bigint): bigint {
  const digits = size === 0 ? 0 : size.toString(2).length;
  const units = 1_000n * BigInt(1 + digits);
  return units < max ? units : max;
}

/** A folder's file has a path in it. */
export const pathOf = (file: { name: string; webkitRelativePath?: string }): string =>
  file.webkitRelativePath || file.name;

export const sentencesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim().normalize("NFC"))
    .filter((line) => line !== "");
