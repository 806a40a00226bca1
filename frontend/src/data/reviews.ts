// Pure questions about reviews: whose turn it is, until when, and on which panels a seat sits.
import type { Ledger, Panelist, ReviewRound, Work } from "./types.ts";

/**
 * drawing: its reviewers are still to be drawn; sealing: they hand in sealed scores; showing: they open them; counting: time
 * is up, and anyone can have it counted; over: it is counted.
 */
export type Phase = "drawing" | "sealing" | "showing" | "counting" | "voting" | "over";

export function phaseOf(round: ReviewRound, now: number): Phase {
  if (round.closedAt !== undefined) return "over";
  if (round.byVote) return "voting";
  if (round.drawnAt === undefined) return now <= round.drawUntil ? "drawing" : "counting";
  if (now <= round.commitUntil) return "sealing";
  return now <= round.revealUntil ? "showing" : "counting";
}

export type Duty = { readonly work: Work; readonly round: ReviewRound; readonly panelist: Panelist };

/** Every panel on which a seat sits or sat, the latest first. */
export function dutiesOf(ledger: Ledger, seat: bigint): Duty[] {
  const duties: Duty[] = [];
  for (const [id, rounds] of ledger.rounds) {
    const work = ledger.works.get(id);
    for (const round of rounds) {
      const panelist = round.panel.find((it) => it.seat === seat);
      if (work && panelist) duties.push({ work, round, panelist });
    }
  }
  return duties.reverse();
}

/** What a reviewer still has to do now: to seal a score, or to show it. */
export function dueOf({ round, panelist }: Duty, now: number): { what: "seal" | "show"; until: number } | undefined {
  if (panelist.recused || panelist.voided) return undefined;
  const phase = phaseOf(round, now);
  if (phase === "sealing" && panelist.commitment === undefined) return { what: "seal", until: round.commitUntil };
  if (phase === "showing" && panelist.commitment !== undefined && panelist.score === undefined) {
    return { what: "show", until: round.revealUntil };
  }
  return undefined;
}

/** True while a seat judges a work: it isn't shown then who made it. */
export const isJudging = (ledger: Ledger, work: Work, seat: bigint | undefined): boolean =>
  seat !== undefined &&
  (ledger.rounds.get(work.id) ?? []).some(
    (round) => round.closedAt === undefined && round.panel.some((it) => it.seat === seat),
  );
