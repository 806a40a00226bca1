// `npm run doctor`: is a deployment what it is declared to be, and who has power over it? Reads only.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { contractNames, type Deployment } from "@commonmind/sdk";
import { Command } from "commander";
import { isAddressEqual, keccak256 } from "viem";
import { type Genesis, loadGenesis } from "../../deploy/genesis.ts";
import { clientOf } from "../lib/chain.ts";
import { type OutputOptions, type Result, runCommand, say, userPath } from "../lib/cli.ts";
import { connect, findDeployment } from "../lib/network.ts";
import { root } from "../lib/paths.ts";
import { examine } from "./examine.ts";
import { reportJson, reportText } from "./report.ts";

type DoctorOptions = OutputOptions & { network: string; genesis?: string };

async function doctor({ network, genesis: file }: DoctorOptions): Promise<Result> {
  const connection = await connect(network, { readOnly: true });
  try {
    const deployment = await findDeployment(connection);
    const { genesis, declared } = declaredBy(deployment, file);
    say(`Examining ${deployment.name} on chain ${deployment.chainId} ...`);
    const client = clientOf(connection.provider);
    const report = await examine({ client, deployment, genesis });
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

/** The genesis file: the one given, or, among those of the repository, the one that the deployment was made from. */
function declaredBy({ genesisHash }: Deployment, file?: string): { genesis: Genesis | undefined; declared: string } {
  if (file !== undefined) {
    const genesis = loadGenesis(userPath(file));
    const same = genesis.hash === genesisHash;
    return { genesis, declared: `declared in ${file}${same ? "" : ", which isn't the file it was made from"}` };
  }
  const folder = join(root, "deploy", "genesis");
  const found = readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => join(folder, name))
    .find((path) => keccak256(readFileSync(path)) === genesisHash);
  if (found) return { genesis: loadGenesis(found), declared: `declared in ${relative(root, found)}` };
  return {
    genesis: undefined,
    declared:
      "its genesis file isn't in deploy/genesis (name it with --genesis), so appointments and the timelock's delay are compared with the logs of the deployment",
  };
}

/** Its options and what it does, for the program that runs it. */
export function doctorProgram(): Command {
  const program = new Command("doctor")
    .description(
      "Reads a deployment back from its logs and its bytecode and lists every difference from what is declared, every account with power and what it could do. Sends nothing.",
    )
    .option("--network <name>", "a network of hardhat.config.ts", "localhost")
    .option("--genesis <file>", "the genesis file (default: the one in deploy/genesis that it was made from)")
    .option("--json", "one JSON object on stdout")
    .option("--out <file>", "write the JSON object to a file")
    .addHelpText(
      "after",
      "\nExit codes: 0 as declared, 1 findings, 2 can't be checked. What to do about findings: docs/doctor.md",
    )
    .action((options: DoctorOptions) => runCommand(options, () => doctor(options)));

  return program;
}
