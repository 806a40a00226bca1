// The treasury: what was paid for models, how it was split, and the reserve.
import type { treasuryAbi } from "@commonmind/sdk";
import type { Address, Hex } from "viem";
import { asset as assets, model, payment, reserveChange, revenue, settlement, slice } from "../../ponder.schema.ts";
import type { Handlers, Happening } from "../record/happening.ts";

const EMPTY = { listed: false, ceiling: 0n, reserve: 0n };

async function keep({ db, address }: Happening, asset: Address, change: { listed?: boolean; ceiling?: bigint }) {
  await db
    .insert(assets)
    .values({ treasury: address, address: asset, ...EMPTY, ...change })
    .onConflictDoUpdate(change);
}

/** Base units that came into the reserve, or, below zero, left it. */
async function reserve({ db, address }: Happening, asset: Address, amount: bigint): Promise<void> {
  if (amount === 0n) return;
  await db
    .insert(assets)
    .values({ treasury: address, address: asset, ...EMPTY, reserve: amount })
    .onConflictDoUpdate((row) => ({ reserve: row.reserve + amount }));
}

type Why = "gift" | "spending" | "surplus" | "parked";

async function change(
  happening: Happening,
  why: Why,
  { asset, amount, account, memo }: { asset: Address; amount: bigint; account?: Address; memo?: Hex },
): Promise<void> {
  const { db, event, time, transaction } = happening;
  await reserve(happening, asset, why === "spending" ? -amount : amount);
  await db.insert(reserveChange).values({ id: event, asset, why, amount, account, memo, time, transaction });
}

export const treasury: Handlers<typeof treasuryAbi> = {
  AssetListed: ({ asset }, happening) => keep(happening, asset, { listed: true }),
  AssetDelisted: ({ asset }, happening) => keep(happening, asset, { listed: false }),
  CeilingSet: ({ asset, perEpoch }, happening) => keep(happening, asset, { ceiling: perEpoch }),
  async Settled({ modelId, asset, caller, received, upstream, contributors, dividend, reserve: kept }, happening) {
    const { db, event, time, transaction } = happening;
    const id = Number(modelId);
    const parts = { received, upstream, contributors, dividend, reserve: kept };
    const { release = 0 } = (await db.find(model, { id })) ?? {};
    await db.insert(settlement).values({ id: event, model: id, asset, release, caller, ...parts, time, transaction });
    await db
      .insert(revenue)
      .values({ model: id, asset, ...parts })
      .onConflictDoUpdate((row) => ({
        received: row.received + received,
        upstream: row.upstream + upstream,
        contributors: row.contributors + contributors,
        dividend: row.dividend + dividend,
        reserve: row.reserve + kept,
      }));
    await reserve(happening, asset, kept);
  },
  async UpstreamShared({ modelId, upstreamId, asset, amount, contributors, dividend, reserve: kept }, happening) {
    const { db, event, time } = happening;
    const [from, to] = [Number(modelId), Number(upstreamId)];
    await db.insert(slice).values({ id: event, from, to, asset, amount, contributors, dividend, reserve: kept, time });
    await reserve(happening, asset, kept);
  },
  Paid: ({ modelId, asset, memo, from, amount }, { db, event, time }) =>
    db.insert(payment).values({ id: event, model: Number(modelId), asset, from, amount, memo, time }),
  Given: ({ from, asset, amount, memo }, happening) =>
    change(happening, "gift", { asset, amount, account: from, memo }),
  Spent: ({ asset, to, amount }, happening) => change(happening, "spending", { asset, amount, account: to }),
  SurplusRecovered: ({ asset, amount }, happening) => change(happening, "surplus", { asset, amount }),
  ParkedReclaimed: ({ asset, amount }, happening) => change(happening, "parked", { asset, amount }),
};
