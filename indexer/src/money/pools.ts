// The pools in which contributors' and members' money is shared, as rows; what they do is in sdk/src/money/revenueShares.ts.

import { distribute, EMPTY_POOL, type IndexAt, type Pool } from "@commonmind/sdk";
import type { Address } from "viem";
import { dividendOpening, dividendPool, pool, poolOpening } from "../../ponder.schema.ts";
import type { Db } from "../record/happening.ts";

const NEW_POOL = { ...EMPTY_POOL, parked: 0n };

/**
 * Shares `amount` of a model's revenue among its `units` in `release`.
 * @param parked What of it had been parked before (base units).
 * @returns The index after it.
 */
export async function shareAmongUnits(
  db: Db,
  at: { model: number; asset: Address },
  { amount, units, release }: { amount: bigint; units: bigint; release: number },
): Promise<bigint> {
  const before = (await db.find(pool, at)) ?? NEW_POOL;
  const { pool: after, opening } = distribute(before, amount, units, release);
  if (opening !== undefined) {
    for (let opened = before.era + 1; opened <= release; ++opened) {
      await db.insert(poolOpening).values({ ...at, release: opened, index: opening });
    }
  }
  // Money is shared when it comes in, or all that is parked at once.
  const parked = before.parked === amount ? 0n : before.parked;
  await db
    .insert(pool)
    .values({ ...at, ...after, parked })
    .onConflictDoUpdate({ ...after, parked });
  return after.index;
}

/** Money of a model for which there are no units yet, or `amount` < 0, which left again. */
export async function park(db: Db, at: { model: number; asset: Address }, amount: bigint): Promise<void> {
  await db
    .insert(pool)
    .values({ ...at, ...NEW_POOL, parked: amount })
    .onConflictDoUpdate((row) => ({ parked: row.parked + amount }));
}

/** The same among `seats` in `era`. */
export async function shareAmongSeats(
  db: Db,
  asset: Address,
  { amount, seats, era }: { amount: bigint; seats: bigint; era: number },
): Promise<void> {
  const before = (await db.find(dividendPool, { asset })) ?? NEW_POOL;
  const { pool: after, opening } = distribute(before, amount, seats, era);
  if (opening !== undefined) {
    for (let opened = before.era + 1; opened <= era; ++opened) {
      await db.insert(dividendOpening).values({ asset, era: opened, index: opening });
    }
  }
  const parked = before.parked === amount ? 0n : before.parked;
  await db
    .insert(dividendPool)
    .values({ asset, ...after, parked })
    .onConflictDoUpdate({ ...after, parked });
}

export async function parkDividend(db: Db, asset: Address, amount: bigint): Promise<void> {
  await db
    .insert(dividendPool)
    .values({ asset, ...NEW_POOL, parked: amount })
    .onConflictDoUpdate((row) => ({ parked: row.parked + amount }));
}

/** Opening indexes of some eras of a pool, looked up beforehand. */
export async function indexesAt(
  { index, era: newest }: Pool,
  eras: Iterable<number>,
  openingOf: (era: number) => Promise<{ index: bigint } | null>,
): Promise<IndexAt> {
  const known = new Map<number, bigint>();
  for (const era of new Set(eras)) known.set(era, era > newest ? index : ((await openingOf(era))?.index ?? 0n));
  return (era) => known.get(era) ?? 0n;
}
