// `npm start`: a local chain, a co-op on it, its story told there, the record of it and the dApp beside it; stays up until
// Ctrl-C, then stops all it started.
import { type Deployment, LOCAL_CHAIN } from "@commonmind/sdk";
import { Command } from "commander";
import { network } from "hardhat";
import { deployCommons } from "../deploy/deploy.ts";
import { loadGenesis } from "../deploy/genesis.ts";
import { Keeper } from "./keeper/Keeper.ts";
import { playReviewers } from "./keeper/playReviewers.ts";
import { repeat } from "./keeper/repeat.ts";
import { addressTable } from "./lib/addressTable.ts";
import { type Chain, openChain } from "./lib/chain.ts";
import { isBadInput, runProgram, say } from "./lib/cli.ts";
import { readInput } from "./lib/csvTable.ts";
import { deploymentPath, forgetDeployment, saveDeployment } from "./lib/deployments.ts";
import { connect } from "./lib/network.ts";
import { defaultHistory, defaultHistoryName, localGenesis } from "./lib/paths.ts";
import { chainPort, dappPort, indexerPort, requireFree } from "./lib/ports.ts";
import { timedProgress } from "./lib/progress.ts";
import { type Service, startDapp, startIndexer } from "./lib/services.ts";
import { afterwards, foundersBySeat } from "./story/afterwards.ts";
import { gatherCast } from "./story/cast.ts";
import { parseHistory, planContributions } from "./story/history.ts";
import { checkStory } from "./story/reference/check.ts";
import { DEFAULT_REVENUE } from "./story/revenue.ts";
import { storyTables } from "./story/table.ts";
import { tellStory } from "./story/tell.ts";

/** How often reviews are looked after. */
const SECONDS_PER_PASS = 5;

async function start(): Promise<void> {
  const port = chainPort();
  const pages = dappPort();
  const record = indexerPort();
  await requireFree({ COMMONMIND_CHAIN_PORT: port, COMMONMIND_DAPP_PORT: pages, COMMONMIND_INDEXER_PORT: record });
  const server = await network.createServer("default", "127.0.0.1", port);
  await server.listen();
  const rpcUrl = `http://127.0.0.1:${port}`;
  // It is built while the story is told; its pages wait for the deployment, which is written down once the story is told: who
  // acts in the middle of it would spoil its sums. What the last run wrote down was another chain.
  const deployment = deploymentPath(LOCAL_CHAIN);
  forgetDeployment(LOCAL_CHAIN);
  const recordUrl = `http://127.0.0.1:${record}`;
  const dapp = startDapp({ port: pages, deployment, rpcUrl, recordUrl });
  const started: Service[] = [dapp];
  const stopped = new Promise<void>((resolve) => {
    // They stay handled while everything is being stopped: a second one must not leave half of it running.
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => resolve());
  });
  try {
    const told = await Promise.race([tell(rpcUrl, dapp), stopped]);
    if (told === undefined) return;
    // Now that there is something to record: it is caught up in about a minute, and the dApp reads the chain until then.
    started.push(startIndexer({ port: record, deployment, rpcUrl, uploadsFrom: `http://127.0.0.1:${pages}` }));
    const stop = new AbortController();
    const kept = keepReviews(told, stop.signal);
    await stopped;
    stop.abort();
    await kept;
  } finally {
    say("\nstopping the dApp, the indexer and the chain");
    await Promise.all(started.map((service) => service.stop()));
    await server.close();
  }
}

/** Moves reviews on for as long as the chain stays up, and plays the founders who are drawn. */
async function keepReviews({ chain, deployment }: Told, signal: AbortSignal): Promise<void> {
  const keeper = new Keeper(chain, deployment, { collect: true });
  const cast = await gatherCast(chain, deployment);
  const decide = async () => {};
  const context = { chain, deployment, seed: 1, reviewers: foundersBySeat(cast), decide, onProgress: () => {} };
  const pass = async () => {
    try {
      await keeper.pass();
      await playReviewers(context, keeper);
    } catch (error) {
      // The chain stays up for whoever looks at it: the next pass tries again.
      say(`keeping reviews: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  await repeat(pass, { seconds: SECONDS_PER_PASS, signal });
}

type Told = { chain: Chain; deployment: Deployment };

/** Deploys, tells the story, and says what is there now. */
async function tell(rpcUrl: string, dapp: Service): Promise<Told> {
  const connection = await connect("localhost");
  const { onProgress } = timedProgress();
  const deployment = await deployCommons(connection, loadGenesis(localGenesis), { onProgress });
  const chain = await openChain(connection, { onProgress });
  const historyCsv = readInput(defaultHistory);
  const plan = planContributions(parseHistory(historyCsv, defaultHistoryName));
  const report = await tellStory(chain, deployment, { plan, revenue: DEFAULT_REVENUE, seed: 1, onProgress });
  const mismatches = [...report.mismatches, ...checkStory({ historyCsv, revenue: DEFAULT_REVENUE, report })];
  if (mismatches.length > 0) {
    throw new Error(`The reference model differs in ${mismatches.length} places, first: ${mismatches[0]?.message}`);
  }
  const units = new Map(report.accounts.map((account) => [account.author, BigInt(account.units)]));
  const authors = [...units.keys()].sort((a, b) => Number((units.get(b) ?? 0n) - (units.get(a) ?? 0n)));
  await afterwards(chain, deployment, { authors, onProgress });
  saveDeployment(deployment);
  const { chainId } = deployment;
  onProgress("waiting for the dApp");
  const url = await dapp.url;
  process.stdout.write(`${storyTables(report)}

The reference model recomputed every amount: no difference.

Running
  dApp            ${url}
  chain ${chainId}     ${rpcUrl}
  record          http://127.0.0.1:${indexerPort()}/status (caught up in about a minute)

Contracts (also in deployments/${chainId}.json)
${addressTable(deployment)}

Funded accounts, of the mnemonic "test test test test test test test test test test test junk" (play money; never use them elsewhere)
  0       deployed all this and holds no power over it
  1 .. 7  founding members, each with a voice
  9       issuer: vouches for people who become members

Try next, in another terminal
  npm run story -- --history data/histories/promptsource.csv    another history, on a chain of its own
  npm run story -- --json --out story.json                      every number, to recompute yourself
  npm run manifest -- --help                                    build and prove manifests of your own

Since the tables above, more money came in that nobody has collected, more work was handed in, and two votes were opened;
the chain's clock runs some weeks ahead, since waiting times were skipped. What you hand in is judged within half an
hour: a panel is drawn among the founders, who are played here, commits and reveals; five days later it is final.

Open ${url}, press Connect, and choose one of the people there: no wallet is needed on this chain.
Ctrl-C stops it all.
`);
  return { chain, deployment };
}

const program = new Command("start")
  .description(
    "Starts a local chain on 127.0.0.1, deploys a co-op, tells its story there, and serves its record and the dApp until Ctrl-C.",
  )
  .addHelpText(
    "after",
    "\nPorts: 8545, 3000 and 42069, or what COMMONMIND_CHAIN_PORT, COMMONMIND_DAPP_PORT and COMMONMIND_INDEXER_PORT say.",
  )
  .action(async () => {
    try {
      await start();
    } catch (error) {
      say(error instanceof Error ? error.message : String(error));
      process.exitCode = isBadInput(error) ? 2 : 1;
    }
    process.exit();
  });

await runProgram(program);
