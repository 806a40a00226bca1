// A fresh chain inside this process with a co-op on it, and the gas of what is sent there.
import type { Deployment } from "@commonmind/sdk";
import {
  type Abi,
  type Address,
  createPublicClient,
  custom,
  encodeFunctionData,
  getAddress,
  getTypesForEIP712Domain,
  type Hex,
  keccak256,
  parseEther,
  serializeTypedData,
  type TypedDataDefinition,
  toBytes,
  toHex,
} from "viem";
import { deployCommons } from "../deploy/deploy.ts";
import { loadGenesis } from "../deploy/genesis.ts";
import { freshChain } from "../scripts/lib/network.ts";
import { localGenesis } from "../scripts/lib/paths.ts";
import type { Peer } from "./peers.ts";

/** `target`: of the design, not to be passed. */
export type Row = { op: string; gas: bigint; target?: bigint; peers?: readonly Peer[] };
export type Call = {
  from: Address;
  to: Address;
  abi: Abi;
  functionName: string;
  args: readonly unknown[];
  value?: bigint;
};

export const genesis = loadGenesis(localGenesis);
const connection = await freshChain(new Date("2026-01-01T00:00:00Z"));
const { provider } = connection;
const request = (method: string, params: unknown[] = []) => provider.request({ method, params });
export const client = createPublicClient({ transport: custom(provider), cacheTime: 0 });

export const deployment: Deployment = await deployCommons(connection, genesis);
export const { contracts } = deployment;
export const accounts = ((await request("eth_accounts")) as Address[]).map((account) => getAddress(account));
await request("hardhat_impersonateAccount", [contracts.timelock]);
await request("hardhat_setBalance", [contracts.timelock, toHex(parseEther("1"))]);

export const rows: Row[] = [];

/** Sends, and returns the gas of the receipt. */
export async function send({ from, to, abi, functionName, args, value = 0n }: Call): Promise<bigint> {
  const data = encodeFunctionData({ abi, functionName, args });
  const transaction = { from, to, data, value: toHex(value), gas: toHex(10_000_000) };
  const hash = (await request("eth_sendTransaction", [transaction])) as Hex;
  const { gasUsed, status } = await client.getTransactionReceipt({ hash });
  if (status !== "success") throw new Error(`${functionName} failed`);
  return gasUsed;
}

/** Sends, and makes a row of it. */
export async function measure(op: string, call: Call, more: Omit<Row, "op" | "gas"> = {}): Promise<void> {
  rows.push({ op, gas: await send(call), ...more });
}

export const pay = (to: Address, value: bigint) =>
  request("eth_sendTransaction", [{ from: accounts[0], to, value: toHex(value) }]);

export const read = (call: Pick<Call, "to" | "abi" | "functionName" | "args">): Promise<unknown> =>
  client.readContract({ address: call.to, abi: call.abi, functionName: call.functionName, args: call.args });

/** An account's signature on typed data. */
export function sign(by: Address, { domain, types, primaryType, message }: TypedDataDefinition): Promise<Hex> {
  const all = { EIP712Domain: getTypesForEIP712Domain({ domain }), ...types };
  const data = serializeTypedData({ domain, types: all, primaryType, message } as TypedDataDefinition);
  return request("eth_signTypedData_v4", [by, JSON.parse(data)]) as Promise<Hex>;
}

export async function wait(seconds: number): Promise<void> {
  await request("evm_increaseTime", [seconds]);
  await request("evm_mine");
}

export const now = async (): Promise<number> => Number((await client.getBlock()).timestamp);

/** A contract of the build, deployed by the first account. */
export async function deploy(name: string, args: unknown[]): Promise<Address> {
  const { ethers } = connection as unknown as {
    ethers: { deployContract(name: string, args: unknown[]): Promise<{ getAddress(): Promise<string> }> };
  };
  return getAddress(await (await ethers.deployContract(name, args)).getAddress());
}

/** An account that nobody has the key of, the same on every run. */
export const someone = (name: string): Address => getAddress(`0x${keccak256(toBytes(name)).slice(26)}`);

export const close = (): Promise<void> => connection.close();
