// What pages ask a chain. A client of just these: viem's public client brings some seventy actions, and every page would load
// them all.
import { type Chain, type Client, createClient, type PublicClient, type Transport } from "viem";
import { call, getBalance, getBlock, getBlockNumber, getGasPrice, getLogs, readContract } from "viem/actions";

export type ReadClient = Client &
  Pick<
    PublicClient,
    | "call"
    | "getBalance"
    | "getBlock"
    | "getBlockNumber"
    | "getCode"
    | "getGasPrice"
    | "getLogs"
    | "getTransaction"
    | "getTransactionReceipt"
    | "readContract"
    | "simulateContract"
    | "waitForTransactionReceipt"
  >;

type ReadClientParameters = {
  readonly chain?: Chain;
  readonly transport: Transport;
  readonly pollingInterval?: number;
};

/** The types of what is bound here are those of viem's own client. */
type Action = (client: Client, args: never) => unknown;

export function createReadClient(parameters: ReadClientParameters): ReadClient {
  // No address is fetched that a contract names (CCIP-Read): tokens and wallets are contracts of others.
  const client = createClient({ ...parameters, ccipRead: false });
  const bind = (action: unknown) => (args: never) => (action as Action)(client, args);
  const now = { call, getBalance, getBlock, getBlockNumber, getGasPrice, getLogs, readContract };
  const bound = Object.entries(now).map(([name, action]) => [name, bind(action)] as const);
  const later = [
    ...(["getCode", "getTransaction", "getTransactionReceipt"] as const),
    ...(["simulateContract", "waitForTransactionReceipt"] as const),
  ];
  const fetched = later.map((name) => {
    const action = async (args: never) => bind((await import("./actionsOnDemand.ts"))[name])(args);
    return [name, action] as const;
  });
  return Object.assign(client, Object.fromEntries([...bound, ...fetched])) as unknown as ReadClient;
}
