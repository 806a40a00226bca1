// Attacks on review, simulated with the panel's rules and the sdk's reviewer weights: how much bad work passes, by the
// share of the reviewers who attack, and what it costs them. Writes docs/review-attacks.csv, docs/images/review-attacks.svg
// and the tables of docs/review-attacks.md.
//   node --import tsx bench/reviewAttacks.ts [--seed N]
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { root } from "../scripts/lib/paths.ts";
import { flooding, goingOn, shopping } from "./attacks/campaigns.ts";
import { attacks } from "./attacks/catalogue.ts";
import { smallCharts } from "./attacks/chart.ts";
import { averaged, type Chances, measure, ordinary } from "./attacks/measure.ts";
import { campaigns, ordinaryName, type Row, report } from "./attacks/report.ts";
import { csv, withTables } from "./attacks/tables.ts";

const PANELS = [3, 5, 7];
const SHARES = [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5];
const POOL = 200;
const SMALL_POOL = 30;
/** What ordinary judging accepts, and pays, depends on what the attackers were like before. */
const BEFORE = [attacks.farmed, attacks.lazy, attacks.copying];

const { values } = parseArgs({ options: { seed: { type: "string", default: "1" } } });
const seed = Number(values.seed);
const scenes = PANELS.flatMap((panel) => SHARES.map((share) => ({ panel, pool: POOL, share, seed })));

const rows: Row[] = [];
const add = (
  attack: string,
  scene: { panel: number; pool: number; share: number },
  chances: Chances & Partial<Row>,
) => {
  rows.push({ ...chances, attack, panel: scene.panel, pool: scene.pool, share: scene.share });
};
for (const scene of scenes) {
  for (const attack of Object.values(attacks)) {
    add(
      attack.name,
      scene,
      averaged(scene, (one) => measure(attack, one)),
    );
  }
  for (const attack of BEFORE) {
    for (const good of [true, false]) {
      const found = averaged(scene, (one) => ordinary(attack, one, good));
      add(ordinaryName(good, attack), scene, { ...found, attackerSeats: 1, honestSeats: 1 });
    }
  }
  add(campaigns.goingOn, scene, averaged(scene, goingOn));
  add(campaigns.shopping, scene, averaged(scene, shopping));
  add(campaigns.flooding, scene, averaged(scene, flooding));
}
for (const scene of scenes) {
  const small = { ...scene, pool: SMALL_POOL };
  add(
    attacks.farmed.name,
    small,
    averaged(small, (one) => measure(attacks.farmed, one)),
  );
}

const { tables, charts } = report(rows, PANELS, POOL, SMALL_POOL);
const columns = [
  "attack",
  "panel",
  "pool",
  "share",
  "first",
  "appealed",
  "unwatched",
  "unweighted",
  "attackerSeats",
  "attackerPay",
  "honestSeats",
  "honestPay",
  "bribes",
  "attackerWeight",
  "honestWeight",
  "weightKept",
  "submissions",
  "pieces",
  "accepted",
  "challenges",
  "load",
] as const;
writeFileSync(join(root, "docs", "review-attacks.csv"), csv(rows, columns));
writeFileSync(
  join(root, "docs", "images", "review-attacks.svg"),
  smallCharts(
    "How often attacks on review succeed",
    "Fifteen small charts, one for each attack. Across: the attackers' share of the reviewers, 0 to 50 per cent. Up: how often the attack succeeds. All figures stand in review-attacks.csv.",
    charts,
  ),
);
const page = join(root, "docs", "review-attacks.md");
writeFileSync(page, withTables(readFileSync(page, "utf8"), tables));
console.log(Object.values(tables).join("\n\n"));
