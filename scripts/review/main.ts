// `npm run review:evaluate`: real judgements through the panel's own rules, beside plain majority and Dawid-Skene.
import { Command, InvalidArgumentError } from "commander";
import { type OutputOptions, type Result, runCommand, runProgram, say, userPath, writeWhole } from "../lib/cli.ts";
import { timedProgress } from "../lib/progress.ts";
import { type Evaluation, evaluate } from "./evaluate.ts";
import { readJudgements } from "./judgements.ts";
import { assertPredictable, predictionsCsv } from "./predictions.ts";

type EvaluateCliOptions = OutputOptions & {
  labels: string;
  truth: string;
  gold: number;
  seed: number;
  predictions?: string;
};

async function reviewEvaluate(options: EvaluateCliOptions): Promise<Result> {
  const { labels, truth, gold, seed, predictions: file } = options;
  const { onProgress } = timedProgress();
  const judgements = readJudgements({ labels, truth }, userPath);
  if (file !== undefined) assertPredictable(judgements, labels);
  const evaluation = evaluate(judgements, { gold, seed, onProgress });
  if (file !== undefined) {
    await writeWhole(userPath(file), predictionsCsv(judgements, evaluation.gold, evaluation.predictions));
    say(`Predictions written to ${file}`);
  }
  return { json: evaluation.report, text: inWords(evaluation.report) };
}

function inWords({ items, scored, annotators, classes, gold, accuracy }: Evaluation["report"]): string {
  return [
    `items       ${items}, of which ${scored} scored and ${gold} gold`,
    `annotators  ${annotators}`,
    `classes     ${classes}`,
    "accuracy",
    `  commonmind   ${accuracy.commonmind.toFixed(4)}`,
    `  majority     ${accuracy.majority.toFixed(4)}`,
    `  dawidSkene   ${accuracy.dawidSkene.toFixed(4)}`,
  ].join("\n");
}

const program = new Command("review:evaluate")
  .description(
    "Feeds each item's judgements through the panel's own rules, in order and in one pass, and compares what comes out\n" +
      "with the truth, beside plain majority and Dawid-Skene, which sees everything at once. See docs/review-weights.md.",
  )
  .requiredOption("--labels <file>", "CSV of judgements: item,annotator,label")
  .requiredOption("--truth <file>", "CSV of what is right: item,truth (not every item needs a row)")
  .option("--gold <share>", "share of the items of known truth that serve as gold, 0 to below 1", share, 0)
  .option("--seed <n>", "chooses the gold; the same seed gives the same output", integer, 1)
  .option("--predictions <file>", "write item,gold,commonmind,majority,dawidSkene, ties joined by |")
  .option("--json", "one JSON object on stdout instead of words")
  .option("--out <file>", "write the JSON object to a file")
  .showHelpAfterError("(--help shows an example)")
  .addHelpText(
    "after",
    "\nExample:\n  npm run review:evaluate -- --labels data/reviews/snow08_rte/labels.csv" +
      " --truth data/reviews/snow08_rte/truth.csv --gold 0.05",
  )
  .action((options: EvaluateCliOptions) => runCommand(options, () => reviewEvaluate(options)));

function share(text: string): number {
  const value = Number(text);
  if (/^(\d+(\.\d*)?|\.\d+)$/.test(text) && value < 1) return value;
  throw new InvalidArgumentError("It takes a number from 0 to below 1, such as 0.05.");
}

function integer(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError("It takes a whole number of at most 15 digits.");
  return Number(text);
}

await runProgram(program);
