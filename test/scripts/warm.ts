// Runs commands of ours as run.ts does, but many of them in one process, whose libraries are loaded once: for everything that
// isn't about processes. A program's main path is run in a process of its own beside it.
import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";
import { type Outcome, root } from "./run.ts";
import type { Order } from "./runner.ts";

/** How many processes stay, each of some hundred megabytes. */
const MOST = 2;

/** By their environment, which some of what they load reads once. The one that was asked last comes last. */
const runners = new Map<string, { child: ChildProcess; idle: Promise<unknown> }>();

// After the tests of all files.
after(() => {
  for (const { child } of runners.values()) child.kill("SIGKILL");
});

/**
 * What a script of `scripts/` prints with these arguments and settings, and how it ends. Scripts that stay up, or that Ctrl-C is
 * to stop, are for run.ts.
 */
export function runWarm(script: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  const key = JSON.stringify(Object.entries({ ...process.env, ...env }).toSorted());
  const runner = runners.get(key) ?? begin(env);
  runners.delete(key);
  runners.set(key, runner);
  for (const [old, { child, idle }] of [...runners].slice(0, -MOST)) {
    runners.delete(old);
    idle.finally(() => child.kill("SIGKILL"));
  }
  const outcome = runner.idle.then(() =>
    obeyed(runner.child, { script: join(root, "scripts", script), args, env: {} }),
  );
  runner.idle = outcome.catch(() => undefined);
  return outcome;
}

function begin(env: NodeJS.ProcessEnv) {
  const child = fork(join(root, "test", "scripts", "runner.ts"), [], {
    cwd: root,
    env: { ...process.env, ...env },
    execArgv: ["--disable-warning=ExperimentalWarning"],
  });
  return { child, idle: Promise.resolve() as Promise<unknown> };
}

function obeyed(child: ChildProcess, order: Order): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const died = () => reject(new Error(`The process that runs ${order.script} has ended.`));
    if (child.exitCode !== null) return died();
    child.once("exit", died);
    child.once("message", (outcome) => {
      child.off("exit", died);
      resolve(outcome as Outcome);
    });
    child.send(order);
  });
}
