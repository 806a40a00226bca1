// The record as it has to be: every event in it, every amount the contracts' own, through all that can happen to a chain and
// to the processes between it and the reader. The real indexer against a real chain.
import { commonsGovernorAbi, RecordNotReady } from "@commonmind/sdk";
import { expect } from "chai";
import { type Address, parseEther, zeroAddress } from "viem";
import { audit } from "../../scripts/audit/audit.ts";
import { gatherCast } from "../../scripts/story/cast.ts";
import { collectDividend, renew, waitUntil } from "../../scripts/story/members.ts";
import { earn } from "../../scripts/story/money.ts";
import { NATIVE_ASSET } from "../../scripts/story/revenue.ts";
import {
  compareAll,
  compareClaimable,
  compareEvents,
  compareSeats,
  compareTokens,
  compareVotes,
  compareWork,
  expectOnlyReading,
  rows,
} from "./compare.ts";
import { bareChain, IndexerStage, type LocalChain, localChain, type Sleeper, until } from "./stage.ts";
import { toldChain } from "./told.ts";

/** Milliseconds: for machines that do other things too. */
const PATIENT = 600_000;

describe("The record", function () {
  this.timeout(PATIENT);
  let local: LocalChain;
  let stage: IndexerStage;
  let proposal: bigint;
  let sleeper: Sleeper;
  let another: LocalChain | undefined;

  before(async function () {
    this.timeout(PATIENT);
    ({ local, proposal, sleeper } = await toldChain());
    stage = await IndexerStage.open(local);
  });
  after(async () => {
    await stage?.close();
    await another?.close();
  });

  const pay = async (ether: string, { chain, deployment }: LocalChain = local) => {
    await earn(chain, deployment, 1n, new Map([[NATIVE_ASSET, zeroAddress]]), [
      { asset: NATIVE_ASSET, amount: parseEther(ether) },
    ]);
    await chain.settled();
  };
  const ask = (path: string, init: RequestInit = {}) => fetch(`${stage.url}${path}`, init);
  const query = (text: string) =>
    ask("/graphql", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: text }),
    });

  it("answers nothing until it is whole, and says how far it is", async () => {
    const reasons = new Set<string>();
    await until(async () => {
      const answer = await query("{ models { items { id } } }");
      if (answer.status === 200) return true;
      expect(answer.status).to.equal(503);
      const { error, ready, reason } = (await answer.json()) as { error: string; ready: boolean; reason: string };
      expect([error, ready]).to.deep.equal(["not ready", false]);
      reasons.add(reason.replace(/\d+/g, "N"));
      return false;
    });
    expect([...reasons]).to.include("It is being caught up: block N of N.");
    const head = await stage.caughtUp(local);
    const { chainId, chainHash, ...status } = await stage.record.status();
    expect([chainId, chainHash]).to.deep.equal([31337, local.deployment.chainHash]);
    expect(status).to.include({ ready: true, reason: null, block: head, head, lag: 0n });
  });

  it("X4 holds every log of every contract, and nothing else", async () => {
    expect(await compareEvents(stage, local)).to.be.greaterThan(1_000);
  });

  it("knows to the base unit what everyone can claim, what is frozen and what is forfeited", async () => {
    expect(await compareClaimable(stage, local)).to.be.greaterThan(100);
  });

  it("knows tokens, votes, seats, work and tallies as the contracts do", async () => {
    await compareTokens(stage, local);
    await compareSeats(stage, local);
    expect(await compareWork(stage, local)).to.be.greaterThan(10);
    expect(await compareVotes(stage, local)).to.be.greaterThan(5);
  });

  it("tells why a position earned what it did, back to each settlement", async () => {
    const [paid] = await rows(stage, "claimParts", "position amount");
    const position = BigInt(paid?.position ?? 0);
    const place = `contribution: "${position >> 32n}", index: "${position & 0xffff_ffffn}"`;
    const { paid: sums } = (
      await stage.record.query<{
        position: { paid: { items: { amount: string; ofClaim: { asset: string } }[] } };
      }>(`{ position(${place}) { paid { items { amount ofClaim { asset } } } } }`)
    ).position;
    const asset = sums.items[0]?.ofClaim.asset ?? "";
    const why = (await (await ask(`/why/${position}/${asset}`)).json()) as {
      position: { accepted: string };
      work: { release: number };
      shares: { release: number; amount: string; active: string }[];
    };
    const units = BigInt(why.position.accepted);
    const earned = why.shares
      .filter(({ release }) => release >= why.work.release)
      .reduce((sum, { amount, active }) => sum + Number(units * BigInt(amount)) / Number(active), 0);
    const got = sums.items
      .filter((it) => it.ofClaim.asset === asset)
      .reduce((sum, { amount }) => sum + Number(amount), 0);
    // All that it earned so far, but for what came in since it was last paid.
    expect(got).to.be.greaterThan(0).and.at.most(earned);
  });

  it("serves pages in order, and the next where the last one ended", async () => {
    const all = await rows(stage, "contributions", "id");
    const first = await stage.record.query<{
      contributions: { items: { id: string }[]; pageInfo: { endCursor: string } };
    }>("{ contributions(limit: 3) { items { id } pageInfo { endCursor } } }");
    const next = await stage.record.query<{ contributions: { items: { id: string }[] } }>(
      `{ contributions(limit: 3, after: "${first.contributions.pageInfo.endCursor}") { items { id } } }`,
    );
    const six = [...first.contributions.items, ...next.contributions.items].map(({ id }) => id);
    expect(six).to.deep.equal(all.slice(0, 6).map(({ id }) => id));
    const { events, more } = await stage.record.events({ limit: 10, names: ["Settled", "VoteCast"] });
    expect(events.length).to.equal(10);
    expect(more).to.equal(true);
    expect(["Settled", "VoteCast"]).to.include.members(events.map(({ name }) => name));
    expect(events.every(({ seq }, i) => i === 0 || seq > (events[i - 1]?.seq ?? 0n))).to.equal(true);
  });

  it("refuses what is too deep, too large, unknown or would change something", async () => {
    const deep = `{ contributions { items { ${"ofModel { contributions { items { ".repeat(40)} id ${"} } }".repeat(40)} } } }`;
    const answer = (await (await query(deep)).json()) as { errors?: { message: string }[] };
    expect(answer.errors?.[0]?.message).to.match(/depth|tokens|limit/i);
    expect((await query(`{ models { items { ${"id ".repeat(40_000)} } } }`)).status).to.equal(413);
    expect((await ask("/metrics")).status).to.equal(404);
    expect((await ask("/graphql/../metrics")).status).to.equal(404);
    expect((await ask("/graphql", { method: "DELETE" })).status).to.equal(405);
    expect((await ask("/claimable/nobody")).status).to.equal(400);
    await expectOnlyReading(stage);
  });

  it("hands out content beside it, under limits and a policy of its own", async () => {
    const text = "a line of text\n".repeat(10_000);
    const sent = await ask("/content", { method: "POST", body: text });
    expect(sent.status).to.equal(201);
    const { cid } = (await sent.json()) as { cid: string };
    const answer = await ask(`/content/${cid}`);
    expect([answer.status, await answer.text()]).to.deep.equal([200, text]);
    expect(answer.headers.get("content-security-policy")).to.equal("default-src 'none'; sandbox");
  });

  it("goes on answering while the node is away, says as of which block, and catches up", async () => {
    const before = await stage.caughtUp(local);
    stage.node.mood = "away";
    await until(() => stage.indexer.status.head === null);
    await pay("1");
    const status = await stage.record.status();
    expect(status).to.include({ ready: true, block: before, head: null, lag: null });
    expect(status.reason).to.equal(`The chain doesn't answer. This is how things stood at block ${before}.`);
    const answer = await query("{ models { items { id } } }");
    expect([answer.status, answer.headers.get("x-commonmind-block")]).to.deep.equal([200, `${before}`]);
    stage.node.mood = "well";
    await stage.caughtUp(local);
    expect((await stage.record.status()).reason).to.equal(null);
    await compareClaimable(stage, local);
  });

  it("says how far behind it is while a node refuses most requests as too many, and misses nothing of it", async () => {
    const before = await stage.caughtUp(local);
    stage.node.mood = "busy";
    await pay("2");
    await until(() => stage.node.refused > 30);
    const { ready, block, lag } = stage.indexer.status;
    // What it shows is right as of the block it names.
    if (ready) expect(block === before ? lag === null || lag > 0n : block !== null && block > before).to.equal(true);
    stage.node.mood = "well";
    await stage.caughtUp(local);
    await compareEvents(stage, local);
  });

  it("takes back what a reorganisation took back", async () => {
    const { chain, deployment } = local;
    const { founders } = await gatherCast(chain, deployment);
    const request = (method: string, params: unknown[] = []) => chain.connection.provider.request({ method, params });
    const before = await compareEvents(stage, local);
    const snapshot = await request("evm_snapshot");
    const voter = founders[6] as (typeof founders)[number];
    await chain.sendAs(voter, {
      address: deployment.contracts.commonsGovernor,
      abi: commonsGovernorAbi,
      functionName: "castVote",
      args: [proposal, 1],
    });
    await chain.settled();
    await stage.caughtUp(local);
    const votes = () =>
      rows(stage, "ballots", "proposal voter").then((all) => all.filter((it) => it.proposal === `${proposal}`));
    const voted = await votes();
    expect(voted.some(({ voter: by }) => by === voter.address.toLowerCase())).to.equal(true);

    await request("evm_revert", [snapshot]);
    await pay("3");
    await pay("4");
    await stage.caughtUp(local);
    expect(await votes()).to.deep.equal(voted.filter(({ voter: by }) => by !== voter.address.toLowerCase()));
    expect(await compareEvents(stage, local)).to.be.greaterThan(before);
    await compareAll(stage, local);
  });

  it("knows what a seat that came back too late gave back to all, and what of that it gets itself", async () => {
    const { context, person, seat, graceEnds } = sleeper;
    const { chain, deployment } = local;
    await pay("3");
    await waitUntil(chain, graceEnds, "the grace of a lapsed seat ends");
    expect(await renew(context, person, seat), "it lost what it had").to.equal(true);
    await pay("3");
    const assets = (await rows(stage, "pools", "asset")).map(({ asset }) => asset as Address);
    await collectDividend(context, [seat], new Map(assets.map((asset) => [asset, asset])));
    await stage.caughtUp(local);
    const given = (await rows(stage, "dividendPayments", "seat to amount")).filter((it) => it.seat === `${seat}`);
    expect(given.some(({ to }) => to === null) && given.some(({ to }) => to !== null)).to.equal(true);
    await compareClaimable(stage, local);
    expect(
      (await audit({ client: chain.client, deployment, indexer: { url: stage.url, required: true } })).ok,
    ).to.equal(true);
  });

  it("goes on by itself when its process is killed, and is as exact as before", async () => {
    const pid = stage.indexer.ponderPid as number;
    process.kill(pid, "SIGKILL");
    await until(() => !stage.indexer.status.ready);
    try {
      await stage.record.events();
      expect.fail("it answered while it was down");
    } catch (error) {
      expect(error).to.be.instanceOf(RecordNotReady);
    }
    await pay("5");
    await stage.caughtUp(local);
    expect(stage.indexer.ponderPid).to.not.equal(pid);
    await compareEvents(stage, local);
    await compareClaimable(stage, local);
  });

  /** The record of a young co-op whose node knows no logs of some blocks, and what is said of it before the node is well. */
  async function holed(forgotten: (young: LocalChain) => Promise<[bigint, bigint]>, said: RegExp): Promise<void> {
    const young = await localChain();
    const blocks = await forgotten(young);
    const stage = await IndexerStage.open(young, {
      prepare(node) {
        [node.mood, node.forgotten] = ["forgetful", blocks];
      },
    });
    try {
      await until(() => said.test(stage.indexer.status.reason ?? ""));
      expect(stage.indexer.status.ready).to.equal(false);
      stage.node.mood = "well";
      await stage.caughtUp(young);
      await compareEvents(stage, young);
    } finally {
      await stage.close();
      await young.close();
    }
  }

  it("never shows a record with a hole, where the node left out logs without a word", async () => {
    const paid = async (young: LocalChain): Promise<[bigint, bigint]> => {
      await pay("6", young);
      const block = await young.chain.client.getBlockNumber();
      // Blocks that are looked at one by one, as they come, are compared with their bloom filters; older ones aren't.
      for (let i = 0; i < 40; ++i) await young.chain.connection.provider.request({ method: "evm_mine" });
      return [block, block];
    };
    await holed(paid, /^The node left out a part of what happened. Not as on chain: .*members' money/);
  });

  // It takes a minute, and is the same way out as above: in the deep tests.
  if (process.env.COMMONMIND_DEEP === "1") {
    it("begins anew by itself where the node left out what everything else rests on", async () => {
      await holed(async ({ deployment }) => [0n, BigInt(deployment.fromBlock) + 20n], /interrupted/);
    });
  }

  it("never passes off a chain that is gone as the one that took its place", async () => {
    const bare = await bareChain();
    try {
      stage.node.target = bare.rpcUrl;
      await until(() => stage.indexer.status.reason?.startsWith("The chain was started anew") ?? false);
      expect((await stage.record.status()).ready).to.equal(false);
      expect((await query("{ models { items { id } } }")).status).to.equal(503);
    } finally {
      await bare.close();
    }
    // The same first block, the same contracts at the same addresses, and yet another chain.
    another = await localChain();
    expect(another.deployment.chainHash).to.equal(local.deployment.chainHash);
    stage.node.target = another.rpcUrl;
    stage.redeploy(another.deployment);
    await stage.caughtUp(another);
    await compareEvents(stage, another);
    const { proposals } = await stage.record.query<{ proposals: { totalCount: number } }>(
      "{ proposals { totalCount } }",
    );
    expect(proposals.totalCount).to.equal(0);
  });
});
