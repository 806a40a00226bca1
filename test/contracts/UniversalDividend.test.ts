import { seatAuthor } from "@commonmind/sdk";
import { expect } from "chai";
import type { TestToken } from "../../types/index.ts";
import {
  ASSISTANT,
  addressOf,
  asAccount,
  asCommons,
  type Commons,
  ethers,
  founder,
  freshCommons,
  NATIVE,
  outsider,
  type Signer,
} from "../support/commons.ts";
import { collectDividend, collectLeaf, earn, listedToken } from "../support/money.ts";
import { enrol, moveSeat } from "../support/seats.ts";
import { claimLeaf, finalWork, publish } from "../support/work.ts";

describe("UniversalDividend", () => {
  let commons: Commons;
  let dividend: Commons["dividend"];
  let token: TestToken;
  let ana: Signer;
  let anyone: Signer;

  beforeEach(async () => {
    commons = await freshCommons();
    dividend = commons.dividend;
    token = await listedToken(commons);
    [ana, anyone] = [outsider(commons, 0), outsider(commons, 1)];
  });

  const refused = (call: Promise<unknown>, error: string, ...args: unknown[]) =>
    expect(call)
      .to.be.revertedWithCustomError(dividend, error)
      .withArgs(...args);
  /** A quarter of what a model earns is the members'. */
  const share = (amount: bigint, asset: string | TestToken = NATIVE) => earn(commons, amount * 4n, asset);
  const claimable = (seat: bigint, asset: string | TestToken = NATIVE) => dividend.claimable(seat, asset);

  describe("sharing", () => {
    it("gives every member the same of every asset, whatever each has done", async () => {
      await expect(share(7_000n)).to.emit(dividend, "DividendShared").withArgs(NATIVE, 7n, 7_000n, 7n);
      await expect(share(14_000n, token)).to.emit(dividend, "DividendShared").withArgs(token, 7n, 14_000n, 7n);
      for (let seat = 1n; seat <= 7n; seat++) {
        expect([await claimable(seat), await claimable(seat, token)]).to.deep.equal([1_000n, 2_000n]);
      }
      expect([await dividend.accounted(NATIVE), await dividend.accounted(token)]).to.deep.equal([7_000n, 14_000n]);
    });

    it("keeps an index per seat, scaled by 2^64, and carries the remainder, scaled by 2^48", async () => {
      await share(5n);
      const scaled = 5n * (await dividend.INDEX_SCALE());
      expect(await dividend.poolAt(NATIVE)).to.deep.equal([scaled / 7n, (scaled % 7n) >> 16n, 0n]);
    });

    it("loses nothing over many shares that don't divide", async () => {
      for (let i = 0; i < 21; i++) await share(1n);
      for (let seat = 1n; seat <= 7n; seat++) expect(await claimable(seat)).to.equal(2n);
      await share(7n);
      for (let seat = 1n; seat <= 7n; seat++) expect(await claimable(seat)).to.equal(3n);
    });

    it("takes money from the treasury in force alone, and only what arrived", async () => {
      await refused(dividend.connect(anyone).credit(NATIVE, 1n, { value: 1n }), "NotTreasury", anyone);
      const treasury = dividend.connect(await asAccount(await addressOf(commons.treasury)));
      await refused(treasury.credit(NATIVE, 2n, { value: 1n }), "AmountNotReceived", NATIVE, 2n, 1n);
      await refused(treasury.credit(NATIVE, 1n, { value: 2n }), "AmountNotReceived", NATIVE, 1n, 2n);
      await refused(treasury.credit(token, 1n), "AmountNotReceived", token, 1n, 0n);
      await expect(treasury.credit(token, 0n)).to.not.emit(dividend, "DividendShared");
    });

    it("takes no plain transfer: it would be nobody's", async () => {
      await expect(anyone.sendTransaction({ to: dividend, value: 1n })).to.be.revertedWithoutReason(ethers);
    });
  });

  describe("claiming", () => {
    beforeEach(async () => {
      await share(7_000n);
      await share(14_000n, token);
    });

    it("pays the seat's wallet in every asset asked for, whoever calls", async () => {
      const claiming = dividend.connect(anyone).claim(3n, [NATIVE, token]);
      const wallet = founder(commons, 3);
      await expect(claiming)
        .to.emit(dividend, "DividendClaimed")
        .withArgs(3n, NATIVE, wallet, 1_000n)
        .and.to.emit(dividend, "DividendClaimed")
        .withArgs(3n, token, wallet, 2_000n);
      await expect(claiming).to.changeEtherBalances(ethers, [dividend, wallet], [-1_000n, 1_000n]);
      await expect(claiming).to.changeTokenBalances(ethers, token, [dividend, wallet, anyone], [-2_000n, 2_000n, 0n]);
      expect(await dividend.accounted(NATIVE)).to.equal(6_000n);
    });

    it("pays one's own all the same", async () => {
      const claiming = dividend.connect(founder(commons, 3)).claim(3n, [token]);
      await expect(claiming).to.changeTokenBalance(ethers, token, founder(commons, 3), 2_000n);
      expect(await claimable(3n)).to.equal(1_000n);
    });

    it("returns the amounts, and pays nothing twice: not again, not for an asset named twice", async () => {
      expect(await dividend.claim.staticCall(1n, [token, NATIVE, token])).to.deep.equal([2_000n, 1_000n, 0n]);
      const twice = collectDividend(commons, 1n, token, NATIVE, token);
      await expect(twice).to.changeTokenBalance(ethers, token, founder(commons, 1), 2_000n);
      await expect(collectDividend(commons, 1n, token, NATIVE)).to.not.emit(dividend, "DividendClaimed");
      expect(await dividend.accounted(token)).to.equal(12_000n);
    });

    it("is possible for nothing: no asset, one that never came in, one that nobody knows", async () => {
      expect(await dividend.claim.staticCall(1n, [])).to.deep.equal([]);
      const other = await listedToken(commons, "OTHER");
      expect(await dividend.claim.staticCall(1n, [other, anyone])).to.deep.equal([0n, 0n]);
    });

    it("knows no seat that was never given", async () => {
      for (const call of [
        () => dividend.claim(8n, [NATIVE]),
        () => dividend.claim(0n, []),
        () => dividend.sweep(8n, [NATIVE]),
        () => dividend.claimable(8n, NATIVE),
        () => dividend.frozenOf(8n, NATIVE),
        () => dividend.forfeitedOf(8n, NATIVE),
      ]) {
        await expect(call()).to.be.revertedWithCustomError(commons.members, "SeatUnknown");
      }
    });

    it("goes on after the asset was delisted, and after the treasury was replaced", async () => {
      const { accessManager, models, rewards, treasury } = commons;
      const voted = await asCommons(commons);
      await treasury.connect(voted).delistAsset(token);
      const split = { contributors: 4_000, dividend: 3_000, reserve: 3_000 };
      const next = await ethers.deployContract("Treasury", [accessManager, models, rewards, dividend, split]);
      await models.connect(voted).setTreasury(next);
      await expect(collectDividend(commons, 2n, token)).to.changeTokenBalance(
        ethers,
        token,
        founder(commons, 2),
        2_000n,
      );
    });

    it("pays what one asset owes though another can't be paid", async () => {
      const hostile = await ethers.deployContract("HostileToken");
      await commons.treasury.connect(await asCommons(commons)).listAsset(hostile);
      await hostile.mint(await commons.models.tillOf(ASSISTANT), 28_000n);
      await commons.treasury.settle(ASSISTANT, hostile);
      await hostile.behave(3);
      await expect(dividend.claim(1n, [NATIVE, hostile])).to.be.revertedWithCustomError(hostile, "TokenFrozen");
      await expect(collectDividend(commons, 1n, NATIVE)).to.changeEtherBalance(ethers, founder(commons, 1), 1_000n);
      await hostile.behave(0);
      await expect(collectDividend(commons, 1n, hostile)).to.changeTokenBalance(
        ethers,
        hostile,
        founder(commons, 1),
        1_000n,
      );
    });
  });

  describe("joining, moving and renewing", () => {
    it("gives who joins nothing of what came in before, and takes nothing from who was there", async () => {
      await share(7_000n);
      const seat = await enrol(commons, ana);
      expect([await claimable(seat), await claimable(1n)]).to.deep.equal([0n, 1_000n]);
      await share(8_000n);
      expect([await claimable(seat), await claimable(1n)]).to.deep.equal([1_000n, 2_000n]);
      await expect(collectDividend(commons, seat, NATIVE)).to.changeEtherBalance(ethers, ana, 1_000n);
    });

    it("counts the moment of settlement: what was paid before and settled after is shared with who joined between", async () => {
      await commons.models.openTill(ASSISTANT);
      await founder(commons, 1).sendTransaction({ to: await commons.models.tillOf(ASSISTANT), value: 32_000n });
      const seat = await enrol(commons, ana);
      await commons.treasury.settle(ASSISTANT, NATIVE);
      expect([await claimable(seat), await claimable(1n)]).to.deep.equal([1_000n, 1_000n]);
    });

    it("moves with the seat: what it earned at the old wallet is paid at the new one", async () => {
      await share(7_000n);
      await collectDividend(commons, 2n, NATIVE);
      await share(7_000n);
      const { nullifier } = commons.genesis.founders[1] ?? {};
      await moveSeat(commons, founder(commons, 2), ana, nullifier);
      await share(7_000n);
      const claiming = collectDividend(commons, 2n, NATIVE);
      await expect(claiming).to.emit(dividend, "DividendClaimed").withArgs(2n, NATIVE, ana, 2_000n);
      await expect(claiming).to.changeEtherBalances(ethers, [founder(commons, 2), ana], [0n, 2_000n]);
    });

    it("pays what a seat's work earned at its wallet, beside what it earns as a member", async () => {
      const work = await finalWork(commons, [{ author: seatAuthor(2n) }]);
      await claimLeaf(commons, work);
      await publish(commons);
      await share(175_000n);
      const wallet = founder(commons, 2);
      await expect(collectLeaf(commons, work, 0, NATIVE)).to.changeEtherBalance(ethers, wallet, 420_000n);
      await expect(collectDividend(commons, 2n, NATIVE)).to.changeEtherBalance(ethers, wallet, 25_000n);
    });
  });
});
