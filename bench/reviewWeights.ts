// Reviewer weights measured: the figures of docs/review-weights.md, on real judgements and on crowds that never were.
//   node --import tsx bench/reviewWeights.ts [--crowds N] [--from SEED] [--golds N] [--orders N] [FOLDER ...]
// A FOLDER holds labels.csv and truth.csv; without any, those of data/reviews.
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { root } from "../scripts/lib/paths.ts";
import { evaluate } from "../scripts/review/evaluate.ts";
import { type Judgements, readJudgements } from "../scripts/review/judgements.ts";
import { crowd, crowdRecipe, Random } from "./reviewCrowds.ts";

type Accuracy = { commonmind: number; majority: number; dawidSkene: number };

const { values, positionals } = parseArgs({
  options: {
    crowds: { type: "string", default: "300" },
    from: { type: "string", default: "1" },
    golds: { type: "string", default: "8" },
    orders: { type: "string", default: "0" },
  },
  allowPositionals: true,
});
const GOLD = 0.05;
/** Below majority by more than this is a miss. */
const MISS = 0.01;

function measure(
  name: string,
  judgements: Judgements,
  golds: number,
): { name: string; plain: Accuracy; gold: Accuracy[] } {
  const accuracy = (gold: number, seed: number) => evaluate(judgements, { gold, seed }).report.accuracy;
  return {
    name,
    plain: accuracy(0, 1),
    gold: Array.from({ length: golds }, (_, i) => accuracy(GOLD, i + 1)),
  };
}

function mean(accuracies: readonly Accuracy[]): Accuracy {
  const of = (key: keyof Accuracy) => accuracies.reduce((sum, a) => sum + a[key], 0) / accuracies.length;
  return { commonmind: of("commonmind"), majority: of("majority"), dawidSkene: of("dawidSkene") };
}

const percent = (x: number) => (100 * x).toFixed(2).padStart(8);
const line = (name: string, a: Accuracy) =>
  console.log(`${name.padEnd(32)}${percent(a.commonmind)}${percent(a.majority)}${percent(a.dawidSkene)}`);

function summary(title: string, measured: ReturnType<typeof measure>[]) {
  const plain = measured.map((set) => set.plain);
  const gold = measured.flatMap((set) => set.gold);
  line(`${title}, mean`, mean(plain));
  if (gold.length > 0) line(`${title}, mean with gold`, mean(gold));
  const margins = (all: readonly Accuracy[], key: "commonmind" | "dawidSkene") => all.map((a) => a[key] - a.majority);
  for (const [what, all] of [
    ["", plain],
    [" with gold", gold],
  ] as const) {
    for (const key of ["commonmind", "dawidSkene"] as const) {
      const below = margins(all, key).filter((margin) => margin < -MISS - 1e-9);
      const worst = Math.min(0, ...margins(all, key));
      console.log(
        `  more than 1 point below majority${what}: ${key} ${below.length} of ${all.length}, worst ${percent(worst)}`,
      );
    }
  }
}

function reordered(judgements: Judgements, seed: number): Judgements {
  return { ...judgements, items: new Random(seed).shuffle(judgements.items) };
}

console.log(`${"per cent right".padEnd(32)}commonmnd majority Dawid-Sk`);
const folders =
  positionals.length > 0 ? positionals : ["snow08_rte", "gal_mozafari"].map((name) => join("data/reviews", name));
const sets = folders.map((folder) => ({
  name: basename(folder),
  judgements: readJudgements({ labels: join(folder, "labels.csv"), truth: join(folder, "truth.csv") }, (file) =>
    file.startsWith("/") ? file : join(root, file),
  ),
}));
const real = sets.map(({ name, judgements }) => measure(name, judgements, Number(values.golds)));
for (const { name, plain, gold } of real) {
  line(name, plain);
  if (gold.length > 0) line(`  with 5 % gold, ${gold.length} seeds`, mean(gold));
}
summary("real sets", real);
if (Number(values.orders) > 0) {
  const shuffled = sets.flatMap(({ name, judgements }) =>
    Array.from({ length: Number(values.orders) }, (_, i) => measure(name, reordered(judgements, i + 1), 1)),
  );
  summary(`in ${values.orders} other orders`, shuffled);
}
if (Number(values.crowds) > 0) {
  const crowds = Array.from({ length: Number(values.crowds) }, (_, i) => {
    const seed = Number(values.from) + i;
    return measure(`crowd ${seed}`, crowd(crowdRecipe(seed), seed), 1);
  });
  summary(`${values.crowds} crowds`, crowds);
}
