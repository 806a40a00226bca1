/** Positions of a simulated story, and the money that contributors share. */
import type { Position } from "../../scripts/story/report.ts";
import { type Cursor, collect, Pool } from "./pool.ts";

export type Account = `0x${string}`;

export interface Holding {
  model: string;
  position: Position;
  account: Account;
  /** Who is paid. */
  holder: Account;
  units: bigint;
  /** Releases of its model. */
  joins: number;
  leaves: number | undefined;
  opened: boolean;
  cursors: Map<string, Cursor>;
}

export class SimulatedRewards {
  readonly holdings: Holding[] = [];
  readonly #pools = new Map<string, Pool>();
  readonly #releases = new Map<string, number>();

  release(model: string): number {
    return this.#releases.get(model) ?? 0;
  }

  /** Opens the model's next release. */
  open(model: string): void {
    this.#releases.set(model, this.release(model) + 1);
  }

  share(model: string, asset: string, amount: bigint): void {
    this.#pool(model, asset).distribute(amount, this.#active(model), this.release(model));
  }

  unpark(model: string): void {
    for (const [key, pool] of this.#pools) {
      if (key.startsWith(`${model} `)) pool.unpark(this.#active(model), this.release(model));
    }
  }

  /** What a position can claim now, which from now on it has. */
  take({ model, units, joins, leaves, cursors }: Holding, asset: string): bigint {
    const pool = this.#pool(model, asset);
    const release = this.release(model);
    if (joins > release) return 0n;
    const cursor = cursors.get(asset) ?? { index: pool.indexAt(joins), fraction: 0n };
    cursors.set(asset, cursor);
    return collect(cursor, units, leaves === undefined || leaves > release ? pool.index : pool.indexAt(leaves));
  }

  #active(model: string): bigint {
    const release = this.release(model);
    return this.holdings.reduce((sum, { model: of, joins, leaves, units }) => {
      const isActive = of === model && joins <= release && (leaves === undefined || release < leaves);
      return isActive ? sum + units : sum;
    }, 0n);
  }

  #pool(model: string, asset: string): Pool {
    const pool = this.#pools.get(`${model} ${asset}`) ?? new Pool();
    this.#pools.set(`${model} ${asset}`, pool);
    return pool;
  }
}
