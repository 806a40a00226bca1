/** Money shared by an index per unit, as the contracts do it: scaled by 2^64, the remainder carried within an era. */

/** The low bits of a remainder that the contracts drop. */
const DROPPED = 16n;
const FRACTION = 2n ** 64n - 1n;

export class Pool {
  index = 0n;
  parked = 0n;
  #carried = 0n;
  #era = 0;
  readonly #history: { era: number; index: bigint }[] = [];

  distribute(amount: bigint, units: bigint, era: number): void {
    if (amount === 0n) return;
    if (units === 0n) this.parked += amount;
    else this.#share(amount, units, era);
  }

  unpark(units: bigint, era: number): void {
    if (this.parked === 0n || units === 0n) return;
    const amount = this.parked;
    this.parked = 0n;
    this.#share(amount, units, era);
  }

  /** The index as it stood when `era` opened. */
  indexAt(era: number): bigint {
    if (era > this.#era) return this.index;
    return this.#history.find((one) => one.era >= era)?.index ?? 0n;
  }

  #share(amount: bigint, units: bigint, era: number): void {
    const opens = this.#era < era;
    if (opens) this.#history.push({ era, index: this.index });
    this.#era = Math.max(this.#era, era);
    const scaled = (amount << 64n) + (opens ? 0n : this.#carried << DROPPED);
    this.index += scaled / units;
    this.#carried = (scaled % units) >> DROPPED;
  }
}

/** How far a holder was paid. */
export interface Cursor {
  index: bigint;
  fraction: bigint;
}

/** What `units` earned up to `to`, in whole base units; the cursor keeps the rest. */
export function collect(cursor: Cursor, units: bigint, to: bigint): bigint {
  if (to <= cursor.index) return 0n;
  const scaled = units * (to - cursor.index) + cursor.fraction;
  cursor.index = to;
  cursor.fraction = scaled & FRACTION;
  return scaled >> 64n;
}
