import { type Client, encodeAbiParameters, type Hex, keccak256 } from "viem";
import { readContract } from "viem/actions";
import { encodeHeader, type RpcHeader } from "./encodeHeader.ts";
import { SeedError } from "./errors.ts";
import { firstBlockFrom } from "./firstBlockFrom.ts";
import { headerAt } from "./headerAt.ts";
import type { SeedProof } from "./seedProof.ts";

/** Where OP Stack chains tell which block of the chain beneath their present block derives from (`L1Block`). */
export const L1_BLOCK = "0x4200000000000000000000000000000000000015";
/** Headers that one call carries: about 90 kB, where nodes take transactions of up to 128 kB. */
const HEADERS_PER_CALL = 128;
/** Headers asked for at once. */
const AT_ONCE = 16;

const l1BlockAbi = [
  { type: "function", name: "number", stateMutability: "view", inputs: [], outputs: [{ type: "uint64" }] },
  { type: "function", name: "timestamp", stateMutability: "view", inputs: [], outputs: [{ type: "uint64" }] },
] as const;

/** The block of the chain beneath that an OP Stack chain derives from at present: its number, and its time in unix seconds. */
export async function l1Origin(client: Client): Promise<{ number: bigint; timestamp: bigint }> {
  const read = (functionName: "number" | "timestamp") =>
    readContract(client, { address: L1_BLOCK, abi: l1BlockAbi, functionName });
  const [number, timestamp] = await Promise.all([read("number"), read("timestamp")]);
  return { number, timestamp };
}

export type OriginProofParameters = {
  /** The chain beneath. */
  beneath: Client;
  /** A block of it that was noted (`OriginSeeds.note`), at or after `time`. */
  noted: { number: bigint; hash: Hex };
  /** When the round's seed is due, unix seconds: `seedAt` of the round. */
  time: bigint;
};

export type OriginProof = SeedProof & {
  /** What `noteEarlier` takes, in this order, before the proof counts: none, unless the seed lies far back. */
  earlier: Hex[][];
};

/**
 * Finds the block of the chain beneath that a round's seed comes from, and proves it (`OriginSeeds`). Throws
 * {@link SeedError} if that block isn't there yet, or the node is of another chain.
 */
export async function originProof({ beneath, noted, time }: OriginProofParameters): Promise<OriginProof> {
  const newest = await headerAt(beneath, noted.number);
  if (newest.hash !== noted.hash) {
    throw new SeedError({
      code: "SeedChainWrong",
      what: `Block ${noted.number} of the chain beneath has another hash than was noted.`,
      why: "The node that was asked for it is of another chain, or lags behind.",
      fix: "Check the address of the chain beneath, and try again.",
    });
  }
  const { block, parent } = await firstBlockFrom(beneath, time, { latest: newest });
  const headers = await headersDown(beneath, noted.number, numberOf(parent));
  // The proof has the block, its parent, and as many after it as don't fill a call of their own.
  const proving = 2 + ((headers.length - 2) % HEADERS_PER_CALL);
  const earlier: Hex[][] = [];
  for (let at = 0; at < headers.length - proving; at += HEADERS_PER_CALL) {
    earlier.push(headers.slice(at, at + HEADERS_PER_CALL));
  }
  const proof = encodeAbiParameters([{ type: "bytes[]" }], [headers.slice(-proving)]);
  return {
    proof,
    earlier,
    seed: keccak256(block.mixHash as Hex),
    block: numberOf(block),
    after: BigInt(parent.timestamp),
    upTo: BigInt(block.timestamp),
  };
}

/** The headers of the blocks from one down to an earlier one, both with them. */
async function headersDown(client: Client, from: bigint, to: bigint): Promise<Hex[]> {
  const headers: Hex[] = [];
  for (let next = from; next >= to; ) {
    const some: bigint[] = [];
    for (; some.length < AT_ONCE && next >= to; next--) some.push(next);
    headers.push(...(await Promise.all(some.map(async (number) => encodeHeader(await headerAt(client, number))))));
  }
  return headers;
}

const numberOf = ({ number }: RpcHeader) => BigInt(number ?? 0);
