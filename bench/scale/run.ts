// Runs the simulation of many contributors, the record of a generated history, and what pages are drawn from one, each in a
// process of its own.
import { readFileSync } from "node:fs";
import { measureApart } from "../child.ts";
import { type Environment, environment } from "../environment.ts";
import type { PagesRun } from "./pages.ts";
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
  readonly pages: PagesRun;
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
export const RECORD_SHARE = "0.05";
/** A tenth of its full history. */
const PAGES_CONTRIBUTIONS = "10000";

export async function runScale({ contributors, samples, record, onProgress, signal }: ScaleOptions): Promise<ScaleRun> {
  onProgress(`simulating ${contributors.toLocaleString("en")} contributors`);
  const simulating = [`${contributors}`, `${samples}`];
  const simulation = await measureApart<Simulation>("scale/simulate.ts", simulating, signal);
  onProgress("drawing pages from a generated history");
  const pages = await measureApart<PagesRun>("scale/pages.ts", [PAGES_CONTRIBUTIONS], signal);
  if (record === undefined) onProgress("indexing a generated history");
  const recorded =
    record === undefined
      ? await measureApart<RecordRun>("record/main.ts", ["--postgres", "--scale", RECORD_SHARE, "--json"], signal)
      : (JSON.parse(readFileSync(record, "utf8")) as RecordRun);
  const { database, events, seconds, perSecond, bytes } = recorded;
  return { env: environment(), simulation, record: { database, events, seconds, perSecond, bytes }, pages };
}
