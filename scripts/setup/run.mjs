// Where every npm script begins: makes sure of Node, dependencies and build, then runs the task. Plain JavaScript without
// dependencies, since it is what runs before anything is installed.
//   node scripts/setup/run.mjs <task> [arguments for the task]

import { dirname, join } from "node:path";
import { build, buildReady } from "./build.mjs";
import { dependenciesReady, installDependencies } from "./dependencies.mjs";
import { withLock } from "./lock.mjs";
import { findNode, installNode } from "./node.mjs";
import {
  environment,
  forwardSignals,
  Interrupted,
  root,
  run,
  SetupError,
  stopIfInterrupted,
  toolPath,
} from "./processes.mjs";
import { tasks } from "./tasks.mjs";

/** Node runs TypeScript as it is; before 24.12 it says each time that this is new. */
const typescript = ["--disable-warning=ExperimentalWarning"];

const lock = join(root, ".node", "setup.lock");

/**
 * @param {string} name
 * @param {string[]} args
 * @returns {Promise<number>} The exit code.
 */
async function main(name, args) {
  const task = tasks[name];
  if (task === undefined) {
    const list = Object.entries(tasks).map(([task, { does }]) => `  ${task.padEnd(14)}${does}`);
    process.stderr.write(`Usage: node scripts/setup/run.mjs <task> [arguments]\n\n${list.join("\n")}\n`);
    return name === "--help" ? 0 : 2;
  }

  if (task.plain && args.includes("--help")) {
    process.stdout.write(`Usage: npm run ${name}\n\n  ${task.does}\n`);
    return 0;
  }

  if (!isReady(task)) await withLock(lock, () => setUp(task));
  const node = chosenNode();
  const env = { ...environment(dirname(node.path)), ...task.env };

  for (const [i, command] of task.runs.entries()) {
    const program = "script" in command ? [...typescript, command.script] : [toolPath(command.tool, command.bin)];
    const last = i === task.runs.length - 1;
    const { code } = await run(node.path, [...program, ...(command.args ?? []), ...(last ? args : [])], { env });
    if (code !== 0) return code;
    stopIfInterrupted();
  }
  return 0;
}

/** @param {import("./tasks.mjs").Task} task */
function isReady(task) {
  const node = findNode();
  return node !== undefined && dependenciesReady(node.version) && (!task.build || buildReady());
}

/**
 * Each step asks again whether it is needed: while we waited for the lock, another set-up may have done it.
 * @param {import("./tasks.mjs").Task} task
 */
async function setUp(task) {
  if (findNode() === undefined) await installNode();
  const node = chosenNode();
  const env = environment(dirname(node.path));
  if (!dependenciesReady(node.version)) await installDependencies(node.version, env);
  if (task.build && !buildReady()) await build(node.path, env);
}

function chosenNode() {
  const node = findNode();
  if (node === undefined)
    throw new SetupError("Node vanished from .node while setting up. Please run the same command again.");
  return node;
}

forwardSignals();
const [name = "", ...args] = process.argv.slice(2);
try {
  process.exitCode = await main(name, args);
} catch (error) {
  if (error instanceof Interrupted) process.exitCode = error.exitCode;
  else if (error instanceof SetupError) {
    process.stderr.write(`\n${error.message}\n`);
    process.exitCode = 1;
  } else throw error;
}
