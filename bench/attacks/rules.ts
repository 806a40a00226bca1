// The panel's rules as far as an attack can lean on them: who is drawn, what counts, what is paid, what is learnt.
import { learnFromGold, learnFromPanel, lowerWeightedMedian, type ReviewerRecord } from "../../sdk/src/review/index.ts";
import type { Random } from "../reviewCrowds.ts";

export const ACCEPTED_FROM = 50;
/** Pay is counted in hundredths of a fee, in which the rule never rounds. */
export const FEE = 100;

/** 0: the score rejects, 1: it accepts. */
export type Side = 0 | 1;

export function sideOf(score: number): Side {
  return score >= ACCEPTED_FROM ? 1 : 0;
}

/** Somebody whose voice counts `weight(side)`. */
export interface Weighted {
  weight(side: Side): bigint;
}

/** What became of one seat of a panel: `score` is null if it wasn't revealed, or was voided. */
export interface Vote<Who extends Weighted = Weighted> {
  readonly reviewer: Who;
  readonly score: number | null;
}

/** What the rules might say otherwise; {@link SPECIFIED} is what they say. */
export interface Variant {
  /** Whether the verdict counts a voided voice as a revealed score of 0, or as a missing one. */
  readonly voidCounts: "missing" | "zero";
  /** What becomes of challenged work if too few reveal on the appeal panel. */
  readonly appealWithoutQuorum: "first verdict stands" | "rejected";
}

export const SPECIFIED: Variant = { voidCounts: "zero", appealWithoutQuorum: "first verdict stands" };

/** Reveals without which a panel says nothing: more than half of the seats drawn. */
export function quorumOf(drawn: number): number {
  return Math.floor(drawn / 2) + 1;
}

/** Seats of the appeal panel; null where it wouldn't be larger than the first one, so that a vote decides. */
export function appealSize(first: number, eligible: number): number | null {
  const size = Math.min(2 * first + 1, eligible - first);
  return size > first ? size : null;
}

/** `size` of the pool, without replacement; `excluded` are never drawn. */
export function draw<Who>(pool: readonly Who[], size: number, random: Random, excluded?: ReadonlySet<Who>): Who[] {
  const drawn = new Set<Who>();
  if (pool.length - (excluded?.size ?? 0) < size) throw new RangeError("fewer in the pool than seats");
  while (drawn.size < size) {
    const who = random.choice(pool);
    if (excluded?.has(who) !== true) drawn.add(who);
  }
  return [...drawn];
}

/** The panel's score; null without a quorum. The order of the votes doesn't matter. */
export function verdictOf(votes: readonly Vote[]): number | null {
  const voices = votes.flatMap(({ reviewer, score }) =>
    score === null ? [] : [{ score: BigInt(score), weight: reviewer.weight(sideOf(score)) }],
  );
  return voices.length < quorumOf(votes.length) ? null : Number(lowerWeightedMedian(voices));
}

/** What it would be if all voices weighed the same. */
export function unweightedVerdictOf(votes: readonly Vote[]): number | null {
  const scores = votes.flatMap(({ score }) => (score === null ? [] : [score])).sort((a, b) => a - b);
  return scores.length < quorumOf(votes.length) ? null : (scores[Math.ceil(scores.length / 2) - 1] ?? null);
}

/** Of a fee of {@link FEE}. A missing reveal, or a void one, is paid nothing. */
export function payOf(score: number | null, final: number): number {
  return score === null ? 0 : Math.max(0, 100 - 2 * Math.abs(score - final));
}

/** Weight by side of all votes but one's own. */
export function othersOf(votes: readonly Vote[], own?: Vote): bigint[] {
  const sums = [0n, 0n];
  for (const vote of votes) {
    if (vote === own || vote.score === null) continue;
    const side = sideOf(vote.score);
    sums[side] = (sums[side] as bigint) + vote.reviewer.weight(side);
  }
  return sums;
}

/** The record after a panel on which the others weighed so. Who didn't reveal is taken to have said the wrong side. */
export function afterPanel(record: ReviewerRecord, score: number | null, others: readonly bigint[]): ReviewerRecord {
  const theirs = (others[1] as bigint) > (others[0] as bigint) ? 1 : 0;
  return learnFromPanel(record, score === null ? 1 - theirs : sideOf(score), others);
}

/** The record after gold work of which `truth` is the right side. */
export function afterGold(record: ReviewerRecord, score: number | null, truth: Side): ReviewerRecord {
  return learnFromGold(record, score === null ? 1 - truth : sideOf(score), truth);
}
