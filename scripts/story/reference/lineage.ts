/**
 * What models were built on, from what each declared when it was registered: an ancestor of an ancestor shares in that
 * one's part as it shares in that one's own revenue, rounded down to whole basis points; the nearer one keeps the rest.
 */
import type { Parts, SliceView, UpstreamView } from "./entries.ts";

const BPS = 10_000;

export type SplitBps = { contributors: number; dividend: number; reserve: number };

export class Lineage {
  readonly #flat = new Map<string, UpstreamView[]>();

  /** Works out the flat list of a model, in the order in which its ancestors are met. */
  register(model: string, declared: readonly UpstreamView[]): UpstreamView[] {
    const parts = new Map<string, number>();
    const give = (to: string, bps: number) => {
      if (bps > 0) parts.set(to, (parts.get(to) ?? 0) + bps);
    };
    for (const direct of declared) {
      let kept = direct.bps;
      for (const beyond of this.of(direct.model)) {
        const part = Math.floor((direct.bps * beyond.bps) / BPS);
        give(beyond.model, part);
        kept -= part;
      }
      give(direct.model, kept);
    }
    const flat = [...parts].map(([ancestor, bps]) => ({ model: ancestor, bps }));
    this.#flat.set(model, flat);
    return flat;
  }

  /** Empty for a model that was built on none. */
  of(model: string): readonly UpstreamView[] {
    return this.#flat.get(model) ?? [];
  }

  /** How revenue of `model` is split: a slice for each ancestor first, then the rest for its own people. */
  split(model: string, received: bigint, shares: SplitBps): { upstream: SliceView[]; own: Parts } {
    const upstream = this.of(model).map(({ model: ancestor, bps }) => {
      const amount = (received * BigInt(bps)) / BigInt(BPS);
      return { model: ancestor, amount, ...partsOf(amount, shares) };
    });
    const rest = upstream.reduce((left, { amount }) => left - amount, received);
    return { upstream, own: partsOf(rest, shares) };
  }
}

/** Contributors' and members' parts are rounded down, the reserve gets what they leave. */
export function partsOf(amount: bigint, shares: SplitBps): Parts {
  const contributors = (amount * BigInt(shares.contributors)) / BigInt(BPS);
  const dividend = (amount * BigInt(shares.dividend)) / BigInt(BPS);
  return { contributors, dividend, reserve: amount - contributors - dividend };
}
