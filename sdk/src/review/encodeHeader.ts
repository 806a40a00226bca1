import { type Hex, keccak256, toRlp } from "viem";
import { SeedError } from "./errors.ts";

/** A block's header as `eth_getBlockByNumber` gives it; younger chains have the later fields. */
export type RpcHeader = {
  readonly hash: Hex | null;
  readonly number: Hex | null;
  readonly timestamp: Hex;
  readonly [field: string]: unknown;
};

/** Unix seconds. */
export const timeOf = ({ timestamp }: RpcHeader): bigint => BigInt(timestamp);
export const numberOf = ({ number }: RpcHeader): bigint => BigInt(number ?? 0);

/** In the order in which a header lists them. Bytes stand as they are; quantities without leading zeros. */
const fields = [
  ["parentHash", "bytes"],
  ["sha3Uncles", "bytes"],
  ["miner", "bytes"],
  ["stateRoot", "bytes"],
  ["transactionsRoot", "bytes"],
  ["receiptsRoot", "bytes"],
  ["logsBloom", "bytes"],
  ["difficulty", "quantity"],
  ["number", "quantity"],
  ["gasLimit", "quantity"],
  ["gasUsed", "quantity"],
  ["timestamp", "quantity"],
  ["extraData", "bytes"],
  ["mixHash", "bytes"],
  ["nonce", "bytes"],
  // Each of these came with an upgrade: a chain has the first few of them.
  ["baseFeePerGas", "quantity"],
  ["withdrawalsRoot", "bytes"],
  ["blobGasUsed", "quantity"],
  ["excessBlobGas", "quantity"],
  ["parentBeaconBlockRoot", "bytes"],
  ["requestsHash", "bytes"],
  ["blockAccessListHash", "bytes"],
] as const;

/** The RLP encoding of a block's header, whose hash is the block's. Throws {@link SeedError} if it isn't. */
export function encodeHeader(block: RpcHeader): Hex {
  const encoded: Hex[] = [];
  for (const [name, kind] of fields) {
    const value = block[name];
    if (typeof value !== "string") break;
    encoded.push(kind === "bytes" ? (value as Hex) : minimal(value));
  }
  const header = toRlp(encoded);
  if (keccak256(header) === block.hash) return header;
  throw new SeedError({
    code: "HeaderUnknown",
    what: `The header of block ${block.number ?? "(pending)"} doesn't have the block's hash.`,
    why: "This chain's blocks have fields that are not known here, or the node doesn't give all of them.",
    fix: "Ask another node. If it is the same there, this chain needs another source of seeds.",
  });
}

function minimal(quantity: string): Hex {
  const digits = BigInt(quantity).toString(16);
  if (digits === "0") return "0x";
  return `0x${digits.length % 2 === 0 ? digits : `0${digits}`}`;
}
