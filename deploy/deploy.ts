// Deploys a co-op from its genesis file, in steps that can be broken off and taken up again.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { contractNames, type Deployment } from "@commonmind/sdk";
import type { NetworkConnection } from "hardhat/types/network";
import { type Address, getAddress, type Hex } from "viem";
import { foundingManifests } from "./founding.ts";
import { type Genesis, requireChain } from "./genesis.ts";
import { commonsModule } from "./modules/Commons.ts";
import { contractsModule } from "./modules/Contracts.ts";

/** Where Ignition keeps its journals, and we the block at which each deployment began. */
const journals = join(import.meta.dirname, "deployments");

export type DeployOptions = {
  /** Keep a journal in `deploy/deployments/`, so that an interrupted run is taken up where it stopped. */
  resumable?: boolean;
  onProgress?: (message: string) => void;
};

/** Thrown before anything is sent when the chain or the account can't carry the deployment. */
export class DeployError extends Error {
  override readonly name = "DeployError";
  readonly exitCode = 2;
}

/**
 * Deploys everything, applies genesis and hands over. With `resumable`, running it again goes on where it stopped, and
 * does nothing once it is done. The first account of the connection pays and ends with no power.
 */
export async function deployCommons(
  connection: NetworkConnection,
  genesis: Genesis,
  { resumable = false, onProgress = () => {} }: DeployOptions = {},
): Promise<Deployment> {
  const { provider, ignition } = connection;
  const chainId = Number(await provider.request({ method: "eth_chainId" }));
  requireChain(genesis, chainId);
  const [deployer] = (await provider.request({ method: "eth_accounts" })) as Address[];
  if (!deployer) {
    throw new DeployError(
      "There is no account to deploy from. Set DEPLOYER_KEY, or choose a network that has accounts.",
    );
  }
  requireStranger(genesis, getAddress(deployer));
  for (const { token } of genesis.assets) {
    const code = await provider.request({ method: "eth_getCode", params: [token, "latest"] });
    if (code === "0x")
      throw new DeployError(`${token}, among the assets of the genesis file, is no contract on chain ${chainId}.`);
  }
  const balance = BigInt((await provider.request({ method: "eth_getBalance", params: [deployer, "latest"] })) as Hex);
  if (balance === 0n) {
    throw new DeployError(
      `${deployer} has no funds on chain ${chainId}. Send it some of the native currency, then run this again.`,
    );
  }
  const first = (await provider.request({ method: "eth_getBlockByNumber", params: ["0x0", false] })) as { hash: Hex };
  const head = Number(await provider.request({ method: "eth_blockNumber" }));
  const journal = journalOf(
    connection,
    `chain-${chainId}-${first.hash.slice(2, 10)}-${genesis.hash.slice(2, 10)}`,
    resumable,
  );
  const fromBlock = resumable ? beginning(journal.name, head) : head;
  const config = { requiredConfirmations: 1 };

  try {
    onProgress("deploying the contracts");
    const deployed = await ignition.deploy(contractsModule(genesis), {
      ...journal.of("contracts"),
      config,
      displayUi: false,
    });
    const base = (await addressesOf(deployed)) as Omit<Deployment["contracts"], "commonsGovernor">;

    onProgress("seating founders, registering models, handing over");
    const founding = await foundingManifests(genesis, chainId, base.contributionRegistry);
    const rest = await ignition.deploy(commonsModule(genesis, base, founding), {
      ...journal.of("commons"),
      config,
      displayUi: false,
    });
    const contracts = { ...base, ...(await addressesOf(rest)) } as Deployment["contracts"];
    const missing = contractNames.filter((name) => contracts[name] === undefined);
    if (missing.length > 0) throw new DeployError(`The deployment lacks ${missing.join(", ")}.`);
    return {
      schema: 1,
      name: genesis.name,
      chainId,
      fromBlock,
      genesisHash: genesis.hash,
      chainHash: first.hash,
      contracts,
    };
  } finally {
    journal.close();
  }
}

/** "When it is done the deployer holds nothing": so it may be nobody that the file gives anything to. */
function requireStranger(genesis: Genesis, deployer: Address): void {
  const given: [string, readonly (Address | undefined)[]][] = [
    ["curator", [genesis.curator]],
    ["issuer", genesis.issuers.map(({ account }) => account)],
    ["founding member", genesis.founders.map(({ account }) => account)],
  ];
  const named = given.filter(([, accounts]) => accounts.includes(deployer)).map(([role]) => role);
  if (named.length === 0) return;
  throw new DeployError(
    `${deployer} deploys and is named as ${named.join(" and ")}, and a deployer ends with no power. Name another account in the genesis file, or deploy from another.`,
  );
}

async function addressesOf(
  contracts: Record<string, { getAddress(): Promise<string> }>,
): Promise<Record<string, Address>> {
  const entries = Object.entries(contracts).map(async ([name, contract]) => [
    name,
    getAddress(await contract.getAddress()),
  ]);
  return Object.fromEntries(await Promise.all(entries)) as Record<string, Address>;
}

/**
 * Where Ignition writes down what it did. Each phase has a journal of its own, named after the chain's first block and
 * the genesis file: another chain, or another file, is another deployment. One that isn't to be resumed leaves nothing.
 */
function journalOf({ networkConfig }: NetworkConnection, name: string, resumable: boolean) {
  const once = `${name}-once-${process.pid}-${Date.now()}`;
  // A chain inside this process keeps no journal; Ignition would otherwise choose a name that other chains share.
  const inProcess = networkConfig.type === "edr-simulated";
  const idOf = (phase: string) => `${resumable ? name : once}-${phase}`;
  return {
    name,
    of: (phase: "contracts" | "commons") => (resumable || !inProcess ? { deploymentId: idOf(phase) } : {}),
    close() {
      if (resumable) return;
      for (const phase of ["contracts", "commons"])
        rmSync(join(journals, idOf(phase)), { recursive: true, force: true });
    },
  };
}

/** The block at which this deployment began, the first time it was asked for. */
function beginning(name: string, head: number): number {
  const path = join(journals, `${name}.begin`);
  if (existsSync(path)) return Number(readFileSync(path, "utf8"));
  mkdirSync(journals, { recursive: true });
  writeFileSync(path, `${head}`);
  return head;
}
