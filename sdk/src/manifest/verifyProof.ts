import type { Hex } from "viem";
import { CommonmindError } from "../errors.ts";
import { bytesOf, hexOf, isHexOf } from "./bytes.ts";
import {
  LEAF_RECORD_BYTES,
  leafPreimage,
  MAX_DEPTH,
  MAX_LEAVES,
  MAX_UINT64,
  nodePreimage,
  nodeRecordOf,
} from "./encoding.ts";
import { type Keccak, keccak as slowKeccak } from "./keccak.ts";
import { writeLeafRecord } from "./leafRecord.ts";
import type { ManifestLeaf, ManifestProof, ProofStep } from "./types.ts";

export type VerifyProofParameters = {
  /** Only leaf, siblings and domain are looked at: what a proof says about its root and sum is worth nothing. */
  proof: Pick<ManifestProof, "leaf" | "proof" | "domain">;
  root: Hex;
  sum: bigint;
  /** Where known: the domain and the depth that the tree must have. */
  domain?: Hex | undefined;
  depth?: number | undefined;
  keccak?: Keccak | undefined;
};

export type VerifyProofReturnType = { valid: true; reason: null } | { valid: false; reason: string };

/**
 * Whether a leaf belongs to the tree with this root and sum. Never throws, whatever it is given.
 *
 * It asks for more than a matching root: sums must add up, and the siblings must be ones that a tree built by the rules
 * can have. So no proof is valid for a padded or gapped tree, and the length of a proof can't be chosen freely even when
 * the depth isn't known.
 */
export function verifyProof(parameters: VerifyProofParameters): VerifyProofReturnType {
  try {
    check(parameters);
    return { valid: true, reason: null };
  } catch (error) {
    if (error instanceof Invalid) return { valid: false, reason: error.message };
    if (error instanceof CommonmindError) return { valid: false, reason: `the leaf is impossible: ${error.what}` };
    return { valid: false, reason: `not a proof: ${error instanceof Error ? error.message : String(error)}` };
  }
}

class Invalid extends Error {}

function refuse(when: boolean, reason: string): void {
  if (when) throw new Invalid(reason);
}

function check({ proof: claim, root, sum, domain, depth, keccak = slowKeccak }: VerifyProofParameters): void {
  const { leaf, proof } = claim;
  refuse(!isHexOf(root, 32), "the expected root is not a 32-byte hash");
  refuse(!isUint64(sum) || sum === 0n, "the expected sum is not a positive 64-bit integer");
  refuse(!isHexOf(claim.domain, 32), "the domain is not a 32-byte hash");
  refuse(
    domain !== undefined && claim.domain.toLowerCase() !== domain.toLowerCase(),
    "the proof belongs to another domain: chain, registry, model or submitter differ",
  );
  refuse(!Array.isArray(proof), "the proof is not a list of siblings");
  refuse(proof.length > MAX_DEPTH, `the proof has ${proof.length} siblings, a tree has at most ${MAX_DEPTH} levels`);
  refuse(
    depth !== undefined && proof.length !== depth,
    `the proof has ${proof.length} siblings, this tree has ${depth} levels`,
  );
  checkIndex(leaf.index, proof.length);

  const record = new Uint8Array(LEAF_RECORD_BYTES);
  let total = writeLeafRecord(withoutChecksum(leaf), record, keccak);
  let hash = keccak(leafPreimage(claim.domain)(leaf.index, record));

  const nodeBytes = nodePreimage(claim.domain);
  let edge = false;
  for (const [level, step] of proof.entries()) {
    const onLeft = Math.floor(leaf.index / 2 ** level) % 2 === 1;
    checkStep(step, level, onLeft, edge);
    edge ||= step.sum === 0n;
    refuse(total + step.sum > MAX_UINT64, `the sum overflows 64 bits at level ${level}`);
    const own = nodeRecordOf(hash, total);
    const sibling = nodeRecordOf(bytesOf(step.hash), step.sum);
    hash = keccak(onLeft ? nodeBytes(sibling, own) : nodeBytes(own, sibling));
    total += step.sum;
  }
  refuse(proof.at(-1)?.sum === 0n, "the topmost sibling is missing: the tree is deeper than its leaves need");
  refuse(hexOf(hash) !== root.toLowerCase(), "the leaf and its siblings lead to another root");
  refuse(total !== sum, `the leaf and its siblings add up to ${total}, not to ${sum}`);
}

function checkIndex(index: number, length: number): void {
  refuse(!Number.isInteger(index) || index < 0 || index >= MAX_LEAVES, "the leaf's index is not a 32-bit integer");
  refuse(
    index >= 2 ** length,
    `leaf ${index} can't stand in a tree of ${length} levels, which has at most ${2 ** length} leaves`,
  );
}

function checkStep({ hash, sum, side }: ProofStep, level: number, onLeft: boolean, edge: boolean): void {
  refuse(!isHexOf(hash, 32), `the sibling at level ${level} has no 32-byte hash`);
  refuse(typeof sum === "bigint" && sum < 0n, `the sibling at level ${level} has a negative sum`);
  refuse(!isUint64(sum), `the sum of the sibling at level ${level} doesn't fit 64 bits`);
  refuse(
    side !== (onLeft ? "left" : "right"),
    `the sibling at level ${level} says it stands on the ${String(side)}, the index puts it on the other side`,
  );
  const noHash = /^0x0*$/.test(hash);
  refuse(
    noHash !== (sum === 0n),
    `the sibling at level ${level} is half empty: a missing subtree has neither hash nor sum, any other has both`,
  );
  refuse(noHash && onLeft, `the sibling at level ${level} is missing on the left: leaves fill a tree from the left`);
  refuse(edge && !onLeft && !noHash, `the sibling at level ${level} stands beyond the end of the leaves`);
}

function isUint64(value: unknown): value is bigint {
  return typeof value === "bigint" && value >= 0n && value <= MAX_UINT64;
}

/** The bytes count in a proof, not how they are capitalised. */
function withoutChecksum(leaf: ManifestLeaf): ManifestLeaf {
  return isHexOf(leaf.author, 20) ? { ...leaf, author: leaf.author.toLowerCase() as Hex } : leaf;
}
