// Attacks on review, simulated with the panel's own rules (sdk/src/review): which share of bad work passes, by the share
// of seats that the attackers hold. Writes docs/review-attacks.csv and docs/images/review-attacks.svg.
//   node --import tsx bench/reviewAttacks.ts [--seed N]
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { root } from "../scripts/lib/paths.ts";
import {
  learnFromGold,
  learnFromPanel,
  lowerWeightedMedian,
  newReviewerRecord,
  type ReviewerRecord,
  reviewerWeight,
} from "../sdk/src/review/index.ts";
import { attackChart } from "./reviewAttackChart.ts";
import { Random } from "./reviewCrowds.ts";

const POOL = 200;
const PANELS = [3, 5, 7];
const SHARES = [0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5];
/** Pieces of work before the attack: about 50 seats each in panels of five. */
const HISTORY = 2_000;
const TRIALS = 2_000;
const GOOD = 0.8;
const GOLD = 0.05;
const ACCEPTED_FROM = 50;

/** What attackers say, null for nothing: of work before the attack, and of the bad work that is to pass. */
interface Attack {
  readonly name: string;
  readonly before: (honest: number, clone: number) => number | null;
  readonly during: (honest: number, clone: number) => number | null;
}

const attacks: readonly Attack[] = [
  { name: "ring without a record", before: () => null, during: () => 100 },
  // Also what bribed reviewers do, whatever the bribe promises.
  { name: "ring that judged honestly before", before: (honest) => honest, during: () => 100 },
  { name: "lazy: always 80", before: () => 80, during: () => 80 },
  { name: "copying one of them", before: (_, clone) => clone, during: (_, clone) => clone },
  { name: "withholding rejections", before: (honest) => honest, during: onlyAcceptance },
];

function onlyAcceptance(honest: number): number | null {
  return honest >= ACCEPTED_FROM ? honest : null;
}

interface Reviewer {
  readonly attacker: boolean;
  /** How often it takes good work for good, and bad work for bad. */
  readonly skill: readonly [bad: number, good: number];
  record: ReviewerRecord;
}

interface Row {
  readonly attack: string;
  readonly panel: number;
  readonly share: number;
  readonly badPasses: number;
  readonly badPassesUnweighted: number;
  readonly goodPasses: number;
  readonly attackerWeight: number;
  readonly honestWeight: number;
}

/** A score on the side that the reviewer takes the work for. */
function judge(random: Random, { skill }: Reviewer, good: boolean): number {
  const right = random.next() < skill[good ? 1 : 0];
  return (right === good ? 55 : 10) + random.below(36);
}

function people(random: Random, share: number): Reviewer[] {
  const attackers = Math.round(share * POOL);
  return Array.from({ length: POOL }, (_, i) => ({
    attacker: i < attackers,
    skill: [0.5 + 0.5 * random.beta(6, 2), 0.5 + 0.5 * random.beta(6, 2)] as const,
    record: newReviewerRecord,
  }));
}

function simulate(attack: Attack, panel: number, share: number, seed: number): Row {
  const random = new Random(seed);
  const pool = people(random, share);
  const say = (work: { good: boolean; attacked: boolean }) => {
    const clone = judge(random, pool[0] as Reviewer, work.good);
    return random
      .shuffle(pool)
      .slice(0, panel)
      .flatMap((reviewer) => {
        const honest = judge(random, reviewer, work.good);
        const by = work.attacked ? attack.during : attack.before;
        const score = reviewer.attacker ? by(honest, clone) : honest;
        if (score === null) return [];
        const side = score >= ACCEPTED_FROM ? 1 : 0;
        return [{ reviewer, score: BigInt(score), side, weight: reviewerWeight(reviewer.record, side, 2) }];
      });
  };

  for (let i = 0; i < HISTORY; i++) {
    const good = random.next() < GOOD;
    const isGold = random.next() < GOLD;
    const voices = say({ good, attacked: false });
    for (const voice of voices) {
      const { reviewer, side } = voice;
      const others = [0, 1].map((of) =>
        voices.reduce((sum, v) => (v !== voice && v.side === of ? sum + v.weight : sum), 0n),
      );
      reviewer.record = isGold
        ? learnFromGold(reviewer.record, side, good ? 1 : 0)
        : learnFromPanel(reviewer.record, side, others);
    }
  }

  const passes = (voices: readonly { score: bigint; weight: bigint }[]) =>
    voices.length > 0 && lowerWeightedMedian(voices) >= BigInt(ACCEPTED_FROM);
  let [bad, unweighted, good] = [0, 0, 0];
  for (let i = 0; i < TRIALS; i++) {
    const voices = say({ good: false, attacked: true });
    if (passes(voices)) bad++;
    if (passes(voices.map(({ score }) => ({ score, weight: 1n })))) unweighted++;
    if (passes(say({ good: true, attacked: false }))) good++;
  }
  const weightOf = (attackers: boolean) => {
    const weights = pool.filter((r) => r.attacker === attackers).map((r) => Number(reviewerWeight(r.record, 1, 2)));
    return weights.length === 0 ? 0 : Math.round(weights.reduce((a, b) => a + b, 0) / weights.length);
  };
  return {
    attack: attack.name,
    panel,
    share,
    badPasses: bad / TRIALS,
    badPassesUnweighted: unweighted / TRIALS,
    goodPasses: good / TRIALS,
    attackerWeight: weightOf(true),
    honestWeight: weightOf(false),
  };
}

const { values } = parseArgs({ options: { seed: { type: "string", default: "1" } } });
const rows = attacks.flatMap((attack) =>
  PANELS.flatMap((panel) => SHARES.map((share) => simulate(attack, panel, share, Number(values.seed)))),
);
const columns = [
  "attack",
  "panel",
  "share",
  "badPasses",
  "badPassesUnweighted",
  "goodPasses",
  "attackerWeight",
  "honestWeight",
] as const;
const csv = [columns.join(","), ...rows.map((row) => columns.map((column) => row[column]).join(","))].join("\n");
writeFileSync(join(root, "docs", "review-attacks.csv"), `${csv}\n`);
const lines = attacks.map(({ name }) => ({
  name,
  points: rows
    .filter((row) => row.attack === name && row.panel === 7)
    .map((row) => [row.share, row.badPasses] as const),
}));
writeFileSync(join(root, "docs", "images", "review-attacks.svg"), attackChart(lines));
console.log(csv);
