/** Contribution tokens by wallet and time: what a wallet's votes were at any moment. */
export class Voices {
  readonly #moves = new Map<string, { time: bigint; tokens: bigint }[]>();

  move(wallet: string, time: bigint, tokens: bigint): void {
    const moves = this.#moves.get(wallet) ?? [];
    this.#moves.set(wallet, moves);
    moves.push({ time, tokens });
  }

  /** True if anything about the wallet's tokens is known. */
  knows(wallet: string): boolean {
    return this.#moves.has(wallet);
  }

  /** All votes up to and including `time`. */
  all(time: bigint): bigint {
    return [...this.#moves.keys()].reduce((sum, wallet) => sum + this.of(wallet, time), 0n);
  }

  /** Votes up to and including `time`; of now if none is given. */
  of(wallet: string, time?: bigint): bigint {
    const moves = this.#moves.get(wallet) ?? [];
    return moves.reduce((sum, move) => (time === undefined || move.time <= time ? sum + move.tokens : sum), 0n);
  }
}
