// Proposed calls in plain sentences: verb first. What isn't known here is said to be unknown, never left out.

import { type Address, formatEther, formatUnits } from "viem";
import type { Deployment } from "../deployment.ts";
import { listed, number } from "../language/format.ts";
import { t } from "../language/index.ts";
import { contractAt, decodeCall } from "./decodeCall.ts";
import { kindName, type WorkKind, workKinds } from "./kinds.ts";
import { plainText, spelledOut } from "./plainText.ts";
import { amountText, bpsText, durationText } from "./quantities.ts";
import type { Call } from "./types.ts";

/** A call in words: "Send", "1.5 ETH", "from the reserve to 0x...", and as the chain sees it. */
export type Deed = { readonly verb: string; readonly what: string; readonly how: string; readonly raw: string };

/** What calls are about, by name. What isn't known is called by its number or address. */
export type DeedContext = {
  deployment: Pick<Deployment, "contracts">;
  /** What a model is called. */
  modelName: (id: number) => string | undefined;
  /** The number that a model's next release will have. */
  nextRelease: (modelId: number) => number | undefined;
  /** The native currency is the zero address; undefined for what isn't listed. */
  asset: (address: Address) => { symbol: string; decimals: number } | undefined;
  /** The rules for a kind of work before the call. */
  ruleBefore: (kind: WorkKind) => { tokenRate: bigint; maxUnitsPerItem: bigint } | undefined;
};

/** A bound that bounds nothing: the largest number of 32 bits. */
const NO_BOUND = 4_294_967_295;

/** Exact: a rate is base units of the token for one unit. */
const perMillion = (rate: bigint) => formatUnits(rate, 12);
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Enough of a hash to tell two apart; all of it stands in the call as the chain sees it. */
const shortHash = (hash: string) => `${hash.slice(0, 10)}…`;

/** A deed in one line. */
export const deedSentence = ({ verb, what, how }: Deed): string => `${verb} ${what} ${how}`.trim();

/** A value as the chain sees it, on one line; in texts, what can't be seen is written out. */
export const showValue = (value: unknown): string =>
  Array.isArray(value)
    ? `[${value.map(showValue).join(", ")}]`
    : typeof value === "object" && value !== null
      ? `{${Object.entries(value)
          .map(([key, it]) => `${key}: ${showValue(it)}`)
          .join(", ")}}`
      : spelledOut(String(value));

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
  const sent = value > 0n ? t(", and sends {sum} of the native currency with it", { sum: formatEther(value) }) : "";
  const deed = (verb: string, what: string, how = ""): Deed => ({ verb, what, how: how + sent, raw });
  const money = (address: Address, amount: bigint) => {
    const asset = context.asset(address);
    return asset ? amountText(amount, asset) : t("{amount} units of {address}", { amount, address });
  };
  const symbol = (address: Address) => context.asset(address)?.symbol ?? address;
  if (!decoded) return deed(t("Call"), target, t("in a way that can't be put into words"));
  const { functionName, args } = decoded;
  const model = (id: unknown) => context.modelName(Number(id)) ?? t("model {id}", { id: String(id) });

  if (contract === "timelock" || contract === "commonsGovernor") {
    // Powers over the vote itself: shown whole, in no friendlier words.
    return deed(
      t("Call"),
      `${contract}.${functionName}`,
      t("with {args}: it changes how votes work", { args: args.map(showValue).join(", ") }),
    );
  }
  switch (functionName) {
    case "spend":
      return deed(t("Send"), money(args[0], args[2]), t("from the reserve to {to}", { to: args[1] }));
    case "listAsset":
      return deed(t("Take"), symbol(args[0]), t("as payment for the use of our models"));
    case "delistAsset":
      return deed(t("Stop taking"), symbol(args[0]), t("as payment; what was earned in it stays collectable"));
    case "setSplit": {
      const { contributors, dividend, reserve } = args[0];
      return deed(
        t("Split"),
        t("what the models earn anew:"),
        t("{contributors} to the people who built them, {dividend} to every member, {reserve} to the reserve", {
          contributors: bpsText(contributors),
          dividend: bpsText(dividend),
          reserve: bpsText(reserve),
        }),
      );
    }
    case "setCeiling":
      return deed(
        t("Limit"),
        t("spending of {asset}", { asset: symbol(args[0]) }),
        t("to {sum} in 30 days", { sum: money(args[0], args[1]) }),
      );
    case "recoverSurplus":
      return deed(
        t("Add"),
        t("what lies in the treasury uncounted in {asset}", { asset: symbol(args[0]) }),
        t("to the reserve"),
      );
    case "publish": {
      const next = context.nextRelease(Number(args[0]));
      return deed(
        t("Publish"),
        t("{next} of {model}", {
          next: next === undefined ? t("the next release") : t("release {next}", { next }),
          model: model(args[0]),
        }),
        t("with all final work up to batch {batch}, under {licence}: weights {weightsHash}, described at {modelCard}", {
          batch: args[1],
          licence: plainText(args[2].licence, 60),
          weightsHash: shortHash(args[2].weightsHash),
          modelCard: plainText(args[2].modelCard, 200),
        }),
      );
    }
    case "register": {
      const parts = (args[2] as readonly { modelId: number; bps: number }[]).map(({ modelId, bps }) =>
        t("{bps} of what it earns to {modelId}", { bps: bpsText(bps), modelId: model(modelId) }),
      );
      const about = plainText(args[1], 300).replace(/\.\s*$/, "");
      const built = parts.length > 0 ? t("it passes on {parts}, which it is built on", { parts: listed(parts) }) : "";
      const how = [about, about ? capital(built) : built].filter(Boolean).join(". ");
      return deed(
        t("Register"),
        t("a new model “{name}”{how}", { name: plainText(args[0], 60), how: how ? ":" : "" }),
        how,
      );
    }
    case "setJoinBound":
      if (Number(args[0]) === NO_BOUND) return deed(t("Lift"), t("the limit of work that joins in one release"));
      return deed(
        t("Limit"),
        t("work that joins in one release"),
        t("to {share} of the work already in it", { share: bpsText(args[0]) }),
      );
    case "setTreasury":
      return deed(
        t("Replace"),
        t("the treasury"),
        t("by the contract {contract}: from then on it settles what models earn", { contract: args[0] }),
      );
    case "setContributions":
      return deed(
        t("Name"),
        args[0],
        t("as the place where work is registered, and {rewards} as what pays it, for good", { rewards: args[1] }),
      );
    case "reclaimParked":
      return deed(
        t("Move"),
        t("what {model} earned in {asset} and nobody could be paid for", {
          model: model(args[0]),
          asset: symbol(args[1]),
        }),
        t("for two years, to the reserve"),
      );
    case "overturn":
      return deed(
        t("Overturn"),
        t("contribution {id}:", { id: args[0] }),
        t("it was accepted, and is rejected before it is final"),
      );
    case "grantRole":
      return deed(
        t("Give"),
        t("{account} the power of role {role}", { account: args[1], role: args[0] }),
        t("(0: every rule; 1: ordinary rules; 2: gold work)"),
      );
    case "revokeRole":
      return deed(
        t("Take"),
        t("the power of role {role}", { role: args[0] }),
        t("from {account} (0: every rule; 1: ordinary rules; 2: gold work)", { account: args[1] }),
      );
    case "setKindRule": {
      const kind = workKinds[Number(args[0])];
      if (!kind)
        return deed(t("Change"), t("the rules for kind {kind},", { kind: args[0] }), t("which is unknown here"));
      if (args[1] === 0n) return deed(t("No longer take"), t("new work of the kind {kind}", { kind: kindName(kind) }));
      const before = context.ruleBefore(kind);
      if (!before)
        return deed(
          t("Open"),
          t("the kind {kind}", { kind: kindName(kind) }),
          t("at {rate} tokens per million units", { rate: perMillion(args[2]) }),
        );
      return deed(
        t("Change"),
        t("the rules for {kind}:", { kind: kindName(kind) }),
        t(
          "{rate} tokens per million units (before: {tokenRate}), at most {most} units for one piece (before: {maxUnitsPerItem}), rubric {rubric}",
          {
            rate: perMillion(args[2]),
            tokenRate: perMillion(before.tokenRate),
            most: number(args[1]),
            maxUnitsPerItem: number(before.maxUnitsPerItem),
            rubric: plainText(args[3], 200),
          },
        ),
      );
    }
    case "exclude":
      return deed(
        t("Exclude"),
        t("contribution {id}", { id: args[0] }),
        t("from the next release on; what it earned stays earned"),
      );
    case "setPeriods": {
      if (contract === "memberRegistry") {
        const { rebind, recovery, lapse, grace } = args[0];
        return deed(
          t("Change"),
          t("how long things take with seats:"),
          t(
            "{rebind} before a seat moves to a wallet that the old one didn't agree to, {recovery} more before what that one holds follows, {lapse} from running out until anyone may end a seat, and {grace} in which renewing it then saves what it earned",
            {
              rebind: durationText(rebind),
              recovery: durationText(recovery),
              lapse: durationText(lapse),
              grace: durationText(grace),
            },
          ),
        );
      }
      return deed(
        t("Change"),
        t("how long verdicts stay open:"),
        t("{challenge} to challenge them, and {slots} places for a seat's work in review", {
          challenge: durationText(args[0].challenge),
          slots: args[0].slots,
        }),
      );
    }
    case "unseat":
      return deed(
        t("End"),
        t("{many, plural, one {seat} other {seats}} {seats}", {
          many: args[0].length,
          seats: listed(args[0].map(String)),
        }),
        t("at once: who vouched for them is no longer believed. What they earned is kept until their grace ends"),
      );
    case "setPanel":
      return deed(
        t("Name"),
        args[0],
        t("as the panel that reviews work from now on; what an earlier one began, it finishes"),
      );
    case "setIntake":
      return BigInt(args[0]) === 0n
        ? deed(t("Let"), t("nobody"), t("pause the intake of work any more"))
        : deed(t("Let"), args[0], t("pause the intake of work, and nothing else"));
    case "decide":
      return deed(
        t("Give a score to"),
        t("contribution {id}", { id: args[0] }),
        t("with {score} of 100, since no panel can judge it", { score: args[1] }),
      );
    case "setRules": {
      const { panelSize, seedDelay, draw, commit, reveal, decision, fee, founding } = args[0];
      return deed(
        t("Change"),
        t("how work is reviewed:"),
        t(
          "panels of {panelSize}, {seedDelay} to the seed, {draw} to draw, {commit} to commit, {reveal} to reveal, {decision} for a vote where no panel can judge; a fee of {fee} units, and {founding} once for reviews of a new model",
          {
            panelSize,
            seedDelay: durationText(seedDelay),
            draw: durationText(draw),
            commit: durationText(commit),
            reveal: durationText(reveal),
            decision: durationText(decision),
            fee: number(Number(fee), 0),
            founding: number(Number(founding), 0),
          },
        ),
      );
    }
    case "setRandomness":
      return deed(t("Draw"), t("panels"), t("by the seeds of {source} from now on", { source: args[0] }));
    case "commitGold":
      return deed(
        t("Commit"),
        t("to the scores of {works} works", { works: args[0].length }),
        t("that are to be handed in to measure reviewers"),
      );
    case "revealGold":
      return deed(
        t("Show"),
        t("that contribution {id} was gold:", { id: args[0] }),
        t("its reviewers are measured by {score} of 100, and it earns nothing", { score: args[1] }),
      );
    case "foundReviewers":
      return deed(
        t("Found"),
        t("the first reviewers,"),
        t("which is possible only before the co-op's beginning is complete"),
      );
    case "found":
      return deed(
        t("Found"),
        contract === "memberRegistry" ? t("the co-op's first members,") : t("the co-op's first work,"),
        t("which is possible only before its beginning is complete"),
      );
    case "closeGenesis":
      return deed(
        t("End"),
        t("the co-op's beginning:"),
        t("founding members and founding work can't be written after it"),
      );
    case "openTransfers":
      return deed(t("Open"), t("contribution tokens to transfers"), t("for good"));
    case "addMinter":
      return deed(t("Let"), args[0], t("mint contribution tokens, for good"));
    case "setMintCap":
      return deed(
        t("Limit"),
        t("new contribution tokens"),
        t("to {tokens} an epoch", { tokens: number(Number(args[0]) / 1e18, 0) }),
      );
    case "setIssuer":
      return deed(
        args[1] ? t("Let") : t("No longer let"),
        args[0],
        args[1]
          ? t("vouch for up to {members} members, at most {most} new ones in 30 days", {
              members: number(Number(args[2]), 0),
              most: number(Number(args[3]), 0),
            })
          : t("vouch for new members"),
      );
    default:
      return deed(
        t("Call"),
        `${name}.${functionName}`,
        t("with {args}. There are no words for it here", { args: args.map(showValue).join(", ") }),
      );
  }
}
