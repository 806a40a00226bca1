import { type Client, encodeAbiParameters, type Hex, keccak256 } from "viem";
import { readContract } from "viem/actions";
import { encodeHeader, numberOf, type RpcHeader } from "./encodeHeader.ts";
import { SeedError } from "./errors.ts";
import { headerAt } from "./headerAt.ts";
import type { SeedProof } from "./seedProof.ts";

/** Where OP Stack chains tell which block of the chain beneath their present block derives from (`L1Block`). */
export const L1_BLOCK = "0x4200000000000000000000000000000000000015";
/** Headers that one call carries: about 40 kB and 4 million gas, within what any call of ours takes. */
const HEADERS_PER_CALL = 64;
/** Headers asked for at once, at most. */
const AT_ONCE = 16;

const l1BlockAbi = [
  { type: "function", name: "number", stateMutability: "view", inputs: [], outputs: [{ type: "uint64" }] },
  { type: "function", name: "timestamp", stateMutability: "view", inputs: [], outputs: [{ type: "uint64" }] },
  { type: "function", name: "hash", stateMutability: "view", inputs: [], outputs: [{ type: "bytes32" }] },
] as const;

/** A block of the chain beneath; its time in unix seconds. */
export type L1Origin = { number: bigint; timestamp: bigint; hash: Hex };

/** The block of the chain beneath that an OP Stack chain derives from at present. */
export async function l1Origin(client: Client): Promise<L1Origin> {
  const of = { address: L1_BLOCK, abi: l1BlockAbi } as const;
  const [number, timestamp, hash] = await Promise.all([
    readContract(client, { ...of, functionName: "number" }),
    readContract(client, { ...of, functionName: "timestamp" }),
    readContract(client, { ...of, functionName: "hash" }),
  ]);
  return { number, timestamp, hash };
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
 * Finds the block of the chain beneath that a round's seed comes from, and proves it (`OriginSeeds`). Every header is the one
 * that the next one names: a node can refuse a proof, but not give a wrong one. Throws {@link SeedError} if that block isn't
 * there yet, or the node is of another chain.
 */
export async function originProof({ beneath, noted, time }: OriginProofParameters): Promise<OriginProof> {
  const headers: Hex[] = [];
  let block: RpcHeader | undefined;
  for await (const [header, encoded] of blocksDown(beneath, noted)) {
    headers.push(encoded);
    if (BigInt(header.timestamp) >= time) {
      block = header;
      continue;
    }
    if (block === undefined) {
      throw new SeedError({
        code: "SeedNotYet",
        what: `The seed of ${time} isn't there yet.`,
        why: `The block that was noted is of ${BigInt(header.timestamp)}.`,
        fix: "Wait for the next block after that time, and note it.",
      });
    }
    // The proof has the block, its parent, and as many after it as don't fill a call of their own.
    const proving = 2 + ((headers.length - 2) % HEADERS_PER_CALL);
    const earlier: Hex[][] = [];
    for (let at = 0; at < headers.length - proving; at += HEADERS_PER_CALL) {
      earlier.push(headers.slice(at, at + HEADERS_PER_CALL));
    }
    return {
      proof: encodeAbiParameters([{ type: "bytes[]" }], [headers.slice(-proving)]),
      earlier,
      seed: keccak256(block.mixHash as Hex),
      block: numberOf(block),
      after: BigInt(header.timestamp),
      upTo: BigInt(block.timestamp),
    };
  }
  throw new SeedError({
    code: "SeedForgotten",
    what: `There is no seed of ${time}.`,
    why: "The chain beneath began later.",
    fix: "Ask for a later one.",
  });
}

/** A block that was noted and all before it, each with its encoded header. */
async function* blocksDown(client: Client, noted: { number: bigint; hash: Hex }): AsyncGenerator<[RpcHeader, Hex]> {
  let { number: next, hash }: { number: bigint; hash: unknown } = noted;
  // A seed is mostly asked for soon: a few headers first, then more.
  for (let count = 4; next >= 0n; count = AT_ONCE) {
    const numbers: bigint[] = [];
    for (; numbers.length < count && next >= 0n; next--) numbers.push(next);
    for (const header of await Promise.all(numbers.map((number) => headerAt(client, number)))) {
      if (header.hash !== hash) {
        throw new SeedError({
          code: "SeedChainWrong",
          what: `Block ${BigInt(header.number ?? 0)} of the chain beneath has another hash than was noted.`,
          why: "The node that was asked for it is of another chain, or lags behind.",
          fix: "Check the address of the chain beneath, and try again.",
        });
      }
      yield [header, encodeHeader(header)];
      hash = header.parentHash;
    }
  }
}
