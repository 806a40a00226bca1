import { expect } from "chai";
import {
  asCommons,
  type Commons,
  founder,
  freshCommons,
  NATIVE,
  networkHelpers,
  outsider,
  type Signer,
} from "../support/commons.ts";
import { attest, type Credential, consentTo, credentialFor, enrol, NEVER, person } from "../support/seats.ts";

describe("MemberRegistry: moving a seat to another wallet", () => {
  let commons: Commons;
  let members: Commons["members"];
  let ana: Signer;
  let relayer: Signer;
  let credential: Credential;
  let next: Signer;
  let newer: Credential;
  let renewed: string;

  beforeEach(async () => {
    commons = await freshCommons();
    members = commons.members;
    ana = outsider(commons, 0);
    relayer = outsider(commons, 1);
    credential = await credentialFor(commons, ana, { nullifier: person("Ana") });
    await members.connect(ana).enrol(credential, await attest(commons, credential));
    next = outsider(commons, 2);
    newer = await credentialFor(commons, next, { nullifier: credential.nullifier, serial: 2n });
    renewed = await attest(commons, newer);
  });

  const refused = (call: Promise<unknown>, error: string, ...args: unknown[]) => {
    const expectation = expect(call).to.be.revertedWithCustomError(members, error);
    return args.length === 0 ? expectation : expectation.withArgs(...args);
  };
  const delay = () => BigInt(commons.genesis.periods.rebind);
  const seat = async () => {
    const { wallet, serial, expiry } = await members.seatAt(8n);
    return [wallet, serial, expiry];
  };

  it("waits for a veto when the present wallet doesn't call", async () => {
    const asking = await members.connect(next).rebind(newer, renewed);
    const readyAt = BigInt(await networkHelpers.time.latest()) + delay();
    await expect(asking).to.emit(members, "SeatRebindRequested").withArgs(8n, next.address, 2n, newer.expiry, readyAt);
    expect(await members.rebindingAt(8n)).to.deep.equal([next.address, readyAt, newer.expiry]);
    expect(await members.walletOf(8n)).to.equal(ana.address);
    expect(await members.getVotes(ana)).to.equal(1n);

    await networkHelpers.time.setNextBlockTimestamp(readyAt - 1n);
    await refused(members.completeRebind(8n), "RebindNotReady", 8n, readyAt);
    await networkHelpers.time.increaseTo(readyAt);
    await expect(members.connect(relayer).completeRebind(8n))
      .to.emit(members, "SeatRebound")
      .withArgs(8n, ana.address, next.address);
    expect(await seat()).to.deep.equal([next.address, 2n, newer.expiry]);
    expect([await members.seatOf(ana), await members.seatOf(next)]).to.deep.equal([0n, 8n]);
    expect([await members.getVotes(ana), await members.getVotes(next)]).to.deep.equal([0n, 1n]);
    expect(await members.rebindingAt(8n)).to.deep.equal([NATIVE, 0n, 0n]);
  });

  it("is immediate when the present wallet hands in the new one's consent", async () => {
    const consent = await consentTo(commons, newer, NEVER, { by: next });
    const moving = members.connect(ana).rebindBySig(newer, renewed, NEVER, consent);
    await expect(moving).to.emit(members, "SeatRebindRequested");
    await expect(moving).to.emit(members, "SeatRebound").withArgs(8n, ana.address, next.address);
    expect(await members.walletOf(8n)).to.equal(next.address);
    expect(await members.getVotes(next)).to.equal(1n);
  });

  it("waits when anybody else hands the consent in", async () => {
    const consent = await consentTo(commons, newer, NEVER, { by: next });
    await members.connect(relayer).rebindBySig(newer, renewed, NEVER, consent);
    expect(await members.walletOf(8n)).to.equal(ana.address);
    expect((await members.rebindingAt(8n)).wallet).to.equal(next.address);
  });

  it("lets the present wallet veto, which uses the credential up", async () => {
    await members.connect(next).rebind(newer, renewed);
    await refused(members.connect(next).vetoRebind(8n), "NotSeatWallet", 8n, next);
    await expect(members.connect(ana).vetoRebind(8n)).to.emit(members, "SeatRebindVetoed").withArgs(8n, next.address);
    await networkHelpers.time.increase(delay());
    await refused(members.completeRebind(8n), "RebindNotPending", 8n);
    await refused(members.connect(next).rebind(newer, renewed), "CredentialOutdated", 2n, 2n);
    await refused(members.connect(ana).vetoRebind(8n), "RebindNotPending", 8n);
  });

  it("brings a seat back to a wallet it was at before", async () => {
    const there = await consentTo(commons, newer, NEVER, { by: next });
    await members.connect(ana).rebindBySig(newer, renewed, NEVER, there);
    const back = await credentialFor(commons, ana, { nullifier: credential.nullifier, serial: 3n });
    const consent = await consentTo(commons, back, NEVER, { by: ana });
    await members.connect(next).rebindBySig(back, await attest(commons, back), NEVER, consent);
    expect(await members.walletOf(8n)).to.equal(ana.address);
    expect([await members.getVotes(ana), await members.getVotes(next)]).to.deep.equal([1n, 0n]);
  });

  it("refuses a person without a seat, and an account that is seated, also one seated while the move waits", async () => {
    const nobody = await credentialFor(commons, next, { nullifier: person("nobody"), serial: 2n });
    await refused(members.connect(next).rebind(nobody, await attest(commons, nobody)), "SeatUnknown", 0n);
    const taken = await credentialFor(commons, founder(commons, 3), { nullifier: credential.nullifier, serial: 2n });
    await refused(
      members.connect(founder(commons, 3)).rebind(taken, await attest(commons, taken)),
      "AccountSeated",
      founder(commons, 3),
      3n,
    );
    await members.connect(next).rebind(newer, renewed);
    await enrol(commons, next);
    await networkHelpers.time.increase(delay());
    await refused(members.completeRebind(8n), "AccountSeated", next, 9n);
    expect(await members.walletOf(8n)).to.equal(ana.address);
  });

  it("leaves everything as it was when it is vetoed, the expiry too", async () => {
    const before = await members.seatAt(8n);
    const expiry = BigInt(await networkHelpers.time.latest()) + 60n;
    const brief = { ...newer, expiry };
    await members.connect(next).rebind(brief, await attest(commons, brief));
    expect((await members.seatAt(8n)).expiry).to.equal(before.expiry);
    await members.connect(ana).vetoRebind(8n);
    const { wallet, expiry: after } = await members.seatAt(8n);
    expect([wallet, after]).to.deep.equal([before.wallet, before.expiry]);
    expect(await members.rebindingAt(8n)).to.deep.equal([NATIVE, 0n, 0n]);
  });

  it("brings the expiry of the credential that asked last", async () => {
    await members.connect(next).rebind(newer, renewed);
    const last = { ...newer, serial: 3n, expiry: newer.expiry + 7n };
    await members.connect(next).rebind(last, await attest(commons, last));
    await networkHelpers.time.increase(delay());
    await members.completeRebind(8n);
    expect(await seat()).to.deep.equal([next.address, 3n, last.expiry]);
  });

  it("takes no serial of the future, so a vetoed move keeps no later one out", async () => {
    for (const serial of [2n ** 48n - 1n, BigInt(await networkHelpers.time.latest()) + 3_600n]) {
      const top = { ...newer, serial };
      const signature = await attest(commons, top);
      const consent = await consentTo(commons, top, NEVER, { by: next });
      await refused(members.connect(next).rebind(top, signature), "CredentialFromTheFuture", serial);
      await refused(
        members.connect(ana).rebindBySig(top, signature, NEVER, consent),
        "CredentialFromTheFuture",
        serial,
      );
    }
    const present = { ...newer, serial: BigInt(await networkHelpers.time.latest()) };
    await members.connect(next).rebind(present, await attest(commons, present));
    await members.connect(ana).vetoRebind(8n);
    const later = { ...newer, serial: BigInt(await networkHelpers.time.latest()) };
    const consent = await consentTo(commons, later, NEVER, { by: next });
    await members.connect(ana).rebindBySig(later, await attest(commons, later), NEVER, consent);
    expect(await members.walletOf(8n)).to.equal(next.address);
  });

  it("isn't held up by a stranger who hands the consent in first: the present wallet completes it early", async () => {
    const consent = await consentTo(commons, newer, NEVER, { by: next });
    await members.connect(relayer).rebindBySig(newer, renewed, NEVER, consent);
    const { readyAt } = await members.rebindingAt(8n);
    await refused(members.connect(ana).rebindBySig(newer, renewed, NEVER, consent), "CredentialOutdated", 2n, 2n);
    for (const other of [relayer, next]) {
      await refused(members.connect(other).completeRebind(8n), "RebindNotReady", 8n, readyAt);
    }
    await expect(members.connect(ana).completeRebind(8n))
      .to.emit(members, "SeatRebound")
      .withArgs(8n, ana.address, next.address);
    expect(await seat()).to.deep.equal([next.address, 2n, newer.expiry]);
    await refused(members.connect(ana).completeRebind(8n), "RebindNotPending", 8n);
  });

  it("doesn't happen while a vote keeps its issuer stopped, not even at the present wallet's call", async () => {
    await members.connect(next).rebind(newer, renewed);
    const voted = members.connect(await asCommons(commons));
    await voted.setIssuer(commons.issuer, false, 0, 0);
    await refused(members.connect(ana).completeRebind(8n), "IssuerUnknown", commons.issuer);
    await networkHelpers.time.increase(delay());
    await refused(members.completeRebind(8n), "IssuerUnknown", commons.issuer);
    expect(await members.walletOf(8n)).to.equal(ana.address);
    await voted.setIssuer(commons.issuer, true, 100, 100);
    await expect(members.completeRebind(8n)).to.emit(members, "SeatRebound");
  });
});
