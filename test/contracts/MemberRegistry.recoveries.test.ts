import { expect } from "chai";
import { asCommons, type Commons, freshCommons, networkHelpers, outsider, type Signer } from "../support/commons.ts";
import { expireSeat, moveLostSeat } from "../support/lapses.ts";
import { askToMove, enrol, moveSeat, now, person } from "../support/seats.ts";

describe("MemberRegistry: what a lost wallet holds", () => {
  let commons: Commons;
  let members: Commons["members"];
  let lost: Signer;
  let next: Signer;
  let third: Signer;
  let ana: string;

  beforeEach(async () => {
    commons = await freshCommons();
    members = commons.members;
    [lost, next, third] = [outsider(commons, 0), outsider(commons, 1), outsider(commons, 2)];
    ana = person("Ana");
    await enrol(commons, lost, ana);
  });

  const refused = (call: Promise<unknown>, error: string, ...args: unknown[]) =>
    expect(call)
      .to.be.revertedWithCustomError(members, error)
      .withArgs(...args);
  const recovery = () => BigInt(commons.genesis.periods.recovery);

  it("stays while the wallet has its seat, and while it never had one", async () => {
    for (const account of [lost, next]) {
      expect(await members.recoveryOf(account)).to.deep.equal([0n, 0n]);
      await refused(members.heirOf(account), "RecoveryUnknown", account);
      await refused(members.connect(account).vetoRecovery(), "RecoveryUnknown", account);
    }
    await expireSeat(commons, 8n);
    await refused(members.heirOf(lost), "RecoveryUnknown", lost);
  });

  it("follows the seat after a further wait, if the wallet didn't make the move itself", async () => {
    const moving = await moveLostSeat(commons, next, ana);
    const readyAt = (await now()) + recovery();
    await expect(moving).to.emit(members, "RecoveryOpened").withArgs(lost, 8n, readyAt);
    expect(await members.recoveryOf(lost)).to.deep.equal([8n, readyAt]);
    await networkHelpers.time.increaseTo(readyAt - 1n);
    await refused(members.heirOf(lost), "RecoveryNotReady", lost, readyAt);
    await networkHelpers.time.increaseTo(readyAt);
    expect(await members.heirOf(lost)).to.equal(8n);
    await networkHelpers.time.increase(recovery());
    expect(await members.heirOf(lost)).to.equal(8n);
  });

  it("follows at once, if the wallet made the move itself, in one call or by completing it", async () => {
    const moving = await moveSeat(commons, lost, next, ana);
    const readyAt = await now();
    await expect(moving).to.emit(members, "RecoveryOpened").withArgs(lost, 8n, readyAt);
    expect(await members.heirOf(lost)).to.equal(8n);
    await refused(members.connect(lost).vetoRecovery(), "RecoveryReady", lost, readyAt);

    await askToMove(commons, third, ana);
    await members.connect(next).completeRebind(8n);
    expect(await members.heirOf(next)).to.equal(8n);
  });

  it("stays for good where the wallet vetoes in time", async () => {
    await moveLostSeat(commons, next, ana);
    const { readyAt } = await members.recoveryOf(lost);
    await refused(members.connect(next).vetoRecovery(), "RecoveryUnknown", next);
    await networkHelpers.time.setNextBlockTimestamp(readyAt - 1n);
    await expect(members.connect(lost).vetoRecovery()).to.emit(members, "RecoveryVetoed").withArgs(lost, 8n);
    await networkHelpers.time.increaseTo(readyAt);
    await refused(members.heirOf(lost), "RecoveryUnknown", lost);
    await refused(members.connect(lost).vetoRecovery(), "RecoveryUnknown", lost);
  });

  it("can't be vetoed once it is ready", async () => {
    await moveLostSeat(commons, next, ana);
    const { readyAt } = await members.recoveryOf(lost);
    await networkHelpers.time.increaseTo(readyAt);
    await refused(members.connect(lost).vetoRecovery(), "RecoveryReady", lost, readyAt);
    expect(await members.heirOf(lost)).to.equal(8n);
  });

  it("ends where the seat is by then, through any number of moves", async () => {
    await moveLostSeat(commons, next, ana);
    await moveLostSeat(commons, third, ana);
    await networkHelpers.time.increase(recovery());
    expect([await members.heirOf(lost), await members.heirOf(next)]).to.deep.equal([8n, 8n]);
    expect(await members.walletOf(8n)).to.equal(third.address);
  });

  it("waits as long as it was to, although a vote made the wait shorter before the seat was moved once more", async () => {
    const moving = await moveLostSeat(commons, next, ana);
    const readyAt = (await now()) + recovery();
    await expect(moving).to.emit(members, "InheritanceSuspended").withArgs(8n, readyAt);
    const { rebind, lapse, grace } = await members.periods();
    await members.connect(await asCommons(commons)).setPeriods({ rebind: 60n, recovery: 60n, lapse, grace });
    expect(rebind).to.be.greaterThan(60n);

    const again = await moveLostSeat(commons, third, ana);
    await expect(again).to.not.emit(members, "InheritanceSuspended");
    expect(await members.recoveryOf(next)).to.deep.equal([8n, readyAt]);
    await networkHelpers.time.increaseTo(readyAt - 1n);
    for (const wallet of [lost, next]) await refused(members.heirOf(wallet), "RecoveryNotReady", wallet, readyAt);
    await networkHelpers.time.increaseTo(readyAt);
    expect([await members.heirOf(lost), await members.heirOf(next)]).to.deep.equal([8n, 8n]);
  });

  it("is the wallet's own again when its seat comes back", async () => {
    await moveSeat(commons, lost, next, ana);
    await moveSeat(commons, next, lost, ana);
    expect(await members.recoveryOf(lost)).to.deep.equal([0n, 0n]);
    expect(await members.heirOf(next)).to.equal(8n);
    expect(await members.walletOf(8n)).to.equal(lost.address);
  });

  it("is the wallet's own when it finds a seat of its own: opened, or moved there", async () => {
    await moveLostSeat(commons, next, ana);
    await enrol(commons, lost, person("Bo"));
    expect(await members.recoveryOf(lost)).to.deep.equal([0n, 0n]);

    await moveSeat(commons, next, third, ana);
    const other = outsider(commons, 3);
    await enrol(commons, other, person("Cy"));
    await moveSeat(commons, other, next, person("Cy"));
    expect(await members.recoveryOf(next)).to.deep.equal([0n, 0n]);
    expect(await members.heirOf(other)).to.equal(10n);
  });

  it("follows a seat that was lapsed when it moved, and stays with the seat when it lapses later", async () => {
    await expireSeat(commons, 8n);
    await moveLostSeat(commons, next, ana);
    await networkHelpers.time.increase(recovery());
    expect(await members.heirOf(lost)).to.equal(8n);
    await expireSeat(commons, 8n);
    expect(await members.heirOf(lost)).to.equal(8n);
    expect(await members.walletOf(8n)).to.equal(next.address);
  });
});
