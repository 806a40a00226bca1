// `npm run coverage`: which lines and branches of our contracts no test reaches. See docs/COVERAGE.md.
import { existsSync, readFileSync } from "node:fs";
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

type Options = OutputOptions & { only?: string; again?: boolean; list?: boolean; write?: boolean };

async function coverage({ only = "", again = false, list = false, write = false }: Options): Promise<Result> {
  const suites = suitesIn(root).filter(({ name }) => name.includes(only));
  if (suites.length === 0) throw badInput(`No suite is called "${only}".`);
  if (write && only !== "") throw badInput("Only a whole run is written down.");
  const kept = new Kept(join(root, "coverage", "suites"));
  const states = suites.map((suite) => {
    const fingerprint = fingerprintOf(root, suite);
    return { suite, fingerprint, found: again && !list ? undefined : kept.get(suite, fingerprint) };
  });
  if (list) return listed(states);

  const { targets, texts } = probed(root);
  const found = await takeAll(states, kept, texts);
  const [unreached, unlike] = [readUnreached(), readUnlike()];
  const measured = measure(targets, new Set(found.flatMap((each) => each.reached)), unreached);
  const judged = judge(found, only === "" ? unlike : unlike.filter(({ title }) => titlesOf(found).includes(title)));
  const seconds = found.reduce((sum, each) => sum + each.seconds, 0);
  const figures: Figures = { files: measured.files, total: measured.total, tests: judged.passed, seconds };
  if (write) {
    await writeWhole(FIGURES, `${JSON.stringify(figures, null, 2)}\n`);
    await writeWhole(PAGE, pageNow());
  }
  const stale = only === "" && !isWritten(figures);
  return {
    json: { ...measured, tests: judged, seconds, stale },
    text: [summary(measured, judged), ...(stale ? ["docs/COVERAGE.md isn't up to date: --write"] : [])].join("\n"),
    exitCode: isClean(measured, judged) && !stale ? 0 : 1,
  };
}

type State = { suite: Suite; fingerprint: string; found: Found | undefined };

const badInput = (message: string) => Object.assign(new Error(message), { exitCode: 2 });
const titlesOf = (found: readonly Found[]) => found.flatMap(({ passed, failed }) => [...passed, ...failed]);

function listed(states: readonly State[]): Result {
  const told = states.map(({ suite, found }) => ({ ...suite, seconds: found?.seconds ?? null }));
  const lines = told.map(({ name, seconds }) => `${name}: ${seconds === null ? "not run" : `${seconds} s`}`);
  return { json: { suites: told }, text: lines.join("\n") };
}

/** Whether the page says so; but for the time that it took. */
function isWritten(figures: Figures): boolean {
  if (!existsSync(FIGURES)) return false;
  const timeless = ({ files, total, tests }: Figures) => JSON.stringify({ files, total, tests });
  return timeless(read<Figures>(FIGURES)) === timeless(figures) && readFileSync(PAGE, "utf8") === pageNow();
}

/** Each suite's findings: those that are known, and those of a run. The copy is only made if there is something to run. */
async function takeAll(states: readonly State[], kept: Kept, texts: ReadonlyMap<string, string>): Promise<Found[]> {
  const folder = join(root, "coverage", "copy");
  if (states.some(({ found }) => found === undefined)) {
    say("Building the contracts with probes, which takes some minutes where they have changed ...");
    await prepare(root, folder, texts);
  }
  const all: Found[] = [];
  for (const { suite, fingerprint, found } of states) {
    const now = found ?? (await take(folder, suite));
    if (!found) {
      say(`${suite.name}: ${now.passed.length} passed, ${now.failed.length} failed, ${now.seconds} s`);
      kept.set(suite, fingerprint, now);
    }
    all.push(now);
  }
  return all;
}

const program = new Command("coverage")
  .description("Says which lines and branches of our contracts no test reaches.")
  .option("--only <text>", "only suites with this in their name; what others reach is then missing")
  .option("--again", "run suites again although nothing has changed")
  .option("--write", "write what a whole run found to docs/COVERAGE.md and docs/coverage.json")
  .option("--list", "only say which suites there are, and which are known")
  .option("--json", "print one JSON object")
  .option("--out <file>", "write that object to a file")
  .addHelpText(
    "after",
    "\nExample:\n  npm run coverage -- --only Treasury\n\nEnds with 1 if something is neither reached nor explained in scripts/coverage/unreached.json, is reached although it is\nexplained, a test fails, or docs/COVERAGE.md says something else than a whole run found; and with 2 on bad input.\nSuites that ran are kept in coverage/, and run again once something that they depend on has changed.",
  )
  .action((options: Options) => runCommand(options, () => coverage(options)));

if (process.argv[1] === import.meta.filename) {
  forwardSignals();
  await runProgram(program);
}
