// How a step of a sequence decides what it is about: by a few numbers, so that a failing sequence can be made smaller.

/** The number of an action in the table, and numbers for its choices. */
export type Step = { action: number; numbers: readonly number[] };

export class Draw {
  readonly #numbers: readonly number[];
  #taken = 0;

  constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
  }

  /** A number below `limit`. */
  below(limit: number): number {
    const round = Math.floor(this.#taken / this.#numbers.length);
    const number = this.#numbers[this.#taken++ % this.#numbers.length] ?? 0;
    // A second round through the numbers reads other bits of them.
    return (number >>> (7 * (round % 4))) % limit;
  }

  /** True once in `times`. */
  once(times: number): boolean {
    return this.below(times) === times - 1;
  }

  /** One of a list, if it has any. */
  one<T>(list: readonly T[]): T | undefined {
    return list.length === 0 ? undefined : list[this.below(list.length)];
  }

  /** One that fits, but now and then any. */
  mostly<T>(all: readonly T[], fits: (one: T) => boolean): T | undefined {
    const fitting = all.filter(fits);
    return this.one(fitting.length === 0 || this.once(8) ? all : fitting);
  }

  /** Some of a list, at least one, in the list's order or the other way round. */
  some<T>(list: readonly T[]): T[] {
    const bits = this.below(2 ** 20);
    const drawn = list.filter((_, at) => ((bits >>> (at % 20)) & 1) === 0);
    const some = drawn.length === 0 ? list.slice(0, 1) : drawn;
    return this.once(2) ? some.reverse() : some;
  }

  /** Base units: a handful, where roundings show, or what somebody would pay. */
  amount(): bigint {
    const most = this.one([20, 1_000, 1_000_003, 2 ** 30]) ?? 20;
    const amount = BigInt(1 + this.below(most));
    return this.once(4) ? amount * 1_000_000_007n : amount;
  }
}

/** The same order for the same number (mulberry32). */
export function shuffled<T>(list: readonly T[], order: number): T[] {
  let state = order;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return list
    .map((one) => ({ one, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
}
