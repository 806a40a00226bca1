// Deploys a co-op from its genesis file, in steps that can be broken off and taken up again.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
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
  if (genesis.curator === getAddress(deployer)) {
    throw new DeployError(
      `${deployer} deploys and is named as curator, and a deployer ends with no power. Name another account, or deploy from another.`,
    );
  }
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
  // Named after the chain's first block too: a local chain that was started anew is another chain.
  const deploymentId = `chain-${chainId}-${first.hash.slice(2, 10)}`;
  const fromBlock = resumable ? beginning(deploymentId, head) : head;

  const options = { ...(resumable ? { deploymentId } : {}), config: { requiredConfirmations: 1 }, displayUi: false };
  onProgress("deploying the contracts");
  const contracts = await ignition.deploy(contractsModule(genesis), options);
  const addresses = Object.fromEntries(
    await Promise.all(
      contractNames.map(async (name) => [name, getAddress(await contracts[name].getAddress())] as const),
    ),
  ) as Deployment["contracts"];

  onProgress("seating founders, registering models, handing over");
  const founding = await foundingManifests(genesis, chainId, addresses.contributionRegistry);
  await ignition.deploy(commonsModule(genesis, addresses, founding), options);

  return {
    schema: 1,
    name: genesis.name,
    chainId,
    fromBlock,
    genesisHash: genesis.hash,
    chainHash: first.hash,
    contracts: addresses,
  };
}

/** The block at which this deployment began, the first time it was asked for. */
function beginning(deploymentId: string, head: number): number {
  const path = join(journals, `${deploymentId}.begin`);
  if (existsSync(path)) return Number(readFileSync(path, "utf8"));
  mkdirSync(journals, { recursive: true });
  writeFileSync(path, `${head}`);
  return head;
}
