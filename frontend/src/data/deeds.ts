// Proposed calls in plain sentences: verb first. What isn't known here is said to be unknown, never left out.
import {
  accessManagerAbi,
  type ContractName,
  commonsGovernorAbi,
  contractNames,
  contributionRegistryAbi,
  contributionTokenAbi,
  type Deployment,
  memberRegistryAbi,
  modelRegistryAbi,
  timelockControllerAbi,
  treasuryAbi,
} from "@commonmind/sdk";
import { type Abi, decodeFunctionData, formatEther, formatUnits, type Hex } from "viem";
import { amountText, capital, number } from "../format/format.ts";
import { plain } from "../format/plain.ts";
import { type Asset, kinds, type Ledger, type ProposalAction } from "./types.ts";

/** By the contract's name in the deployment: a call is put into words only if it goes to the contract they are about. */
const abis: Partial<Record<ContractName, Abi>> = {
  accessManager: accessManagerAbi,
  treasury: treasuryAbi,
  modelRegistry: modelRegistryAbi,
  contributionRegistry: contributionRegistryAbi,
  contributionToken: contributionTokenAbi,
  memberRegistry: memberRegistryAbi,
  commonsGovernor: commonsGovernorAbi,
  timelock: timelockControllerAbi,
};

// biome-ignore lint/suspicious/noExplicitAny: the arguments are told apart by the function's name.
export type DecodedAction = { functionName: string; args: readonly any[] };

export function decodeAction(contract: ContractName | undefined, data: Hex): DecodedAction | undefined {
  const abi = contract && abis[contract];
  if (!abi) return undefined;
  try {
    const { functionName, args } = decodeFunctionData({ abi, data });
    return { functionName, args: args ?? [] };
  } catch {
    // Not one of its functions.
    return undefined;
  }
}

export type Deed = { readonly verb: string; readonly what: string; readonly how: string; readonly raw: string };

export type DeedContext = {
  ledger: Ledger;
  assets: ReadonlyMap<string, Asset>;
  deployment: Deployment;
  /** When it was asked: "from" values are those of that moment. */
  askedAt: number;
};

/** A bound that bounds nothing: the largest number of 32 bits. */
const NO_BOUND = 4_294_967_295;

/** Exact: a rate is base units of the token for one unit. */
const perMillion = (rate: bigint) => formatUnits(rate, 12);
const percent = (bps: number | bigint) => `${number(Number(bps) / 100, 2)}%`;
const listed = (parts: readonly string[]) =>
  parts.length > 1 ? `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}` : parts.join();
const days = (seconds: number | bigint) => {
  const value = Number(seconds);
  if (value >= 86_400) return `${number(value / 86_400, 1)} days`;
  return value >= 3_600 ? `${number(value / 3_600, 1)} hours` : `${number(value / 60, 1)} minutes`;
};

export function deedOf(action: ProposalAction, { ledger, assets, deployment, askedAt }: DeedContext): Deed {
  const contract = contractNames.find((it) => deployment.contracts[it].toLowerCase() === action.target.toLowerCase());
  const call = decodeAction(contract, action.data);
  const name = contract ?? action.target;
  const show = (value: unknown): string =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? `{${Object.entries(value)
          .map(([key, it]) => `${key}: ${show(it)}`)
          .join(", ")}}`
      : Array.isArray(value)
        ? `[${value.map(show).join(", ")}]`
        : String(value);
  const words = call
    ? `${name}.${call.functionName}(${call.args.map(show).join(", ")})`
    : `${action.target} ${action.data}`;
  const raw = action.value > 0n ? `${words} {value: ${action.value} wei}` : words;
  // Money that goes with a call is never left out, whatever the call is.
  const sent = action.value > 0n ? `, and sends ${formatEther(action.value)} of the native currency with it` : "";
  const deed = (verb: string, what: string, how = ""): Deed => ({ verb, what, how: how + sent, raw });
  const money = (address: string, amount: bigint) => {
    const asset = assets.get(address.toLowerCase());
    return asset ? amountText(amount, asset) : `${amount} units of ${address}`;
  };
  const symbol = (address: string) => assets.get(address.toLowerCase())?.symbol ?? address;
  if (!call) return deed("Call", action.target, "in a way that this page can't put into words");
  const { functionName, args } = call;
  const model = (id: unknown) => ledger.models.find((it) => it.id === Number(id))?.name ?? `model ${id}`;

  if (contract === "timelock" || contract === "commonsGovernor") {
    // Powers over the vote itself: shown whole, in no friendlier words.
    return deed("Call", `${contract}.${functionName}`, `with ${args.map(show).join(", ")}: it changes how votes work`);
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
        `${percent(contributors)} to the people who built them, ${percent(dividend)} to every member, ${percent(reserve)} to the reserve`,
      );
    }
    case "setCeiling":
      return deed("Limit", `spending of ${symbol(args[0])}`, `to ${money(args[0], args[1])} in 30 days`);
    case "recoverSurplus":
      return deed("Add", `what lies in the treasury uncounted in ${symbol(args[0])}`, "to the reserve");
    case "publish": {
      const release = (ledger.models.find((it) => it.id === Number(args[0]))?.releases ?? []).filter(
        ({ time }) => time < askedAt,
      ).length;
      return deed(
        "Publish",
        `release ${release + 1} of ${model(args[0])}`,
        `with all final work up to batch ${args[1]}, under ${plain(args[2].licence, 60)}`,
      );
    }
    case "register": {
      const parts = (args[2] as readonly { modelId: number; bps: number }[]).map(
        ({ modelId, bps }) => `${percent(bps)} of what it earns to ${model(modelId)}`,
      );
      const about = plain(args[1], 300).replace(/\.\s*$/, "");
      const built = parts.length > 0 ? `it passes on ${listed(parts)}, which it is built on` : "";
      const how = [about, about ? capital(built) : built].filter(Boolean).join(". ");
      return deed("Register", `a new model “${plain(args[0], 60)}”${how ? ":" : ""}`, how);
    }
    case "setJoinBound":
      if (Number(args[0]) === NO_BOUND) return deed("Lift", "the limit of work that joins in one release");
      return deed("Limit", "work that joins in one release", `to ${percent(args[0])} of the work already in it`);
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
      return deed("Give", `${args[1]} the power of role ${args[0]}`, "(0: every rule; 1: ordinary rules; 2: scoring)");
    case "revokeRole":
      return deed(
        "Take",
        `the power of role ${args[0]}`,
        `from ${args[1]} (0: every rule; 1: ordinary rules; 2: scoring)`,
      );
    case "setKindRule": {
      const kind = kinds[Number(args[0])];
      if (!kind) return deed("Change", `the rules for kind ${args[0]},`, "which this page doesn't know");
      if (args[1] === 0n) return deed("Close", `the kind ${kind}`, "to new work");
      const before = ledger.rulesBefore(kind, askedAt);
      if (!before) return deed("Open", `the kind ${kind}`, `at ${perMillion(args[2])} tokens per million units`);
      return deed(
        "Change",
        `the rules for ${kind}:`,
        `${perMillion(args[2])} tokens per million units (before: ${perMillion(before.tokenRate)}), at most ` +
          `${number(args[1])} units for one piece (before: ${number(before.maxUnitsPerItem)}), rubric ${plain(args[3], 200)}`,
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
          `${days(rebind)} before a seat moves to a wallet that the old one didn't agree to, ${days(recovery)} more before ` +
            `what that one holds follows, ${days(lapse)} from running out until anyone may end a seat, and ${days(grace)} ` +
            "in which renewing it then saves what it earned",
        );
      }
      return deed(
        "Change",
        "how long review takes:",
        `${days(args[0].review)} for scores, ${days(args[0].challenge)} to challenge them, and ${args[0].slots} places for a ` +
          "seat's work in review",
      );
    }
    case "unseat":
      return deed(
        "End",
        `${args[0].length === 1 ? "seat" : "seats"} ${listed(args[0].map(String))}`,
        "at once: who vouched for them is no longer believed. What they earned is kept until their grace ends",
      );
    case "score":
      return deed("Score", `contribution ${args[0]}`, `${args[1]} of 100`);
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
        `with ${args.map(show).join(", ")}. This page has no words for it`,
      );
  }
}
