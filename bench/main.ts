// `npm run bench`: gas of our operations beside their floors, peers and baselines, and how long manifests take to make. A whole
// run writes bench/results.json and docs/BENCHMARKS.md; with --json, --out or --only it changes nothing here.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Command } from "commander";
import { type OutputOptions, type Result, runCommand, runProgram, writeWhole } from "../scripts/lib/cli.ts";
import { root } from "../scripts/lib/paths.ts";
import { timedProgress } from "../scripts/lib/progress.ts";
import { CommonmindError } from "../sdk/src/errors.ts";
import { environment } from "./environment.ts";
import { checkBaselines, recordedRows } from "./gas/recorded.ts";
import { fromJson, type Row, toJson } from "./gas/rows.ts";
import { runSections, type Section, sections } from "./gas/run.ts";
import { measureManifests } from "./offchain.ts";
import { benchmarksPage, benchText } from "./report.ts";

const OFFCHAIN = "offchain";
const RECORDED = "recorded";

type BenchOptions = OutputOptions & { only?: string };

const isSection = (name: string): name is Section => (sections as readonly string[]).includes(name);

/** A part by its name, or every row in whose operation or id the name is found. */
function chosen(only: string | undefined) {
  const part = only === undefined || isSection(only) || only === OFFCHAIN || only === RECORDED ? only : undefined;
  const wanted = (name: string) => only === undefined || part === undefined || part === name;
  const text = part === undefined ? only?.toLowerCase() : undefined;
  return {
    gas: sections.filter(wanted),
    recorded: wanted(RECORDED),
    offchain: only === undefined || part === OFFCHAIN,
    keeps: ({ op, id, subject }: Row) =>
      text === undefined || [op, id, subject].some((each) => each.toLowerCase().includes(text)),
  };
}

async function bench({ only, json, out }: BenchOptions, signal: AbortSignal): Promise<Result> {
  const { onProgress } = timedProgress();
  const choice = chosen(only);
  const measured = (await runSections(choice.gas, { onProgress, signal })).map(fromJson);
  const rows = [...measured, ...(choice.recorded ? recordedRows : [])].filter(choice.keeps);
  const offchain = choice.offchain ? measureManifests(onProgress) : [];
  if (rows.length + offchain.length === 0) {
    throw new CommonmindError({
      code: "NothingToMeasure",
      what: `Nothing is called "${only}".`,
      why: `The parts are ${[...sections, RECORDED, OFFCHAIN].join(", ")}; other names are looked for in operations.`,
      fix: "Run npm run bench -- --json, and look at what op and subject say.",
    });
  }
  const checks = checkBaselines(measured);
  const report = { env: environment(), rows: rows.map(toJson), offchain, checks };
  if (only === undefined && !json && out === undefined) {
    await writeWhole(join(root, "bench", "results.json"), `${JSON.stringify({ schema: 1, ...report }, null, 2)}\n`);
    await writeFile(join(root, "docs", "BENCHMARKS.md"), benchmarksPage({ ...report, rows }));
    onProgress("bench/results.json and docs/BENCHMARKS.md are written");
  }
  return { json: report, text: benchText({ ...report, rows }), exitCode: checks.every(({ ok }) => ok) ? 0 : 1 };
}

const program = new Command("bench")
  .description(
    "Measures the gas of whole transactions in one EVM: ours, what npm has of others, and baselines from specification; and the time that manifests take. Two runs give identical gas. A run of everything writes bench/results.json and docs/BENCHMARKS.md. Exit code 1: a baseline is further from the record than it may be.",
  )
  .option(
    "--only <name>",
    `a part (${[...sections, RECORDED, OFFCHAIN].join(", ")}), or a text in operation or subject`,
  )
  .option("--json", "print one JSON object; no file is written")
  .option("--out <file>", "write the JSON object to a file instead")
  .action((options: BenchOptions) => runCommand(options, (signal) => bench(options, signal)));

await runProgram(program);
