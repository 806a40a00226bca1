// `npm run coverage`: which lines and branches of our contracts no test reaches. See docs/COVERAGE.md, which it writes.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { type OutputOptions, type Result, runCommand, runProgram, say, writeWhole } from "../lib/cli.ts";
import { root } from "../lib/paths.ts";
import { forwardSignals } from "../setup/processes.mjs";
import { prepare, probed } from "./copy.ts";
import { judge, measure, type Unlike, type Unreached } from "./measure.ts";
import { coveragePage, type Figures, isClean, summary } from "./report.ts";
import { type Found, fingerprintOf, Kept, type Suite, suitesIn, take } from "./suites.ts";

const here = join(root, "scripts", "coverage");
export const FIGURES = join(root, "docs", "coverage.json");
export const PAGE = join(root, "docs", "COVERAGE.md");

const read = <T>(path: string): T => JSON.parse(readFileSync(path, "utf8")) as T;
export const readUnreached = (): Unreached[] => read(join(here, "unreached.json"));
export const readUnlike = (): Unlike[] => read(join(here, "unlike.json"));
/** The page, of what the last whole run found. */
export const pageNow = (): string => coveragePage(read<Figures>(FIGURES), readUnreached(), readUnlike());

type Options = OutputOptions & { only?: string; again?: boolean; list?: boolean };

async function coverage({ only = "", again = false, list = false, ...output }: Options): Promise<Result> {
  const { targets, texts } = probed(root);
  const suites = suitesIn(root).filter(({ name }) => name.includes(only));
  if (suites.length === 0) throw new TypeError(`No suite is called "${only}".`);
  const kept = new Kept(join(root, "coverage", "suites"));
  const known = (suite: Suite) => (again && !list ? undefined : kept.get(suite, fingerprintOf(root, suite)));
  if (list) {
    const told = suites.map((suite) => ({
      name: suite.name,
      files: suite.files.length,
      seconds: known(suite)?.seconds,
    }));
    const lines = told.map(({ name, seconds }) => `${name}: ${seconds === undefined ? "not run" : `${seconds} s`}`);
    return { json: { suites: told }, text: lines.join("\n") };
  }
  const found = await takeAll(suites, known, kept, texts);
  const reached = new Set(found.flatMap((each) => each.reached));
  const [unreached, unlike] = [readUnreached(), readUnlike()];
  const measured = measure(targets, reached, unreached);
  const judged = judge(found, unlike);
  const seconds = found.reduce((sum, each) => sum + each.seconds, 0);
  if (only === "" && output.out === undefined) {
    const figures: Figures = { files: measured.files, total: measured.total, tests: judged.passed, seconds };
    writeFileSync(FIGURES, `${JSON.stringify(figures, null, 2)}\n`);
    await writeWhole(PAGE, pageNow());
  }
  return {
    json: { ...measured, tests: judged, seconds },
    text: summary(measured, judged),
    exitCode: isClean(measured, judged) ? 0 : 1,
  };
}

/** Each suite's findings: those that are known, and those of a run. The copy is only made if there is something to run. */
async function takeAll(
  suites: readonly Suite[],
  known: (suite: Suite) => Found | undefined,
  kept: Kept,
  texts: ReadonlyMap<string, string>,
): Promise<Found[]> {
  const folder = join(root, "coverage", "copy");
  let prepared = false;
  const found: Found[] = [];
  for (const suite of suites) {
    const before = known(suite);
    if (before) {
      found.push(before);
      continue;
    }
    if (!prepared) {
      say("Building the contracts with probes (some minutes) ...");
      await prepare(root, folder, texts);
      prepared = true;
    }
    const fingerprint = fingerprintOf(root, suite);
    const now = await take(folder, suite);
    say(`${suite.name}: ${now.passed.length} passed, ${now.failed.length} failed, ${now.seconds} s`);
    kept.set(suite, fingerprint, now);
    found.push(now);
  }
  return found;
}

const program = new Command("coverage")
  .description("Says which lines and branches of our contracts no test reaches.")
  .option("--only <text>", "only suites with this in their name; what others reach is then missing")
  .option("--again", "run suites again although nothing has changed")
  .option("--list", "only say which suites there are, and which are known")
  .option("--json", "print one JSON object")
  .option("--out <file>", "write that object to a file")
  .addHelpText(
    "after",
    "\nExample:\n  npm run coverage -- --only Treasury\n\nEnds with 1 if something is neither reached nor explained in scripts/coverage/unreached.json, is reached although it is\nexplained, or a test fails; and with 2 on bad input. A whole run writes docs/COVERAGE.md.",
  )
  .action((options: Options) => runCommand(options, () => coverage(options)));

if (process.argv[1] === import.meta.filename) {
  forwardSignals();
  await runProgram(program);
}
