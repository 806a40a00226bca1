// `npm run keeper`: takes the steps of reviews that anyone may take, again and again, until Ctrl-C.
import { Command, InvalidArgumentError } from "commander";
import { openChain } from "../lib/chain.ts";
import { type OutputOptions, type Result, runCommand } from "../lib/cli.ts";
import { connect, findDeployment } from "../lib/network.ts";
import { noAnswerIn } from "../lib/noAnswer.ts";
import { timedProgress } from "../lib/progress.ts";
import { type Deed, Keeper } from "./Keeper.ts";
import { repeat } from "./repeat.ts";

type KeeperCommandOptions = OutputOptions & { network: string; once?: boolean; every: number; collect?: boolean };

async function keep(options: KeeperCommandOptions, signal: AbortSignal): Promise<Result> {
  const { onProgress } = timedProgress();
  const connection = await connect(options.network);
  try {
    const deployment = await findDeployment(connection);
    const chain = await openChain(connection, { onProgress });
    const keeper = new Keeper(chain, deployment, { collect: options.collect ?? false, onProgress });
    const deeds: Deed[] = [];
    const pass = async () => {
      deeds.push(...(await keeper.pass()));
    };
    if (options.once) await pass();
    else {
      onProgress(`looking every ${options.every} s; Ctrl-C ends it`);
      // A node that is away for a while is no reason to stop: panels that nobody draws are lost.
      const untiring = () =>
        pass().catch((error: Error) => onProgress(`not now, trying again: ${(noAnswerIn(error) ?? error).message}`));
      await repeat(untiring, { seconds: options.every, signal });
    }
    const open = keeper.open.map(String);
    return {
      json: { chainId: deployment.chainId, done: deeds, open },
      text: `${deeds.length} steps taken, ${open.length} reviews open.`,
    };
  } finally {
    await connection.close();
  }
}

/** Its options and what it does, for the program that runs it. */
export function keeperProgram(): Command {
  const program = new Command("keeper")
    .description(
      "Takes the steps of reviews that anyone may take: draws panels, counts scores, ends rounds that nobody ended, makes\n" +
        "accepted work final and pays reviewers. It decides nothing. Any account with some of the native currency will do.",
    )
    .requiredOption("--network <name>", "a network of hardhat.config.ts with a co-op on it")
    .option("--once", "look once, then end")
    .option("--every <seconds>", "look so often", seconds, 12)
    .option("--collect", "also enter what reviewers and finders have earned into the books")
    .option("--json", "one JSON object on stdout at the end: what was done, what is open")
    .option("--out <file>", "write the JSON object to a file")
    .addHelpText("after", "\nExample:\n  npm run keeper -- --network localhost --once --json")
    .action((options: KeeperCommandOptions) => runCommand(options, (signal) => keep(options, signal)));

  return program;
}

function seconds(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new InvalidArgumentError("It takes a whole number of seconds from 1 on.");
  return Number(text);
}
