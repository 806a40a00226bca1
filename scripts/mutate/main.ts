// `npm run mutate`: changes the contracts in small ways and sees whether a test fails. See docs/MUTATION.md, which it writes.
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { setPriority, tmpdir } from "node:os";
import { join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { type OutputOptions, type Result, runCommand, runProgram, say, writeWhole } from "../lib/cli.ts";
import { root } from "../lib/paths.ts";
import { Build } from "./build.ts";
import { hashOf, type Mutant, mutantsOf } from "./mutants.ts";
import { mutationPage, summary } from "./report.ts";
import { type MutantResult, readResults, writeResults } from "./results.ts";
import { type Equivalent, explanationOf, scoreOf } from "./score.ts";
import { type Group, groupOf, groups, testsFor, testsHash } from "./tests.ts";
import { Trials } from "./trials.ts";

const RESULTS = join(root, "scripts", "mutate", "results.json");
const EQUIVALENTS = join(root, "scripts", "mutate", "equivalents.json");
const PAGE = join(root, "docs", "MUTATION.md");

/** Groups whose score must reach this. */
const WANTED = 0.95;

type Options = OutputOptions & {
  only?: string;
  sample: number;
  seed: number;
  all?: boolean;
  workers: number;
  minutes?: number;
  limit: number;
  solidity: boolean;
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
  const stands = new Set(chosen.filter((mutant) => isCurrent(known.get(mutant.id))).map(({ id }) => id));
  const open = options.report ? [] : chosen.filter(({ id }) => !stands.has(id));
  say(`${everything.length} mutants in all, ${chosen.length} chosen, ${stands.size} known, ${open.length} to try`);
  await tryAll(build, open, options, signal, async (result) => {
    known.set(result.id, result);
    await writeResults(RESULTS, {
      seed: options.seed,
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
  const page = { everything, results, equivalents, seed: options.seed, all: options.all ?? false };
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
function isCurrent(result: MutantResult | undefined): boolean {
  if (!result) return false;
  if (result.status === "invalid" || result.status === "same") return true;
  const files = filesOf(result);
  return files.every((file) => existsSync(join(root, file))) && result.tests === testsHash(root, files);
}

/** A kill rests on the test that made it; all others on all tests. */
function filesOf({ status, file, by }: Pick<MutantResult, "status" | "file" | "by">): string[] {
  if (status === "killed" && by) return [by.file];
  const { chain, solidity } = testsFor(root, file);
  return [...chain, ...solidity];
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
  build: Build,
  mutants: readonly Mutant[],
  { workers, limit, minutes, solidity }: Options,
  signal: AbortSignal,
  onResult: (result: MutantResult) => Promise<void>,
): Promise<void> {
  if (mutants.length === 0) return;
  setPriority(19);
  const queue = [...mutants];
  const end = minutes === undefined ? Number.POSITIVE_INFINITY : Date.now() + minutes * 60_000;
  let done = 0;
  const work = async (): Promise<void> => {
    const trials = new Trials(
      root,
      join(mkdtempSync(join(tmpdir(), "commonmind-mutate-")), "copy"),
      build,
      limit * 60_000,
    );
    const stop = () => trials.close();
    signal.addEventListener("abort", stop);
    try {
      for (let mutant = queue.shift(); mutant && Date.now() < end; mutant = queue.shift()) {
        signal.throwIfAborted();
        const started = Date.now();
        const trial = await trials.try(mutant, { solidity });
        const { change: _, line: __, ...own } = mutant;
        const tests = testsHash(root, filesOf({ ...own, ...trial }));
        await onResult({ ...own, ...trial, tests });
        const seconds = Math.round((Date.now() - started) / 1000);
        say(`${++done}/${mutants.length} ${trial.status} (${seconds} s) ${described(mutant)}`);
      }
    } finally {
      signal.removeEventListener("abort", stop);
      trials.close();
    }
  };
  await Promise.all(Array.from({ length: Math.min(workers, mutants.length) }, work));
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
  .option("--workers <n>", "processes beside each other", number, 1)
  .option("--minutes <n>", "begin no further mutant after this long", number)
  .option("--limit <minutes>", "how long the tests of one mutant may take", number, 15)
  .option("--no-solidity", "don't try survivors on the Solidity tests")
  .option("--report", "try nothing: only count what is known")
  .option("--list", "only print the mutants")
  .option("--json", "print one JSON object")
  .option("--out <file>", "write that object to a file")
  .addHelpText(
    "after",
    "\nExample:\n  npm run mutate -- --only treasury --sample 100\n\nEnds with 1 if a group's score is below 95 %, and with 2 on bad input. Results are kept in scripts/mutate/results.json.",
  )
  .action((options: Options) => runCommand(options, (signal) => run(options, signal)));

await runProgram(program);

export type { Group };
