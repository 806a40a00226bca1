// Carries out a list of calls on a copy of the chain, as the timelock would once a vote wanted it, and tells what changed.
import { type Call, contractAbis } from "@commonmind/sdk";
import { explain, revertData } from "@commonmind/sdk/words";
import {
  type Address,
  concat,
  encodeFunctionData,
  type Hex,
  isAddressEqual,
  keccak256,
  pad,
  type TransactionReceipt,
  toHex,
  zeroHash,
} from "viem";
import type { Coop } from "./coop.ts";
import { type Effect, effectsOf } from "./effects.ts";
import { type Fork, forkOf } from "./fork.ts";

export type Simulation =
  | { outcome: "done"; effects: Effect[]; gas: bigint }
  | { outcome: "reverted"; error: string; sentence: string };

export type SimulateParameters = {
  /** Each list is tried by itself, from the same state. */
  options: readonly (readonly Call[])[];
  /** When they would be carried out at the earliest, unix seconds; from now, after a vote and its wait, if it isn't given. */
  at?: bigint | undefined;
  onProgress?: (message: string) => void;
};

export async function simulate(
  coop: Coop,
  { options, at, onProgress = () => {} }: SimulateParameters,
): Promise<Simulation[]> {
  onProgress("copying the chain's present state");
  const fork = await forkOf(coop.connection, coop.deployment.chainId);
  try {
    const results: Simulation[] = [];
    const time = at ?? (await earliest(fork, coop));
    let snapshot = await fork.request("evm_snapshot");
    for (const [i, calls] of options.entries()) {
      onProgress(options.length > 1 ? `carrying out option ${i + 1} there` : "carrying it out there");
      results.push(await carryOut(fork, coop, calls, time));
      await fork.request("evm_revert", [snapshot]);
      snapshot = await fork.request("evm_snapshot");
    }
    return results;
  } finally {
    await fork.close();
  }
}

/** Proposed now, voted on, and queued: before that, nothing can be carried out. */
async function earliest({ client }: Fork, { governor, deployment }: Coop): Promise<bigint> {
  const [delay, period, wait, { timestamp }] = await Promise.all([
    client.readContract({ ...governor, functionName: "votingDelay" }),
    client.readContract({ ...governor, functionName: "votingPeriod" }),
    client.readContract({
      address: deployment.contracts.timelock,
      abi: contractAbis.timelock,
      functionName: "getMinDelay",
    }),
    client.getBlock(),
  ]);
  return timestamp + BigInt(delay as bigint) + BigInt(period as number) + (wait as bigint) + 2n;
}

async function carryOut(fork: Fork, coop: Coop, calls: readonly Call[], at: bigint): Promise<Simulation> {
  const { timelock, commonsGovernor: governor } = coop.deployment.contracts;
  const lists = [calls.map(({ target }) => target), calls.map(({ value }) => value), calls.map(({ data }) => data)];
  const salt = keccak256(toHex("Commonmind's rehearsal of a proposal"));
  const encode = (functionName: string, ...more: unknown[]) =>
    encodeFunctionData({ abi: contractAbis.timelock, functionName, args: [...lists, zeroHash, salt, ...more] });
  const { timestamp: now } = await fork.client.getBlock();
  const wait = (await fork.client.readContract({
    address: timelock,
    abi: contractAbis.timelock,
    functionName: "getMinDelay",
  })) as bigint;
  const executed = at > now + wait ? at : now + wait + 1n;
  await fork.sendAs(governor, timelock, encode("scheduleBatch", wait), executed - wait);
  const slots = await expectOwnCalls(fork, governor, timelock, calls);

  try {
    const hash = await fork.sendAs(governor, timelock, encode("executeBatch"), executed);
    const receipt = await fork.client.waitForTransactionReceipt({ hash });
    return { outcome: "done", effects: await effectsAt(fork, coop, receipt, slots), gas: receipt.gasUsed };
  } catch (error) {
    const data = revertData(error);
    if (data === undefined) throw error;
    return { outcome: "reverted", ...reasonOf(data) };
  }
}

async function effectsAt(fork: Fork, coop: Coop, receipt: TransactionReceipt, own: readonly Hex[]): Promise<Effect[]> {
  const diff = await fork.diff(receipt.transactionHash);
  return effectsOf(fork.client, coop, { receipt, diff, ignored: own });
}

/**
 * The governor takes calls to itself only while it carries out a proposal of its own: it keeps their hashes in a queue.
 * Puts them there, as its `execute` does. Returns the slots that this touches.
 */
async function expectOwnCalls(
  fork: Fork,
  governor: Address,
  timelock: Address,
  calls: readonly Call[],
): Promise<Hex[]> {
  const own = calls.filter(({ target }) => isAddressEqual(target, governor));
  if (own.length === 0) return [];
  const slot = await queueSlot(fork, governor, timelock);
  const ends = BigInt((await fork.client.getStorageAt({ address: governor, slot })) ?? "0x0");
  const begin = ends & ((1n << 128n) - 1n);
  const data = pad(toHex(BigInt(slot) + 1n));
  const slots = own.map((_, i) => keccak256(concat([pad(toHex(begin + BigInt(i))), data])));
  const write = (at: Hex, value: Hex) =>
    fork.request("hardhat_setStorageAt", [governor, toHex(BigInt(at)), pad(value)]);
  for (const [i, call] of own.entries()) await write(slots[i] as Hex, keccak256(call.data));
  await write(slot, toHex(((begin + BigInt(own.length)) << 128n) | begin));
  return [pad(slot), ...slots];
}

/** Where that queue begins: the last thing that the governor reads before it refuses a call of its timelock. */
async function queueSlot(fork: Fork, governor: Address, timelock: Address): Promise<Hex> {
  const data = encodeFunctionData({ abi: contractAbis.commonsGovernor, functionName: "setVotingDelay", args: [1] });
  const { structLogs } = await fork.request<{ structLogs: { op: string; stack: Hex[] }[] }>("debug_traceCall", [
    { from: timelock, to: governor, data },
    "latest",
    { disableMemory: true, disableStorage: true },
  ]);
  const slot = structLogs
    .filter(({ op }) => op === "SLOAD")
    .at(-1)
    ?.stack.at(-1);
  if (slot === undefined) throw new Error("The governor's queue of its own calls can't be found.");
  return pad(slot);
}

function reasonOf(data: Hex): { error: string; sentence: string } {
  const known = explain(data);
  if (known) return { error: `${known.name}(${known.args.join(", ")})`, sentence: known.sentence };
  const what = data === "0x" ? "without a word" : `with ${data.slice(0, 74)}`;
  return { error: data, sentence: `A contract refused ${what}.` };
}
