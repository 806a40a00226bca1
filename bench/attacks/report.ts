// Which of the figures the page shows, and how.
import { type Attack, attacks, type Before } from "./catalogue.ts";
import type { SmallChart } from "./chart.ts";
import { GOOD } from "./history.ts";
import type { Chances, Costs } from "./measure.ts";
import { FEE } from "./rules.ts";
import { type Cell, markdown, percent } from "./tables.ts";

export interface Row extends Chances, Partial<Costs> {
  readonly attack: string;
  readonly panel: number;
  readonly pool: number;
  readonly share: number;
  readonly unweighted?: number;
  readonly submissions?: number;
  readonly pieces?: number;
  readonly accepted?: number;
  readonly challenges?: number;
  readonly load?: number;
}

export const campaigns = {
  goingOn: "going on lying",
  shopping: "shopping: five submissions",
  flooding: "splitting into a flood",
} as const;

export function ordinaryName(good: boolean, { before }: Pick<Attack, "before">): string {
  return `ordinary ${good ? "good" : "bad"} work, ${before} before`;
}

const LARGEST = 7;
/** The page's tables look at these shares. */
const SHOWN = [0, 0.1, 0.2, 0.3, 0.4, 0.5];
const EXAMPLE = 0.2;

/** In the order of the page. */
const SHOWN_ATTACKS: readonly string[] = [
  attacks.newRing.name,
  attacks.farmed.name,
  campaigns.goingOn,
  attacks.lazy.name,
  attacks.copying.name,
  attacks.bribery.name,
  attacks.withholding.name,
  attacks.blocking.name,
  attacks.against.name,
  attacks.voiding.name,
  campaigns.shopping,
  campaigns.flooding,
  attacks.steering.name,
];
const VARIANTS = [
  attacks.farmed.name,
  attacks.voiding.name,
  attacks.voidNoQuorum.name,
  attacks.voidMissing.name,
  attacks.voidMissingNoQuorum.name,
  attacks.recusal.name,
  attacks.recusalNoQuorum.name,
  attacks.blocking.name,
  attacks.blockingNoQuorum.name,
];

export function report(rows: readonly Row[], panels: readonly number[], pool: number, smallPool: number) {
  const find = (attack: string, panel: number, share: number, of = pool): Row => {
    const row = rows.find((r) => r.attack === attack && r.panel === panel && r.share === share && r.pool === of);
    if (row === undefined) throw new Error(`There are no figures for ${attack}.`);
    return row;
  };
  const pair = (row: Row) => `${percent(row.first)} / ${percent(row.appealed)}`;
  const triple = (row: Row) => `${pair(row)} / ${percent(row.unwatched)}`;

  const byShare = markdown(
    ["attack, panel of 7", ...SHOWN.map((share) => `${100 * share} %`)],
    SHOWN_ATTACKS.map((attack) => [attack, ...SHOWN.map((share) => pair(find(attack, LARGEST, share)))]),
  );
  const byPanel = markdown(
    [`attack, attackers' share ${100 * EXAMPLE} %`, ...panels.map((panel) => `panel of ${panel}`)],
    [
      ...SHOWN_ATTACKS.map((attack) => [attack, ...panels.map((panel) => triple(find(attack, panel, EXAMPLE)))]),
      [
        `${attacks.farmed.name}, ${smallPool} reviewers`,
        ...panels.map((panel) => triple(find(attacks.farmed.name, panel, EXAMPLE, smallPool))),
      ],
    ],
  );
  const variants = markdown(
    ["panel of 7", ...SHOWN.map((share) => `${100 * share} %`)],
    VARIANTS.map((attack) => [attack, ...SHOWN.map((share) => pair(find(attack, LARGEST, share)))]),
  );

  const costs = markdown(
    [
      `attack, panel of 7, share ${100 * EXAMPLE} %`,
      "their seats drawn",
      "pay per seat",
      "pay lost",
      "bribes",
      "fees per success",
      "weight before",
      "kept after one",
    ],
    Object.values(attacks)
      .filter(({ name }) => SHOWN_ATTACKS.includes(name))
      .map(({ name }) => costsOf(find(name, LARGEST, EXAMPLE), find(name, LARGEST, 0))),
  );

  const pay = (good: Row, bad: Row, key: "attackerPay" | "honestPay") =>
    ((GOOD * (good[key] ?? 0) + (1 - GOOD) * (bad[key] ?? 0)) / FEE).toFixed(2);
  const usual = (words: string, before: Before, share: number): Cell[] => {
    const [good, bad] = [true, false].map((is) => find(ordinaryName(is, { before }), LARGEST, share)) as [Row, Row];
    const theirs = share === 0 ? "" : pay(good, bad, "attackerPay");
    return [words, pair(good), pair(bad), theirs, pay(good, bad, "honestPay")];
  };
  const recusing = ({ name }: Attack): Cell[] => {
    const { first, appealed } = find(name, LARGEST, 0);
    return [name, `${percent(1 - first)} / ${percent(1 - appealed)}`, "", "", ""];
  };
  const ordinary = markdown(
    ["panel of 7, nobody attacks", "good work accepted", "bad work accepted", "their pay", "others' pay"],
    [
      usual("all are honest", "honest", 0),
      usual("20 % are lazy", "lazy", 0.2),
      usual("40 % are lazy", "lazy", 0.4),
      usual("20 % copy", "copying", 0.2),
      usual("40 % copy", "copying", 0.4),
      recusing(attacks.fewAuthors),
      recusing(attacks.manyAuthors),
    ],
  );

  const flood = markdown(
    ["panel of 7", ...SHOWN.slice(1).map((share) => `${100 * share} %`)],
    (
      [
        ["pieces in 30 days", "pieces", 0],
        ["of them accepted by first panels", "accepted", 0],
        ["challenges the others have", "challenges", 0],
        ["reviews for each reviewer", "load", 1],
      ] as const
    ).map(([words, key, digits]) => [
      words,
      ...SHOWN.slice(1).map((share) => (find(campaigns.flooding, LARGEST, share)[key] ?? 0).toFixed(digits)),
    ]),
  );

  const chart = (attack: string, title: string, of = "bad work that passes"): SmallChart => ({
    title,
    of,
    curves: panels.map((panel) => ({
      panel,
      points: rows.filter((row) => row.attack === attack && row.panel === panel && row.pool === pool),
    })),
  });
  const charts = [
    chart(attacks.newRing.name, "Ring of new seats"),
    chart(attacks.farmed.name, "Farmed reputation"),
    chart(campaigns.goingOn, "Going on lying"),
    chart(attacks.lazy.name, "Lazy: always 80"),
    chart(attacks.copying.name, "Copying one of them"),
    chart(attacks.bribery.name, "Bribery (p + epsilon)", "... by the share for sale"),
    chart(attacks.withholding.name, "Withholding in the appeal"),
    chart(attacks.blocking.name, "Withholding, good work", "good work that is rejected"),
    chart(attacks.against.name, "Rejecting it openly", "good work that is rejected"),
    chart(attacks.voiding.name, "Voiding honest reviewers"),
    chart(attacks.voidMissing.name, "If a void were taken out", "... instead of counting as a 0"),
    chart(attacks.recusal.name, "Naming half, who recuse"),
    chart(campaigns.shopping, "Panel shopping", "... within five submissions"),
    chart(campaigns.flooding, "Splitting into a flood"),
    chart(attacks.steering.name, "Steering", "... with the better of two panels"),
  ];
  return { tables: { "by share": byShare, "by panel": byPanel, costs, variants, ordinary, flood }, charts };
}

/** `nobody`: the same question without attackers, for what honest judging would have been paid. */
function costsOf(row: Row, nobody: Row): Cell[] {
  const fees = (hundredths: number) => (hundredths / FEE).toFixed(2);
  const [seats, pay, bribes] = [row.attackerSeats ?? 0, row.attackerPay ?? 0, row.bribes ?? 0];
  const lost = (seats * (nobody.honestPay ?? 0)) / (nobody.honestSeats ?? 1) - pay;
  const perSuccess =
    row.appealed === 0 ? "never" : lost + bribes <= 0 ? "0" : ((lost + bribes) / FEE / row.appealed).toFixed(0);
  return [
    row.attack,
    seats.toFixed(1),
    fees(pay / seats),
    fees(lost),
    bribes === 0 ? "" : fees(bribes),
    perSuccess,
    (row.attackerWeight ?? 0).toFixed(0),
    `${percent(row.weightKept ?? 1)} %`,
  ];
}
