// RevenueShares as the documentation promises it, for rebuilding books from events: an index of what one unit earned.

export type Pool = {
  /** What one unit has earned, in base units x 2^64. */
  index: bigint;
  /** What the last division left over, in base units x 2^48. */
  carried: bigint;
  era: bigint;
  history: [era: bigint, index: bigint][];
  parked: bigint;
};

export type Cursor = { index: bigint; fraction: bigint };

const SCALE = 64n;
const CARRY = 16n;
const MASK = (1n << SCALE) - 1n;

export const emptyPool = (): Pool => ({ index: 0n, carried: 0n, era: 0n, history: [], parked: 0n });

/** Shares `amount` among `units` in `era`. */
export function share(pool: Pool, amount: bigint, units: bigint, era: bigint): void {
  if (pool.era < era) {
    pool.history.push([era, pool.index]);
    pool.era = era;
    pool.carried = 0n;
  }
  const scaled = (amount << SCALE) + (pool.carried << CARRY);
  pool.index += scaled / units;
  pool.carried = (scaled % units) >> CARRY;
}

/** The index as it stood when `era` opened. */
export function indexAt(pool: Pool, era: bigint): bigint {
  if (era > pool.era) return pool.index;
  return pool.history.find(([key]) => key >= era)?.[1] ?? 0n;
}

/** What `units` earned between two indexes, with the fraction left before and after. */
export function earned(units: bigint, { index: from, fraction }: Cursor, to: bigint) {
  if (to <= from) return { amount: 0n, fraction };
  const scaled = units * (to - from) + fraction;
  return { amount: scaled >> SCALE, fraction: scaled & MASK };
}

export function add<K>(map: Map<K, bigint>, key: K, amount: bigint): void {
  map.set(key, (map.get(key) ?? 0n) + amount);
}

export function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}

export function known<K, V>(map: Map<K, V>, key: K): V {
  const value = map.get(key);
  if (value === undefined) throw new Error(`Events speak of ${String(key)} before it began.`);
  return value;
}
