// From answers to a genesis file. What nobody answered comes from the examples in deploy/genesis, or from what a co-op of this
// size needs; what is wrong is found by the schema that `npm run deploy` reads with.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { keccak256, toHex } from "viem";
import { type Genesis, genesisProblems, kinds, maxFoundingLeaves } from "../../deploy/genesis.ts";
// Not from "@commonmind/sdk": that needs the contracts built, which `npm run init` doesn't.
import { hasOriginSeeds, LOCAL_CHAIN, SAFE_SEED_DELAY } from "../../sdk/src/chains.ts";
import { localGenesis, root } from "../lib/paths.ts";
import type { Answers, FounderAnswer, Pace, PeriodName } from "./answers.ts";
import type { Network } from "./networks.ts";
import { nullifierOfFounder } from "./nullifiers.ts";
import { readTime } from "./reading.ts";
import { sentenceOf } from "./sentences.ts";

/** As in the file: amounts are text. */
type Written<T> = T extends bigint ? string : T extends object ? { [K in keyof T]: Written<T[K]> } : T;
export type GenesisFile = Written<Omit<Genesis, "hash">>;

const fileOf = (path: string) => JSON.parse(readFileSync(path, "utf8")) as GenesisFile;
export const example: GenesisFile = fileOf(localGenesis);

const [hour, day] = [3_600, 86_400];
/** Units of each founder's line of the charter: 5 MIND at the example's rate. */
const FOUNDING_UNITS = "50000";

/** Those of docs/parameters.md. */
const usual = {
  periods: { ...example.periods, challenge: 10 * day, votingDelay: day, votingPeriod: 5 * day, timelock: 2 * day },
  review: {
    ...example.review,
    seedDelay: hour,
    draw: 12 * hour,
    commit: 5 * day,
    reveal: 2 * day,
    decision: 10 * day,
  },
  reviewSlots: 3,
};

function timesOf(pace: Pace): Pick<GenesisFile, "periods" | "review" | "reviewSlots"> {
  if (pace === "usual") return usual;
  return pace === "local" ? example : fileOf(join(root, "deploy", "genesis", "rehearsal.json"));
}

/** What answers are read with. */
export type Surroundings = { readonly network: Network; readonly env: NodeJS.ProcessEnv; readonly today: Date };

export const isLocal = ({ network }: Surroundings): boolean => network.chainId === LOCAL_CHAIN;

export const paceOf = (answers: Answers, surroundings: Surroundings): Pace =>
  answers.pace ?? (isLocal(surroundings) ? "local" : "usual");

export function dateIn(days: number, { today }: Pick<Surroundings, "today">): string {
  return new Date(today.getTime() + days * day * 1_000).toISOString().slice(0, 10);
}

/** The end of the founders' credentials. A local chain may be years ahead of today. */
export const expiryOf = (answers: Answers, surroundings: Surroundings): string =>
  answers.expiry ?? (isLocal(surroundings) ? (example.founders[0]?.expiry ?? "") : dateIn(365, surroundings));

export const issuerOf = (answers: Answers): string => answers.issuer?.account ?? example.issuers[0]?.account ?? "";

/** Nobody may carry more of the founding voice than one person's cap, nor two decide alone. */
function chambersFor(founders: number): { capBps: number; quorumPercent: number } {
  const capBps = Math.max(500, Math.ceil(100 / founders) * 100);
  return { capBps, quorumPercent: Math.max(20, (3 * capBps) / 100) };
}

/** Periods in seconds. What must be open to a vote is open for as long as one takes, if nobody says otherwise. */
export function periodsOf(answers: Answers, surroundings: Surroundings): GenesisFile["periods"] {
  const given = Object.entries(answers.periods ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, readTime(value)]],
  );
  const periods: GenesisFile["periods"] = {
    ...timesOf(paceOf(answers, surroundings)).periods,
    ...Object.fromEntries(given),
  };
  if (answers.periods?.challenge === undefined) periods.challenge = Math.max(periods.challenge, voteTakes(periods));
  return periods;
}

const voteTakes = (periods: Record<PeriodName, number>) =>
  periods.votingDelay + periods.votingPeriod + periods.timelock;

function reviewOf(answers: Answers, surroundings: Surroundings, founders: number): GenesisFile["review"] {
  const { panelSize, fee, founding, ...times } = answers.review ?? {};
  const review = { ...timesOf(paceOf(answers, surroundings)).review };
  for (const [name, value] of Object.entries(times)) {
    if (value !== undefined) review[name as keyof typeof times] = readTime(value);
  }
  if (times.seedDelay === undefined && paceOf(answers, surroundings) === "usual") {
    if (hasOriginSeeds(surroundings.network.chainId)) review.seedDelay = Math.max(review.seedDelay, SAFE_SEED_DELAY);
  }
  if (times.decision === undefined) {
    review.decision = Math.max(review.decision, voteTakes(periodsOf(answers, surroundings)));
  }
  // A larger panel needs reviewers enough for an appeal's.
  return {
    ...review,
    panelSize: panelSize ?? (founders < 12 ? 3 : 5),
    fee: fee ?? review.fee,
    founding: founding ?? review.founding,
  };
}

/** Each founder's line of the charter; its hash is the item that the founding work is about. */
export const charterLines = (name: string, founders: readonly { account: string }[]): string[] =>
  founders.map(({ account }) => `${account} founds ${name} and answers for its rules.`);

function foundingWorks(name: string, founders: GenesisFile["founders"]): GenesisFile["works"] {
  const leaves = charterLines(name, founders).map((line, i) => ({
    author: founders[i]?.account as `0x${string}`,
    unitsPerItem: FOUNDING_UNITS,
    items: [keccak256(toHex(line))],
  }));
  const works: GenesisFile["works"] = [];
  for (let i = 0; i < leaves.length; i += maxFoundingLeaves) {
    const some = leaves.slice(i, i + maxFoundingLeaves);
    const [{ author: submitter }] = some as [(typeof some)[number]];
    works.push({ submitter, model: 1, kind: "Knowledge", uri: "The founders' charter: charter.txt.", leaves: some });
  }
  return works;
}

function founderOf(
  founder: FounderAnswer,
  answers: Answers,
  surroundings: Surroundings,
): GenesisFile["founders"][number] {
  const { env, network } = surroundings;
  const issuer = issuerOf(answers);
  const nullifier = nullifierOfFounder(founder, { env, chainId: network.chainId, issuer });
  return {
    issuer,
    nullifier: nullifier ?? "",
    account: founder.account,
    expiry: founder.expiry ?? expiryOf(answers, surroundings),
    reviews: founder.reviews ?? [...kinds],
  } as GenesisFile["founders"][number];
}

/** The people of the example stand in for those who haven't been named yet. */
function foundersOf(answers: Answers, surroundings: Surroundings): GenesisFile["founders"] {
  const given = answers.founders?.map((founder) => founderOf(founder, answers, surroundings));
  if (given) return given;
  const issuer = issuerOf(answers) as `0x${string}`;
  return example.founders.map((founder) => ({
    ...founder,
    issuer,
    expiry: expiryOf(answers, surroundings),
    reviews: [...kinds],
  }));
}

/** The genesis file that the answers make, sound or not. */
export function genesisOf(answers: Answers, surroundings: Surroundings): GenesisFile {
  const founders = foundersOf(answers, surroundings);
  const name = answers.name ?? example.name;
  const local = isLocal(surroundings);
  const models = answers.models ?? [{ name: "Assistant", uri: "" }];
  const [first] = example.issuers;
  return {
    name,
    chainIds: [surroundings.network.chainId],
    periods: periodsOf(answers, surroundings),
    reviewSlots: timesOf(paceOf(answers, surroundings)).reviewSlots,
    review: reviewOf(answers, surroundings, founders.length),
    governance: {
      ...example.governance,
      ...chambersFor(founders.length),
      ...(answers.guardian ? { guardian: answers.guardian as GenesisFile["governance"]["guardian"] & object } : {}),
    },
    mintCapPerEpoch: example.mintCapPerEpoch,
    joinBoundBps: local ? example.joinBoundBps : 10_000,
    split: answers.split ?? example.split,
    kinds: example.kinds,
    assets: (answers.assets ?? []) as GenesisFile["assets"],
    nativeSpendingCeiling: answers.nativeSpendingCeiling ?? (local ? example.nativeSpendingCeiling : `${10n ** 18n}`),
    issuers: [
      {
        account: issuerOf(answers) as `0x${string}`,
        cap: answers.issuer?.cap ?? first?.cap ?? 0,
        growthLimit: answers.issuer?.growthLimit ?? first?.growthLimit ?? 0,
      },
    ],
    founders,
    models,
    works: foundingWorks(name, founders),
  };
}

/** What is wrong with the answers to the questions about `paths` (all, without it), a sentence each. */
export function complaints(answers: Answers, surroundings: Surroundings, paths?: readonly string[]): string[] {
  const about = ({ path }: { path: string }) =>
    paths === undefined || paths.some((it) => path === it || path.startsWith(`${it}.`));
  return genesisProblems(genesisOf(answers, surroundings)).filter(about).map(sentenceOf);
}

/** The file's text: lists of plain values on one line, as our formatter has them. */
export function genesisText(genesis: GenesisFile): string {
  const text = JSON.stringify(genesis, null, 2);
  return `${text.replace(/\[\n\s+((?:"[^"\\]*"|\d+)(?:,\n\s+(?:"[^"\\]*"|\d+))*)\n\s+\]/g, (_, list: string) => `[${list.replace(/\n\s+/g, " ")}]`)}\n`;
}
