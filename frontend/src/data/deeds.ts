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
import { amountText, number } from "../format/format.ts";
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

/** Exact: a rate is base units of the token for one unit. */
const perMillion = (rate: bigint) => formatUnits(rate, 12);
const percent = (bps: number | bigint) => `${number(Number(bps) / 100, 2)}%`;
const days = (seconds: number | bigint) => {
  const value = Number(seconds);
  return value >= 86_400 ? `${number(value / 86_400, 1)} days` : `${number(value / 3_600, 1)} hours`;
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
    case "register":
      return deed("Register", `a new model “${plain(args[0], 60)}”`, args[1] ? `: ${plain(args[1], 300)}` : "");
    case "setJoinBound":
      return deed("Limit", "work that joins in one release", `to ${percent(args[0])} of the work already in it`);
    case "setTreasury":
      return deed("Replace", "the treasury", `by the contract ${args[0]}: from then on it settles what models earn`);
    case "releaseDividend":
      return deed("Hand", `all of the members' part in ${symbol(args[0])}`, `to ${args[1]}, to be paid out there`);
    case "overturn":
      return deed("Overturn", `contribution ${args[0]}`, ": it was accepted, and is rejected before it is final");
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
      if (!kind) return deed("Change", `the rules for kind ${args[0]}`, ", which this page doesn't know");
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
    case "setPeriods":
      return deed(
        "Change",
        "how long review takes:",
        `${days(args[0].review)} for scores, ${days(args[0].challenge)} to challenge them`,
      );
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
        args[1] ? `vouch for up to ${number(Number(args[2]), 0)} members` : "vouch for new members",
      );
    case "setRebindDelay":
      return deed("Set", "the wait before a seat moves to a new wallet", `to ${days(args[0])}`);
    default:
      return deed(
        "Call",
        `${name}.${functionName}`,
        `with ${args.map(show).join(", ")}. This page has no words for it`,
      );
  }
}
