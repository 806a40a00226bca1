// What has happened before an attack: everyone's record comes from ordinary work that was judged by the same rules.
import { Random } from "../reviewCrowds.ts";
import { type Attack, attacks, type Before } from "./catalogue.ts";
import { people, type Reviewer } from "./reviewers.ts";
import { appealRound, firstRound, type Round, type Setting } from "./rounds.ts";
import { afterGold, afterPanel, othersOf, type Side, sideOf, type Vote } from "./rules.ts";

/** Pieces of work before the attack: about 70 seats each in panels of seven and a pool of 200. */
export const HISTORY = 2_000;
export const GOOD = 0.8;
export const GOLD = 0.05;
/** Of wrong verdicts on ordinary work, how many somebody challenges. */
export const WATCHED = 0.5;

export interface Scene {
  readonly panel: number;
  readonly pool: number;
  /** Of the pool. */
  readonly share: number;
  readonly seed: number;
}

const histories = new Map<string, readonly Reviewer[]>();

/** The pool at the attack, the submitter's own seat left out; every call gives a copy of its own. */
export function poolAfterHistory(before: Before, scene: Scene): Reviewer[] {
  const key = [before, scene.panel, scene.pool, scene.share, scene.seed].join();
  const all = histories.get(key) ?? history(before, scene);
  histories.set(key, all);
  return all.slice(scene.share > 0 ? 1 : 0).map((reviewer) => reviewer.copy());
}

function history(before: Before, scene: Scene): Reviewer[] {
  const { pool: size, share, panel, seed } = scene;
  const random = new Random(streamOf(seed, before, scene));
  const all = people(random, size, Math.round(share * size));
  const pool = before === "absent" ? all.filter((reviewer) => !reviewer.attacker) : all;
  const attack: Attack = { ...attacks.farmed, before };
  const setting: Setting = { pool, panel, attack, attacking: false, random };
  for (let i = 0; i < HISTORY; i++) ordinaryWork(setting);
  return all;
}

/** Judged, perhaps challenged, and learnt from. */
export function ordinaryWork(setting: Setting, good = setting.random.next() < GOOD): void {
  const { random } = setting;
  const gold = random.next() < GOLD;
  const first = firstRound(setting, good);
  const wrong = sideOf(first.score) !== truthOf(good);
  const appeal = wrong && random.next() < WATCHED ? appealRound(setting, good, first) : null;
  learn(first, appeal, gold ? truthOf(good) : null);
}

export function truthOf(good: boolean): Side {
  return good ? 1 : 0;
}

/**
 * Every record learns from the other voices of the panel that gave the verdict, an appeal's if it had a quorum; if none
 * had, nothing. From gold's truth alone, if it was gold.
 */
export function learn(first: Round, appeal: Round | null, gold: Side | null): void {
  const teachers = [appeal, first].find((round) => round?.decided === true);
  const votes: readonly Vote<Reviewer>[] = appeal === null ? first.votes : [...first.votes, ...appeal.votes];
  // All are measured before any record moves.
  const learnt = votes.map((vote) => {
    const { record } = vote.reviewer;
    if (gold !== null) return afterGold(record, vote.score, gold);
    return teachers ? afterPanel(record, vote.score, othersOf(teachers.votes, vote)) : record;
  });
  for (const [i, { reviewer }] of votes.entries()) reviewer.record = learnt[i] as Reviewer["record"];
}

/** A seed for each question that is asked of a scene, so that none hangs on the order in which they are. */
export function streamOf(seed: number, what: string, { panel, pool, share }: Scene): number {
  let hash = 2_166_136_261 ^ seed;
  for (const char of `${what}|${panel}|${pool}|${share}`) hash = Math.imul(hash ^ char.charCodeAt(0), 16_777_619);
  return hash >>> 0;
}
