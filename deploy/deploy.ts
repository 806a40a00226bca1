// Deploys a co-op from its genesis file, in steps that can be broken off and taken up again.
import { type Deployment, contractNames } from "@commonmind/sdk";
import type { NetworkConnection } from "hardhat/types/network";
import { type Address, getAddress, type Hex } from "viem";
import { foundingManifests } from "./founding.ts";
import { type Genesis, requireChain } from "./genesis.ts";
import { commonsModule } from "./modules/Commons.ts";
import { contractsModule } from "./modules/Contracts.ts";

export type DeployOptions = {
  /** Name under which progress is kept in `deploy/deployments/`, to go on after an interruption. Without it, nothing is kept. */
  deploymentId?: string;
  onProgress?: (message: string) => void;
};

/** Thrown before anything is sent when the chain or the account can't carry the deployment. */
export class DeployError extends Error {
  override readonly name = "DeployError";
}

/**
 * Deploys everything, applies genesis and hands over. Running it again with the same `deploymentId` goes on where it
 * stopped, and does nothing once it is done. The first account of the connection pays and ends with no power.
 */
export async function deployCommons(
  connection: NetworkConnection,
  genesis: Genesis,
  { deploymentId, onProgress = () => {} }: DeployOptions = {},
): Promise<Deployment> {
  const { provider, ignition } = connection;
  const chainId = Number(await provider.request({ method: "eth_chainId" }));
  requireChain(genesis, chainId);
  const [deployer] = (await provider.request({ method: "eth_accounts" })) as Address[];
  if (!deployer) {
    throw new DeployError("There is no account to deploy from. Set DEPLOYER_KEY, or choose a network that has accounts.");
  }
  const balance = BigInt((await provider.request({ method: "eth_getBalance", params: [deployer, "latest"] })) as Hex);
  if (balance === 0n) {
    throw new DeployError(`${deployer} has no funds on chain ${chainId}. Send it some of the native currency, then run this again.`);
  }
  const first = (await provider.request({ method: "eth_getBlockByNumber", params: ["0x0", false] })) as { hash: Hex };
  const head = Number(await provider.request({ method: "eth_blockNumber" }));

  const options = { ...(deploymentId === undefined ? {} : { deploymentId }), displayUi: false };
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
    fromBlock: head,
    genesisHash: genesis.hash,
    chainHash: first.hash,
    contracts: addresses,
  };
}
