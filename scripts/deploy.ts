// `npm run deploy`: a co-op from its genesis file on any network of hardhat.config.ts. Says what it will cost and asks
// before anything is sent. Safe to repeat and to interrupt.
import { relative } from "node:path";
import { createInterface } from "node:readline";
import { type Deployment, type KnownChain, LOCAL_CHAIN, SAFE_SEED_DELAY } from "@commonmind/sdk";
import { Command } from "commander";
import type { NetworkConnection } from "hardhat/types/network";
import { type Address, formatEther, formatGwei } from "viem";
import { deployCommons, inspect, type Site } from "../deploy/deploy.ts";
import { type Genesis, loadGenesis } from "../deploy/genesis.ts";
import { requireNoneWaiting } from "../deploy/waiting.ts";
import { addressTable } from "./lib/addressTable.ts";
import { ChainError } from "./lib/chain.ts";
import { type OutputOptions, type Result, runCommand, runProgram, say, userPath } from "./lib/cli.ts";
import { abisPath, deploymentPath, loadDeployment, saveAbis, saveDeployment } from "./lib/deployments.ts";
import {
  type EarlierRun,
  earlierRun,
  journalFolders,
  type UnfinishedRun,
  unfinishedBeside,
} from "./lib/earlierRuns.ts";
import { type Estimate, estimateDeployment } from "./lib/estimate.ts";
import { connect } from "./lib/network.ts";
import { noAnswerIn } from "./lib/noAnswer.ts";
import { localGenesis, root } from "./lib/paths.ts";

/** How often it is said how far it has come. */
const SECONDS_PER_WORD = 10;

/** How Ignition says that the account sent something else: it waits (10402, 10403), or took a nonce (10411). */
const FOREIGN = /^HHE104(02|03|11):/;

type DeployCommandOptions = OutputOptions & {
  network: string;
  genesis?: string;
  yes?: boolean;
  dryRun?: boolean;
  another?: boolean;
};

async function deploy(options: DeployCommandOptions, signal: AbortSignal): Promise<Result> {
  const file = options.genesis === undefined ? localGenesis : userPath(options.genesis);
  const genesis = loadGenesis(file);
  const connection = await connect(options.network);
  try {
    const site = await inspect(connection, genesis);
    const earlier = earlierRun(genesis, site);
    requireOneCoop(site, genesis, options.another ?? false);
    const estimate = await estimateDeployment(connection, genesis, earlier, site);
    say(overview({ network: options.network, file, genesis, site, earlier, estimate }));
    if (earlier.state !== "complete") for (const run of unfinishedBeside(genesis, site)) say(unfinishedInWords(run));
    requireFunds(site, estimate);
    if (earlier.state !== "complete") await requireNoneWaiting(connection, site, journalFolders(genesis, site));
    const { transactions, gas, cost } = estimate;
    const json = { estimate: { transactions, gas: `${gas}`, cost: `${cost}` } };
    if (options.dryRun) {
      const { chainId, chainHash, deployer, balance } = site;
      return {
        json: {
          name: genesis.name,
          chainId,
          chainHash,
          genesisHash: genesis.hash,
          deployer,
          balance: `${balance}`,
          ...json,
        },
        text: "A dry run: nothing was sent.",
      };
    }
    // What is complete is only read: nothing is ever sent without having been asked about.
    const known = earlier.state === "complete" ? loadDeployment(site.chainId) : undefined;
    if (!known) await confirm(site, options.yes ?? false);
    // What was sent is written down as it is sent, so that this may end anywhere.
    signal.addEventListener("abort", () => {
      say("Stopped. Run the same command again: it goes on from here.");
      process.exit(130);
    });
    const deployment = known ?? (await send(connection, genesis, site, estimate));
    if (!known) {
      saveAbis(deployment);
      saveDeployment(deployment);
    }
    const { chainId } = deployment;
    return {
      json: { ...deployment, ...json },
      text: `${genesis.name} ${known ? "already stood" : "stands"} on chain ${chainId}. The deployer holds no power any more.\n${addressTable(deployment)}\nWritten to ${shown(deploymentPath(chainId))}${known ? "" : `, and what each contract can be asked to ${shown(abisPath(chainId))}`}`,
    };
  } finally {
    await connection.close();
  }
}

/** Says now and then how many of the transactions are in blocks: on a testnet it takes some minutes. */
async function whileCounting<T>(
  { provider }: NetworkConnection,
  deployer: Address,
  transactions: number,
  work: () => Promise<T>,
): Promise<T> {
  const used = async () =>
    Number(await provider.request({ method: "eth_getTransactionCount", params: [deployer, "latest"] }));
  const began = await used();
  let told = 0;
  const timer = setInterval(() => {
    used()
      .then((now) => {
        if (now - began > told) say(`${now - began} of about ${transactions} transactions are in blocks`);
        told = Math.max(told, now - began);
      })
      // What is wrong with the node, the deployment itself will say.
      .catch(() => {});
  }, SECONDS_PER_WORD * 1_000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** Deploys. What ends it in the middle is said with what to do, since what was sent is written down. */
async function send(
  connection: NetworkConnection,
  genesis: Genesis,
  { deployer }: Site,
  { transactions }: Estimate,
): Promise<Deployment> {
  try {
    return await whileCounting(connection, deployer, transactions, () =>
      deployCommons(connection, genesis, { resumable: true, onProgress: say }),
    );
  } catch (error) {
    const silent = noAnswerIn(error);
    if (silent) throw new ChainError(`${silent.message} What was sent is written down: it goes on from here.`);
    if (error instanceof Error && FOREIGN.test(error.message)) {
      throw new ChainError(
        `Another transaction of ${deployer} got in between those of this deployment, so it stopped. What was sent is written down. ` +
          "Send nothing else from this account, and run the same command again once that is in a block: it goes on from here.",
      );
    }
    throw error;
  }
}

type Overview = {
  network: string;
  file: string;
  genesis: Genesis;
  site: Site;
  earlier: EarlierRun;
  estimate: Estimate;
};

function overview({ network, file, genesis, site, earlier, estimate }: Overview): string {
  const { transactions, gas, fee, dataFee, cost, needed } = estimate;
  const roughly = earlier.state === "begun" ? "roughly " : "";
  const rows: [string, string][] = [
    ["network", `${network}, chain ${site.chainId}`],
    ["deployer", `${site.deployer}, with ${formatEther(site.balance)} of the native currency`],
    ["genesis", `${genesis.name}, ${shown(file)}`],
    ["", `hash ${genesis.hash}`],
  ];
  if (earlier.state === "complete") {
    rows.push(["state", "complete: this file is already deployed here, nothing is left to be sent"]);
  } else {
    if (earlier.state === "begun") {
      rows.push(["state", `begun: an earlier run sent ${earlier.confirmed} transactions, and this one goes on`]);
    }
    rows.push(
      ["to send", `${roughly}${transactions} transactions, ${gas.toLocaleString("en")} gas (measured in a rehearsal)`],
      ["cost", `${roughly}${formatEther(cost)} at the present fee of ${formatGwei(fee)} gwei`],
      ...dataRow(dataFee),
      ["needed", `${formatEther(needed)}, so that fees may rise by half meanwhile`],
    );
  }
  rows.push(["seeds", seedsInWords(site.chain, genesis)]);
  return rows.map(([name, value]) => `${name.padEnd(10)}${value}`).join("\n");
}

/** Changed in between, a file is another co-op: whoever didn't mean that hears of it before anything is sent. */
function unfinishedInWords({ genesis, confirmed, kept }: UnfinishedRun): string {
  const [sent, them] = confirmed === 1 ? ["1 transaction", "it"] : [`${confirmed} transactions`, "them"];
  return (
    `Note: a deployment of another genesis file, whose hash begins with ${genesis}, was begun on this chain and never ended: ${sent} of it went into blocks. ` +
    `This one doesn't go on with ${them}; its contracts would be new. If you only meant to go on, run this with that file as it was. ` +
    `If not, what was sent stays on the chain unused, and to forget it delete ${kept.join(", ")}.`
  );
}

const dataRow = (fee: bigint): [string, string][] =>
  fee === 0n ? [] : [["", `of it at most ${formatEther(fee)} for writing the data down on the chain beneath`]];

/** Where seeds of review panels come from, and whether the wait for them needs trust in a sequencer. */
function seedsInWords({ seeds }: KnownChain, { review }: Genesis): string {
  if (seeds === "RandaoSeeds") return "from this chain's blocks (RandaoSeeds)";
  const from = "from the blocks of the chain beneath (OriginSeeds)";
  if (review.seedDelay >= SAFE_SEED_DELAY) return from;
  return (
    `${from}. review.seedDelay is ${review.seedDelay} s: whoever runs this chain's sequencer, and lets it fall behind by as ` +
    `much, could choose who judges its own work. From ${SAFE_SEED_DELAY} s on it can't (docs/deploy.md)`
  );
}

/** Refuses to write over the file of another co-op on the same chain: nobody would find it again. */
function requireOneCoop({ chainId, chainHash }: Site, genesis: Genesis, another: boolean): void {
  const standing = loadDeployment(chainId);
  const other = standing !== undefined && standing.chainHash === chainHash && standing.genesisHash !== genesis.hash;
  if (!other || another || chainId === LOCAL_CHAIN) return;
  throw new ChainError(
    `${shown(deploymentPath(chainId))} holds another co-op on this chain, ${standing.name} (genesis ${standing.genesisHash.slice(0, 10)}…), and would be written over: ` +
      "another file is another co-op, however little was changed in it. Nothing was sent. Keep a copy of that file and add --another, or set COMMONMIND_DEPLOYMENTS to another folder.",
  );
}

function requireFunds({ deployer, balance, chainId }: Site, { needed }: Estimate): void {
  if (balance >= needed) return;
  throw new ChainError(
    `${deployer} has ${formatEther(balance)} on chain ${chainId}, and this needs ${formatEther(needed)}. ` +
      `Nothing was sent. Send it at least ${formatEther(needed - balance)}, then run this again.`,
  );
}

/** Throws unless somebody agreed: at the terminal, or beforehand with --yes. On the local chain nobody is asked. */
async function confirm({ chainId }: Site, yes: boolean): Promise<void> {
  if (yes || chainId === LOCAL_CHAIN) return;
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new ChainError(
      "Nothing was sent: there is no terminal here at which to ask whether to deploy. Add --yes to agree beforehand.",
    );
  }
  if (!/^y(es)?$/i.test(await ask("Deploy? [y/N] "))) throw new ChainError("Not deployed: nothing was sent.");
}

/** An empty answer if the terminal is closed or Ctrl-C pressed. */
function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  return new Promise((resolve) => {
    terminal.once("SIGINT", () => terminal.close());
    terminal.once("close", () => resolve(""));
    terminal.question(question, (answer) => {
      resolve(answer.trim());
      terminal.close();
    });
  });
}

/** Files of the repository by their path from its root. */
function shown(path: string): string {
  const inside = relative(root, path);
  return inside.startsWith("..") ? path : inside;
}

const program = new Command("deploy")
  .description(
    "Deploys a co-op from a genesis file, applies it and hands all power over. Says first what it will cost, and asks. Run again to go on after an interruption.",
  )
  .option("--network <name>", "a network of hardhat.config.ts", "localhost")
  .option("--genesis <file>", "the genesis file (default: deploy/genesis/local.json)")
  .option("--dry-run", "stop after the estimate: nothing is sent")
  .option("--yes", "don't ask before sending")
  .option("--another", "deploy another co-op on a chain where one stands, and write its file over that one's")
  .option("--json", "one JSON object on stdout")
  .option("--out <file>", "write the JSON object to a file")
  .addHelpText(
    "after",
    "\nExamples:\n  npm run deploy -- --network localhost --genesis deploy/genesis/local.json\n  npm run deploy -- --network sepolia --genesis my-genesis.json --dry-run",
  )
  .action((options: DeployCommandOptions) => runCommand(options, (signal) => deploy(options, signal)));

await runProgram(program);
