// A process that runs one script of ours after the other, as npm runs them, and sends back what each printed and how it ended.
// Their libraries are loaded once for all, which is most of what a command takes.
import { pathToFileURL } from "node:url";
import type { Outcome } from "./run.ts";

export type Order = { readonly script: string; readonly args: readonly string[]; readonly env: Record<string, string> };

class Ended extends Error {}

let turn = 0;

async function obey({ script, args, env }: Order): Promise<Outcome> {
  const outcome: Outcome = { code: null, stdout: "", stderr: "" };
  const before = { ...process.env };
  const writes = [process.stdout.write, process.stderr.write] as const;
  process.stdout.write = ((text: string | Uint8Array) => {
    outcome.stdout += text.toString();
    return true;
  }) as typeof process.stdout.write;
  process.stderr.write = ((text: string | Uint8Array) => {
    outcome.stderr += text.toString();
    return true;
  }) as typeof process.stderr.write;
  process.argv = [process.execPath, script, ...args];
  Object.assign(process.env, env);
  process.exitCode = 0;
  process.exit = ((code?: number) => {
    if (code !== undefined) process.exitCode = code;
    throw new Ended();
  }) as typeof process.exit;
  try {
    // A query makes it another module, which runs anew; what it imports is there already.
    await import(`${pathToFileURL(script).href}?turn=${turn++}`);
  } catch (error) {
    if (!(error instanceof Ended)) {
      outcome.stderr += error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.exitCode = 1;
    }
  } finally {
    [process.stdout.write, process.stderr.write] = writes;
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  }
  return { ...outcome, code: Number(process.exitCode) };
}

process.on("message", async (order: Order) => {
  process.send?.(await obey(order));
});
