/** What holders of units earn of money that is shared equally among all units of an era: exactly, and as a chain pays it. */
import { add, compare, type Fraction, floor, fraction, subtract, ZERO } from "./fraction.ts";

/** Money that came in during one era, `times` times, shared among `units`. */
export interface Shared {
  units: bigint;
  amount: bigint;
  times: number;
}

export interface Bounds {
  low: bigint;
  high: bigint;
}

export const NOTHING: Bounds = { low: 0n, high: 0n };

/** The chain scales what one unit has earned by this. */
const INDEX_SCALE = 2n ** 64n;

export function exactShare(units: bigint, shared: readonly Shared[]): Fraction {
  return shared.reduce((sum, { units: all, amount }) => add(sum, fraction(amount * units, all)), ZERO);
}

/**
 * What a chain that pays whole base units may have paid so far: `exactShare` rounded down. Its index falls short of the
 * exact sum per unit by less than 2^-64 of a base unit for each time that money came in (what a division leaves over is
 * carried into the next one, or dropped), so one base unit less is right where the exact share is that near above a
 * whole number.
 */
export function boundsOf(units: bigint, shared: readonly Shared[]): Bounds {
  const exact = exactShare(units, shared);
  const times = shared.reduce((sum, one) => sum + one.times, 0);
  const short = fraction(units * BigInt(times), INDEX_SCALE);
  const least = compare(exact, short) > 0 ? subtract(exact, short) : ZERO;
  return { low: floor(least), high: floor(exact) };
}

/** What one payment may be, if `before` was due at the last one and `now` is due since the beginning. */
export function sinceThen(now: Bounds, before: Bounds): Bounds {
  const low = now.low - before.high;
  return { low: low < 0n ? 0n : low, high: now.high - before.low };
}
