// Answers given on the command line: they come before those of a file, and aren't asked for.
import type { Answers, FounderAnswer, Pace } from "./answers.ts";
import { paces } from "./answers.ts";
import { InitError } from "./InitError.ts";
import { readPerson } from "./nullifiers.ts";
import { readRpcUrl, readSplit, readTime } from "./reading.ts";

export type AnswerOptions = {
  name?: string;
  network?: string;
  issuer?: string;
  founder?: string[];
  expiry?: string;
  guardian?: string;
  guardianUntil?: string;
  split?: string;
  pace?: string;
  votingDelay?: string;
  votingPeriod?: string;
  timelock?: string;
  challenge?: string;
  model?: string[];
  asset?: string[];
  rpcUrl?: string;
};

/** @param until The guardian's last day, if only its account is given. */
export function answersOfOptions(options: AnswerOptions, file: Answers, until: string): Answers {
  const { name, network, issuer, expiry, rpcUrl } = options;
  const { votingDelay, votingPeriod, timelock, challenge } = options;
  const times = Object.entries(defined({ votingDelay, votingPeriod, timelock, challenge }));
  const periods = Object.fromEntries(times.map(([period, time]) => [period, readTime(time)]));
  if (options.guardianUntil !== undefined && !(options.guardian ?? file.guardian?.account)) {
    throw badOption("--guardian-until is given without --guardian.", "It says how long somebody is the guardian.");
  }
  return {
    ...file,
    ...defined({ name, network, expiry }),
    ...(rpcUrl === undefined ? {} : { rpcUrl: readRpcUrl(rpcUrl) }),
    ...(options.pace === undefined ? {} : { pace: paceOption(options.pace) }),
    ...(issuer === undefined ? {} : { issuer: { ...file.issuer, account: issuer } }),
    ...(times.length === 0 ? {} : { periods: { ...file.periods, ...periods } }),
    ...(options.split === undefined ? {} : { split: readSplit(options.split) }),
    ...(options.founder === undefined ? {} : { founders: options.founder.map(founderOption) }),
    ...(options.model === undefined ? {} : { models: options.model.map(modelOption) }),
    ...(options.asset === undefined ? {} : { assets: options.asset.map(assetOption) }),
    ...guardianOption(options, file, until),
  };
}

function guardianOption({ guardian, guardianUntil }: AnswerOptions, file: Answers, otherwise: string) {
  const account = guardian ?? file.guardian?.account;
  if (account === undefined || (guardian === undefined && guardianUntil === undefined)) return {};
  return { guardian: { account, until: guardianUntil ?? file.guardian?.until ?? otherwise } };
}

function founderOption(text: string): FounderAnswer {
  const [account, person] = halves(text);
  return { account, ...(person === undefined ? {} : readPerson(person)) };
}

function modelOption(text: string): { name: string; uri: string } {
  const [name, uri = ""] = halves(text);
  return { name, uri };
}

function assetOption(text: string): { token: string; spendingCeiling: string } {
  const [token, spendingCeiling] = halves(text);
  if (spendingCeiling !== undefined) return { token, spendingCeiling };
  throw badOption(`--asset is "${text}".`, "It must be TOKEN=CEILING: the most that may be spent of it in 30 days.");
}

function paceOption(text: string): Pace {
  const pace = paces.find((it) => it === text);
  if (pace !== undefined) return pace;
  throw badOption(`--pace is "${text}".`, `It must be one of ${paces.join(", ")}.`);
}

/** What stands before the first "=", and what after it. */
function halves(text: string): [string, string | undefined] {
  const at = text.indexOf("=");
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };
const defined = <T extends object>(values: T): Defined<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>;

const badOption = (what: string, why: string) =>
  new InitError("Option", what, why, "Correct the command line; --help shows an example. Nothing was written.");
