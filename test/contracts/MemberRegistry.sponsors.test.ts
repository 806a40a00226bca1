import { expect } from "chai";
import { type Commons, founder, freshCommons, outsider, type Signer } from "../support/commons.ts";
import { expireSeat, renewSeat } from "../support/lapses.ts";
import { enrol, moveSeat } from "../support/seats.ts";

describe("MemberRegistry: sponsors", () => {
  let commons: Commons;
  let members: Commons["members"];
  let ana: Signer;
  let newcomer: Signer;

  beforeEach(async () => {
    commons = await freshCommons();
    members = commons.members;
    [ana, newcomer] = [outsider(commons, 0), outsider(commons, 1)];
    await enrol(commons, ana);
  });

  it("a seat sponsors accounts until it says otherwise", async () => {
    await expect(members.connect(ana).sponsor(newcomer))
      .to.emit(members, "SponsorshipSet")
      .withArgs(8n, newcomer.address, true);
    expect(await members.isSponsored(8n, newcomer)).to.equal(true);
    expect([await members.isSponsored(7n, newcomer), await members.isSponsored(8n, ana)]).to.deep.equal([false, false]);
    await members.connect(founder(commons, 7)).sponsor(newcomer);
    await expect(members.connect(ana).unsponsor(newcomer))
      .to.emit(members, "SponsorshipSet")
      .withArgs(8n, newcomer.address, false);
    expect(await members.isSponsored(8n, newcomer)).to.equal(false);
    expect(await members.isSponsored(7n, newcomer)).to.equal(true);
  });

  it("nobody sponsors without an active seat", async () => {
    for (const call of [() => members.connect(newcomer).sponsor(ana), () => members.connect(newcomer).unsponsor(ana)]) {
      await expect(call()).to.be.revertedWithCustomError(members, "NotSeated").withArgs(newcomer.address);
    }
    await expireSeat(commons, 8n);
    await expect(members.connect(ana).sponsor(newcomer))
      .to.be.revertedWithCustomError(members, "NotSeated")
      .withArgs(ana.address);
  });

  it("a sponsorship rests while its seat is lapsed", async () => {
    await members.connect(ana).sponsor(newcomer);
    await expireSeat(commons, 8n);
    expect(await members.isSponsored(8n, newcomer)).to.equal(false);
    await renewSeat(commons, ana);
    expect(await members.isSponsored(8n, newcomer)).to.equal(true);
  });

  it("a sponsorship moves with its seat", async () => {
    await members.connect(ana).sponsor(newcomer);
    const next = outsider(commons, 2);
    await moveSeat(commons, ana, next);
    expect(await members.isSponsored(8n, newcomer)).to.equal(true);
    await members.connect(next).unsponsor(newcomer);
    expect(await members.isSponsored(8n, newcomer)).to.equal(false);
  });
});
