// Hashes the pieces and builds their manifest, away from the page, so that a large drop doesn't freeze it. Nothing is sent
// anywhere.
import { cidOf } from "@commonmind/sdk/content";
import { buildManifest, createKeccak, itemsRoot } from "@commonmind/sdk/manifest";
import type { Hex } from "viem";
import { bytesToHex, stringToBytes } from "viem/utils";
import {
  type BuiltLeaf,
  type FilePiece,
  type ManifestAnswer,
  type ManifestRequest,
  pathOf,
  unitsOf,
} from "./manifest.ts";

/** Files that were read before: a list that grows isn't read from its beginning again. */
const known = new Map<string, FilePiece>();
/** Between two words about how far it is, in milliseconds. */
const TELL_EVERY = 120;
let newest = 0;

async function build({ turn, sentences, files, maxUnitsPerItem, domain }: ManifestRequest): Promise<ManifestAnswer> {
  const keccak = await createKeccak();
  const bySize = new Map<bigint, Hex[]>();
  const seen = new Set<Hex>();
  let repeated = 0;
  const add = (hash: Hex, size: number): boolean => {
    if (seen.has(hash)) {
      repeated += 1;
      return false;
    }
    seen.add(hash);
    const units = unitsOf(size, maxUnitsPerItem);
    const same = bySize.get(units);
    if (same) same.push(hash);
    else bySize.set(units, [hash]);
    return true;
  };
  for (const sentence of sentences) {
    const bytes = stringToBytes(sentence);
    add(bytesToHex(keccak(bytes)), bytes.length);
  }
  const pieces: FilePiece[] = [];
  let told = Date.now();
  for (const [done, file] of files.entries()) {
    // Something was changed meanwhile: what is asked now counts.
    if (turn !== newest) return { turn, error: "" };
    if (Date.now() - told > TELL_EVERY) {
      told = Date.now();
      postMessage({ turn, done, of: files.length } satisfies ManifestAnswer);
    }
    const key = `${pathOf(file)}:${file.size}:${file.lastModified}`;
    let piece = known.get(key);
    if (!piece) {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const hash = bytesToHex(keccak(bytes));
      piece = { name: pathOf(file), size: bytes.length, hash, cid: await cidOf([bytes]) };
      known.set(key, piece);
    }
    if (add(piece.hash, piece.size)) pieces.push(piece);
  }

  const leaves = [...bySize]
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
  const manifest = await buildManifest(
    leaves.map((leaf) => ({ ...leaf, items: BigInt(leaf.items), unitsPerItem: BigInt(leaf.unitsPerItem) })),
    { domainFields: domain },
  );
  const { root, depth, items, sum } = manifest;
  return { turn, built: { root, depth, items, units: sum, leaves, repeated, files: pieces } };
}

addEventListener("message", ({ data }: MessageEvent<ManifestRequest>) => {
  newest = data.turn;
  build(data)
    .catch(
      (error: unknown): ManifestAnswer => ({
        turn: data.turn,
        error: error instanceof Error ? error.message : String(error),
      }),
    )
    .then((answer) => postMessage(answer));
});
