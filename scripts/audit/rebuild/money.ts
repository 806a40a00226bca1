// Money: the pools of contributors and members, what was paid out of them, and the reserves.
import {
  type Cursor,
  type contributorRewardsAbi,
  distribute,
  EMPTY_POOL,
  type IndexAt,
  NEW_CURSOR,
  type Payment,
  positionDue,
  seatDue,
  type treasuryAbi,
  type universalDividendAbi,
} from "@commonmind/sdk";
import type { Address } from "viem";
import type { Books, SharedPool } from "../books.ts";
import type { Handlers, Place } from "./handlers.ts";

const keyOf = (id: bigint | Address, asset: Address) => `${id}:${asset}`;
const NOTHING: SharedPool = { pool: EMPTY_POOL, openings: new Map(), parked: 0n };

function poolOf(pools: Map<string, SharedPool>, key: string): SharedPool {
  const pool = pools.get(key) ?? { pool: EMPTY_POOL, openings: new Map(), parked: 0n };
  pools.set(key, pool);
  return pool;
}

/** Shares money that came in now, or all that was parked. */
function share(shared: SharedPool, amount: bigint, holders: bigint, era: number): void {
  const { pool, opening } = distribute(shared.pool, amount, holders, era);
  if (opening !== undefined) {
    for (let opened = shared.pool.era + 1; opened <= era; ++opened) shared.openings.set(opened, opening);
  }
  shared.pool = pool;
  if (shared.parked === amount) shared.parked = 0n;
}

const indexOf =
  ({ pool, openings }: SharedPool): IndexAt =>
  (era) =>
    era > pool.era ? pool.index : (openings.get(era) ?? 0n);

/** What a claim pays a position, in base units, and where it stands then. */
export function dueToPosition(books: Books, id: bigint, asset: Address): Payment {
  const cursor = books.paid.get(keyOf(id, asset)) ?? NEW_CURSOR;
  const position = books.positions.get(id);
  const work = position && books.works.get(position.contribution);
  if (!position || work?.joinBatch === undefined) return { cursor, amount: 0n };
  const shared = books.pools.get(keyOf(work.model, asset)) ?? NOTHING;
  const ends = [position.endBatch, work.endBatch].filter((it) => it !== undefined);
  const { units, stages } = position;
  const endBatch = ends.length === 0 ? undefined : Math.min(...ends);
  const earning = { units, score: work.score, joinBatch: work.joinBatch, endBatch, stages };
  const releases = books.models.get(work.model)?.releaseOfBatch;
  return positionDue(cursor, earning, shared.pool, indexOf(shared), (batch) => releases?.get(batch));
}

/** What a seat can claim, what a renewal would give back to it, and what of it is forfeited, in base units. */
export function dueToSeat(books: Books, id: bigint, asset: Address, now: bigint) {
  const seat = books.seats.get(id);
  const shared = books.dividendPools.get(asset) ?? NOTHING;
  if (!seat) return { claimable: 0n, frozen: 0n, forfeited: 0n };
  const cursor = books.seatsPaid.get(keyOf(id, asset)) ?? NEW_CURSOR;
  const { spans, active } = seat;
  const given = forfeitedSpans(books, id, now);
  const due = seatDue(cursor, spans, given, spans.length, shared.pool, indexOf(shared)).amount;
  const lost = given === 0 ? 0n : seatDue(cursor, spans, given, given, shared.pool, indexOf(shared)).forfeited;
  return { claimable: active ? due : 0n, frozen: active ? 0n : due, forfeited: lost };
}

function forfeitedSpans({ seats }: Books, id: bigint, now: bigint): number {
  const seat = seats.get(id);
  if (!seat) return 0;
  return seat.graceEnds !== undefined && now >= seat.graceEnds ? seat.spans.length : seat.forfeited;
}

type Collecting = { last: number; forfeited: number; upTo: bigint | undefined };

/** What a claim or a sweep takes out for a seat, up to span `last`, and up to an index of the pool, its newest if not said. */
function collect(books: Books, id: bigint, asset: Address, { last, forfeited, upTo }: Collecting) {
  const seat = books.seats.get(id);
  const shared = books.dividendPools.get(asset) ?? NOTHING;
  const cursor = books.seatsPaid.get(keyOf(id, asset)) ?? NEW_CURSOR;
  const pool = { ...shared.pool, index: upTo ?? shared.pool.index };
  const due = seatDue(cursor, seat?.spans ?? [], forfeited, last, pool, indexOf({ ...shared, pool }));
  keep(books.seatsPaid, keyOf(id, asset), due.cursor, due.amount !== 0n || due.forfeited !== 0n);
  return due;
}

/** A cursor is written where something was paid, or more than its first span is behind it. */
function keep(cursors: Map<string, Cursor>, key: string, cursor: Cursor, paid: boolean): void {
  if (paid || cursor.span > 1) cursors.set(key, cursor);
}

function compare(books: Books, { block, logIndex }: Place, name: string, rebuilt: bigint, logged: bigint): void {
  if (rebuilt === logged) return;
  const key = `${name} in block ${block}, log ${logIndex}`;
  books.contradictions.push({ kind: "claimable", key, rebuilt: `${rebuilt}`, logged: `${logged}` });
}

export const rewards: Handlers<typeof contributorRewardsAbi> = {
  RevenueShared: ({ modelId, asset, release, amount, active }, { pools }) =>
    share(poolOf(pools, keyOf(modelId, asset)), amount, active, Number(release)),
  RevenueParked({ modelId, asset, amount }, { pools }) {
    poolOf(pools, keyOf(modelId, asset)).parked += amount;
  },
  ParkedGivenUp({ modelId, asset, amount }, { pools, rewardsAccounted }) {
    poolOf(pools, keyOf(modelId, asset)).parked -= amount;
    rewardsAccounted.add(asset, -amount);
  },
  Claimed({ asset, amount, positions }, books, place) {
    let due = 0n;
    for (const id of positions) {
      const payment = dueToPosition(books, id, asset);
      due += payment.amount;
      keep(books.paid, keyOf(id, asset), payment.cursor, payment.amount !== 0n);
    }
    books.rewardsAccounted.add(asset, -amount);
    compare(books, place, "Claimed", due, amount);
  },
};

export const dividend: Handlers<typeof universalDividendAbi> = {
  DividendShared: ({ asset, era, amount, seats }, { dividendPools }) =>
    share(poolOf(dividendPools, asset), amount, seats, Number(era)),
  DividendParked({ asset, amount }, { dividendPools }) {
    poolOf(dividendPools, asset).parked += amount;
  },
  DividendClaimed({ seat: id, asset, amount }, books, place) {
    const seat = books.seats.get(id);
    const last = seat?.spans.length ?? 0;
    // What the same claim gave back before was shared among all only after this was reckoned.
    const upTo = books.sweptAt.get(`${keyOf(id, asset)}:${place.transaction}`);
    const due = collect(books, id, asset, { last, forfeited: seat?.forfeited ?? 0, upTo });
    books.dividendAccounted.add(asset, -amount);
    compare(books, place, "DividendClaimed", due.amount, amount);
  },
  // It stays, and is shared by an event of its own. A claim gives back too what its seat forfeited before.
  DividendSwept({ seat: id, asset, amount }, books, place) {
    const forfeited = forfeitedSpans(books, id, place.time);
    const due = collect(books, id, asset, { last: forfeited, forfeited, upTo: undefined });
    const { index } = (books.dividendPools.get(asset) ?? NOTHING).pool;
    books.sweptAt.set(`${keyOf(id, asset)}:${place.transaction}`, index);
    compare(books, place, "DividendSwept", due.forfeited, amount);
  },
};

const reserveOf = (address: Address, asset: Address) => `${address}:${asset}`;

export const treasury: Handlers<typeof treasuryAbi> = {
  AssetListed: ({ asset }, { assets }) => void assets.add(asset),
  Settled({ asset, contributors, dividend: members, reserve }, books, { address }) {
    books.assets.add(asset);
    books.rewardsAccounted.add(asset, contributors);
    books.dividendAccounted.add(asset, members);
    books.reserves.add(reserveOf(address, asset), reserve);
  },
  UpstreamShared({ asset, contributors, dividend: members, reserve }, books, { address }) {
    books.rewardsAccounted.add(asset, contributors);
    books.dividendAccounted.add(asset, members);
    books.reserves.add(reserveOf(address, asset), reserve);
  },
  Given: ({ asset, amount }, { reserves }, { address }) => reserves.add(reserveOf(address, asset), amount),
  Spent: ({ asset, amount }, { reserves }, { address }) => reserves.add(reserveOf(address, asset), -amount),
  SurplusRecovered: ({ asset, amount }, { reserves }, { address }) => reserves.add(reserveOf(address, asset), amount),
  ParkedReclaimed: ({ asset, amount }, { reserves }, { address }) => reserves.add(reserveOf(address, asset), amount),
};
