// Proposed calls in plain sentences: verb first. What isn't known here is said to be unknown, never left out.
import { type Address, formatEther, formatUnits } from "viem";
import type { Deployment } from "../deployment.ts";
import { contractAt, decodeCall } from "./decodeCall.ts";
import { plainText } from "./plainText.ts";
import type { Call } from "./types.ts";

/** Kinds of work in the order of the contract's enum. */
export const workKinds = ["Data", "Validation", "Training", "Knowledge", "Curation", "Code", "Compute"] as const;
export type WorkKind = (typeof workKinds)[number];

/** A call in words: "Send", "1.5 ETH", "from the reserve to 0x...", and as the chain sees it. */
export type Deed = { readonly verb: string; readonly what: string; readonly how: string; readonly raw: string };

/** What calls are about, by name. What isn't known is called by its number or address. */
export type DeedContext = {
  deployment: Pick<Deployment, "contracts">;
  /** What a model is called. */
  modelName: (id: number) => string | undefined;
  /** The number that a model's next release will have. */
  nextRelease: (modelId: number) => number | undefined;
  asset: (address: Address) => { symbol: string; decimals: number } | undefined;
  /** The rules for a kind of work before the call. */
  ruleBefore: (kind: WorkKind) => { tokenRate: bigint; maxUnitsPerItem: bigint } | undefined;
};

/** A bound that bounds nothing: the largest number of 32 bits. */
const NO_BOUND = 4_294_967_295;

/** Exact: a rate is base units of the token for one unit. */
const perMillion = (rate: bigint) => formatUnits(rate, 12);
const number = (value: number | bigint, digits = 0) =>
  new Intl.NumberFormat("en", { maximumFractionDigits: digits }).format(value);
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const listed = (parts: readonly string[]) =>
  parts.length > 1 ? `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}` : parts.join();

/** Enough of a hash to tell two apart; all of it stands in the call as the chain sees it. */
const shortHash = (hash: string) => `${hash.slice(0, 10)}…`;

/** "12.5%", of shares in 1/10,000. */
export const bpsText = (bps: number | bigint): string => `${number(Number(bps) / 100, 2)}%`;

/** "2 days", "1.5 hours". */
export function durationText(seconds: number | bigint): string {
  const value = Number(seconds);
  const [size, unit] =
    value >= 86_400 ? [86_400, "day"] : value >= 3_600 ? [3_600, "hour"] : value >= 60 ? [60, "minute"] : [1, "second"];
  const text = number(value / size, 1);
  return `${text} ${unit}${text === "1" ? "" : "s"}`;
}

/** "1,000.5 ETH": every digit of it. */
export function amountText(amount: bigint, { symbol, decimals }: { symbol: string; decimals: number }): string {
  const [whole = "0", part] = formatUnits(amount, decimals).split(".");
  return `${BigInt(whole).toLocaleString("en")}${part === undefined ? "" : `.${part}`} ${symbol}`;
}

export const deedSentence = ({ verb, what, how }: Deed): string => `${verb} ${what} ${how}`.trim();

/** A value as the chain sees it, on one line. */
export const showValue = (value: unknown): string =>
  Array.isArray(value)
    ? `[${value.map(showValue).join(", ")}]`
    : typeof value === "object" && value !== null
      ? `{${Object.entries(value)
          .map(([key, it]) => `${key}: ${showValue(it)}`)
          .join(", ")}}`
      : String(value);

/** What a call would do: in friendly words only if it goes to the contract that the words are about. */
export function deedOf(call: Call, context: DeedContext): Deed {
  const { target, value, data } = call;
  const contract = contractAt(context.deployment, target);
  const decoded = decodeCall(contract, data);
  const name = contract ?? target;
  const words = decoded
    ? `${name}.${decoded.functionName}(${decoded.args.map(showValue).join(", ")})`
    : `${target} ${data}`;
  const raw = value > 0n ? `${words} {value: ${value} wei}` : words;
  // Money that goes with a call is never left out, whatever the call is.
  const sent = value > 0n ? `, and sends ${formatEther(value)} of the native currency with it` : "";
  const deed = (verb: string, what: string, how = ""): Deed => ({ verb, what, how: how + sent, raw });
  const money = (address: Address, amount: bigint) => {
    const asset = context.asset(address);
    return asset ? amountText(amount, asset) : `${amount} units of ${address}`;
  };
  const symbol = (address: Address) => context.asset(address)?.symbol ?? address;
  if (!decoded) return deed("Call", target, "in a way that can't be put into words");
  const { functionName, args } = decoded;
  const model = (id: unknown) => context.modelName(Number(id)) ?? `model ${id}`;

  if (contract === "timelock" || contract === "commonsGovernor") {
    // Powers over the vote itself: shown whole, in no friendlier words.
    return deed(
      "Call",
      `${contract}.${functionName}`,
      `with ${args.map(showValue).join(", ")}: it changes how votes work`,
    );
  }
  switch (functionName) {
    case "spend":
      return deed("Send", money(args[0], args[2]), `from the reserve to ${args[1]}`);
    case "listAsset":
      return deed("Take", symbol(args[0]), "as payment for the use of our models");
    case "delistAsset":
      return deed("Stop taking", symbol(args[0]), "as payment; what was earned in it stays collectable");
    case "setSplit": {
      const { contributors, dividend, reserve } = args[0];
      return deed(
        "Split",
        "what the models earn anew:",
        `${bpsText(contributors)} to the people who built them, ${bpsText(dividend)} to every member, ${bpsText(reserve)} to the reserve`,
      );
    }
    case "setCeiling":
      return deed("Limit", `spending of ${symbol(args[0])}`, `to ${money(args[0], args[1])} in 30 days`);
    case "recoverSurplus":
      return deed("Add", `what lies in the treasury uncounted in ${symbol(args[0])}`, "to the reserve");
    case "publish": {
      const next = context.nextRelease(Number(args[0]));
      return deed(
        "Publish",
        `${next === undefined ? "the next release" : `release ${next}`} of ${model(args[0])}`,
        `with all final work up to batch ${args[1]}, under ${plainText(args[2].licence, 60)}: weights ` +
          `${shortHash(args[2].weightsHash)}, described at ${plainText(args[2].modelCard, 200)}`,
      );
    }
    case "register": {
      const parts = (args[2] as readonly { modelId: number; bps: number }[]).map(
        ({ modelId, bps }) => `${bpsText(bps)} of what it earns to ${model(modelId)}`,
      );
      const about = plainText(args[1], 300).replace(/\.\s*$/, "");
      const built = parts.length > 0 ? `it passes on ${listed(parts)}, which it is built on` : "";
      const how = [about, about ? capital(built) : built].filter(Boolean).join(". ");
      return deed("Register", `a new model “${plainText(args[0], 60)}”${how ? ":" : ""}`, how);
    }
    case "setJoinBound":
      if (Number(args[0]) === NO_BOUND) return deed("Lift", "the limit of work that joins in one release");
      return deed("Limit", "work that joins in one release", `to ${bpsText(args[0])} of the work already in it`);
    case "setTreasury":
      return deed("Replace", "the treasury", `by the contract ${args[0]}: from then on it settles what models earn`);
    case "setContributions":
      return deed("Name", args[0], `as the place where work is registered, and ${args[1]} as what pays it, for good`);
    case "reclaimParked":
      return deed(
        "Move",
        `what ${model(args[0])} earned in ${symbol(args[1])} and nobody could be paid for`,
        "for two years, to the reserve",
      );
    case "overturn":
      return deed("Overturn", `contribution ${args[0]}:`, "it was accepted, and is rejected before it is final");
    case "grantRole":
      return deed(
        "Give",
        `${args[1]} the power of role ${args[0]}`,
        "(0: every rule; 1: ordinary rules; 2: gold work)",
      );
    case "revokeRole":
      return deed(
        "Take",
        `the power of role ${args[0]}`,
        `from ${args[1]} (0: every rule; 1: ordinary rules; 2: gold work)`,
      );
    case "setKindRule": {
      const kind = workKinds[Number(args[0])];
      if (!kind) return deed("Change", `the rules for kind ${args[0]},`, "which is unknown here");
      if (args[1] === 0n) return deed("Close", `the kind ${kind}`, "to new work");
      const before = context.ruleBefore(kind);
      if (!before) return deed("Open", `the kind ${kind}`, `at ${perMillion(args[2])} tokens per million units`);
      return deed(
        "Change",
        `the rules for ${kind}:`,
        `${perMillion(args[2])} tokens per million units (before: ${perMillion(before.tokenRate)}), at most ` +
          `${number(args[1])} units for one piece (before: ${number(before.maxUnitsPerItem)}), rubric ${plainText(args[3], 200)}`,
      );
    }
    case "exclude":
      return deed("Exclude", `contribution ${args[0]}`, "from the next release on; what it earned stays earned");
    case "setPeriods": {
      if (contract === "memberRegistry") {
        const { rebind, recovery, lapse, grace } = args[0];
        return deed(
          "Change",
          "how long things take with seats:",
          `${durationText(rebind)} before a seat moves to a wallet that the old one didn't agree to, ${durationText(recovery)} more before ` +
            `what that one holds follows, ${durationText(lapse)} from running out until anyone may end a seat, and ${durationText(grace)} ` +
            "in which renewing it then saves what it earned",
        );
      }
      return deed(
        "Change",
        "how long verdicts stay open:",
        `${durationText(args[0].challenge)} to challenge them, and ${args[0].slots} places for a seat's work in review`,
      );
    }
    case "unseat":
      return deed(
        "End",
        `${args[0].length === 1 ? "seat" : "seats"} ${listed(args[0].map(String))}`,
        "at once: who vouched for them is no longer believed. What they earned is kept until their grace ends",
      );
    case "setPanel":
      return deed(
        "Name",
        args[0],
        "as the panel that reviews work from now on; what an earlier one began, it finishes",
      );
    case "setIntake":
      return BigInt(args[0]) === 0n
        ? deed("Let", "nobody", "pause the intake of work any more")
        : deed("Let", args[0], "pause the intake of work, and nothing else");
    case "decide":
      return deed("Score", `contribution ${args[0]}`, `with ${args[1]} of 100, since no panel can judge it`);
    case "setRules": {
      const { panelSize, seedDelay, draw, commit, reveal, decision, fee, founding } = args[0];
      return deed(
        "Change",
        "how work is reviewed:",
        `panels of ${panelSize}, ${durationText(seedDelay)} to the seed, ${durationText(draw)} to draw, ${durationText(commit)} to ` +
          `commit, ${durationText(reveal)} to reveal, ${durationText(decision)} for a vote where no panel can judge; a fee of ` +
          `${number(Number(fee), 0)} units, and ${number(Number(founding), 0)} once for reviews of a new model`,
      );
    }
    case "setRandomness":
      return deed("Draw", "panels", `by the seeds of ${args[0]} from now on`);
    case "commitGold":
      return deed(
        "Commit",
        `to the scores of ${args[0].length} works`,
        "that are to be handed in to measure reviewers",
      );
    case "revealGold":
      return deed(
        "Show",
        `that contribution ${args[0]} was gold:`,
        `its reviewers are measured by ${args[1]} of 100, and it earns nothing`,
      );
    case "foundReviewers":
      return deed("Found", "the first reviewers,", "which is possible only before the co-op's beginning is complete");
    case "found":
      return deed(
        "Found",
        contract === "memberRegistry" ? "the co-op's first members," : "the co-op's first work,",
        "which is possible only before its beginning is complete",
      );
    case "closeGenesis":
      return deed("End", "the co-op's beginning:", "founding members and founding work can't be written after it");
    case "openTransfers":
      return deed("Open", "contribution tokens to transfers", "for good");
    case "addMinter":
      return deed("Let", args[0], "mint contribution tokens, for good");
    case "setMintCap":
      return deed("Limit", "new contribution tokens", `to ${number(Number(args[0]) / 1e18, 0)} an epoch`);
    case "setIssuer":
      return deed(
        args[1] ? "Let" : "No longer let",
        args[0],
        args[1]
          ? `vouch for up to ${number(Number(args[2]), 0)} members, at most ${number(Number(args[3]), 0)} new ones in 30 days`
          : "vouch for new members",
      );
    default:
      return deed(
        "Call",
        `${name}.${functionName}`,
        `with ${args.map(showValue).join(", ")}. There are no words for it here`,
      );
  }
}
