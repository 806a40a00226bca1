/**
 * Who has earned what, by the definition and in exact rationals: what came in under a release is shared among the units
 * that are part of it. No index, no rounding, no state per claim.
 */
import type { Fraction } from "./fraction.ts";
import { type Bounds, boundsOf, exactShare, type Shared } from "./shares.ts";

/** One leaf of an accepted contribution. */
export interface Position {
  readonly model: string;
  /** Of the leaf: an account, or a seat written as one. */
  readonly account: string;
  readonly units: bigint;
  /** Who is paid: the leaf's account, or the seat that its lost wallet belonged to. */
  holder: string;
  /** First release that it is part of, and the first that it is no longer part of. */
  joined: number | undefined;
  left: number | undefined;
  /** True once its units were claimed: only then can it be paid. */
  opened: boolean;
  /** True once its author withdrew: it leaves with the next release. */
  withdrawn: boolean;
}

interface Era {
  readonly units: bigint;
  /** Contributors' money by asset. */
  readonly shared: Map<string, Shared>;
}

export class Ledger {
  /** By model and release; number 0 is the time before the first release. */
  readonly #eras = new Map<string, Era[]>();
  readonly #parked = new Map<string, Map<string, bigint>>();
  readonly #positions = new Map<string, Position>();

  addPosition(id: string, index: number, leaf: { model: string; account: string; units: bigint }): void {
    const closed = { joined: undefined, left: undefined, opened: false, withdrawn: false };
    this.#positions.set(key(id, index), { ...leaf, holder: leaf.account, ...closed });
  }

  position(id: string, index: number): Position | undefined {
    return this.#positions.get(key(id, index));
  }

  /** Leaves that leave with the model's next release, as `contribution/index`. */
  leaving(model: string): string[] {
    return [...this.#positions]
      .filter(([, position]) => position.model === model && position.withdrawn && position.left === undefined)
      .map(([leaf]) => leaf);
  }

  /** Number of the model's current release. */
  current(model: string): number {
    return this.#erasOf(model).length - 1;
  }

  /** Opens the next release for the positions that are part of it by now, and shares with them what was parked. */
  release(model: string): void {
    const eras = this.#erasOf(model);
    const n = eras.length;
    const active = [...this.#positions.values()].filter((position) => position.model === model && isPart(position, n));
    eras.push({ units: active.reduce((sum, { units }) => sum + units, 0n), shared: new Map() });
    const parked = this.#parked.get(model) ?? new Map<string, bigint>();
    this.#parked.delete(model);
    for (const [asset, amount] of parked) this.share(model, asset, amount);
  }

  /** Contributors' money: for the units of the current release, or parked while there are none. */
  share(model: string, asset: string, amount: bigint): void {
    if (amount === 0n) return;
    const era = this.#erasOf(model).at(-1);
    if (era === undefined || era.units === 0n) {
      const parked = this.#parked.get(model) ?? new Map<string, bigint>();
      this.#parked.set(model, parked.set(asset, (parked.get(asset) ?? 0n) + amount));
      return;
    }
    const before = era.shared.get(asset) ?? { units: era.units, amount: 0n, times: 0 };
    era.shared.set(asset, { units: era.units, amount: before.amount + amount, times: before.times + 1 });
  }

  parked(asset: string): bigint {
    return [...this.#parked.values()].reduce((sum, parked) => sum + (parked.get(asset) ?? 0n), 0n);
  }

  exact(position: Position, asset: string): Fraction {
    return exactShare(position.units, this.#paying(position, asset));
  }

  /** What the chain may have paid for a position so far. */
  bounds(position: Position, asset: string): Bounds {
    return boundsOf(position.units, this.#paying(position, asset));
  }

  #paying(position: Position, asset: string): Shared[] {
    return this.#erasOf(position.model).flatMap(({ shared }, n) => {
      const money = shared.get(asset);
      return money !== undefined && isPart(position, n) ? [money] : [];
    });
  }

  #erasOf(model: string): Era[] {
    const eras = this.#eras.get(model) ?? [{ units: 0n, shared: new Map<string, Shared>() }];
    this.#eras.set(model, eras);
    return eras;
  }
}

function key(id: string, index: number): string {
  return `${id}/${index}`;
}

function isPart({ joined, left }: Position, release: number): boolean {
  return joined !== undefined && joined <= release && (left === undefined || release < left);
}
