import { expect } from "chai";
import type { TestToken } from "../../types/index.ts";
import {
  ASSISTANT,
  addressOf,
  asCommons,
  type Commons,
  ethers,
  freshCommons,
  GUIDE,
  NATIVE,
  outsider,
  type Signer,
  tillOf,
} from "../support/commons.ts";
import { earn, listedToken, pay, slice } from "../support/money.ts";
import { claimableOf, claimLeaf, finalWork, publish, registerModel, type Work, withdrawLeaf } from "../support/work.ts";

describe("Treasury: revenue of a model that was built on others", () => {
  let commons: Commons;
  let treasury: Commons["treasury"];
  let ana: Signer;
  let bo: Signer;
  let token: TestToken;
  let assets: string[];
  let first: Work;
  let child: bigint;
  let own: Work;

  /** The Assistant is Ana's work, the child (20 % to the Assistant) is Bo's. */
  beforeEach(async () => {
    commons = await freshCommons();
    treasury = commons.treasury;
    [ana, bo] = [outsider(commons, 0), outsider(commons, 1)];
    token = await listedToken(commons);
    assets = [NATIVE, await addressOf(token)];
    first = await finalWork(commons, [{ author: ana }]);
    await claimLeaf(commons, first);
    await publish(commons);
    child = await registerModel(commons, [{ modelId: ASSISTANT, bps: 2_000n }]);
    own = await finalWork(commons, [{ author: bo }], { model: child });
    await claimLeaf(commons, own);
    await publish(commons, child);
  });

  it("takes the slice first and splits it as the ancestor's own, then the rest", async () => {
    for (const asset of assets) {
      await pay(commons, 1_000_007n, asset, child);
      const settling = treasury.connect(ana).settle(child, asset);
      const passed = slice(1_000_007n, 2_000n);
      expect(passed).to.equal(200_001n);
      await expect(settling)
        .to.emit(treasury, "UpstreamShared")
        .withArgs(child, ASSISTANT, asset, passed, 120_000n, 50_000n, 30_001n);
      await expect(settling)
        .to.emit(treasury, "Settled")
        .withArgs(child, asset, ana, 1_000_007n, passed, 480_003n, 200_001n, 120_002n);
      await expect(settling)
        .to.emit(commons.rewards, "RevenueShared")
        .withArgs(ASSISTANT, asset, 1n, 120_000n, 10_000n);
      await expect(settling).to.emit(commons.rewards, "RevenueShared").withArgs(child, asset, 1n, 480_003n, 10_000n);
      await expect(settling).to.emit(commons.dividend, "DividendShared").withArgs(asset, 7n, 250_001n, 7n);
      const parties = [tillOf(commons, child), treasury, commons.rewards, commons.dividend];
      const changes = [-1_000_007n, 150_003n, 600_003n, 250_001n];
      if (asset === NATIVE) await expect(settling).to.changeEtherBalances(ethers, parties, changes);
      else await expect(settling).to.changeTokenBalances(ethers, token, parties, changes);
      expect(await claimableOf(commons, first, 0, asset)).to.equal(120_000n);
      // Less the fraction of a wei that the index leaves with the pool.
      expect(await claimableOf(commons, own, 0, asset)).to.equal(480_002n);
      expect(await treasury.reserveOf(asset)).to.equal(150_003n);
    }
  });

  it("adds up to the last wei, whatever the amount and the parts", async () => {
    const others = [await registerModel(commons, [{ modelId: child, bps: 1n }])];
    for (const bps of [3n, 1_999n, 3_333n, 4_000n]) {
      others.push(await registerModel(commons, [{ modelId: child, bps }]));
    }
    let total = 0n;
    for (const modelId of others) {
      for (const amount of [1n, 2n, 3n, 7n, 9_999n, 10_001n, 999_999_937n]) {
        await earn(commons, amount, NATIVE, modelId);
        total += amount;
      }
    }
    const books = await Promise.all(
      [treasury, commons.rewards, commons.dividend].map((holder) => holder.accounted(NATIVE)),
    );
    expect(books.reduce((sum, amount) => sum + amount, 0n)).to.equal(total);
    const balances = await Promise.all(
      [treasury, commons.rewards, commons.dividend].map((holder) => ethers.provider.getBalance(holder)),
    );
    expect(balances).to.deep.equal(books);
  });

  it("is never passed on twice: a slice is split among its model's own people alone", async () => {
    const grandchild = await registerModel(commons, [{ modelId: child, bps: 4_000n }]);
    const settling = earn(commons, 5_000_000n, NATIVE, grandchild);
    await expect(settling)
      .to.emit(treasury, "UpstreamShared")
      .withArgs(grandchild, ASSISTANT, NATIVE, 400_000n, 240_000n, 100_000n, 60_000n);
    await expect(settling)
      .to.emit(treasury, "UpstreamShared")
      .withArgs(grandchild, child, NATIVE, 1_600_000n, 960_000n, 400_000n, 240_000n);
    await expect(settling)
      .to.emit(treasury, "Settled")
      .withArgs(grandchild, NATIVE, commons.deployer, 5_000_000n, 2_000_000n, 1_800_000n, 750_000n, 450_000n);
    expect(await claimableOf(commons, first, 0, NATIVE)).to.equal(240_000n);
    expect(await claimableOf(commons, own, 0, NATIVE)).to.equal(960_000n);
  });

  it("belongs, as a slice, to the release of the ancestor that is current when it is settled", async () => {
    await earn(commons, 1_000_000n, NATIVE, child);
    const later = await finalWork(commons, [{ author: bo, items: 3n }]);
    await claimLeaf(commons, later);
    await pay(commons, 1_000_000n, NATIVE, child);
    await publish(commons);
    await treasury.settle(child, NATIVE);
    expect(await claimableOf(commons, first, 0, NATIVE)).to.equal(120_000n + 30_000n);
    expect(await claimableOf(commons, later, 0, NATIVE)).to.equal(90_000n);
  });

  it("is never held up by an ancestor that has no work: its contributors' part waits", async () => {
    await publish(commons, GUIDE);
    const empty = await registerModel(commons);
    await publish(commons, empty);
    const heir = await registerModel(commons, [
      { modelId: empty, bps: 1_000n },
      { modelId: ASSISTANT, bps: 1_000n },
    ]);
    for (const asset of assets) {
      const settling = earn(commons, 1_000_000n, asset, heir);
      await expect(settling).to.emit(commons.rewards, "RevenueParked").withArgs(empty, asset, 60_000n);
      await expect(settling).to.emit(commons.rewards, "RevenueShared").withArgs(ASSISTANT, asset, 1n, 60_000n, 10_000n);
      await expect(settling).to.emit(commons.rewards, "RevenueParked").withArgs(heir, asset, 480_000n);
    }
    const work = await finalWork(commons, [{ author: ana }], { model: empty });
    await claimLeaf(commons, work);
    await publish(commons, empty);
    for (const asset of assets) expect(await claimableOf(commons, work, 0, asset)).to.equal(60_000n);
  });

  it("nor by one whose people have all withdrawn", async () => {
    await withdrawLeaf(commons, first, 0, ana);
    await publish(commons);
    for (const asset of assets) {
      const settling = earn(commons, 1_000_000n, asset, child);
      await expect(settling).to.emit(commons.rewards, "RevenueParked").withArgs(ASSISTANT, asset, 120_000n);
      await expect(settling).to.emit(commons.rewards, "RevenueShared").withArgs(child, asset, 1n, 480_000n, 10_000n);
      expect(await claimableOf(commons, first, 0, asset)).to.equal(0n);
    }
  });

  it("nor by one whose work was excluded, or whose till holds a broken asset", async () => {
    await commons.contributions.connect(await asCommons(commons)).exclude(first.id);
    await publish(commons);
    const hostile = await ethers.deployContract("HostileToken");
    await treasury.connect(await asCommons(commons)).listAsset(hostile);
    await hostile.mint(tillOf(commons, ASSISTANT), 1_000n);
    await hostile.behave(3);
    await expect(treasury.settle(ASSISTANT, hostile)).to.be.revertedWithCustomError(hostile, "TokenFrozen");
    await expect(earn(commons, 1_000_000n, NATIVE, child)).to.emit(treasury, "Settled");
  });

  it("goes on under another treasury, with the same parts", async () => {
    await pay(commons, 1_000_000n, NATIVE, child);
    const { accessManager, models, rewards, dividend } = commons;
    const split = { contributors: 4_000, dividend: 3_000, reserve: 3_000 };
    const next = await ethers.deployContract("Treasury", [accessManager, models, rewards, dividend, split]);
    await models.connect(await asCommons(commons)).setTreasury(next);
    const settling = next.settle(child, NATIVE);
    await expect(settling)
      .to.emit(next, "UpstreamShared")
      .withArgs(child, ASSISTANT, NATIVE, 200_000n, 80_000n, 60_000n, 60_000n);
    await expect(settling)
      .to.emit(next, "Settled")
      .withArgs(child, NATIVE, commons.deployer, 1_000_000n, 200_000n, 320_000n, 240_000n, 240_000n);
    expect(await claimableOf(commons, first, 0, NATIVE)).to.equal(80_000n);
    await expect(rewards.claim(ana, [first.id << 32n], [NATIVE])).to.changeEtherBalance(ethers, ana, 80_000n);
    expect(await dividend.accounted(NATIVE)).to.equal(300_000n);
  });

  it("reaches all sixteen ancestors, whatever else happened to them", async () => {
    const ancestors: bigint[] = [];
    for (let i = 0; i < 16; i++) {
      const modelId = await registerModel(commons);
      ancestors.push(modelId);
      // Every other one has work.
      if (i % 2 === 0) {
        await finalWork(commons, [{ author: ana }], {
          model: modelId,
          submitter: commons.founders[i % 7] ?? bo,
        });
      }
      await publish(commons, modelId);
    }
    const upstream = ancestors.map((modelId) => ({ modelId, bps: 250n }));
    const heir = await registerModel(commons, upstream);
    for (const asset of assets) {
      const sent = await earn(commons, 1_000_003n, asset, heir);
      const events = await treasury.queryFilter(
        treasury.filters.UpstreamShared(heir, undefined, asset),
        sent.blockNumber ?? 0,
      );
      expect(events.map(({ args }) => [args.upstreamId, args.amount])).to.deep.equal(
        ancestors.map((modelId) => [modelId, 25_000n]),
      );
      for (const [i, modelId] of ancestors.entries()) {
        const { index, parked } = await commons.rewards.poolAt(modelId, asset);
        expect([index > 0n, parked]).to.deep.equal(i % 2 === 0 ? [true, 0n] : [false, 15_000n]);
      }
      expect(await token.balanceOf(treasury)).to.equal(await treasury.accounted(token));
    }
  });

  it("splits all of it by the split in force when it is settled, and touches nothing that was credited", async () => {
    await earn(commons, 1_000_000n, NATIVE, child);
    const before = await Promise.all([first, own].map((work) => claimableOf(commons, work, 0, NATIVE)));
    const dividend = await commons.dividend.claimable(1n, NATIVE);
    await treasury.connect(await asCommons(commons)).setSplit({ contributors: 4_000, dividend: 5_000, reserve: 1_000 });
    expect(await Promise.all([first, own].map((work) => claimableOf(commons, work, 0, NATIVE)))).to.deep.equal(before);
    expect(await commons.dividend.claimable(1n, NATIVE)).to.equal(dividend);
    await expect(earn(commons, 1_000_000n, NATIVE, child))
      .to.emit(treasury, "UpstreamShared")
      .withArgs(child, ASSISTANT, NATIVE, 200_000n, 80_000n, 100_000n, 20_000n);
    expect(await claimableOf(commons, first, 0, NATIVE)).to.equal(120_000n + 80_000n);
  });
});
