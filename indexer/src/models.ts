// Models: what they were built on, their intake batches, and their releases.
import type { contributorRewardsAbi, modelRegistryAbi } from "@commonmind/sdk";
import { and, eq, gt, lte } from "ponder";
import { batch, contribution, model, release, upstream } from "../ponder.schema.ts";
import type { Handlers, Happening } from "./record/happening.ts";

/** Units that joined or left while a batch was open; its closing tells the sums. */
export async function fall(
  { db }: Happening,
  modelId: number,
  number: number,
  { joined = 0n, left = 0n }: { joined?: bigint; left?: bigint },
): Promise<void> {
  await db
    .insert(batch)
    .values({ model: modelId, number, joined, left })
    .onConflictDoUpdate((row) => ({ joined: row.joined + joined, left: row.left + left }));
}

export const models: Handlers<typeof modelRegistryAbi> = {
  ModelRegistered: ({ modelId, name, uri, till }, { db, time }) =>
    db.insert(model).values({
      ...{ id: Number(modelId), name, uri, till, registeredAt: time },
      ...{ release: 0, releasedBatch: 0, active: 0n },
    }),
  async UpstreamSet({ modelId, upstream: list }, { db }) {
    for (const { modelId: on, bps } of list) await db.insert(upstream).values({ model: Number(modelId), on, bps });
  },
  async BatchClosed({ modelId, batch: number, joined, left }, { db, time }) {
    const row = { joined, left, closedAt: time };
    await db
      .insert(batch)
      .values({ model: Number(modelId), number: Number(number), ...row })
      .onConflictDoUpdate(row);
  },
  async ReleasePublished(args, { db, seq, time }) {
    const [id, number, lastBatch] = [Number(args.modelId), Number(args.release), Number(args.lastBatch)];
    const { joined, left, weightsHash, dataRoot, modelCard, licence, evaluation } = args;
    // Rows change under who found them: what is to be known of before is taken out first.
    const { active = 0n, releasedBatch: from = 0 } = (await db.find(model, { id })) ?? {};
    await db.insert(release).values({
      ...{ model: id, number, lastBatch, joined, left, active: active + joined - left },
      ...{ weightsHash, dataRoot, modelCard, licence, evaluation, time, seq },
    });
    await db.update(model, { id }).set({ release: number, releasedBatch: lastBatch });
    for (let covered = from + 1; covered <= lastBatch; ++covered) {
      await db.update(batch, { model: id, number: covered }).set({ release: number });
    }
    // Once a release, of all work that it takes in.
    await db.sql
      .update(contribution)
      .set({ release: number })
      .where(and(eq(contribution.model, id), gt(contribution.joinBatch, from), lte(contribution.joinBatch, lastBatch)));
  },
};

export const lines: Handlers<typeof contributorRewardsAbi> = {
  UnitsChanged: ({ modelId, active }, { db }) => db.update(model, { id: Number(modelId) }).set({ active }),
};
