import { expect } from "chai";
import {
  ASSISTANT,
  addressOf,
  asCommons,
  type Commons,
  ethers,
  freshCommons,
  NATIVE,
  networkHelpers,
  outsider,
  type Signer,
  tillOf,
} from "../support/commons.ts";
import { collectLeaf, earn, listedToken } from "../support/money.ts";
import { claimableOf, claimLeaf, finalWork, publish, type Work, withdrawLeaf } from "../support/work.ts";

describe("ContributorRewards: money that waits for work", () => {
  let commons: Commons;
  let rewards: Commons["rewards"];
  let treasury: Commons["treasury"];
  let voted: Commons["treasury"];
  let ana: Signer;
  let anyone: Signer;

  beforeEach(async () => {
    commons = await freshCommons();
    ({ rewards, treasury } = commons);
    voted = treasury.connect(await asCommons(commons));
    [ana, anyone] = [outsider(commons, 0), outsider(commons, 1)];
  });

  const refused = (call: Promise<unknown>, error: string, ...args: unknown[]) =>
    expect(call)
      .to.be.revertedWithCustomError(rewards, error)
      .withArgs(...args);
  const parked = async (asset: string) => (await rewards.poolAt(ASSISTANT, asset)).parked;
  /** Ana's work, 10,000 units, claimed and released. */
  const someWork = async (): Promise<Work> => {
    const work = await finalWork(commons, [{ author: ana }]);
    await claimLeaf(commons, work);
    await publish(commons);
    return work;
  };
  /** Parks 10,000 of contributors' money in a token that is delisted at once, so that there is room for the next. */
  const parkedToken = async (name: string) => {
    const token = await listedToken(commons, name);
    await expect(earn(commons, 50_000n, token))
      .to.emit(rewards, "RevenueParked")
      .withArgs(ASSISTANT, token, 30_000n);
    await voted.delistAsset(token);
    return addressOf(token);
  };

  describe("in any number of assets", () => {
    let assets: string[];

    beforeEach(async () => {
      assets = [];
      for (let i = 0; i < 20; i++) assets.push(await parkedToken(`P${i}`));
    });

    it("never makes a settlement fail, and a release shares the first sixteen", async () => {
      await expect(earn(commons, 50_000n)).to.emit(rewards, "RevenueParked").withArgs(ASSISTANT, NATIVE, 30_000n);
      const work = await someWork();
      const waiting = await Promise.all([...assets, NATIVE].map(parked));
      expect(waiting).to.deep.equal([...Array(16).fill(0n), ...Array(5).fill(30_000n)]);
      for (const asset of assets.slice(0, 16)) expect(await claimableOf(commons, work, 0, asset)).to.equal(30_000n);
    });

    it("is shared beyond those at anyone's call, among the units there are by then", async () => {
      const work = await someWork();
      for (const asset of assets.slice(16)) {
        expect(await claimableOf(commons, work, 0, asset)).to.equal(0n);
        expect(await rewards.unpark.staticCall(ASSISTANT, asset)).to.equal(30_000n);
        await expect(rewards.connect(anyone).unpark(ASSISTANT, asset))
          .to.emit(rewards, "RevenueShared")
          .withArgs(ASSISTANT, asset, 1n, 30_000n, 10_000n);
        expect([await parked(asset), await claimableOf(commons, work, 0, asset)]).to.deep.equal([0n, 30_000n]);
        const token = await ethers.getContractAt("TestToken", asset);
        await expect(collectLeaf(commons, work, 0, asset)).to.changeTokenBalance(ethers, token, ana, 30_000n);
      }
    });

    it("leaves room on the list for others once it is shared", async () => {
      const work = await someWork();
      for (const asset of assets.slice(16)) await rewards.unpark(ASSISTANT, asset);
      await withdrawLeaf(commons, work, 0, ana);
      await publish(commons);
      for (let i = 0; i < 16; i++) assets.push(await parkedToken(`Q${i}`));
      await someWork();
      for (const asset of assets) expect(await parked(asset)).to.equal(0n);
    });
  });

  describe("at anyone's call", () => {
    it("is not shared while there are no units, nor is what isn't there", async () => {
      await earn(commons, 50_000n);
      expect(await rewards.unpark.staticCall(ASSISTANT, NATIVE)).to.equal(0n);
      await expect(rewards.unpark(ASSISTANT, NATIVE)).to.not.emit(rewards, "RevenueShared");
      expect(await parked(NATIVE)).to.equal(30_000n);
      await someWork();
      expect(await parked(NATIVE)).to.equal(0n);
      await expect(rewards.unpark(ASSISTANT, NATIVE)).to.not.emit(rewards, "RevenueShared");
      await expect(rewards.unpark(99n, NATIVE)).to.not.emit(rewards, "RevenueShared");
    });

    it("is shared once there are enough units for an amount that a few couldn't hold", async () => {
      const token = await listedToken(commons);
      const most = 2n ** 96n - 1n;
      const contributors = (most * 6_000n) / 10_000n;
      // Ninety of these are more than 2^96 for each of fifty units.
      for (let i = 0; i < 90; i++) {
        await token.mint(tillOf(commons, ASSISTANT), most);
        await treasury.settle(ASSISTANT, token);
      }
      const few = await finalWork(commons, [{ author: ana, unitsPerItem: 1n }], { score: 50n });
      await claimLeaf(commons, few);
      await publish(commons);
      expect(await parked(await addressOf(token))).to.equal(90n * contributors);
      await expect(rewards.unpark(ASSISTANT, token)).to.not.emit(rewards, "RevenueShared");
      // Real revenue goes on meanwhile.
      await earn(commons, 1_000_000n, token);
      expect(await claimableOf(commons, few, 0, token)).to.equal(600_000n);
      const more = await someWork();
      expect(await parked(await addressOf(token))).to.equal(0n);
      const [mine, theirs] = [await claimableOf(commons, few, 0, token), await claimableOf(commons, more, 0, token)];
      expect(90n * contributors + 600_000n - mine - theirs).to.be.lessThan(3n);
      await collectLeaf(commons, few, 0, token);
      await collectLeaf(commons, more, 0, token);
      expect(await token.balanceOf(ana)).to.equal(mine + theirs);
    });
  });

  describe("for two years", () => {
    const TWO_YEARS = 730n * 86_400n;

    const until = async (asset: string) => (await rewards.poolAt(ASSISTANT, asset)).parkedSince + TWO_YEARS;

    for (const name of ["native currency", "a token"]) {
      it(`may go to the reserve, by a vote, in ${name}`, async () => {
        const token = name === "a token" ? await listedToken(commons) : undefined;
        const asset = token ? await addressOf(token) : NATIVE;
        await earn(commons, 50_000n, asset);
        await networkHelpers.time.setNextBlockTimestamp((await until(asset)) - 1n);
        await refused(voted.reclaimParked(ASSISTANT, asset), "ParkedTooShortly", ASSISTANT, asset, await until(asset));
        await networkHelpers.time.setNextBlockTimestamp(await until(asset));
        const reclaiming = voted.reclaimParked(ASSISTANT, asset);
        await expect(reclaiming).to.emit(treasury, "ParkedReclaimed").withArgs(ASSISTANT, asset, 30_000n);
        await expect(reclaiming).to.emit(rewards, "ParkedGivenUp").withArgs(ASSISTANT, asset, 30_000n);
        const changes = [-30_000n, 30_000n];
        if (token) await expect(reclaiming).to.changeTokenBalances(ethers, token, [rewards, treasury], changes);
        else await expect(reclaiming).to.changeEtherBalances(ethers, [rewards, treasury], changes);
        expect([await treasury.reserveOf(asset), await rewards.accounted(asset), await parked(asset)]).to.deep.equal([
          37_500n,
          0n,
          0n,
        ]);
        await voted.setCeiling(asset, 37_500n);
        await expect(voted.spend(asset, anyone, 37_500n)).to.emit(treasury, "Spent");
        await refused(voted.reclaimParked(ASSISTANT, asset), "NothingParked", ASSISTANT, asset);
        await expect(publish(commons)).to.not.emit(rewards, "RevenueShared");
      });
    }

    it("without a break: what was shared in between begins anew", async () => {
      await earn(commons, 50_000n);
      await networkHelpers.time.increase(400n * 86_400n);
      const work = await someWork();
      await withdrawLeaf(commons, work, 0, ana);
      await publish(commons);
      await earn(commons, 50_000n);
      await networkHelpers.time.increase(400n * 86_400n);
      await refused(voted.reclaimParked(ASSISTANT, NATIVE), "ParkedTooShortly", ASSISTANT, NATIVE, await until(NATIVE));
      expect(await claimableOf(commons, work, 0, NATIVE)).to.equal(30_000n);
      await networkHelpers.time.increaseTo(await until(NATIVE));
      await voted.reclaimParked(ASSISTANT, NATIVE);
      // What was earned is not what waited.
      await expect(collectLeaf(commons, work, 0, NATIVE)).to.changeEtherBalance(ethers, ana, 30_000n);
    });

    it("is shared instead, where there is somebody by now who only didn't ask for it", async () => {
      for (let i = 0; i < 16; i++) await parkedToken(`P${i}`);
      await earn(commons, 50_000n);
      await networkHelpers.time.increaseTo(await until(NATIVE));
      const work = await someWork();
      expect(await parked(NATIVE)).to.equal(30_000n);
      const reclaiming = voted.reclaimParked(ASSISTANT, NATIVE);
      await expect(reclaiming).to.emit(rewards, "RevenueShared").withArgs(ASSISTANT, NATIVE, 1n, 30_000n, 10_000n);
      await expect(reclaiming).to.emit(treasury, "ParkedReclaimed").withArgs(ASSISTANT, NATIVE, 0n);
      await expect(reclaiming).to.changeEtherBalances(ethers, [rewards, treasury], [0n, 0n]);
      expect(await claimableOf(commons, work, 0, NATIVE)).to.equal(30_000n);
      expect(await treasury.reserveOf(NATIVE)).to.equal(7_500n);
    });

    it("counts from the first of it: what joins it has waited as long", async () => {
      await earn(commons, 5n);
      await networkHelpers.time.increaseTo(await until(NATIVE));
      await earn(commons, 50_000n);
      await expect(voted.reclaimParked(ASSISTANT, NATIVE))
        .to.emit(treasury, "ParkedReclaimed")
        .withArgs(ASSISTANT, NATIVE, 30_003n);
    });

    it("is never taken where nothing waits, and never by another than the treasury in force", async () => {
      await refused(voted.reclaimParked(ASSISTANT, NATIVE), "NothingParked", ASSISTANT, NATIVE);
      await refused(rewards.connect(anyone).giveUpParked(ASSISTANT, NATIVE), "NotTreasury", anyone);
      await earn(commons, 50_000n);
      await networkHelpers.time.increaseTo(await until(NATIVE));
      const { accessManager, models, dividend } = commons;
      const split = { contributors: 4_000, dividend: 3_000, reserve: 3_000 };
      const next = await ethers.deployContract("Treasury", [accessManager, models, rewards, dividend, split]);
      await models.connect(await asCommons(commons)).setTreasury(next);
      await refused(voted.reclaimParked(ASSISTANT, NATIVE), "NotTreasury", treasury);
      await expect(next.connect(await asCommons(commons)).reclaimParked(ASSISTANT, NATIVE)).to.changeEtherBalances(
        ethers,
        [rewards, next],
        [-30_000n, 30_000n],
      );
    });

    it("stays where it is when the token takes a fee on the way", async () => {
      const hostile = await ethers.deployContract("HostileToken");
      await voted.listAsset(hostile);
      await hostile.mint(tillOf(commons, ASSISTANT), 50_000n);
      await treasury.settle(ASSISTANT, hostile);
      await networkHelpers.time.increaseTo(await until(await addressOf(hostile)));
      await hostile.behave(2);
      await expect(voted.reclaimParked(ASSISTANT, hostile))
        .to.be.revertedWithCustomError(treasury, "AssetNotExact")
        .withArgs(hostile, 30_000n, 29_700n);
      expect(await parked(await addressOf(hostile))).to.equal(30_000n);
    });
  });
});
