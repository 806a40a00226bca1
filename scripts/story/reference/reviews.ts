/**
 * The review of each work, by the published rules (docs/review.md): who sits on its panels, what counts of what they say,
 * the verdict, and what each reviewer is paid. Why a reviewer's weight is what it is stays outside: weights are taken from
 * the tally.
 */

export const ACCEPTED_FROM = 50;

export interface Panel {
  readonly seats: readonly string[];
  readonly fee: bigint;
  readonly committed: Set<string>;
  readonly revealed: Map<string, number>;
  /** Who stepped back, and whose voice was taken away. */
  readonly recused: Set<string>;
  readonly voided: Set<string>;
}

/** What is known of a work's review so far. */
export class Review {
  /** First panel and appeal, as far as they were drawn. */
  readonly panels: (Panel | undefined)[] = [];
  challenged = false;
  /** Score that was counted or decided, and waits to become the verdict. */
  counted: number | undefined;
  verdict: number | undefined;
  readonly paid = new Set<string>();

  draw(round: number, seats: readonly string[], fee: bigint): void {
    this.panels[round] = {
      seats,
      fee,
      committed: new Set(),
      revealed: new Map(),
      recused: new Set(),
      voided: new Set(),
    };
  }

  /** The verdict of a panel with these weights, by place. Without more than half of its voices the last one stands, or 0. */
  count(round: number, weights: readonly bigint[]): number {
    const voices = this.counting(round);
    const panel = this.panels[round];
    if (panel === undefined || 2 * voices.size <= panel.seats.length) return this.verdict ?? 0;
    const weighed = panel.seats.flatMap((seat, place) => {
      const score = voices.get(seat);
      return score === undefined ? [] : [{ score, weight: weights[place] ?? 0n }];
    });
    return lowerMedian(weighed);
  }

  /** Scores that count for the verdict, by seat: what was heard, and 0 for a voice that was taken away. */
  counting(round: number): Map<string, number> {
    const { voided } = this.panels[round] ?? NO_PANEL;
    return new Map([...this.voices(round), ...[...voided].map((seat) => [seat, 0] as const)]);
  }

  /** Scores that were heard, by seat. */
  voices(round: number): Map<string, number> {
    const { revealed, voided, recused } = this.panels[round] ?? NO_PANEL;
    return new Map([...revealed].filter(([seat]) => !voided.has(seat) && !recused.has(seat)));
  }

  /** What a seat is paid for a round, once the verdict is final: the fee, less a fiftieth for each point off. */
  pay(round: number, seat: string, final: number): bigint {
    const score = this.voices(round).get(seat);
    const panel = this.panels[round];
    if (score === undefined || panel === undefined) return 0n;
    const kept = 100 - 2 * Math.abs(score - final);
    return kept > 0 ? (panel.fee * BigInt(kept)) / 100n : 0n;
  }
}

const NO_PANEL: Panel = {
  seats: [],
  fee: 0n,
  committed: new Set(),
  revealed: new Map(),
  recused: new Set(),
  voided: new Set(),
};

/** The lowest score at or below which at least half of the weight lies. */
export function lowerMedian(voices: readonly { score: number; weight: bigint }[]): number {
  const sorted = [...voices].sort((a, b) => a.score - b.score);
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0n);
  let below = 0n;
  for (const { score, weight } of sorted) {
    below += weight;
    if (2n * below >= total) return score;
  }
  return 0;
}
