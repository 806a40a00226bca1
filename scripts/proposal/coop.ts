// The co-op that a proposal is about: its contracts on one chain, and what its models and assets are called.
import {
  contractAbis,
  contributionRegistryAbi,
  type DeedContext,
  type Deployment,
  modelRegistryAbi,
  plainText,
  treasuryAbi,
  workKinds,
} from "@commonmind/sdk";
import type { NetworkConnection } from "hardhat/types/network";
import {
  type Abi,
  type Address,
  type ContractEventName,
  erc20Abi,
  type GetContractEventsReturnType,
  type PublicClient,
  zeroAddress,
} from "viem";
import { clientOf } from "../lib/chain.ts";
import { actingKey } from "../lib/keys.ts";
import { connect, findDeployment } from "../lib/network.ts";
import { inWords } from "../lib/sending.ts";
import type { Known, Unit } from "./arguments.ts";

export type Coop = Known & {
  connection: NetworkConnection;
  client: PublicClient;
  deployment: Deployment;
  governor: { address: Address; abi: (typeof contractAbis)["commonsGovernor"] };
  /** What its calls are about, by name. */
  names: DeedContext;
};

export type OpenOptions = {
  /** Nothing will be sent, so no key is asked for. */
  readOnly?: boolean;
};

/** Whoever runs commands inside a program says where the co-op is. */
export type OpenCoop = (network: string, options?: OpenOptions) => Promise<Coop>;

/** The co-op of a network of hardhat.config.ts. Throws ChainError if it can't be reached, or is none. */
export const openCoop: OpenCoop = async (network, { readOnly = false } = {}) => {
  // With a key of its own a command needs none of the network's.
  const connection = await connect(network, {
    readOnly: readOnly || (await actingKey(network)) !== undefined,
    acting: true,
  });
  try {
    return await coopOf(connection, await findDeployment(connection));
  } catch (error) {
    await connection.close();
    throw error;
  }
};

/** Opens it, and closes it again whatever the work does. What a contract refused to read is explained. */
export async function within<T>(
  open: OpenCoop,
  network: string,
  work: (coop: Coop) => Promise<T>,
  options: OpenOptions = {},
): Promise<T> {
  const coop = await open(network, options);
  try {
    return await work(coop);
  } catch (error) {
    throw inWords(error);
  } finally {
    await coop.connection.close();
  }
}

export async function coopOf(connection: NetworkConnection, deployment: Deployment): Promise<Coop> {
  const client = clientOf(connection.provider, { pollingInterval: 200 });
  const units = await unitsOf(client, deployment);
  return {
    connection,
    client,
    deployment,
    units,
    governor: { address: deployment.contracts.commonsGovernor, abi: contractAbis.commonsGovernor },
    names: await namesOf(client, deployment, units),
  };
}

/** The events of one name since the co-op began, in pieces if the node refuses the whole. */
export async function eventsOf<const abi extends Abi, name extends ContractEventName<abi>>(
  client: PublicClient,
  { fromBlock }: Deployment,
  contract: { address: Address; abi: abi; eventName: name; args?: object },
): Promise<GetContractEventsReturnType<abi, name, true>> {
  const read = async (from: bigint, to: bigint): Promise<unknown[]> => {
    try {
      return await client.getContractEvents({ ...contract, fromBlock: from, toBlock: to, strict: true } as never);
    } catch (error) {
      if (to - from < 100n) throw error;
      const middle = (from + to) / 2n;
      return [...(await read(from, middle)), ...(await read(middle + 1n, to))];
    }
  };
  return (await read(BigInt(fromBlock), await client.getBlockNumber())) as GetContractEventsReturnType<abi, name, true>;
}

/** The native currency, the contribution token, and every token that the treasury ever listed. */
async function unitsOf(client: PublicClient, deployment: Deployment): Promise<Unit[]> {
  const { treasury, contributionToken } = deployment.contracts;
  const listed = await eventsOf(client, deployment, { address: treasury, abi: treasuryAbi, eventName: "AssetListed" });
  const tokens = [...new Set([contributionToken, ...listed.map(({ args }) => args.asset)])];
  const others = await Promise.all(
    tokens.filter((token) => token !== zeroAddress).map((token) => unitAt(client, token)),
  );
  return [{ symbol: "ETH", decimals: 18, address: zeroAddress }, ...others];
}

/** A token by its own name for itself, if that can be mistaken for nothing else; else by its address. */
export async function unitAt(client: PublicClient, address: Address): Promise<Unit> {
  const read = <name extends "symbol" | "decimals">(functionName: name) =>
    client.readContract({ address, abi: erc20Abi, functionName }).catch(() => undefined);
  const [symbol, decimals] = await Promise.all([read("symbol"), read("decimals")]);
  const plain = typeof symbol === "string" && /^[\x21-\x7e]{1,12}$/.test(symbol) && !/^(eth|g?wei)$/i.test(symbol);
  if (!plain || typeof decimals !== "number") return { symbol: `units of ${address}`, decimals: 0, address };
  return { symbol, decimals, address };
}

async function namesOf(client: PublicClient, deployment: Deployment, units: readonly Unit[]): Promise<DeedContext> {
  const { modelRegistry, contributionRegistry } = deployment.contracts;
  const models = { address: modelRegistry, abi: modelRegistryAbi } as const;
  const registered = await eventsOf(client, deployment, { ...models, eventName: "ModelRegistered" });
  const named = new Map(registered.map(({ args }) => [Number(args.modelId), plainText(args.name, 60)]));
  const releases = new Map(
    await Promise.all(
      [...named.keys()].map(async (id) => {
        const model = await client.readContract({ ...models, functionName: "modelAt", args: [BigInt(id)] });
        return [id, model.releases] as const;
      }),
    ),
  );
  const rules = await Promise.all(
    workKinds.map((_, kind) =>
      client.readContract({
        address: contributionRegistry,
        abi: contributionRegistryAbi,
        functionName: "kindRules",
        args: [kind],
      }),
    ),
  );
  return {
    deployment,
    modelName: (id) => named.get(id),
    nextRelease: (id) => {
      const published = releases.get(id);
      return published === undefined ? undefined : published + 1;
    },
    asset: (address) => units.find((unit) => unit.address.toLowerCase() === address.toLowerCase()),
    ruleBefore: (kind) => {
      const [maxUnitsPerItem = 0n, tokenRate = 0n] = rules[workKinds.indexOf(kind)] ?? [];
      return maxUnitsPerItem === 0n ? undefined : { maxUnitsPerItem, tokenRate };
    },
  };
}
