// `npm run doctor`: is a deployment what it is declared to be, and who has power over it? Reads only.
import { contractNames } from "@commonmind/sdk";
import { Command } from "commander";
import { isAddressEqual } from "viem";
import { clientOf } from "../lib/chain.ts";
import { type OutputOptions, type Result, runCommand, say } from "../lib/cli.ts";
import { connect, findDeployment } from "../lib/network.ts";
import { examine } from "./examine.ts";
import { declaredBy } from "./file.ts";
import { reportJson, reportText } from "./report.ts";

type DoctorOptions = OutputOptions & { network: string; genesis?: string; amended?: string };

async function doctor({ network, genesis: file, amended }: DoctorOptions): Promise<Result> {
  const connection = await connect(network, { readOnly: true });
  try {
    const deployment = await findDeployment(connection);
    const {
      genesis,
      amended: voted,
      inWords: declared,
    } = declaredBy(deployment.genesisHash, {
      ...(file === undefined ? {} : { file }),
      ...(amended === undefined ? {} : { amended }),
    });
    say(`Examining ${deployment.name} on chain ${deployment.chainId} ...`);
    const client = clientOf(connection.provider);
    const report = await examine({ client, deployment, genesis, amended: voted });
    const shown = (account: `0x${string}`) => {
      const name = contractNames.find((each) => isAddressEqual(deployment.contracts[each], account));
      return name ? `${name} ${account}` : account;
    };
    return {
      json: reportJson(report),
      text: reportText(report, { name: deployment.name, declared, shown }),
      exitCode: report.ok ? 0 : 1,
    };
  } finally {
    await connection.close();
  }
}

/** Its options and what it does, for the program that runs it. */
export function doctorProgram(): Command {
  const program = new Command("doctor")
    .description(
      "Reads a deployment back from its logs and its bytecode and lists every difference from what is declared, every account with power and what it could do. Sends nothing.",
    )
    .option("--network <name>", "a network of hardhat.config.ts", "localhost")
    .option("--genesis <file>", "the genesis file (default: the one in deploy/genesis that it was made from)")
    .option(
      "--amended <file>",
      "a copy of it that says whom votes made poster of gold since, or how long the timelock waits",
    )
    .option("--json", "one JSON object on stdout")
    .option("--out <file>", "write the JSON object to a file")
    .addHelpText(
      "after",
      "\nExit codes: 0 as declared, 1 findings, 2 can't be checked. What to do about findings: docs/doctor.md",
    )
    .action((options: DoctorOptions) => runCommand(options, () => doctor(options)));

  return program;
}
