// One piece of work before a panel, and before the appeal's.
import type { Random } from "../reviewCrowds.ts";
import { type Attack, LAZY_SCORE } from "./catalogue.ts";
import { ABSENT, type Reviewer } from "./reviewers.ts";
import { appealSize, draw, SPECIFIED, sideOf, type Variant, type Vote, verdictOf } from "./rules.ts";

/** Whom the submitter's seat is drawn from, how many, and whether attackers attack or go about their business. */
export interface Setting {
  readonly pool: readonly Reviewer[];
  readonly panel: number;
  readonly attack: Attack;
  readonly attacking: boolean;
  readonly random: Random;
}

export interface Round {
  readonly votes: readonly Vote<Reviewer>[];
  /** What the work's score is after this round. */
  readonly score: number;
  /** Whether the panel's own votes gave it: there was a quorum. */
  readonly decided: boolean;
}

/** The first panel's round: without a quorum it rejects. */
export function firstRound(setting: Setting, good: boolean): Round {
  const drawn = panelOf(setting, setting.panel, undefined);
  return settle(setting, votesOf(setting, drawn, good), 0);
}

/** The appeal's, or null where the pool is too small for one. */
export function appealRound(setting: Setting, good: boolean, first: Round): Round | null {
  const size = appealSize(setting.panel, setting.pool.length);
  if (size === null) return null;
  const drawn = panelOf(setting, size, new Set(first.votes.map(({ reviewer }) => reviewer)));
  const { appealWithoutQuorum } = variantOf(setting);
  return settle(setting, votesOf(setting, drawn, good), appealWithoutQuorum === "rejected" ? 0 : first.score);
}

/** Whether a score is what the attackers are after. */
export function succeeds(attack: Attack, score: number): boolean {
  return sideOf(score) === (attack.goal === "bad work passes" ? 1 : 0);
}

function variantOf({ attack }: Setting): Variant {
  return attack.variant ?? SPECIFIED;
}

function panelOf(
  { pool, attack, attacking, random }: Setting,
  size: number,
  excluded: ReadonlySet<Reviewer> | undefined,
) {
  const rolls = attacking ? (attack.rolls ?? 1) : 1;
  let best = draw(pool, size, random, excluded);
  for (let i = 1; i < rolls; i++) {
    const other = draw(pool, size, random, excluded);
    if (ringShare(other) > ringShare(best)) best = other;
  }
  return best;
}

/** Share of a panel's weight that the ring would hold, if all others reject. */
function ringShare(panel: readonly Reviewer[]): number {
  let [ring, all] = [0, 0];
  for (const reviewer of panel) {
    const weight = Number(reviewer.weight(reviewer.attacker ? 1 : 0));
    all += weight;
    if (reviewer.attacker) ring += weight;
  }
  return ring / all;
}

function votesOf(setting: Setting, panel: readonly Reviewer[], good: boolean): Vote<Reviewer>[] {
  const { pool, attack, attacking, random } = setting;
  const clone = (pool[0] as Reviewer).judge(random, good);
  const absent = ABSENT + (attacking ? (1 - ABSENT) * (attack.recusing ?? 0) : 0);
  return panel.map((reviewer) => {
    const honest = reviewer.judge(random, good);
    const present = random.next() >= (reviewer.attacker ? ABSENT : absent);
    if (!reviewer.attacker) return { reviewer, score: present ? honest : null };
    if (attacking) return { reviewer, score: attack.says(honest, clone) };
    const usual = { absent: null, honest, lazy: LAZY_SCORE, copying: clone }[attack.before];
    return { reviewer, score: present ? usual : null };
  });
}

/** The round's end: the attackers' last moves, if one helps, and the tally. */
function settle(setting: Setting, votes: readonly Vote<Reviewer>[], withoutQuorum: number): Round {
  const tally = (of: readonly Vote<Reviewer>[]) => {
    const verdict = verdictOf(of);
    return { votes: of, score: verdict ?? withoutQuorum, decided: verdict !== null };
  };
  const { attack, attacking } = setting;
  const plain = tally(votes);
  if (!attacking || attack.lastMoves === undefined || succeeds(attack, plain.score)) return plain;
  for (const move of attack.lastMoves) {
    const choices = move === "void" ? voidings(votes, variantOf(setting)) : [withheld(votes)];
    for (const choice of choices) {
      const round = tally(choice);
      if (succeeds(attack, round.score)) return round;
    }
  }
  return plain;
}

function withheld(votes: readonly Vote<Reviewer>[]): Vote<Reviewer>[] {
  return votes.map((vote) => (vote.reviewer.attacker ? { ...vote, score: null } : vote));
}

/** One, two, ... of the others voided, those who reject with the most weight first. */
function* voidings(votes: readonly Vote<Reviewer>[], { voidCounts }: Variant): Generator<Vote<Reviewer>[]> {
  const against = ({ reviewer, score }: Vote<Reviewer>) =>
    score === null || sideOf(score) === 1 ? 0 : Number(reviewer.weight(0));
  const honest = votes
    .filter(({ reviewer, score }) => !reviewer.attacker && score !== null)
    .sort((a, b) => against(b) - against(a));
  for (let count = 1; count <= honest.length; count++) {
    const struck = new Set(honest.slice(0, count));
    yield votes.map((vote) => (struck.has(vote) ? { ...vote, score: voidCounts === "zero" ? 0 : null } : vote));
  }
}
