// `npm run bench`: gas of our operations beside their floors, peers and baselines; how long manifests, records and a first start
// take, and what pages weigh. A whole run writes bench/results.json, docs/BENCHMARKS.md and docs/SCALE.md, and so does a part of what
// isn't gas, by itself. With --json, --out or another --only nothing is changed here.
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { type OutputOptions, type Result, runCommand, runProgram, writeWhole } from "../scripts/lib/cli.ts";
import { root } from "../scripts/lib/paths.ts";
import { timedProgress } from "../scripts/lib/progress.ts";
import { CommonmindError } from "../sdk/src/errors.ts";
import { environment } from "./environment.ts";
import { measureFresh, measureTests } from "./fresh.ts";
import { checkBaselines, recordedRows } from "./gas/recorded.ts";
import { fromJson, type JsonRow, type Row, toJson } from "./gas/rows.ts";
import { runSections, type Section, sections } from "./gas/run.ts";
import { measureManifests, measureRecords, type OffchainPart, type OffchainRow } from "./offchain.ts";
import { benchmarksPage, benchText, type Report } from "./report.ts";
import { scalePage, scaleText } from "./scale/page.ts";
import { runScale, type ScaleRun } from "./scale/run.ts";
import type { AuditedPage } from "./web/audit.ts";

/** Everything beside gas but {@link SCALE} and the tests, which are only measured by name: they take long. */
const OFFCHAIN = "offchain";
const offchainParts = ["manifests", "records", "fresh"] as const satisfies readonly OffchainPart[];
const TESTS = "tests";
const RECORDED = "recorded";
const SCALE = "scale";
const parts = [...sections, RECORDED, OFFCHAIN, ...offchainParts, TESTS, SCALE].join(", ");
const results = join(root, "bench", "results.json");

type Results = Omit<Report, "rows"> & { schema: 1; rows: readonly JsonRow[]; scale: ScaleRun };
type BenchOptions = OutputOptions & { only?: string; contributors: number; samples: number; record?: string };

const isSection = (name: string): name is Section => (sections as readonly string[]).includes(name);

/** A part by its name, or every row in whose operation or id the name is found. */
function chosen(only: string | undefined) {
  const part = only === undefined || isSection(only) || only === RECORDED ? only : undefined;
  const wanted = (name: string) => only === undefined || part === undefined || part === name;
  const text = part === undefined ? only?.toLowerCase() : undefined;
  return {
    gas: sections.filter(wanted),
    recorded: wanted(RECORDED),
    keeps: ({ op, id, subject }: Row) =>
      text === undefined || [op, id, subject].some((each) => each.toLowerCase().includes(text)),
  };
}

const committed = (): Results => JSON.parse(readFileSync(results, "utf8")) as Results;

async function write(found: Results, onProgress: (message: string) => void): Promise<void> {
  const rows = found.rows.map(fromJson);
  const pages = { "BENCHMARKS.md": benchmarksPage({ ...found, rows }), "SCALE.md": scalePage({ ...found, rows }) };
  await writeWhole(results, `${JSON.stringify(found, null, 2)}\n`);
  for (const [name, page] of Object.entries(pages)) await writeFile(join(root, "docs", name), page);
  onProgress("bench/results.json, docs/BENCHMARKS.md and docs/SCALE.md are written");
}

async function benchScale(options: BenchOptions, signal: AbortSignal): Promise<Result> {
  const { contributors, samples, record, json, out } = options;
  const { onProgress } = timedProgress();
  const file = record === undefined ? {} : { record: resolve(process.env.INIT_CWD ?? ".", record) };
  const scale = await runScale({ contributors, samples, ...file, onProgress, signal });
  if (!json && out === undefined) await write({ ...committed(), scale }, onProgress);
  return { json: scale, text: scaleText(scale), exitCode: scale.simulation.wrong.length === 0 ? 0 : 1 };
}

type Measuring = { onProgress: (message: string) => void; signal: AbortSignal };
type Offchain = { rows: readonly OffchainRow[]; web: readonly AuditedPage[] };

const measure: Readonly<Record<OffchainPart, (options: Measuring) => Promise<Offchain>>> = {
  manifests: async (options) => ({ rows: await measureManifests(options), web: [] }),
  records: async (options) => ({ rows: await measureRecords(options), web: [] }),
  fresh: measureFresh,
  tests: async (options) => ({ rows: await measureTests(options), web: [] }),
};

async function measureOffchain(wanted: readonly OffchainPart[], options: Measuring): Promise<Offchain> {
  const found: Offchain[] = [];
  for (const part of wanted) found.push(await measure[part](options));
  return { rows: found.flatMap(({ rows }) => rows), web: found.flatMap(({ web }) => web) };
}

/** What was measured now, and of what wasn't what stood there. */
function renewed({ rows, web }: Offchain): Pick<Results, "offchain" | "web"> {
  const before = committed();
  const parts = new Set(rows.map(({ part }) => part));
  const offchain = [...before.offchain.filter(({ part }) => !parts.has(part)), ...rows];
  return { offchain, web: web.length > 0 ? web : before.web };
}

function offchainOf(only: string | undefined): readonly OffchainPart[] {
  if (only === undefined || only === OFFCHAIN) return offchainParts;
  return ([...offchainParts, TESTS] as const).filter((part) => part === only);
}

async function bench(options: BenchOptions, signal: AbortSignal): Promise<Result> {
  const { only, json, out } = options;
  if (only === SCALE) return benchScale(options, signal);
  const { onProgress } = timedProgress();
  const alone = only === undefined ? [] : offchainOf(only);
  const choice = chosen(only);
  const measured = alone.length > 0 ? [] : (await runSections(choice.gas, { onProgress, signal })).map(fromJson);
  const rows = [...measured, ...(choice.recorded ? recordedRows : [])].filter(choice.keeps);
  const found = await measureOffchain(offchainOf(only), { onProgress, signal });
  if (rows.length + found.rows.length === 0) {
    throw new CommonmindError({
      code: "NothingToMeasure",
      what: `Nothing is called "${only}".`,
      why: `The parts are ${parts}; other names are looked for in operations.`,
      fix: "Run npm run bench -- --json, and look at what op and subject say.",
    });
  }
  const checks = checkBaselines(measured);
  const report = { env: environment(), rows: rows.map(toJson), offchain: found.rows, web: found.web, checks };
  if (!json && out === undefined) {
    if (only === undefined) await write({ ...committed(), schema: 1, ...report, ...renewed(found) }, onProgress);
    else if (alone.length > 0) await write({ ...committed(), ...renewed(found) }, onProgress);
  }
  return { json: report, text: benchText({ ...report, rows }), exitCode: checks.every(({ ok }) => ok) ? 0 : 1 };
}

const count = (least: number) => (text: string) => {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new InvalidArgumentError(`A whole number of at least ${least}.`);
};

const program = new Command("bench")
  .description(
    "Measures the gas of whole transactions in one EVM: ours, what npm has of others, and baselines from specification; and the time that manifests, records, a first start and its pages take. Two runs give identical gas. A run of everything writes bench/results.json, docs/BENCHMARKS.md and docs/SCALE.md, and so does a part that isn't gas. The part tests runs npm test in a fresh clone. The part scale simulates a co-op of many contributors, has a generated history recorded, and writes what it found there as well. Exit code 1: a baseline is further from the record than it may be, or the simulation found something wrong.",
  )
  .option("--only <name>", `a part (${parts}), or a text in operation or subject`)
  .option("--contributors <count>", "of the simulation in the part scale", count(2), 1_000_000)
  .option("--samples <count>", "how many of them claim", count(2), 200)
  .option(
    "--record <file>",
    "what bench:record wrote with --postgres --json --out, in place of measuring it in the part scale",
  )
  .option("--json", "print one JSON object; no file is written")
  .option("--out <file>", "write the JSON object to a file instead")
  .action((options: BenchOptions) => runCommand(options, (signal) => bench(options, signal)));

await runProgram(program);
