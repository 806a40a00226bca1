// The members' part: what was shared among seats, and what each was paid.
import type { universalDividendAbi } from "@commonmind/sdk";
import { EMPTY_POOL, NEW_CURSOR, type Payment, seatDue } from "@commonmind/sdk";
import type { Address } from "viem";
import {
  dividendOpening,
  dividendPayment,
  dividendPool,
  dividendShare,
  seat,
  seatPaid,
  seatSpan,
} from "../../ponder.schema.ts";
import type { Db, Handlers, Happening } from "../record/happening.ts";
import { indexesAt, parkDividend, shareAmongSeats } from "./pools.ts";

/**
 * What a seat earned up to its span `last` since it was paid, and what of it was forfeited.
 * @param forfeited Number of the last span that earns nothing any more.
 * @param upTo The index up to which it is paid; the pool's if not said.
 */
export async function dueToSeat(
  db: Db,
  id: bigint,
  asset: Address,
  { forfeited, last, upTo }: { forfeited: number; last: number; upTo?: bigint | undefined },
): Promise<Payment & { readonly forfeited: bigint }> {
  const cursor = (await db.find(seatPaid, { seat: id, asset })) ?? NEW_CURSOR;
  const { index, carried, era } = (await db.find(dividendPool, { asset })) ?? EMPTY_POOL;
  const money = { index: upTo ?? index, carried, era };
  const spans: { from: number; to: number | undefined }[] = [];
  for (let number = Math.max(1, cursor.span); number <= last; ++number) {
    const row = await db.find(seatSpan, { seat: id, number });
    if (row) spans[number - 1] = { from: row.from, to: row.to ?? undefined };
  }
  const eras = spans.flatMap(({ from, to }) => (to === undefined ? [from] : [from, to]));
  const at = await indexesAt(money, eras, (era) => db.find(dividendOpening, { asset, era }));
  return seatDue(cursor, spans, forfeited, last, money, at);
}

async function pay(
  { db }: Happening,
  id: bigint,
  asset: Address,
  spans: { forfeited: number; last: number; upTo?: bigint | undefined },
): Promise<void> {
  const due = await dueToSeat(db, id, asset, spans);
  if (due.amount === 0n && due.forfeited === 0n && due.cursor.span <= 1) return;
  const { index, fraction, span } = due.cursor;
  await db
    .insert(seatPaid)
    .values({ seat: id, asset, index, fraction, span, paid: due.amount })
    .onConflictDoUpdate((row) => ({ index, fraction, span, paid: row.paid + due.amount }));
}

export const dividends: Handlers<typeof universalDividendAbi> = {
  async DividendShared({ asset, era, amount, seats }, { db, event, time }) {
    await shareAmongSeats(db, asset, { amount, seats, era: Number(era) });
    await db.insert(dividendShare).values({ id: event, asset, era: Number(era), amount, seats: Number(seats), time });
  },
  DividendParked: ({ asset, amount }, { db }) => parkDividend(db, asset, amount),
  async DividendClaimed({ seat: id, asset, to, amount }, happening) {
    const { db, event, time, transaction } = happening;
    const row = await db.find(seat, { id });
    const paid = await db.find(seatPaid, { seat: id, asset });
    // What the same claim gave back before was shared among all only after this was reckoned.
    const upTo = paid?.sweptIn === transaction ? (paid.sweptAt ?? undefined) : undefined;
    if (row) await pay(happening, id, asset, { last: row.spans, forfeited: row.forfeited, upTo });
    await db.insert(dividendPayment).values({ id: event, seat: id, asset, to, amount, time, transaction });
  },
  // Of what was forfeited; what goes back to all members is shared by an event of its own.
  async DividendSwept({ seat: id, asset, amount }, happening) {
    const { db, event, time, transaction } = happening;
    const row = await db.find(seat, { id });
    const forfeited = row?.active === false && row.graceEnds !== null ? row.spans : (row?.forfeited ?? 0);
    await pay(happening, id, asset, { last: forfeited, forfeited });
    const { index: sweptAt } = (await db.find(dividendPool, { asset })) ?? EMPTY_POOL;
    await db
      .insert(seatPaid)
      .values({ seat: id, asset, ...NEW_CURSOR, paid: 0n, sweptIn: transaction, sweptAt })
      .onConflictDoUpdate({ sweptIn: transaction, sweptAt });
    await db.insert(dividendPayment).values({ id: event, seat: id, asset, to: null, amount, time, transaction });
  },
};
