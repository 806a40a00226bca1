// A node that answers for a generated history over real JSON-RPC: blocks, logs, and what else an indexer asks. It keeps logs
// as they were encoded, and makes blocks as they are asked for.
import { createServer, type Server } from "node:http";
import { type Hex, keccak256, numberToHex, padHex, zeroHash } from "viem";
import type { RawLog } from "./history.ts";

const GENESIS_TIME = 1_700_000_000;
const SECONDS = 12;
/** Logs that a transaction writes. */
const PER_TRANSACTION = 10;
const BLOOM: Hex = `0x${"ff".repeat(256)}`;

type Request = { readonly id: number; readonly method: string; readonly params: readonly unknown[] };
type Filter = {
  readonly address?: Hex | Hex[];
  readonly topics?: (Hex | Hex[] | null)[];
  readonly fromBlock: Hex;
  readonly toBlock: Hex;
};

const hashOf = (...parts: bigint[]): Hex =>
  keccak256(`0x${parts.map((part) => padHex(numberToHex(part), { size: 8 }).slice(2)).join("")}`);

export class GeneratedNode {
  readonly #blocks: readonly (readonly RawLog[])[];
  /** Places of logs by block, for each address and first topic. */
  readonly #places = new Map<string, Map<number, number[]>>();
  #server: Server | undefined;
  readonly chainId: number;

  /** @param blocks Logs of block 1, 2, ... */
  constructor(chainId: number, blocks: Iterable<readonly RawLog[]>) {
    this.chainId = chainId;
    this.#blocks = [[], ...blocks];
    for (const [number, logs] of this.#blocks.entries()) {
      for (const [place, { address, topics }] of logs.entries()) {
        const key = `${address}${topics[0]}`.toLowerCase();
        const byBlock = this.#places.get(key) ?? new Map<number, number[]>();
        this.#places.set(key, byBlock);
        const places = byBlock.get(number);
        if (places) places.push(place);
        else byBlock.set(number, [place]);
      }
    }
  }

  get head(): number {
    return this.#blocks.length - 1;
  }

  get logs(): number {
    return this.#blocks.reduce((sum, logs) => sum + logs.length, 0);
  }

  async listen(): Promise<string> {
    const server = createServer((request, response) => {
      let text = "";
      request.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      request.on("end", () => {
        const asked = JSON.parse(text) as Request | Request[];
        const answers = [asked]
          .flat()
          .map(({ id, method, params }) => ({ jsonrpc: "2.0", id, result: this.#answer(method, params) }));
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify(Array.isArray(asked) ? answers : answers[0]));
      });
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    return `http://127.0.0.1:${address && typeof address === "object" ? address.port : 0}`;
  }

  async close(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => (this.#server ? this.#server.close(resolve) : resolve(undefined)));
  }

  #answer(method: string, params: readonly unknown[]): unknown {
    switch (method) {
      case "eth_chainId":
        return numberToHex(this.chainId);
      case "eth_blockNumber":
        return numberToHex(this.head);
      case "eth_getCode":
        return "0x00";
      case "eth_getBlockByNumber":
        return this.#block(this.#number(params[0] as string), params[1] === true);
      case "eth_getLogs":
        return this.#logs(params[0] as Filter);
      default:
        return null;
    }
  }

  #number(tag: string): number {
    return tag.startsWith("0x") ? Number(tag) : this.head;
  }

  hash(number: number): Hex {
    return hashOf(BigInt(this.chainId), BigInt(number));
  }

  #transactionHash = (block: number, index: number): Hex => hashOf(BigInt(this.chainId), BigInt(block), BigInt(index));

  #logs({ address, topics, fromBlock, toBlock }: Filter) {
    const found = [];
    const addresses = address === undefined ? [] : [address].flat();
    const first = [topics?.[0] ?? []].flat();
    for (const at of addresses) {
      for (const topic of first) {
        const byBlock = this.#places.get(`${at}${topic}`.toLowerCase());
        if (!byBlock) continue;
        for (let number = Number(fromBlock); number <= Math.min(Number(toBlock), this.head); ++number) {
          for (const place of byBlock.get(number) ?? []) found.push(this.#log(number, place));
        }
      }
    }
    return found;
  }

  #log(number: number, place: number) {
    const log = this.#blocks[number]?.[place];
    if (!log) throw new Error(`There is no log ${place} in block ${number}.`);
    const { address, topics, data } = log;
    const index = Math.floor(place / PER_TRANSACTION);
    return {
      ...{ address, topics, data, blockNumber: numberToHex(number), blockHash: this.hash(number) },
      ...{ transactionHash: this.#transactionHash(number, index), transactionIndex: numberToHex(index) },
      ...{ logIndex: numberToHex(place), removed: false },
    };
  }

  #block(number: number, whole: boolean) {
    const logs = this.#blocks[number];
    if (!logs) return null;
    const hashes = Array.from({ length: Math.ceil(logs.length / PER_TRANSACTION) }, (_, i) =>
      this.#transactionHash(number, i),
    );
    return {
      ...{ number: numberToHex(number), hash: this.hash(number) },
      parentHash: number === 0 ? zeroHash : this.hash(number - 1),
      timestamp: numberToHex(GENESIS_TIME + number * SECONDS),
      ...{
        logsBloom: BLOOM,
        gasLimit: "0x1c9c380",
        gasUsed: "0x1c9c380",
        baseFeePerGas: "0x1",
        size: "0x1",
        nonce: "0x0000000000000000",
      },
      ...{
        difficulty: "0x0",
        totalDifficulty: "0x0",
        extraData: "0x",
        miner: EMPTY,
        mixHash: zeroHash,
        sha3Uncles: zeroHash,
      },
      ...{ stateRoot: zeroHash, receiptsRoot: zeroHash, transactionsRoot: zeroHash, uncles: [] },
      transactions: whole ? hashes.map((hash, i) => transaction(hash, number, i, this.hash(number))) : hashes,
    };
  }
}

const EMPTY: Hex = `0x${"00".repeat(20)}`;

const transaction = (hash: Hex, block: number, index: number, blockHash: Hex) => ({
  ...{ hash, blockHash, blockNumber: numberToHex(block), transactionIndex: numberToHex(index), from: EMPTY, to: EMPTY },
  ...{
    input: "0x",
    value: "0x0",
    nonce: "0x0",
    gas: "0x5208",
    type: "0x2",
    maxFeePerGas: "0x1",
    maxPriorityFeePerGas: "0x1",
  },
  ...{ gasPrice: "0x1", r: "0x1", s: "0x1", v: "0x0", accessList: [], chainId: "0x1" },
});
