// A copy of a chain inside this process, at its newest block: what is done to it never reaches the chain itself.
import { network } from "hardhat";
import type { NetworkConnection } from "hardhat/types/network";
import { type Address, type Hex, type PublicClient, toHex } from "viem";
import { clientOf } from "../lib/chain.ts";
import { ProposalError } from "./errors.ts";

/** What one transaction may take (EIP-7825): calls that need more couldn't be carried out. */
const MAX_GAS = 16_777_216;

/** Accounts of the diff that the execution client tells of: what it was, and what it is now. */
export type AccountState = { balance?: Hex; storage?: Record<Hex, Hex>; code?: Hex };
export type StateDiff = { pre: Record<Address, AccountState>; post: Record<Address, AccountState> };

export type Fork = {
  client: PublicClient;
  connection: NetworkConnection;
  request: <T = unknown>(method: string, params?: unknown[]) => Promise<T>;
  /** Mines a transaction from an account whose key nobody has. The time is that of its block, unix seconds. */
  sendAs: (from: Address, to: Address, data: Hex, time: bigint) => Promise<Hex>;
  diff: (hash: Hex) => Promise<StateDiff>;
  close: () => Promise<void>;
};

export async function forkOf(connection: NetworkConnection, chainId: number): Promise<Fork> {
  const { networkConfig, provider } = connection;
  if (networkConfig.type !== "http") {
    throw new ProposalError({
      code: "NoCopy",
      what: `The network is of the type ${networkConfig.type}.`,
      why: "Only a chain behind an RPC address can be copied.",
      fix: "Name such a network of hardhat.config.ts.",
    });
  }
  const url = await networkConfig.url.getUrl();
  const head = (await provider.request({ method: "eth_getBlockByNumber", params: ["latest", false] })) as {
    number: Hex;
    timestamp: Hex;
  };
  const forking = { url, blockNumber: BigInt(head.number) };
  const copy = (await network.create({ network: "default", override: { chainId, forking } })) as NetworkConnection;
  const request = async <T>(method: string, params: unknown[] = []) =>
    (await copy.provider.request({ method, params })) as T;
  // Blocks of the chain itself can't be executed on here: everything happens in blocks after it.
  await request("evm_setNextBlockTimestamp", [toHex(BigInt(head.timestamp) + 1n)]);
  await request("evm_mine");
  const client = clientOf(copy.provider, { pollingInterval: 50 });
  return {
    client,
    connection: copy,
    request,
    async sendAs(from, to, data, time) {
      await request("hardhat_impersonateAccount", [from]);
      await request("hardhat_setNextBlockBaseFeePerGas", ["0x0"]);
      await request("evm_setNextBlockTimestamp", [toHex(time)]);
      const transaction = { from, to, data, gas: toHex(MAX_GAS), gasPrice: "0x0" };
      return request<Hex>("eth_sendTransaction", [transaction]);
    },
    diff: (hash) =>
      request<StateDiff>("debug_traceTransaction", [
        hash,
        { tracer: "prestateTracer", tracerConfig: { diffMode: true } },
      ]),
    close: () => copy.close(),
  };
}
