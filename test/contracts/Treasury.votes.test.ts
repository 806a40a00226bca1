import { anyValue } from "@nomicfoundation/hardhat-ethers-chai-matchers/withArgs";
import { expect } from "chai";
import type { TestToken } from "../../types/index.ts";
import {
  ASSISTANT,
  addressOf,
  asCommons,
  type Commons,
  ethers,
  freshCommons,
  NATIVE,
  networkHelpers,
  ONE,
  outsider,
  type Signer,
  unauthorized,
} from "../support/commons.ts";
import { contributorsPart, dividendPart, listedToken, pay, reservePart } from "../support/money.ts";

describe("Treasury: what a vote decides", () => {
  let commons: Commons;
  let treasury: Commons["treasury"];
  let voted: Commons["treasury"];
  let anyone: Signer;

  beforeEach(async () => {
    commons = await freshCommons();
    treasury = commons.treasury;
    voted = treasury.connect(await asCommons(commons));
    anyone = outsider(commons, 0);
  });

  const memo = ethers.encodeBytes32String("thanks");

  describe("spending", () => {
    let token: TestToken;

    beforeEach(async () => {
      token = await listedToken(commons);
      await token.mint(anyone, 1_000n);
      await token.connect(anyone).approve(treasury, 1_000n);
      await treasury.connect(anyone).give(token, 1_000n, memo);
      await voted.setCeiling(token, 600n);
      await treasury.give(NATIVE, 200n * ONE, memo, { value: 200n * ONE });
    });

    it("sends tokens of the reserve where a vote wants them", async () => {
      const spending = voted.spend(token, anyone, 400n);
      await expect(spending).to.emit(treasury, "Spent").withArgs(token, anyone, 400n);
      await expect(spending).to.changeTokenBalances(ethers, token, [treasury, anyone], [-400n, 400n]);
      expect(await treasury.reserveOf(token)).to.equal(600n);
      expect((await treasury.spendingOf(token)).spent).to.equal(400n);
    });

    it("sends native currency of the reserve", async () => {
      const spending = voted.spend(NATIVE, anyone, 7n);
      await expect(spending).to.emit(treasury, "Spent").withArgs(NATIVE, anyone, 7n);
      await expect(spending).to.changeEtherBalances(ethers, [treasury, anyone], [-7n, 7n]);
      expect(await treasury.reserveOf(NATIVE)).to.equal(200n * ONE - 7n);
    });

    it("stays within the ceiling of the epoch, which opens anew with the next one", async () => {
      await voted.spend(token, anyone, 400n);
      await expect(voted.spend(token, anyone, 201n))
        .to.be.revertedWithCustomError(treasury, "CeilingExceeded")
        .withArgs(token, 201n, 200n);
      await voted.spend(token, anyone, 200n);
      await expect(voted.spend(token, anyone, 1n))
        .to.be.revertedWithCustomError(treasury, "CeilingExceeded")
        .withArgs(token, 1n, 0n);
      expect(await treasury.SPENDING_EPOCH()).to.equal(30n * 86_400n);
      await networkHelpers.time.increase(await treasury.SPENDING_EPOCH());
      await expect(voted.spend(token, anyone, 400n)).to.emit(treasury, "Spent");
    });

    it("has nothing left in an epoch whose ceiling was lowered below what was spent", async () => {
      await voted.spend(token, anyone, 400n);
      await voted.setCeiling(token, 100n);
      await expect(voted.spend(token, anyone, 1n))
        .to.be.revertedWithCustomError(treasury, "CeilingExceeded")
        .withArgs(token, 1n, 0n);
    });

    it("refuses more than the reserve, and a recipient that would lose it", async () => {
      await voted.setCeiling(token, 10_000n);
      await expect(voted.spend(token, anyone, 1_001n))
        .to.be.revertedWithCustomError(treasury, "ReserveTooSmall")
        .withArgs(token, 1_001n, 1_000n);
      const own = [treasury, commons.rewards, commons.dividend].map(addressOf);
      for (const to of [NATIVE, ...(await Promise.all(own))]) {
        await expect(voted.spend(token, to, 1n))
          .to.be.revertedWithCustomError(treasury, "RecipientInvalid")
          .withArgs(to);
      }
    });

    it("never touches what stands for contributors and members", async () => {
      await pay(commons, 1_000n);
      await treasury.settle(ASSISTANT, NATIVE);
      await voted.setCeiling(NATIVE, 10n ** 30n);
      await voted.spend(NATIVE, anyone, await treasury.reserveOf(NATIVE));
      await expect(voted.spend(NATIVE, anyone, 1n))
        .to.be.revertedWithCustomError(treasury, "ReserveTooSmall")
        .withArgs(NATIVE, 1n, 0n);
      expect(await ethers.provider.getBalance(treasury)).to.equal(0n);
      expect(await ethers.provider.getBalance(commons.rewards)).to.equal(600n);
      expect(await ethers.provider.getBalance(commons.dividend)).to.equal(250n);
    });
  });

  describe("what a vote may change", () => {
    it("sets the split within the constitutional bounds", async () => {
      await expect(voted.setSplit({ contributors: 4_000, dividend: 1_000, reserve: 5_000 }))
        .to.emit(treasury, "SplitSet")
        .withArgs(4_000, 1_000, 5_000);
      expect(await treasury.split()).to.deep.equal([4_000n, 1_000n, 5_000n]);
      for (const [contributors, dividend, reserve] of [
        [3_999, 1_001, 5_000],
        [4_001, 999, 5_000],
        [6_000, 2_500, 1_499],
        [6_000, 2_500, 1_501],
      ] as const) {
        await expect(voted.setSplit({ contributors, dividend, reserve }))
          .to.be.revertedWithCustomError(treasury, "SplitOutOfBounds")
          .withArgs(contributors, dividend, reserve);
      }
    });

    it("applies a new split to later settlements alone", async () => {
      await pay(commons, 1_000n);
      await treasury.settle(ASSISTANT, NATIVE);
      await voted.setSplit({ contributors: 4_000, dividend: 5_000, reserve: 1_000 });
      await pay(commons, 1_000n);
      await expect(treasury.settle(ASSISTANT, NATIVE))
        .to.emit(treasury, "Settled")
        .withArgs(ASSISTANT, NATIVE, anyValue, 1_000n, 0n, 400n, 500n, 100n);
      expect(await treasury.reserveOf(NATIVE)).to.equal(150n + 100n);
      expect(await commons.dividend.accounted(NATIVE)).to.equal(250n + 500n);
      expect(await commons.rewards.accounted(NATIVE)).to.equal(600n + 400n);
    });

    it("lists at most eight tokens beside the native currency", async () => {
      for (let i = 0; i < 8; i++) {
        const token = await ethers.deployContract("TestToken", ["Listed", `L${i}`, 6]);
        await expect(voted.listAsset(token)).to.emit(treasury, "AssetListed").withArgs(token);
      }
      expect(await treasury.tokenCount()).to.equal(8n);
      const ninth = await ethers.deployContract("TestToken", ["Ninth", "L9", 6]);
      await expect(voted.listAsset(ninth)).to.be.revertedWithCustomError(treasury, "TooManyAssets").withArgs(8n);
    });

    it("refuses to list what is listed or has no code, and to delist what isn't listed", async () => {
      await expect(voted.listAsset(NATIVE))
        .to.be.revertedWithCustomError(treasury, "AssetAlreadyListed")
        .withArgs(NATIVE);
      await expect(voted.listAsset(anyone))
        .to.be.revertedWithCustomError(treasury, "AssetNotAContract")
        .withArgs(anyone);
      await expect(voted.delistAsset(anyone))
        .to.be.revertedWithCustomError(treasury, "AssetNotListed")
        .withArgs(anyone);
    });

    it("stops settlement of a delisted asset, which waits in the tills, and takes it up again", async () => {
      await pay(commons, 1_000n);
      await expect(voted.delistAsset(NATIVE)).to.emit(treasury, "AssetDelisted").withArgs(NATIVE);
      await expect(treasury.settle(ASSISTANT, NATIVE))
        .to.be.revertedWithCustomError(treasury, "AssetNotListed")
        .withArgs(NATIVE);
      expect(await treasury.tokenCount()).to.equal(0n);
      await voted.listAsset(NATIVE);
      await expect(treasury.settle(ASSISTANT, NATIVE)).to.emit(treasury, "Settled");
    });

    it("changes a ceiling", async () => {
      await expect(voted.setCeiling(NATIVE, 5n)).to.emit(treasury, "CeilingSet").withArgs(NATIVE, 5n);
      expect(await treasury.ceilingOf(NATIVE)).to.equal(5n);
    });

    it("moves what was donated past the doors to the reserve", async () => {
      const token = await listedToken(commons);
      await token.mint(treasury, 77n);
      await pay(commons, 1_000n, await addressOf(token));
      await treasury.settle(ASSISTANT, token);
      await expect(voted.recoverSurplus(token)).to.emit(treasury, "SurplusRecovered").withArgs(token, 77n);
      expect(await treasury.reserveOf(token)).to.equal(reservePart(1_000n) + 77n);
      expect(await token.balanceOf(commons.rewards)).to.equal(contributorsPart(1_000n));
      expect(await token.balanceOf(commons.dividend)).to.equal(dividendPart(1_000n));
      await expect(voted.recoverSurplus(token)).to.emit(treasury, "SurplusRecovered").withArgs(token, 0n);
    });

    it("moves at most 2^96-1 of it at once: play money neither fills the books nor keeps the rest from being recovered", async () => {
      const token = await listedToken(commons);
      const most = 2n ** 96n - 1n;
      await token.mint(treasury, 2n ** 200n);
      for (const turn of [1n, 2n]) {
        await expect(voted.recoverSurplus(token)).to.emit(treasury, "SurplusRecovered").withArgs(token, most);
        expect(await treasury.reserveOf(token)).to.equal(turn * most);
      }
      await pay(commons, 1_000n, await addressOf(token));
      await expect(treasury.settle(ASSISTANT, token)).to.emit(treasury, "Settled");
    });

    it("is refused to everybody else", async () => {
      const stranger = treasury.connect(anyone);
      for (const call of [
        () => stranger.spend(NATIVE, anyone, 0n),
        () => stranger.reclaimParked(ASSISTANT, NATIVE),
        () => stranger.recoverSurplus(NATIVE),
        () => stranger.setSplit({ contributors: 6_000, dividend: 2_500, reserve: 1_500 }),
        () => stranger.listAsset(anyone),
        () => stranger.delistAsset(NATIVE),
        () => stranger.setCeiling(NATIVE, 0n),
      ]) {
        await expect(call()).to.be.revertedWithCustomError(treasury, unauthorized).withArgs(anyone.address);
      }
    });
  });
});
