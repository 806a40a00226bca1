import { type Client, encodeAbiParameters, type Hex, keccak256 } from "viem";
import { encodeHeader, numberOf, timeOf } from "./encodeHeader.ts";
import { firstBlockFrom } from "./firstBlockFrom.ts";
import { headerAt } from "./headerAt.ts";

/** Blocks whose hash a chain with a history (EIP-2935) still knows; without one it is 256. */
const HISTORY = 8_191n;

export type SeedProofParameters = {
  client: Client;
  /** When the round's seed is due, unix seconds: `seedAt` of the round. */
  time: bigint;
};

export type SeedProof = {
  /** What `draw` takes. */
  proof: Hex;
  seed: Hex;
  /** Number of the first block at or after `time`; with `OriginSeeds`, on the chain beneath. */
  block: bigint;
  /** The proof is good for every time later than `after` and up to `upTo`: those of the block's parent and of the block, unix seconds. */
  after: bigint;
  upTo: bigint;
};

/**
 * Finds the block that a round's seed comes from, and proves it (`RandaoSeeds`). The proof counts in any later
 * block, as long as the chain knows the hash of this one. Throws `SeedError` if it isn't there yet, or is too old to be
 * proved.
 */
export async function seedProof({ client, time }: SeedProofParameters): Promise<SeedProof> {
  const latest = await headerAt(client, "latest");
  const { block, parent } = await firstBlockFrom(client, time, { latest, reach: HISTORY });
  const proof = encodeAbiParameters(
    [{ type: "bytes" }, { type: "bytes" }],
    [encodeHeader(block), encodeHeader(parent)],
  );
  return {
    proof,
    seed: keccak256(block.mixHash as Hex),
    block: numberOf(block),
    after: timeOf(parent),
    upTo: timeOf(block),
  };
}
