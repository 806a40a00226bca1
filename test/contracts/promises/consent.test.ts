// C3, further: consent withdrawn and work excluded, whatever state the work is in; what nobody can prove (T4).
import { hashLeaf, type IndexedLeaf, itemsRoot, manifestDomain } from "@commonmind/sdk";
import { expect } from "chai";
import { concat, getAddress, type Hex, keccak256, toHex } from "viem";
import {
  ASSISTANT,
  addressOf,
  asCommons,
  type Commons,
  founder,
  freshCommons,
  NATIVE,
  outsider,
  type Signer,
} from "../../support/commons.ts";
import { balanceOf, collectLeaf, earn } from "../../support/money.ts";
import { Rebuilt } from "../../support/rebuilt.ts";
import {
  accept,
  claimableOf,
  claimLeaf,
  closeBatch,
  finalize,
  finalWork,
  positionOf,
  publish,
  someItems,
  type Work,
  withdrawLeaf,
} from "../../support/work.ts";

/** What contributors get of it divides evenly among the units of every test here. */
const REVENUE = 10_000_000n;
const SHARED = 6_000_000n;

describe("Promises about consent and exclusion", () => {
  let commons: Commons;
  let ana: Signer;
  let bo: Signer;

  beforeEach(async () => {
    commons = await freshCommons();
    [ana, bo] = [outsider(commons, 0), outsider(commons, 1)];
  });

  const exclude = async ({ id }: Pick<Work, "id">) =>
    commons.contributions.connect(await asCommons(commons)).exclude(id);
  const active = async () => (await commons.rewards.lineAt(ASSISTANT)).active;
  /** Units that joined and left over the model's whole life. */
  const intake = async () => {
    const { joined, left } = await commons.models.modelAt(ASSISTANT);
    return [joined, left];
  };
  const gasOf = async (sending: Promise<{ wait(): Promise<{ gasUsed: bigint } | null> }>) =>
    (await (await sending).wait())?.gasUsed ?? 0n;

  for (const claimed of [true, false]) {
    const leaf = claimed ? "a claimed leaf" : "a leaf that nobody claimed yet";
    it(`C3 ${leaf} that is withdrawn leaves with the next release, once, and keeps what it earned`, async () => {
      const work = await finalWork(commons, [{ author: ana }, { author: bo }]);
      if (claimed) await claimLeaf(commons, work, 0);
      await publish(commons);
      await earn(commons, REVENUE);
      await withdrawLeaf(commons, work, 0, ana);
      await earn(commons, REVENUE);
      expect(await active()).to.equal(20_000n);
      await publish(commons);
      expect(await active()).to.equal(10_000n);
      await earn(commons, REVENUE);
      await publish(commons);
      expect(await active()).to.equal(10_000n);
      expect(await claimableOf(commons, work, 0, NATIVE)).to.equal(SHARED);
      await claimLeaf(commons, work, 1);
      expect(await claimableOf(commons, work, 1, NATIVE)).to.equal(2n * SHARED);
      await expect(withdrawLeaf(commons, work, 0, ana)).to.be.revertedWithCustomError(
        commons.rewards,
        "PositionAlreadyEnded",
      );
    });

    it(`C3 ${leaf} of work that was excluded leaves with it, and keeps what it earned`, async () => {
      const work = await finalWork(commons, [{ author: ana }, { author: bo }]);
      const other = await finalWork(commons, [{ author: bo }, { author: bo }]);
      if (claimed) await claimLeaf(commons, work, 0);
      await publish(commons);
      await earn(commons, REVENUE);
      await exclude(work);
      await publish(commons);
      await earn(commons, REVENUE);
      if (!claimed) await claimLeaf(commons, work, 0);
      expect(await claimableOf(commons, work, 0, NATIVE)).to.equal(SHARED / 4n);
      await claimLeaf(commons, other, 0);
      expect(await claimableOf(commons, other, 0, NATIVE)).to.equal(SHARED / 4n + SHARED / 2n);
      expect(await active()).to.equal(20_000n);
    });
  }

  it("C3 work that isn't active yet is taken out of what joins: in the open batch, and in a closed one", async () => {
    const open = await finalWork(commons, [{ author: ana }, { author: bo }]);
    await withdrawLeaf(commons, open, 0, ana);
    expect(await intake()).to.deep.equal([10_000n, 0n]);
    await closeBatch(commons);
    await withdrawLeaf(commons, open, 1, bo);
    const excluded = await finalWork(commons, [{ author: ana }, { author: ana, items: 2n }]);
    await withdrawLeaf(commons, excluded, 0, ana);
    await exclude(excluded);
    expect(await intake()).to.deep.equal([10_000n, 10_000n]);
    const stays = await finalWork(commons, [{ author: bo }]);
    await publish(commons);
    expect(await active()).to.equal(10_000n);
    await earn(commons, REVENUE);
    await claimLeaf(commons, stays);
    await claimLeaf(commons, excluded, 1);
    expect(await claimableOf(commons, stays, 0, NATIVE)).to.equal(SHARED);
    for (const [work, index] of [
      [open, 0],
      [open, 1],
      [excluded, 0],
      [excluded, 1],
    ] as const) {
      expect(await claimableOf(commons, work, index, NATIVE)).to.equal(0n);
    }
  });

  it("C3 what left between two releases of the same batch's work earned in between, and nothing else", async () => {
    const work = await finalWork(commons, [{ author: ana }, { author: bo }]);
    await closeBatch(commons);
    await withdrawLeaf(commons, work, 0, ana);
    const voted = commons.models.connect(await asCommons(commons));
    const info = { weightsHash: toHex(1, { size: 32 }), dataRoot: toHex(2, { size: 32 }) };
    const release = { ...info, modelCard: "", licence: "MIT", evaluation: "" };
    await voted.publish(ASSISTANT, 1n, release);
    await earn(commons, REVENUE);
    await publish(commons);
    await earn(commons, REVENUE);
    expect(await claimableOf(commons, work, 0, NATIVE)).to.equal(SHARED / 2n);
    await claimLeaf(commons, work, 1);
    expect(await claimableOf(commons, work, 1, NATIVE)).to.equal(SHARED / 2n + SHARED);
  });

  it("C3 withdrawing and excluding cost the same for three leaves and for sixty", async () => {
    const costs = async (leaves: number) => {
      const submitter = founder(commons, leaves === 3 ? 1 : 2);
      const authors = Array.from({ length: leaves }, () => ({ author: ana }));
      const work = await finalWork(commons, authors, { submitter });
      for (const index of [0, 1, 2]) await claimLeaf(commons, work, index);
      await publish(commons);
      return [await gasOf(withdrawLeaf(commons, work, 0, ana)), await gasOf(exclude(work))] as const;
    };
    const [few, many] = [await costs(3), await costs(60)];
    // Beside the longer proof.
    expect(many[0] - few[0]).to.be.lessThan(15_000n);
    expect(many[1] > few[1] ? many[1] - few[1] : few[1] - many[1]).to.be.lessThan(20_000n);
  });

  it("T4 the share of leaves that nobody can prove stays, is told by the events, and is paid to nobody", async () => {
    const submitter = founder(commons, 1);
    const domain = manifestDomain({
      chainId: BigInt(commons.deployment.chainId),
      registry: await addressOf(commons.contributions),
      modelId: ASSISTANT,
      submitter: getAddress(submitter.address),
    });
    const leaf: IndexedLeaf = {
      index: 0,
      author: getAddress(ana.address),
      items: 1n,
      unitsPerItem: 100n,
      itemsRoot: itemsRoot(someItems(1)),
    };
    const known = hashLeaf(domain, leaf);
    // The other half of the tree is a hash that stands for nothing, declared to be worth 300 units.
    const hidden = { hash: keccak256(toHex("nothing")), sum: 300n };
    const size = (sum: bigint) => toHex(sum, { size: 8 });
    const root: Hex = keccak256(concat(["0x01", domain, known.hash, size(known.sum), hidden.hash, size(hidden.sum)]));
    const declared = { modelId: ASSISTANT, kind: 0n, depth: 1n, items: 4n, units: 400n, root, sponsor: 0n, uri: "" };
    await commons.contributions.connect(submitter).submit(declared);
    const work = { id: await commons.contributions.contributionCount() } as Work;
    await accept(commons, work);
    await finalize(commons, work);
    await commons.contributions.claimUnits(work.id, leaf, [hidden]);
    const honest = await finalWork(commons, [{ author: bo, items: 2n }], { submitter: founder(commons, 2) });
    await claimLeaf(commons, honest);
    await publish(commons);
    await earn(commons, REVENUE);

    const told = async () => {
      const rebuilt = await Rebuilt.from(commons);
      let claimed = 0n;
      for (const [id, { units }] of rebuilt.positions) {
        const term = rebuilt.terms.get(id >> 32n);
        if (term?.modelId === ASSISTANT) claimed += units * term.score;
      }
      const units = rebuilt.active.get(ASSISTANT) ?? 0n;
      return { unproved: units - claimed, units };
    };
    expect(await told()).to.deep.equal({ unproved: 30_000n, units: 60_000n });

    const position = positionOf(work);
    await commons.rewards.claim(ana, [position], [NATIVE]);
    await collectLeaf(commons, honest, 0, NATIVE);
    expect(await commons.rewards.accounted(NATIVE)).to.equal(SHARED / 2n);
    expect(await balanceOf(NATIVE, commons.rewards)).to.equal(SHARED / 2n);
    // No vote, no release and no exclusion gives it to anybody.
    const voted = commons.treasury.connect(await asCommons(commons));
    await expect(voted.reclaimParked(ASSISTANT, NATIVE)).to.be.revertedWithCustomError(
      commons.rewards,
      "NothingParked",
    );
    await exclude(work);
    await publish(commons);
    await earn(commons, REVENUE);
    await commons.rewards.claim(ana, [position], [NATIVE]);
    await collectLeaf(commons, honest, 0, NATIVE);
    expect(await commons.rewards.accounted(NATIVE)).to.equal(SHARED / 2n);
    expect((await told()).units).to.equal(20_000n);
  });
});
