// A pool of reviewers who never were, and the record each of them has earned before an attack begins.
import { newReviewerRecord, type ReviewerRecord, reviewerWeight } from "../../sdk/src/review/index.ts";
import type { Random } from "../reviewCrowds.ts";
import type { Side, Weighted } from "./rules.ts";

/** Of all reviewers, honest or not: reveals that never come, because of a lost salt or a holiday. */
export const ABSENT = 0.03;

export class Reviewer implements Weighted {
  readonly attacker: boolean;
  /** How often it takes bad work for bad, and good work for good. */
  readonly skill: readonly [bad: number, good: number];
  #record: ReviewerRecord = newReviewerRecord;
  readonly #weights: [bigint?, bigint?] = [];

  constructor(attacker: boolean, skill: readonly [bad: number, good: number]) {
    this.attacker = attacker;
    this.skill = skill;
  }

  get record(): ReviewerRecord {
    return this.#record;
  }

  set record(record: ReviewerRecord) {
    this.#record = record;
    this.#weights.length = 0;
  }

  weight(side: Side): bigint {
    this.#weights[side] ??= reviewerWeight(this.#record, side, 2);
    return this.#weights[side];
  }

  /** Another with the same skill and record. */
  copy(): Reviewer {
    const copy = new Reviewer(this.attacker, this.skill);
    copy.record = this.#record;
    return copy;
  }

  /** A score on the side that the reviewer takes the work for. */
  judge(random: Random, good: boolean): number {
    const right = random.next() < this.skill[good ? 1 : 0];
    return (right === good ? 55 : 10) + random.below(36);
  }
}

/** Attackers first; all as able as each other. */
export function people(random: Random, size: number, attackers: number): Reviewer[] {
  const skill = () => 0.5 + 0.5 * random.beta(6, 2);
  return Array.from({ length: size }, (_, i) => new Reviewer(i < attackers, [skill(), skill()]));
}
