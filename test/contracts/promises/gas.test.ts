// X1: no call's cost grows with the number of people, and the worst call stays below 5 M gas.
import { hashLeaf, type IndexedLeaf, itemsRoot, manifestDomain } from "@commonmind/sdk";
import { expect } from "chai";
import type { ContractTransactionResponse } from "ethers";
import { concat, getAddress, type Hex, keccak256, toHex, zeroHash } from "viem";
import {
  ASSISTANT,
  addressOf,
  asCommons,
  type Commons,
  founder,
  freshCommons,
  NATIVE,
  outsider,
} from "../../support/commons.ts";
import { earn, listedToken, pay } from "../../support/money.ts";
import { action, decide, propose } from "../../support/votes.ts";
import {
  accept,
  claimLeaves,
  closeBatch,
  finalize,
  finalWork,
  positionOf,
  someItems,
  someRelease,
  type Work,
} from "../../support/work.ts";

const WORST = 5_000_000n;

describe("X1 what a call can cost", () => {
  let commons: Commons;

  beforeEach(async () => {
    commons = await freshCommons();
  });

  const gasOf = async (sending: Promise<ContractTransactionResponse>) =>
    (await (await sending).wait())?.gasUsed ?? WORST;

  it("X1 forty positions are claimed at once below the bound, in the native currency and a token", async () => {
    const author = outsider(commons, 0);
    const token = await listedToken(commons);
    const work = await finalWork(
      commons,
      Array.from({ length: 40 }, () => ({ author })),
    );
    await claimLeaves(commons, work);
    await commons.models.closeBatch(ASSISTANT);
    await commons.models.connect(await asCommons(commons)).publish(ASSISTANT, 1n, someRelease);
    for (const asset of [NATIVE, await addressOf(token)]) await earn(commons, 1_000_000n, asset);
    const positions = Array.from({ length: 40 }, (_, index) => positionOf(work, index));
    const gas = await gasOf(commons.rewards.claim(author, positions, [NATIVE, token]));
    expect(gas <= WORST, `${gas} gas`).to.equal(true);
    expect(await commons.rewards.accounted(NATIVE)).to.equal(0n);
  });

  it("X1 a release is published below the bound, with every asset parked and work joining and leaving", async () => {
    const voted = commons.treasury.connect(await asCommons(commons));
    for (let i = 0; i < 15; i++) {
      const token = await listedToken(commons, `P${i}`);
      await earn(commons, 1_000n, token);
      await voted.delistAsset(token);
    }
    await earn(commons, 1_000n);
    await finalWork(commons, [{ author: outsider(commons, 0) }]);
    const lastBatch = await closeBatch(commons);
    const publication = await action(commons.models, "publish", [ASSISTANT, lastBatch, someRelease]);
    const gas = await gasOf(decide(commons, [publication], "Publish"));
    expect(gas <= WORST, `${gas} gas`).to.equal(true);
    expect((await commons.rewards.poolAt(ASSISTANT, NATIVE)).parked).to.equal(0n);
  });

  it("X1 a leaf of a tree of four thousand million leaves is claimed below the bound", async () => {
    const submitter = founder(commons, 1);
    const domain = manifestDomain({
      chainId: BigInt(commons.deployment.chainId),
      registry: await addressOf(commons.contributions),
      modelId: ASSISTANT,
      submitter: getAddress(submitter.address),
    });
    const author = getAddress(outsider(commons, 0).address);
    const leaf: IndexedLeaf = { index: 0, author, items: 1n, unitsPerItem: 100n, itemsRoot: itemsRoot(someItems(1)) };
    const proof = Array.from({ length: 32 }, () => ({ hash: zeroHash, sum: 0n }));
    const sum = toHex(100n, { size: 8 });
    const root = proof.reduce<Hex>(
      (hash, sibling) => keccak256(concat(["0x01", domain, hash, sum, sibling.hash, toHex(sibling.sum, { size: 8 })])),
      hashLeaf(domain, leaf).hash,
    );
    const submission = { modelId: ASSISTANT, kind: 0n, depth: 32n, items: 1n, units: 100n, root, sponsor: 0n, uri: "" };
    await commons.contributions.connect(submitter).submit(submission);
    const work = { id: await commons.contributions.contributionCount() } as Work;
    await accept(commons, work);
    await finalize(commons, work);
    const gas = await gasOf(commons.contributions.claimUnits(work.id, leaf, proof));
    expect(gas <= WORST, `${gas} gas`).to.equal(true);
    expect((await commons.rewards.positionAt(positionOf(work))).holder).to.equal(author);
  });

  it("X1 a proposal of ten steps is made and carried out below the bound", async () => {
    const step = await action(commons.models, "register", ["A model", "ipfs://about", []]);
    const steps = Array.from({ length: 10 }, () => step);
    const { receipt } = await decide(commons, steps, "Ten models").then(async (sent) => ({
      receipt: await sent.wait(),
    }));
    expect((receipt?.gasUsed ?? WORST + 1n) <= WORST, `${receipt?.gasUsed} gas`).to.equal(true);
    expect(await commons.models.modelCount()).to.equal(12n);
    const { id } = await propose(commons, steps, "Ten more");
    expect(await commons.governor.state(id)).to.equal(0n);
  });

  it("X1 settling costs the same for one contributor and for sixty", async () => {
    const settling = async (authors: number) => {
      const fresh = await freshCommons();
      const leaves = Array.from({ length: authors }, (_, i) => ({ author: outsider(fresh, i % 10) }));
      const work = await finalWork(fresh, leaves);
      await claimLeaves(fresh, work);
      await fresh.models.closeBatch(ASSISTANT);
      await fresh.models.connect(await asCommons(fresh)).publish(ASSISTANT, 1n, someRelease);
      await earn(fresh, 1_000_000n);
      await pay(fresh, 1_000_000n);
      return gasOf(fresh.treasury.settle(ASSISTANT, NATIVE));
    };
    const [one, sixty] = [await settling(1), await settling(60)];
    expect(sixty > one ? sixty - one : one - sixty).to.be.lessThan(5_000n);
  });
});
