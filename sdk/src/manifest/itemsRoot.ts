import type { Hex } from "viem";
import { assertHash } from "./assertHash.ts";
import { bytesOf, hexOf, isHexOf } from "./bytes.ts";
import { DuplicateItemError, LeafFieldError, ManifestIndexError } from "./errors.ts";
import { type Keccak, keccak as slowKeccak } from "./keccak.ts";

/**
 * Merkle root of content hashes, in the order given. Item leaf = keccak256(0x00 | contentHash); node = keccak256 of both
 * children, the smaller first; an odd node moves up unchanged. OpenZeppelin's MerkleProof verifies it.
 */
export function itemsRoot(hashes: readonly Hex[], keccak: Keccak = slowKeccak): Hex {
  let level = itemLeaves(hashes, keccak);
  while (level.length > 1) level = parents(level, keccak);
  return hexOf(level[0] as Uint8Array);
}

/** Siblings from the item upwards; levels where it has none are skipped. */
export function itemProof(hashes: readonly Hex[], index: number, keccak: Keccak = slowKeccak): Hex[] {
  let level = itemLeaves(hashes, keccak);
  if (!Number.isInteger(index) || index < 0 || index >= level.length) {
    throw new ManifestIndexError({ index, leaves: level.length });
  }
  const proof: Hex[] = [];
  for (let at = index; level.length > 1; at >>= 1) {
    const sibling = level[at ^ 1];
    if (sibling !== undefined) proof.push(hexOf(sibling));
    level = parents(level, keccak);
  }
  return proof;
}

/** Whether an item's content hash stands under a leaf's items root. What can't be read is no proof. */
export function verifyItemProof(
  { root, item, proof }: { root: Hex; item: Hex; proof: readonly Hex[] },
  keccak: Keccak = slowKeccak,
): boolean {
  if (![root, item, ...proof].every((hash) => isHexOf(hash, 32))) return false;
  const top = proof.reduce((node, sibling) => hashPair(node, bytesOf(sibling), keccak), itemLeaf(item, keccak));
  return hexOf(top) === root.toLowerCase();
}

function itemLeaves(hashes: readonly Hex[], keccak: Keccak): Uint8Array[] {
  if (hashes.length === 0) {
    throw new LeafFieldError({
      field: "itemHashes",
      what: "There is no item.",
      why: "An items root exists only from one content hash on.",
      fix: "Give at least one content hash.",
    });
  }
  const seen = new Map<string, number>();
  return hashes.map((hash, position) => {
    assertHash("itemHashes", hash);
    const key = hash.toLowerCase();
    const first = seen.get(key);
    if (first !== undefined) throw new DuplicateItemError({ first, second: position, hash });
    seen.set(key, position);
    return itemLeaf(hash, keccak);
  });
}

const itemPreimage = new Uint8Array(33);
const pairPreimage = new Uint8Array(64);

function itemLeaf(hash: Hex, keccak: Keccak): Uint8Array {
  itemPreimage.set(bytesOf(hash), 1);
  return keccak(itemPreimage);
}

function parents(level: readonly Uint8Array[], keccak: Keccak): Uint8Array[] {
  const next: Uint8Array[] = [];
  for (let i = 0; i < level.length; i += 2) {
    const left = level[i] as Uint8Array;
    const right = level[i + 1];
    next.push(right === undefined ? left : hashPair(left, right, keccak));
  }
  return next;
}

function hashPair(a: Uint8Array, b: Uint8Array, keccak: Keccak): Uint8Array {
  const inOrder = compare(a, b) <= 0;
  pairPreimage.set(inOrder ? a : b, 0);
  pairPreimage.set(inOrder ? b : a, 32);
  return keccak(pairPreimage);
}

function compare(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < 32; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}
