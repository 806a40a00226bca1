// How the contracts share money, to the last fraction: contracts/treasury/RevenueShares.sol, and the walks over it of
// ContributorRewards and UniversalDividend. Pure; whole numbers only.

/** What one unit has earned, in base units x 2^64; what the era's last division left, in base units x 2^48; the newest era. */
export type Pool = { readonly index: bigint; readonly carried: bigint; readonly era: number };

/** How far a holder was paid. `span` counts from 1; 0: never paid. */
export type Cursor = { readonly index: bigint; readonly fraction: bigint; readonly span: number };

/** A pool into which nothing was paid yet. */
export const EMPTY_POOL: Pool = { index: 0n, carried: 0n, era: 0 };
/** A share that has collected nothing yet. */
export const NEW_CURSOR: Cursor = { index: 0n, fraction: 0n, span: 0 };

const SCALE = 64n;
const CARRY_BITS = 16n;
const FRACTION = (1n << SCALE) - 1n;

/**
 * A pool after `amount` was shared among `units` in `era`.
 * @returns `opening`: the index at which the era opened, if this is its first money; undefined otherwise.
 */
export function distribute(
  pool: Pool,
  amount: bigint,
  units: bigint,
  era: number,
): { pool: Pool; opening: bigint | undefined } {
  const opens = pool.era < era;
  const scaled = (amount << SCALE) + (opens ? 0n : pool.carried << CARRY_BITS);
  const next = {
    index: pool.index + scaled / units,
    carried: (scaled % units) >> CARRY_BITS,
    era: opens ? era : pool.era,
  };
  return { pool: next, opening: opens ? pool.index : undefined };
}

/** A holder moved to `to`, unless it stands further, and the base units that `units` earned on the way, rounded down. */
export function advance(cursor: Cursor, units: bigint, to: bigint): { cursor: Cursor; amount: bigint } {
  if (to <= cursor.index) return { cursor, amount: 0n };
  const scaled = units * (to - cursor.index) + cursor.fraction;
  return { cursor: { ...cursor, index: to, fraction: scaled & FRACTION }, amount: scaled >> SCALE };
}

/** The index as it stood when an era opened; the index of now if no money came in since. */
export type IndexAt = (era: number) => bigint;

/** Most stages that one claim walks, and most spans; the next one goes on. */
const MAX_STAGES = 16;
const MAX_SPANS = 32;

/** A position as a claim meets it. Batches are null where there is none; `stages` are numbered from 1 in their order. */
export type Earning = {
  readonly units: bigint;
  readonly score: bigint;
  readonly joinBatch: number;
  readonly endBatch: number | undefined;
  readonly stages: readonly { readonly units: bigint; readonly endBatch: number }[];
};

export type Payment = { readonly cursor: Cursor; readonly amount: bigint };

/** What a claim would pay a position, in base units, rounded down, and where it stands after it. */
export function positionDue(
  cursor: Cursor,
  { units, score, joinBatch, endBatch, stages }: Earning,
  pool: Pool,
  at: IndexAt,
  releaseOfBatch: (batch: number) => number | undefined,
): Payment {
  let now = cursor;
  if (now.span === 0) {
    const first = releaseOfBatch(joinBatch);
    if (first === undefined) return { cursor, amount: 0n };
    now = { ...now, index: at(first), span: 1 };
  }
  const end = endBatch === undefined ? undefined : releaseOfBatch(endBatch);
  const to = end === undefined ? pool.index : at(end);
  let amount = 0n;
  for (let walked = 0; now.span <= stages.length; ++walked) {
    const stage = stages[now.span - 1];
    if (!stage || walked === MAX_STAGES) return { cursor: now, amount };
    const until = releaseOfBatch(stage.endBatch);
    const step = advance(now, stage.units * score, until === undefined ? to : at(until));
    amount += step.amount;
    now = step.cursor;
    if (until === undefined) return { cursor: now, amount };
    now = { ...now, span: now.span + 1 };
  }
  const step = advance(now, units * score, to);
  return { cursor: step.cursor, amount: amount + step.amount };
}

/** Eras over which a seat was active: from `from` on and before `to`, undefined while it runs. */
export type Span = { readonly from: number; readonly to: number | undefined };

/**
 * What a seat earned over its spans up to number `last`, and what of it was forfeited: that of the spans up to `forfeited`.
 */
export function seatDue(
  cursor: Cursor,
  spans: readonly Span[],
  forfeited: number,
  last: number,
  pool: Pool,
  at: IndexAt,
): Payment & { readonly forfeited: bigint } {
  let now = cursor;
  let begun = now.span !== 0;
  if (!begun) now = { ...now, span: 1 };
  const end = Math.min(last, now.span + MAX_SPANS - 1);
  let [amount, given] = [0n, 0n];
  for (; now.span <= end; now = { ...now, span: now.span + 1 }) {
    const span = spans[now.span - 1];
    if (!span) break;
    if (!begun) now = { ...now, index: at(span.from) };
    begun = false;
    const to = span.to === undefined ? pool.index : at(span.to);
    // Here the contract sets the cursor to the end even if that lies behind it; it never does.
    const step = advance(now, 1n, to);
    now = { ...step.cursor, index: to };
    if (now.span > forfeited) {
      amount += step.amount;
    } else {
      given += step.amount;
      if (now.span === forfeited) now = { ...now, fraction: 0n };
    }
    if (now.span === end) break;
  }
  return { cursor: now, amount, forfeited: given };
}
