// Runs parts of the gas benchmark, each in a process of its own, two beside each other.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "../../scripts/lib/paths.ts";
import type { JsonRow } from "./rows.ts";

/** In the order of the report. */
export const sections = ["work", "votes", "review", "people", "peers"] as const;
export type Section = (typeof sections)[number];

const AT_ONCE = 2;
/** The longest begins first. */
const byLength: readonly Section[] = ["peers", "votes", "work", "review", "people"];

type Options = { onProgress?: (message: string) => void; signal?: AbortSignal };

function runSection(section: Section, signal?: AbortSignal): Promise<JsonRow[]> {
  const args = ["--import", "tsx", join(import.meta.dirname, "section.ts"), section];
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
    ...(signal && { signal }),
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    output += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(JSON.parse(output) as JsonRow[]);
      else reject(new Error(`The part "${section}" of the benchmark failed.`));
    });
  });
}

export async function runSections(
  wanted: readonly Section[],
  { onProgress, signal }: Options = {},
): Promise<JsonRow[]> {
  const waiting = byLength.filter((section) => wanted.includes(section));
  const done = new Map<Section, JsonRow[]>();
  const worker = async () => {
    for (let section = waiting.shift(); section; section = waiting.shift()) {
      onProgress?.(`measuring ${section}`);
      done.set(section, await runSection(section, signal));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return sections.flatMap((section) => done.get(section) ?? []);
}
