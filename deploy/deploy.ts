// Deploys a co-op from its genesis file, in steps that can be broken off and taken up again.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { contractNames, type Deployment, type KnownChain, type SeedSource } from "@commonmind/sdk";
import type { NetworkConnection } from "hardhat/types/network";
import { type Address, getAddress, type Hex } from "viem";
import { DeployError } from "./DeployError.ts";
import { foundingManifests } from "./founding.ts";
import { type Genesis, requireChain } from "./genesis.ts";
import { commonsModule } from "./modules/Commons.ts";
import { contractsModule } from "./modules/Contracts.ts";
import { mendJournal } from "./resume.ts";
import { seedChain } from "./seeds.ts";

export { DeployError };

/** Where Ignition keeps its journals, and we the block at which each deployment began. */
export const journals = join(import.meta.dirname, "deployments");

export const phases = ["contracts", "commons"] as const;
type Phase = (typeof phases)[number];

export type DeployOptions = {
  /** Keep a journal in `deploy/deployments/`, so that an interrupted run is taken up where it stopped. */
  resumable?: boolean;
  /** In place of the one that the chain has: a rehearsal deploys what another chain will have. */
  seeds?: SeedSource;
  onProgress?: (message: string) => void;
};

/**
 * Deploys everything, applies genesis and hands over. With `resumable`, running it again goes on where it stopped, and
 * does nothing once it is done. The first account of the connection pays and ends with no power.
 */
export async function deployCommons(
  connection: NetworkConnection,
  genesis: Genesis,
  { resumable = false, seeds, onProgress = () => {} }: DeployOptions = {},
): Promise<Deployment> {
  const { provider, ignition } = connection;
  const { chainId, chainHash, deployer, balance, head, chain } = await inspect(connection, genesis);
  if (balance === 0n) {
    throw new DeployError(
      `${deployer} has no funds on chain ${chainId}. Send it some of the native currency, then run this again.`,
    );
  }
  const journal = journalOf(connection, journalName(chainId, chainHash, genesis), resumable);
  const fromBlock = resumable ? beginning(journal.name, head) : head;
  const config = { requiredConfirmations: 1 };
  const mend = async (phase: Phase) => {
    if (!resumable) return;
    const beginAnew = `To begin anew, with new contracts and those already there left unused, delete ${journal.kept.join(", ")} and run this again.`;
    await mendJournal({ provider, deployer, fromBlock, folder: journal.folder(phase), beginAnew });
  };

  try {
    onProgress("deploying the contracts");
    await mend("contracts");
    const deployed = await ignition.deploy(contractsModule(genesis, seeds ?? chain.seeds), {
      ...journal.of("contracts"),
      config,
      displayUi: false,
    });
    const base = (await addressesOf(deployed)) as Omit<Deployment["contracts"], "commonsGovernor">;

    onProgress("seating founders, registering models, handing over");
    const founding = await foundingManifests(genesis, chainId, base.contributionRegistry);
    await mend("commons");
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
      chainHash,
      contracts,
    };
  } finally {
    journal.close();
  }
}

/** A chain, and who would deploy on it. */
export type Site = {
  chainId: number;
  chain: KnownChain;
  chainHash: Hex;
  deployer: Address;
  /** Of the native currency, in base units. */
  balance: bigint;
  /** The latest block. */
  head: number;
};

/** Looks at the chain, and refuses what can't be deployed on it. Sends nothing. */
export async function inspect({ provider }: NetworkConnection, genesis: Genesis): Promise<Site> {
  const chainId = Number(await provider.request({ method: "eth_chainId" }));
  requireChain(genesis, chainId);
  const chain = await seedChain(provider, chainId);
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
  const first = (await provider.request({ method: "eth_getBlockByNumber", params: ["0x0", false] })) as { hash: Hex };
  const head = Number(await provider.request({ method: "eth_blockNumber" }));
  return { chainId, chain, chainHash: first.hash, deployer: getAddress(deployer), balance, head };
}

/** What the journals of a deployment are called: another chain, or another file, is another deployment. */
export function journalName(chainId: number, chainHash: Hex, genesis: Genesis): string {
  return `chain-${chainId}-${chainHash.slice(2, 10)}-${genesis.hash.slice(2, 10)}`;
}

/** "When it is done the deployer holds nothing": so it may be nobody that the file gives anything to. */
function requireStranger(genesis: Genesis, deployer: Address): void {
  const given: [string, readonly (Address | undefined)[]][] = [
    ["poster of gold", [genesis.gold]],
    ["guardian", [genesis.governance.guardian?.account]],
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
  const idOf = (phase: Phase) => `${resumable ? name : once}-${phase}`;
  const folder = (phase: Phase) => join(journals, idOf(phase));
  return {
    name,
    folder,
    /** All that is kept of the deployment, from the repository's root. */
    kept: [...phases.map(idOf), `${name}.begin`].map((each) => `deploy/deployments/${each}`),
    of: (phase: Phase) => (resumable || !inProcess ? { deploymentId: idOf(phase) } : {}),
    close() {
      if (resumable) return;
      for (const phase of phases) rmSync(folder(phase), { recursive: true, force: true });
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
