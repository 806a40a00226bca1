/** Who is there in a simulated story, by which rules, and the work on the derived model written out by hand. */
import type { PlannedLeaf } from "../../scripts/story/history.ts";
import { type Amount, amount, type StoryParams } from "../../scripts/story/report.ts";

export const MODEL = "1";
export const DERIVED = "2";
export const UPSTREAM_BPS = 2_000;
const SPLIT = { contributors: 6_000, dividend: 2_500, reserve: 1_500 };
export const PAYER = "0x00000000000000000000000000000000000000aa";
const RATE: Amount = "1000000000000";

const account = (letter: string, number: number): `0x${string}` => `0x${letter.repeat(39)}${number}`;

export const FOUNDERS = [1, 2, 3, 4, 5, 6, 7].map((number) => account("f", number));
export const NEIGHBOURS = [1, 2].map((number) => account("d", number));
export const NEW_WALLET = account("e", 1);

export const params: StoryParams = {
  splitBps: SPLIT,
  scoreMax: 100,
  capBps: 1500,
  // Lower than any co-op may have it, so that every vote reaches it however little is spread.
  votes: { quorumPercent: 10, vetoBps: 1000, turnoutBps: 2000, fewestSeats: 3 },
  periods: {
    review: "600",
    challenge: "600",
    votingDelay: "60",
    votingPeriod: "604800",
    timelock: "60",
    rebind: "604800",
    recovery: "1209600",
    lapse: "2592000",
    grace: "7776000",
  },
  review: { panelSize: 3, fee: "2000", founding: "400000" },
  tokenRates: {
    Data: RATE,
    Validation: RATE,
    Training: RATE,
    Knowledge: RATE,
    Curation: RATE,
    Code: RATE,
    Compute: RATE,
  },
  models: [
    { id: MODEL, name: "Assistant", upstream: [] },
    { id: DERIVED, name: "Tutor", upstream: [{ model: MODEL, bps: UPSTREAM_BPS }] },
  ],
  founders: FOUNDERS.map((founder, i) => ({ seat: `${i + 1}`, account: founder, voice: amount(BigInt(i) * 7n + 5n) })),
};

/** Founder, items, units of one: docs/story.md, "The derived model". */
const TABLE = [
  [
    [1, 1n, 2_500n],
    [2, 2n, 3_000n],
    [3, 3n, 3_500n],
    [4, 4n, 4_000n],
  ],
  [
    [5, 5n, 4_500n],
    [6, 6n, 5_000n],
    [7, 7n, 5_500n],
  ],
] as const;

/** The derived model's two manifests; `seat` is the author of a leaf of the second. */
export function lessons(seat: bigint, month: string) {
  return TABLE.map((rows, place) => {
    const leaves: PlannedLeaf[] = rows.map(([founder, items, unitsPerItem], index) => ({
      index,
      author: `founder-${founder}`,
      account: FOUNDERS[founder - 1] as `0x${string}`,
      items,
      unitsPerItem,
      contentHashes: [],
    }));
    if (place === 1) {
      const account = `0x${seat.toString(16).padStart(40, "0")}` as const;
      leaves.push({ index: 3, author: `seat:${seat}`, account, items: 3n, unitsPerItem: 4_000n, contentHashes: [] });
    }
    return {
      month,
      kind: "Curation" as const,
      score: 77 + place,
      items: leaves.reduce((sum, { items }) => sum + items, 0n),
      units: leaves.reduce((sum, { items, unitsPerItem }) => sum + items * unitsPerItem, 0n),
      leaves,
    };
  });
}

type Sums = Record<"contributors" | "dividend" | "reserve", bigint>;

/** Contributors' and members' parts are rounded down, the reserve gets what they leave. */
export function partsOf(value: bigint): Sums {
  const contributors = (value * BigInt(SPLIT.contributors)) / 10_000n;
  const dividend = (value * BigInt(SPLIT.dividend)) / 10_000n;
  return { contributors, dividend, reserve: value - contributors - dividend };
}

/** Parts as reports write them. */
export function written({ contributors, dividend, reserve }: Sums) {
  return { contributors: amount(contributors), dividend: amount(dividend), reserve: amount(reserve) };
}
