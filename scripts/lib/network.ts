// Connections by network name, and the co-op that is deployed there.
import { type Deployment, PRIVATE_KEY_FORM } from "@commonmind/sdk";
import hre, { network } from "hardhat";
import type { NetworkConnection } from "hardhat/types/network";
import { ChainError } from "./chain.ts";
import { deploymentPath, loadDeployment } from "./deployments.ts";
import { ACTING_KEY } from "./keys.ts";
import { NoAnswer } from "./noAnswer.ts";
import { patience } from "./patience.ts";

hre.hooks.registerHandlers("network", patience);

/** A fresh chain inside this process, which begins at `start`. */
export async function freshChain(start: Date): Promise<NetworkConnection> {
  return (await network.create({ network: "default", override: { initialDate: start } as never })) as NetworkConnection;
}

export type ConnectOptions = {
  /** Nothing will be sent, so no key is asked for. */
  readOnly?: boolean;
  /** Somebody acts here with a key of their own, or else with the network's: the first is named where there is neither. */
  acting?: boolean;
};

/** Connects to a network of hardhat.config.ts. Throws {@link ChainError} with what is missing or wrong, in words. */
export async function connect(
  name: string,
  { readOnly = false, acting = false }: ConnectOptions = {},
): Promise<NetworkConnection> {
  let connection: NetworkConnection;
  try {
    const keyless = readOnly && hre.config.networks[name]?.type === "http";
    const choice = keyless ? { network: name, override: { accounts: "remote" } } : name;
    connection = (await network.create(choice as string)) as NetworkConnection;
  } catch (error) {
    throw new ChainError(
      missingSetting(name, error, acting) ??
        `The network "${name}" can't be used: ${reason(error)}\nhardhat.config.ts lists the networks.`,
    );
  }
  let chainId: number;
  try {
    chainId = Number(await connection.provider.request({ method: "eth_chainId" }));
  } catch (error) {
    await connection.close();
    if (error instanceof NoAnswer) throw error;
    const malformed = malformedKey(error);
    if (malformed !== undefined) throw new ChainError(malformed);
    const hint =
      name === "localhost"
        ? "Start a chain first (npm start, or npm run node), or set COMMONMIND_CHAIN_PORT to the port it listens on."
        : `Check the address and keys that hardhat.config.ts names for it.`;
    throw new ChainError(
      missingSetting(name, error, acting) ?? `The network "${name}" doesn't answer: ${reason(error)}\n${hint}`,
    );
  }
  const expected = connection.networkConfig.chainId;
  if (expected !== undefined && expected !== chainId) {
    await connection.close();
    throw new ChainError(
      `The network "${name}" is chain ${expected}, but what answers at its address is chain ${chainId}. Check the address.`,
    );
  }
  if (!readOnly) await requireKeys(connection);
  return connection;
}

/** A key that is none would be found at its first use only, by a library. */
async function requireKeys(connection: NetworkConnection): Promise<void> {
  try {
    await connection.provider.request({ method: "eth_accounts" });
  } catch (error) {
    const malformed = malformedKey(error);
    if (malformed === undefined) return;
    await connection.close();
    throw new ChainError(malformed);
  }
}

/** What is wrong with a key that is none. */
function malformedKey(error: unknown): string | undefined {
  const named = /Invalid hex string value for the configuration variable "(\w+)"/.exec(reason(error))?.[1];
  const short = /Field\.fromBytes|expected 32 bytes|private key/i.test(reason(error)) ? "DEPLOYER_KEY" : undefined;
  const variable = named ?? short;
  return variable && `${variable} is no private key: that is ${PRIVATE_KEY_FORM}. Set it again, whole.`;
}

/**
 * What to do about a setting of hardhat.config.ts that is nowhere to be found. `acting`: whoever acts may have a key of their
 * own, and needs none of the network's.
 */
export function missingSetting(name: string, error: unknown, acting = false): string | undefined {
  const variable = /Configuration Variable "(\w+)" not found/.exec(reason(error))?.[1];
  if (variable === undefined) return undefined;
  if (acting && isKeyOf(name, variable)) {
    return (
      `There is no account to act as on "${name}". Set the environment variable ${ACTING_KEY} to the key of the account that acts, or ` +
      `keep it in Hardhat's encrypted keystore: npm run hardhat -- keystore set ${ACTING_KEY}. The network's own account, ${variable}, isn't set either.`
    );
  }
  return (
    `The network "${name}" needs ${variable}, which isn't set. Either set the environment variable ${variable}, or keep ` +
    `it in Hardhat's encrypted keystore: npm run hardhat -- keystore set ${variable}`
  );
}

/** Whether a setting is a key of the network's accounts, rather than its address. */
function isKeyOf(name: string, variable: string): boolean {
  const network = hre.config.networks[name];
  if (network?.type !== "http" || !Array.isArray(network.accounts)) return false;
  return network.accounts.some((account) => "name" in account && account.name === variable);
}

/** The co-op of this chain, from deployments/<chainId>.json, checked to be on this very chain. */
export async function findDeployment(connection: NetworkConnection): Promise<Deployment> {
  const chainId = Number(await connection.provider.request({ method: "eth_chainId" }));
  const deployment = loadDeployment(chainId);
  if (!deployment) {
    throw new ChainError(
      `No co-op is deployed on chain ${chainId}: there is no ${deploymentPath(chainId)}. Run npm run deploy -- --network NAME first.`,
    );
  }
  await requireSameChain(connection, deployment, `deployments/${chainId}.json`);
  return deployment;
}

/** Throws unless a co-op is on this very chain. `file`: where it is written down, for the message. */
export async function requireSameChain(
  { provider }: NetworkConnection,
  deployment: Deployment,
  file: string,
): Promise<void> {
  const chainId = Number(await provider.request({ method: "eth_chainId" }));
  if (deployment.chainId !== chainId) {
    throw new ChainError(
      `${file} names a co-op on chain ${deployment.chainId}, and this network is chain ${chainId}. Name its network with --network, or this network's file.`,
    );
  }
  const first = (await provider.request({ method: "eth_getBlockByNumber", params: ["0x0", false] })) as {
    hash: string;
  };
  const code = await provider.request({ method: "eth_getCode", params: [deployment.contracts.treasury, "latest"] });
  if (first.hash !== deployment.chainHash || code === "0x") {
    throw new ChainError(
      `${file} isn't of this chain: its first block is another, or nothing stands at the treasury's address. If a local chain was ` +
        "started anew, deploy again (npm run deploy -- --network NAME); else name the right file or network.",
    );
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
}
