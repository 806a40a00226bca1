// The same deployment and a short life on another client, as chain 11155111: what works only on Hardhat's own chain shows here.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildManifest, itemsRoot, proveLeaf, tillAddress } from "@commonmind/sdk";
import { expect } from "chai";
import { id as hashOf } from "ethers";
import type { NetworkConnection } from "hardhat/types/network";
import { getAddress } from "viem";
import { deployCommons } from "../../deploy/deploy.ts";
import { parseGenesis } from "../../deploy/genesis.ts";
import { roles } from "../../deploy/permissions.ts";
import { Keeper } from "../../scripts/keeper/Keeper.ts";
import { playReviewers } from "../../scripts/keeper/playReviewers.ts";
import { openChain } from "../../scripts/lib/chain.ts";
import { freePort } from "../../scripts/lib/freePort.ts";
import { foundersBySeat } from "../../scripts/story/afterwards.ts";
import { gatherCast } from "../../scripts/story/cast.ts";
import { TestToken__factory } from "../../types/index.ts";
import { connectTo, forgetJournal } from "../support/chains.ts";
import { castOf, contractsOf, founder, localGenesis, NATIVE } from "../support/commons.ts";
import { someItems, someRelease } from "../support/work.ts";

const SEPOLIA = 11155111;
const anvil = join(import.meta.dirname, "../../node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil");

describe("On anvil as chain 11155111", () => {
  let node: ChildProcess;
  let connection: NetworkConnection;

  before(async function () {
    // Only some platforms have this package; where it isn't installed the test is skipped (test/skips.json).
    if (!existsSync(anvil)) return this.skip();
    const port = await freePort();
    const args = ["--host", "127.0.0.1", "--port", `${port}`, "--chain-id", `${SEPOLIA}`, "--silent"];
    node = spawn(anvil, args, { stdio: "ignore" });
    connection = await answering(`http://127.0.0.1:${port}`);
  });

  after(async () => {
    try {
      if (connection) await forgetJournal(connection);
      await connection?.close();
    } finally {
      if (node?.exitCode === null && node.signalCode === null) {
        const ended = once(node, "exit");
        node.kill("SIGKILL");
        await ended;
      }
    }
  });

  it("a co-op is deployed, works, decides, earns and pays", async () => {
    const text = readFileSync(localGenesis, "utf8").replace(/"chainIds": \[\s*31337\s*\]/, `"chainIds": [${SEPOLIA}]`);
    const genesis = parseGenesis(text, "local.json for chain 11155111");
    const deployment = await deployCommons(connection, genesis, { resumable: true });
    expect(deployment.chainId).to.equal(SEPOLIA);
    const { ethers } = connection;
    const people = castOf(await ethers.getSigners());
    const { accessManager, contributions, models, rewards, dividend, token, treasury, governor } = contractsOf(
      deployment,
      people.deployer,
    );
    expect((await accessManager.hasRole(roles.constitution, people.deployer))[0]).to.equal(false);
    const mined = async (sending: Promise<{ wait(): Promise<unknown> }>) => (await sending).wait();
    const later = async (seconds: number | bigint) => {
      const now = (await ethers.provider.getBlock("latest"))?.timestamp ?? 0;
      await ethers.provider.send("evm_setNextBlockTimestamp", [now + Number(seconds)]);
      await ethers.provider.send("evm_mine", []);
    };
    const [ana, submitter] = [ethers.Wallet.createRandom(), founder(people, 1)];
    const manifest = await buildManifest(
      [{ author: getAddress(ana.address), items: 2n, unitsPerItem: 50n, itemsRoot: itemsRoot(someItems(2)) }],
      {
        domainFields: {
          chainId: BigInt(SEPOLIA),
          registry: deployment.contracts.contributionRegistry,
          modelId: 1n,
          submitter: getAddress(submitter.address),
        },
      },
    );
    const { root, depth, items, sum: units } = manifest;
    const submission = { modelId: 1, kind: 0, depth, items, units, root, sponsor: 0, uri: "ipfs://manifest" };
    await mined(contributions.connect(submitter).submit(submission));
    const work = await contributions.contributionCount();
    // A panel of founders, drawn with a seed out of this chain's headers; reviewers sign, the keeper does all else.
    const chain = await openChain(connection);
    const keeper = new Keeper(chain, deployment);
    const reviewers = foundersBySeat(await gatherCast(chain, deployment));
    const context = { chain, deployment, seed: 1, reviewers, decide: async () => {}, onProgress: () => {} };
    const { review, periods } = genesis;
    const waits = [review.seedDelay, review.draw + review.commit, review.reveal, periods.challenge, 1, 1];
    for (const seconds of waits) {
      await later(seconds + 1);
      await playReviewers(context, keeper);
      await keeper.pass();
      await playReviewers(context, keeper);
    }
    expect(keeper.open).to.deep.equal([]);
    const { score } = await contributions.contributionAt(work);
    expect(score).to.be.within(50n, 100n);
    const { leaf, proof } = proveLeaf(manifest, 0);
    await mined(
      contributions.claimUnits(
        work,
        leaf,
        proof.map(({ hash, sum }) => ({ hash, sum })),
      ),
    );
    expect(await token.balanceOf(ana)).to.equal(100n * score * 10n ** 12n);

    await mined(models.closeBatch(1));
    const dollars = await new TestToken__factory(people.deployer).deploy("Test dollar", "TUSD", 6);
    await dollars.waitForDeployment();
    const targets: string[] = [deployment.contracts.modelRegistry, deployment.contracts.treasury];
    const calldatas: string[] = [
      models.interface.encodeFunctionData("publish", [1, 1, someRelease]),
      treasury.interface.encodeFunctionData("listAsset", [await dollars.getAddress()]),
    ];
    const values = [0n, 0n];
    const description = "Publish release 1 and list the test dollar";
    await mined(governor.connect(submitter).propose(targets, values, calldatas, description));
    const carried = [targets, values, calldatas, hashOf(description)] as const;
    const id = await governor.getProposalId(...carried);
    await later(genesis.periods.votingDelay + 1);
    for (const voter of people.founders) await mined(governor.connect(voter).castVote(id, 1));
    await later(genesis.periods.votingPeriod + 1);
    await mined(governor.queue(...carried));
    await later(genesis.periods.timelock + 1);
    await mined(governor.execute(...carried));
    expect((await models.modelAt(1)).releases).to.equal(1n);

    const till = tillAddress({ registry: deployment.contracts.modelRegistry, modelId: 1n });
    await mined(submitter.sendTransaction({ to: till, value: 1_000_000n }));
    await mined(dollars.mint(till, 2_000_000n));
    for (const asset of [NATIVE, await dollars.getAddress()]) await mined(treasury.settle(1, asset));
    const before = await ethers.provider.getBalance(ana);
    await mined(rewards.claim(ana, [work << 32n], [NATIVE, dollars]));
    // All of the contributors' part, but for what a division by the score's units may leave.
    const paid = (await ethers.provider.getBalance(ana)) - before;
    expect(paid).to.be.within(599_999n, 600_000n);
    expect(await dollars.balanceOf(ana)).to.be.within(1_199_999n, 1_200_000n);
    expect(await rewards.accounted(NATIVE)).to.equal(600_000n - paid);
    expect(await treasury.reserveOf(dollars)).to.equal(300_000n);
    await mined(dividend.claim(1, [NATIVE, dollars]));
    expect(await dollars.balanceOf(submitter)).to.equal(500_000n / 7n);
  });
});

/** A connection to a node that may still be starting. */
async function answering(url: string): Promise<NetworkConnection> {
  for (let attempt = 0; ; attempt++) {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_chainId", params: [] }),
    }).catch(() => undefined);
    if (answer?.ok) return connectTo(url, SEPOLIA);
    if (attempt === 200) throw new Error(`Nothing answers at ${url}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
