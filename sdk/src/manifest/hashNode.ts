import type { Hex } from "viem";
import { assertHash } from "./assertHash.ts";
import { bytesOf, hexOf } from "./bytes.ts";
import { MAX_UINT64, nodePreimage, nodeRecordOf } from "./encoding.ts";
import { ManifestOverflowError } from "./errors.ts";
import { type Keccak, keccak as slowKeccak } from "./keccak.ts";
import type { ManifestNode } from "./types.ts";

/** keccak256(0x01 | domain | leftHash | leftSum | rightHash | rightSum), and the checked sum of both. */
export function hashNode(
  domain: Hex,
  left: ManifestNode,
  right: ManifestNode,
  keccak: Keccak = slowKeccak,
): ManifestNode {
  assertHash("domain", domain);
  const sum = left.sum + right.sum;
  if (left.sum < 0n || right.sum < 0n || sum > MAX_UINT64) {
    throw new ManifestOverflowError({
      what: `The sums ${left.sum} and ${right.sum} can't be added.`,
      why: "A node's sum must fit 64 bits.",
    });
  }
  return { hash: hexOf(keccak(nodePreimage(domain)(recordOf(left), recordOf(right)))), sum };
}

function recordOf({ hash, sum }: ManifestNode): Uint8Array {
  assertHash("hash", hash);
  return nodeRecordOf(bytesOf(hash), sum);
}
