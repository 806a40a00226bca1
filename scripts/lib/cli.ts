// What every command of ours has in common: words on stderr, one JSON object on stdout, and the exit codes
// 0 = fine, 1 = a finding or failure, 2 = bad input or can't be checked.
import { AsyncLocalStorage } from "node:async_hooks";
import { randomBytes } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type Command, CommanderError } from "commander";
// Not from "@commonmind/sdk": that needs the contracts built, which some commands don't.
import { CommonmindError } from "../../sdk/src/errors.ts";
import { noAnswerIn } from "./noAnswer.ts";
import { root } from "./paths.ts";
import { Refused } from "./refused.ts";

export type ExitCode = 0 | 1 | 2;

export type Result = {
  /** What programs get, without `schema`. */
  json: Record<string, unknown>;
  /** What people get. */
  text: string;
  exitCode?: ExitCode;
};

export type OutputOptions = { json?: boolean | undefined; out?: string | undefined };

/** Where a command prints, and how it ends: the process's own, unless it is {@link captured}. */
type Output = { out: (text: string) => void; err: (text: string) => void; exit: (code: ExitCode) => void };

const ownOutput: Output = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  exit: (code) => {
    process.exitCode = code;
  },
};
const outputs = new AsyncLocalStorage<Output>();
const output = (): Output => outputs.getStore() ?? ownOutput;

/** What a command printed, and its exit code. */
export type Captured = { code: ExitCode; stdout: string; stderr: string };

/** Runs a command of ours inside this process, and hands back what it would have printed. */
export async function captured(work: () => Promise<void>): Promise<Captured> {
  const found: Captured = { code: 0, stdout: "", stderr: "" };
  const kept: Output = {
    out: (text) => {
      found.stdout += text;
    },
    err: (text) => {
      found.stderr += text;
    },
    exit: (code) => {
      found.code = code;
    },
  };
  await outputs.run(kept, work);
  return found;
}

/** Words and progress: never on stdout, which belongs to the result. */
export function say(message: string): void {
  output().err(`${message}\n`);
}

/** npm runs our commands at the repository's root, while a path typed after `npm run` means the folder it was typed in. */
export function userPath(path: string): string {
  const { npm_package_json: runBy, INIT_CWD: typedAt } = process.env;
  const ranByUs = runBy === join(root, "package.json") && process.cwd() === root;
  return resolve(ranByUs && typedAt !== undefined ? typedAt : process.cwd(), path);
}

/** The file is there whole or not at all. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const partial = `${path}.${randomBytes(6).toString("hex")}.partial`;
  try {
    await writeFile(partial, text);
    await rename(partial, path);
  } finally {
    await rm(partial, { force: true });
  }
}

/** Runs the work of a command, prints what it returns or why it failed, and sets the exit code. */
export async function runCommand(
  options: OutputOptions,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<void> {
  const stop = new AbortController();
  const onSignal = () => stop.abort(new Error("Stopped. Nothing was left behind."));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, onSignal);
  const { out, exit } = output();
  try {
    const { json, text, exitCode = 0 } = await work(stop.signal);
    const object = JSON.stringify({ schema: 1, ...json });
    if (options.out !== undefined) {
      await writeOut(userPath(options.out), `${object}\n`);
      say(`Written to ${options.out}`);
    } else out(`${options.json ? object : text}\n`);
    exit(exitCode);
  } catch (error) {
    fail(error, options.json ?? false);
  } finally {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, onSignal);
  }
}

/** Whoever only wanted the beginning (`| head`) closes the pipe: nothing is wrong with that. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
  process.exit();
}

/** Parses the command line; what commander refuses is bad input. */
export async function runProgram(program: Command, argv: string[] = process.argv): Promise<void> {
  const { out, err, exit } = output();
  if (output() === ownOutput) process.stdout.off("error", endQuietly).once("error", endQuietly);
  for (const command of withAll(program)) command.exitOverride().configureOutput({ writeOut: out, writeErr: err });
  try {
    await program.parseAsync(argv);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return;
    exit(2);
    if (argv.includes("--json")) printError(error.code, error.message);
  }
}

/** A command and all below it. */
const withAll = (command: Command): Command[] => [command, ...command.commands.flatMap(withAll)];

async function writeOut(path: string, text: string): Promise<void> {
  try {
    await writeWhole(path, text);
  } catch (cause) {
    throw new CommonmindError({
      code: "Output",
      what: `${path} can't be written.`,
      why: `The system says: ${cause instanceof Error ? cause.message : String(cause)}.`,
      fix: "Check the folder and the permissions.",
      cause,
    });
  }
}

function fail(thrown: unknown, json: boolean): void {
  const error = noAnswerIn(thrown) ?? thrown;
  if (error instanceof CommonmindError) {
    say(`${error.what}\n  ${error.why}\n  ${error.fix}${error.docs === undefined ? "" : `\n  More: ${error.docs}`}`);
    output().exit(2);
    if (json) printError(error.code, error.message);
    return;
  }
  const message = error instanceof Error ? error.message : String(error);
  say(message);
  output().exit(isBadInput(error) ? 2 : 1);
  if (json && error instanceof Refused) printError("Refused", message, { refusal: error.refusal });
  else if (json) printError("Failure", message);
}

/** Errors about what the caller gave, or about what can't be checked: ours, and those that say `exitCode = 2`. */
export function isBadInput(error: unknown): boolean {
  if (error instanceof CommonmindError) return true;
  return error instanceof Error && "exitCode" in error && error.exitCode === 2;
}

function printError(code: string, message: string, more: object = {}): void {
  output().out(`${JSON.stringify({ schema: 1, error: { code, message, ...more } })}\n`);
}
