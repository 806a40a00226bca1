// A local chain with a short story, and the real indexer before it, with a node between them whose mood can change.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRecordClient, type Deployment, type RecordClient } from "@commonmind/sdk";
import { serve } from "@hono/node-server";
import { network } from "hardhat";
import type { NetworkConnection } from "hardhat/types/network";
import { parseEther, zeroAddress } from "viem";
import { deployCommons } from "../../deploy/deploy.ts";
import { loadGenesis } from "../../deploy/genesis.ts";
import { openContent } from "../../indexer/content/settings.ts";
import { front } from "../../indexer/server/front.ts";
import { Indexer } from "../../indexer/server/Indexer.ts";
import { type Chain, openChain } from "../../scripts/lib/chain.ts";
import { localGenesis } from "../../scripts/lib/paths.ts";
import { afterwards } from "../../scripts/story/afterwards.ts";
import { authorSigner, gatherCast } from "../../scripts/story/cast.ts";
import { enrol, expire, type MemberContext, type Person, SHORT_TERM } from "../../scripts/story/members.ts";
import { earn } from "../../scripts/story/money.ts";
import { DEFAULT_REVENUE, NATIVE_ASSET } from "../../scripts/story/revenue.ts";
import { tellStory } from "../../scripts/story/tell.ts";
import { shortHistory } from "../support/shortHistory.ts";
import { MoodyNode } from "./moodyNode.ts";

export type LocalChain = { chain: Chain; deployment: Deployment; rpcUrl: string; close(): Promise<void> };

/** A chain of its own with nothing on it, and another beginning than {@link localChain} has. */
export async function bareChain(): Promise<{ rpcUrl: string; close(): Promise<void> }> {
  const override = { initialDate: new Date(Date.now() + 86_400_000) } as never;
  const server = await network.createServer({ network: "default", override }, "127.0.0.1", 0);
  const { port } = await server.listen();
  return { rpcUrl: `http://127.0.0.1:${port}`, close: () => server.close() };
}

/** A chain of its own, with a co-op on it. All of them begin with the same block. */
export async function localChain(): Promise<LocalChain> {
  const server = await network.createServer("default", "127.0.0.1", 0);
  const { port } = await server.listen();
  const rpcUrl = `http://127.0.0.1:${port}`;
  const connection = (await network.create({
    network: "localhost",
    override: { type: "http", url: rpcUrl, chainId: 31337, accounts: "remote" } as never,
  })) as NetworkConnection;
  const close = async () => {
    await connection.close();
    await server.close();
  };
  try {
    const deployment = await deployCommons(connection, loadGenesis(localGenesis));
    return { chain: await openChain(connection), deployment, rpcUrl, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Whose seat has lapsed; until `graceEnds` (unix seconds) it can be renewed without a loss. */
export type Sleeper = { context: MemberContext; person: Person; seat: bigint; graceEnds: bigint };

/** A short history: work, panels, votes, money, strikes, seats that move; and a seat that has lapsed. */
export async function tell({ chain, deployment }: LocalChain): Promise<{ proposal: bigint; sleeper: Sleeper }> {
  const { accounts } = await tellStory(chain, deployment, { plan: shortHistory(), revenue: DEFAULT_REVENUE, seed: 1 });
  const context = { chain, deployment, cast: await gatherCast(chain, deployment), onProgress: () => {} };
  const person = { name: "sleeper", signer: authorSigner("sleeper") };
  const [seat = 0n] = (await enrol(context, [person], SHORT_TERM)).values();
  const native = new Map([[NATIVE_ASSET, zeroAddress]]);
  await earn(chain, deployment, 1n, native, [{ asset: NATIVE_ASSET, amount: parseEther("3") }]);
  const graceEnds = await expire(context, [seat]);
  const authors = accounts.map(({ author }) => author);
  const { plain } = await afterwards(chain, deployment, { authors });
  return { proposal: plain, sleeper: { context, person, seat, graceEnds } };
}

/** Milliseconds: less than in earnest, more than a busy machine takes for a block. */
const STALLED = 15_000;

export type StageOptions = {
  databaseUrl?: string;
  readOnly?: boolean;
  prepare?: (node: MoodyNode) => void;
};

export class IndexerStage {
  readonly node: MoodyNode;
  readonly indexer: Indexer;
  readonly record: RecordClient;
  readonly url: string;
  readonly #folder: string;
  readonly #server: ReturnType<typeof serve>;

  private constructor(
    folder: string,
    node: MoodyNode,
    indexer: Indexer,
    server: ReturnType<typeof serve>,
    port: number,
  ) {
    [this.#folder, this.node, this.indexer, this.#server] = [folder, node, indexer, server];
    this.url = `http://127.0.0.1:${port}`;
    this.record = createRecordClient({ url: this.url });
  }

  /** @param prepare What the node is to be like before anything is asked of it. */
  static async open(
    { rpcUrl, deployment }: LocalChain,
    { databaseUrl, readOnly, prepare }: StageOptions = {},
  ): Promise<IndexerStage> {
    const folder = mkdtempSync(join(tmpdir(), "commonmind-indexer-"));
    const node = new MoodyNode(rpcUrl);
    prepare?.(node);
    const deploymentPath = join(folder, "31337.json");
    writeFileSync(deploymentPath, JSON.stringify(deployment));
    const indexer = new Indexer({
      ...{ deploymentPath, rpcUrl: await node.listen(), dataFolder: join(folder, "record") },
      ...{ databaseUrl, readOnly: readOnly ?? false, stalledAfter: STALLED },
      ...(process.env.COMMONMIND_TEST_WORDS ? { onProgress: (words: string) => console.error(words) } : {}),
    });
    const content = openContent(folder, { COMMONMIND_CONTENT_UPLOADS: "http://dapp.example" });
    return new Promise((resolve) => {
      const server = serve({ fetch: front(indexer, content).fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) => {
        indexer.start();
        resolve(new IndexerStage(folder, node, indexer, server, port));
      });
    });
  }

  /** Another deployment file, as a new start of a local chain writes it. */
  redeploy(deployment: Deployment): void {
    writeFileSync(join(this.#folder, "31337.json"), JSON.stringify(deployment));
  }

  /** Waits until the record holds everything up to the chain's newest block. */
  async caughtUp({ chain }: LocalChain): Promise<bigint> {
    const head = await chain.client.getBlockNumber();
    await until(() => {
      const { ready, block } = this.indexer.status;
      return ready && block !== null && block >= head;
    });
    return head;
  }

  async close(): Promise<void> {
    this.#server.close();
    await this.indexer.stop();
    await this.node.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 100));
}
