// A local chain with a short story and an open vote, and the dApp beside it, as a person would find them.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Deployment } from "@commonmind/sdk";
import { network } from "hardhat";
import type { NetworkConnection } from "hardhat/types/network";
import { parseEther, zeroAddress } from "viem";
import { deployCommons } from "../../../deploy/deploy.ts";
import { loadGenesis } from "../../../deploy/genesis.ts";
import { type Chain, openChain } from "../../../scripts/lib/chain.ts";
import { readInput } from "../../../scripts/lib/csvTable.ts";
import { freePort } from "../../../scripts/lib/freePort.ts";
import { type Service, startDapp, startIndexer } from "../../../scripts/lib/services.ts";
import { afterwards } from "../../../scripts/story/afterwards.ts";
import { authorSigner, gatherCast } from "../../../scripts/story/cast.ts";
import { parseHistory, planContributions } from "../../../scripts/story/history.ts";
import { askToMove, enrol, expire, type MemberContext, SHORT_TERM } from "../../../scripts/story/members.ts";
import { earn } from "../../../scripts/story/money.ts";
import { DEFAULT_REVENUE, NATIVE_ASSET } from "../../../scripts/story/revenue.ts";
import { newWallet } from "../../../scripts/story/roles.ts";
import { tellStory } from "../../../scripts/story/tell.ts";

/** Play somebody whose seat has just lapsed, and somebody whose seat is about to be moved; `?author=` makes a browser one
 * of them. */
export const SLEEPER = "sleeper";
export const WALKER = "walker";

const root = join(import.meta.dirname, "..", "..", "..");

export type Stage = {
  readonly chain: Chain;
  readonly deployment: Deployment;
  readonly rpcUrl: string;
  /** Where the dApp is, and where the record that it reads. */
  readonly url: string;
  readonly recordUrl: string;
  /** Ends the indexer for good. */
  loseRecord(): Promise<void>;
  /** The plain vote that is open, and the one between options. */
  readonly proposal: bigint;
  readonly ballot: bigint;
  /** The author with the most units: has money to collect. */
  readonly author: string;
  /** The seat of {@link SLEEPER}: lapsed, within its grace, with a part of the dividend. */
  readonly lapsed: bigint;
  /** The seat of {@link WALKER}: somebody asked to move it. */
  readonly moving: bigint;
  close(): Promise<void>;
};

export async function openStage(): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), "commonmind-browser-"));
  const server = await network.createServer("default", "127.0.0.1", 0);
  const { port: chainPort } = await server.listen();
  const rpcUrl = `http://127.0.0.1:${chainPort}`;
  let dapp: Service | undefined;
  let indexer: Service | undefined;
  let connection: NetworkConnection | undefined;
  const close = async () => {
    await Promise.all([dapp?.stop(), indexer?.stop()]);
    await connection?.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    connection = (await network.create({
      network: "localhost",
      override: { type: "http", url: rpcUrl, chainId: 31337, accounts: "remote" } as never,
    })) as NetworkConnection;
    const genesis = loadGenesis(join(root, "deploy", "genesis", "local.json"));
    const deployment = await deployCommons(connection, genesis);
    const chain = await openChain(connection);
    const history = join(root, "data", "histories", "promptsource.csv");
    const plan = planContributions(parseHistory(readInput(history), "promptsource.csv"));
    const { accounts } = await tellStory(chain, deployment, { plan, revenue: DEFAULT_REVENUE, seed: 1 });
    const authors = accounts
      .toSorted((a, b) => (BigInt(a.units) < BigInt(b.units) ? 1 : -1))
      .map(({ author }) => author);
    const context = { chain, deployment, cast: await gatherCast(chain, deployment), onProgress: () => {} };
    const lapsed = await lapse(context);
    const moving = await leave(context);
    const { plain: proposal, ballot } = await afterwards(chain, deployment, { authors });

    const file = join(folder, "31337.json");
    writeFileSync(file, JSON.stringify(deployment));
    const [recordPort, port] = [await freePort(), await freePort()];
    const recordUrl = `http://127.0.0.1:${recordPort}`;
    const uploadsFrom = `http://127.0.0.1:${port}`;
    indexer = startIndexer({
      ...{ port: recordPort, deployment: file, rpcUrl, uploadsFrom, dataFolder: join(folder, "record") },
      contentFolder: join(folder, "content"),
    });
    dapp = startDapp({ port, deployment: file, rpcUrl, recordUrl });
    const url = await dapp.url;
    const author = authors[0] as string;
    const loseRecord = async () => indexer?.stop();
    return { chain, deployment, rpcUrl, url, recordUrl, proposal, ballot, author, lapsed, moving, loseRecord, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A member joins, earns a little, and doesn't renew. */
async function lapse(context: MemberContext): Promise<bigint> {
  const { chain, deployment } = context;
  const seats = await enrol(context, [{ name: SLEEPER, signer: authorSigner(SLEEPER) }], SHORT_TERM);
  const assets = new Map([[NATIVE_ASSET, zeroAddress]]);
  await earn(chain, deployment, 1n, assets, [{ asset: NATIVE_ASSET, amount: parseEther("3") }]);
  await expire(context, [...seats.values()]);
  return seats.get(SLEEPER) as bigint;
}

/** A member's seat is asked for by another wallet, and hasn't gone yet. */
async function leave(context: MemberContext): Promise<bigint> {
  const seats = await enrol(context, [{ name: WALKER, signer: authorSigner(WALKER) }]);
  const seat = seats.get(WALKER) as bigint;
  await askToMove(context, { name: WALKER, signer: newWallet(WALKER) }, seat);
  return seat;
}
