// Attempts to make a seat's history too long to be paid, or to be swept.
import { expect } from "chai";
import { type Commons, freshCommons, NATIVE, outsider, type Signer } from "../../support/commons.ts";
import { expireSeat, renewSeat, untilGraceIsOver } from "../../support/lapses.ts";
import { collectDividend, earn } from "../../support/money.ts";
import { enrol } from "../../support/seats.ts";

describe("Attacks by a long history of lapses", () => {
  const SPANS = 70n;
  let commons: Commons;
  let dividend: Commons["dividend"];
  let ana: Signer;
  let seat: bigint;
  /** What the seat earned in all, with the fractions. */
  const EARNED = 10n * 1_000n + 2n;

  /** Seventy spans; money came in during the last of every seven (1,000 and 1/4 for each seat), and in the gaps. */
  beforeEach(async () => {
    commons = await freshCommons();
    dividend = commons.dividend;
    ana = outsider(commons, 0);
    seat = await enrol(commons, ana);
    for (let span = 1n; span <= SPANS; span++) {
      if (span % 7n === 0n) await earn(commons, 4n * 8_002n);
      if (span === SPANS) break;
      await expireSeat(commons, seat);
      if (span % 5n === 0n) await earn(commons, 4n * 7_000n);
      await renewSeat(commons, ana);
    }
  });

  const due = () => dividend.claimable(seat, NATIVE);
  const gasLimit = 800_000n;

  it("a claim walks as far as it can, the next goes on, and together they pay it all", async () => {
    const before = await due();
    let paid = 0n;
    for (let calls = 0; calls < 4; calls++) {
      const amount = await due();
      await dividend.claim(seat, [NATIVE, NATIVE], { gasLimit: 2n * gasLimit });
      paid += amount;
    }
    expect(before).to.be.lessThan(EARNED);
    expect(await dividend.claim.staticCall(seat, [NATIVE])).to.deep.equal([0n]);
    const claimed = await dividend.queryFilter(dividend.filters.DividendClaimed(seat));
    expect(claimed.reduce((sum, { args }) => sum + args.amount, 0n)).to.equal(EARNED);
    expect(paid).to.be.at.most(EARNED);
  });

  it("a claim in an asset that never came in, or came in late, gets to the end as well", async () => {
    for (let calls = 0; calls < 4; calls++) {
      await dividend.claim(seat, [ana.address], { gasLimit });
    }
    expect(await dividend.claimable(seat, ana.address)).to.equal(0n);
  });

  it("what it forfeited is swept in as many calls as it takes, and what it earned later stays its own", async () => {
    await expireSeat(commons, seat);
    await untilGraceIsOver(commons, seat);
    await dividend.sweep(seat, [NATIVE], { gasLimit });
    await renewSeat(commons, ana);
    await earn(commons, 4n * 80_000n);
    // The rest of it is given back by claims, as they come to it; sweeps may come in between.
    await collectDividend(commons, seat, NATIVE);
    await dividend.sweep(seat, [NATIVE], { gasLimit });
    for (let calls = 0; calls < 2; calls++) await collectDividend(commons, seat, NATIVE);
    const swept = await dividend.queryFilter(dividend.filters.DividendSwept(seat));
    expect(swept.reduce((sum, { args }) => sum + args.amount, 0n)).to.equal(EARNED);
    expect(await dividend.forfeitedOf(seat, NATIVE)).to.equal(0n);
    const claimed = await dividend.queryFilter(dividend.filters.DividendClaimed(seat));
    const amount = claimed.reduce((sum, { args }) => sum + args.amount, 0n);
    // Its part of what came in after it was reopened, and of what was given back since then.
    expect(amount).to.be.within(10_000n, 10_000n + EARNED / 8n);
  });
});
