// Logs of money as entries of the timeline.
import type { Address } from "viem";
import { type Amount, amount, type Parts, type Position, type Slice, type TimelineEvent } from "./report.ts";
import type { ChainEvent } from "./timeline.ts";

export class MoneyEvents {
  readonly #models: ReadonlySet<bigint>;
  readonly #symbol: (asset: Address) => string;
  /** Slices of the settlement that is being read: they are told before it. */
  #slices: Slice[] = [];

  constructor(models: readonly bigint[], symbol: (asset: Address) => string) {
    this.#models = new Set(models);
    this.#symbol = symbol;
  }

  decode(log: ChainEvent): TimelineEvent | undefined {
    switch (log.eventName) {
      case "UpstreamShared": {
        const { modelId, upstreamId } = log.args;
        if (!this.#models.has(modelId)) return undefined;
        this.#slices.push({ model: `${upstreamId}`, amount: amount(log.args.amount), ...partsOf(log.args) });
        return undefined;
      }
      case "Settled": {
        const { modelId, asset, received } = log.args;
        if (!this.#models.has(modelId)) return undefined;
        const upstream = this.#slices;
        this.#slices = [];
        const settled = { model: `${modelId}`, asset: this.#symbol(asset), received: amount(received) };
        return { type: "settle", ...settled, upstream, ...partsOf(log.args) };
      }
      case "Claimed": {
        const { account, to, asset, positions } = log.args;
        const paid = { account, to, asset: this.#symbol(asset), amount: amount(log.args.amount) };
        return { type: "claim", ...paid, positions: positions.map(positionOf) };
      }
      case "DividendClaimed": {
        const { seat, to, asset } = log.args;
        const paid = { asset: this.#symbol(asset), amount: amount(log.args.amount) };
        return { type: "dividend", seat: `${seat}`, account: to, ...paid };
      }
      case "DividendSwept": {
        const { seat, asset } = log.args;
        return { type: "sweep", seat: `${seat}`, asset: this.#symbol(asset), amount: amount(log.args.amount) };
      }
      default:
        return undefined;
    }
  }
}

/** Contribution and leaf of a position's number. */
export function positionOf(id: bigint): Position {
  return [`${id >> 32n}`, Number(id & 0xffff_ffffn)];
}

function partsOf(args: { contributors: bigint; dividend: bigint; reserve: bigint }): Parts {
  const [contributors, dividend, reserve]: Amount[] = [
    amount(args.contributors),
    amount(args.dividend),
    amount(args.reserve),
  ];
  return { contributors, dividend, reserve } as Parts;
}
