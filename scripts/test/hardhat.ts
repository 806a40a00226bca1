// Runs one of Hardhat's test tasks and writes down, by title, what passed, failed and was skipped: the tasks' own
// summaries are made for reading, and the Mocha one counts skipped tests as passed.
// The browser tests run in a Mocha of their own: they bring their chain, and take their time.
// So do the tests of programs and of services, for they start them: they run beside the others (main.ts).
//   node --import tsx scripts/test/hardhat.ts mocha|solidity|programs|services|browser REPORT [GREP [FILE...]]
// An empty GREP is none; files are for mocha and solidity, which otherwise take all of theirs.

import { writeFileSync } from "node:fs";
import { sep } from "node:path";
import hre from "hardhat";
import Mocha from "mocha";
import { filesUnder } from "../setup/files.mjs";
import { type Outcome, type SoliditySuite, solidityOutcome } from "./results.ts";

const [runner = "", report = "", pattern = "", ...files] = process.argv.slice(2);
if (report === "")
  throw new Error("Usage: hardhat.ts mocha|solidity|programs|services|browser REPORT [GREP [FILE...]]");
const grep = pattern === "" ? undefined : pattern;

/** The usual report on the screen, and every title kept. */
class RecordingReporter extends Mocha.reporters.Spec {
  constructor(run: Mocha.Runner, options: Mocha.MochaOptions) {
    super(run, options);
    const outcome: Outcome = { runner, passed: [], failed: [], skipped: [] };
    run.on("pass", (test) => outcome.passed.push(test.fullTitle()));
    // A failing hook arrives here too, under its own title.
    run.on("fail", (test) => outcome.failed.push(test.fullTitle()));
    run.on("pending", (test) => outcome.skipped.push(test.fullTitle()));
    run.once("end", () => save(outcome));
  }
}

function save(outcome: Outcome) {
  writeFileSync(report, JSON.stringify(outcome));
}

/** Folders of test/ whose tests start programs of ours, by runner; all others are "mocha". */
const folders: Readonly<Record<string, readonly string[]>> = {
  programs: ["deploy", "docs", "scripts", "setup"],
  services: ["content", "indexer"],
};
const runnerOf = (path: string): string =>
  Object.keys(folders).find((name) => folders[name]?.includes(path.split(sep)[0] ?? "")) ?? "mocha";

async function runMocha(): Promise<boolean> {
  const { mocha } = hre.config.test;
  mocha.reporter = RecordingReporter;
  // An it.only left behind would pass off a few tests as all of them.
  mocha.forbidOnly = true;
  const all = filesUnder(
    hre.config.paths.tests.mocha,
    (path) => path.endsWith(".test.ts") && runnerOf(path) === runner,
  );
  const testFiles = files.length === 0 ? all : files;
  if (testFiles.length === 0) {
    save({ runner, passed: [], failed: [], skipped: [] });
    return true;
  }
  const result = await hre.tasks.getTask(["test", "mocha"]).run({ testFiles, grep, noCompile: true });
  return result.success;
}

async function runSolidity(): Promise<boolean> {
  const result = await hre.tasks.getTask(["test", "solidity"]).run({ grep, testFiles: files });
  const { suiteResults }: { suiteResults: SoliditySuite[] } = result.success ? result.value : result.error;
  save(solidityOutcome(suiteResults));
  return result.success;
}

async function runBrowser(): Promise<boolean> {
  const mocha = new Mocha({ reporter: RecordingReporter, forbidOnly: true, ...(grep ? { grep } : {}) });
  for (const file of filesUnder("frontend/test", (path) => path.endsWith(".test.ts"))) mocha.addFile(file);
  await mocha.loadFilesAsync();
  return new Promise((resolve) => mocha.run((failures) => resolve(failures === 0)));
}

const runners: Record<string, () => Promise<boolean>> = {
  mocha: runMocha,
  solidity: runSolidity,
  programs: runMocha,
  services: runMocha,
  browser: runBrowser,
};
const wanted = runners[runner];
if (wanted === undefined) throw new Error(`There is no runner called ${runner}.`);
const success = await wanted();
process.exitCode = success ? 0 : 1;
// A test that leaves a server or a worker open must not hang the run; one that closes them in time is left alone.
setTimeout(() => process.exit(), 5_000).unref();
