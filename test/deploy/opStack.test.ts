// A co-op on a chain with one sequencer, as chain 84532 above chain 11155111: its panels are drawn by the blocks beneath.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Deployment } from "@commonmind/sdk";
import { expect } from "chai";
import type { NetworkConnection } from "hardhat/types/network";
import { keccak256 } from "viem";
import { loadGenesis } from "../../deploy/genesis.ts";
import { root } from "../../scripts/lib/paths.ts";
import { runScript } from "../scripts/run.ts";
import { anvilInstalled, richKey, startAnvil } from "../support/anvil.ts";
import { connectTo } from "../support/chains.ts";
import { castOf, contractsOf, founder } from "../support/commons.ts";
import { BASE_SEPOLIA, type OpStack, startOpStack } from "../support/opStack.ts";
import { submitManifest } from "../support/work.ts";

const file = "deploy/genesis/rehearsal.json";
const base = ["--network", "base-sepolia"];

describe("On anvil as chain 84532, above chain 11155111", () => {
  let chains: OpStack | undefined;
  let connection: NetworkConnection | undefined;
  let deployments: string;
  let settings: NodeJS.ProcessEnv;

  before(async function () {
    if (!anvilInstalled) return this.skip();
    deployments = mkdtempSync(join(tmpdir(), "commonmind-op-"));
    chains = await startOpStack();
    settings = {
      BASE_SEPOLIA_RPC_URL: chains.above.url,
      SEPOLIA_RPC_URL: chains.below.url,
      DEPLOYER_KEY: richKey,
      COMMONMIND_DEPLOYMENTS: deployments,
      CI: "1",
    };
  });
  after(async () => {
    await connection?.close();
    await chains?.close();
    if (deployments) rmSync(deployments, { recursive: true, force: true });
  });

  const stack = () => chains as OpStack;
  const run = (script: string, args: string[], other: NodeJS.ProcessEnv = {}) =>
    runScript(script, [...args, "--json"], { ...settings, ...other });

  it("isn't deployed to where nothing tells the block beneath", async () => {
    const bare = await startAnvil(BASE_SEPOLIA);
    try {
      const refused = await run("deploy.ts", [...base, "--genesis", file, "--yes"], { BASE_SEPOLIA_RPC_URL: bare.url });
      expect(refused.code, refused.stderr).to.equal(2);
      expect(refused.stdout).to.include("doesn't tell which block of the chain beneath it derives from");
      expect(Number(await bare.request("eth_blockNumber"))).to.equal(0);
    } finally {
      await bare.close();
    }
  });

  it("R5 draws panels by blocks that its sequencer doesn't make, through the deployment, the keeper and the doctor", async () => {
    const deployed = await run("deploy.ts", [...base, "--genesis", file, "--yes"]);
    expect(deployed.code, deployed.stderr).to.equal(0);
    expect(deployed.stderr).to.include("from the blocks of the chain beneath (OriginSeeds)");
    expect(deployed.stderr).to.include("review.seedDelay is 60 s");
    expect(deployed.stderr).to.match(/of it at most 0\.000\d+ for writing the data down/);
    const deployment = JSON.parse(deployed.stdout) as Deployment;
    expect(deployment.chainId).to.equal(BASE_SEPOLIA);

    connection = await connectTo(stack().above.url, BASE_SEPOLIA);
    const people = castOf(await connection.ethers.getSigners());
    const genesis = loadGenesis(join(root, file));
    const commons = { ...people, ...contractsOf(deployment, people.deployer), deployment, genesis };
    const { reviews } = commons;
    const { id } = await submitManifest(commons, [{ author: founder(people, 1) }]);
    const { seedAt } = await reviews.timesOf(id, 1n);

    // The chain above has come to the time, the one beneath hasn't: nothing is known, and nothing is sent.
    await connection.ethers.provider.send("evm_setNextBlockTimestamp", [Number(seedAt) + 2]);
    await connection.ethers.provider.send("evm_mine", []);
    const early = await run("keeper/main.ts", [...base, "--once"]);
    expect(early.code, early.stderr).to.equal(0);
    expect(early.stderr).to.include("isn't there yet");
    expect(JSON.parse(early.stdout).done).to.deep.equal([]);

    const { timestamp } = await stack().beneath.getBlock();
    await stack().next(Number(seedAt - timestamp) - 4);
    await stack().next(12);
    const { mixHash } = await stack().beneath.getBlock();
    await stack().next(12);
    const missing = await run("keeper/main.ts", [...base, "--once"], { SEPOLIA_RPC_URL: undefined });
    expect(missing.stderr).to.include("Panels are drawn by the blocks of sepolia here");
    expect(missing.stderr).to.include("needs SEPOLIA_RPC_URL, which isn't set");
    const wrong = await run("keeper/main.ts", [...base, "--once"], { SEPOLIA_RPC_URL: stack().above.url });
    expect(wrong.stderr).to.include('"sepolia" is chain 11155111, but what answers at its address is chain 84532');

    const kept = await run("keeper/main.ts", [...base, "--once"]);
    expect(kept.code, kept.stderr).to.equal(0);
    expect((JSON.parse(kept.stdout).done as { step: string }[]).map(({ step }) => step)).to.deep.equal(["draw"]);
    const [drawn] = await reviews.queryFilter(reviews.filters.PanelDrawn(id));
    expect(drawn?.args.seed).to.equal(keccak256(mixHash));
    expect(drawn?.args.seats.length).to.equal(genesis.review.panelSize);

    const doctor = await run("doctor/main.ts", [...base, "--genesis", file]);
    expect(JSON.parse(doctor.stdout).findings).to.deep.equal([]);
    expect(doctor.code, doctor.stderr).to.equal(0);
  });
});
