// Runs the simulation of many contributors, the record of a generated history, and what a browser does with one, each in a process
// of its own.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../scripts/lib/paths.ts";
import { CommonmindError } from "../../sdk/src/errors.ts";
import { type Environment, environment } from "../environment.ts";
import type { BrowserRun } from "./browser.ts";
import type { Simulation } from "./simulate.ts";

/** What `bench:record --json` says, as far as the page needs it. */
export type RecordRun = {
  readonly database: string;
  readonly events: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly bytes: number;
};

export type ScaleRun = {
  readonly env: Environment;
  readonly simulation: Simulation;
  readonly record: RecordRun;
  readonly browser: BrowserRun;
};

export type ScaleOptions = {
  readonly contributors: number;
  readonly samples: number;
  /** A file that `bench:record --json --out` wrote, in place of running that. */
  readonly record?: string | undefined;
  readonly onProgress: (message: string) => void;
  readonly signal: AbortSignal;
};

/** A twentieth of its full history. */
const RECORD_SHARE = "0.05";
/** As many as that. */
const BROWSER_CONTRIBUTIONS = "5000";

async function output(args: readonly string[], signal: AbortSignal): Promise<string> {
  const child = spawn(process.execPath, ["--expose-gc", "--import", "tsx", ...args], {
    ...{ cwd: root, stdio: ["ignore", "pipe", "inherit"], signal },
  });
  let said = "";
  child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
    said += chunk;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (code === 0) return said;
  throw new CommonmindError({
    code: "MeasurementFailed",
    what: `${args[0]} ended with ${code}.`,
    why: said === "" ? "What it said stands above." : said,
    fix: "Run it by itself, and see what it says.",
  });
}

const inBench = (...names: string[]) => join(root, "bench", ...names);

export async function runScale({ contributors, samples, record, onProgress, signal }: ScaleOptions): Promise<ScaleRun> {
  onProgress(`simulating ${contributors.toLocaleString("en")} contributors`);
  const simulating = [inBench("scale", "simulate.ts"), `${contributors}`, `${samples}`];
  const simulation = JSON.parse(await output(simulating, signal)) as Simulation;
  onProgress("reading a generated history as a browser does");
  const browser = JSON.parse(
    await output([inBench("scale", "browser.ts"), BROWSER_CONTRIBUTIONS], signal),
  ) as BrowserRun;
  if (record === undefined) onProgress("indexing a generated history");
  const recording = [inBench("record", "main.ts"), "--postgres", "--scale", RECORD_SHARE, "--json"];
  const said = record === undefined ? await output(recording, signal) : readFileSync(record, "utf8");
  const { database, events, seconds, perSecond, bytes } = JSON.parse(said) as RecordRun;
  return { env: environment(), simulation, record: { database, events, seconds, perSecond, bytes }, browser };
}
