// Work that takes turns: some of it at once, some waiting in line, and no more than that.

export type TurnsOptions = {
  readonly atOnce: number;
  /** In line, beyond those at work. */
  readonly waiting: number;
};

export class Turns {
  readonly #options: TurnsOptions;
  #atWork = 0;
  readonly #line: (() => void)[] = [];

  constructor(options: TurnsOptions) {
    this.#options = options;
  }

  /** Whether there is no place left, at work or in line. */
  get full(): boolean {
    return this.#atWork >= this.#options.atOnce && this.#line.length >= this.#options.waiting;
  }

  /** Does it when its turn comes. Only where there is a place left. */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#atWork < this.#options.atOnce) this.#atWork += 1;
    else await new Promise<void>((resolve) => this.#line.push(resolve));
    try {
      return await work();
    } finally {
      // Whoever is next takes this very turn.
      const next = this.#line.shift();
      if (next) next();
      else this.#atWork -= 1;
    }
  }
}
