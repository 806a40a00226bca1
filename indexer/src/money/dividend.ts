// The members' part: what was shared among seats, and what each was paid.
import type { universalDividendAbi } from "@commonmind/sdk";
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
import { EMPTY_POOL, NEW_CURSOR, type Payment, seatDue } from "./shares.ts";

/**
 * What a seat earned up to its span `last` since it was paid, and what of it was forfeited.
 * @param forfeited Number of the last span that earns nothing any more.
 */
export async function dueToSeat(
  db: Db,
  id: bigint,
  asset: Address,
  { forfeited, last }: { forfeited: number; last: number },
): Promise<Payment & { readonly forfeited: bigint }> {
  const cursor = (await db.find(seatPaid, { seat: id, asset })) ?? NEW_CURSOR;
  const money = (await db.find(dividendPool, { asset })) ?? EMPTY_POOL;
  const spans: { from: number; to: number | undefined }[] = [];
  for (let number = Math.max(1, cursor.span); number <= last; ++number) {
    const row = await db.find(seatSpan, { seat: id, number });
    if (row) spans[number - 1] = { from: row.from, to: row.to ?? undefined };
  }
  const eras = spans.flatMap(({ from, to }) => (to === undefined ? [from] : [from, to]));
  const at = await indexesAt(money, eras, (era) => db.find(dividendOpening, { asset, era }));
  return seatDue(cursor, spans, forfeited, last, money, at);
}

async function pay({ db }: Happening, id: bigint, asset: Address, last: number, forfeited: number): Promise<void> {
  const due = await dueToSeat(db, id, asset, { forfeited, last });
  if (due.amount === 0n && due.forfeited === 0n && due.cursor.span <= 1) return;
  const { index, fraction, span } = due.cursor;
  await db
    .insert(seatPaid)
    .values({ seat: id, asset, index, fraction, span, paid: due.amount })
    .onConflictDoUpdate((row) => ({ index, fraction, span, paid: row.paid + due.amount }));
}

export const dividends: Handlers<typeof universalDividendAbi> = {
  async DividendShared({ asset, era, amount, seats }, { db, seq, time }) {
    await shareAmongSeats(db, asset, { amount, seats, era: Number(era) });
    await db.insert(dividendShare).values({ seq, asset, era: Number(era), amount, seats: Number(seats), time });
  },
  DividendParked: ({ asset, amount }, { db }) => parkDividend(db, asset, amount),
  async DividendClaimed({ seat: id, asset, to, amount }, happening) {
    const { db, seq, time, transaction } = happening;
    const row = await db.find(seat, { id });
    if (row) await pay(happening, id, asset, row.spans, row.forfeited);
    await db.insert(dividendPayment).values({ seq, seat: id, asset, to, amount, time, transaction });
  },
  // Of what was forfeited; what goes back to all members is shared by an event of its own.
  async DividendSwept({ seat: id, asset, amount }, happening) {
    const { db, seq, time, transaction } = happening;
    const row = await db.find(seat, { id });
    const forfeited = row?.active === false && row.graceEnds !== null ? row.spans : (row?.forfeited ?? 0);
    await pay(happening, id, asset, forfeited, forfeited);
    await db.insert(dividendPayment).values({ seq, seat: id, asset, to: null, amount, time, transaction });
  },
};
