// How much each seat, and all of them together, may have carried: token buckets in memory.

type Bucket = { left: number; at: number };

export type AllowanceOptions = {
  /** Calls at once. */
  readonly burst: number;
  /** Calls an hour from then on. */
  readonly perHour: number;
};

export class Allowance {
  readonly #buckets = new Map<string, Bucket>();
  readonly #options: AllowanceOptions;
  readonly #now: () => number;
  /** Seats that are remembered at once. */
  static readonly MOST = 50_000;

  /** @param now Milliseconds. */
  constructor(options: AllowanceOptions, now: () => number = Date.now) {
    this.#options = options;
    this.#now = now;
  }

  /** Whether there is any of it left. */
  has(key: string): boolean {
    return this.#left(key) >= 1;
  }

  /** Takes one call of it; false if there is none left. */
  take(key: string): boolean {
    const left = this.#left(key);
    // The longest unused are forgotten first: they are full again anyway.
    this.#buckets.delete(key);
    if (this.#buckets.size >= Allowance.MOST) this.#buckets.delete(this.#buckets.keys().next().value as string);
    this.#buckets.set(key, { left: left >= 1 ? left - 1 : left, at: this.#now() });
    return left >= 1;
  }

  #left(key: string): number {
    const { burst, perHour } = this.#options;
    const known = this.#buckets.get(key);
    return known ? Math.min(burst, known.left + ((this.#now() - known.at) / 3_600_000) * perHour) : burst;
  }
}
