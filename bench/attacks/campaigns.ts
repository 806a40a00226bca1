// Attacks that take many pieces of work: lying again and again, submitting again until it passes, flooding.
import { Random } from "../reviewCrowds.ts";
import { type Attack, attacks } from "./catalogue.ts";
import {
  GOLD,
  GOOD,
  learn,
  ordinaryWork,
  poolAfterHistory,
  type Scene,
  streamOf,
  truthOf,
  WATCHED,
} from "./history.ts";
import type { Chances } from "./measure.ts";
import type { Reviewer } from "./reviewers.ts";
import { appealRound, firstRound, type Round, type Setting } from "./rounds.ts";
import { ACCEPTED_FROM } from "./rules.ts";

const ring: Attack = attacks.farmed;
const paths = ["first", "appealed", "unwatched"] as const;
type Path = (typeof paths)[number];

function passes(path: Path, first: Round, appeal: Round | null): boolean {
  const [one, two] = [first.score >= ACCEPTED_FROM, (appeal ?? first).score >= ACCEPTED_FROM];
  return path === "first" ? one : path === "appealed" ? two : one || two;
}

/** Pieces of bad work that a ring lies on until it is looked at, and the pieces then looked at. */
export const LIES = { before: 100, measured: 200 };

/** A ring that judges good work honestly, and lies on every bad piece of the ordinary flow, gold included. */
export function goingOn(scene: Scene): Chances & { readonly attackerWeight: number } {
  const pool = poolAfterHistory("honest", scene);
  const random = new Random(streamOf(scene.seed, "going on", scene));
  const setting: Setting = { pool, panel: scene.panel, attack: ring, attacking: true, random };
  const sums = { first: 0, appealed: 0, unwatched: 0 };
  let weights = 0;
  for (let lie = 0; lie < LIES.before + LIES.measured; ) {
    if (random.next() < GOOD) {
      ordinaryWork({ ...setting, attacking: false }, true);
      continue;
    }
    const first = firstRound(setting, false);
    const appeal = appealRound(setting, false, first);
    if (lie >= LIES.before) {
      for (const path of paths) if (passes(path, first, appeal)) sums[path]++;
      weights += meanWeight(pool);
    }
    // The ring challenges whatever fails; half of what passes is challenged by others.
    const challenged = first.score < ACCEPTED_FROM || random.next() < WATCHED;
    learn(first, challenged ? appeal : null, random.next() < GOLD ? truthOf(false) : null);
    lie++;
  }
  return { ...shares(sums, LIES.measured), attackerWeight: weights / LIES.measured };
}

function meanWeight(pool: readonly Reviewer[]): number {
  const ringOf = pool.filter((reviewer) => reviewer.attacker);
  return ringOf.length === 0 ? 0 : ringOf.reduce((sum, r) => sum + Number(r.weight(1)), 0) / ringOf.length;
}

const SHOPPERS = 150;
export const TRIES = 5;

/** One piece submitted up to {@link TRIES} times, a little changed each time; every panel learns before the next. */
export function shopping(scene: Scene): Chances & { readonly submissions: number } {
  const pool = poolAfterHistory("honest", scene);
  const records = pool.map((reviewer) => reviewer.record);
  const random = new Random(streamOf(scene.seed, "shopping", scene));
  const setting: Setting = { pool, panel: scene.panel, attack: ring, attacking: true, random };
  const sums = { first: 0, appealed: 0, unwatched: 0 };
  let submissions = 0;
  for (const path of paths) {
    for (let shopper = 0; shopper < SHOPPERS; shopper++) {
      for (let attempt = 0; attempt < TRIES; attempt++) {
        if (path === "appealed") submissions++;
        const first = firstRound(setting, false);
        const appeal = path === "first" ? null : appealRound(setting, false, first);
        learn(first, path === "unwatched" && first.score >= ACCEPTED_FROM ? null : appeal, null);
        if (passes(path, first, appeal)) {
          sums[path]++;
          break;
        }
      }
      for (const [i, reviewer] of pool.entries()) reviewer.record = records[i] as Reviewer["record"];
    }
  }
  return { ...shares(sums, SHOPPERS), submissions: submissions / SHOPPERS };
}

/** The most that a seat may have under review at once. */
export const SLOTS = 6;
/** Review periods in the 30 days in which a seat has one challenge. */
export const PERIODS = 2;
/** Of honest reviewers, how many spend theirs on what the flood got accepted. */
export const WATCHERS = 0.25;
const FLOODED = 1_500;

export interface Flood extends Chances {
  readonly pieces: number;
  /** Accepted by first panels, per epoch. */
  readonly accepted: number;
  readonly challenges: number;
  /** Seats each reviewer is drawn for, per epoch. */
  readonly load: number;
}

/** One lie cut into as many pieces as the ring's seats can submit in an epoch, more than others can challenge. */
export function flooding(scene: Scene): Flood {
  const pool = poolAfterHistory("honest", scene);
  const random = new Random(streamOf(scene.seed, "flooding", scene));
  const setting: Setting = { pool, panel: scene.panel, attack: ring, attacking: true, random };
  const seats = Math.round(scene.share * scene.pool);
  const honest = scene.pool - seats;
  // Without attackers, one bad submission stands for the flood.
  const pieces = Math.max(1, seats * SLOTS * PERIODS);
  const challenges = Math.round(honest * WATCHERS);
  const sums = { first: 0, appealed: 0, unwatched: 0 };
  const epochs = Math.ceil(FLOODED / pieces);
  let votes = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    let [theirs, ours] = [challenges, seats];
    for (let piece = 0; piece < pieces; piece++) {
      const first = firstRound(setting, false);
      const accepted = first.score >= ACCEPTED_FROM;
      votes += first.votes.length;
      if (accepted) sums.first++;
      // Rejected work is challenged while the ring has challenges left.
      const appeal = (accepted ? theirs : ours) > 0 ? appealRound(setting, false, first) : null;
      const passed = (appeal ?? first).score >= ACCEPTED_FROM;
      if (passed) sums.appealed++;
      if (accepted || passed) sums.unwatched++;
      if (appeal === null) continue;
      votes += appeal.votes.length;
      if (accepted) theirs--;
      else ours--;
    }
  }
  const all = pieces * epochs;
  return {
    ...shares(sums, all),
    pieces,
    accepted: (sums.first / all) * pieces,
    challenges,
    load: votes / epochs / pool.length,
  };
}

function shares(sums: Readonly<Record<Path, number>>, of: number): Chances {
  return { first: sums.first / of, appealed: sums.appealed / of, unwatched: sums.unwatched / of };
}
