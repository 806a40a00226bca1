// T11: an account earns for a contribution exactly over the releases that it was part of.
import { seatAuthor } from "@commonmind/sdk";
import { expect } from "chai";
import {
  ASSISTANT,
  asCommons,
  type Commons,
  ethers,
  freshCommons,
  NATIVE,
  outsider,
  type Signer,
} from "../../support/commons.ts";
import { assetsOf, collectLeaf, earn } from "../../support/money.ts";
import { enrol, moveSeat } from "../../support/seats.ts";
import { publishByVote } from "../../support/votes.ts";
import {
  claimableOf,
  claimLeaf,
  claimLeaves,
  finalWork,
  publish,
  someRelease,
  type Work,
  withdrawLeaf,
} from "../../support/work.ts";

/** What contributors get of it divides evenly among the units of every test here. */
const REVENUE = 10_000_000n;
const SHARED = 6_000_000n;

describe("T11 earning over releases", () => {
  let commons: Commons;
  let ana: Signer;
  let bo: Signer;
  let assets: string[];

  beforeEach(async () => {
    commons = await freshCommons();
    [ana, bo] = [outsider(commons, 0), outsider(commons, 1)];
    assets = (await assetsOf(commons)).map(({ asset }) => asset);
  });

  const earnAll = async () => {
    for (const asset of assets) await earn(commons, REVENUE, asset);
  };
  /** In every asset alike. */
  const earned = async (work: Work, index: number, amount: bigint) => {
    for (const asset of assets) expect(await claimableOf(commons, work, index, asset), asset).to.equal(amount);
  };
  const exclude = async ({ id }: Work) => commons.contributions.connect(await asCommons(commons)).exclude(id);

  it("T11 work that joins with release 2 earns nothing of what came in before it", async () => {
    const first = await finalWork(commons, [{ author: ana }]);
    await claimLeaves(commons, first);
    await publishByVote(commons);
    await earnAll();
    const second = await finalWork(commons, [{ author: bo }]);
    await claimLeaves(commons, second);
    await earnAll();
    await earned(second, 0, 0n);
    await publishByVote(commons);
    await earned(second, 0, 0n);
    await earnAll();
    await earned(first, 0, 2n * SHARED + SHARED / 2n);
    await earned(second, 0, SHARED / 2n);
  });

  it("T11 revenue belongs to the release in force when it is settled", async () => {
    const first = await finalWork(commons, [{ author: ana }]);
    await publish(commons);
    await outsider(commons, 2).sendTransaction({ to: await commons.models.tillOf(ASSISTANT), value: REVENUE });
    const second = await finalWork(commons, [{ author: bo }]);
    await publish(commons);
    await commons.treasury.settle(ASSISTANT, NATIVE);
    for (const work of [first, second]) {
      await claimLeaf(commons, work);
      expect(await claimableOf(commons, work, 0, NATIVE)).to.equal(SHARED / 2n);
    }
  });

  it("T11 a late claim loses nothing and takes nothing, however many releases and settlements passed", async () => {
    const work = await finalWork(commons, [{ author: ana }, { author: bo }]);
    await claimLeaf(commons, work, 0);
    for (let release = 1; release <= 4; release++) {
      await publish(commons);
      await earnAll();
      if (release % 2 === 0) {
        for (const asset of assets) await collectLeaf(commons, work, 0, asset);
      } else await earnAll();
    }
    await claimLeaf(commons, work, 1);
    await earned(work, 1, 3n * SHARED);
    await collectLeaf(commons, work, 1, NATIVE);
    await earned(work, 0, 0n);
    await earnAll();
    expect(await claimableOf(commons, work, 0, NATIVE)).to.equal(SHARED / 2n);
    expect(await claimableOf(commons, work, 1, NATIVE)).to.equal(SHARED / 2n);
  });

  it("T11 a late claim of work that joined with a release without revenue begins where that release began", async () => {
    const first = await finalWork(commons, [{ author: ana }]);
    await publish(commons);
    await earnAll();
    const second = await finalWork(commons, [{ author: bo }]);
    await publish(commons);
    await publish(commons);
    await earnAll();
    await claimLeaf(commons, second);
    await earned(second, 0, SHARED / 2n);
    await claimLeaf(commons, first);
    await earned(first, 0, SHARED + SHARED / 2n);
  });

  for (const claimed of [true, false]) {
    it(`T11 a withdrawal takes effect with the next release and not before (${claimed ? "claimed" : "unclaimed"} leaf)`, async () => {
      const work = await finalWork(commons, [{ author: ana }, { author: bo }]);
      if (claimed) await claimLeaf(commons, work, 0);
      await claimLeaf(commons, work, 1);
      await publish(commons);
      await earnAll();
      await withdrawLeaf(commons, work, 0, ana);
      await earnAll();
      await earned(work, 0, SHARED);
      await publish(commons);
      await earnAll();
      await earned(work, 0, SHARED);
      await earned(work, 1, 2n * SHARED);
      await expect(collectLeaf(commons, work, 0, NATIVE)).to.changeEtherBalance(ethers, ana, SHARED);
    });
  }

  it("T11 an exclusion takes effect with the next release and not before, for late claims too", async () => {
    const work = await finalWork(commons, [{ author: ana }]);
    const other = await finalWork(commons, [{ author: bo }]);
    await claimLeaf(commons, other);
    await publish(commons);
    await earnAll();
    await exclude(work);
    await earnAll();
    await publish(commons);
    await earnAll();
    await claimLeaf(commons, work);
    await earned(work, 0, SHARED);
    await earned(other, 0, 2n * SHARED);
  });

  it("T11 a position ends at the earlier of its own end and its contribution's", async () => {
    const work = await finalWork(commons, [{ author: ana }, { author: bo }]);
    const other = await finalWork(commons, [{ author: outsider(commons, 2), items: 2n }]);
    for (const each of [work, other]) await claimLeaves(commons, each);
    await publish(commons);
    await withdrawLeaf(commons, work, 0, ana);
    await publish(commons);
    await earnAll();
    await exclude(work);
    await publish(commons);
    await earnAll();
    await earned(work, 0, 0n);
    await earned(work, 1, SHARED / 3n);
    await earned(other, 0, (2n * SHARED) / 3n + SHARED);
  });

  it("T11 work that leaves before its release never earns, whether its batch was closed or not", async () => {
    const stays = await finalWork(commons, [{ author: bo }]);
    const gone = await finalWork(commons, [{ author: ana }]);
    await withdrawLeaf(commons, gone, 0, ana);
    await commons.models.closeBatch(ASSISTANT);
    const closed = await finalWork(commons, [{ author: ana }]);
    await commons.models.closeBatch(ASSISTANT);
    await withdrawLeaf(commons, closed, 0, ana);
    await publish(commons);
    await earnAll();
    await claimLeaf(commons, stays);
    await earned(gone, 0, 0n);
    await earned(closed, 0, 0n);
    await earned(stays, 0, SHARED);
  });

  it("T11 work whose batch is released before it leaves earns until its leaving is released", async () => {
    const stays = await finalWork(commons, [{ author: bo }]);
    const leaves = await finalWork(commons, [{ author: ana }]);
    await commons.models.closeBatch(ASSISTANT);
    await withdrawLeaf(commons, leaves, 0, ana);
    await commons.models.connect(await asCommons(commons)).publish(ASSISTANT, 1n, someRelease);
    await earnAll();
    await earned(leaves, 0, SHARED / 2n);
    await publish(commons);
    await earnAll();
    await earned(leaves, 0, SHARED / 2n);
    await claimLeaf(commons, stays);
    await earned(stays, 0, SHARED / 2n + SHARED);
  });

  it("T11 a seat as author is paid at its wallet of the moment, also after a move", async () => {
    await enrol(commons, ana);
    const work = await finalWork(commons, [{ author: seatAuthor(8n) }]);
    await claimLeaf(commons, work);
    expect(await commons.token.balanceOf(ana)).to.be.greaterThan(0n);
    await publish(commons);
    await earnAll();
    await expect(collectLeaf(commons, work, 0, NATIVE)).to.changeEtherBalance(ethers, ana, SHARED);
    await moveSeat(commons, ana, bo);
    await earnAll();
    await expect(collectLeaf(commons, work, 0, NATIVE)).to.changeEtherBalances(ethers, [ana, bo], [0n, SHARED]);
    const token = await ethers.getContractAt("TestToken", assets[1] ?? "");
    await expect(collectLeaf(commons, work, 0, token)).to.changeTokenBalances(
      ethers,
      token,
      [ana, bo],
      [0n, 2n * SHARED],
    );
  });

  it("T11 tokens that wait for the next mint epoch don't delay money", async () => {
    await commons.token.connect(await asCommons(commons)).setMintCap(10n ** 16n);
    await finalWork(commons, [{ author: bo }]);
    const work = await finalWork(commons, [{ author: ana }]);
    await claimLeaf(commons, work);
    expect(await commons.token.balanceOf(ana)).to.equal(0n);
    await publish(commons);
    await earnAll();
    await earned(work, 0, SHARED / 2n);
    await expect(collectLeaf(commons, work, 0, NATIVE)).to.changeEtherBalance(ethers, ana, SHARED / 2n);
  });
});
