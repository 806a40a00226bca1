// What the contracts of a co-op say about themselves: read before and after a vote is carried out, the difference is what
// changed. Which question, to whom, and how the answer is written.

import type { Address, Hex } from "viem";
import type { ContractName } from "../deployment.ts";
import { locale, msg, t } from "../language/index.ts";
import type { DeedContext } from "./deeds.ts";
import { kindName, workKinds } from "./kinds.ts";
import { amountText, bpsText, durationText } from "./quantities.ts";

/** What is read about, beside the parameters that every co-op has. */
export type Subjects = {
  readonly assets: readonly { readonly address: Address; readonly symbol: string; readonly decimals: number }[];
  readonly models: readonly bigint[];
  readonly contributions: readonly bigint[];
  readonly issuers: readonly Address[];
  readonly functions: readonly { readonly target: Address; readonly selector: Hex }[];
  readonly modelName: DeedContext["modelName"];
};

type Show = (value: unknown) => string;

export type Reading = {
  readonly contract: ContractName;
  readonly functionName: string;
  readonly args?: readonly unknown[];
  /** By the field that a struct has; "" for a single value. */
  readonly fields: Readonly<Record<string, readonly [about: string, show: Show]>>;
};

/** One answer: what it is about, and what it says. The key is the same before and after. */
export type Fact = { readonly key: string; readonly about: string; readonly value: string };

/** What a view answered, field by field; nothing where there was no answer. */
export function factsOf({ contract, functionName, args = [], fields }: Reading, answer: unknown): Fact[] {
  return Object.entries(fields).flatMap(([field, [about, show]], position) => {
    // Getters of structs give lists, functions give objects.
    const part =
      field === ""
        ? answer
        : Array.isArray(answer)
          ? answer[position]
          : (answer as Record<string, unknown> | undefined)?.[field];
    if (part === undefined) return [];
    // The rules are asked for by time, and are the same question before and after.
    const asked = functionName === "chamberRules" ? "" : args.join(",");
    return [{ key: `${contract}.${functionName}(${asked}).${field}`, about, value: show(part) }];
  });
}

const plain: Show = (value) =>
  typeof value === "bigint" || typeof value === "number" ? value.toLocaleString(locale()) : String(value);
const period: Show = (value) => durationText(Number(value));
const share: Show = (value) => bpsText(Number(value));
const yes: Show = (value) => (value === true ? t("yes") : t("no"));
const NO_BOUND = 4_294_967_295;
const states = [
  msg("none"),
  msg("submitted"),
  msg("in review"),
  msg("accepted"),
  msg("rejected"),
  msg("challenged"),
  msg("final"),
];

/** Every question, at a time in unix seconds. */
export function readingsOf(subjects: Subjects, now: bigint): Reading[] {
  const { assets, models, contributions, issuers, functions, modelName } = subjects;
  const one = (
    contract: ContractName,
    functionName: string,
    about: string,
    show: Show,
    args?: readonly unknown[],
  ): Reading => ({ contract, functionName, fields: { "": [about, show] }, ...(args ? { args } : {}) });
  const voice = (value: unknown) => amountText(BigInt(value as bigint), { symbol: "MIND", decimals: 18 });
  const name = (id: bigint) => modelName(Number(id)) ?? t("model {id}", { id });
  const rules = {
    capBps: t("one person's cap"),
    unseatedCapBps: t("the cap of an account without a seat"),
    vetoBps: t("seats that veto"),
    turnoutBps: t("seats that a constitutional vote needs"),
    cosignBps: t("seats that may propose together"),
    closingBps: t("the closing window of a vote"),
  };
  return [
    {
      contract: "treasury",
      functionName: "split",
      fields: {
        contributors: [t("contributors' share of what models earn"), share],
        dividend: [t("members' share of what models earn"), share],
        reserve: [t("the reserve's share of what models earn"), share],
      },
    },
    ...assets.flatMap((unit) => {
      const money: Show = (value) => amountText(BigInt(value as bigint), unit);
      return [
        one("treasury", "reserveOf", t("the reserve in {symbol}", { symbol: unit.symbol }), money, [unit.address]),
        one(
          "treasury",
          "ceilingOf",
          t("the most that votes may spend in {symbol} in 30 days", { symbol: unit.symbol }),
          money,
          [unit.address],
        ),
        one("treasury", "isListed", t("{symbol} taken as payment", { symbol: unit.symbol }), yes, [unit.address]),
      ];
    }),
    one("modelRegistry", "modelCount", t("the number of models"), plain),
    one("modelRegistry", "joinBoundBps", t("the most work that joins with one release"), (it) =>
      it === NO_BOUND ? t("no bound") : share(it),
    ),
    one("modelRegistry", "treasury", t("the treasury in force"), String),
    one("modelRegistry", "contributions", t("the registry of work"), String),
    ...models.flatMap((id): Reading[] => [
      {
        contract: "modelRegistry",
        functionName: "modelAt",
        args: [id],
        fields: { releases: [t("releases of {model}", { model: name(id) }), plain] },
      },
      {
        contract: "contributorRewards",
        functionName: "lineAt",
        args: [id],
        fields: { active: [t("units that share what {model} earns", { model: name(id) }), plain] },
      },
    ]),
    {
      contract: "contributionRegistry",
      functionName: "periods",
      fields: {
        review: [t("time to review"), period],
        challenge: [t("time to challenge"), period],
        slots: [t("work of one seat in review"), plain],
      },
    },
    ...workKinds.map(
      (kind, i): Reading => ({
        contract: "contributionRegistry",
        functionName: "kindRules",
        args: [i],
        fields: {
          maxUnitsPerItem: [t("most units for one piece of {kind}", { kind: kindName(kind) }), plain],
          tokenRate: [
            t("tokens for a million units of {kind}", { kind: kindName(kind) }),
            (it) => amountText(BigInt(it as bigint) * 1_000_000n, { symbol: "MIND", decimals: 18 }),
          ],
        },
      }),
    ),
    ...contributions.map(
      (id): Reading => ({
        contract: "contributionRegistry",
        functionName: "contributionAt",
        args: [id],
        fields: {
          state: [t("the state of contribution {id}", { id }), (it) => t(states[Number(it)] ?? String(it))],
          excluded: [t("contribution {id} excluded", { id }), yes],
        },
      }),
    ),
    {
      contract: "memberRegistry",
      functionName: "periods",
      fields: {
        rebind: [t("wait before a seat moves"), period],
        recovery: [t("wait before what a lost wallet holds follows"), period],
        lapse: [t("time from running out until anyone may end a seat"), period],
        grace: [t("time in which an ended seat can be renewed"), period],
      },
    },
    {
      contract: "memberRegistry",
      functionName: "census",
      fields: { era: [t("the era of membership"), plain], seats: [t("the number of members"), plain] },
    },
    ...issuers.map(
      (issuer): Reading => ({
        contract: "memberRegistry",
        functionName: "issuerAt",
        args: [issuer],
        fields: {
          active: [t("{issuer} vouches for members", { issuer }), yes],
          cap: [t("most seats of issuer {issuer}", { issuer }), plain],
          growthLimit: [t("most new seats of issuer {issuer} in 30 days", { issuer }), plain],
        },
      }),
    ),
    one("contributionToken", "mintCap", t("most new tokens in an epoch"), voice),
    one("contributionToken", "transfersOpen", t("contribution tokens open to transfer"), yes),
    one("commonsGovernor", "votingDelay", t("the voting delay"), period),
    one("commonsGovernor", "votingPeriod", t("the voting period"), period),
    one("commonsGovernor", "proposalThreshold", t("the voice needed to propose"), voice),
    one("commonsGovernor", "quorumNumerator", t("the quorum"), (it) =>
      t("{share} of the supply", { share: bpsText(Number(it) * 100) }),
    ),
    one("commonsGovernor", "guardian", t("the guardian"), String),
    {
      contract: "commonsGovernor",
      functionName: "chamberRules",
      args: [now],
      fields: Object.fromEntries(Object.entries(rules).map(([field, about]) => [field, [about, share] as const])),
    },
    ...functions.map(({ target, selector }) =>
      one("commonsGovernor", "isOrdinary", t("{selector} of {target} ordinary", { selector, target }), yes, [
        target,
        selector,
      ]),
    ),
    one("timelock", "getMinDelay", t("the wait between a vote and its act"), period),
  ];
}
