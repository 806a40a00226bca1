// `npm run indexer`: keeps the record of a co-op and answers questions about it until Ctrl-C.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { LOCAL_CHAIN } from "@commonmind/sdk";
import { serve } from "@hono/node-server";
import { Command } from "commander";
import { ChainError } from "../../scripts/lib/chain.ts";
import { isBadInput, runProgram, say, userPath } from "../../scripts/lib/cli.ts";
import { root } from "../../scripts/lib/paths.ts";
import { indexerPort, requireFree } from "../../scripts/lib/ports.ts";
import { openContent } from "../content/settings.ts";
import { front } from "./front.ts";
import { Indexer } from "./Indexer.ts";

type Options = { readOnly?: boolean };

async function main({ readOnly = false }: Options): Promise<void> {
  const { COMMONMIND_DEPLOYMENT, COMMONMIND_RPC_URL, COMMONMIND_INDEXER_DATA, DATABASE_URL } = process.env;
  const deploymentPath = COMMONMIND_DEPLOYMENT
    ? userPath(COMMONMIND_DEPLOYMENT)
    : join(root, "deployments", `${LOCAL_CHAIN}.json`);
  const child = process.env.COMMONMIND_INDEXER_CHILD === "1";
  if (!child && !existsSync(deploymentPath)) {
    throw new ChainError(
      `There is no ${deploymentPath}. Set COMMONMIND_DEPLOYMENT to a file of deployments/, or run npm start.`,
    );
  }
  if (readOnly && !DATABASE_URL) {
    throw new ChainError("--read-only serves a PostgreSQL that another process writes: set DATABASE_URL to it.");
  }
  const rate = process.env.COMMONMIND_INDEXER_RPS;
  if (rate !== undefined && !/^[1-9]\d{0,4}$/.test(rate)) {
    throw new ChainError(
      `COMMONMIND_INDEXER_RPS is "${rate}", and is to be requests a second: a whole number above 0.`,
    );
  }
  const port = indexerPort();
  await requireFree({ COMMONMIND_INDEXER_PORT: port }, "npm run indexer");
  const indexer = new Indexer({
    deploymentPath,
    rpcUrl: COMMONMIND_RPC_URL ?? "http://127.0.0.1:8545",
    dataFolder: COMMONMIND_INDEXER_DATA ? userPath(COMMONMIND_INDEXER_DATA) : join(root, ".indexer"),
    databaseUrl: DATABASE_URL || undefined,
    readOnly,
    requestsPerSecond: rate === undefined ? undefined : Number(rate),
    onProgress: say,
  });
  const { fetch } = front(indexer, openContent(root));
  // Its address is only said once it answers there.
  const server = await new Promise<ReturnType<typeof serve>>((listening) => {
    const made = serve({ fetch, port, hostname: "127.0.0.1" }, () => listening(made));
  });
  indexer.start();
  process.stdout.write(`The record answers at http://127.0.0.1:${port}/status\n`);
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => resolve());
    // Whoever started us holds the other end of our input: when it goes, so do we.
    if (child) process.stdin.resume().once("end", () => resolve());
  });
  say("stopping the indexer");
  server.close();
  await indexer.stop();
}

const program = new Command("indexer")
  .description("Keeps the record of a co-op, and answers questions about it on 127.0.0.1 until Ctrl-C.")
  .option("--read-only", "serve what another process writes to the same PostgreSQL")
  .addHelpText(
    "after",
    `
Settings (environment)
  COMMONMIND_DEPLOYMENT    which co-op: path of its file in deployments/   (default: deployments/31337.json)
  COMMONMIND_RPC_URL       where its chain answers                         (default: http://127.0.0.1:8545)
  COMMONMIND_INDEXER_PORT  where this answers                              (default: 42069)
  COMMONMIND_INDEXER_RPS   requests a second that the chain's node takes   (default: 600 local, 60 elsewhere)
  COMMONMIND_INDEXER_DATA  folder of the embedded database                 (default: .indexer)
  DATABASE_URL             a PostgreSQL, in place of the embedded database
  COMMONMIND_CONTENT_...   content that is served beside it: see npm run content -- --help

Example
  COMMONMIND_DEPLOYMENT=deployments/11155111.json COMMONMIND_RPC_URL=https://... npm run indexer`,
  )
  .action(async (options: Options) => {
    try {
      await main(options);
    } catch (error) {
      say(error instanceof Error ? error.message : String(error));
      process.exitCode = isBadInput(error) ? 2 : 1;
    }
    process.exit();
  });

await runProgram(program);
