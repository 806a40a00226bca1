// A local chain with a short story and an open vote, and the dApp beside it, as a person would find them.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Deployment } from "@commonmind/sdk";
import { network } from "hardhat";
import type { NetworkConnection } from "hardhat/types/network";
import { deployCommons } from "../../../deploy/deploy.ts";
import { loadGenesis } from "../../../deploy/genesis.ts";
import { type Chain, openChain } from "../../../scripts/lib/chain.ts";
import { readInput } from "../../../scripts/lib/csvTable.ts";
import { type Dapp, startDapp } from "../../../scripts/lib/dapp.ts";
import { afterwards } from "../../../scripts/story/afterwards.ts";
import { parseHistory, planContributions } from "../../../scripts/story/history.ts";
import { DEFAULT_REVENUE } from "../../../scripts/story/revenue.ts";
import { tellStory } from "../../../scripts/story/tell.ts";

const root = join(import.meta.dirname, "..", "..", "..");

export type Stage = {
  readonly chain: Chain;
  readonly deployment: Deployment;
  readonly rpcUrl: string;
  /** Where the dApp is. */
  readonly url: string;
  readonly proposal: bigint;
  /** The author with the most units: has money to collect. */
  readonly author: string;
  close(): Promise<void>;
};

export async function openStage(): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), "commonmind-browser-"));
  const server = await network.createServer("default", "127.0.0.1", 0);
  const { port } = await server.listen();
  const rpcUrl = `http://127.0.0.1:${port}`;
  let dapp: Dapp | undefined;
  let connection: NetworkConnection | undefined;
  const close = async () => {
    await dapp?.stop();
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
    const proposal = await afterwards(chain, deployment, { authors });

    const file = join(folder, "31337.json");
    writeFileSync(file, JSON.stringify(deployment));
    dapp = startDapp({ port: 0, deployment: file, rpcUrl });
    const url = await dapp.url;
    return { chain, deployment, rpcUrl, url, proposal, author: authors[0] as string, close };
  } catch (error) {
    await close();
    throw error;
  }
}
