// Runs a command of ours as a user would, in a process of its own.
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { isFree } from "../../scripts/lib/freePort.ts";

export const root = join(import.meta.dirname, "..", "..");

export type Outcome = { code: number | null; stdout: string; stderr: string };

export function startCommand(script: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): ChildProcess {
  return spawn(process.execPath, [join(root, "scripts", script), ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

export function finished(child: ChildProcess): Promise<Outcome> {
  const outcome: Outcome = { code: null, stdout: "", stderr: "" };
  child.stdout?.on("data", (data: Buffer) => {
    outcome.stdout += data.toString();
  });
  child.stderr?.on("data", (data: Buffer) => {
    outcome.stderr += data.toString();
  });
  return new Promise((resolve) => child.once("close", (code) => resolve({ ...outcome, code })));
}

export const runScript = (script: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}) =>
  finished(startCommand(script, args, env));

export const isListening = async (port: number): Promise<boolean> => !(await isFree(port));
