// Hashes the pieces and builds their manifest, away from the page, so that a large drop doesn't freeze it. Nothing is sent
// anywhere.
import { buildManifest, createKeccak, itemsRoot } from "@commonmind/sdk/manifest";
import type { Hex } from "viem";
import { bytesToHex, stringToBytes } from "viem/utils";
import { type BuiltLeaf, type ManifestAnswer, type ManifestRequest, unitsOf } from "./manifest.ts";

async function build({ turn, sentences, files, maxUnitsPerItem, domain }: ManifestRequest): Promise<ManifestAnswer> {
  const keccak = await createKeccak();
  const bySize = new Map<bigint, Hex[]>();
  const seen = new Set<Hex>();
  let repeated = 0;
  const add = (bytes: Uint8Array) => {
    const hash = bytesToHex(keccak(bytes));
    if (seen.has(hash)) {
      repeated += 1;
      return;
    }
    seen.add(hash);
    const units = unitsOf(bytes.length, maxUnitsPerItem);
    bySize.set(units, [...(bySize.get(units) ?? []), hash]);
  };
  for (const sentence of sentences) add(stringToBytes(sentence));
  for (const file of files) add(new Uint8Array(await file.arrayBuffer()));

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
  return { turn, built: { root, depth, items, units: sum, leaves, repeated } };
}

addEventListener("message", ({ data }: MessageEvent<ManifestRequest>) => {
  build(data)
    .catch(
      (error: unknown): ManifestAnswer => ({
        turn: data.turn,
        error: error instanceof Error ? error.message : String(error),
      }),
    )
    .then((answer) => postMessage(answer));
});
