// Attempts on the money by what is listed, and by leaves that name a seat that isn't there yet.
import { seatAuthor } from "@commonmind/sdk";
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
} from "../../support/commons.ts";
import { collect, collectDividend, earn } from "../../support/money.ts";
import { enrol, moveSeat, person } from "../../support/seats.ts";
import { claimableOf, claimLeaf, finalWork, positionOf, publish, withdrawLeaf } from "../../support/work.ts";

describe("Attacks on the money", () => {
  let commons: Commons;
  let ana: Signer;
  let bo: Signer;

  beforeEach(async () => {
    commons = await freshCommons();
    [ana, bo] = [outsider(commons, 0), outsider(commons, 1)];
  });

  describe("the contribution token, listed as money", () => {
    const FUND = 1_000_000n;
    let mind: string;

    beforeEach(async () => {
      mind = await addressOf(commons.token);
      await commons.treasury.connect(await asCommons(commons)).listAsset(mind);
      const work = await finalWork(commons, [{ author: ana }]);
      await claimLeaf(commons, work);
      await publish(commons);
    });

    it("doesn't move while it is closed, and nothing else is held up", async () => {
      // A leaf that names the till puts tokens there without a transfer.
      await claimLeaf(commons, await finalWork(commons, [{ author: tillOf(commons, ASSISTANT) }]));
      expect(await commons.token.balanceOf(tillOf(commons, ASSISTANT))).to.be.greaterThan(0n);
      await expect(commons.treasury.settle(ASSISTANT, mind)).to.be.revertedWithCustomError(
        commons.token,
        "TransfersClosed",
      );
      await earn(commons, 1_000n);
      await expect(commons.dividend.unpark(NATIVE)).to.not.be.revert(ethers);
      expect(await commons.treasury.reserveOf(mind)).to.equal(0n);
    });

    it("once open is split as any token is; a recovery takes nothing that stands for others", async () => {
      await commons.token.connect(await asCommons(commons)).openTransfers();
      const payer = founder(commons, 2);
      await commons.token.connect(payer).transfer(tillOf(commons, ASSISTANT), FUND);
      await commons.treasury.settle(ASSISTANT, mind);
      const holders = [commons.treasury, commons.rewards, commons.dividend];
      const books = () => Promise.all(holders.map((holder) => holder.accounted(mind)));
      const balances = () => Promise.all(holders.map((holder) => commons.token.balanceOf(holder)));
      expect(await books()).to.deep.equal([150_000n, 600_000n, 250_000n]);
      expect(await balances()).to.deep.equal(await books());
      for (const holder of holders) {
        await expect(commons.token.recover(holder)).to.be.revertedWithCustomError(commons.members, "RecoveryUnknown");
      }

      const nullifier = commons.genesis.founders[0]?.nullifier ?? "";
      await moveSeat(commons, founder(commons, 1), bo, nullifier);
      await commons.token.recover(founder(commons, 1));
      expect(await balances()).to.deep.equal(await books());
      await expect(collectDividend(commons, 1n, mind)).to.changeTokenBalances(
        ethers,
        commons.token,
        [bo, founder(commons, 1), commons.dividend],
        [35_714n, 0n, -35_714n],
      );
    });
  });

  it("a leaf for a seat that isn't there yet is nobody's: no one claims it, takes it out, or is held up by it", async () => {
    const work = await finalWork(commons, [{ author: seatAuthor(8n) }, { author: ana }]);
    await expect(claimLeaf(commons, work, 0))
      .to.be.revertedWithCustomError(commons.members, "SeatUnknown")
      .withArgs(8n);
    await expect(withdrawLeaf(commons, work, 0, ana))
      .to.be.revertedWithCustomError(commons.members, "SeatUnknown")
      .withArgs(8n);
    await claimLeaf(commons, work, 1);
    await publish(commons);
    await earn(commons, 1_000_000n);
    expect(await claimableOf(commons, work, 1, NATIVE)).to.equal(300_000n);

    // It was named by its number: whoever gets that number is who was meant, and nobody else.
    expect(await enrol(commons, bo, person("Bo"))).to.equal(8n);
    await claimLeaf(commons, work, 0);
    const claiming = collect(commons, seatAuthor(8n), [positionOf(work, 0)], [NATIVE]);
    await expect(claiming).to.changeEtherBalances(ethers, [bo, ana, commons.rewards], [300_000n, 0n, -300_000n]);
  });
});
