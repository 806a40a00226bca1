// `npm run mutate`: changes the contracts in small ways and sees whether a test fails. See docs/MUTATION.md, which it writes
// unless --only, --json or --out is given.
import { existsSync, readFileSync } from "node:fs";
import { setPriority } from "node:os";
import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { type OutputOptions, type Result, runCommand, runProgram, say, writeWhole } from "../lib/cli.ts";
import { root } from "../lib/paths.ts";
import { Build } from "./build.ts";
import { hashOf, type Mutant, mutantsOf } from "./mutants.ts";
import { mutationPage, summary } from "./report.ts";
import { type MutantResult, readResults, writeResults } from "./results.ts";
import { type Equivalent, explanationOf, scoreOf } from "./score.ts";
import { groupOf, groups, testsFor, testsHash } from "./tests.ts";
import { QUICK, Trials } from "./trials.ts";

const RESULTS = join(root, "scripts", "mutate", "results.json");
const EQUIVALENTS = join(root, "scripts", "mutate", "equivalents.json");
const PAGE = join(root, "docs", "MUTATION.md");

/** Groups whose score must reach this. */
const WANTED = 0.95;
/** Mutants compiled at a time, and those among which batches are made if the time is bounded. */
const BATCH = 8;
const ROUND = 60;

type Options = OutputOptions & {
  only?: string;
  sample: number;
  seed: number;
  all?: boolean;
  minutes?: number;
  limit: number;
  solidity: boolean;
  quick?: boolean;
  report?: boolean;
  list?: boolean;
};

async function run(options: Options, signal: AbortSignal): Promise<Result> {
  const build = new Build(root);
  const everything = build.files().flatMap((file) => {
    const { text, tree } = build.source(file);
    return mutantsOf(file, text, tree);
  });
  const chosen = choose(everything, options);
  if (chosen.length === 0) throw new Error(`Nothing is called "${options.only}".`);
  if (options.list) return { json: { mutants: chosen }, text: chosen.map(described).join("\n") };

  const kept = readResults(RESULTS, options.seed);
  const known = new Map(kept.results.map((result) => [result.id, result]));
  const present = new Set(everything.map(({ id }) => id));
  const stands = new Set(chosen.filter((mutant) => isCurrent(known.get(mutant.id), options)).map(({ id }) => id));
  const open = options.report ? [] : chosen.filter(({ id }) => !stands.has(id));
  say(`${everything.length} mutants in all, ${chosen.length} chosen, ${stands.size} known, ${open.length} to try`);
  const trials = new Trials(root, build, options.limit * 60_000, {
    ...options,
    unsound: kept.unsound,
    known: kept.results,
  });
  const resumed = new Set(
    open
      .filter(({ id }) => isCurrent(known.get(id), { ...options, quick: true }) && known.get(id)?.quick)
      .map(({ id }) => id),
  );
  // What was begun is brought to its end first.
  open.sort((a, b) => Number(resumed.has(b.id)) - Number(resumed.has(a.id)));
  await tryAll(trials, open, resumed, options, signal, async (found) => {
    for (const result of found) known.set(result.id, result);
    await writeResults(RESULTS, {
      seed: options.seed,
      unsound: trials.unsound,
      results: [...known.values()].filter(({ id }) => present.has(id)),
    });
  });

  const equivalents = JSON.parse(readFileSync(EQUIVALENTS, "utf8")) as Equivalent[];
  const results = chosen.flatMap(({ id }) => known.get(id) ?? []);
  const scores = Object.fromEntries(
    groups
      .map((group) => [group, results.filter(({ file }) => groupOf(file) === group)] as const)
      .filter(([, found]) => found.length > 0)
      .map(([group, found]) => [group, scoreOf(found, equivalents)]),
  );
  const survivors = results.filter(({ status }) => status === "survived" || status === "timeout");
  const contradicted = equivalents.filter((each) =>
    results.some((result) => result.status === "killed" && explanationOf(result, [each])),
  );
  const page = {
    everything,
    chosen,
    results,
    equivalents,
    unsound: trials.unsound,
    seed: options.seed,
    all: options.all ?? false,
  };
  if (options.only === undefined && !options.json && options.out === undefined)
    await writeWhole(PAGE, mutationPage(page));
  const poor = Object.values(scores).some(({ score }) => score !== null && score < WANTED);
  return {
    json: { scores, survivors, contradicted },
    text: summary(scores, survivors, equivalents, contradicted),
    exitCode: poor || contradicted.length > 0 ? 1 : 0,
  };
}

/** Whether nothing that a result rests on has changed: the mutant's own function is part of its id. */
function isCurrent(
  result: MutantResult | undefined,
  { quick, solidity }: Pick<Options, "quick" | "solidity">,
): boolean {
  if (!result) return false;
  if (result.quick && !quick) return false;
  if (result.status === "invalid" || result.status === "same") return true;
  return (solidity ? [true] : [true, false]).some((asked) => {
    const files = filesOf(result, asked);
    return files.every((file) => existsSync(join(root, file))) && result.tests === testsHash(root, files);
  });
}

/** A kill rests on the test that made it; all others on all tests that were asked. */
function filesOf(
  { status, file, by, quick }: Pick<MutantResult, "status" | "file" | "by" | "quick">,
  solidity: boolean,
): string[] {
  if (status === "killed" && by) return [by.file];
  const tests = testsFor(root, file);
  if (quick) return tests.chain.slice(0, QUICK);
  return solidity ? [...tests.chain, ...tests.solidity] : tests.chain;
}

/** So many of each group, in an order that the seed decides: a larger sample holds the smaller one. */
function choose(mutants: readonly Mutant[], { only, sample, seed, all }: Options): Mutant[] {
  const order = new Map(mutants.map(({ id }) => [id, hashOf(String(seed), id)]));
  const wanted = mutants.filter(
    ({ file, place }) => only === undefined || groupOf(file) === only || `${file} ${place}`.includes(only),
  );
  const lists = groups.map((group) =>
    wanted
      .filter(({ file }) => groupOf(file) === group)
      .sort((a, b) => ((order.get(a.id) as string) < (order.get(b.id) as string) ? -1 : 1))
      .slice(0, all ? undefined : sample),
  );
  // In turn, so that a run that is broken off has looked at all groups.
  const longest = Math.max(...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, i) => lists.flatMap((list) => list[i] ?? [])).flat();
}

async function tryAll(
  trials: Trials,
  mutants: readonly Mutant[],
  resumed: ReadonlySet<string>,
  options: Options,
  signal: AbortSignal,
  onResult: (results: MutantResult[]) => Promise<void>,
): Promise<void> {
  if (mutants.length === 0) return;
  setPriority(5);
  const { minutes } = options;
  const end = minutes === undefined ? Number.POSITIVE_INFINITY : Date.now() + minutes * 60_000;
  let done = 0;
  const stop = () => trials.close();
  signal.addEventListener("abort", stop);
  try {
    for (const { file, batch } of batchesOf(mutants, minutes === undefined ? mutants.length : ROUND)) {
      if (Date.now() >= end) break;
      signal.throwIfAborted();
      const started = Date.now();
      const found = await trials.try(file, batch, resumed);
      await onResult(
        batch.map((mutant, i) => {
          const { change: _, line: __, ...own } = mutant;
          const trial = found[i] as (typeof found)[number];
          return { ...own, ...trial, tests: testsHash(root, filesOf({ ...own, ...trial }, options.solidity)) };
        }),
      );
      done += batch.length;
      const seconds = Math.round((Date.now() - started) / 1000);
      const missed = batch.filter((_, i) => ["survived", "timeout"].includes(found[i]?.status ?? ""));
      say(`${done}/${mutants.length} ${batch.length} of ${file} in ${seconds} s, ${missed.length} not noticed`);
      for (const mutant of missed) say(`  ${described(mutant)}`);
    }
  } finally {
    signal.removeEventListener("abort", stop);
    trials.close();
  }
}

/** Mutants of one file are tried together, as long as the order of rounds stays: a run that ends early leaves a sample. */
function batchesOf(mutants: readonly Mutant[], size: number): { file: string; batch: Mutant[] }[] {
  const rounds = Array.from({ length: Math.ceil(mutants.length / size) }, (_, i) =>
    mutants.slice(i * size, (i + 1) * size),
  );
  return rounds.flatMap((round) =>
    [...new Set(round.map(({ file }) => file))].flatMap((file) => {
      const own = round.filter((each) => each.file === file);
      return Array.from({ length: Math.ceil(own.length / BATCH) }, (_, i) => ({
        file,
        batch: own.slice(i * BATCH, (i + 1) * BATCH),
      }));
    }),
  );
}

const described = ({ file, line, place, operator, before, after }: Mutant) =>
  `${file}:${line} ${place} ${operator}: ${before} => ${after === "" ? "(nothing)" : after}`;

const number = (text: string): number => {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError("A number above 0, please.");
  return value;
};

const program = new Command("mutate")
  .description("Changes the contracts in small ways, one at a time, and sees whether a test fails.")
  .option("--only <text>", `one of ${groups.join(", ")}, or a part of a file's or a function's name`)
  .option("--sample <n>", "mutants to try in each group", number, 60)
  .option("--seed <n>", "which ones", number, 1)
  .option("--all", "try every mutant")
  .option("--minutes <n>", "begin no further mutant after this long", number)
  .option("--limit <minutes>", "how long the tests of one mutant may take", number, 10)
  .option("--no-solidity", "don't try survivors on the Solidity tests")
  .option("--quick", `ask only the first ${QUICK} test files about each; a run without it goes on from there`)
  .option("--report", "try nothing: only count what is known")
  .option("--list", "only print the mutants")
  .option("--json", "print one JSON object")
  .option("--out <file>", "write that object to a file")
  .addHelpText(
    "after",
    "\nExample:\n  npm run mutate -- --only treasury --sample 100\n\nEnds with 1 if a group's score is below 95 %, or a mutant that is explained as equivalent was killed; with 2 on bad input. Results are kept in scripts/mutate/results.json.",
  )
  .action((options: Options) => runCommand(options, (signal) => run(options, signal)));

await runProgram(program);
