// Keeps the record of one co-op: waits for its chain, runs Ponder, starts it again where it ends, and begins a new record
// where the chain or the modules aren't the ones any more. It never passes off an old record as the present one.
import { readFileSync, rmSync } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Deployment } from "@commonmind/sdk";
import type { Hex, PublicClient } from "viem";
import type { Modules } from "../settings.ts";
import { clientOf, look, modulesOf, type Sight } from "./chain.ts";
import { wholeness } from "./completeness.ts";
import { forget } from "./forget.ts";
import { Ponder } from "./Ponder.ts";
import { recordName } from "./recordName.ts";

/** Milliseconds between two looks at the chain, and at its modules. */
const LOOK = 500;
const LOOK_AT_MODULES = 10_000;
/** How long to wait before Ponder is started again, at first and at most. */
const SHORTEST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;

/** How often Ponder may end before a record is whole until it is made anew: what the node said first may be the trouble. */
const MOST_FAILURES = 3;

/** How often in a row a record that is still moving may look wrong: it isn't counted at rest, if the chain never rests. */
const MOST_DOUBTS = 30;

/** How long Ponder may say nothing before it isn't relied on any more. */
const BUSY = 30_000;

/**
 * How long the record may stay at one block while the chain is ahead. A block that Ponder gave up on (the node refused too
 * often) it doesn't ask for again before the next one comes; started anew it does.
 */
const STALLED = 60_000;

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
  /** Milliseconds for which it may stay at one block while the chain is ahead; {@link STALLED} if not said. */
  stalledAfter?: number;
  /** A generated history, with no contracts behind it to count by. */
  uncounted?: boolean;
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
  /** `whole`: it was counted, and nothing is missing. */
  #running: { deployment: Deployment; anchor: Hex; name: string; modules: Modules; whole: boolean } | undefined;
  #status: Status = NOTHING;
  #stopped = false;
  #pause = SHORTEST_PAUSE;
  #failures = 0;
  #doubts = 0;
  #modulesAt = 0;
  #heardAt = 0;
  #movedAt = 0;
  #restarts = 0;
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
    if (sight.state === "there") {
      const running = this.#running;
      const same = running?.anchor === sight.anchor && running.deployment.chainHash === deployment.chainHash;
      if (running && !same) {
        await this.#end();
        this.#refuse("The chain was started anew, and its record is being made.", deployment, sight.head);
      }
      if (Date.now() - this.#modulesAt > LOOK_AT_MODULES) await this.#lookAtModules(deployment, sight.anchor);
      if (!this.#ponder?.running) await this.#begin(deployment, sight.anchor);
    }
    await this.#report(deployment, sight);
  }

  /** A vote put another panel or treasury in place: their events are part of the record from their first on. */
  async #lookAtModules(deployment: Deployment, anchor: Hex): Promise<void> {
    const modules = await modulesOf(this.#client, deployment);
    this.#modulesAt = Date.now();
    if (!this.#running) return;
    const name = recordName(deployment, modules, anchor);
    if (name === this.#running.name) return;
    this.#say("a vote put another module in place, or the code of the indexer changed: the record is made anew");
    await this.#end();
  }

  async #begin(deployment: Deployment, anchor: Hex): Promise<void> {
    if (this.#running) {
      this.#say(`Ponder ended; it goes on in ${this.#pause} ms. ${this.#lastWords}`);
      this.#refuse("The record was interrupted, and goes on in a moment.", deployment);
      this.#failures += 1;
      if (this.#failures % MOST_FAILURES === 0) await this.#forget(this.#running.name);
      await new Promise((resolve) => setTimeout(resolve, this.#pause));
      this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE);
    }
    const modules = await modulesOf(this.#client, deployment);
    const name = recordName(deployment, modules, anchor);
    const { databaseUrl, rpcUrl, deploymentPath, readOnly = false, requestsPerSecond } = this.#options;
    const directory = join(this.#options.dataFolder, name);
    if (!databaseUrl) await this.#makeRoom(name);
    this.#say(`${readOnly ? "serving" : "keeping"} the record ${name}`);
    this.#running = { deployment, anchor, name, modules, whole: false };
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
    if (ready && !(await this.#isWhole(deployment, head))) return;
    if (ready) this.#pause = SHORTEST_PAUSE;
    if (head !== null && head <= block) this.#restarts = 0;
    if (!ready || block !== this.#status.block || head === null || head <= block) this.#movedAt = Date.now();
    else if (this.#stalls()) return this.#restart(deployment, head, block);
    const lag = head === null ? null : head > block ? head - block : 0n;
    const behind = sight.state === "silent" ? `${sight.why} This is how things stood at block ${block}.` : null;
    const reason = ready ? behind : `It is being caught up: block ${block} of ${head ?? "unknown"}.`;
    this.#status = { ready, reason, chainId, chainHash, block, time, head, lag };
  }

  /** Counts the record once, when it was caught up. A hole in it is never shown: the record is made anew. */
  async #isWhole(deployment: Deployment, head: bigint | null): Promise<boolean> {
    const [running, ponder] = [this.#running, this.#ponder];
    if (!running || !ponder) return false;
    if (running.whole || this.#options.uncounted) return true;
    if (head === null) return this.#wait("It is caught up, and waits for the chain to be counted.", deployment, head);
    const found = await wholeness(this.#client, running, ponder.url, async () => (await ponder.progress())?.block);
    if (!found || (!found.whole && found.moving && ++this.#doubts < MOST_DOUBTS)) {
      return this.#wait("It is being counted.", deployment, head);
    }
    this.#doubts = 0;
    running.whole = found.whole;
    if (found.whole) {
      this.#failures = 0;
      return true;
    }
    const { readOnly = false } = this.#options;
    const words = `The node left out a part of what happened. Not as on chain: ${found.why}.`;
    this.#say(`${words}${readOnly ? "" : " It is made anew."}`);
    await this.#end();
    await this.#forget(running.name);
    this.#wait(`${words} It is made anew.`, deployment, head);
    await new Promise((resolve) => setTimeout(resolve, this.#pause));
    this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE);
    return false;
  }

  async #forget(name: string): Promise<void> {
    const { databaseUrl, dataFolder, readOnly = false } = this.#options;
    if (readOnly) return;
    await forget(databaseUrl ? { databaseUrl, name } : { directory: join(dataFolder, name) });
  }

  #wait(reason: string, deployment: Deployment, head: bigint | null): false {
    this.#refuse(reason, deployment, head);
    return false;
  }

  /** What a reader serves is moved by the writer alone. */
  #stalls(): boolean {
    const { readOnly = false, stalledAfter = STALLED } = this.#options;
    // A block that takes long isn't begun again and again: each time it gets twice as long.
    return !readOnly && Date.now() - this.#movedAt > stalledAfter * 2 ** this.#restarts;
  }

  async #restart(deployment: Deployment, head: bigint, block: bigint): Promise<void> {
    this.#say(`it stays at block ${block} of ${head}: started anew`);
    await this.#end();
    this.#restarts += 1;
    this.#movedAt = Date.now();
    this.#refuse("The record was interrupted, and goes on in a moment.", deployment, head);
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
