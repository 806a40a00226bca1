// Ponder as a child of ours: started on a port of its own, asked how far it is, stopped with all it started.
import { type ChildProcess, spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "../../scripts/lib/freePort.ts";

const folder = join(dirname(fileURLToPath(import.meta.url)), "..");
/** How long it may take to end before it is made to, in milliseconds. */
const PATIENCE = 8_000;

const program = join(folder, "server", "ponder.mjs");

export type PonderOptions = {
  /** Under which the record is kept. */
  name: string;
  /** Serves a record that another process writes. PostgreSQL only. */
  readOnly: boolean;
  env: Readonly<Record<string, string>>;
  onLine: (line: string) => void;
  onEnd: () => void;
};

export class Ponder {
  readonly url: string;
  readonly #child: ChildProcess;

  private constructor(port: number, child: ChildProcess) {
    this.url = `http://127.0.0.1:${port}`;
    this.#child = child;
  }

  static async start({ name, readOnly, env, onLine, onEnd }: PonderOptions): Promise<Ponder> {
    const port = await freePort();
    const args = [readOnly ? "serve" : "start", "--schema", name, "--port", `${port}`, "--hostname", "127.0.0.1"];
    const child = spawn(process.execPath, [program, ...args, "--log-format", "json"], {
      cwd: folder,
      stdio: ["pipe", "pipe", "pipe"],
      // A group of its own: Ctrl-C reaches it through us alone, and nothing it starts outlives it.
      detached: true,
      env: { ...process.env, ...env, PORT: `${port}`, PONDER_TELEMETRY_DISABLED: "1", NODE_NO_WARNINGS: "1" },
    });
    for (const stream of [child.stdout, child.stderr]) {
      let rest = "";
      stream?.setEncoding("utf8").on("data", (text: string) => {
        const lines = (rest + text).split("\n");
        rest = lines.pop() ?? "";
        for (const line of lines) onLine(line);
      });
    }
    child.once("exit", onEnd);
    return new Ponder(port, child);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** The newest block in the record, and whether it is whole up to there; undefined while it doesn't answer. */
  async progress(): Promise<{ ready: boolean; block: bigint; time: bigint } | undefined> {
    try {
      const signal = AbortSignal.timeout(4_000);
      const [ready, status] = await Promise.all([
        fetch(`${this.url}/ready`, { signal }),
        fetch(`${this.url}/status`, { signal }).then((answer) => answer.json()),
      ]);
      const { number, timestamp } = Object.values(
        status as Record<string, { block: { number: number; timestamp: number } }>,
      )[0]?.block ?? { number: 0, timestamp: 0 };
      return { ready: ready.ok, block: BigInt(number), time: BigInt(timestamp) };
    } catch {
      return undefined;
    }
  }

  async stop(): Promise<void> {
    const { pid } = this.#child;
    if (pid === undefined || !this.running) return;
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    process.kill(-pid, "SIGTERM");
    const patience = setTimeout(() => process.kill(-pid, "SIGKILL"), PATIENCE);
    await ended;
    clearTimeout(patience);
  }
}
