import { expect } from "chai";
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
import { listedToken, pay } from "../support/money.ts";
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
          .withArgs(ASSISTANT, at, anyone.address, 1_000_003n, 0n, 600_001n, 250_000n, 150_002n);
        await expect(settling).to.emit(commons.rewards, "RevenueShared").withArgs(ASSISTANT, at, 1n, 600_001n, 10_000n);
        await expect(settling).to.emit(commons.dividend, "DividendShared").withArgs(at, 7n, 250_000n, 7n);
        const parties = [tillOf(commons, ASSISTANT), treasury, commons.rewards, commons.dividend];
        const changes = [-1_000_003n, 150_002n, 600_001n, 250_000n];
        if (token) await expect(settling).to.changeTokenBalances(ethers, token, parties, changes);
        else await expect(settling).to.changeEtherBalances(ethers, parties, changes);
        expect(await treasury.reserveOf(at)).to.equal(150_002n);
        expect(await treasury.accounted(at)).to.equal(150_002n);
        expect(await commons.rewards.accounted(at)).to.equal(600_001n);
        expect(await commons.dividend.accounted(at)).to.equal(250_000n);
      });
    }

    it("returns what it received, and adds up over settlements", async () => {
      await pay(commons, 100n);
      expect(await treasury.settle.staticCall(ASSISTANT, NATIVE)).to.equal(100n);
      await treasury.settle(ASSISTANT, NATIVE);
      await pay(commons, 50n);
      await treasury.settle(ASSISTANT, NATIVE);
      expect(await treasury.reserveOf(NATIVE)).to.equal(15n + 8n);
      expect(await commons.dividend.accounted(NATIVE)).to.equal(25n + 12n);
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
  });

  describe("giving", () => {
    it("adds a gift of native currency to the reserve", async () => {
      const giving = treasury.connect(anyone).give(NATIVE, 500n, memo, { value: 500n });
      await expect(giving).to.emit(treasury, "Given").withArgs(anyone.address, NATIVE, 500n, memo);
      await expect(giving).to.changeEtherBalances(ethers, [anyone, treasury], [-500n, 500n]);
      expect(await treasury.reserveOf(NATIVE)).to.equal(500n);
    });

    it("adds a gift of a token to the reserve", async () => {
      const token = await listedToken(commons);
      await token.mint(anyone, 500n);
      await token.connect(anyone).approve(treasury, 500n);
      const giving = treasury.connect(anyone).give(token, 500n, memo);
      await expect(giving).to.emit(treasury, "Given").withArgs(anyone.address, token, 500n, memo);
      await expect(giving).to.changeTokenBalances(ethers, token, [anyone, treasury], [-500n, 500n]);
      expect(await treasury.reserveOf(token)).to.equal(500n);
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

    it("refuses more than 2^96-1 at once: no giver fills the books of an asset for all", async () => {
      const token = await listedToken(commons);
      const max = 2n ** 96n - 1n;
      await token.mint(anyone, 2n ** 200n);
      await token.connect(anyone).approve(treasury, ethers.MaxUint256);
      for (const amount of [max + 1n, 2n ** 128n - 1n, 2n ** 200n]) {
        await expect(treasury.connect(anyone).give(token, amount, memo))
          .to.be.revertedWithCustomError(treasury, "GiftTooLarge")
          .withArgs(amount, max);
      }
      await treasury.connect(anyone).give(token, max, memo);
      await treasury.connect(anyone).give(token, max, memo);
      expect(await treasury.reserveOf(token)).to.equal(2n * max);
      await pay(commons, 1_000_000n, token);
      await expect(treasury.settle(ASSISTANT, token)).to.emit(treasury, "Settled");
      expect(await treasury.reserveOf(token)).to.equal(2n * max + 150_000n);
    });

    it("X3 refuses a plain transfer: it would be nobody's", async () => {
      await expect(anyone.sendTransaction({ to: treasury, value: 1n })).to.be.revertedWithCustomError(
        treasury,
        "PlainTransferRefused",
      );
    });
  });

  describe("paying with a memo", () => {
    const invoice = ethers.encodeBytes32String("invoice 2026-114");

    for (const [when, open] of [
      ["before the till is opened", async () => {}],
      ["after it", async () => commons.models.openTill(ASSISTANT)],
    ] as const) {
      it(`moves native currency and tokens to the model's till, ${when}`, async () => {
        await open();
        const token = await listedToken(commons);
        await token.mint(anyone, 700n);
        await token.connect(anyone).approve(treasury, 700n);
        const parties = [anyone, tillOf(commons, ASSISTANT), treasury];
        const native = treasury.connect(anyone).pay(ASSISTANT, NATIVE, 500n, invoice, { value: 500n });
        await expect(native).to.emit(treasury, "Paid").withArgs(ASSISTANT, NATIVE, invoice, anyone, 500n);
        await expect(native).to.changeEtherBalances(ethers, parties, [-500n, 500n, 0n]);
        const tokens = treasury.connect(anyone).pay(ASSISTANT, token, 700n, invoice);
        await expect(tokens).to.emit(treasury, "Paid").withArgs(ASSISTANT, token, invoice, anyone, 700n);
        await expect(tokens).to.changeTokenBalances(ethers, token, parties, [-700n, 700n, 0n]);
        for (const [asset, amount] of [
          [NATIVE, 500n],
          [await addressOf(token), 700n],
        ] as const) {
          expect(await treasury.accounted(asset)).to.equal(0n);
          expect(await treasury.settle.staticCall(ASSISTANT, asset)).to.equal(amount);
        }
      });
    }

    it("takes more than one settlement moves: the rest waits in the till", async () => {
      const token = await listedToken(commons);
      await token.mint(anyone, 2n ** 100n);
      await token.connect(anyone).approve(treasury, 2n ** 100n);
      await treasury.connect(anyone).pay(ASSISTANT, token, 2n ** 100n, invoice);
      expect(await token.balanceOf(tillOf(commons, ASSISTANT))).to.equal(2n ** 100n);
      expect(await treasury.settle.staticCall(ASSISTANT, token)).to.equal(2n ** 96n - 1n);
    });

    it("refuses nothing, a wrong value, an asset that isn't listed, a model that isn't there, and what the payer hasn't", async () => {
      const token = await listedToken(commons);
      const refused = (call: Promise<unknown>, error: string, ...args: unknown[]) =>
        expect(call)
          .to.be.revertedWithCustomError(treasury, error)
          .withArgs(...args);
      await expect(treasury.pay(ASSISTANT, NATIVE, 0n, invoice)).to.be.revertedWithCustomError(
        treasury,
        "NothingGiven",
      );
      await refused(treasury.pay(ASSISTANT, NATIVE, 2n, invoice, { value: 1n }), "ValueMismatch", 1n, 2n);
      await refused(treasury.pay(ASSISTANT, NATIVE, 1n, invoice, { value: 2n }), "ValueMismatch", 2n, 1n);
      await refused(treasury.pay(ASSISTANT, token, 2n, invoice, { value: 2n }), "ValueMismatch", 2n, 2n);
      await refused(treasury.pay(ASSISTANT, anyone, 2n, invoice), "AssetNotListed", anyone);
      await voted.delistAsset(token);
      await refused(treasury.pay(ASSISTANT, token, 2n, invoice), "AssetNotListed", token);
      for (const model of [0n, 3n]) {
        await expect(treasury.pay(model, NATIVE, 1n, invoice, { value: 1n }))
          .to.be.revertedWithCustomError(commons.models, "ModelUnknown")
          .withArgs(model);
      }
      await voted.listAsset(token);
      await expect(treasury.connect(anyone).pay(ASSISTANT, token, 2n, invoice))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
        .withArgs(treasury, 0n, 2n);
    });
  });
});
