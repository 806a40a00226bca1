// A fresh chain inside this process with a co-op on it, and the gas of what is sent there. Every block's time is set, so that
// two runs send the same bytes and use the same gas.
import type { Deployment } from "@commonmind/sdk";
import {
  type Abi,
  type Address,
  createPublicClient,
  custom,
  encodeDeployData,
  encodeFunctionData,
  getAddress,
  getTypesForEIP712Domain,
  type Hex,
  keccak256,
  parseEther,
  serializeTypedData,
  size,
  type TypedDataDefinition,
  toBytes,
  toHex,
} from "viem";
import { deployCommons } from "../../deploy/deploy.ts";
import { loadGenesis } from "../../deploy/genesis.ts";
import { freshChain } from "../../scripts/lib/network.ts";
import { localGenesis } from "../../scripts/lib/paths.ts";
import { l1Bytes } from "../scale/data.ts";
import { bytesFloor, type Floor } from "./floors.ts";
import { type Row, rowOf } from "./rows.ts";

export type Call = {
  from: Address;
  to: Address;
  abi: Abi;
  functionName: string;
  args: readonly unknown[];
  value?: bigint;
};
/** What was sent: its gas and how many events by the receipt, its data, and its size on the L1 below a rollup. */
export type Sent = { gas: bigint; events: number; data: Hex; l1Bytes: number };
/** What a row says beside its gas. */
export type Label = {
  op: string;
  subject?: string;
  version?: string;
  source?: "measured" | "baseline";
  /** Whether the slots involved were nonzero before. */
  warm: boolean;
  /** What the row says it was measured at: leaves, contributors, checkpoints, ballots, options, reviewers. */
  n?: number;
  floor?: Floor;
  /** Of the design, not to be passed. */
  goal?: bigint;
};

/** Just below the most that one transaction may use (EIP-7825). */
const MOST_GAS = 16_700_000;

export const genesis = loadGenesis(localGenesis);
export const connection = await freshChain(new Date("2026-01-01T00:00:00Z"));
const { provider } = connection;
export const request = (method: string, params: unknown[] = []) => provider.request({ method, params });
export const client = createPublicClient({ transport: custom(provider), cacheTime: 0 });

export const deployment: Deployment = await deployCommons(connection, genesis);
export const { contracts } = deployment;
export const accounts = ((await request("eth_accounts")) as Address[]).map((account) => getAddress(account));
const operator = accounts[0] as Address;
await impersonate(contracts.timelock);
// How long the deployment took isn't the same in two runs; what follows happens at set times.
let time = BigInt(Date.parse("2026-02-01T00:00:00Z") / 1_000);
await until(time);

export const rows: Row[] = [];

export const now = async (): Promise<number> => Number(time);

/** A block at that time. */
export async function until(at: bigint): Promise<void> {
  await request("evm_setNextBlockTimestamp", [toHex(at)]);
  await request("evm_mine");
  time = at;
}

export const wait = (seconds: number): Promise<void> => until(time + BigInt(seconds));

async function mined(transaction: Record<string, unknown>, what: string) {
  time += 1n;
  await request("evm_setNextBlockTimestamp", [toHex(time)]);
  const hash = (await request("eth_sendTransaction", [{ gas: toHex(MOST_GAS), ...transaction }])) as Hex;
  const receipt = await client.getTransactionReceipt({ hash });
  if (receipt.status !== "success") throw new Error(`${what} failed`);
  return receipt;
}

/** Sends a call. */
export async function sent({ from, to, abi, functionName, args, value = 0n }: Call): Promise<Sent> {
  const data = encodeFunctionData({ abi, functionName, args });
  const { gasUsed: gas, logs } = await mined({ from, to, data, value: toHex(value) }, functionName);
  return { gas, events: logs.length, data, l1Bytes: l1Bytes({ to, value, data }) };
}

/** Sends, and returns the gas of the receipt. */
export const send = async (call: Call): Promise<bigint> => (await sent(call)).gas;

/** Makes a row of one or more transactions that belong together, or of one `share` of them. */
export function enter(parts: readonly Sent[], { floor, ...label }: Label, share = 1): void {
  const sum = (of: (part: Sent) => bigint) => parts.reduce((total, part) => total + of(part), 0n) / BigInt(share);
  const average = (of: (part: Sent) => number) =>
    Math.round((parts.reduce((total, part) => total + of(part), 0) / share) * 100) / 100;
  rows.push(
    rowOf({
      subject: "Commonmind",
      version: "this",
      source: "measured",
      n: 1,
      ...label,
      gas: sum(({ gas }) => gas),
      floor: floor === undefined ? null : sum(({ data }) => bytesFloor(data)) + floor,
      calldataBytes: Number(sum(({ data }) => BigInt(size(data)))),
      l1Bytes: average(({ l1Bytes }) => l1Bytes),
      events: average(({ events }) => events),
    }),
  );
}

/** Sends, and makes a row of it. */
export async function measure(label: Label, call: Call): Promise<Sent> {
  const part = await sent(call);
  enter([part], label);
  return part;
}

export const pay = (to: Address, value: bigint, data: Hex = "0x") =>
  mined({ from: operator, to, value: toHex(value), data }, "a payment");

export const read = (call: Pick<Call, "to" | "abi" | "functionName" | "args">): Promise<unknown> =>
  client.readContract({ address: call.to, abi: call.abi, functionName: call.functionName, args: call.args });

/** An account's signature on typed data. */
export function sign(by: Address, { domain, types, primaryType, message }: TypedDataDefinition): Promise<Hex> {
  const all = { EIP712Domain: getTypesForEIP712Domain({ domain }), ...types };
  const data = serializeTypedData({ domain, types: all, primaryType, message } as TypedDataDefinition);
  return request("eth_signTypedData_v4", [by, JSON.parse(data)]) as Promise<Hex>;
}

export async function impersonate(account: Address): Promise<void> {
  await request("hardhat_impersonateAccount", [account]);
  await endow(account);
}

/** Native currency out of nowhere. */
export async function endow(account: Address, amount = parseEther("10")): Promise<void> {
  await request("hardhat_setBalance", [account, toHex(amount)]);
}

/** Bytecode with the arguments of its constructor, deployed by the first account. */
export async function deployCode(abi: Abi, bytecode: Hex, args: readonly unknown[]): Promise<Address> {
  const data = encodeDeployData({ abi, bytecode, args });
  const { contractAddress } = await mined({ from: operator, data }, "a deployment");
  if (!contractAddress) throw new Error("Nothing was deployed.");
  return getAddress(contractAddress);
}

/** A contract of the build. */
export async function deploy(name: string, args: readonly unknown[]): Promise<Address> {
  const { artifacts } = await import("hardhat");
  const { abi, bytecode } = await artifacts.readArtifact(name);
  return deployCode(abi as unknown as Abi, bytecode as Hex, args);
}

/** An account that nobody has the key of, the same on every run. */
export const someone = (name: string): Address => getAddress(`0x${keccak256(toBytes(name)).slice(26)}`);

export const close = (): Promise<void> => connection.close();
