// Keeps the record of one co-op: waits for its chain, runs Ponder, starts it again where it ends, and begins a new record
// where the chain or the modules aren't the ones any more. It never passes off an old record as the present one.
import { readFileSync, rmSync } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Deployment } from "@commonmind/sdk";
import type { PublicClient } from "viem";
import type { Modules } from "../settings.ts";
import { clientOf, look, modulesOf, type Sight } from "./chain.ts";
import { Ponder } from "./Ponder.ts";
import { recordName } from "./recordName.ts";

/** Milliseconds between two looks at the chain, and at its modules. */
const LOOK = 500;
const LOOK_AT_MODULES = 10_000;
/** How long to wait before Ponder is started again, at first and at most. */
const SHORTEST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;

/** How long Ponder may say nothing before it isn't relied on any more. */
const BUSY = 30_000;

export type IndexerOptions = {
  /** Path of deployments/<chainId>.json; it may be written later, and anew. */
  deploymentPath: string;
  rpcUrl: string;
  /** Folder for the embedded database; not used with `databaseUrl`. */
  dataFolder: string;
  databaseUrl?: string | undefined;
  /** Serves what another process writes to the same PostgreSQL. */
  readOnly?: boolean;
  /** Requests a second that the chain's node takes. */
  requestsPerSecond?: number | undefined;
  onProgress?: (message: string) => void;
};

/** What the record is good for at this moment. */
export type Status = {
  readonly ready: boolean;
  /** Why it isn't, or why it is old; null if all is well. */
  readonly reason: string | null;
  readonly chainId: number | null;
  readonly chainHash: string | null;
  /** The newest block that is part of it, and its time (unix seconds). */
  readonly block: bigint | null;
  readonly time: bigint | null;
  /** The newest block there is. */
  readonly head: bigint | null;
  readonly lag: bigint | null;
};

const NOTHING: Status = {
  ...{ ready: false, reason: "It is being started.", chainId: null, chainHash: null },
  ...{ block: null, time: null, head: null, lag: null },
};

export class Indexer {
  readonly #options: IndexerOptions;
  readonly #client: PublicClient;
  #ponder: Ponder | undefined;
  #running: { deployment: Deployment; modules: Modules; name: string } | undefined;
  #status: Status = NOTHING;
  #stopped = false;
  #pause = SHORTEST_PAUSE;
  #modulesAt = 0;
  #heardAt = 0;
  #lastWords = "";
  #loop: Promise<void> | undefined;

  constructor(options: IndexerOptions) {
    this.#options = options;
    this.#client = clientOf(options.rpcUrl);
  }

  get status(): Status {
    return this.#status;
  }

  /** Where Ponder answers; undefined while it doesn't run. */
  get ponderUrl(): string | undefined {
    return this.#ponder?.url;
  }

  get ponderPid(): number | undefined {
    return this.#ponder?.pid;
  }

  start(): void {
    this.#loop = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#loop;
    await this.#end();
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      try {
        await this.#pass();
      } catch (error) {
        this.#say(`not now, trying again: ${error instanceof Error ? error.message : String(error)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK));
    }
  }

  async #pass(): Promise<void> {
    const deployment = this.#readDeployment();
    if (!deployment) return this.#refuse("No co-op is deployed yet.");
    const sight = await look(this.#client, deployment);
    if (sight.state === "another") {
      await this.#end();
      return this.#refuse(sight.why, deployment);
    }
    if (this.#running && this.#running.deployment.chainHash !== deployment.chainHash) await this.#end();
    if (sight.state === "there" && Date.now() - this.#modulesAt > LOOK_AT_MODULES)
      await this.#lookAtModules(deployment);
    if (!this.#ponder?.running && sight.state === "there") await this.#begin(deployment);
    await this.#report(deployment, sight);
  }

  /** A vote put another panel or treasury in place: their events are part of the record from their first on. */
  async #lookAtModules(deployment: Deployment): Promise<void> {
    const modules = await modulesOf(this.#client, deployment);
    this.#modulesAt = Date.now();
    if (!this.#running) return;
    const name = recordName(deployment, modules);
    if (name === this.#running.name) return;
    this.#say("a vote put another module in place: the record is made anew, with it");
    await this.#end();
  }

  async #begin(deployment: Deployment): Promise<void> {
    if (this.#running) {
      this.#say(`Ponder ended; it goes on in ${this.#pause} ms. ${this.#lastWords}`);
      this.#refuse("The record was interrupted, and goes on in a moment.", deployment);
      await new Promise((resolve) => setTimeout(resolve, this.#pause));
      this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE);
    }
    const modules = await modulesOf(this.#client, deployment);
    const name = recordName(deployment, modules);
    const { databaseUrl, rpcUrl, deploymentPath, readOnly = false, requestsPerSecond } = this.#options;
    const directory = join(this.#options.dataFolder, name);
    if (!databaseUrl) await this.#makeRoom(name);
    this.#say(`${readOnly ? "serving" : "keeping"} the record ${name}`);
    this.#running = { deployment, modules, name };
    this.#ponder = await Ponder.start({
      name,
      readOnly,
      env: {
        COMMONMIND_DEPLOYMENT: deploymentPath,
        COMMONMIND_RPC_URL: rpcUrl,
        COMMONMIND_INDEXER_MODULES: JSON.stringify(modules),
        COMMONMIND_INDEXER_DATA: directory,
        DATABASE_URL: databaseUrl ?? "",
        ...(requestsPerSecond === undefined ? {} : { COMMONMIND_INDEXER_RPS: `${requestsPerSecond}` }),
      },
      onLine: (line) => this.#hear(line),
      onEnd: () => {},
    });
  }

  /** Of embedded records only the present one is kept: another is of a chain or a version that is gone. */
  async #makeRoom(name: string): Promise<void> {
    const { dataFolder } = this.#options;
    await mkdir(dataFolder, { recursive: true });
    for (const other of await readdir(dataFolder)) {
      if (other !== name && other.startsWith("commonmind_"))
        rmSync(join(dataFolder, other), { recursive: true, force: true });
    }
  }

  async #report(deployment: Deployment, sight: Sight): Promise<void> {
    const progress = await this.#ponder?.progress();
    const { chainId, chainHash } = deployment;
    const head = sight.state === "there" ? sight.head : null;
    if (progress) this.#heardAt = Date.now();
    // With many readers it may be too busy to say how far it is; what it said last still holds.
    else if (this.#status.ready && this.#ponder?.running && Date.now() - this.#heardAt < BUSY) {
      const { block } = this.#status;
      this.#status = { ...this.#status, head, lag: head === null || block === null ? null : head - block };
      return;
    }
    if (!progress) return this.#refuse(sight.state === "there" ? "It is being started." : sight.why, deployment, head);
    const { ready, block, time } = progress;
    if (ready) this.#pause = SHORTEST_PAUSE;
    const lag = head === null ? null : head > block ? head - block : 0n;
    const behind = sight.state === "silent" ? `${sight.why} This is how things stood at block ${block}.` : null;
    const reason = ready ? behind : `It is being caught up: block ${block} of ${head ?? "unknown"}.`;
    this.#status = { ready, reason, chainId, chainHash, block, time, head, lag };
  }

  #refuse(reason: string, deployment?: Deployment, head: bigint | null = null): void {
    const { chainId = null, chainHash = null } = deployment ?? {};
    this.#status = { ...NOTHING, reason, chainId, chainHash, head };
  }

  async #end(): Promise<void> {
    const ponder = this.#ponder;
    [this.#ponder, this.#running] = [undefined, undefined];
    await ponder?.stop();
  }

  #readDeployment(): Deployment | undefined {
    try {
      return JSON.parse(readFileSync(this.#options.deploymentPath, "utf8")) as Deployment;
    } catch {
      return undefined;
    }
  }

  /** Ponder's own words are kept for when it ends; warnings are passed on. */
  #hear(line: string): void {
    try {
      const { level, msg, error } = JSON.parse(line) as { level: number; msg: string; error?: { message?: string } };
      const words = error?.message ? `${msg}: ${error.message.split("\n")[0]}` : msg;
      if (level >= 40) this.#lastWords = words;
      if (level >= 50) this.#say(words);
    } catch {
      if (line.trim()) this.#lastWords = line;
    }
  }

  #say(message: string): void {
    this.#options.onProgress?.(message);
  }
}
