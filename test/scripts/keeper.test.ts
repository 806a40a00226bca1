// `npm run keeper`: reviews go on though nobody who takes part in them does anything but judge.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { contributionRegistryAbi, type Deployment } from "@commonmind/sdk";
import { expect } from "chai";
import { network } from "hardhat";
import type { JsonRpcServer, NetworkConnection } from "hardhat/types/network";
import type { Account } from "viem";
import { deployCommons } from "../../deploy/deploy.ts";
import { loadGenesis } from "../../deploy/genesis.ts";
import { Keeper } from "../../scripts/keeper/Keeper.ts";
import { playReviewers } from "../../scripts/keeper/playReviewers.ts";
import { type Chain, openChain } from "../../scripts/lib/chain.ts";
import { panelOf, reviewOf, workState } from "../../scripts/lib/reviews.ts";
import { foundersBySeat, submit } from "../../scripts/story/afterwards.ts";
import { gatherCast } from "../../scripts/story/cast.ts";
import { connectTo } from "../support/chains.ts";
import { localGenesis } from "../support/commons.ts";
import { runScript } from "./run.ts";

describe("npm run keeper", () => {
  const genesis = loadGenesis(localGenesis);
  const { review, periods } = genesis;
  let server: JsonRpcServer;
  let connection: NetworkConnection;
  let deployment: Deployment;
  let chain: Chain;
  let founders: readonly Account[];
  let reviewers: ReadonlyMap<bigint, Account>;
  let folder: string;
  let port: number;

  beforeEach(async () => {
    server = await network.createServer("default", "127.0.0.1", 0);
    ({ port } = await server.listen());
    connection = await connectTo(`http://127.0.0.1:${port}`, 31_337);
    deployment = await deployCommons(connection, genesis);
    chain = await openChain(connection);
    const cast = await gatherCast(chain, deployment);
    [founders, reviewers] = [cast.founders, foundersBySeat(cast)];
    folder = mkdtempSync(join(tmpdir(), "commonmind-keeper-"));
    writeFileSync(join(folder, "31337.json"), JSON.stringify(deployment));
  });
  afterEach(async () => {
    await connection?.close();
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const handIn = (uri: string) => submit(chain, deployment, founders[2] as Account, 3, uri);
  const pass = (seconds: number) => chain.wait(BigInt(seconds), "somebody is slow");
  const stageOf = async (id: bigint) => (await reviewOf(chain.client, panelOf(deployment), id)).stage;
  const steps = (deeds: readonly { step: string }[]) => deeds.map(({ step }) => step);

  it("finds work in blocks that came in the place of others which it had looked at", async () => {
    const keeper = new Keeper(chain, deployment);
    const request = (method: string, params: unknown[]) => connection.provider.request({ method, params });
    const before = await request("evm_snapshot", []);
    await request("hardhat_mine", ["0x10"]);
    expect(await keeper.pass()).to.deep.equal([]);
    await request("evm_revert", [before]);
    const id = await handIn("Corrections");
    await keeper.pass();
    expect(keeper.open).to.deep.equal([id]);
  });

  it("takes work from its submission to its reviewers' pay, which becomes work of theirs", async () => {
    const keeper = new Keeper(chain, deployment, { collect: true });
    const context = { chain, deployment, seed: 1, reviewers, decide: async () => {}, onProgress: () => {} };
    const id = await handIn("Corrections");
    expect(await keeper.pass()).to.deep.equal([]);
    expect(keeper.open).to.deep.equal([id]);

    await pass(review.seedDelay);
    expect(steps(await keeper.pass())).to.deep.equal(["draw"]);
    expect(await keeper.pass()).to.deep.equal([]);
    await playReviewers(context, keeper);
    await pass(review.draw + review.commit);
    await playReviewers(context, keeper);
    expect(await keeper.pass()).to.deep.equal([]);
    await pass(review.reveal);
    expect(steps(await keeper.pass())).to.deep.equal(["tally"]);
    expect((await workState(chain.client, deployment, id)).state).to.equal("Accepted");

    await pass(periods.challenge);
    expect(steps(await keeper.pass())).to.deep.equal(["finalize"]);
    expect(steps(await keeper.pass())).to.deep.equal(["settle"]);
    const paid = await keeper.pass();
    expect(steps(paid)).to.deep.equal(["collect", "collect", "collect"]);
    expect(keeper.open).to.deep.equal([]);
    const registry = { address: deployment.contracts.contributionRegistry, abi: contributionRegistryAbi } as const;
    expect(await chain.client.readContract({ ...registry, functionName: "contributionCount" })).to.equal(id + 3n);
  });

  it("ends a round that nobody drew in time, and one on which nobody said anything", async () => {
    const keeper = new Keeper(chain, deployment);
    const undrawn = await handIn("Nobody looks");
    await pass(review.seedDelay + review.draw + 1);
    expect(steps(await keeper.pass())).to.deep.equal(["expire"]);
    expect((await workState(chain.client, deployment, undrawn)).state).to.equal("Rejected");

    const silent = await handIn("Nobody says anything");
    await pass(review.seedDelay);
    expect(steps(await keeper.pass())).to.deep.equal(["draw"]);
    await pass(review.draw + review.commit + review.reveal + 1);
    expect(steps(await keeper.pass())).to.deep.equal(["tally"]);
    expect((await workState(chain.client, deployment, silent)).state).to.equal("Rejected");
    await pass(periods.challenge);
    expect(steps(await keeper.pass())).to.deep.equal(["settle", "settle"]);
    expect(await stageOf(silent)).to.equal("Settled");
  });

  it("goes on with other work when the chain has forgotten the seed of one", async () => {
    const keeper = new Keeper(chain, deployment);
    const forgotten = await handIn("Too late");
    await pass(review.seedDelay);
    await connection.provider.request({ method: "hardhat_mine", params: ["0x12c", "0x1"] });
    const other = await handIn("In time");
    await pass(review.seedDelay);
    const [drawn, ...more] = await keeper.pass();
    expect(drawn).to.include({ step: "draw", contribution: `${other}` });
    expect(more).to.deep.equal([]);
    expect(await stageOf(forgotten)).to.equal("Drawing");
    await pass(review.draw);
    expect(steps(await keeper.pass())).to.deep.equal(["expire"]);
  });

  it("does as a command what can be done now, and says it in one object", async () => {
    const id = await handIn("Explanations");
    await pass(review.seedDelay);
    const settings = { COMMONMIND_CHAIN_PORT: `${port}`, COMMONMIND_DEPLOYMENTS: folder };
    const args = ["--network", "localhost", "--once", "--json"];
    const { code, stdout, stderr } = await runScript("keeper/main.ts", args, settings);
    expect(code, stderr).to.equal(0);
    const { schema, chainId, done, open } = JSON.parse(stdout);
    expect({ schema, chainId, open }).to.deep.equal({ schema: 1, chainId: 31_337, open: [`${id}`] });
    expect(done).to.have.length(1);
    expect(done[0]).to.include({ step: "draw", contribution: `${id}` });
    expect(await stageOf(id)).to.equal("Sitting");
  });

  it("refuses what it can't run on, with code 2", async () => {
    const settings = { COMMONMIND_CHAIN_PORT: `${port}`, COMMONMIND_DEPLOYMENTS: join(folder, "nowhere") };
    const nowhere = await runScript("keeper/main.ts", ["--network", "localhost", "--once"], settings);
    expect(nowhere.code).to.equal(2);
    expect(nowhere.stderr).to.include("No co-op is deployed on chain 31337");
    const often = await runScript("keeper/main.ts", ["--network", "localhost", "--every", "0"]);
    expect(often.code).to.equal(2);
  });
});
