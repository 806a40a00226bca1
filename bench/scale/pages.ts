// What the server of the pages has to take in to show a co-op, and what browsers get of it: the dApp's own code, on a generated
// history as the record sends it. Prints JSON.
//   node --expose-gc --import tsx bench/scale/pages.ts CONTRIBUTIONS
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { brotliCompressSync, constants } from "node:zlib";
import { contractNames, createRecordClient, type Deployment } from "@commonmind/sdk";
import { stringify } from "devalue";
import { type AbiEvent, decodeEventLog, getAddress, numberToHex, padHex, zeroHash } from "viem";
import type { Book } from "../../frontend/src/data/server/book.ts";
import { type ChainEvent, wanted } from "../../frontend/src/data/server/events.ts";
import { excerptOf } from "../../frontend/src/data/server/excerpt.ts";
import { openBook } from "../../frontend/src/data/server/fold.ts";
import { openRecordSource } from "../../frontend/src/data/server/recordSource.ts";
import { rowsOf } from "../../frontend/src/data/server/rows.ts";
import type { About } from "../../frontend/src/data/types.ts";
import * as generated from "../../sdk/src/generated/events.ts";
import { historyOf } from "../record/history.ts";

/** What a browser gets for a page: bytes as text and packed, and how long the server takes to make and to write it. */
export type PageCost = {
  readonly page: string;
  readonly bytes: number;
  readonly packed: number;
  readonly milliseconds: number;
};

export type PagesRun = {
  /** Contributions, events of the history, and of them those that the dApp makes something of. */
  readonly contributions: number;
  readonly events: number;
  readonly wanted: number;
  readonly jsonBytes: number;
  /** Reading over HTTP and taking in, together, and taking in alone. */
  readonly readSeconds: number;
  readonly foldSeconds: number;
  readonly heapBytes: number;
  /** Adding up all works and votes, which the first page after each event waits for. */
  readonly sumsSeconds: number;
  readonly pages: readonly PageCost[];
};

const PAGE = 1_000;
const PER_BLOCK = 1_000_000;
const chainHash = zeroHash;
const contracts = Object.fromEntries(
  contractNames.map((name, i) => [name, getAddress(padHex(numberToHex((0xa0n << 72n) + BigInt(i)), { size: 20 }))]),
) as Deployment["contracts"];
const deployment: Deployment = {
  ...{ schema: 1, name: "A large co-op", chainId: 31_337, fromBlock: 0, genesisHash: zeroHash, chainHash, contracts },
};
const namesOf = new Map(Object.entries(contracts).map(([name, address]) => [address, name]));
const abi = Object.values(generated).flat() as readonly AbiEvent[];
const names: ReadonlySet<string> = new Set(wanted);

/** An answer's row, as the record writes it, or nothing of what isn't asked for. */
function* answers(contributions: number) {
  const size = { contributions, members: contributions / 5, proposals: contributions / 100, votes: 1_000 };
  let block = 0;
  for (const logs of historyOf(size, deployment)) {
    block++;
    for (const [logIndex, { address, topics, data }] of logs.entries()) {
      const { eventName: name, args } = decodeEventLog({ abi, topics: topics as never, data, strict: false });
      const contract = namesOf.get(address) ?? "";
      yield {
        ...{
          id: `${block}-${logIndex}`,
          seq: `${block * PER_BLOCK + logIndex}`,
          block: `${block}`,
          logIndex,
          time: "1",
        },
        ...{ transaction: padHex(numberToHex(block), { size: 32 }), sender: address, address, name, args },
        ...{ contract: contract.charAt(0).toUpperCase() + contract.slice(1) },
        ...{ model: null, contribution: null, proposal: null, seat: null },
      };
    }
  }
}

const written = (value: unknown) =>
  JSON.stringify(value, (_, each) => (typeof each === "bigint" ? each.toString() : each));

/** As the server sends it. */
const packedSize = (text: string) =>
  brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }).length;

function costOf(page: string, make: () => unknown): PageCost {
  const began = performance.now();
  const text = stringify(make());
  const milliseconds = Math.round((performance.now() - began) * 10) / 10;
  return { page, bytes: text.length, packed: packedSize(text), milliseconds };
}

/** Of the pages that a co-op's size could make heavy. */
function pagesOf(book: Book): PageCost[] {
  const [model] = book.models;
  const proposal = book.proposals.at(-1);
  const work = [...book.works.values()].findLast(({ state }) => state === "final");
  const author = [...book.works.values()].find(({ leaves }) => leaves.length > 0)?.leaves[0]?.author;
  if (!model || !proposal || !work || !author) throw new Error("The history has too little in it.");
  const page = (name: string, about: About) => costOf(name, () => excerptOf(book, about));
  const all = { of: "works", model: model.id, filter: "all" } as const;
  return [
    page("home, somebody connected", { accounts: [author] }),
    page("a model", { models: [model.id] }),
    costOf("200 rows in the middle of its work", () => rowsOf(book, all, Math.floor(model.works.length / 2))),
    page("a contribution", { works: [work.id] }),
    page("a vote with its ballots", { proposals: [proposal.id] }),
    page("what one person earned", { accounts: [author], money: true }),
    page("people", { crowd: true }),
  ];
}

async function measure(contributions: number): Promise<PagesRun> {
  let events = 0;
  let sent = 0;
  let jsonBytes = 0;
  const rows = answers(contributions);
  /** Made as it is asked for: a long history doesn't fit into memory beside what is measured. */
  const next = (): string => {
    const page: string[] = [];
    let ended = false;
    while (page.length < PAGE && !ended) {
      const { value, done } = rows.next();
      ended = done === true;
      if (!value) continue;
      events++;
      if (names.has(value.name ?? "")) page.push(written(value));
    }
    sent += page.length;
    const text = `{"events":[${page.join()}],"more":${!ended}}`;
    jsonBytes += text.length;
    return text;
  };
  let making = 0;
  const server = createServer((request, response) => {
    const status = { ready: true, chainId: 31_337, chainHash, block: "1000000000", time: "1", head: "1", lag: "0" };
    response.setHeader("x-commonmind-block", "1000000000");
    if (request.url?.startsWith("/status")) return void response.end(JSON.stringify(status));
    const began = performance.now();
    const text = next();
    making += performance.now() - began;
    response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const read = openRecordSource(createRecordClient({ url, timeout: 60_000 }), deployment);
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const open = openBook(deployment);
  let folding = 0;
  const began = performance.now();
  await read(-1n, (portion: readonly ChainEvent[]) => {
    const start = performance.now();
    open.take(portion);
    folding += performance.now() - start;
  });
  const readMs = performance.now() - began - making;
  server.close();
  const showing = performance.now();
  const book = open.shown(1n);
  for (const { sums } of book.models) if (sums.states.all === 0) throw new Error("A model has no work.");
  for (const { tally } of book.proposals) if (tally.ballots === 0) throw new Error("A vote has no ballots.");
  const sumsMs = performance.now() - showing;
  const pages = pagesOf(book);
  globalThis.gc?.();
  const heapBytes = process.memoryUsage().heapUsed - before;
  if (book.works.size !== contributions) throw new Error("Something got lost.");
  const seconds = (ms: number) => Math.round(ms / 10) / 100;
  return {
    ...{ contributions, events, wanted: sent, jsonBytes, heapBytes, pages },
    readSeconds: seconds(readMs),
    foldSeconds: seconds(folding),
    sumsSeconds: seconds(sumsMs),
  };
}

process.stdout.write(JSON.stringify(await measure(Number(process.argv[2]))));
process.exit();
