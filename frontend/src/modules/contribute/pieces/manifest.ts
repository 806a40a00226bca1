// What the page and its worker say to each other, and the rule by which pieces are weighed.
import type { Address, Hex } from "viem";

/** A file as the list of pieces names it: its path as it was picked, its bytes' fingerprint, and where they are stored. */
export type FilePiece = { readonly name: string; readonly size: number; readonly hash: Hex; readonly cid: string };

export type ManifestRequest = {
  readonly turn: number;
  readonly sentences: readonly string[];
  readonly files: readonly File[];
  readonly maxUnitsPerItem: bigint;
  readonly domain: { chainId: bigint; registry: Address; modelId: bigint; submitter: Address };
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
  readonly leaves: readonly BuiltLeaf[];
  /** Pieces that stood there twice, and count once. */
  readonly repeated: number;
  readonly files: readonly FilePiece[];
};

export type ManifestAnswer =
  | { readonly turn: number; readonly built: Built }
  | { readonly turn: number; readonly done: number; readonly of: number }
  | { readonly turn: number; readonly error: string };

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
