// Numbers that votes set: each is within its bounds (docs/parameters.md, docs/genesis.md), and what was last announced.
import { type ContractName, commonsGovernorAbi, contributionTokenAbi } from "@commonmind/sdk";
import type { Abi, AbiEvent, AbiParameter, Hex } from "viem";
import { expirySeconds } from "../../deploy/genesis.ts";
import type { Examination } from "./examination.ts";

type Bounds = readonly [least: bigint, most: bigint];

type Parameter = {
  contract: ContractName;
  getter: string;
  args?: readonly unknown[];
  /** By the name of what the getter returns; "" if it returns one thing without a name. */
  bounds: Readonly<Record<string, Bounds>>;
  /** What announces a change. Its last arguments are the new values. */
  event?: string;
};

const MINUTE = 60n;
const DAY = 86_400n;
const share = (least: bigint, most: bigint): Bounds => [least, most];

/** Those whose bounds never move. */
const fixed: readonly Parameter[] = [
  {
    contract: "memberRegistry",
    getter: "periods",
    event: "PeriodsSet",
    bounds: {
      rebind: [MINUTE, 400n * DAY],
      recovery: [MINUTE, 400n * DAY],
      lapse: [MINUTE, 400n * DAY],
      grace: [MINUTE, 400n * DAY],
    },
  },
  {
    contract: "contributionRegistry",
    getter: "periods",
    event: "PeriodsSet",
    bounds: { challenge: [MINUTE, 90n * DAY], slots: [1n, 6n] },
  },
  {
    contract: "reviewPanel",
    getter: "rules",
    event: "ReviewRulesSet",
    bounds: {
      panelSize: [3n, 7n],
      seedDelay: [MINUTE, 60n * DAY],
      draw: [MINUTE, 60n * DAY],
      commit: [MINUTE, 60n * DAY],
      reveal: [MINUTE, 60n * DAY],
      decision: [MINUTE, 60n * DAY],
      fee: [0n, 2n ** 40n - 1n],
      founding: [0n, 2n ** 48n - 1n],
    },
  },
  { contract: "contributionToken", getter: "mintCap", event: "MintCapSet", bounds: { "": [1n, 2n ** 128n - 1n] } },
  { contract: "modelRegistry", getter: "joinBoundBps", event: "JoinBoundSet", bounds: { "": [1n, 2n ** 32n - 1n] } },
  {
    contract: "treasury",
    getter: "split",
    event: "SplitSet",
    bounds: { contributors: share(4_000n, 9_000n), dividend: share(1_000n, 6_000n), reserve: share(0n, 5_000n) },
  },
  { contract: "treasury", getter: "tokenCount", bounds: { "": [0n, 8n] } },
  { contract: "timelock", getter: "getMinDelay", event: "MinDelayChange", bounds: { "": [1n, 60n * DAY] } },
  { contract: "commonsGovernor", getter: "votingDelay", event: "VotingDelaySet", bounds: { "": [1n, 30n * DAY] } },
  {
    contract: "commonsGovernor",
    getter: "votingPeriod",
    event: "VotingPeriodSet",
    bounds: { "": [MINUTE, 60n * DAY] },
  },
];

export async function checkParameters(examination: Examination): Promise<void> {
  for (const parameter of fixed) await check(examination, parameter);
  await checkSplit(examination);
  await checkVotes(examination);
  await checkMoments(examination);
}

/** The three parts of every payment are the whole of it. */
async function checkSplit(examination: Examination): Promise<void> {
  const parts = await values(examination, { contract: "treasury", getter: "split", bounds: {} });
  if (parts === undefined) return;
  const sum = Object.values(parts).reduce((a, b) => a + b, 0n);
  if (sum !== 10_000n) outOfBounds(examination, "treasury", "the sum of the split", sum, [10_000n, 10_000n]);
}

/** The governor's bounds hang together, and on the supply. */
async function checkVotes(examination: Examination): Promise<void> {
  const contract = "commonsGovernor";
  const chambers: Parameter = { contract, getter: "chamberRules", args: [examination.time], bounds: {} };
  const cap = (await values(examination, chambers))?.capBps ?? 0n;
  const supply = await examination.read("contributionToken", {
    abi: contributionTokenAbi,
    functionName: "totalSupply",
  });
  await check(examination, {
    ...chambers,
    event: "ChamberRulesSet",
    bounds: {
      capBps: share(10n, 1_666n),
      unseatedCapBps: share(0n, cap < 100n ? cap : 100n),
      vetoBps: share(100n, 3_333n),
      turnoutBps: share(500n, 5_000n),
      cosignBps: share(10n, 1_000n),
      closingBps: share(500n, 5_000n),
    },
  });
  const leastQuorum = (3n * cap + 99n) / 100n;
  await check(examination, {
    contract,
    getter: "quorumNumerator",
    event: "QuorumNumeratorUpdated",
    bounds: { "": [leastQuorum > 1n ? leastQuorum : 1n, 50n] },
  });
  await check(examination, {
    contract,
    getter: "proposalThreshold",
    event: "ProposalThresholdSet",
    bounds: { "": [1n, ((supply ?? 0n) * cap) / 10_000n] },
  });
}

/** Moments that follow from when the contracts were deployed. */
async function checkMoments(examination: Examination): Promise<void> {
  const { genesis, time } = examination;
  const founded = await bornAt(examination, "contributionToken", contributionTokenAbi, "MintCapSet");
  if (founded !== undefined) {
    await check(examination, {
      contract: "contributionToken",
      getter: "genesisTime",
      bounds: { "": [founded, founded] },
    });
  }
  const governed = await bornAt(examination, "commonsGovernor", commonsGovernorAbi, "GuardianSet");
  const guardian = genesis?.governance.guardian;
  const declared = guardian ? BigInt(expirySeconds(guardian.until)) : 0n;
  await check(examination, {
    contract: "commonsGovernor",
    getter: "guardianExpiry",
    bounds: { "": genesis ? [declared, declared] : [0n, (governed ?? time) + 730n * DAY] },
  });
  const pauses: [string, bigint][] = [
    ["intakePausedUntil", 7n * DAY],
    ["nextPauseFrom", 60n * DAY],
  ];
  for (const [getter, longest] of pauses) {
    await check(examination, { contract: "commonsGovernor", getter, bounds: { "": [0n, time + longest] } });
  }
}

/** The time of the first event of a contract, which its constructor emits. */
async function bornAt<abi extends Abi>(
  examination: Examination,
  contract: ContractName,
  abi: abi,
  event: string,
): Promise<bigint | undefined> {
  const [first] = await examination.logs(contract, abi as Abi, [event]);
  if (!first) return undefined;
  return (await examination.client.getBlock({ blockNumber: first.blockNumber })).timestamp;
}

async function check(examination: Examination, parameter: Parameter): Promise<void> {
  const { contract, getter, bounds } = parameter;
  const found = await values(examination, parameter);
  if (found === undefined) return;
  for (const name of new Set([...Object.keys(found), ...Object.keys(bounds)])) {
    const shown = name === "" ? getter : `${getter}.${name}`;
    const [value, within] = [found[name], bounds[name]];
    examination.checked.parameters++;
    if (value === undefined || within === undefined) {
      examination.report("undeclared", `${contract}.${shown} is not a parameter that anybody declared bounds of.`, {
        contract,
        expected: within ? `${within[0]} .. ${within[1]}` : "no such parameter",
        actual: value === undefined ? "no such parameter" : `${value}`,
      });
    } else if (value < within[0] || value > within[1]) outOfBounds(examination, contract, shown, value, within);
  }
  await checkAnnounced(examination, parameter, found);
}

function outOfBounds(examination: Examination, contract: ContractName, what: string, value: bigint, within: Bounds) {
  const [least, most] = within;
  examination.report("parameter", `${contract}: ${what} is ${value}, and its bounds are ${least} .. ${most}.`, {
    contract,
    expected: `${least} .. ${most}`,
    actual: `${value}`,
  });
}

/** The last event of a change says what the getter says: nothing was written behind the contract's back. */
async function checkAnnounced(examination: Examination, parameter: Parameter, found: Record<string, bigint>) {
  const { contract, event, getter } = parameter;
  if (event === undefined) return;
  const { abi } = examination.artifactOf(contract);
  const last = (await examination.logs(contract, abi, [event])).at(-1);
  const item = abi.find((it): it is AbiEvent => it.type === "event" && it.name === event);
  const args = (last?.args ?? {}) as Record<string, unknown>;
  const announced = (item?.inputs ?? []).flatMap(({ name }) => numbersOf(args[name ?? ""]));
  const live = Object.values(found);
  const expected = announced.slice(-live.length);
  if (expected.join() === live.join()) return;
  examination.report("history", `${contract}.${getter} is ${live.join(", ")}, and its last change says otherwise.`, {
    contract,
    expected: expected.join(", ") || "announced",
    actual: live.join(", "),
  });
}

/** What a getter returns, by name. */
async function values(examination: Examination, parameter: Parameter): Promise<Record<string, bigint> | undefined> {
  const { contract, getter, args = [] } = parameter;
  const { abi } = examination.artifactOf(contract);
  const item = abi.find(
    (it) => it.type === "function" && it.name === getter && it.inputs.length === args.length && it.outputs.length > 0,
  );
  if (item?.type !== "function") {
    examination.report("undeclared", `The ${contract} has no ${getter}, which is declared as a parameter.`, {
      contract,
      expected: getter,
      actual: "no such function",
    });
    return undefined;
  }
  const result: unknown = await examination.read(contract, { abi: [item], functionName: getter, args });
  return result === undefined ? undefined : named(item.outputs, result);
}

function named(outputs: readonly AbiParameter[], result: unknown): Record<string, bigint> {
  const [only, ...others] = outputs;
  if (others.length === 0 && typeof result === "object" && result !== null) {
    return Object.fromEntries(Object.entries(result).map(([name, value]) => [name, BigInt(value)]));
  }
  if (others.length === 0) return { [only?.name ?? ""]: BigInt(result as bigint | Hex) };
  return Object.fromEntries(outputs.map(({ name }, i) => [name ?? "", BigInt((result as bigint[])[i] ?? 0n)]));
}

function numbersOf(value: unknown): bigint[] {
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(numbersOf);
  return value === undefined ? [] : [BigInt(value as bigint)];
}
