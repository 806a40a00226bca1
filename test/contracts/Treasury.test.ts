import { anyValue } from "@nomicfoundation/hardhat-ethers-chai-matchers/withArgs";
import { expect } from "chai";
import type { HostileToken, TestToken } from "../../types/index.ts";
import {
  ASSISTANT,
  addressOf,
  asCommons,
  type Commons,
  ethers,
  founder,
  freshCommons,
  NATIVE,
  networkHelpers,
  ONE,
  outsider,
  type Signer,
  tillOf,
  unauthorized,
} from "../support/commons.ts";
import { contributorsPart, dividendPart, listedToken, pay, reservePart } from "../support/money.ts";
import { finalWork, publish } from "../support/work.ts";

describe("Treasury", () => {
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

  describe("settling", () => {
    beforeEach(async () => {
      await finalWork(commons, [{ author: founder(commons, 1) }]);
      await publish(commons);
    });

    for (const asset of ["the native currency", "a listed token"] as const) {
      it(`splits what arrived in the till in ${asset}, at anyone's call`, async () => {
        const token = asset === "a listed token" ? await listedToken(commons) : undefined;
        const at = token ? await addressOf(token) : NATIVE;
        await pay(commons, 1_000_003n, at);
        const settling = treasury.connect(anyone).settle(ASSISTANT, at);
        await expect(settling)
          .to.emit(treasury, "Settled")
          .withArgs(ASSISTANT, at, anyone.address, 1_000_003n, 600_001n, 250_000n, 150_002n);
        await expect(settling).to.emit(commons.rewards, "RevenueShared").withArgs(ASSISTANT, at, 1n, 600_001n, 10_000n);
        const parties = [tillOf(commons, ASSISTANT), treasury, commons.rewards];
        const changes = [-1_000_003n, 400_002n, 600_001n];
        if (token) await expect(settling).to.changeTokenBalances(ethers, token, parties, changes);
        else await expect(settling).to.changeEtherBalances(ethers, parties, changes);
        expect(await treasury.booksOf(at)).to.deep.equal([250_000n, 150_002n]);
        expect(await treasury.accounted(at)).to.equal(400_002n);
        expect(await commons.rewards.accounted(at)).to.equal(600_001n);
      });
    }

    it("returns what it received, and adds up over settlements", async () => {
      await pay(commons, 100n);
      expect(await treasury.settle.staticCall(ASSISTANT, NATIVE)).to.equal(100n);
      await treasury.settle(ASSISTANT, NATIVE);
      await pay(commons, 50n);
      await treasury.settle(ASSISTANT, NATIVE);
      expect(await treasury.booksOf(NATIVE)).to.deep.equal([25n + 12n, 15n + 8n]);
    });

    it("changes nothing for an empty till, beside opening it", async () => {
      expect(await treasury.settle.staticCall(ASSISTANT, NATIVE)).to.equal(0n);
      await expect(treasury.settle(ASSISTANT, NATIVE)).to.not.emit(treasury, "Settled");
      expect(await ethers.provider.getCode(tillOf(commons, ASSISTANT))).to.not.equal("0x");
      expect(await treasury.accounted(NATIVE)).to.equal(0n);
    });

    it("refuses an asset that isn't listed, and a model that isn't registered", async () => {
      const unlisted = await ethers.deployContract("TestToken", ["Unlisted", "UN", 18]);
      await expect(treasury.settle(ASSISTANT, unlisted))
        .to.be.revertedWithCustomError(treasury, "AssetNotListed")
        .withArgs(unlisted);
      await expect(treasury.settle(3n, NATIVE))
        .to.be.revertedWithCustomError(commons.models, "ModelUnknown")
        .withArgs(3n);
      await expect(treasury.settle(0n, NATIVE))
        .to.be.revertedWithCustomError(commons.models, "ModelUnknown")
        .withArgs(0n);
    });

    describe("with a hostile token in the till", () => {
      let hostile: HostileToken;

      beforeEach(async () => {
        hostile = await ethers.deployContract("HostileToken");
        await voted.listAsset(hostile);
        await hostile.mint(tillOf(commons, ASSISTANT), 1_000n);
        await pay(commons, 1_000n);
      });

      afterEach("everything else goes on", async () => {
        expect(await treasury.accounted(hostile)).to.equal(0n);
        expect(await hostile.balanceOf(tillOf(commons, ASSISTANT))).to.equal(1_000n);
        await expect(treasury.settle(ASSISTANT, NATIVE)).to.emit(treasury, "Settled");
        expect(await treasury.accounted(NATIVE)).to.equal(dividendPart(1_000n) + reservePart(1_000n));
      });

      it("refuses a token that says no", async () => {
        await hostile.behave(1);
        await expect(treasury.settle(ASSISTANT, hostile))
          .to.be.revertedWithCustomError(treasury, "SafeERC20FailedOperation")
          .withArgs(hostile);
      });

      it("refuses a token that takes a fee on the way", async () => {
        await hostile.behave(2);
        await expect(treasury.settle(ASSISTANT, hostile))
          .to.be.revertedWithCustomError(treasury, "AssetNotExact")
          .withArgs(hostile, 1_000n, 990n);
      });

      it("refuses a token that reverts", async () => {
        await hostile.behave(3);
        await expect(treasury.settle(ASSISTANT, hostile)).to.be.revertedWithCustomError(hostile, "TokenFrozen");
      });

      for (const [door, call] of [
        ["settle", async () => treasury.interface.encodeFunctionData("settle", [ASSISTANT, NATIVE])],
        ["give", async () => treasury.interface.encodeFunctionData("give", [await addressOf(hostile), 1n, memo])],
      ] as const) {
        it(`refuses a token that comes back in through ${door}`, async () => {
          await hostile.reenter(treasury, await call());
          await expect(treasury.settle(ASSISTANT, hostile)).to.be.revertedWithCustomError(
            treasury,
            "ReentrancyGuardReentrantCall",
          );
        });
      }
    });
  });

  describe("giving", () => {
    it("adds a gift of native currency to the reserve", async () => {
      const giving = treasury.connect(anyone).give(NATIVE, 500n, memo, { value: 500n });
      await expect(giving).to.emit(treasury, "Given").withArgs(anyone.address, NATIVE, 500n, memo);
      await expect(giving).to.changeEtherBalances(ethers, [anyone, treasury], [-500n, 500n]);
      expect(await treasury.booksOf(NATIVE)).to.deep.equal([0n, 500n]);
    });

    it("adds a gift of a token to the reserve", async () => {
      const token = await listedToken(commons);
      await token.mint(anyone, 500n);
      await token.connect(anyone).approve(treasury, 500n);
      const giving = treasury.connect(anyone).give(token, 500n, memo);
      await expect(giving).to.emit(treasury, "Given").withArgs(anyone.address, token, 500n, memo);
      await expect(giving).to.changeTokenBalances(ethers, token, [anyone, treasury], [-500n, 500n]);
      expect(await treasury.booksOf(token)).to.deep.equal([0n, 500n]);
    });

    it("refuses nothing, a value that isn't the amount, a value beside a token, and an asset that isn't listed", async () => {
      const token = await listedToken(commons);
      await expect(treasury.give(NATIVE, 0n, memo)).to.be.revertedWithCustomError(treasury, "NothingGiven");
      await expect(treasury.give(NATIVE, 2n, memo, { value: 1n }))
        .to.be.revertedWithCustomError(treasury, "ValueMismatch")
        .withArgs(1n, 2n);
      await expect(treasury.give(token, 2n, memo, { value: 2n }))
        .to.be.revertedWithCustomError(treasury, "ValueMismatch")
        .withArgs(2n, 2n);
      await expect(treasury.give(anyone, 2n, memo))
        .to.be.revertedWithCustomError(treasury, "AssetNotListed")
        .withArgs(anyone);
    });

    it("refuses a gift from which a fee was taken", async () => {
      const hostile = await ethers.deployContract("HostileToken");
      await voted.listAsset(hostile);
      await hostile.behave(2);
      await hostile.mint(anyone, 1_000n);
      await hostile.connect(anyone).approve(treasury, 1_000n);
      await expect(treasury.connect(anyone).give(hostile, 1_000n, memo))
        .to.be.revertedWithCustomError(treasury, "AssetNotExact")
        .withArgs(hostile, 1_000n, 990n);
    });

    it("refuses a plain transfer: it would be nobody's", async () => {
      await expect(anyone.sendTransaction({ to: treasury, value: 1n })).to.be.revertedWithCustomError(
        treasury,
        "PlainTransferRefused",
      );
    });
  });

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
      expect(await treasury.booksOf(token)).to.deep.equal([0n, 600n]);
      expect((await treasury.spendingOf(token)).spent).to.equal(400n);
    });

    it("sends native currency of the reserve", async () => {
      const spending = voted.spend(NATIVE, anyone, 7n);
      await expect(spending).to.emit(treasury, "Spent").withArgs(NATIVE, anyone, 7n);
      await expect(spending).to.changeEtherBalances(ethers, [treasury, anyone], [-7n, 7n]);
      expect(await treasury.booksOf(NATIVE)).to.deep.equal([0n, 200n * ONE - 7n]);
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
      for (const to of [NATIVE, await addressOf(treasury)]) {
        await expect(voted.spend(token, to, 1n))
          .to.be.revertedWithCustomError(treasury, "RecipientInvalid")
          .withArgs(to);
      }
    });

    it("never touches what stands for members", async () => {
      await pay(commons, 1_000n);
      await treasury.settle(ASSISTANT, NATIVE);
      await voted.setCeiling(NATIVE, 10n ** 30n);
      const { dividend, reserve } = await treasury.booksOf(NATIVE);
      await voted.spend(NATIVE, anyone, reserve);
      await expect(voted.spend(NATIVE, anyone, 1n))
        .to.be.revertedWithCustomError(treasury, "ReserveTooSmall")
        .withArgs(NATIVE, 1n, 0n);
      expect(await treasury.booksOf(NATIVE)).to.deep.equal([dividend, 0n]);
      expect(await ethers.provider.getBalance(treasury)).to.equal(dividend);
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
        .withArgs(ASSISTANT, NATIVE, anyValue, 1_000n, 400n, 500n, 100n);
      expect(await treasury.booksOf(NATIVE)).to.deep.equal([250n + 500n, 150n + 100n]);
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
      expect(await treasury.booksOf(token)).to.deep.equal([dividendPart(1_000n), reservePart(1_000n) + 77n]);
      expect(await token.balanceOf(commons.rewards)).to.equal(contributorsPart(1_000n));
      await expect(voted.recoverSurplus(token)).to.emit(treasury, "SurplusRecovered").withArgs(token, 0n);
    });

    it("is refused to everybody else", async () => {
      const stranger = treasury.connect(anyone);
      for (const call of [
        () => stranger.spend(NATIVE, anyone, 0n),
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
