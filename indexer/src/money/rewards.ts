// What contributors were paid, position by position: how far each was paid is followed as the contract does.
import type { contributorRewardsAbi } from "@commonmind/sdk";
import { EMPTY_POOL, NEW_CURSOR, type Payment, positionDue } from "@commonmind/sdk";
import type { Address } from "viem";
import {
  batch,
  claim,
  claimPart,
  contribution,
  pool,
  poolOpening,
  position,
  positionPaid,
  share,
  stage,
} from "../../ponder.schema.ts";
import type { Db, Handlers, Happening } from "../record/happening.ts";
import { indexesAt, park, shareAmongUnits } from "./pools.ts";

/** What a claim pays a position now, and where it stands then; undefined if it is none. */
export async function dueTo(db: Db, id: bigint, asset: Address): Promise<Payment | undefined> {
  const held = await db.find(position, { contribution: id >> 32n, index: id & 0xffff_ffffn });
  const work = held && (await db.find(contribution, { id: held.contribution }));
  if (!work || work.joinBatch === null) return undefined;
  const { model } = work;
  const cursor = (await db.find(positionPaid, { position: id, asset })) ?? NEW_CURSOR;
  const money = (await db.find(pool, { model, asset })) ?? EMPTY_POOL;

  const stages = [];
  for (let number = 1; number <= held.stages; ++number) {
    const row = await db.find(stage, { position: id, number });
    if (row) stages.push(row);
  }
  const ends = [held.endBatch, work.endBatch].filter((it) => it !== null);
  const endBatch = ends.length === 0 ? undefined : Math.min(...ends);
  const releases = new Map<number, number | undefined>();
  for (const number of [work.joinBatch, ...ends, ...stages.map((it) => it.endBatch)]) {
    releases.set(number, (await db.find(batch, { model, number }))?.release ?? undefined);
  }
  const wanted = [...releases.values()].filter((it) => it !== undefined);
  const at = await indexesAt(money, wanted, (release) => db.find(poolOpening, { model, asset, release }));
  const earning = { units: held.units, score: BigInt(work.score ?? 0), joinBatch: work.joinBatch, endBatch, stages };
  return positionDue(cursor, earning, money, at, (number) => releases.get(number));
}

async function payPosition({ db, event }: Happening, id: bigint, asset: Address): Promise<void> {
  const due = await dueTo(db, id, asset);
  if (!due || (due.amount === 0n && due.cursor.span <= 1)) return;
  const { index, fraction, span } = due.cursor;
  await db
    .insert(positionPaid)
    .values({ position: id, asset, index, fraction, span, paid: due.amount })
    .onConflictDoUpdate((row) => ({ index, fraction, span, paid: row.paid + due.amount }));
  if (due.amount > 0n) await db.insert(claimPart).values({ claim: event, position: id, amount: due.amount });
}

export const rewards: Handlers<typeof contributorRewardsAbi> = {
  async RevenueShared({ modelId, asset, release, amount, active }, { db, event, time }) {
    const at = { model: Number(modelId), asset };
    const index = await shareAmongUnits(db, at, { amount, units: active, release: Number(release) });
    await db.insert(share).values({ id: event, ...at, release: Number(release), amount, active, index, time });
  },
  RevenueParked: ({ modelId, asset, amount }, { db }) => park(db, { model: Number(modelId), asset }, amount),
  ParkedGivenUp: ({ modelId, asset, amount }, { db }) => park(db, { model: Number(modelId), asset }, -amount),
  async Claimed({ account, asset, to, amount, positions }, happening) {
    const { db, event, time, transaction } = happening;
    await db.insert(claim).values({ id: event, account, to, asset, amount, time, transaction });
    for (const id of new Set(positions)) await payPosition(happening, id, asset);
  },
};
