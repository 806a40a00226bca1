// `npm run bench:record`: a large co-op's history indexed and served: events per second, size of the database, and how long the
// dApp's questions take under fifty readers. --postgres: on PostgreSQL instead of the embedded database.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { contractNames, type Deployment } from "@commonmind/sdk";
import { serve } from "@hono/node-server";
import { Command, InvalidArgumentError } from "commander";
import pg from "pg";
import { getAddress, numberToHex, padHex, zeroHash } from "viem";
import { front } from "../../indexer/server/front.ts";
import { Indexer } from "../../indexer/server/Indexer.ts";
import { ChainError } from "../../scripts/lib/chain.ts";
import { type OutputOptions, type Result, runCommand, runProgram, say } from "../../scripts/lib/cli.ts";
import { timedProgress } from "../../scripts/lib/progress.ts";
import { Postgres } from "../../test/indexer/postgres.ts";
import { historyOf, type Size } from "./history.ts";
import { GeneratedNode } from "./node.ts";
import { measureReaders } from "./readers.ts";

/** What the record is to hold, at scale 1. */
const FULL: Size = { contributions: 100_000, members: 20_000, proposals: 1_000, votes: 1_000 };
const CHAIN = 31_337;

const scaled = (scale: number): Size => ({
  contributions: Math.max(10, Math.round(FULL.contributions * scale)),
  members: Math.max(100, Math.round(FULL.members * scale)),
  proposals: Math.max(2, Math.round(FULL.proposals * scale)),
  votes: FULL.votes,
});

/** The contracts of a co-op that stands nowhere but in the history. */
function standIn(chainHash: `0x${string}`): Deployment {
  const contracts = Object.fromEntries(
    contractNames.map((name, i) => [
      name,
      getAddress(padHex(numberToHex(0xa000_0000_0000_0000_0000n + BigInt(i)), { size: 20 })),
    ]),
  ) as Deployment["contracts"];
  return {
    schema: 1,
    name: "A large co-op",
    chainId: CHAIN,
    fromBlock: 0,
    genesisHash: zeroHash,
    chainHash,
    contracts,
  };
}

const sizeOf = (folder: string): number =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).reduce((sum, name) => {
    const stat = statSync(join(folder, name));
    return sum + (stat.isFile() ? stat.size : 0);
  }, 0);

type BenchOptions = OutputOptions & { scale: number; postgres?: boolean };

async function sizeOfDatabase(connectionString: string): Promise<number> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query<{ size: string }>("SELECT pg_database_size(current_database()) AS size");
    return Number(rows[0]?.size ?? 0);
  } finally {
    await client.end();
  }
}

async function bench({ scale, postgres }: BenchOptions): Promise<Result> {
  const own = postgres ? await Postgres.start() : undefined;
  if (postgres && !own) throw new ChainError("npm has no PostgreSQL for this platform: name one by DATABASE_URL.");
  try {
    return await benchOn(scale, own?.url ?? (process.env.DATABASE_URL || undefined));
  } finally {
    await own?.close();
  }
}

async function benchOn(scale: number, databaseUrl: string | undefined): Promise<Result> {
  const { onProgress } = timedProgress();
  const size = scaled(scale);
  const folder = mkdtempSync(join(tmpdir(), "commonmind-bench-"));
  onProgress(`writing the history of ${size.contributions.toLocaleString("en")} contributions`);
  const deployment = standIn(new GeneratedNode(CHAIN, []).hash(0));
  const node = new GeneratedNode(CHAIN, historyOf(size, deployment));
  const rpcUrl = await node.listen();
  const deploymentPath = join(folder, "deployment.json");
  writeFileSync(deploymentPath, JSON.stringify(deployment));
  mkdirSync(join(folder, "record"));
  const indexer = new Indexer({
    deploymentPath,
    rpcUrl,
    dataFolder: join(folder, "record"),
    databaseUrl,
    onProgress: say,
    uncounted: true,
  });
  let server: ReturnType<typeof serve> | undefined;
  try {
    onProgress(`indexing ${node.logs.toLocaleString("en")} events in ${node.head.toLocaleString("en")} blocks`);
    const began = performance.now();
    indexer.start();
    let firstBlock: number | undefined;
    for (let told = 0n; !indexer.status.ready; ) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      const { block } = indexer.status;
      if (block !== null && block > 0n) firstBlock ??= performance.now();
      if (block === null || block < told + 500n) continue;
      told = block;
      onProgress(`block ${block} of ${node.head}`);
    }
    const seconds = (performance.now() - began) / 1_000;
    const indexing = firstBlock === undefined ? seconds : (performance.now() - firstBlock) / 1_000;
    const url = await new Promise<string>((resolve) => {
      const at = { fetch: front(indexer).fetch, port: 0, hostname: "127.0.0.1" };
      server = serve(at, ({ port }) => resolve(`http://127.0.0.1:${port}`));
    });
    onProgress("fifty readers");
    const readers = await measureReaders(url, size);
    const bytes = databaseUrl ? await sizeOfDatabase(databaseUrl) : sizeOf(join(folder, "record"));
    const database = databaseUrl ? "PostgreSQL" : "PGlite";
    const perSecond = Math.round(node.logs / seconds);
    const lines = readers.map(
      ({ question, count, p50, p99 }) =>
        `${question.padEnd(44)}${`${count}`.padStart(8)}${p50.toFixed(0).padStart(9)}${p99.toFixed(0).padStart(9)}`,
    );
    return {
      json: {
        ...{ database, size, events: node.logs, blocks: node.head, seconds, indexing, perSecond, bytes, readers },
      },
      text: `${database}: ${node.logs.toLocaleString("en")} events in ${seconds.toFixed(0)} s from a cold start (${perSecond.toLocaleString("en")} a second), ${(bytes / 1e6).toFixed(0)} MB

${"question, asked by 50 at once".padEnd(44)}${"answers".padStart(8)}${"p50 ms".padStart(9)}${"p99 ms".padStart(9)}
${lines.join("\n")}`,
    };
  } finally {
    server?.close();
    await indexer.stop();
    await node.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function share(text: string): number {
  const value = Number(text);
  if (value > 0 && value <= 1) return value;
  throw new InvalidArgumentError("A share of the full size: above 0, at most 1.");
}

const program = new Command("bench:record")
  .description(
    "Indexes a generated history (100,000 contributions, 20,000 members, 1,000 proposals of 1,000 votes) and asks it questions.",
  )
  .option("--scale <share>", "how much of it", share, 1)
  .option("--postgres", "in a PostgreSQL of its own, which npm brings")
  .option("--json", "one JSON object on stdout")
  .option("--out <file>", "write it there instead")
  .addHelpText("after", "\nExample\n  npm run bench:record -- --scale 0.05")
  .action((options: BenchOptions) => runCommand(options, () => bench(options)));

await runProgram(program);
process.exit();
