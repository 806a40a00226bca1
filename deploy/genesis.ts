// The genesis file: the one declared page a deployment is made from. Its shape, its bounds, and words for what is wrong.
import { readFileSync } from "node:fs";
import { type Address, getAddress, type Hex, isAddress, keccak256, toHex } from "viem";
import { z } from "zod";

/** Kinds of work in the order of the contract's enum. */
export const kinds = ["Data", "Validation", "Training", "Knowledge", "Curation", "Code", "Compute"] as const;
export type Kind = (typeof kinds)[number];

export const scoreMax = 100n;
/** Fewest founding members. */
export const minFounders = 7;

/** Most leaves of one founding work: it is admitted by one transaction, about 155,000 gas a leaf. */
export const maxFoundingLeaves = 25;

/** An author up to here is a seat, not an account. */
const lastSeat = (1n << 64n) - 1n;
const uint32 = z.int().min(0, "is below 0").max(4_294_967_295, "is above 4294967295");
const minute = 60;
const day = 86_400;
const maxGuardianTerm = 730 * day;

const account = z
  .string()
  .refine((value) => isAddress(value), "is no address (0x and 40 hex digits, with a right checksum if mixed case)")
  .transform((value) => getAddress(value))
  .refine((value) => BigInt(value) > lastSeat, "is the zero address, or a seat: name an account");
const bytes32 = z
  .string()
  .regex(/^0x[0-9a-fA-F]{64}$/, "is no 32-byte value (0x and 64 hex digits)")
  .transform((value) => value as Hex);
const integer = (bits: number) =>
  z
    .string()
    .regex(/^\d+$/, "is no whole number in base units, written as a string")
    .transform((value) => BigInt(value))
    .refine((value) => value < 1n << BigInt(bits), `is above what ${bits} bits hold`);
const seconds = (min: number, max: number) =>
  z.int().min(min, `is below ${min} seconds`).max(max, `is above ${max} seconds`);
const bps = z.int().min(0, "is below 0").max(10_000, "is above 10000");
const date = z.iso.date("is no date (YYYY-MM-DD)");
const name = z.string().min(1, "is empty");

const kindRule = z.strictObject({ maxUnitsPerItem: integer(64), tokenRate: integer(96), rubric: z.string() });

/**
 * Bounds of a new co-op. Those of review, challenge, seats, slots, split, token count and votes are also the contracts';
 * the rest only guard the beginning.
 */
const schema = z
  .strictObject({
    name,
    /** Chains this file is meant for. */
    chainIds: z.array(z.int().positive()).min(1),
    periods: z.strictObject({
      challenge: seconds(minute, 90 * day),
      votingDelay: seconds(1, 30 * day),
      votingPeriod: seconds(minute, 60 * day),
      timelock: seconds(1, 60 * day),
      rebind: seconds(minute, 400 * day),
      recovery: seconds(minute, 400 * day),
      lapse: seconds(minute, 400 * day),
      grace: seconds(minute, 400 * day),
    }),
    reviewSlots: z.int().min(1).max(6),
    /** How panels judge work. Steps in seconds; fee and founding budget in declared units. */
    review: z.strictObject({
      panelSize: z.int().min(3).max(7),
      seedDelay: seconds(minute, 60 * day),
      /** The chain forgets the block that a panel is drawn with: after about a day, or less than an hour. */
      draw: seconds(minute, day),
      commit: seconds(minute, 60 * day),
      reveal: seconds(minute, 60 * day),
      decision: seconds(minute, 60 * day),
      fee: integer(40),
      founding: integer(48),
    }),
    governance: z.strictObject({
      proposalThreshold: integer(208).refine((value) => value > 0n, "is zero: anyone could propose anything"),
      quorumPercent: z.int().min(1).max(50),
      capBps: z.int().min(10).max(1_666),
      unseatedCapBps: z.int().min(0).max(100),
      vetoBps: z.int().min(100).max(3_333),
      turnoutBps: z.int().min(500).max(5_000),
      cosignBps: z.int().min(10).max(1_000),
      closingBps: z.int().min(500).max(5_000),
      /** Who may cancel proposals while the co-op is young. */
      guardian: z.strictObject({ account, until: date }).optional(),
    }),
    mintCapPerEpoch: integer(128).refine((value) => value > 0n, "is zero: nobody would ever get a voice"),
    joinBoundBps: uint32.min(1),
    split: z.strictObject({
      contributors: bps.min(4_000, "is below 4000"),
      dividend: bps.min(1_000, "is below 1000"),
      reserve: bps,
    }),
    kinds: z.record(z.enum(kinds), kindRule),
    assets: z.array(z.strictObject({ token: account, spendingCeiling: integer(128) })).max(8, "has more than 8 tokens"),
    nativeSpendingCeiling: integer(128),
    issuers: z.array(z.strictObject({ account, cap: uint32.min(1, "is below 1"), growthLimit: uint32 })).min(1),
    founders: z
      .array(
        z.strictObject({
          issuer: account,
          nullifier: bytes32,
          account,
          expiry: date,
          /** Kinds of work that this person reviews from the first day on. */
          reviews: z.array(z.enum(kinds)).default([]),
        }),
      )
      .min(minFounders, `needs at least ${minFounders} founding members, so that no few decide alone`),
    /** Who posts gold: work whose score is known beforehand. Leave it out, and only a vote does. */
    gold: account.optional(),
    models: z.array(z.strictObject({ name, uri: z.string() })).min(1),
    works: z.array(
      z.strictObject({
        submitter: account,
        model: z.int().min(1),
        kind: z.enum(kinds),
        uri: z.string(),
        leaves: z
          .array(
            z.strictObject({
              author: account,
              unitsPerItem: integer(64).refine((value) => value > 0n, "is zero: work without units is no work"),
              items: z.array(bytes32).min(1),
            }),
          )
          .min(1)
          .max(maxFoundingLeaves, `has more than ${maxFoundingLeaves} leaves: make several works of it`),
      }),
    ),
  })
  .superRefine((genesis, context) => {
    const problem = (path: (string | number)[], message: string) => context.addIssue({ code: "custom", path, message });
    const { contributors, dividend, reserve } = genesis.split;
    const sum = contributors + dividend + reserve;
    if (sum !== 10_000) problem(["split"], `adds up to ${sum}, not to 10000`);
    for (const kind of kinds) if (!genesis.kinds[kind]) problem(["kinds"], `has no rule for ${kind}`);

    const unique = (list: readonly string[], path: (string | number)[], what: string) => {
      list.forEach((value, i) => {
        if (list.indexOf(value) !== i) problem([...path, i], `${what} ${list.indexOf(value)} again`);
      });
    };
    unique(
      genesis.issuers.map((issuer) => issuer.account),
      ["issuers"],
      "is issuer",
    );
    unique(
      genesis.assets.map((asset) => asset.token),
      ["assets"],
      "is asset",
    );
    unique(
      genesis.works.map(({ submitter, model, leaves }) => JSON.stringify([submitter, model, leaves], text)),
      ["works"],
      "is work",
    );

    const issuers = new Map(genesis.issuers.map((issuer) => [issuer.account, issuer.cap]));
    const accounts = new Set<Address>();
    const persons = new Set<string>();
    genesis.founders.forEach((founder, i) => {
      const left = issuers.get(founder.issuer);
      if (left === undefined) problem(["founders", i, "issuer"], "is none of the issuers of this file");
      else if (left === 0) problem(["founders", i, "issuer"], "has more founding members than its cap");
      else issuers.set(founder.issuer, left - 1);
      if (accounts.has(founder.account)) problem(["founders", i, "account"], "holds another founding seat");
      accounts.add(founder.account);
      const person = `${founder.issuer}:${founder.nullifier}`;
      if (persons.has(person)) problem(["founders", i, "nullifier"], "is the same person as an earlier founder");
      persons.add(person);
    });

    genesis.founders.forEach(({ reviews }, i) => {
      unique(reviews, ["founders", i, "reviews"], "is kind");
    });

    const voice = new Map<Address, bigint>();
    let total = 0n;
    genesis.works.forEach((work, i) => {
      if (work.model > genesis.models.length) problem(["works", i, "model"], "is none of the models of this file");
      if (!accounts.has(work.submitter)) problem(["works", i, "submitter"], "is no founding member");
      const rule = genesis.kinds[work.kind];
      unique(
        work.leaves.map((leaf) => JSON.stringify([leaf.author, leaf.items, leaf.unitsPerItem], text)),
        ["works", i, "leaves"],
        "is leaf",
      );
      const declared = work.leaves.reduce(
        (sum, { items, unitsPerItem }) => sum + BigInt(items.length) * unitsPerItem,
        0n,
      );
      if (declared >= 1n << 64n) problem(["works", i, "leaves"], "add up to more units than 64 bits hold");
      work.leaves.forEach((leaf, j) => {
        if (!accounts.has(leaf.author)) problem(["works", i, "leaves", j, "author"], "is no founding member");
        unique(leaf.items, ["works", i, "leaves", j, "items"], "is item");
        if (rule && leaf.unitsPerItem > rule.maxUnitsPerItem) {
          problem(
            ["works", i, "leaves", j, "unitsPerItem"],
            `is above the ${work.kind} maximum ${rule.maxUnitsPerItem}`,
          );
        }
        const tokens = BigInt(leaf.items.length) * leaf.unitsPerItem * scoreMax * (rule?.tokenRate ?? 0n);
        voice.set(leaf.author, (voice.get(leaf.author) ?? 0n) + tokens);
        total += tokens;
      });
    });
    if (total === 0n) problem(["works"], "gives nobody a voice: without founding work the first newcomer rules alone");
    if (total > genesis.mintCapPerEpoch) problem(["works"], `mints ${total}, above the cap of one epoch`);
    const largest = [...voice.values()].reduce((a, b) => (a > b ? a : b), 0n);
    const { proposalThreshold, quorumPercent, capBps, unseatedCapBps, guardian } = genesis.governance;
    if (proposalThreshold > largest) {
      problem(
        ["governance", "proposalThreshold"],
        `is above every founder's voice (${largest} at most): nobody could propose`,
      );
    }
    if (quorumPercent * 100 < 3 * capBps) {
      problem(["governance", "quorumPercent"], "is less than three times the cap: two people could decide alone");
    }
    if (unseatedCapBps > capBps) problem(["governance", "unseatedCapBps"], "is above the cap of members");
    for (const [account, tokens] of voice) {
      if (tokens * 10_000n > total * BigInt(capBps)) {
        problem(["works"], `gives ${account} more of the founding voice than the cap of ${capBps / 100}% counts`);
      }
    }
    if (guardian) {
      const left = expirySeconds(guardian.until) - Date.now() / 1000;
      if (left > maxGuardianTerm) problem(["governance", "guardian", "until"], "is more than 730 days from now");
    }
  });

/** Amounts as text, for comparing. */
function text(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? `${value}` : value;
}

export type Genesis = z.output<typeof schema> & {
  /** keccak256 of the file's bytes: what the deployment was made from. */
  readonly hash: Hex;
};

/** A genesis file that can't be used: every reason, one a line. */
export class GenesisError extends Error {
  override readonly name = "GenesisError";
  readonly exitCode = 2;
}

export type GenesisOptions = {
  /** It was deployed long ago: its dates may have passed since. */
  readonly deployed?: boolean;
};

/** Reads and checks a genesis file. Throws {GenesisError} with all that is wrong in it. */
export function loadGenesis(path: string, options: GenesisOptions = {}): Genesis {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    throw new GenesisError(`There is no genesis file at ${path}. deploy/genesis/ holds examples to start from.`);
  }
  return parseGenesis(text, path, options);
}

/** Checks the text of a genesis file; `name` is what messages call it. */
export function parseGenesis(text: string, name: string, { deployed = false }: GenesisOptions = {}): Genesis {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw new GenesisError(`${name} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const result = schema.safeParse(data);
  const wrong = result.success ? (deployed ? [] : onlyForNew(result.data)) : problems(result.error);
  if (!result.success || wrong.length > 0) {
    const lines = wrong.map(({ path, message }) => `  ${path || "(file)"}: ${message}`);
    const which = deployed
      ? "is no genesis file that a co-op can have been made from"
      : "can't be deployed. Nothing was sent. Mend";
    throw new GenesisError(`${name} ${which}:\n${lines.join("\n")}`);
  }
  return { ...result.data, hash: keccak256(toHex(text)) };
}

/** Something wrong in a genesis file: where (`founders.0.account`), and what, in words that go on after its name. */
export type GenesisProblem = { readonly path: string; readonly message: string };

/** All that is wrong in what a genesis file would hold. */
export function genesisProblems(data: unknown): GenesisProblem[] {
  const result = schema.safeParse(data);
  return result.success ? onlyForNew(result.data) : problems(result.error);
}

/** What is asked of a co-op that is yet to be: votes may change its periods later, and dates pass. */
const onlyForNew = (genesis: z.output<typeof schema>): GenesisProblem[] => [
  ...passedDates(genesis),
  ...shorterThanAVote(genesis),
];

/** What must stay open to a vote, for less time than one takes. */
function shorterThanAVote({ periods, review }: z.output<typeof schema>): GenesisProblem[] {
  const vote = periods.votingDelay + periods.votingPeriod + periods.timelock;
  const found: GenesisProblem[] = [];
  if (periods.challenge < vote) {
    const message = `is shorter than a vote takes (${vote}): what a panel accepts must be open to one`;
    found.push({ path: "periods.challenge", message });
  }
  if (review.decision < vote) {
    const message = `is shorter than a vote takes (${vote}): what no panel can judge would never be judged`;
    found.push({ path: "review.decision", message });
  }
  return found;
}

/** Dates that nobody can be seated or made guardian until any more. */
function passedDates({ founders, governance: { guardian } }: z.output<typeof schema>): GenesisProblem[] {
  const dates = founders.map(({ expiry }, i) => ({ path: `founders.${i}.expiry`, date: expiry }));
  if (guardian) dates.push({ path: "governance.guardian.until", date: guardian.until });
  return dates
    .filter(({ date }) => expirySeconds(date) * 1000 <= Date.now())
    .map(({ path }) => ({ path, message: "has passed already" }));
}

const problems = ({ issues }: z.ZodError): GenesisProblem[] =>
  issues.map(({ path, message }) => ({ path: path.join("."), message }));

/** Refuses a chain the file isn't meant for. */
export function requireChain(genesis: Genesis, chainId: number): void {
  if (genesis.chainIds.includes(chainId)) return;
  throw new GenesisError(
    `The genesis file "${genesis.name}" is for chain ${genesis.chainIds.join(", ")}, and this is chain ${chainId}. ` +
      "Choose another network with --network, or another file with --genesis: npm run init writes one for a network.",
  );
}

/** Unix seconds of the end of a genesis date. */
export function expirySeconds(date: string): number {
  return Date.parse(`${date}T23:59:59Z`) / 1000;
}
