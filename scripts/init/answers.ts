// What `npm run init` is told: the answers' shape, which is also that of `--answers FILE.json`. Whether they make a co-op is for
// the genesis file's own schema to say (genesis.ts here); this only keeps unknown and misshapen fields out.
import { readFileSync } from "node:fs";
import { z } from "zod";
import { kinds } from "../../deploy/genesis.ts";
import { InitError } from "./InitError.ts";

/** Where the periods that nobody names come from: days, as a real co-op needs them; the local chain's; about a minute each. */
export const paces = ["usual", "local", "rehearsal"] as const;
export type Pace = (typeof paces)[number];

export const periodNames = [
  "challenge",
  "votingDelay",
  "votingPeriod",
  "timelock",
  "rebind",
  "recovery",
  "lapse",
  "grace",
] as const;
export type PeriodName = (typeof periodNames)[number];

/** Seconds, or words as "3 days". */
const duration = z.union([z.number(), z.string()], "is no time (3 days, 12 hours, 90 seconds)");
const text = z.string("is to be text");

const founder = z.strictObject({
  account: text,
  /** The person as the issuer knows them, in 32 bytes ... */
  nullifier: text.optional(),
  /** ... or in words, from which the issuer's salt makes the nullifier. They are written nowhere. */
  person: text.optional(),
  expiry: text.optional(),
  reviews: z.array(z.enum(kinds)).optional(),
});

const review = z.strictObject({
  panelSize: z.number(),
  seedDelay: duration,
  draw: duration,
  commit: duration,
  reveal: duration,
  decision: duration,
  fee: text,
  founding: text,
});

const schema = z
  .strictObject({
    name: text,
    network: text,
    pace: z.enum(paces, `is none of ${paces.join(", ")}`),
    periods: z.partialRecord(z.enum(periodNames), duration),
    review: review.partial(),
    issuer: z.strictObject({ account: text, cap: z.number().optional(), growthLimit: z.number().optional() }),
    founders: z.array(founder),
    /** Last day of the founders' credentials. */
    expiry: text,
    guardian: z.strictObject({ account: text, until: text }).nullable(),
    /** In 1/10,000. */
    split: z.strictObject({ contributors: z.number(), dividend: z.number(), reserve: z.number() }),
    models: z.array(z.strictObject({ name: text, uri: text.default("") })),
    assets: z.array(z.strictObject({ token: text, spendingCeiling: text })),
    nativeSpendingCeiling: text,
    /** The chain as browsers reach it. */
    rpcUrl: text,
  })
  .partial();

export type Answers = z.output<typeof schema>;
export type FounderAnswer = NonNullable<Answers["founders"]>[number];

/** Reads a file of answers. */
export function readAnswers(path: string, shown: string): Answers {
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new InitError(
      "Answers",
      `${shown} can't be read.`,
      `${cause instanceof Error ? cause.message : String(cause)}.`,
    );
  }
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const lines = result.error.issues.map(({ path, message }) => `  ${path.join(".") || "(file)"}: ${message}`);
  throw new InitError("Answers", `${shown} holds no answers.`, `Mend:\n${lines.join("\n")}`);
}
