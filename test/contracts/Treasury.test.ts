import { expect } from "chai";
import type { HostileToken } from "../../types/index.ts";
import {
  ASSISTANT,
  addressOf,
  asCommons,
  type Commons,
  ethers,
  founder,
  freshCommons,
  NATIVE,
  outsider,
  type Signer,
  tillOf,
} from "../support/commons.ts";
import { dividendPart, listedToken, pay, reservePart } from "../support/money.ts";
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
});
