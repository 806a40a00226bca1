// Child processes and progress lines, shared by the set-up and the test runner.
// Progress goes to stderr throughout: stdout belongs to the command that was asked for.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** Something the person at the keyboard can act on: shown as it stands, without a stack. */
export class SetupError extends Error {}

/** Set-up was told to stop; carries the exit code that says by which signal. */
export class Interrupted extends Error {
  /** @param {NodeJS.Signals} signal */
  constructor(signal) {
    super(`stopped by ${signal}`);
    this.exitCode = 128 + constants.signals[signal];
  }
}

/** @type {Set<import("node:child_process").ChildProcess>} */
const children = new Set();
/** @type {NodeJS.Signals | undefined} */
let received;

/** Passes signals on to whatever child is running, and lets that child decide when to end. */
export function forwardSignals() {
  /** @param {NodeJS.Signals} signal */
  const passOn = (signal) => {
    received = signal;
    // A terminal sends Ctrl-C to the whole process group: forwarding it would look like an impatient second one.
    if (signal === "SIGINT" && process.stdin.isTTY) return;
    for (const child of children) child.kill(signal);
  };
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) process.on(signal, passOn);

  // npm runs us through a shell. Where that shell stays in between (dash does), it keeps npm's signals to itself, and a
  // killed npm leaves all of us running: so the loss of npm counts as the signal.
  if (process.env.npm_lifecycle_event === undefined) return;
  const starter = npmProcess();
  const watch = setInterval(() => {
    if (npmProcess() === starter) return;
    clearInterval(watch);
    passOn("SIGTERM");
  }, 250).unref();
}

/** The process above us or, if that is a shell running one command for it, the one above the shell. */
function npmProcess() {
  const parent = process.ppid;
  try {
    const isShell = readFileSync(`/proc/${parent}/cmdline`, "utf8").split("\0")[1] === "-c";
    if (!isShell) return parent;
    return Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${parent}/status`, "utf8"))?.[1] ?? parent);
  } catch {
    // No /proc here; elsewhere the usual shells replace themselves by their command.
    return parent;
  }
}

/** @throws {Interrupted} if a signal has arrived. */
export function stopIfInterrupted() {
  if (received !== undefined) throw new Interrupted(received);
}

/**
 * Runs a program to its end.
 * @param {string} program
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, capture?: boolean }} [options] `capture`: collect the output, show none.
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(program, args, { env = process.env, cwd = root, capture = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: capture ? ["ignore", "pipe", "pipe"] : "inherit" });
    children.add(child);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text) => {
        output += text;
      });
    }
    child.on("error", (error) => {
      children.delete(child);
      reject(error);
    });
    child.on("close", (code, signal) => {
      children.delete(child);
      resolve({ code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]), output });
    });
  });
}

/**
 * Shows one line on stderr: what is going on and, when it is over, how long it took.
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(what, work) {
  const started = performance.now();
  process.stderr.write(`${what} ... `);
  try {
    const result = await work();
    process.stderr.write(`${((performance.now() - started) / 1000).toFixed(1)} s\n`);
    return result;
  } catch (error) {
    process.stderr.write(error instanceof Interrupted ? "stopped\n" : "failed\n");
    throw error;
  }
}

/**
 * The environment for children: `node` is the given one, for them and for whatever they start.
 * @param {string} nodeDirectory
 * @returns {NodeJS.ProcessEnv}
 */
export function environment(nodeDirectory) {
  const env = { ...process.env };
  // Windows spells it Path, and a copied environment no longer ignores case.
  const key = Object.keys(env).find((name) => name.toUpperCase() === "PATH") ?? "PATH";
  env[key] = [nodeDirectory, env[key]].filter(Boolean).join(delimiter);
  // The set-up promises no traffic but npm's.
  env.HARDHAT_DISABLE_TELEMETRY ??= "true";
  // Node keeps what it compiled, so that the next command begins sooner (docs/decisions/0063).
  env.NODE_COMPILE_CACHE ??= join(root, ".node", "compile-cache");
  return env;
}

/**
 * The JavaScript file behind an npm package's command. It is run directly: killing npx would leave its child alive.
 * @param {string} name The package.
 * @param {string} [bin] The command, where it isn't called like the package.
 */
export function toolPath(name, bin = name) {
  const directory = join(root, "node_modules", name);
  /** @type {{ bin: string | Record<string, string> }} */
  const manifest = JSON.parse(readFileSync(join(directory, "package.json"), "utf8"));
  const path = typeof manifest.bin === "string" ? manifest.bin : manifest.bin[bin];
  if (path === undefined) throw new SetupError(`The package ${name} has no command named ${bin}.`);
  return join(directory, path);
}
