// Rules that a vote can change from here: how they are called, read and written. docs/parameters.md has all of them.

import {
  type ChamberRules,
  type ContractName,
  chamberParameters,
  commonsGovernorAbi,
  commonsTimelockAbi,
  contributionTokenAbi,
  type Deployment,
  durationText,
  modelRegistryAbi,
  type ParameterSetterName,
  parameterSetters,
  readChamberRules,
  treasuryAbi,
  withChamberRule,
} from "@commonmind/sdk";
import { type Abi, encodeFunctionData, formatUnits, isAddress, parseUnits } from "viem";
import type { ReadClient } from "../../../data/readClient.ts";
import type { ProposalAction } from "../../../data/types.ts";
import { number, percent, separator } from "../../../format/format.ts";
import { locale, type Message, msg, t } from "../../../i18n/i18n.ts";

/** How a value is written: "2 days", "12.5%", "60 25 15", "100", an address. */
type Form = "duration" | "percent" | "split" | "tokens" | "address";

type Parameter = {
  readonly name: Message;
  readonly help: Message;
  readonly form: Form;
};

export const parameters = {
  split: {
    name: msg("How revenue is split"),
    form: "split",
    help: msg(
      "To the people who built it, to every member, to the reserve: three shares that make 100, such as 60 25 15.",
    ),
  },
  quorum: {
    name: msg("Quorum"),
    form: "percent",
    help: msg("How much of all voice has to vote: 1% to 50%, whole, and at least three times the cap."),
  },
  cap: {
    name: msg("Cap of one person’s voice"),
    form: "percent",
    help: msg("The most that one person counts for: 0.1% to 16.66%."),
  },
  veto: {
    name: msg("Seats that stop an ordinary vote"),
    form: "percent",
    help: msg("Part of all seats: 1% to 33.33%, and at least three seats."),
  },
  turnout: {
    name: msg("Seats that a constitutional vote needs"),
    form: "percent",
    help: msg("Part of all seats: 5% to 50%."),
  },
  cosign: {
    name: msg("Seats that may propose together"),
    form: "percent",
    help: msg("Part of all seats: 0.1% to 10%."),
  },
  votingPeriod: {
    name: msg("How long votes are open"),
    form: "duration",
    help: msg("From 60 seconds to 60 days, such as 5 days."),
  },
  votingDelay: {
    name: msg("From asking to voting"),
    form: "duration",
    help: msg("From one second to 30 days, such as 1 day."),
  },
  delay: {
    name: msg("From passing to being carried out"),
    form: "duration",
    help: msg("From one second to 60 days, such as 2 days."),
  },
  proposalThreshold: { name: msg("Voice that may propose alone"), form: "tokens", help: msg("In tokens.") },
  mintCap: {
    name: msg("New voice in a day, at most"),
    form: "tokens",
    help: msg("In tokens. It never holds up money."),
  },
  joinBound: {
    name: msg("Work that joins in one release, at most"),
    form: "percent",
    help: msg("Part of the work that is in the model already."),
  },
  listAsset: {
    name: msg("Take another token"),
    form: "address",
    help: msg("The address of its contract. At most eight are taken."),
  },
  delistAsset: {
    name: msg("Take a token no more"),
    form: "address",
    help: msg("The address of its contract. What was earned in it stays collectable."),
  },
} as const satisfies Readonly<Record<string, Parameter>>;
export type ParameterName = keyof typeof parameters;
export const parameterNames = Object.keys(parameters) as ParameterName[];

/** Of the chambers' rules, those that can be changed from here. */
const chamber = ["cap", "veto", "turnout", "cosign"] as const;
type ChamberName = (typeof chamber)[number];
const isChamber = (name: ParameterName): name is ChamberName => (chamber as readonly string[]).includes(name);

/** What the rules are now, as people write them. */
export type PresentRules = {
  readonly chamber: ChamberRules;
  readonly values: Readonly<Partial<Record<ParameterName, string>>>;
};

const UNBOUNDED = 4_294_967_295;
const percentText = (bps: number | bigint) => percent(Number(bps) / 100, 0, 2);

export async function readRules(client: ReadClient, { contracts }: Deployment): Promise<PresentRules> {
  const governor = { address: contracts.commonsGovernor, abi: commonsGovernorAbi } as const;
  const [split, quorum, rules, period, votingDelay, delay, threshold, mintCap, join] = await Promise.all([
    client.readContract({ address: contracts.treasury, abi: treasuryAbi, functionName: "split" }),
    client.readContract({ ...governor, functionName: "quorumNumerator" }),
    readChamberRules(client, contracts.commonsGovernor),
    client.readContract({ ...governor, functionName: "votingPeriod" }),
    client.readContract({ ...governor, functionName: "votingDelay" }),
    client.readContract({ address: contracts.timelock, abi: commonsTimelockAbi, functionName: "getMinDelay" }),
    client.readContract({ ...governor, functionName: "proposalThreshold" }),
    client.readContract({ address: contracts.contributionToken, abi: contributionTokenAbi, functionName: "mintCap" }),
    client.readContract({ address: contracts.modelRegistry, abi: modelRegistryAbi, functionName: "joinBoundBps" }),
  ]);
  return {
    chamber: { ...rules },
    values: {
      split: split.map((bps) => number(Number(bps) / 100, 2)).join(" "),
      quorum: percent(Number(quorum), 0),
      ...Object.fromEntries(chamber.map((it) => [it, percentText(rules[chamberParameters[it]])])),
      votingPeriod: durationText(period),
      votingDelay: durationText(votingDelay),
      delay: durationText(delay),
      proposalThreshold: formatUnits(threshold, 18),
      mintCap: formatUnits(mintCap, 18),
      joinBound: join === UNBOUNDED ? t("no bound") : percentText(join),
    },
  };
}

const UNITS = { second: 1, minute: 60, hour: 3_600, day: 86_400, week: 604_800 } as const;
type Unit = keyof typeof UNITS;

/** How English and the reader's language write a unit: "day", "days", "d". */
function writings(unit: Unit): string[] {
  const forms = ["long", "short", "narrow"] as const;
  return ["en", locale()].flatMap((language) =>
    forms.flatMap((unitDisplay) =>
      [1, 2, 5].flatMap((many) =>
        new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay })
          .formatToParts(many)
          .filter(({ type }) => type === "unit")
          .map(({ value }) => value.trim().toLowerCase().replace(/\.$/, "")),
      ),
    ),
  );
}

/** "36 hours" -> 129600 */
export function parseDuration(text: string): number | undefined {
  const [, amount = "", unit = ""] = /^(\d+(?:[.,]\d+)?)\s*(\p{L}+)\.?$/u.exec(text.trim()) ?? [];
  const size = (Object.keys(UNITS) as Unit[]).find((name) => writings(name).includes(unit.toLowerCase()));
  const seconds = Math.round(Number(amount.replace(",", ".")) * (size ? UNITS[size] : Number.NaN) * 1_000) / 1_000;
  return Number.isInteger(seconds) && seconds > 0 ? seconds : undefined;
}

/** "12.5%" or "12.5" -> 1250 */
export function parsePercent(text: string): number | undefined {
  const match = /^(\d{1,6}(?:[.,]\d{1,2})?)\s*%?$/.exec(text.trim());
  const bps = Math.round(Number((match?.[1] ?? "none").replace(",", ".")) * 100);
  return Number.isInteger(bps) ? bps : undefined;
}

const abis = {
  commonsGovernor: commonsGovernorAbi,
  timelock: commonsTimelockAbi,
  contributionToken: contributionTokenAbi,
  modelRegistry: modelRegistryAbi,
  treasury: treasuryAbi,
} as const satisfies Partial<Record<ContractName, Abi>>;

export type Encoded = { readonly action: ProposalAction } | { readonly wrong: string };
const wrong = (words: string): Encoded => ({ wrong: words });

/** The call that sets a parameter, or what is wrong with the value, in words. */
export function encodeParameter(
  name: ParameterName,
  value: string,
  { contracts }: Deployment,
  present: PresentRules | undefined,
): Encoded {
  const set = (setter: ParameterSetterName, ...args: unknown[]): Encoded => {
    const { contract, functionName } = parameterSetters[setter];
    const abi: Abi = abis[contract];
    return {
      action: { target: contracts[contract], value: 0n, data: encodeFunctionData({ abi, functionName, args }) },
    };
  };
  if (isChamber(name)) {
    const bps = parsePercent(value);
    if (bps === undefined) return wrong(t("Write a percentage, such as 12.5%."));
    if (!present) return wrong(t("The present rules are still being read."));
    return set("chambers", withChamberRule(present.chamber, name, bps));
  }
  switch (name) {
    case "split": {
      const shares = value
        .trim()
        // A comma stands between shares, but where it is what stands before tenths.
        .split(separator() === "," ? /[\s/%]+|,\s+/ : /[\s,/%]+/)
        .filter(Boolean)
        .map(parsePercent);
      const [contributors, dividend, reserve] = shares;
      if (shares.length !== 3 || contributors === undefined || dividend === undefined || reserve === undefined)
        return wrong(t("Write three shares, such as 60 25 15."));
      if (contributors + dividend + reserve !== 10_000) return wrong(t("The three shares must make 100."));
      if (contributors < 4_000) return wrong(t("The people who built a model always get at least 40."));
      if (dividend < 1_000) return wrong(t("The members always get at least 10."));
      return set("split", { contributors, dividend, reserve });
    }
    case "quorum": {
      const bps = parsePercent(value);
      if (bps === undefined || bps % 100 !== 0 || bps < 100 || bps > 5_000)
        return wrong(t("Write a whole percentage from 1% to 50%."));
      return set("quorum", BigInt(bps / 100));
    }
    case "votingPeriod":
    case "votingDelay":
    case "delay": {
      const seconds = parseDuration(value);
      if (seconds === undefined) return wrong(t("Write how long, such as 3 days or 36 hours."));
      return set(name, name === "delay" ? BigInt(seconds) : seconds);
    }
    case "proposalThreshold":
    case "mintCap": {
      const text = value.replace(/[\s,_]/g, "");
      if (!/^\d+(\.\d{1,18})?$/.test(text)) return wrong(t("Write a number of tokens, such as 100."));
      const amount = parseUnits(text, 18);
      return set(name, amount);
    }
    case "joinBound": {
      const bps = parsePercent(value);
      if (bps === undefined) return wrong(t("Write a percentage, such as 50%."));
      return set("joinBound", bps);
    }
    case "listAsset":
    case "delistAsset": {
      const token = value.trim();
      if (!isAddress(token, { strict: false })) return wrong(t("Write the address of the token’s contract."));
      return set(name, token);
    }
  }
}
