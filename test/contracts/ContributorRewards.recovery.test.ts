import { seatAuthor } from "@commonmind/sdk";
import { expect } from "chai";
import {
  asCommons,
  type Commons,
  ethers,
  founder,
  freshCommons,
  NATIVE,
  networkHelpers,
  outsider,
  type Signer,
} from "../support/commons.ts";
import { moveLostSeat, untilRecoverable } from "../support/lapses.ts";
import { collect, earn } from "../support/money.ts";
import { enrol, moveSeat, person } from "../support/seats.ts";
import { claimableOf, claimLeaf, finalWork, positionOf, publish, type Work, withdrawLeaf } from "../support/work.ts";

describe("ContributorRewards: what a lost wallet earned", () => {
  let commons: Commons;
  let rewards: Commons["rewards"];
  let lost: Signer;
  let found: Signer;
  let other: Signer;
  let anyone: Signer;
  let seat: bigint;
  let work: Work;

  /** The first two leaves are by the wallet that gets lost, the third by another account; 10,000 units each. */
  beforeEach(async () => {
    commons = await freshCommons();
    rewards = commons.rewards;
    [lost, found, other, anyone] = [0, 1, 2, 3].map((number) => outsider(commons, number)) as [
      Signer,
      Signer,
      Signer,
      Signer,
    ];
    seat = await enrol(commons, lost);
    work = await finalWork(commons, [{ author: lost }, { author: lost }, { author: other }]);
    for (const index of [0, 2]) await claimLeaf(commons, work, index);
    await publish(commons);
    await earn(commons, 1_000_000n);
  });

  const refused = (call: Promise<unknown>, error: string, ...args: unknown[]) =>
    expect(call)
      .to.be.revertedWithCustomError(rewards, error)
      .withArgs(...args);
  const move = () => moveLostSeat(commons, found, person(lost.address));
  const recover = (...indexes: number[]) =>
    rewards.connect(anyone).recover(
      lost,
      indexes.map((index) => positionOf(work, index)),
    );
  const holderOf = async (index: number) => (await rewards.positionAt(positionOf(work, index))).holder;

  describe("after its seat was moved without it", () => {
    beforeEach(async () => {
      await move();
    });

    it("follows the seat, at anyone's call, once the old wallet had its time to veto", async () => {
      const { readyAt } = await commons.members.recoveryOf(lost);
      await expect(recover(0))
        .to.be.revertedWithCustomError(commons.members, "RecoveryNotReady")
        .withArgs(lost, readyAt);
      await networkHelpers.time.increaseTo(readyAt);
      await expect(recover(0)).to.emit(rewards, "PositionRecovered").withArgs(positionOf(work, 0), lost, seat);
      expect(await holderOf(0)).to.equal(seatAuthor(seat));
      expect(await rewards.positionAt(positionOf(work, 0))).to.deep.equal([seatAuthor(seat), 100n, 0n, false]);
    });

    it("is paid to the seat's wallet, also for what it earned before, and to nobody twice", async () => {
      await collect(commons, lost, [positionOf(work, 0)], [NATIVE]);
      await earn(commons, 500_000n);
      await untilRecoverable(commons, lost);
      await recover(0);
      await earn(commons, 1_000_000n);
      await refused(
        collect(commons, lost, [positionOf(work, 0)], [NATIVE]),
        "PositionOfAnother",
        positionOf(work, 0),
        seatAuthor(seat),
        lost,
      );
      const claiming = collect(commons, seatAuthor(seat), [positionOf(work, 0)], [NATIVE]);
      await expect(claiming)
        .to.emit(rewards, "Claimed")
        .withArgs(seatAuthor(seat), NATIVE, found, 300_000n, [positionOf(work, 0)]);
      await expect(claiming).to.changeEtherBalances(ethers, [lost, found], [0n, 300_000n]);
    });

    it("stays the old wallet's if it vetoes", async () => {
      await commons.members.connect(lost).vetoRecovery();
      await networkHelpers.time.increase(400n * 86_400n);
      await expect(recover(0)).to.be.revertedWithCustomError(commons.members, "RecoveryUnknown").withArgs(lost);
      const owed = await claimableOf(commons, work, 0, NATIVE);
      await expect(collect(commons, lost, [positionOf(work, 0)], [NATIVE])).to.changeEtherBalance(ethers, lost, owed);
    });

    it("follows the seat on to its next wallet", async () => {
      await untilRecoverable(commons, lost);
      await recover(0);
      await moveSeat(commons, found, other, person(lost.address));
      const owed = await claimableOf(commons, work, 0, NATIVE);
      const claiming = collect(commons, seatAuthor(seat), [positionOf(work, 0)], [NATIVE]);
      await expect(claiming).to.changeEtherBalances(ethers, [lost, found, other], [0n, 0n, owed]);
    });

    it("takes nobody else's positions, none that isn't open, and none twice", async () => {
      await untilRecoverable(commons, lost);
      await refused(recover(0, 2), "PositionOfAnother", positionOf(work, 2), other, lost);
      await refused(recover(0, 1), "PositionUnknown", positionOf(work, 1));
      expect(await holderOf(0)).to.equal(lost.address);
      await recover(0);
      await refused(recover(0), "PositionOfAnother", positionOf(work, 0), seatAuthor(seat), lost);
      await expect(rewards.recover(other, [positionOf(work, 2)]))
        .to.be.revertedWithCustomError(commons.members, "RecoveryUnknown")
        .withArgs(other);
    });

    it("includes leaves that are claimed only afterwards", async () => {
      await untilRecoverable(commons, lost);
      await recover(0);
      await claimLeaf(commons, work, 1);
      expect(await holderOf(1)).to.equal(lost.address);
      await recover(1);
      const both = [positionOf(work, 0), positionOf(work, 1)];
      const owed = (await claimableOf(commons, work, 0, NATIVE)) + (await claimableOf(commons, work, 1, NATIVE));
      expect(owed).to.be.greaterThan(399_000n);
      await expect(collect(commons, seatAuthor(seat), both, [NATIVE])).to.changeEtherBalance(ethers, found, owed);
    });

    it("can be withdrawn by the seat's wallet, and by the lost one no more", async () => {
      await untilRecoverable(commons, lost);
      await recover(0);
      const { contributions } = commons;
      await expect(withdrawLeaf(commons, work, 0, lost))
        .to.be.revertedWithCustomError(contributions, "NotAuthor")
        .withArgs(lost, seatAuthor(seat));
      await expect(withdrawLeaf(commons, work, 0, found))
        .to.emit(contributions, "LeafWithdrawn")
        .withArgs(work.id, 0n, 10_000n, 2n);
      await publish(commons);
      const owed = await claimableOf(commons, work, 0, NATIVE);
      await earn(commons, 1_000_000n);
      expect(await claimableOf(commons, work, 0, NATIVE)).to.equal(owed);
      await expect(collect(commons, seatAuthor(seat), [positionOf(work, 0)], [NATIVE])).to.changeEtherBalance(
        ethers,
        found,
        owed,
      );
    });

    it("recovers what was withdrawn before, too: what it earned is there", async () => {
      await withdrawLeaf(commons, work, 0, lost);
      await untilRecoverable(commons, lost);
      await recover(0);
      expect((await rewards.positionAt(positionOf(work, 0))).endBatch).to.equal(2n);
      await expect(withdrawLeaf(commons, work, 0, found))
        .to.be.revertedWithCustomError(rewards, "PositionAlreadyEnded")
        .withArgs(positionOf(work, 0));
      const owed = await claimableOf(commons, work, 0, NATIVE);
      await expect(collect(commons, seatAuthor(seat), [positionOf(work, 0)], [NATIVE])).to.changeEtherBalance(
        ethers,
        found,
        owed,
      );
    });
  });

  it("follows at once where the wallet itself made the move", async () => {
    await moveSeat(commons, lost, found);
    await expect(recover(0)).to.emit(rewards, "PositionRecovered");
    const owed = await claimableOf(commons, work, 0, NATIVE);
    await expect(collect(commons, seatAuthor(seat), [positionOf(work, 0)], [NATIVE])).to.changeEtherBalance(
      ethers,
      found,
      owed,
    );
  });

  it("stays with an account that is seated again", async () => {
    await move();
    await untilRecoverable(commons, lost);
    await enrol(commons, lost, person("a second life"));
    await expect(recover(0)).to.be.revertedWithCustomError(commons.members, "RecoveryUnknown").withArgs(lost);
    expect(await holderOf(0)).to.equal(lost.address);
  });

  it("has its waiting tokens minted to the seat's wallet", async () => {
    const rate = 10n ** 12n;
    await commons.token.connect(await asCommons(commons)).setMintCap(10_000n * rate);
    await finalWork(commons, [{ author: other }], { submitter: founder(commons, 2) });
    const waiting = await finalWork(commons, [{ author: lost }], { submitter: founder(commons, 2) });
    await claimLeaf(commons, waiting);
    expect(await commons.contributions.tokensWaiting(positionOf(waiting))).to.equal(true);
    await moveSeat(commons, lost, found);
    await rewards.recover(lost, [positionOf(waiting)]);
    await networkHelpers.time.increaseTo((await commons.contributions.contributionAt(waiting.id)).mintableFrom);
    const minting = commons.contributions.mintTokens(waiting.id, 0);
    await expect(minting)
      .to.emit(commons.contributions, "TokensMinted")
      .withArgs(waiting.id, 0n, found, 10_000n * rate);
    await expect(minting).to.changeTokenBalances(ethers, commons.token, [lost, found], [0n, 10_000n * rate]);
  });
});
