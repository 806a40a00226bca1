// `npm run verify`: publishes the sources of a co-op's contracts, so that a stranger can read them on an explorer. Needs no key of
// an account: it sends nothing to the chain.
import type { Deployment } from "@commonmind/sdk";
import { Command, Option } from "commander";
import type { NetworkConnection } from "hardhat/types/network";
import type { Address } from "viem";
import { ChainError, clientOf } from "../lib/chain.ts";
import { type OutputOptions, type Result, runCommand, say, userPath } from "../lib/cli.ts";
import { connect, findDeployment, requireSameChain } from "../lib/network.ts";
import { NotSent } from "./creation.ts";
import { readDeployment } from "./deployment.ts";
import { type Explorer, type ExplorerName, explorerNames, openExplorers } from "./explorers.ts";
import { type Parcel, pack } from "./parcels.ts";
import { type Publication, publish } from "./publish.ts";
import { outcomeWords, planJson, planText, reportJson, reportText } from "./report.ts";

type VerifyOptions = OutputOptions & {
  network: string;
  deployment?: string;
  explorer?: ExplorerName[];
  dryRun?: boolean;
};

async function verify(options: VerifyOptions, signal: AbortSignal): Promise<Result> {
  signal.addEventListener("abort", () => {
    say("Stopped. What was published stays so: run the same command again for the rest.");
    process.exit(130);
  });
  const connection = await connect(options.network, { readOnly: true });
  try {
    const file = options.deployment === undefined ? undefined : userPath(options.deployment);
    const deployment = file === undefined ? await findDeployment(connection) : readDeployment(file);
    if (file !== undefined) await requireSameChain(connection, deployment, file);
    return await publishSources({ connection, deployment, wanted: options.explorer, dryRun: options.dryRun ?? false });
  } finally {
    await connection.close();
  }
}

export type PublishSources = {
  connection: NetworkConnection;
  deployment: Deployment;
  wanted: readonly ExplorerName[] | undefined;
  dryRun: boolean;
};

/** Publishes what isn't yet, or says what it would send; the exit code is 1 if any of it fails. */
export async function publishSources({ connection, deployment, wanted, dryRun }: PublishSources): Promise<Result> {
  const { name, chainId } = deployment;
  const { explorers, leftOut } = await openExplorers({ connection, chainId, wanted });
  if (explorers.length === 0 && !dryRun) {
    const reasons = leftOut.map(({ explorer, reason }) => `\n  ${explorer}: ${reason}`);
    throw new ChainError(
      `There is no explorer to publish at.${reasons.join("")}\nWith --dry-run it says what would be sent.`,
    );
  }
  say(`Reading the contracts of ${name} on chain ${chainId} ...`);
  const parcels = await pack({ client: clientOf(connection.provider), deployment, onProgress: say });
  const about = { deployment, explorers, leftOut, parcels };
  if (dryRun) {
    const ready = parcels.every(({ creation }) => !(creation instanceof NotSent));
    return { json: planJson(about), text: planText(about), exitCode: ready ? 0 : 1 };
  }
  const publications = await publishAll(explorers, parcels);
  const failed = [...publications.values()].flat().some(({ outcome }) => outcome === "failed");
  return {
    json: reportJson({ ...about, publications }),
    text: reportText({ ...about, publications }),
    exitCode: failed ? 1 : 0,
  };
}

/** One contract after the other, so that no explorer is asked too often; the explorers beside each other. By address. */
async function publishAll(explorers: readonly Explorer[], parcels: readonly Parcel[]) {
  const publications = new Map<Address, Publication[]>(parcels.map(({ contract }) => [contract.address, []]));
  await Promise.all(
    explorers.map(async (explorer) => {
      let silent: Publication | undefined;
      for (const parcel of parcels) {
        const { address, name } = parcel.contract;
        // Once nobody is there, nothing more is asked.
        const publication = silent
          ? { ...silent, link: explorer.client.getContractUrl(address) }
          : await publish(explorer, parcel);
        publications.get(address)?.push(publication);
        if (!publication.unreached) say(`${explorer.client.name}: ${name} ${outcomeWords[publication.outcome]}`);
        else silent = publication;
      }
    }),
  );
  const order = (each: Publication) => explorerNames.indexOf(each.explorer);
  for (const each of publications.values()) each.sort((a, b) => order(a) - order(b));
  return publications;
}

/** Its options and what it does, for the program that runs it. */
export function verifyProgram(): Command {
  return new Command("verify")
    .description(
      "Publishes the sources of every contract of a co-op at Sourcify, Blockscout and Etherscan, so that a stranger can read them there. What is there already is left alone. Sends nothing to the chain.",
    )
    .option("--network <name>", "a network of hardhat.config.ts", "localhost")
    .option("--deployment <file>", "the deployment file (default: deployments/<chainId>.json)")
    .addOption(
      new Option("--explorer <name...>", "only these (default: all that know the chain)").choices(explorerNames),
    )
    .option("--dry-run", "say what would be sent where: no explorer is asked")
    .option("--json", "one JSON object on stdout")
    .option("--out <file>", "write the JSON object to a file")
    .addHelpText(
      "after",
      `
Exit codes: 0 all published, 1 something failed, 2 bad input or can't be checked. See docs/verify.md

Examples
  npm run verify -- --network sepolia --dry-run
  npm run verify -- --network sepolia --explorer sourcify blockscout`,
    )
    .action((options: VerifyOptions) => runCommand(options, (signal) => verify(options, signal)));
}
