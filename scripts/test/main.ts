// `npm test`: type check, lint and every test, in lanes beside each other. Prints `N passed, N failed, N skipped` as its last line.

import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { filesUnder } from "../setup/files.mjs";
import { forwardSignals, root, run, stopIfInterrupted, toolPath } from "../setup/processes.mjs";
import { checkOutcome, judge, type Outcome, parseSkips, withExitCode } from "./results.ts";

const usage = `Usage: npm test -- [--only types,lint,mocha,services,programs,solidity,browser] [--grep TEXT]

  --only   Run only these, separated by commas: "programs" are the tests that start programs of ours, "services" those of the
           record and of content.
  --grep   Run only the tests whose title matches; leaves out types and lint.
`;

/**
 * What runs beside each other; in a lane, one after the other. Two lanes hardly fill two cores: tests wait for chains, databases
 * and pages much of their time, and none needs what another computes. The browser's dApp is built when types are checked: these
 * would read what is half written.
 */
const lanes = [["types", "lint", "mocha", "services"], ["programs"], ["solidity", "browser"]] as const;
const parts: readonly Part[] = lanes.flat();
type Part = (typeof lanes)[number][number];
type Runner = Exclude<Part, "types" | "lint">;
const isRunner = (part: Part): part is Runner => part !== "types" && part !== "lint";

/** The lint checks: each passes or fails as a whole. */
function lintChecks(): { title: string; args: string[] }[] {
  const solidity = ["bench", "contracts", "test"].flatMap((folder) =>
    filesUnder(join(root, folder), (path) => path.endsWith(".sol")),
  );
  const biome = { title: "biome", args: [toolPath("@biomejs/biome", "biome"), "check", "--error-on-warnings"] };
  if (solidity.length === 0) return [biome];
  return [
    biome,
    // --disc: no look for a newer solhint.
    { title: "solhint", args: [toolPath("solhint"), "--disc", "--max-warnings", "0", ...solidity] },
    { title: "prettier", args: [toolPath("prettier"), "--check", "--log-level", "warn", ...solidity] },
  ];
}

async function check(title: string, args: string[]): Promise<Outcome> {
  process.stdout.write(`\n> ${title}\n`);
  const { code } = await run(process.execPath, args);
  stopIfInterrupted();
  return checkOutcome(title, code);
}

/** @param behind Its output is shown as a whole, once it has ended: another runner's is on the screen meanwhile. */
async function tests(runner: Runner, grep: string | undefined, behind: boolean): Promise<Outcome> {
  process.stdout.write(behind ? `\n> ${runner} too, shown once they have ended\n` : `\n> ${runner}\n`);
  const directory = mkdtempSync(join(tmpdir(), "commonmind-test-"));
  try {
    const report = join(directory, "report.json");
    const args = ["--import", "tsx", "scripts/test/hardhat.ts", runner, report, ...(grep === undefined ? [] : [grep])];
    const { code, output } = await run(process.execPath, args, { capture: behind });
    if (behind) process.stdout.write(`\n> ${runner}, ended\n${output}`);
    stopIfInterrupted();
    return withExitCode(existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : undefined, runner, code);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The dApp's code and its tests know other worlds (a page, a worker) than the rest. */
async function typeChecks(): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const project of [".", "frontend", "frontend/test", "indexer"]) {
    const title = project === "." ? "types" : `types of ${project}`;
    outcomes.push(await check(title, [toolPath("typescript", "tsc"), "--noEmit", "-p", project]));
  }
  return outcomes;
}

async function lintOutcomes(): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { title, args } of lintChecks()) outcomes.push(await check(title, args));
  return outcomes;
}

async function runLanes(wanted: readonly Part[], grep: string | undefined): Promise<Outcome[]> {
  const chosen = lanes.map((lane) => lane.filter((part) => wanted.includes(part))).filter((lane) => lane.length > 0);
  const outcomes = await Promise.all(
    chosen.map(async (lane, i) => {
      const ended: Outcome[] = [];
      for (const part of lane) {
        if (isRunner(part)) ended.push(await tests(part, grep, i > 0));
        else ended.push(...(part === "types" ? await typeChecks() : await lintOutcomes()));
      }
      return ended;
    }),
  );
  return outcomes.flat();
}

async function main(): Promise<number> {
  const { only, grep, help } = options();
  if (help) {
    process.stdout.write(usage);
    return 0;
  }
  const skips = parseSkips(JSON.parse(readFileSync(join(root, "test", "skips.json"), "utf8")));
  const outcomes = await runLanes(only, grep);
  const { ok, notes, lastLine } = judge(outcomes, skips, {
    selected: grep !== undefined,
    ci: Boolean(process.env.CI),
  });
  process.stdout.write(`\n${[...notes, lastLine].join("\n")}\n`);
  return ok ? 0 : 1;
}

function options(): { only: readonly Part[]; grep: string | undefined; help: boolean } {
  const { values } = parseArgs({
    options: { only: { type: "string" }, grep: { type: "string" }, help: { type: "boolean", default: false } },
  });
  const named = values.only?.split(",") ?? (values.grep === undefined ? parts : parts.filter(isRunner));
  const unknown = named.filter((name) => !parts.some((part) => part === name));
  if (unknown.length > 0) throw new TypeError(`There is no "${unknown.join(", ")}" to run.`);
  return { only: parts.filter((part) => named.includes(part)), grep: values.grep, help: values.help };
}

forwardSignals();
try {
  process.exitCode = await main();
} catch (error) {
  if (error instanceof Error && "exitCode" in error) process.exitCode = Number(error.exitCode);
  else if (error instanceof TypeError) {
    process.stderr.write(`${error.message}\n\n${usage}`);
    process.exitCode = 2;
  } else throw error;
}
