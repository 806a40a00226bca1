// The tests that coverage is measured with, in suites that run one after the other: a suite that ran isn't run again while
// nothing that it depends on has changed.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative, sep } from "node:path";
import { filesUnder } from "../setup/files.mjs";
import { run, stopIfInterrupted } from "../setup/processes.mjs";
import { tree } from "../test/parts.ts";
import { type Outcome, withExitCode } from "../test/results.ts";

export type Suite = {
  name: string;
  /** From the root. */
  files: readonly string[];
};

/** What a suite found. */
export type Found = Pick<Outcome, "passed" | "failed" | "skipped"> & {
  seconds: number;
  /** Ids of what was reached. */
  reached: number[];
};

/** Beside those in test/contracts. */
const others = ["test/sdk/simulateCalls.test.ts"];

/** Tests that begin with the same contract's name, or are in one folder, are one suite; what is left is one, too. */
export function suitesIn(root: string): Suite[] {
  const files = filesUnder(join(root, "test", "contracts"), (path) => path.endsWith(".test.ts")).map((path) =>
    relative(root, path).split(sep).join("/"),
  );
  const named = new Map<string, string[]>();
  for (const file of [...files, ...others]) {
    const inFolder = dirname(file) !== "test/contracts";
    const name = inFolder ? basename(dirname(file)) : basename(file, ".test.ts").replace(/\..*/, "");
    named.set(name, [...(named.get(name) ?? []), file]);
  }
  const suites = [...named].map(([name, files]): Suite => ({ name, files }));
  const alone = suites.filter(({ files }) => files.length === 1);
  return [
    ...suites.filter((suite) => !alone.includes(suite)),
    { name: "others", files: alone.flatMap(({ files }) => files) },
  ];
}

/** What decides what a suite finds, beside the contracts, their compiler and the probes. */
const shared = [
  ...["bench", "deploy", "sdk/src", "test/support", "test/contracts/differential"],
  ...["scripts/audit", "scripts/doctor", "scripts/lib", "scripts/replay", "scripts/story", "scripts/test"],
];
const always = [
  ...["contracts", "hardhat.config.ts", "package-lock.json"],
  ...["scripts/coverage/copy.ts", "scripts/coverage/probes.ts", "scripts/setup/files.mjs"],
];

export function fingerprintOf(root: string, { files }: Suite): string {
  const listed = [...always, ...shared].flatMap((name) =>
    /\.\w+$/.test(name) ? [join(root, name)] : filesUnder(join(root, name)),
  );
  const named = [...listed, ...files.map((file) => join(root, file))]
    .map((path) => [relative(root, path).split(sep).join("/"), path] as const)
    .filter(([name]) => !/^(sdk\/src\/generated|deploy\/deployments)\//.test(name));
  return tree([...new Map(named)].map(([name, path]) => [name, readFileSync(path)]));
}

/** Keeps what suites found; each as long as its fingerprint stays. */
export class Kept {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  get({ name }: Suite, fingerprint: string): Found | undefined {
    const path = this.#path(name);
    if (!existsSync(path)) return undefined;
    const { fingerprint: then, ...found } = JSON.parse(readFileSync(path, "utf8")) as Found & { fingerprint: string };
    return then === fingerprint ? found : undefined;
  }

  set({ name }: Suite, fingerprint: string, found: Found): void {
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(this.#path(name), `${JSON.stringify({ fingerprint, ...found })}\n`);
  }

  #path = (name: string) => join(this.folder, `${name}.json`);
}

/**
 * Runs a suite in a folder whose contracts carry probes.
 * @throws {Error} if the chain told of nothing although tests ran.
 */
export async function take(folder: string, { name, files }: Suite): Promise<Found> {
  const started = Date.now();
  const directory = mkdtempSync(join(tmpdir(), "commonmind-coverage-"));
  const data = join(folder, "coverage", "data");
  rmSync(data, { recursive: true, force: true });
  try {
    const report = join(directory, "report.json");
    const args = ["--import", "tsx", "scripts/test/hardhat.ts", "mocha", report, "", ...files];
    const { code, output } = await run(process.execPath, args, {
      cwd: folder,
      env: { ...withoutSettings(withoutChance(process.env)), HARDHAT_COVERAGE: "true" },
      capture: true,
    });
    stopIfInterrupted();
    const outcome = existsSync(report) ? JSON.parse(readFileSync(report, "utf8")) : undefined;
    const { passed, failed, skipped } = withExitCode(outcome, "mocha", code);
    const reached = reachedIn(data);
    if (reached.length === 0) throw new Error(`${name} reached nothing.\n${output}`);
    return { passed, failed, skipped, seconds: Math.round((Date.now() - started) / 1_000), reached };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Random sequences are those of `npm test`, whatever was asked for. */
const withoutChance = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !/^COMMONMIND_(DEEP|SEED|RUNS|PATH)$/.test(name)));

/**
 * The environment for a Hardhat that works in another folder: one that runs tests names its own settings in its environment, and they
 * would be taken in place of the folder's, whose contracts would be left alone and ours built anew.
 */
export const withoutSettings = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !/^HARDHAT_(?!DISABLE_)/.test(name)));

/** What Hardhat wrote down: 32-byte words in hex, and how often each was told. */
export function reachedIn(folder: string): number[] {
  const words = filesUnder(folder, (path) => path.endsWith(".json")).flatMap((path) =>
    Object.keys(JSON.parse(readFileSync(path, "utf8"))),
  );
  return [...new Set(words)].map((word) => Number(BigInt(`0x${word}`))).sort((a, b) => a - b);
}
