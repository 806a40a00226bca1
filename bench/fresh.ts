// What somebody has who cloned the repository a minute ago: the time until a page can be used, what each page weighs, and how fast
// a large drop is counted there. What is measured is the newest commit, not what was changed since.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../scripts/lib/freePort.ts";
import { root } from "../scripts/lib/paths.ts";
import type { OffchainRow } from "./offchain.ts";
import { type AuditedPage, auditPages, ROUTES } from "./web/audit.ts";
import { measureWorker } from "./web/worker.ts";

export type Fresh = { readonly rows: readonly OffchainRow[]; readonly web: readonly AuditedPage[] };

type Options = { readonly onProgress: (message: string) => void; readonly signal: AbortSignal };

/** Milliseconds that are waited for a page, and for a program to end. */
const PATIENCE = 15 * 60_000;
const ENDING = 30_000;

function clone(): string {
  const folder = mkdtempSync(join(tmpdir(), "commonmind-fresh-"));
  const { status, stderr } = spawnSync("git", ["clone", "--quiet", root, folder], { encoding: "utf8" });
  if (status !== 0) throw new Error(`The repository couldn't be cloned.\n${stderr}`);
  return folder;
}

/** Of a stranger: no setting of ours, so that nothing of ours is written to, or made room for. */
const strangersEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) =>
        !/^(COMMONMIND_|ISSUER_)|^(DATABASE_URL|NODE_COMPILE_CACHE)$/.test(name) || name === "COMMONMIND_BROWSER",
    ),
  );

const seconds = (from: number) => Number(((performance.now() - from) / 1_000).toFixed(2));

/** `npm start` in a clone of its own; what npm downloaded before is in its cache. Everything it started ends with it. */
export async function measureFresh({ onProgress, signal }: Options): Promise<Fresh> {
  const folder = clone();
  let child: ChildProcess | undefined;
  try {
    onProgress("npm start in a fresh clone");
    const began = performance.now();
    const port = await freePort();
    child = spawn("npm", ["start"], {
      cwd: folder,
      stdio: ["ignore", "ignore", "inherit"],
      detached: true,
      env: {
        ...strangersEnvironment(),
        COMMONMIND_DAPP_PORT: `${port}`,
        COMMONMIND_CHAIN_PORT: `${await freePort()}`,
        COMMONMIND_INDEXER_PORT: `${await freePort()}`,
      },
    });
    const url = `http://127.0.0.1:${port}`;
    await usable(url, child, signal);
    const row = {
      part: "fresh",
      id: "npm start: from a fresh clone to a page with the co-op's figures",
      n: 1,
    } as const;
    const start = { ...row, seconds: seconds(began), peakBytes: null };
    onProgress("a manifest of 100,000 sentences in a browser");
    const worker = await measureWorker(url);
    const web = await auditPages(url, ROUTES, { onProgress, signal });
    return { rows: [start, worker], web };
  } finally {
    await stop(child);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Waits for the home page to be drawn from what is in the record. */
async function usable(url: string, child: ChildProcess, signal: AbortSignal): Promise<void> {
  const until = performance.now() + PATIENCE;
  for (;;) {
    signal.throwIfAborted();
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error("npm start ended before there was a page; see above.");
    if (performance.now() > until) throw new Error(`No page stood at ${url} within ${PATIENCE / 60_000} minutes.`);
    const page = await fetch(url).then(
      (answer) => answer.text(),
      () => "",
    );
    if (/data-block="[1-9]\d*"/.test(page)) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** As Ctrl-C does, and less kindly if that takes too long. */
async function stop(child: ChildProcess | undefined): Promise<void> {
  const group = child?.pid;
  if (group === undefined) return;
  // What npm started may outlive it: the group is asked, and not only npm.
  const signal = (which: NodeJS.Signals | 0) => {
    try {
      return process.kill(-group, which);
    } catch {
      return false;
    }
  };
  signal("SIGINT");
  for (const until = performance.now() + ENDING; signal(0) && performance.now() < until; )
    await new Promise((resolve) => setTimeout(resolve, 100));
  signal("SIGKILL");
}

/** All of `npm test` in a clone of its own. It takes long, so it is measured only when it is asked for. */
export async function measureTests({ onProgress, signal }: Options): Promise<OffchainRow[]> {
  const folder = clone();
  try {
    onProgress("npm test in a fresh clone");
    const began = performance.now();
    let said = "";
    const child = spawn("npm", ["test"], {
      cwd: folder,
      stdio: ["ignore", "pipe", "inherit"],
      detached: true,
      env: { ...strangersEnvironment(), CI: "1" },
    });
    const abort = () => void stop(child);
    signal.addEventListener("abort", abort);
    child.stdout.on("data", (data: Buffer) => {
      said = (said + data.toString()).slice(-100_000);
    });
    const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
    signal.removeEventListener("abort", abort);
    const passed = /(\d+) passed, 0 failed/.exec(said)?.[1];
    if (code !== 0 || passed === undefined) throw new Error(`npm test failed.\n${said.slice(-5_000)}`);
    const id = "npm test: all of it, set up included";
    return [{ part: "tests", id, n: Number(passed), seconds: seconds(began), peakBytes: null }];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
