// What a browser has to take in to show a co-op: the dApp reads every event that it makes something of, and folds them. A generated
// history as the record sends it, how large that is, and how long the dApp's own code takes in the same engine. Prints JSON.
//   node --expose-gc --import tsx bench/scale/browser.ts CONTRIBUTIONS
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { contractNames, createRecordClient, type Deployment } from "@commonmind/sdk";
import { type AbiEvent, decodeEventLog, getAddress, numberToHex, padHex, zeroHash } from "viem";
import { wanted } from "../../frontend/src/data/events.ts";
import { fold } from "../../frontend/src/data/fold.ts";
import { openRecordSource } from "../../frontend/src/data/recordSource.ts";
import * as generated from "../../sdk/src/generated/events.ts";
import { historyOf } from "../record/history.ts";

export type BrowserRun = {
  /** Of the history, and of them those that the dApp asks for. */
  readonly events: number;
  readonly wanted: number;
  readonly jsonBytes: number;
  readonly readSeconds: number;
  readonly foldSeconds: number;
  readonly heapBytes: number;
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

async function measure(contributions: number): Promise<BrowserRun> {
  let events = 0;
  let rows: ReturnType<typeof written>[] = [];
  const pages: string[] = [];
  const turn = () => {
    pages.push(`{"events":[${rows.join()}],"more":${rows.length === PAGE}}`);
    rows = [];
  };
  for (const row of answers(contributions)) {
    events++;
    if (!names.has(row.name ?? "")) continue;
    rows.push(written(row));
    if (rows.length === PAGE) turn();
  }
  const sent = pages.length * PAGE + rows.length;
  turn();
  let next = 0;
  const server = createServer((request, response) => {
    const status = { ready: true, chainId: 31_337, chainHash, block: "1000000000", time: "1", head: "1", lag: "0" };
    response.setHeader("x-commonmind-block", "1000000000");
    response.end(request.url?.startsWith("/status") ? JSON.stringify(status) : pages[next++]);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const read = openRecordSource(createRecordClient({ url, timeout: 60_000 }), deployment);
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const began = performance.now();
  const found = await read(0n);
  const readAt = performance.now();
  const ledger = fold(found.events, found.block, deployment);
  const foldedAt = performance.now();
  server.close();
  globalThis.gc?.();
  const heapBytes = process.memoryUsage().heapUsed - before;
  if (found.events.length !== sent || ledger.works.size !== contributions) throw new Error("Something got lost.");
  return {
    events,
    wanted: sent,
    jsonBytes: pages.reduce((sum, page) => sum + page.length, 0),
    readSeconds: Math.round((readAt - began) / 100) / 10,
    foldSeconds: Math.round((foldedAt - readAt) / 100) / 10,
    heapBytes,
  };
}

process.stdout.write(JSON.stringify(await measure(Number(process.argv[2]))));
process.exit();
