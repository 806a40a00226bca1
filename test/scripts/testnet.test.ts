// What can go wrong on a testnet, on anvil as chain 11155111: a node that drops, refuses and swallows; transactions of the
// deployer that wait. And what reads a co-op there: doctor, keeper, the record and the audit beside it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Deployment } from "@commonmind/sdk";
import { expect } from "chai";
import type { NetworkConnection } from "hardhat/types/network";
import { type Account, type Hex, parseEther, parseGwei, zeroAddress } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { type Chain, openChain } from "../../scripts/lib/chain.ts";
import { freePort } from "../../scripts/lib/freePort.ts";
import { localGenesis } from "../../scripts/lib/paths.ts";
import { submit } from "../../scripts/story/afterwards.ts";
import { gatherCast } from "../../scripts/story/cast.ts";
import { earn } from "../../scripts/story/money.ts";
import { NATIVE_ASSET } from "../../scripts/story/revenue.ts";
import { type Anvil, anvilInstalled, richKey, SEPOLIA, startAnvil } from "../support/anvil.ts";
import { BadRpc, type BadRpcOptions } from "../support/badRpc.ts";
import { connectTo } from "../support/chains.ts";
import { finished, runScript, startCommand } from "./run.ts";

const deployer = privateKeyToAccount(richKey);
const network = ["--network", "sepolia"];

describe("On a testnet of anvil as chain 11155111", () => {
  let anvil: Anvil;
  let bad: BadRpc | undefined;
  let folder: string;
  let genesis: string;

  beforeEach(async function () {
    if (!anvilInstalled) return this.skip();
    folder = mkdtempSync(join(tmpdir(), "commonmind-testnet-"));
    genesis = join(folder, "genesis.json");
    const local = readFileSync(localGenesis, "utf8");
    writeFileSync(genesis, local.replace(/"chainIds": \[\s*31337\s*\]/, `"chainIds": [${SEPOLIA}]`));
    anvil = await startAnvil();
  });
  afterEach(async () => {
    await bad?.close();
    bad = undefined;
    await anvil?.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  const badRpc = async (options?: BadRpcOptions) => {
    bad = new BadRpc(anvil.url, options);
    return { node: bad, url: await bad.listen() };
  };
  const settings = (url: string): NodeJS.ProcessEnv => ({
    SEPOLIA_RPC_URL: url,
    DEPLOYER_KEY: richKey,
    COMMONMIND_DEPLOYMENTS: folder,
  });
  const run = (script: string, args: readonly string[], url: string) =>
    runScript(script, [...network, ...args], settings(url));
  const deploy = (url: string) => run("deploy.ts", ["--genesis", genesis, "--yes"], url);
  const sent = async () => Number(await anvil.request("eth_getTransactionCount", [deployer.address, "latest"]));
  const send = async (nonce: number, fee: bigint): Promise<Hex> => {
    const signed = await deployer.signTransaction({
      ...{ chainId: SEPOLIA, type: "eip1559", to: deployer.address, gas: 21_000n, nonce },
      ...{ maxFeePerGas: fee, maxPriorityFeePerGas: 1n },
    });
    return anvil.request<Hex>("eth_sendRawTransaction", [signed]);
  };

  it("deploys through a node that drops, limits and swallows, and sends nothing twice; doctor, keeper, record and audit agree", async function () {
    this.timeout(480_000);
    const { node, url } = await badRpc({ seed: 7, oneIn: 16, swallowOneIn: 4 });
    const deployed = await deploy(url);
    expect(deployed.code, deployed.stderr).to.equal(0);
    for (const trouble of ["drops", "bad gateway", "unavailable", "rate limit", "swallows"] as const)
      expect(node.met.get(trouble), trouble).to.be.greaterThan(0);
    // Some arrived more than once, in the same bytes: each was carried out once.
    expect(Math.max(...node.arrivals.values())).to.be.greaterThan(1);
    expect(await sent()).to.equal(node.arrivals.size);
    expect(deployed.stderr).to.include(`to send   ${node.arrivals.size} transactions`);

    const path = join(folder, `${SEPOLIA}.json`);
    const deployment = JSON.parse(readFileSync(path, "utf8")) as Deployment;
    const connection: NetworkConnection = await connectTo(anvil.url, SEPOLIA);
    const record = await startRecord(path, anvil.url);
    try {
      const chain = await openChain(connection);
      const { seedDelay, founder } = await earnSome(chain, deployment);
      const work = await submit(chain, deployment, founder, 3, "Corrections");
      await chain.wait(BigInt(seedDelay), "the seed is a while off");
      const kept = await run("keeper/main.ts", ["--once", "--json"], url);
      expect(kept.code, kept.stderr).to.equal(0);
      expect(JSON.parse(kept.stdout).done[0]).to.include({ step: "draw", contribution: `${work}` });

      const examined = await run("doctor/main.ts", ["--genesis", genesis, "--json"], url);
      expect(examined.code, examined.stderr).to.equal(0);
      expect(JSON.parse(examined.stdout)).to.deep.include({ ok: true, findings: [], chainId: SEPOLIA });

      await record.caughtUp(Number(await chain.client.getBlockNumber()));
      const audited = await run("audit/main.ts", ["--indexer", record.url, "--json"], url);
      expect(audited.code, audited.stderr + audited.stdout).to.equal(0);
      const report = JSON.parse(audited.stdout);
      expect(report).to.deep.include({ ok: true, differences: [], chainId: SEPOLIA });
      expect(report.indexer, "the record was compared").to.not.equal(null);
    } finally {
      await record.stop();
      await connection.close();
    }
  });

  it("stops with a sentence when a node is away in the middle, or something else of the account's got in between, and then goes on", async function () {
    this.timeout(240_000);
    const { node, url } = await badRpc();
    // As most nodes that anyone may use, this one doesn't show what waits.
    node.unknown = ["txpool_content", "txpool_contentFrom"];
    await send(3, parseGwei("10"));
    const between = await deploy(url);
    expect(between.code, between.stderr).to.equal(2);
    expect(between.stderr).to.include(`Another transaction of ${deployer.address} got in between`);
    expect(await sent()).to.equal(4);

    node.away = { after: 20, how: "for an hour" };
    const away = await deploy(url);
    expect(away.code, away.stderr).to.equal(2);
    expect(away.stderr).to.match(
      /"sepolia" didn't .*ask again in 3600 s.* run the same command again.* goes on from here/,
    );

    node.away = undefined;
    const done = await deploy(url);
    expect(done.code, done.stderr).to.equal(0);
    expect(await sent()).to.equal(node.arrivals.size + 1);
    const examined = await run("doctor/main.ts", ["--genesis", genesis], anvil.url);
    expect(examined.code, examined.stdout).to.equal(0);
  });

  it("says before it sends anything which transactions of the deployer wait, for what, and what to do", async function () {
    this.timeout(180_000);
    await anvil.request("evm_setAutomine", [false]);
    await send(0, parseGwei("1.5"));
    const stuck = await deploy(anvil.url);
    expect(stuck.code, stuck.stderr).to.equal(2);
    expect(stuck.stderr).to.match(/has a transaction .* to be put into a block: nonce 0\./);
    expect(stuck.stderr).to.match(/offers at most 1\.5 gwei .* is asked now\. Nothing was sent/);
    expect(stuck.stderr).to.include("replace it from a wallet (the same nonce, a higher fee)");

    await send(3, parseGwei("10"));
    const gap = await deploy(anvil.url);
    expect(gap.code, gap.stderr).to.equal(2);
    expect(gap.stderr).to.match(
      /has 2 transactions .* wait for nonce 1, 2 to be used: .* nonce 0, 3.* Nothing was sent/,
    );

    await anvil.request("evm_mine");
    expect(await sent(), "but for the one that waited").to.be.lessThan(2);
  });

  /** Money comes in. What a test needs then: an account that may submit, and the seconds from a submission to its seed. */
  async function earnSome(chain: Chain, deployment: Deployment): Promise<{ seedDelay: number; founder: Account }> {
    const { seedDelay } = (JSON.parse(readFileSync(genesis, "utf8")) as { review: { seedDelay: number } }).review;
    const founder = (await gatherCast(chain, deployment)).founders[2] as Account;
    await earn(chain, deployment, 1n, new Map([[NATIVE_ASSET, zeroAddress]]), [
      { asset: NATIVE_ASSET, amount: parseEther("3") },
    ]);
    await chain.settled();
    return { seedDelay, founder };
  }

  /** `npm run indexer` against a node. */
  async function startRecord(deployment: string, rpcUrl: string) {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const child = startCommand("../indexer/server/main.ts", [], {
      ...{ COMMONMIND_DEPLOYMENT: deployment, COMMONMIND_RPC_URL: rpcUrl, COMMONMIND_INDEXER_PORT: `${port}` },
      ...{ COMMONMIND_INDEXER_DATA: join(folder, "record"), DATABASE_URL: "" },
    });
    const ended = finished(child);
    return {
      url,
      async caughtUp(head: number): Promise<void> {
        for (;;) {
          const status = await fetch(`${url}/status`).then(
            (answer) => answer.json() as Promise<{ ready: boolean; block: string }>,
            () => undefined,
          );
          if (status?.ready && Number(status.block) >= head) return;
          if (child.exitCode !== null) throw new Error(`The record ended: ${(await ended).stderr}`);
          await new Promise((resolve) => setTimeout(resolve, 250));
        }
      },
      async stop(): Promise<void> {
        child.kill("SIGINT");
        await ended;
      },
    };
  }
});
