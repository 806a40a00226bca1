// What accounts and seats can claim now, from the record alone, to the base unit: what the contracts' views would say at
// the block the record is at.
import { NEW_CURSOR, positionDue, seatAuthor, seatDue } from "@commonmind/sdk";
import { and, eq, gt, inArray, type ReadonlyDrizzle } from "ponder";
import type { Address } from "viem";
import * as schema from "../../ponder.schema.ts";

export type Reader = ReadonlyDrizzle<typeof schema>;

/** Base units that wait for a position, by asset; assets of which nothing waits are left out. */
export type Waiting = {
  readonly position: bigint;
  readonly contribution: bigint;
  readonly waiting: ReadonlyMap<Address, bigint>;
};

const keyOf = (...parts: readonly (number | string)[]) => parts.join(":");

/** A part of a list: at most `limit` after the one of that number. */
export type Page = { readonly after: bigint; readonly limit: number };

async function unitsOf(db: Reader, holders: readonly Address[], { after, limit }: Page) {
  return db
    .select({ position: schema.position, work: schema.contribution })
    .from(schema.position)
    .innerJoin(schema.contribution, eq(schema.position.contribution, schema.contribution.id))
    .where(and(inArray(schema.position.holder, [...holders]), gt(schema.position.id, after)))
    .orderBy(schema.position.id)
    .limit(limit);
}

/** What is held under `holders`, an account or seats written as addresses, in the order of positions. */
export async function positionsWaiting(db: Reader, holders: readonly Address[], page: Page): Promise<Waiting[]> {
  const held = await unitsOf(db, holders, page);
  if (held.length === 0) return [];
  const models = [...new Set(held.map(({ work }) => work.model))];
  const ids = held.map(({ position }) => position.id);
  const struck = held.filter(({ position }) => position.stages > 0).map(({ position }) => position.id);
  const [pools, openings, batches, cursors, stages] = await Promise.all([
    db.select().from(schema.pool).where(inArray(schema.pool.model, models)),
    db.select().from(schema.poolOpening).where(inArray(schema.poolOpening.model, models)),
    db.select().from(schema.batch).where(inArray(schema.batch.model, models)),
    db.select().from(schema.positionPaid).where(inArray(schema.positionPaid.position, ids)),
    struck.length === 0
      ? []
      : db.select().from(schema.stage).where(inArray(schema.stage.position, struck)).orderBy(schema.stage.number),
  ]);
  const openingAt = new Map(openings.map((it) => [keyOf(it.model, it.asset, it.release), it.index]));
  const releaseAt = new Map(batches.map((it) => [keyOf(it.model, it.number), it.release ?? undefined]));
  const cursorOf = new Map(cursors.map((it) => [keyOf(`${it.position}`, it.asset), it]));
  const stagesOf = (id: bigint) => stages.filter((it) => it.position === id);

  return held.map(({ position, work }) => {
    const waiting = new Map<Address, bigint>();
    const { joinBatch, model } = work;
    const ends = [position.endBatch, work.endBatch].filter((it) => it !== null);
    for (const pool of pools) {
      if (pool.model !== model || joinBatch === null) continue;
      const at = (release: number) =>
        release > pool.era ? pool.index : (openingAt.get(keyOf(model, pool.asset, release)) ?? 0n);
      const { amount } = positionDue(
        cursorOf.get(keyOf(`${position.id}`, pool.asset)) ?? NEW_CURSOR,
        {
          units: position.units,
          score: BigInt(work.score ?? 0),
          joinBatch,
          endBatch: ends.length === 0 ? undefined : Math.min(...ends),
          stages: position.stages === 0 ? [] : stagesOf(position.id),
        },
        pool,
        at,
        (number) => releaseAt.get(keyOf(model, number)),
      );
      if (amount > 0n) waiting.set(pool.asset, amount);
    }
    return { position: position.id, contribution: work.id, waiting };
  });
}

/** Base units of an asset that a seat can claim, that a renewal would give back to it, and that it forfeited. */
export type SeatWaiting = {
  readonly asset: Address;
  readonly claimable: bigint;
  readonly frozen: bigint;
  readonly forfeited: bigint;
};

/** @param now Unix seconds: a lapsed seat's part is frozen until its grace ends, and forfeited from then on. */
export async function seatWaiting(db: Reader, id: bigint, now: bigint): Promise<SeatWaiting[]> {
  const [held] = await db.select().from(schema.seat).where(eq(schema.seat.id, id));
  if (!held) return [];
  const spans = await db
    .select()
    .from(schema.seatSpan)
    .where(eq(schema.seatSpan.seat, id))
    .orderBy(schema.seatSpan.number);
  const eras = spans.flatMap(({ from, to }) => (to === null ? [from] : [from, to]));
  const [pools, openings, cursors] = await Promise.all([
    db.select().from(schema.dividendPool),
    db.select().from(schema.dividendOpening).where(inArray(schema.dividendOpening.era, eras)),
    db.select().from(schema.seatPaid).where(eq(schema.seatPaid.seat, id)),
  ]);
  const openingAt = new Map(openings.map((it) => [keyOf(it.asset, it.era), it.index]));
  const walked = spans.map(({ from, to }) => ({ from, to: to ?? undefined }));
  const graceOver = held.graceEnds !== null && now >= held.graceEnds;
  const forfeited = graceOver ? held.spans : held.forfeited;
  return pools.map((pool) => {
    const cursor = cursors.find(({ asset }) => asset === pool.asset) ?? NEW_CURSOR;
    const at = (era: number) => (era > pool.era ? pool.index : (openingAt.get(keyOf(pool.asset, era)) ?? 0n));
    const { amount } = seatDue(cursor, walked, forfeited, held.spans, pool, at);
    const lost = forfeited === 0 ? 0n : seatDue(cursor, walked, forfeited, forfeited, pool, at).forfeited;
    return {
      asset: pool.asset,
      claimable: held.active ? amount : 0n,
      frozen: held.active ? 0n : amount,
      forfeited: lost,
    };
  });
}

/** Under which names an account earns: its own, and those of the seats whose wallet it is. */
export async function holdersOf(db: Reader, account: Address): Promise<Address[]> {
  const seats = await db.select({ id: schema.seat.id }).from(schema.seat).where(eq(schema.seat.wallet, account));
  return [account, ...seats.map(({ id }) => seatAuthor(id).toLowerCase() as Address)];
}

/**
 * The shares of revenue that a position earned, one a settlement: model -> release -> what its units got of it.
 * @param page `after`: the id of the last share that is known.
 */
export async function whyPaid(db: Reader, id: bigint, asset: Address, page: { after: string; limit: number }) {
  const [held] = await db
    .select({ position: schema.position, work: schema.contribution })
    .from(schema.position)
    .innerJoin(schema.contribution, eq(schema.position.contribution, schema.contribution.id))
    .where(eq(schema.position.id, id));
  if (!held) return undefined;
  const shares = await db
    .select()
    .from(schema.share)
    .where(
      and(
        eq(schema.share.model, held.work.model),
        eq(schema.share.asset, asset),
        page.after === "" ? undefined : gt(schema.share.id, page.after),
      ),
    )
    .orderBy(schema.share.id)
    .limit(page.limit);
  return { ...held, shares, more: shares.length === page.limit };
}
