import { hexOf } from "./bytes.ts";
import { EMPTY_NODE_RECORD, readUint64, SUM_OFFSET } from "./encoding.ts";
import { ManifestIndexError } from "./errors.ts";
import { type Keccak, keccak as slowKeccak } from "./keccak.ts";
import { readLeafRecord } from "./leafRecord.ts";
import type { Manifest, ManifestProof, ProofStep } from "./types.ts";

/** The proof of one leaf: a lookup of `depth` records, nothing is hashed. */
export function proveLeaf(manifest: Manifest, index: number, keccak: Keccak = slowKeccak): ManifestProof {
  const { depth, domain, leaves, root, sum } = manifest;
  if (!Number.isInteger(index) || index < 0 || index >= leaves) throw new ManifestIndexError({ index, leaves });
  const proof: ProofStep[] = [];
  for (let level = 0, at = index; level < depth; level++, at = Math.floor(at / 2)) {
    const onLeft = at % 2 === 1;
    const record = siblingRecord(manifest, level, onLeft ? at - 1 : at + 1);
    proof.push({
      hash: hexOf(record, 0, SUM_OFFSET),
      sum: readUint64(record, SUM_OFFSET),
      side: onLeft ? "left" : "right",
    });
  }
  return { leaf: { index, ...readLeafRecord(manifest.leafRecord(index), keccak) }, proof, root, sum, domain };
}

export function siblingRecord(manifest: Manifest, level: number, at: number): Uint8Array {
  return at < manifest.nodesAt(level) ? manifest.nodeRecord(level, at) : EMPTY_NODE_RECORD;
}
