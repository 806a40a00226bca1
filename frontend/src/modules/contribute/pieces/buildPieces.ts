// The tree of some pieces, however many: hashed, weighed, grouped by weight. Runs in a worker, and in Node where it is tested.
import { buildManifest, itemsRoot, type Keccak } from "@commonmind/sdk/manifest";
import type { Hex } from "viem";
import { bytesToHex, stringToBytes } from "viem/utils";
import { type BuiltLeaf, type BuiltTree, type FilePiece, type ManifestRequest, unitsOf } from "./manifest.ts";

/** Sentences with their fingerprints and sizes in bytes, each at its own place. */
export type Hashed = {
  readonly sentences: readonly string[];
  readonly hashes: readonly Hex[];
  readonly sizes: readonly number[];
};

/** Sentences that are hashed without looking up. */
const AT_ONCE = 5_000;

/**
 * @param pause Called now and then with how many are done: to say so, and to hear of anything newer. What it throws ends this.
 */
export async function hashSentences(
  sentences: readonly string[],
  keccak: Keccak,
  pause: (done: number) => Promise<void>,
): Promise<Hashed> {
  const hashes: Hex[] = [];
  const sizes: number[] = [];
  for (const [done, sentence] of sentences.entries()) {
    if (done > 0 && done % AT_ONCE === 0) await pause(done);
    const bytes = stringToBytes(sentence);
    hashes.push(bytesToHex(keccak(bytes)));
    sizes.push(bytes.length);
  }
  return { sentences, hashes, sizes };
}

export type Pieces = {
  readonly hashed: readonly Hashed[];
  readonly files: readonly FilePiece[];
  readonly maxUnitsPerItem: bigint;
  readonly domain: ManifestRequest["domain"];
};

/** One leaf for each weight, with all pieces of it; what stands there twice counts once. At least one piece is needed. */
export async function buildPieces(
  { hashed, files, maxUnitsPerItem, domain }: Pieces,
  keccak: Keccak,
): Promise<BuiltTree> {
  const byWeight = new Map<bigint, Hex[]>();
  const seen = new Set<Hex>();
  let all = 0;
  const add = (hash: Hex, size: number): boolean => {
    all += 1;
    if (seen.has(hash)) return false;
    seen.add(hash);
    const units = unitsOf(size, maxUnitsPerItem);
    const same = byWeight.get(units);
    if (same) same.push(hash);
    else byWeight.set(units, [hash]);
    return true;
  };
  for (const { hashes, sizes } of hashed) for (const [i, hash] of hashes.entries()) add(hash, sizes[i] as number);
  const pieces = files.filter(({ hash, size }) => add(hash, size));
  const leaves = [...byWeight]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([unitsPerItem, hashes]): BuiltLeaf => {
      const itemHashes = hashes.sort();
      return {
        author: domain.submitter,
        items: `${itemHashes.length}`,
        unitsPerItem: `${unitsPerItem}`,
        itemsRoot: itemsRoot(itemHashes, keccak),
        itemHashes,
      };
    });
  const { root, depth, items, sum } = await buildManifest(
    leaves.map((leaf) => ({ ...leaf, items: BigInt(leaf.items), unitsPerItem: BigInt(leaf.unitsPerItem) })),
    { domainFields: domain, keccak },
  );
  return { root, depth, items, units: sum, leaves, repeated: all - seen.size, files: pieces };
}
