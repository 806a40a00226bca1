// Runs a command of ours as a user would, in a process of its own.
import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { join } from "node:path";

export const root = join(import.meta.dirname, "..", "..");

export type Outcome = { code: number | null; stdout: string; stderr: string };

export function startCommand(script: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): ChildProcess {
  return spawn(process.execPath, ["--import", "tsx", join(root, "scripts", script), ...args], {
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

/** A port that nothing listened on a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port));
  });
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export async function isListening(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once("error", () => resolve(true));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(false)));
  });
}
