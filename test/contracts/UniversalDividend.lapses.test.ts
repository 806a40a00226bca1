import { seatAuthor } from "@commonmind/sdk";
import { expect } from "chai";
import {
  asCommons,
  type Commons,
  ethers,
  founder,
  freshCommons,
  NATIVE,
  outsider,
  type Signer,
} from "../support/commons.ts";
import { expireSeat, moveLostSeat, renewSeat, untilGraceIsOver } from "../support/lapses.ts";
import { collectDividend, collectLeaf, earn, listedToken } from "../support/money.ts";
import { enrol } from "../support/seats.ts";
import { claimableOf, claimLeaf, finalWork, publish } from "../support/work.ts";

describe("UniversalDividend: seats that lapse", () => {
  let commons: Commons;
  let dividend: Commons["dividend"];
  let ana: Signer;
  let seat: bigint;

  /** Ana is the eighth member; each has 1,000. */
  beforeEach(async () => {
    commons = await freshCommons();
    dividend = commons.dividend;
    ana = outsider(commons, 0);
    seat = await enrol(commons, ana);
    await share(8_000n);
  });

  const refused = (call: Promise<unknown>, error: string, ...args: unknown[]) =>
    expect(call)
      .to.be.revertedWithCustomError(dividend, error)
      .withArgs(...args);
  const share = (amount: bigint) => earn(commons, amount * 4n);
  const claimable = (number: bigint) => dividend.claimable(number, NATIVE);
  const due = async (number: bigint) => [
    await claimable(number),
    await dividend.frozenOf(number, NATIVE),
    await dividend.forfeitedOf(number, NATIVE),
  ];
  const graceEnds = async () => (await commons.members.tenureOf(seat)).graceEnds;

  describe("within its grace", () => {
    beforeEach(async () => {
      await expireSeat(commons, seat);
      await share(7_000n);
    });

    it("what it could claim is frozen, and it earns nothing more; the others share all that comes in", async () => {
      expect(await due(seat)).to.deep.equal([0n, 1_000n, 0n]);
      expect(await due(1n)).to.deep.equal([2_000n, 0n, 0n]);
      await refused(collectDividend(commons, seat, NATIVE), "SeatFrozen", seat, await graceEnds());
      await refused(dividend.claim(seat, []), "SeatFrozen", seat, await graceEnds());
      await refused(dividend.sweep(seat, [NATIVE]), "NothingForfeited", seat);
    });

    it("a renewal restores what it had, without what came in meanwhile", async () => {
      await renewSeat(commons, ana);
      expect(await due(seat)).to.deep.equal([1_000n, 0n, 0n]);
      await share(8_000n);
      expect(await due(seat)).to.deep.equal([2_000n, 0n, 0n]);
      expect(await claimable(1n)).to.equal(3_000n);
      await expect(collectDividend(commons, seat, NATIVE)).to.changeEtherBalance(ethers, ana, 2_000n);
      await refused(dividend.sweep(seat, [NATIVE]), "NothingForfeited", seat);
    });

    it("so does a move to a new wallet, which is paid", async () => {
      const to = outsider(commons, 1);
      const nullifier = ethers.id(`person: ${ana.address}`);
      await moveLostSeat(commons, to, nullifier);
      await share(8_000n);
      await expect(collectDividend(commons, seat, NATIVE)).to.changeEtherBalances(ethers, [ana, to], [0n, 2_000n]);
    });

    it("several gaps are left out, and every span between them is paid, at once or one by one", async () => {
      for (let i = 0; i < 4; i++) {
        await renewSeat(commons, ana);
        await share(8_000n);
        if (i === 1) await expect(collectDividend(commons, seat, NATIVE)).to.changeEtherBalance(ethers, ana, 3_000n);
        await commons.members.connect(await asCommons(commons)).unseat([seat]);
        await share(7_000n);
      }
      await renewSeat(commons, ana);
      expect(await claimable(seat)).to.equal(2_000n);
      await expect(collectDividend(commons, seat, NATIVE)).to.changeEtherBalance(ethers, ana, 2_000n);
      expect(await claimable(1n)).to.equal(2_000n + 8_000n);
    });

    it("of a long history one call pays 32 spans, and the next goes on from there", async () => {
      await renewSeat(commons, ana);
      for (let spans = 2; spans < 34; spans++) {
        await commons.members.connect(await asCommons(commons)).unseat([seat]);
        await renewSeat(commons, ana);
        await share(8_000n);
      }
      // 1,000 in each span, but nothing in the second.
      expect((await commons.members.tenureOf(seat)).span).to.equal(34n);
      for (const amount of [31_000n, 2_000n, 0n]) {
        expect(await claimable(seat)).to.equal(amount);
        await expect(collectDividend(commons, seat, NATIVE)).to.changeEtherBalance(ethers, ana, amount);
      }
    });

    it("what its work earned is not the dividend, and is paid at its wallet all the same", async () => {
      const work = await finalWork(commons, [{ author: seatAuthor(seat) }]);
      await claimLeaf(commons, work);
      await publish(commons);
      await earn(commons, 1_000_000n);
      const owed = await claimableOf(commons, work, 0, NATIVE);
      expect(owed).to.be.greaterThan(599_999n);
      await expect(collectLeaf(commons, work, 0, NATIVE)).to.changeEtherBalance(ethers, ana, owed);
    });
  });

  describe("after its grace", () => {
    beforeEach(async () => {
      await expireSeat(commons, seat);
      await untilGraceIsOver(commons, seat);
    });

    it("what it had is forfeited, and anyone gives it back to all members, once", async () => {
      expect(await due(seat)).to.deep.equal([0n, 0n, 1_000n]);
      await refused(collectDividend(commons, seat, NATIVE), "SeatForfeited", seat);
      expect(await dividend.sweep.staticCall(seat, [NATIVE, NATIVE])).to.deep.equal([1_000n, 0n]);
      const sweeping = dividend.connect(outsider(commons, 5)).sweep(seat, [NATIVE, NATIVE]);
      await expect(sweeping)
        .to.emit(dividend, "DividendSwept")
        .withArgs(seat, NATIVE, 1_000n)
        .and.to.emit(dividend, "DividendShared")
        .withArgs(NATIVE, 9n, 1_000n, 7n);
      await expect(sweeping).to.changeEtherBalance(ethers, dividend, 0n);
      expect(await dividend.accounted(NATIVE)).to.equal(8_000n);
      expect(await due(seat)).to.deep.equal([0n, 0n, 0n]);
      for (let other = 1n; other <= 7n; other++) expect(await claimable(other)).to.equal(1_142n);
      await expect(dividend.sweep(seat, [NATIVE])).to.not.emit(dividend, "DividendSwept");
    });

    it("sweeps each asset by itself", async () => {
      await renewSeat(commons, ana);
      const token = await listedToken(commons);
      await earn(commons, 32_000n, token);
      await commons.members.connect(await asCommons(commons)).unseat([seat]);
      await untilGraceIsOver(commons, seat);
      await dividend.sweep(seat, [token]);
      expect(await dividend.forfeitedOf(seat, token)).to.equal(0n);
      expect(await dividend.forfeitedOf(seat, NATIVE)).to.equal(1_000n);
    });

    it("a late renewal begins with nothing; its first claim gives back what was not swept", async () => {
      await renewSeat(commons, ana);
      expect(await due(seat)).to.deep.equal([0n, 0n, 1_000n]);
      await share(8_000n);
      expect(await due(seat)).to.deep.equal([1_000n, 0n, 1_000n]);
      const claiming = collectDividend(commons, seat, NATIVE);
      await expect(claiming).to.emit(dividend, "DividendSwept").withArgs(seat, NATIVE, 1_000n);
      await expect(claiming).to.emit(dividend, "DividendShared").withArgs(NATIVE, 10n, 1_000n, 8n);
      await expect(claiming).to.changeEtherBalance(ethers, ana, 1_000n);
      // The eighth of what it gave back is its own, as it is every member's.
      expect(await due(seat)).to.deep.equal([125n, 0n, 0n]);
      expect(await claimable(1n)).to.equal(2_125n);
    });

    it("and can still be swept after it was reopened", async () => {
      await renewSeat(commons, ana);
      await share(8_000n);
      await expect(dividend.sweep(seat, [NATIVE]))
        .to.emit(dividend, "DividendSwept")
        .withArgs(seat, NATIVE, 1_000n);
      expect(await due(seat)).to.deep.equal([1_125n, 0n, 0n]);
      await expect(collectDividend(commons, seat, NATIVE)).to.changeEtherBalance(ethers, ana, 1_125n);
      await expect(dividend.sweep(seat, [NATIVE])).to.not.emit(dividend, "DividendSwept");
    });

    it("forfeits with the last span what earlier ones left unclaimed, and nothing that was claimed", async () => {
      await renewSeat(commons, ana);
      await share(8_000n);
      await collectDividend(commons, seat, NATIVE);
      await share(8_000n);
      await commons.members.connect(await asCommons(commons)).unseat([seat]);
      await renewSeat(commons, ana);
      await share(8_000n);
      await commons.members.connect(await asCommons(commons)).unseat([seat]);
      expect(await due(seat)).to.deep.equal([0n, 2_125n, 0n]);
      await untilGraceIsOver(commons, seat);
      expect(await due(seat)).to.deep.equal([0n, 0n, 2_125n]);
      await expect(dividend.sweep(seat, [NATIVE]))
        .to.emit(dividend, "DividendSwept")
        .withArgs(seat, NATIVE, 2_125n);
    });
  });

  it("keeps what was claimed before: a lapse takes nothing back", async () => {
    await collectDividend(commons, seat, NATIVE);
    await expireSeat(commons, seat);
    await untilGraceIsOver(commons, seat);
    expect(await due(seat)).to.deep.equal([0n, 0n, 0n]);
    await expect(dividend.sweep(seat, [NATIVE])).to.not.emit(dividend, "DividendSwept");
  });

  it("earns until somebody expires it, however long that takes", async () => {
    const { expiry } = await commons.members.seatAt(seat);
    await ethers.provider.send("evm_setNextBlockTimestamp", [Number(expiry) + 200 * 86_400]);
    await share(8_000n);
    expect(await claimable(seat)).to.equal(2_000n);
  });

  describe("while nobody is a member", () => {
    beforeEach(async () => {
      for (let other = 1n; other <= 8n; other++) await collectDividend(commons, other, NATIVE);
      await share(8_000n);
      await commons.members.connect(await asCommons(commons)).unseat([1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n]);
    });

    it("money waits for the members to come, who share it at anyone's call", async () => {
      await expect(share(3_000n)).to.emit(dividend, "DividendParked").withArgs(NATIVE, 3_000n);
      await share(5_000n);
      expect((await dividend.poolAt(NATIVE)).parked).to.equal(8_000n);
      expect(await dividend.accounted(NATIVE)).to.equal(16_000n);
      expect(await dividend.unpark.staticCall(NATIVE)).to.equal(0n);
      await dividend.unpark(NATIVE);
      const newcomer = await enrol(commons, outsider(commons, 1));
      await enrol(commons, outsider(commons, 2));
      await expect(dividend.connect(outsider(commons, 5)).unpark(NATIVE))
        .to.emit(dividend, "DividendShared")
        .withArgs(NATIVE, 18n, 8_000n, 2n);
      expect(await claimable(newcomer)).to.equal(4_000n);
      await expect(dividend.unpark(NATIVE)).to.not.emit(dividend, "DividendShared");
      await renewSeat(commons, founder(commons, 1), commons.genesis.founders[0]?.nullifier);
      expect(await claimable(1n)).to.equal(1_000n);
    });

    it("so does what a seat forfeits", async () => {
      await untilGraceIsOver(commons, seat);
      await expect(dividend.sweep(seat, [NATIVE]))
        .to.emit(dividend, "DividendParked")
        .withArgs(NATIVE, 1_000n);
      await renewSeat(commons, ana);
      await dividend.sweep(1n, [NATIVE]);
      expect(await claimable(seat)).to.equal(1_000n);
      await dividend.unpark(NATIVE);
      expect(await claimable(seat)).to.equal(2_000n);
      await expect(collectDividend(commons, seat, NATIVE)).to.changeEtherBalance(ethers, ana, 2_000n);
      expect(await dividend.accounted(NATIVE)).to.equal(6_000n);
    });
  });
});
