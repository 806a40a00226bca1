// `npm run module`: deploys another treasury or source of seeds from the sources at hand and writes the proposal that puts it in
// place; afterwards notes what the vote put there. Deploying decides nothing. See docs/upgrade-a-module.md.
import { Argument, Command } from "commander";
import { stringify } from "yaml";
import { clientOf, openChain } from "../lib/chain.ts";
import { type OutputOptions, type Result, runCommand, runProgram, userPath, writeWhole } from "../lib/cli.ts";
import { deploymentPath, saveDeployment } from "../lib/deployments.ts";
import { connect, findDeployment } from "../lib/network.ts";
import { type ModuleName, moduleNames, modules } from "./modules.ts";

type Options = OutputOptions & { network: string };

async function deploy(name: ModuleName, { network, proposal }: Options & { proposal: string }): Promise<Result> {
  const module = modules[name];
  const connection = await connect(network);
  try {
    const deployment = await findDeployment(connection);
    const chain = await openChain(connection);
    const artifact = module.artifact(deployment.chainId);
    const address = await chain.create(artifact, await module.construct(chain.client, deployment));
    const text = `${artifact} at ${address}, of the same sources. (Write here what it changes, and who looked at it.)`;
    await writeWhole(userPath(proposal), stringify({ title: module.title, text, actions: module.actions(address) }));
    return {
      json: { module: name, address, proposal },
      text: `${artifact} is deployed at ${address}, and holds no power yet.\nThe proposal that puts it in place: ${proposal}`,
    };
  } finally {
    await connection.close();
  }
}

async function adopt(name: ModuleName, { network }: Options): Promise<Result> {
  const { key, inForce } = modules[name];
  const connection = await connect(network, { readOnly: true });
  try {
    const deployment = await findDeployment(connection);
    const client = clientOf(connection.provider);
    const address = await inForce(client, deployment);
    const before = deployment.contracts[key];
    const changed = address !== before;
    if (changed) saveDeployment({ ...deployment, contracts: { ...deployment.contracts, [key]: address } });
    const path = deploymentPath(deployment.chainId);
    return {
      json: { module: name, before, address, changed },
      text: changed ? `${path} now names ${address} instead of ${before}.` : `${path} names the one in force already.`,
    };
  } finally {
    await connection.close();
  }
}

const program = new Command("module").description(
  "Replaces a part of a co-op by vote: deploys another of the sources at hand, writes the proposal, and notes what was put in place.",
);
const module = () => new Argument("<MODULE>", "which part").choices(moduleNames);

program
  .command("deploy")
  .addArgument(module())
  .description("deploy it, with the settings of the one in force, and write the proposal")
  .requiredOption("--proposal <FILE>", "where the proposal is written, for npm run proposal -- draft")
  .option("--network <NAME>", "a network of hardhat.config.ts with a co-op on it", "localhost")
  .option("--json", "print one JSON object")
  .addHelpText("after", "\nExample:\n  npm run module -- deploy treasury --proposal treasury.yml")
  .action((name: ModuleName, options: Options & { proposal: string }) =>
    runCommand(options, () => deploy(name, options)),
  );

program
  .command("adopt")
  .addArgument(module())
  .description("write down in deployments/<chainId>.json which one is in force, as the chain says")
  .option("--network <NAME>", "a network of hardhat.config.ts with a co-op on it", "localhost")
  .option("--json", "print one JSON object")
  .addHelpText("after", "\nExample:\n  npm run module -- adopt treasury")
  .action((name: ModuleName, options: Options) => runCommand(options, () => adopt(name, options)));

await runProgram(program);
