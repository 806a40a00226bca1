// Contributions and their leaves, from submission to the release in which they count, and what left again.
import type { contributionRegistryAbi, contributorRewardsAbi, duplicatesAbi } from "@commonmind/sdk";
import { seatAuthor } from "@commonmind/sdk";
import { contribution, departure, duplicate, kindRule, position, stage } from "../ponder.schema.ts";
import { fall } from "./models.ts";
import type { Handlers, Happening } from "./record/happening.ts";

const INDEX = (1n << 32n) - 1n;
const placeOf = (position: bigint) => ({ contribution: position >> 32n, index: position & INDEX });

/** Accepted units leave with a batch; what left with the batch that it joined with never joined. */
async function leave(happening: Happening, id: bigint, units: bigint, endBatch: number): Promise<void> {
  const work = await happening.db.update(contribution, { id }).set((row) => ({ left: row.left + units }));
  const change = work.joinBatch === endBatch ? { joined: -units } : { left: units };
  await fall(happening, work.model, endBatch, change);
}

export const work: Handlers<typeof contributionRegistryAbi> = {
  ContributionSubmitted: (args, { db, time, transaction }) =>
    db.insert(contribution).values({
      ...{ id: args.contribution, model: Number(args.modelId), submitter: args.submitter, kind: args.kind },
      ...{ seat: args.seat === 0n ? null : args.seat, root: args.root, depth: Number(args.depth), uri: args.uri },
      ...{ items: args.items, declaredUnits: args.units, state: "submitted", round: 0, submittedAt: time },
      ...{ units: 0n, left: 0n, excluded: false, transaction },
    }),
  ReviewBegun: ({ contribution: id }, { db }) => db.update(contribution, { id }).set({ state: "review" }),
  ContributionScored: ({ contribution: id, score, state }, { db, time }) =>
    db.update(contribution, { id }).set({
      score: Number(score),
      scoredAt: time,
      state: state === ACCEPTED ? "accepted" : "rejected",
    }),
  ContributionChallenged: ({ contribution: id }, { db, time }) =>
    db.update(contribution, { id }).set({ state: "challenged", challengedAt: time }),
  ContributionAnnulled: ({ contribution: id }, { db }) =>
    db.update(contribution, { id }).set({ state: "rejected", score: 0 }),
  ContributionOverturned: ({ contribution: id }, { db }) =>
    db.update(contribution, { id }).set({ state: "rejected", score: 0 }),
  async ContributionFinal({ contribution: id, units, batch, tokenRate, mintableFrom }, happening) {
    const { db, time } = happening;
    const final = { units, joinBatch: Number(batch), tokenRate, mintableFrom };
    const row = await db.update(contribution, { id }).set({ state: "final", finalAt: time, ...final });
    await fall(happening, row.model, Number(batch), { joined: units });
  },
  async ContributionExcluded({ contribution: id, units, batch }, happening) {
    await leave(happening, id, units, Number(batch));
    await happening.db.update(contribution, { id }).set({ excluded: true, endBatch: Number(batch) });
  },
  async UnitsClaimed({ contribution: id, index, author, units, itemsRoot }, { db, time }) {
    const row = await db.find(contribution, { id });
    await db
      .update(position, { contribution: id, index })
      .set({ model: row?.model ?? 0, author, accepted: units, itemsRoot, openedAt: time });
  },
  TokensMinted: ({ contribution: id, index, amount }, { db }) =>
    db.update(position, { contribution: id, index }).set((row) => ({ tokens: row.tokens + amount })),
  async LeafWithdrawn({ contribution: id, index, units, batch }, happening) {
    const { db, event, time } = happening;
    await leave(happening, id, units, Number(batch));
    await db.insert(departure).values({
      id: event,
      contribution: id,
      index,
      why: "withdrawn",
      units,
      tokensBurned: 0n,
      batch: Number(batch),
      time,
    });
  },
  async LeafStruck({ contribution: id, index, units, batch, tokensBurned }, happening) {
    const { db, event, time } = happening;
    // What had left already loses only tokens.
    const endBatch = batch === 0n ? null : Number(batch);
    if (endBatch !== null) await leave(happening, id, units, endBatch);
    await db
      .insert(departure)
      .values({ id: event, contribution: id, index, why: "struck", units, tokensBurned, batch: endBatch, time });
  },
  async KindRuleSet({ kind, maxUnitsPerItem, tokenRate, rubric }, { db }) {
    const row = { maxUnitsPerItem, tokenRate, rubric };
    await db
      .insert(kindRule)
      .values({ kind, ...row })
      .onConflictDoUpdate(row);
  },
};

/** As the contract numbers its states. */
const ACCEPTED = 3;

export const positions: Handlers<typeof contributorRewardsAbi> = {
  PositionOpened: ({ contribution: id, index, holder, units }, { db, time }) =>
    db.insert(position).values({
      ...{ id: (id << 32n) | index, contribution: id, index, model: 0, author: holder, holder, units },
      ...{ accepted: 0n, itemsRoot: "0x", tokens: 0n, stages: 0, openedAt: time },
    }),
  PositionEnded: ({ contribution: id, index, endBatch }, { db }) =>
    db.update(position, { contribution: id, index }).set({ endBatch: Number(endBatch) }),
  async PositionStruck({ contribution: id, index, units, endBatch }, { db }) {
    const place = { contribution: id, index };
    const [row, work] = [await db.find(position, place), await db.find(contribution, { id })];
    if (!row || !work) return;
    let number = row.stages;
    // What leaves with the batch it joins with never was part of a release.
    if (work.joinBatch !== Number(endBatch)) {
      const last = number === 0 ? undefined : await db.find(stage, { position: row.id, number });
      if (last?.endBatch !== Number(endBatch)) {
        number += 1;
        await db.insert(stage).values({ position: row.id, number, units: row.units, endBatch: Number(endBatch) });
      }
    }
    const left = row.units - units;
    await db.update(position, place).set({ units: left, accepted: left * BigInt(work.score ?? 0), stages: number });
  },
  PositionRecovered: ({ position: id, seat }, { db }) =>
    db.update(position, placeOf(id)).set({ holder: seatAuthor(seat) }),
};

export const duplicates: Handlers<typeof duplicatesAbi> = {
  DuplicateProved: (args, { db, event, time }) =>
    db.insert(duplicate).values({
      ...{ id: event, contribution: args.contribution, index: args.index, contentHash: args.contentHash, time },
      ...{ earlier: args.earlier, earlierIndex: args.earlierIndex, finder: args.finder },
      ...{ units: args.units, reward: args.reward },
    }),
};
