// A chain as the commands use it: read with viem, paid for by one operator account, waited on by travelling in time
// where the chain allows it and by really waiting where the periods are short.
import type { NetworkConnection } from "hardhat/types/network";
import {
  type Abi,
  type Account,
  type Address,
  BaseError,
  type ContractFunctionArgs,
  type ContractFunctionName,
  ContractFunctionRevertedError,
  createPublicClient,
  custom,
  type EncodeFunctionDataParameters,
  encodeFunctionData,
  getAddress,
  type Hex,
  type PublicClient,
  toHex,
} from "viem";
import { noAnswerIn } from "./noAnswer.ts";

/** Longest period that is really waited for on a chain that can't travel in time, in seconds. */
const LONGEST_WAIT = 600;
/** Transactions sent before their receipts are asked for. */
const WINDOW = 64;

/** What a call may cost more in a block of its own than in the block it was estimated in (each new votes checkpoint). */
const NEW_BLOCK_MARGIN = 100_000n;

export class ChainError extends Error {
  override readonly name = "ChainError";
  readonly exitCode = 2;
}

export type Call<abi extends Abi, name extends ContractFunctionName<abi, "nonpayable" | "payable">> = {
  address: Address;
  abi: abi;
  functionName: name;
  args: ContractFunctionArgs<abi, "nonpayable" | "payable", name>;
  value?: bigint;
};

export type Sent = { hash: Hex; block: bigint; index: number; time: bigint };

export type Chain = {
  readonly chainId: number;
  readonly client: PublicClient;
  readonly connection: NetworkConnection;
  /** Pays for everything that anyone may do. */
  readonly operator: Address;
  readonly canTravel: boolean;
  /** Sends a transaction without waiting for it; {@link settled} says whether all went well. */
  send<const abi extends Abi, name extends ContractFunctionName<abi, "nonpayable" | "payable">>(
    call: Call<abi, name>,
  ): Promise<Hex>;
  /** Sends as `account`, whose key is known here. The operator gives it the fee if it has none. */
  sendAs<const abi extends Abi, name extends ContractFunctionName<abi, "nonpayable" | "payable">>(
    account: Account,
    call: Call<abi, name>,
  ): Promise<Hex>;
  /** Pays `value` of the native currency without a call. */
  pay(to: Address, value: bigint): Promise<Hex>;
  /** Deploys a contract by its name. */
  create(name: string, args: unknown[]): Promise<Address>;
  /** Waits until everything sent is mined; throws with the reason if anything failed. */
  settled(): Promise<void>;
  /** Where and when a transaction was mined. */
  receipt(hash: Hex): Promise<Sent>;
  now(): Promise<bigint>;
  /** Lets `seconds` pass. */
  wait(seconds: bigint, why: string): Promise<void>;
};

export type OpenChainOptions = {
  onProgress?: (message: string) => void;
  /**
   * Unix seconds at which the chain's own clock takes over: from here each transaction is one second after the last, so
   * that two runs are the same to the byte. Only for a chain that nobody else uses and that can travel.
   */
  steadyFrom?: bigint;
};

/**
 * Reads a chain, as it is now: nothing is kept. A contract that names an address to fetch from (CCIP-Read) isn't followed:
 * tokens and wallets are contracts of others, and this machine asks nobody for them.
 */
export const clientOf = (provider: NetworkConnection["provider"], { pollingInterval = 4_000 } = {}): PublicClient =>
  createPublicClient({ transport: custom(provider), pollingInterval, cacheTime: 0, ccipRead: false });

/** Wraps a connection. Throws {@link ChainError} if there is no account, or it has no funds. */
export async function openChain(
  connection: NetworkConnection,
  { onProgress = () => {}, steadyFrom }: OpenChainOptions = {},
): Promise<Chain> {
  const { provider } = connection;
  const request = (method: string, params: unknown[] = []) => provider.request({ method, params });
  const client = clientOf(provider, { pollingInterval: 200 });
  const chainId = await client.getChainId();
  const [first] = (await request("eth_accounts")) as Address[];
  if (!first) throw new ChainError("There is no account to send from. Set DEPLOYER_KEY for this network.");
  const operator = getAddress(first);
  if ((await client.getBalance({ address: operator })) === 0n) {
    throw new ChainError(`${operator} has no funds on chain ${chainId}. Send it some of the native currency first.`);
  }
  const version = String(await request("web3_clientVersion").catch(() => ""));
  const canTravel = /hardhat|edr|anvil/i.test(version);
  const pending: { hash: Hex; what: string }[] = [];

  let steady = steadyFrom;
  /** Sets the time of the next block, where the clock is ours. */
  const tick = async (seconds = 1n) => {
    if (steady === undefined) return;
    steady += seconds;
    await request("evm_setNextBlockTimestamp", [toHex(steady)]);
  };

  const settled = async () => {
    const batch = pending.splice(0);
    await Promise.all(
      batch.map(async ({ hash, what }) => {
        const receipt = await client.waitForTransactionReceipt({ hash });
        if (receipt.status !== "success") throw new ChainError(`${what} failed on chain (transaction ${hash}).`);
      }),
    );
  };
  const track = async (hash: Hex, what: string) => {
    pending.push({ hash, what });
    if (pending.length >= WINDOW) await settled();
    return hash;
  };
  /** Simulates first, so that a refusal carries the contract's reason and costs nothing. */
  const gasFor = async (from: Address, call: Call<Abi, string>, data: Hex): Promise<bigint> => {
    try {
      const gas = await client.estimateGas({ account: from, to: call.address, data, value: call.value ?? 0n });
      return (gas * 3n) / 2n + NEW_BLOCK_MARGIN;
    } catch (error) {
      const silent = noAnswerIn(error);
      if (silent) throw silent;
      throw new ChainError(`${call.functionName} was refused: ${await refusal(client, from, call, error)}`);
    }
  };

  return {
    chainId,
    client,
    connection,
    operator,
    canTravel,
    settled,
    async send(call) {
      await tick();
      const data = encode(call);
      const gas = await gasFor(operator, call as never, data);
      const transaction = { from: operator, to: call.address, data, gas: toHex(gas), value: toHex(call.value ?? 0n) };
      return track((await request("eth_sendTransaction", [transaction])) as Hex, call.functionName);
    },
    async sendAs(account, call) {
      if (!account.signTransaction) throw new ChainError(`The key of ${account.address} is not here.`);
      const data = encode(call);
      const gas = await gasFor(account.address, call as never, data);
      const fees = await client.estimateFeesPerGas();
      const cost = gas * fees.maxFeePerGas + (call.value ?? 0n);
      const balance = await client.getBalance({ address: account.address });
      if (balance < cost) {
        await tick();
        const gift = { from: operator, to: account.address, value: toHex(cost * 2n - balance) };
        await client.waitForTransactionReceipt({ hash: (await request("eth_sendTransaction", [gift])) as Hex });
      }
      const nonce = await client.getTransactionCount({ address: account.address, blockTag: "pending" });
      await tick();
      const raw = await account.signTransaction({
        chainId,
        to: call.address,
        data,
        gas,
        nonce,
        value: call.value ?? 0n,
        type: "eip1559",
        maxFeePerGas: fees.maxFeePerGas,
        maxPriorityFeePerGas: fees.maxPriorityFeePerGas,
      });
      return track(await client.sendRawTransaction({ serializedTransaction: raw }), call.functionName);
    },
    async pay(to, value) {
      await tick();
      const transaction = { from: operator, to, value: toHex(value) };
      return track((await request("eth_sendTransaction", [transaction])) as Hex, "a payment");
    },
    async create(name, args) {
      await tick();
      const { ethers } = connection;
      const contract = await ethers.deployContract(name, args);
      await contract.waitForDeployment();
      return getAddress(await contract.getAddress());
    },
    async receipt(hash) {
      const receipt = await client.waitForTransactionReceipt({ hash });
      const { timestamp } = await client.getBlock({ blockNumber: receipt.blockNumber });
      return { hash, block: receipt.blockNumber, index: receipt.transactionIndex, time: timestamp };
    },
    async now() {
      return (await client.getBlock()).timestamp;
    },
    async wait(seconds, why) {
      await settled();
      if (canTravel) {
        if (steady !== undefined) {
          await tick(seconds);
          await request("evm_mine");
          return;
        }
        await request("evm_increaseTime", [toHex(seconds)]);
        await request("evm_mine");
        return;
      }
      onProgress(`waiting ${seconds} s: ${why}`);
      const until = (await client.getBlock()).timestamp + seconds;
      while ((await client.getBlock()).timestamp < until) await new Promise((resolve) => setTimeout(resolve, 1_000));
    },
  };
}

/** Refuses a chain on which the waiting periods would really have to be sat out. `periods` in seconds. */
export function requireShortPeriods(chain: Chain, periods: readonly bigint[]): void {
  const longest = periods.reduce((a, b) => (a > b ? a : b), 0n);
  if (chain.canTravel || longest <= BigInt(LONGEST_WAIT)) return;
  throw new ChainError(
    `Real waiting periods need a chain that can travel in time or a genesis with minute-long periods. This is chain ` +
      `${chain.chainId}, it can't travel, and its longest period is ${longest} seconds (at most ${LONGEST_WAIT} here).`,
  );
}

function encode<abi extends Abi, name extends ContractFunctionName<abi, "nonpayable" | "payable">>(
  call: Call<abi, name>,
): Hex {
  const { abi, functionName, args } = call;
  return encodeFunctionData({ abi, functionName, args } as unknown as EncodeFunctionDataParameters);
}

async function refusal(client: PublicClient, from: Address, call: Call<Abi, string>, fallback: unknown) {
  try {
    await client.simulateContract({ ...call, account: from } as never);
  } catch (error) {
    if (error instanceof BaseError) {
      const reverted = error.walk((cause) => cause instanceof ContractFunctionRevertedError);
      if (reverted instanceof ContractFunctionRevertedError && reverted.data) {
        return `${reverted.data.errorName}(${(reverted.data.args ?? []).join(", ")})`;
      }
      return error.shortMessage;
    }
  }
  return fallback instanceof Error ? fallback.message : String(fallback);
}
