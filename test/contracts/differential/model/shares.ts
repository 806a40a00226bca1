// Money shared equally among units, by the definition: what came in during an era belongs to the units of that era.
import {
  add,
  compare,
  type Fraction,
  floor,
  fraction,
  subtract,
  ZERO,
} from "../../../../scripts/story/reference/fraction.ts";
import { type Bounds, exactShare, type Shared } from "../../../../scripts/story/reference/shares.ts";
import type { Clock } from "./refusal.ts";

/** The chain scales what one unit has earned by this, and rounds it down each time that money comes in. */
const INDEX_SCALE = 2n ** 64n;

export class SharedMoney {
  /** By era, only those in which money came in. */
  readonly eras = new Map<number, Shared>();
  parked = 0n;
  parkedSince = 0n;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Shares, or parks while there are no units. */
  add(amount: bigint, units: bigint, era: number): void {
    if (amount === 0n) return;
    if (units === 0n) {
      if (this.parked === 0n) this.parkedSince = this.#clock.now;
      this.parked += amount;
      return;
    }
    const before = this.eras.get(era) ?? { units, amount: 0n, times: 0 };
    if (before.units !== units) throw new Error(`Units changed within era ${era}.`);
    this.eras.set(era, { units, amount: before.amount + amount, times: before.times + 1 });
  }

  /** Shares what is parked, if there are units. */
  unpark(units: bigint, era: number): bigint {
    const amount = this.parked;
    if (units === 0n || amount === 0n) return 0n;
    this.parked = 0n;
    this.add(amount, units, era);
    return amount;
  }

  /** What so many units earned in each era: exactly, rounded down, and the least a chain may say (see `boundsOf`). */
  earned(unitsIn: (era: number) => bigint): Bounds {
    let [exact, short]: [Fraction, Fraction] = [ZERO, ZERO];
    for (const [era, shared] of this.eras) {
      const units = unitsIn(era);
      exact = add(exact, exactShare(units, [shared]));
      short = add(short, fraction(units * BigInt(shared.times), INDEX_SCALE));
    }
    return { low: compare(exact, short) > 0 ? floor(subtract(exact, short)) : 0n, high: floor(exact) };
  }

  /** How often money came in. */
  get times(): number {
    return [...this.eras.values()].reduce((sum, { times }) => sum + times, 0);
  }
}

/** What is left of `earned` once `had` was paid of it. */
export function less({ low, high }: Bounds, had: bigint): Bounds {
  return { low: low > had ? low - had : 0n, high: high - had };
}

/** Sums by several names. */
export class Sums {
  readonly #sums = new Map<string, bigint>();

  of(...name: unknown[]): bigint {
    return this.#sums.get(name.join(" ")) ?? 0n;
  }

  add(amount: bigint, ...name: unknown[]): void {
    const key = name.join(" ");
    this.#sums.set(key, (this.#sums.get(key) ?? 0n) + amount);
  }
}

/** The value under a key, made when it is asked for first. */
export function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
