import { expect } from "chai";
import type { ModelTill, TestToken } from "../../types/index.ts";
import {
  ASSISTANT,
  addressOf,
  asCommons,
  type Commons,
  ethers,
  freshCommons,
  NATIVE,
  outsider,
  type Signer,
  tillOf,
} from "../support/commons.ts";
import { contributorsPart, dividendPart, listedToken, pay, reservePart } from "../support/money.ts";
import { finalWork, publish } from "../support/work.ts";

describe("ModelTill", () => {
  let commons: Commons;
  let address: string;
  let anyone: Signer;

  beforeEach(async () => {
    commons = await freshCommons();
    address = tillOf(commons, ASSISTANT);
    anyone = outsider(commons, 0);
  });

  const opened = async (): Promise<ModelTill> => {
    await commons.models.openTill(ASSISTANT);
    return ethers.getContractAt("ModelTill", address);
  };

  for (const [when, open] of [
    ["before it is opened", async () => {}],
    ["after it is opened", opened],
  ] as const) {
    it(`takes a payment with 2,300 gas ${when}`, async () => {
      await open();
      const sender = await ethers.deployContract("StipendSender");
      await expect(sender.connect(anyone).pay(address, { value: 9n })).to.changeEtherBalances(
        ethers,
        [anyone, address],
        [-9n, 9n],
      );
    });

    it(`takes a wallet's payment and a token's ${when}, and all of it is settled`, async () => {
      await open();
      const token = await listedToken(commons);
      await pay(commons, 1_000n);
      await pay(commons, 2_000n, await addressOf(token));
      await commons.treasury.settle(ASSISTANT, NATIVE);
      await commons.treasury.settle(ASSISTANT, token);
      for (const [asset, amount] of [
        [NATIVE, 1_000n],
        [token, 2_000n],
      ] as const) {
        expect(await commons.rewards.accounted(asset)).to.equal(contributorsPart(amount));
        expect(await commons.dividend.accounted(asset)).to.equal(dividendPart(amount));
        expect(await commons.treasury.accounted(asset)).to.equal(reservePart(amount));
      }
      expect(await ethers.provider.getBalance(address)).to.equal(0n);
    });
  }

  it("settles itself at anyone's call", async () => {
    const till = await opened();
    await pay(commons, 1_000n);
    expect(await till.connect(anyone).flush.staticCall(NATIVE)).to.equal(1_000n);
    await expect(till.connect(anyone).flush(NATIVE))
      .to.emit(commons.treasury, "Settled")
      .withArgs(ASSISTANT, NATIVE, address, 1_000n, 0n, 600n, 250n, 150n);
  });

  describe("with more in it than any money amounts to", () => {
    const MAX = 2n ** 96n - 1n;
    let token: TestToken;

    beforeEach(async () => {
      token = await listedToken(commons);
      await finalWork(commons, [{ author: anyone }]);
      await publish(commons);
    });

    it("sends at most 2^96-1 per settlement; the rest waits for the next", async () => {
      await token.mint(address, MAX + 5n);
      expect(await commons.treasury.settle.staticCall(ASSISTANT, token)).to.equal(MAX);
      await commons.treasury.settle(ASSISTANT, token);
      expect(await token.balanceOf(address)).to.equal(5n);
      expect(await commons.treasury.settle.staticCall(ASSISTANT, token)).to.equal(5n);
      await commons.treasury.settle(ASSISTANT, token);
      expect(await token.balanceOf(address)).to.equal(0n);
      expect(await token.balanceOf(commons.rewards)).to.equal(contributorsPart(MAX) + 3n);
    });

    it("goes on settling after a stranger minted 2^200 into it", async () => {
      await pay(commons, 1_000_000n, token);
      await token.mint(address, 2n ** 200n);
      for (let i = 0; i < 3; i++) {
        const part = [MAX, 0n, contributorsPart(MAX), dividendPart(MAX), reservePart(MAX)];
        await expect(commons.treasury.settle(ASSISTANT, token))
          .to.emit(commons.treasury, "Settled")
          .withArgs(ASSISTANT, token, commons.deployer, ...part);
      }
      expect(await commons.rewards.accounted(token)).to.equal(3n * contributorsPart(MAX));
      expect(await token.balanceOf(address)).to.equal(2n ** 200n + 1_000_000n - 3n * MAX);
    });
  });

  describe("holds on to its money", () => {
    let till: ModelTill;
    let token: TestToken;

    beforeEach(async () => {
      till = await opened();
      token = await listedToken(commons);
      await pay(commons, 1_000n);
      await pay(commons, 1_000n, await addressOf(token));
    });

    it("against everybody but the treasury in force", async () => {
      for (const asset of [NATIVE, await addressOf(token)]) {
        await expect(till.connect(anyone).sweep(asset))
          .to.be.revertedWithCustomError(till, "NotTreasury")
          .withArgs(anyone);
      }
      expect(await token.balanceOf(till)).to.equal(1_000n);
    });

    it("in an asset that isn't listed, until it is", async () => {
      const unlisted = await ethers.deployContract("TestToken", ["Unlisted", "UN", 6]);
      await unlisted.mint(till, 5n);
      await expect(till.flush(unlisted))
        .to.be.revertedWithCustomError(commons.treasury, "AssetNotListed")
        .withArgs(unlisted);
      expect(await unlisted.balanceOf(till)).to.equal(5n);
      await commons.treasury.connect(await asCommons(commons)).listAsset(unlisted);
      await expect(till.flush(unlisted)).to.changeTokenBalance(ethers, unlisted, till, -5n);
    });

    it("and answers to no call that isn't its own", async () => {
      await expect(anyone.sendTransaction({ to: till, value: 1n, data: "0x12345678" })).to.be.revertedWithoutReason(
        ethers,
      );
    });
  });
});
