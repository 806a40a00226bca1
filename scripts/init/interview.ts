// The questions of `npm run init`, in their order. What was answered beforehand (by options) isn't asked; a bad answer is told
// what is wrong with it, and asked for again.
import { minFounders } from "../../deploy/genesis.ts";
import { isBadInput } from "../lib/cli.ts";
import type { Answers, FounderAnswer, PeriodName } from "./answers.ts";
import { paces } from "./answers.ts";
import type { Asking } from "./ask.ts";
import {
  complaints,
  dateIn,
  example,
  expiryOf,
  isLocal,
  issuerOf,
  paceOf,
  periodsOf,
  type Surroundings,
} from "./genesis.ts";
import { BadAnswer } from "./InitError.ts";
import { type Network, networkNamed } from "./networks.ts";
import { canMakeNullifiers, readPerson } from "./nullifiers.ts";
import { readRpcUrl, readSplit, readTime, writeSplit, writeTime } from "./reading.ts";
import { defaultRpcUrl } from "./settings.ts";

type Question<T = Answers> = {
  readonly asks: string;
  /** What an empty line means; without it an answer is needed. */
  readonly otherwise?: string | undefined;
  /** How the empty line is called, where its meaning isn't shown by itself. */
  readonly empty?: string;
  /** Where the genesis file has the answer. */
  readonly about?: readonly string[];
  readonly read: (text: string) => T;
};

export type InterviewParameters = {
  asking: Asking;
  given: Answers;
  /** What the co-op is called if nobody says so. */
  name: string;
  networks: readonly Network[];
  env: NodeJS.ProcessEnv;
  today: Date;
};

/** Asks until the answer is sound. `check` says what is wrong with it, a sentence each. */
async function settle<T>(
  asking: Asking,
  { asks, otherwise, empty, read }: Question<T>,
  check: (candidate: T) => readonly string[] = () => [],
): Promise<T> {
  const hint = empty ?? otherwise;
  for (;;) {
    const typed = await asking.line(hint === undefined ? `${asks}: ` : `${asks} [${hint}]: `);
    const text = typed === "" ? otherwise : typed;
    if (text === undefined) {
      asking.say("  This needs an answer.");
      continue;
    }
    try {
      const candidate = read(text);
      const wrong = check(candidate);
      if (wrong.length === 0) return candidate;
      asking.say(wrong.map((sentence) => `  ${sentence}`).join("\n"));
    } catch (error) {
      if (!(error instanceof BadAnswer || isBadInput(error))) throw error;
      asking.say(`  ${(error as Error).message}`);
    }
  }
}

export async function interview({ asking, given, name, networks, env, today }: InterviewParameters): Promise<Answers> {
  let answers = given;
  if (answers.network === undefined) {
    const known = networks.map((it) => it.name);
    answers = await settle(asking, {
      asks: `Network (${known.join(", ")})`,
      otherwise: known.find((it) => it !== "localhost"),
      read: (text) => ({ ...answers, network: networkNamed(networks, text).name }),
    });
  }
  const surroundings: Surroundings = { network: networkNamed(networks, answers.network ?? ""), env, today };
  const local = isLocal(surroundings);
  const ask = (question: Question) =>
    settle(asking, question, (it) => complaints(it, surroundings, question.about ?? []));

  if (answers.name === undefined) {
    answers = await ask({
      asks: "Name of the co-op",
      otherwise: name,
      about: ["name"],
      read: (text) => ({ ...answers, name: text }),
    });
  }

  if (answers.issuer === undefined) {
    answers = await ask({
      asks: "Issuer, who vouches that members are people (its account)",
      otherwise: local ? issuerOf({}) : undefined,
      about: ["issuers"],
      read: (account) => ({ ...answers, issuer: { account } }),
    });
  }

  const wrong = complaints(answers, surroundings, aboutGiven(given));
  if (wrong.length > 0) throw new BadAnswer(wrong.join(" "));

  if (answers.expiry === undefined) {
    answers = await ask({
      asks: "Last day of the founders' credentials",
      otherwise: expiryOf({}, surroundings),
      about: ["founders.0.expiry"],
      read: (expiry) => ({ ...answers, expiry }),
    });
  }

  if (answers.founders === undefined) {
    const founders = await foundersAsked(asking, answers, surroundings);
    if (founders !== undefined) answers = { ...answers, founders };
  }

  if (answers.guardian === undefined) {
    const about = ["governance.guardian.account"];
    const until = dateIn(365, surroundings);
    const read = (account: string) => ({ ...answers, guardian: account === "" ? null : { account, until } });
    const asks = "Guardian, who may cancel proposals while the co-op is young (its account)";
    answers = await ask({ asks, otherwise: "", empty: "nobody", about, read });
    const { guardian } = answers;
    if (guardian) {
      answers = await ask({
        asks: "Last day of the guardian",
        otherwise: until,
        about: ["governance.guardian"],
        read: (day) => ({ ...answers, guardian: { ...guardian, until: day } }),
      });
    }
  }

  if (answers.split === undefined) {
    answers = await ask({
      asks: "Split of revenue: contributors/members/reserve, in percent",
      otherwise: writeSplit(example.split),
      about: ["split"],
      read: (text) => ({ ...answers, split: readSplit(text) }),
    });
  }

  if (answers.pace === undefined) {
    const read = (text: string) => {
      const pace = paces.find((it) => it === text);
      if (pace === undefined) throw new BadAnswer(`"${text}" is none of ${paces.join(", ")}.`);
      return { ...answers, pace };
    };
    const asks = `Periods: usual (days), local (as on the local chain), rehearsal (a minute)`;
    answers = await ask({ asks, otherwise: paceOf({}, surroundings), read });
  }
  const periods: [PeriodName, string][] = [
    ["votingDelay", "Time from a proposal to its vote"],
    ["votingPeriod", "Time that a vote is open"],
    ["timelock", "Time between a vote and its execution"],
    ["challenge", "Time to challenge a verdict of reviewers"],
  ];
  for (const [period, asks] of periods) {
    if (answers.periods?.[period] !== undefined) continue;
    answers = await ask({
      asks,
      otherwise: writeTime(periodsOf(answers, surroundings)[period]),
      about: [`periods.${period}`],
      read: (text) => ({ ...answers, periods: { ...answers.periods, [period]: readTime(text) } }),
    });
  }

  if (answers.models === undefined) {
    let models: NonNullable<Answers["models"]> = [];
    for (;;) {
      const i = models.length;
      const first = i === 0 ? { otherwise: "Assistant" } : { otherwise: "", empty: "no more" };
      const read = (text: string) =>
        text === "" ? answers : { ...answers, models: [...models, { name: text, uri: "" }] };
      answers = await ask({ asks: `Model ${i + 1}, its name`, ...first, about: [`models.${i}`], read });
      if ((answers.models?.length ?? 0) === i) break;
      const named = answers.models?.[i]?.name ?? "";
      answers = await ask({
        asks: `What ${named} is, in words or an address`,
        otherwise: "",
        empty: "nothing yet",
        about: [`models.${i}`],
        read: (uri) => ({ ...answers, models: [...models, { name: named, uri }] }),
      });
      models = answers.models ?? [];
    }
  }

  if (answers.assets === undefined) {
    let assets: NonNullable<Answers["assets"]> = [];
    for (;;) {
      const i = assets.length;
      const asks = "Token that is taken beside the native currency (its contract)";
      const read = (token: string) =>
        token === "" ? answers : { ...answers, assets: [...assets, { token, spendingCeiling: "0" }] };
      answers = await ask({ asks, otherwise: "", empty: i === 0 ? "none" : "no more", about: ["assets"], read });
      const token = answers.assets?.[i]?.token;
      if (token === undefined) break;
      answers = await ask({
        asks: "The most of it that votes may spend from the reserve in 30 days, in base units",
        about: [`assets.${i}`],
        read: (spendingCeiling) => ({ ...answers, assets: [...assets, { token, spendingCeiling }] }),
      });
      assets = answers.assets ?? [];
    }
  }

  if (answers.rpcUrl === undefined) {
    const otherwise = defaultRpcUrl(surroundings);
    answers = await ask({
      asks: "Address of the chain as browsers reach it, without a key in it",
      otherwise,
      ...(otherwise === "" ? { empty: "filled in later" } : {}),
      read: (text) => ({ ...answers, rpcUrl: readRpcUrl(text) }),
    });
  }
  return answers;
}

/** What was said by options is judged before anything is asked; a time to challenge only with those it depends on. */
const aboutGiven = (given: Answers): string[] => [
  ...Object.keys(given.periods ?? {}).flatMap((period) => (period === "challenge" ? [] : [`periods.${period}`])),
  ...(given.name === undefined ? [] : ["name"]),
  ...(given.issuer === undefined ? [] : ["issuers"]),
  ...(given.founders === undefined ? [] : ["founders"]),
  ...(given.guardian ? ["governance.guardian"] : []),
  ...(given.split === undefined ? [] : ["split"]),
  ...(given.models === undefined ? [] : ["models"]),
  ...(given.assets === undefined ? [] : ["assets"]),
];

/** Undefined: those of the example, on a local chain. */
async function foundersAsked(
  asking: Asking,
  answers: Answers,
  surroundings: Surroundings,
): Promise<FounderAnswer[] | undefined> {
  const { network, env } = surroundings;
  const exampleWillDo = isLocal(surroundings) && issuerOf(answers) === issuerOf({});
  const made = canMakeNullifiers(env, network.chainId);
  asking.say(
    made
      ? "Founders: each is an account, and a nullifier of 32 bytes from the issuer, or what the issuer knows the person by (a name; it is written nowhere)."
      : "Founders: each is an account, and the nullifier (32 bytes) that the issuer gave the person. With the issuer's ISSUER_KEY or ISSUER_SALT set, a name will do.",
  );
  const founders: FounderAnswer[] = [];
  for (;;) {
    const i = founders.length;
    const wrong = (founder: FounderAnswer, part: "account" | "nullifier") =>
      complaints({ ...answers, founders: filledUp([...founders, founder]) }, surroundings, [`founders.${i}.${part}`]);
    const empty = i >= minFounders ? "no more" : i === 0 && exampleWillDo ? "the seven of the local chain" : undefined;
    const account = await settle<string>(
      asking,
      {
        asks: `Founder ${i + 1}, account`,
        ...(empty === undefined ? {} : { otherwise: "", empty }),
        read: (text) => text,
      },
      (it) => (it === "" ? [] : wrong({ account: it, nullifier: STAND_IN }, "account")),
    );
    if (account === "") return i === 0 ? undefined : founders;
    const founder = await settle<FounderAnswer>(
      asking,
      {
        asks: `Founder ${i + 1}, ${made ? "nullifier or name" : "nullifier"}`,
        read: (text) => ({ account, ...readPerson(text) }),
      },
      (it) => wrong(it, "nullifier"),
    );
    founders.push(founder);
  }
}

/** Of nobody. */
const STAND_IN = `0x${"0".repeat(63)}1`;

/** A co-op has seven founders: until they are named, the example's stand in. */
function filledUp(founders: readonly FounderAnswer[]): FounderAnswer[] {
  const others = example.founders.map(({ account, nullifier }) => ({ account, nullifier }));
  return [...founders, ...others].slice(0, Math.max(minFounders, founders.length));
}
