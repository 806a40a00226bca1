/**
 * Who has earned what, by the definition and in exact rationals: what came in under a release is shared among the units
 * that are part of it. No index, no rounding, no state per claim.
 */
import { add, compare, type Fraction, floor, fraction, subtract, ZERO } from "./fraction.ts";

/** One leaf of an accepted contribution. */
export interface Position {
  readonly model: string;
  readonly account: string;
  readonly units: bigint;
  /** First release that it is part of, and the first that it is no longer part of. */
  joined: number | undefined;
  left: number | undefined;
  /** True once its units were claimed: only then can it be paid. */
  opened: boolean;
}

interface Era {
  readonly units: bigint;
  /** Contributors' money by asset. */
  readonly shared: Map<string, bigint>;
}

export interface Bounds {
  low: bigint;
  high: bigint;
}

/** The chain scales what one unit has earned by this. */
const INDEX_SCALE = 2n ** 64n;

export class Ledger {
  /** By model and release; number 0 is the time before the first release. */
  readonly #eras = new Map<string, Era[]>();
  readonly #parked = new Map<string, Map<string, bigint>>();
  readonly #positions = new Map<string, Position>();

  addPosition(id: string, index: number, position: Position): void {
    this.#positions.set(key(id, index), position);
  }

  position(id: string, index: number): Position | undefined {
    return this.#positions.get(key(id, index));
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
    const era = this.#erasOf(model).at(-1);
    const parked = this.#parked.get(model) ?? new Map<string, bigint>();
    this.#parked.set(model, parked);
    const pot = era !== undefined && era.units > 0n ? era.shared : parked;
    pot.set(asset, (pot.get(asset) ?? 0n) + amount);
  }

  parked(asset: string): bigint {
    return [...this.#parked.values()].reduce((sum, parked) => sum + (parked.get(asset) ?? 0n), 0n);
  }

  exact(position: Position, asset: string): Fraction {
    return this.#paying(position, asset).reduce(
      (sum, { units, amount }) => add(sum, fraction(amount * position.units, units)),
      ZERO,
    );
  }

  /**
   * What a chain that pays whole base units may have paid for a position so far: `exact` rounded down. Its index falls
   * short of the exact sum per unit by less than 2^-64 of a base unit per release (the remainder of a division is
   * carried into the next), so one base unit less is right where `exact` is within units x releases / 2^64 of it.
   */
  bounds(position: Position, asset: string): Bounds {
    const exact = this.exact(position, asset);
    const short = fraction(position.units * BigInt(this.#paying(position, asset).length), INDEX_SCALE);
    const least = compare(exact, short) > 0 ? subtract(exact, short) : ZERO;
    return { low: floor(least), high: floor(exact) };
  }

  #paying(position: Position, asset: string): { units: bigint; amount: bigint }[] {
    return this.#erasOf(position.model).flatMap(({ units, shared }, n) => {
      const amount = shared.get(asset);
      return amount !== undefined && isPart(position, n) ? [{ units, amount }] : [];
    });
  }

  #erasOf(model: string): Era[] {
    const eras = this.#eras.get(model) ?? [{ units: 0n, shared: new Map<string, bigint>() }];
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
