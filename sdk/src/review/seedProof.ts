import { type Client, encodeAbiParameters, type Hex, keccak256, toHex } from "viem";
import { encodeHeader, type RpcHeader } from "./encodeHeader.ts";
import { SeedError } from "./errors.ts";

/** Blocks whose hash a chain with a history (EIP-2935) still knows; without one it is 256. */
const HISTORY = 8_191n;

export type SeedProofParameters = {
  client: Client;
  /** When the round's seed is due, unix seconds: `seedAt` of the round. */
  time: bigint;
};

export type SeedProof = {
  /** What `draw` takes: abi.encode(header, parent's header). */
  proof: Hex;
  seed: Hex;
  /** The first block at or after `time`. The proof counts in any later one, as long as the chain knows its hash. */
  block: bigint;
  /** It proves the seed of every time after the one and up to the other: those of the block before, and of this one. */
  after: bigint;
  upTo: bigint;
};

/**
 * Finds the block that a round's seed comes from, and proves it (`RandaoSeeds`). Throws {@link SeedError} if that
 * block isn't there yet, or is too old to be proved.
 */
export async function seedProof({ client, time }: SeedProofParameters): Promise<SeedProof> {
  const latest = await header(client, "latest");
  if (timeOf(latest) < time) {
    throw new SeedError({
      code: "SeedNotYet",
      what: `The seed of ${time} isn't there yet.`,
      why: `The latest block is of ${timeOf(latest)}.`,
      fix: "Wait for the next block after that time.",
    });
  }
  const last = numberOf(latest);
  const oldest = last > HISTORY ? last - HISTORY : 0n;
  let [before, from] = [oldest, last];
  let parent = await header(client, before);
  if (timeOf(parent) >= time) {
    throw new SeedError({
      code: "SeedForgotten",
      what: `The seed of ${time} can't be proved any more.`,
      why: `Its block is older than the last ${last - oldest} ones.`,
      fix: "Let the round expire: a panel that was not drawn in time is never drawn.",
    });
  }
  let block = latest;
  while (from - before > 1n) {
    const middle = (before + from) / 2n;
    const found = await header(client, middle);
    if (timeOf(found) < time) [before, parent] = [middle, found];
    else [from, block] = [middle, found];
  }
  const proof = encodeAbiParameters(
    [{ type: "bytes" }, { type: "bytes" }],
    [encodeHeader(block), encodeHeader(parent)],
  );
  return { proof, seed: keccak256(block.mixHash as Hex), block: from, after: timeOf(parent), upTo: timeOf(block) };
}

const timeOf = ({ timestamp }: RpcHeader) => BigInt(timestamp);
const numberOf = ({ number }: RpcHeader) => BigInt(number ?? 0);

async function header(client: Client, number: bigint | "latest"): Promise<RpcHeader> {
  const place = number === "latest" ? number : toHex(number);
  const found = await client.request({ method: "eth_getBlockByNumber", params: [place, false] } as never);
  if (found) return found as RpcHeader;
  throw new SeedError({
    code: "BlockMissing",
    what: `The node doesn't give block ${number}.`,
    why: "A seed is proved by the headers of two blocks.",
    fix: "Ask a node that keeps the last day of blocks.",
  });
}
