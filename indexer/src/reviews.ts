// Panels: rounds, the seats that were drawn, what they said and what they got for it.
import type { reviewPanelAbi } from "@commonmind/sdk";
import { contribution, enrolment, gold, reviewer, reviewPay, round } from "../ponder.schema.ts";
import type { Handlers, Happening } from "./record/happening.ts";

/** As the contract numbers its stages: a vote decides, as no panel can be drawn. */
const VOTING = 3;

type Times = {
  readonly seedAt: bigint;
  readonly drawUntil: bigint;
  readonly commitUntil: bigint;
  readonly revealUntil: bigint;
};

async function open(
  { db, address }: Happening,
  id: bigint,
  number: number,
  { stage, size, times, challengedBy }: { stage: number; size: bigint; times: Times; challengedBy?: bigint },
): Promise<void> {
  const byVote = stage === VOTING;
  await db.insert(round).values({
    ...{ contribution: id, number, panel: address, byVote, size: Number(size), ...times },
    ...{ state: byVote ? "voting" : "drawing", challengedBy: challengedBy ?? null, seats: [] },
  });
  await db.update(contribution, { id }).set({ round: number });
}

const close = ({ db, time }: Happening, id: bigint, number: bigint, state: string, score: bigint) =>
  db.update(round, { contribution: id, number: Number(number) }).set({ state, score: Number(score), closedAt: time });

const key = (id: bigint, number: bigint, seat: bigint) => ({ contribution: id, round: Number(number), seat });

async function pay({ db, address }: Happening, model: number, seat: bigint, earned: bigint, collected: bigint) {
  if (earned === 0n && collected === 0n) return;
  await db
    .insert(reviewPay)
    .values({ panel: address, model, seat, earned, collected })
    .onConflictDoUpdate((row) => ({ earned: row.earned + earned, collected: row.collected + collected }));
}

export const reviews: Handlers<typeof reviewPanelAbi> = {
  ReviewOpened: ({ contribution: id, stage, size, times }, happening) => open(happening, id, 1, { stage, size, times }),
  VerdictChallenged: ({ contribution: id, seat, stage, size, times }, happening) =>
    open(happening, id, 2, { stage, size, times, challengedBy: seat }),
  async PanelDrawn({ contribution: id, round: number, seed, seats }, { db, time }) {
    const at = { contribution: id, number: Number(number) };
    await db.update(round, at).set({ state: "sitting", seed, seats: [...seats], drawnAt: time, size: seats.length });
    for (const [place, seat] of seats.entries()) {
      await db.insert(reviewer).values({ ...key(id, number, seat), place, recused: false });
    }
  },
  ReviewFeesReserved: async ({ contribution: id, fee }, { db }) => {
    const row = await db.find(contribution, { id });
    await db.update(round, { contribution: id, number: row?.round ?? 1 }).set({ fee });
  },
  ScoreCommitted: ({ contribution: id, round: number, seat, commitment }, { db, time }) =>
    db.update(reviewer, key(id, number, seat)).set({ commitment, committedAt: time }),
  ScoreRevealed: ({ contribution: id, round: number, seat, score, salt }, { db, time }) =>
    db.update(reviewer, key(id, number, seat)).set({ score: Number(score), salt, revealedAt: time }),
  ReviewerRecused: ({ contribution: id, round: number, seat }, { db }) =>
    db.update(reviewer, key(id, number, seat)).set({ recused: true }),
  ReviewerVoided: ({ contribution: id, round: number, seat, leaf }, { db }) =>
    db.update(reviewer, key(id, number, seat)).set({ voidedBy: leaf }),
  async PanelTallied({ contribution: id, round: number, score, weights }, happening) {
    await close(happening, id, number, "judged", score);
    const { db } = happening;
    const row = await db.find(round, { contribution: id, number: Number(number) });
    for (const [place, weight] of weights.entries()) {
      const seat = row?.seats[place];
      if (seat !== undefined) await db.update(reviewer, key(id, number, seat)).set({ weight });
    }
  },
  RoundExpired: ({ contribution: id, round: number, score }, happening) =>
    close(happening, id, number, "expired", score),
  VoteDecided: ({ contribution: id, round: number, score }, happening) =>
    close(happening, id, number, "decided", score),
  async ReviewerSettled({ contribution: id, round: number, seat, units }, happening) {
    const { db } = happening;
    await db.update(reviewer, key(id, number, seat)).set({ pay: units });
    const work = await db.find(contribution, { id });
    if (work) await pay(happening, work.model, seat, units, 0n);
  },
  ReviewPayCollected: ({ modelId, seat, units }, happening) => pay(happening, Number(modelId), seat, 0n, units),
  ReviewerEnrolled: ({ kind, seat, entry, countsFrom }, { db, address }) =>
    db.insert(enrolment).values({ panel: address, kind, entry: Number(entry), seat, countsFrom, left: false }),
  ReviewerLeft: ({ kind, entry }, { db, address }) =>
    db.update(enrolment, { panel: address, kind, entry: Number(entry) }).set({ left: true }),
  async GoldRevealed({ contribution: id, score }, { db, time }) {
    await db.insert(gold).values({ contribution: id, score: Number(score), time });
  },
};
