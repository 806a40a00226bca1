// `npm run story`: the main job of the commons, told from a real history of work, checked to the last base unit.
import { Command, InvalidArgumentError } from "commander";
import { deployCommons } from "../../deploy/deploy.ts";
import { loadGenesis } from "../../deploy/genesis.ts";
import { openChain } from "../lib/chain.ts";
import { type OutputOptions, type Result, runCommand, runProgram, userPath } from "../lib/cli.ts";
import { readInput } from "../lib/csvTable.ts";
import { connect, findDeployment, freshChain } from "../lib/network.ts";
import { defaultHistory, defaultHistoryName, localGenesis } from "../lib/paths.ts";
import { timedProgress } from "../lib/progress.ts";
import { parseHistory, planContributions } from "./history.ts";
import { checkStory } from "./reference/check.ts";
import { DEFAULT_REVENUE, readRevenue } from "./revenue.ts";
import { storyTables } from "./table.ts";
import { tellStory } from "./tell.ts";

/** A chain of the story's own always begins here, so that two runs with one seed are the same to the byte. */
const chainStart = new Date("2026-01-01T00:00:00Z");
const storyStart = BigInt(Date.parse("2026-01-02T00:00:00Z") / 1000);

type StoryOptions = OutputOptions & { history?: string; revenue?: string; seed: number; network?: string };

async function story({ history, revenue: revenueFile, seed, network }: StoryOptions): Promise<Result> {
  const { seconds, onProgress } = timedProgress();
  const path = history === undefined ? defaultHistory : userPath(history);
  const historyCsv = readInput(path);
  const plan = planContributions(parseHistory(historyCsv, history ?? defaultHistoryName));
  const revenue = revenueFile === undefined ? DEFAULT_REVENUE : readRevenue(userPath(revenueFile));

  const connection = await (network === undefined ? freshChain(chainStart) : connect(network));
  try {
    const deployment = network
      ? await findDeployment(connection)
      : await deployCommons(connection, loadGenesis(localGenesis), { onProgress });
    const chain = await openChain(connection, { onProgress, ...(network ? {} : { steadyFrom: storyStart }) });
    // The first signature of the story must already be of its own time.
    if (network === undefined) await chain.wait(1n, "the story begins");
    const report = await tellStory(chain, deployment, { plan, revenue, seed, onProgress });
    onProgress("recomputing every amount with the reference model");
    report.mismatches.push(...checkStory({ historyCsv, revenue, report }));
    const total = seconds();
    const verdict =
      report.mismatches.length === 0
        ? `Every amount was recomputed by the reference model: no difference. ${report.timeline.length} events, ${total} s.`
        : `THE REFERENCE MODEL DIFFERS in ${report.mismatches.length} places:\n${report.mismatches
            .slice(0, 20)
            .map(({ key, message }) => `  ${key}: ${message}`)
            .join("\n")}`;
    return {
      json: { ...report, timing: { seconds: total } },
      text: `${storyTables(report)}\n\n${verdict}`,
      exitCode: report.mismatches.length === 0 ? 0 : 1,
    };
  } finally {
    await connection.close();
  }
}

const program = new Command("story")
  .description(
    "Tells the commons' main job on a history of real work: manifests are submitted, scored and claimed, a vote publishes\n" +
      "a release, revenue is split, everyone collects; an independent model recomputes every amount.",
  )
  .option("--history <file>", "CSV of work: date,author,coauthors,area,files_changed,lines_added,lines_removed,item")
  .option("--revenue <file>", "CSV of payments: phase,asset,amount (phase 0, 1, 2; base units)")
  .option("--seed <n>", "chooses scores and votes; the same seed gives the same output", integer, 1)
  .option(
    "--network <name>",
    "a network of hardhat.config.ts with a co-op on it; default: a fresh chain in this process",
  )
  .option("--json", "one JSON object on stdout instead of tables")
  .option("--out <file>", "write the JSON object to a file")
  .addHelpText("after", "\nExample:\n  npm run story -- --history data/histories/promptsource.csv")
  .action((options: StoryOptions) => runCommand(options, () => story(options)));

function integer(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError("It takes a whole number of at most 15 digits.");
  return Number(text);
}

await runProgram(program);
