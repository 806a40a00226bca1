import { type Client, encodeAbiParameters, type Hex, keccak256 } from "viem";
import { encodeHeader } from "./encodeHeader.ts";
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
  /** The first block at or after `time`. The proof counts in any later one, as long as the chain knows its hash. */
  block: bigint;
  /** It proves the seed of every time after the one and up to the other: those of the block before, and of this one. */
  after: bigint;
  upTo: bigint;
};

/**
 * Finds the block that a round's seed comes from, and proves it (`RandaoSeeds`). Throws `SeedError` if that
 * block isn't there yet, or is too old to be proved.
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
    block: BigInt(block.number ?? 0),
    after: BigInt(parent.timestamp),
    upTo: BigInt(block.timestamp),
  };
}
