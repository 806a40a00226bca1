// `npm run deploy`: a co-op from its genesis file on any network of hardhat.config.ts. Safe to repeat and to interrupt.
import { Command } from "commander";
import { deployCommons } from "../deploy/deploy.ts";
import { loadGenesis } from "../deploy/genesis.ts";
import { addressTable } from "./lib/addressTable.ts";
import { type OutputOptions, type Result, runCommand, runProgram, say, userPath } from "./lib/cli.ts";
import { saveDeployment } from "./lib/deployments.ts";
import { connect } from "./lib/network.ts";
import { localGenesis } from "./lib/paths.ts";

type DeployCommandOptions = OutputOptions & { network: string; genesis?: string };

async function deploy({ network, genesis: file }: DeployCommandOptions): Promise<Result> {
  const genesis = loadGenesis(file === undefined ? localGenesis : userPath(file));
  const connection = await connect(network);
  try {
    const deployment = await deployCommons(connection, genesis, { resumable: true, onProgress: say });
    saveDeployment(deployment);
    const { chainId } = deployment;
    return {
      json: { ...deployment },
      text: `${genesis.name} stands on chain ${chainId}. The deployer holds no power any more.\n${addressTable(deployment)}\nWritten to deployments/${chainId}.json`,
    };
  } finally {
    await connection.close();
  }
}

const program = new Command("deploy")
  .description(
    "Deploys a co-op from a genesis file, applies it and hands all power over. Run again to go on after an interruption.",
  )
  .option("--network <name>", "a network of hardhat.config.ts", "localhost")
  .option("--genesis <file>", "the genesis file (default: deploy/genesis/local.json)")
  .option("--json", "one JSON object on stdout")
  .option("--out <file>", "write the JSON object to a file")
  .addHelpText("after", "\nExample:\n  npm run deploy -- --network localhost --genesis deploy/genesis/local.json")
  .action((options: DeployCommandOptions) => runCommand(options, () => deploy(options)));

await runProgram(program);
