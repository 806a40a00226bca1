// Three accounts of the same co-op held against each other: the books rebuilt from its logs, its contracts, its indexer.
import type { Deployment } from "@commonmind/sdk";
import type { Address, PublicClient } from "viem";
import { ChainError } from "../lib/chain.ts";
import { type Decoded, readLogs } from "./logs.ts";
import { rebuild } from "./rebuild/rebuild.ts";
import { RecordReader } from "./record.ts";
import { type Kind, kinds, type Statement, statements } from "./statements.ts";
import { readViews } from "./views.ts";

/** How often a record that moves on while it is read is read again. */
const TRIES = 5;

export type Difference = {
  /** One of the kinds of statements, or "logs": an event that one side doesn't have. */
  kind: Kind | "logs";
  key: string;
  rebuilt: string | null;
  contract: string | null;
  /** Null where the indexer doesn't say such a thing, or none was asked. */
  indexer: string | null;
};

export type Audit = {
  chainId: number;
  block: bigint;
  ok: boolean;
  /** How many logs were read. */
  logs: number;
  /** Values that were compared, by kind. */
  checked: Record<Kind, number>;
  /** Whether an indexer was asked, and for how many values. */
  indexer: { url: string; values: number; events: number } | null;
  differences: Difference[];
};

export type AuditOptions = {
  client: PublicClient;
  deployment: Deployment;
  /** Only what changed from this block on is compared; everything if not said. */
  from?: bigint | undefined;
  /** As of which block; the newest if not said. */
  to?: bigint | undefined;
  /** Where the indexer answers. `required`: it is an error if it doesn't. */
  indexer?: { url: string; required: boolean } | undefined;
  onProgress?: (message: string) => void;
};

export async function audit(options: AuditOptions): Promise<Audit> {
  const { client, deployment, from, indexer, onProgress = () => {} } = options;
  const head = await client.getBlockNumber();
  const block = options.to ?? head;
  if (block > head) throw new ChainError(`Block ${block} isn't there yet: the chain is at block ${head}.`);
  if (block < BigInt(deployment.fromBlock)) {
    throw new ChainError(
      `The co-op begins after block ${deployment.fromBlock}: as of block ${block} there is nothing.`,
    );
  }
  if (from !== undefined && from > block) throw new ChainError(`--from ${from} is after --to ${block}.`);

  const record = indexer && (await openRecord(indexer, deployment, onProgress));
  const { timestamp } = await client.getBlock({ blockNumber: block });
  const logs = await readLogs({ client, deployment, to: block, onProgress });
  onProgress(`${logs.length} logs; rebuilding the books`);
  const books = rebuild(logs);
  const all = statements(books, deployment, timestamp);
  const compared = from === undefined ? all : changedSince(all, logs, deployment, timestamp, from);
  const contract = await readViews(client, compared, block, onProgress);
  const asked = record && (await ask(record, { block, head, logs, timestamp, options }));

  const differences: Difference[] = books.contradictions.map(({ kind, key, rebuilt, logged }) => ({
    ...{ kind, key, rebuilt, contract: logged, indexer: null },
  }));
  const checked = Object.fromEntries(kinds.map((kind) => [kind, 0])) as Record<Kind, number>;
  let values = 0;
  for (const { kind, key, rebuilt } of compared) {
    checked[kind] += 1;
    const [there, here] = [contract.get(key) ?? null, asked?.values.get(key) ?? null];
    if (here !== null) values += 1;
    if (rebuilt === there && (here === null || here === rebuilt)) continue;
    differences.push({ kind, key, rebuilt, contract: there, indexer: here });
  }
  differences.push(...(asked ? strangers(asked.values, all, from) : []));
  for (const { key, log, indexer: here } of asked?.events ?? []) {
    differences.push({ kind: "logs", key, rebuilt: log, contract: log, indexer: here });
  }
  const ok = differences.length === 0;
  const said = asked && indexer ? { url: indexer.url, values, events: asked.counted } : null;
  return { chainId: deployment.chainId, block, ok, logs: logs.length, checked, indexer: said, differences };
}

async function openRecord(
  { url, required }: { url: string; required: boolean },
  { chainHash }: Deployment,
  onProgress: (message: string) => void,
): Promise<RecordReader | undefined> {
  const record = new RecordReader(url);
  const at = await record.at();
  if (at && at.chainHash === chainHash) return record;
  const why = at ? `The indexer at ${url} keeps the record of another chain.` : `No indexer answers at ${url}.`;
  if (required) throw new ChainError(`${why} Start it with npm run indexer, or leave it out with --no-indexer.`);
  onProgress(`${why} The books are compared with the contracts alone.`);
  return undefined;
}

type Asked = {
  values: Map<string, string>;
  events: { key: string; log: string | null; indexer: string | null }[];
  counted: number;
};

/** Reads the record as of a block: it may be later by blocks in which nothing of the co-op happened. */
async function ask(
  record: RecordReader,
  about: { block: bigint; head: bigint; logs: readonly Decoded[]; timestamp: bigint; options: AuditOptions },
): Promise<Asked> {
  const { block, logs, timestamp, options } = about;
  const { client, deployment, onProgress = () => {} } = options;
  for (let attempt = 1; attempt <= TRIES; ++attempt) {
    const before = await waitFor(record, block);
    onProgress(`reading the record, at block ${before}`);
    const values = await record.values(timestamp, { treasury: deployment.contracts.treasury as Address });
    const events = await record.events(logs);
    const after = (await record.at())?.block ?? 0n;
    const later = after > block ? await readLogs({ client, deployment, to: after, onProgress: () => {} }) : logs;
    if (later.length === logs.length) return { values, events, counted: logs.length };
    if (options.to !== undefined) break;
  }
  throw new ChainError(
    `The indexer has gone on since block ${block}, so it can't be compared with the chain as of then. ` +
      "Audit a later block, or leave the indexer out with --no-indexer.",
  );
}

/** Waits a little for a record that is a few blocks behind. */
async function waitFor(record: RecordReader, block: bigint): Promise<bigint> {
  for (let waited = 0; ; ++waited) {
    const at = (await record.at())?.block ?? 0n;
    if (at >= block) return at;
    if (waited === 120) {
      throw new ChainError(`The indexer stays at block ${at}, before block ${block}. Try again, or use --no-indexer.`);
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** Those whose value isn't what it was before block `from`. */
function changedSince(
  all: readonly Statement[],
  logs: readonly Decoded[],
  deployment: Deployment,
  now: bigint,
  from: bigint,
): Statement[] {
  const earlier = rebuild(logs.filter(({ block }) => block < from));
  const before = new Map(statements(earlier, deployment, now).map(({ key, rebuilt }) => [key, rebuilt]));
  return all.filter(({ key, rebuilt }) => before.get(key) !== rebuilt);
}

/** What the indexer says about somebody or something that the logs don't know, unless it says that there is nothing. */
function strangers(values: ReadonlyMap<string, string>, all: readonly Statement[], from?: bigint): Difference[] {
  if (from !== undefined) return [];
  const known = new Map(all.map(({ key, kind }) => [key, kind]));
  const nothing = new Set(["0", "false", "0x0000000000000000000000000000000000000000"]);
  return [...values].flatMap(([key, indexer]) =>
    known.has(key) || nothing.has(indexer) ? [] : [{ kind: kindOf(key), key, rebuilt: null, contract: null, indexer }],
  );
}

function kindOf(key: string): Kind {
  if (key.startsWith("commonsGovernor")) return "tallies";
  if (key.startsWith("contributionRegistry")) return "scores";
  return /claimable|frozenOf|forfeitedOf/.test(key) ? "claimable" : "balances";
}
