// What proposed calls would change on the chain as it is now, found by carrying them out in a simulated call.
import {
  type Address,
  decodeFunctionResult,
  encodeFunctionData,
  erc20Abi,
  type Hex,
  isAddressEqual,
  type PublicClient,
  zeroAddress,
} from "viem";
import type { Deployment } from "../deployment.ts";
import { effectsProbeAbi } from "../generated/abis.ts";
import { effectsProbeCode } from "../generated/bytecode.ts";
import { contractAbis, contractAt, decodeCall } from "./decodeCall.ts";
import { amountText } from "./quantities.ts";
import { type Fact, factsOf, readingsOf, type Subjects } from "./readings.ts";
import type { Call } from "./types.ts";

/** One thing that would be different: "the reserve in ETH", "12 ETH", "10 ETH". */
export type Effect = { readonly about: string; readonly before: string; readonly after: string };

export type Simulation = {
  /** Only what changes. */
  readonly effects: readonly Effect[];
  /** How many of the calls can't be tried out: the governor takes calls to itself only while it carries out a vote. */
  readonly untried: number;
  /** The first call that would fail, by its place, and what it reverts with; those after it weren't tried. */
  readonly refused?: { readonly index: number; readonly reason: Hex };
};

export type SimulateCallsParameters = Pick<Subjects, "assets" | "modelName"> & {
  readonly deployment: Deployment;
  readonly calls: readonly Call[];
  /** "latest" if not said. */
  readonly blockTag?: "latest" | "pending";
};

/** Something that is read before and after. An empty `data` reads the native balance. */
type Gauge = { readonly target: Address; readonly data: Hex; facts(answer: Hex): Fact[] };

/**
 * Carries the calls out one after the other, as the timelock would, and compares what the contracts say of themselves. Needs
 * a node that takes state overrides in `eth_call` (geth, Hardhat and anvil do).
 * @throws viem's errors, where the node can't be reached or doesn't take the override.
 */
export async function simulateCalls(
  client: Pick<PublicClient, "call" | "getBlock">,
  parameters: SimulateCallsParameters,
): Promise<Simulation> {
  const { deployment, calls, blockTag = "latest" } = parameters;
  const { timelock, commonsGovernor } = deployment.contracts;
  const places = calls.flatMap(({ target }, i) => (isAddressEqual(target, commonsGovernor) ? [] : [i]));
  const tried = places.map((i) => calls[i] as Call);
  const untried = calls.length - tried.length;
  if (tried.length === 0) return { effects: [], untried };

  const { timestamp } = await client.getBlock({ blockTag });
  const gauges = gaugesOf({ ...parameters, calls: tried }, timestamp);
  const { data } = await client.call({
    to: timelock,
    data: encodeFunctionData({
      abi: effectsProbeAbi,
      functionName: "probe",
      args: [tried, gauges.map(({ target, data }) => ({ target, value: 0n, data }))],
    }),
    stateOverride: [{ address: timelock, code: effectsProbeCode }],
    blockTag,
  });
  const [before, afterwards, failed, reason] = decodeFunctionResult({
    abi: effectsProbeAbi,
    functionName: "probe",
    data: data ?? "0x",
  });
  const index = places[Number(failed)];
  if (index !== undefined) return { effects: [], untried, refused: { index, reason } };
  const told = (answers: readonly Hex[]) => gauges.flatMap(({ facts }, i) => facts(answers[i] ?? "0x"));
  const old = new Map(told(before).map(({ key, value }) => [key, value]));
  const effects = told(afterwards).flatMap(({ key, about, value }): Effect[] => {
    const was = old.get(key);
    return was === undefined || was === value ? [] : [{ about, before: was, after: value }];
  });
  return { effects, untried };
}

function gaugesOf(parameters: SimulateCallsParameters, now: bigint): Gauge[] {
  const { deployment, calls, assets, modelName } = parameters;
  const decoded = calls.flatMap(({ target, data }) => {
    const contract = contractAt(deployment, target);
    const call = decodeCall(contract, data);
    return call ? [{ ...call, name: `${contract}.${call.functionName}` }] : [];
  });
  const firstOf = <T>(names: RegExp): T[] => [
    ...new Set(decoded.filter(({ name }) => names.test(name)).map(({ args }) => args[0] as T)),
  ];
  const readings = readingsOf(
    {
      ...{ assets, modelName },
      models: firstOf(/^modelRegistry\.(publish|reclaim)|^treasury\.reclaimParked$/),
      contributions: firstOf(/^contributionRegistry\.(exclude|overturn)$|^reviewPanel\.decide$/),
      issuers: firstOf(/^memberRegistry\.setIssuer$/),
      functions: [],
    },
    now,
  );
  const views = readings.map((reading): Gauge => {
    const { contract, functionName, args = [] } = reading;
    const abi = contractAbis[contract];
    return {
      target: deployment.contracts[contract],
      data: encodeFunctionData({ abi, functionName, args }),
      // No answer: it isn't there, as a model that is registered by the call itself.
      facts: (data) => (data === "0x" ? [] : factsOf(reading, decodeFunctionResult({ abi, functionName, data }))),
    };
  });
  const paid = decoded.filter(({ name }) => name === "treasury.spend");
  const purses = paid.map(({ args: [asset, to] }) => purse(asset, to, assets));
  return [...views, ...purses];
}

/** What somebody has of an asset. */
function purse(address: Address, owner: Address, assets: Subjects["assets"]): Gauge {
  const asset = assets.find((it) => isAddressEqual(it.address, address));
  const fact = (amount: bigint): Fact[] => {
    const value = asset ? amountText(amount, asset) : `${amount} units of ${address}`;
    return [{ key: `${address} of ${owner}`, about: `what ${owner} has`, value }];
  };
  if (address === zeroAddress) return { target: owner, data: "0x", facts: (answer) => fact(BigInt(answer)) };
  const call = { abi: erc20Abi, functionName: "balanceOf" } as const;
  return {
    target: address,
    data: encodeFunctionData({ ...call, args: [owner] }),
    facts: (data) => (data === "0x" ? [] : fact(decodeFunctionResult({ ...call, data }))),
  };
}
