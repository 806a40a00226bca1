// How often an attack on one piece of work succeeds, and what it costs.
import { Random } from "../reviewCrowds.ts";
import type { Attack } from "./catalogue.ts";
import { learn, poolAfterHistory, type Scene, streamOf } from "./history.ts";
import type { Reviewer } from "./reviewers.ts";
import { appealRound, firstRound, type Round, type Setting, succeeds } from "./rounds.ts";
import { payOf, sideOf, unweightedVerdictOf, type Vote } from "./rules.ts";

export const REPEATS = 3;
/** Pieces of work attacked in each of them. */
export const TRIALS = 1_000;
/** Trials whose effect on records is looked at. */
const LEARNT = 100;

export interface Chances {
  /** There are no appeals. */
  readonly first: number;
  /** Every success is challenged by somebody honest, and every failure by the attackers. */
  readonly appealed: number;
  /** Only the attackers challenge. */
  readonly unwatched: number;
}

/** Per attempt, both rounds, hundredths of a fee; shares are of 1. */
export interface Costs {
  readonly attackerSeats: number;
  readonly attackerPay: number;
  readonly honestSeats: number;
  readonly honestPay: number;
  readonly bribes: number;
  /** An attacker's weight for accepting before, and what share of it is left after one such piece. */
  readonly attackerWeight: number;
  readonly honestWeight: number;
  readonly weightKept: number;
}

export interface Measured extends Chances, Costs {
  /** As `first`, if every voice weighed the same. */
  readonly unweighted: number;
}

/** The means of what is found in a few scenes that differ by seed alone: each has its own people and its own history. */
export function averaged<Found extends Readonly<Record<keyof Found, number>>>(
  scene: Scene,
  find: (scene: Scene) => Found,
): Found {
  const found = Array.from({ length: REPEATS }, (_, i) => find({ ...scene, seed: scene.seed * REPEATS + i }));
  const keys = Object.keys(found[0] as Found) as (keyof Found)[];
  const mean = (key: keyof Found) => found.reduce((sum, one) => sum + one[key], 0) / REPEATS;
  return Object.fromEntries(keys.map((key) => [key, mean(key)])) as Found;
}

export function measure(attack: Attack, scene: Scene): Measured {
  const pool = poolAfterHistory(attack.before, scene);
  const random = new Random(streamOf(scene.seed, attack.name, scene));
  const setting: Setting = { pool, panel: scene.panel, attack, attacking: true, random };
  const good = attack.goal === "good work is rejected";
  const weights = [weightOf(pool, true), weightOf(pool, false)] as const;
  const sums = { first: 0, appealed: 0, unwatched: 0, unweighted: 0, bribes: 0 };
  const seats = { attacker: { seats: 0, pay: 0 }, honest: { seats: 0, pay: 0 } };
  const kept = { before: 0, after: 0 };
  for (let i = 0; i < TRIALS; i++) {
    const first = firstRound(setting, good);
    const appeal = appealRound(setting, good, first);
    const final = (appeal ?? first).score;
    const passes = { first: succeeds(attack, first.score), appealed: succeeds(attack, final) };
    if (passes.first) sums.first++;
    if (passes.appealed) sums.appealed++;
    if (passes.first || passes.appealed) sums.unwatched++;
    if (succeeds(attack, unweightedVerdictOf(first.votes) ?? 0)) sums.unweighted++;
    const votes = [...first.votes, ...(appeal?.votes ?? [])];
    for (const { reviewer, score } of votes) {
      const of = reviewer.attacker ? seats.attacker : seats.honest;
      of.seats++;
      of.pay += payOf(score, final);
      if (reviewer.attacker && score !== null && !passes.appealed) sums.bribes += attack.bribe ?? 0;
    }
    if (i < LEARNT) addKept(kept, first, appeal, votes);
  }
  return {
    first: sums.first / TRIALS,
    appealed: sums.appealed / TRIALS,
    unwatched: sums.unwatched / TRIALS,
    unweighted: sums.unweighted / TRIALS,
    attackerSeats: seats.attacker.seats / TRIALS,
    attackerPay: seats.attacker.pay / TRIALS,
    honestSeats: seats.honest.seats / TRIALS,
    honestPay: seats.honest.pay / TRIALS,
    bribes: sums.bribes / TRIALS,
    attackerWeight: weights[0],
    honestWeight: weights[1],
    weightKept: kept.before === 0 ? 1 : kept.after / kept.before,
  };
}

/** Lets the records learn, looks at the attackers', and puts all back. */
function addKept(
  kept: { before: number; after: number },
  first: Round,
  appeal: Round | null,
  votes: readonly Vote<Reviewer>[],
): void {
  const records = votes.map(({ reviewer }) => reviewer.record);
  const weight = () =>
    votes.reduce((sum, { reviewer }) => (reviewer.attacker ? sum + Number(reviewer.weight(1)) : sum), 0);
  kept.before += weight();
  learn(first, appeal, null);
  kept.after += weight();
  for (const [i, { reviewer }] of votes.entries()) reviewer.record = records[i] as Reviewer["record"];
}

/** Mean weight for accepting. */
function weightOf(pool: readonly Reviewer[], attacker: boolean): number {
  const weights = pool.filter((r) => r.attacker === attacker).map((r) => Number(r.weight(1)));
  return weights.length === 0 ? 0 : weights.reduce((a, b) => a + b, 0) / weights.length;
}

export interface Ordinary extends Chances {
  /** Hundredths of a fee, of one seat on a first panel that isn't challenged. */
  readonly attackerPay: number;
  readonly honestPay: number;
}

/** Work with the same records, nobody attacking: how much of it is accepted, and what the two kinds of people earn. */
export function ordinary(attack: Attack, scene: Scene, good: boolean): Ordinary {
  const pool = poolAfterHistory(attack.before, scene);
  const random = new Random(streamOf(scene.seed, `ordinary ${good}`, scene));
  const setting: Setting = { pool, panel: scene.panel, attack, attacking: false, random };
  const pay = { attacker: 0, attackers: 0, honest: 0, others: 0 };
  let [first, appealed, unwatched] = [0, 0, 0];
  for (let i = 0; i < TRIALS; i++) {
    const one = firstRound(setting, good);
    const two = appealRound(setting, good, one) ?? one;
    const [before, after] = [sideOf(one.score) === 1, sideOf(two.score) === 1];
    if (before) first++;
    if (after) appealed++;
    if (before || after) unwatched++;
    for (const { reviewer, score } of one.votes) {
      pay[reviewer.attacker ? "attacker" : "honest"] += payOf(score, one.score);
      pay[reviewer.attacker ? "attackers" : "others"]++;
    }
  }
  return {
    first: first / TRIALS,
    appealed: appealed / TRIALS,
    unwatched: unwatched / TRIALS,
    attackerPay: pay.attackers === 0 ? 0 : pay.attacker / pay.attackers,
    honestPay: pay.honest / pay.others,
  };
}
