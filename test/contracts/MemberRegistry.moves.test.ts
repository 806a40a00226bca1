import { expect } from "chai";
import {
  addressOf,
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
import {
  attest,
  type Credential,
  consentTo,
  credentialFor,
  enrol,
  moveSeat,
  NEVER,
  now,
  person,
  vetoOf,
} from "../support/seats.ts";

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

  it("refuses a credential that ran out while the move waited", async () => {
    const expiry = (await now()) + delay();
    const brief = { ...newer, expiry };
    await members.connect(next).rebind(brief, await attest(commons, brief));
    await networkHelpers.time.increaseTo(expiry + 60n);
    for (const caller of [relayer, ana]) {
      await refused(members.connect(caller).completeRebind(8n), "CredentialExpired", expiry);
    }
    expect(await members.walletOf(8n)).to.equal(ana.address);
  });

  it("changes no era and no span: the seat's membership goes on", async () => {
    const [census, { from, to, span }] = [await members.census(), await members.tenureOf(8n)];
    await moveSeat(commons, ana, next, credential.nullifier);
    expect(await members.census()).to.deep.equal(census);
    expect(await members.tenureOf(8n)).to.deep.equal([next.address, from, to, span, 0n, 0n]);
  });

  it("says since when a wallet has had its seat: from then on it had a vote, and after a break it begins anew", async () => {
    const seated = await members.seatedSince(ana);
    expect([seated > 0n, await members.seatedSince(next)]).to.deep.equal([true, 0n]);
    await networkHelpers.time.increase(1_000);
    await moveSeat(commons, ana, next, credential.nullifier);
    const moved = await now();
    expect([await members.seatedSince(ana), await members.seatedSince(next)]).to.deep.equal([0n, moved]);
    await networkHelpers.time.increase(1_000);
    const past = [members.getPastVotes(ana, seated), members.getPastVotes(ana, seated - 1n)];
    expect(await Promise.all(past)).to.deep.equal([1n, 0n]);
    const later = [members.getPastVotes(next, moved), members.getPastVotes(next, moved - 1n)];
    expect(await Promise.all(later)).to.deep.equal([1n, 0n]);
    await moveSeat(commons, next, ana, credential.nullifier);
    expect([await members.seatedSince(ana), await members.seatedSince(next)]).to.deep.equal([await now(), 0n]);
  });

  it("moves the vote within a block: past votes show one of the two wallets, never both", async () => {
    await moveSeat(commons, ana, next, credential.nullifier);
    const time = await now();
    await networkHelpers.mine();
    for (const [account, before, after] of [
      [ana, 1n, 0n],
      [next, 0n, 1n],
    ] as const) {
      expect(await members.getPastVotes(account, time - 1n)).to.equal(before);
      expect(await members.getPastVotes(account, time)).to.equal(after);
    }
    expect(await members.getPastTotalSupply(time)).to.equal(await members.getPastTotalSupply(time - 1n));
  });

  it("goes to a contract that signs for itself, and may be asked for with an issuer that is one", async () => {
    const wallet = await ethers.deployContract("ContractSigner", [next]);
    const office = await ethers.deployContract("ContractSigner", [relayer]);
    const voted = members.connect(await asCommons(commons));
    await voted.setIssuer(office, true, 5, 5);
    const account = { address: await wallet.getAddress() };
    const bo = await credentialFor(commons, account, { nullifier: person("Bo"), issuer: await addressOf(office) });
    const consent = await consentTo(commons, bo, NEVER, { by: next });
    await refused(
      members.enrolBySig(bo, await attest(commons, bo, { by: ana }), NEVER, consent),
      "CredentialSignatureInvalid",
      office,
    );
    await members.enrolBySig(bo, await attest(commons, bo, { by: relayer }), NEVER, consent);
    expect(await members.seatOf(wallet)).to.equal(9n);
    // Its wallet vetoes by signature too.
    const away = await credentialFor(commons, next, {
      nullifier: person("Bo"),
      issuer: await addressOf(office),
      serial: 2n,
    });
    await members.connect(next).rebind(away, await attest(commons, away, { by: relayer }));
    const veto = await vetoOf(commons, { seat: 9n, serial: 2n, deadline: NEVER }, { by: next });
    await expect(members.connect(relayer).vetoRebindBySig(9n, NEVER, veto))
      .to.emit(members, "SeatRebindVetoed")
      .withArgs(9n, next.address);
  });

  describe("a signed veto", () => {
    beforeEach(async () => {
      await members.connect(next).rebind(newer, renewed);
    });

    it("stops the move at anyone's call, and uses its credential up", async () => {
      const veto = await vetoOf(commons, { seat: 8n, serial: 2n, deadline: NEVER }, { by: ana });
      await expect(members.connect(relayer).vetoRebindBySig(8n, NEVER, veto))
        .to.emit(members, "SeatRebindVetoed")
        .withArgs(8n, next.address);
      await refused(members.vetoRebindBySig(8n, NEVER, veto), "RebindNotPending", 8n);
      await refused(members.connect(next).rebind(newer, renewed), "CredentialOutdated", 2n, 2n);
    });

    it("stops no later move", async () => {
      const veto = await vetoOf(commons, { seat: 8n, serial: 2n, deadline: NEVER }, { by: ana });
      const later = { ...newer, serial: 3n };
      await members.connect(next).rebind(later, await attest(commons, later));
      await refused(members.vetoRebindBySig(8n, NEVER, veto), "VetoSignatureInvalid", ana);
    });

    it("is refused late, from another's hand, for another seat, deadline or chain", async () => {
      const deadline = (await now()) + 100n;
      const signed = (sketch = {}, signing = {}) =>
        vetoOf(commons, { seat: 8n, serial: 2n, deadline, ...sketch }, { by: ana, ...signing });
      for (const veto of [
        await signed({}, { by: next }),
        await signed({ seat: 7n }),
        await signed({ deadline: deadline + 1n }),
        await signed({}, { domain: { chainId: 1 } }),
        await signed({}, { domain: { verifyingContract: await addressOf(commons.treasury) } }),
      ]) {
        await refused(members.vetoRebindBySig(8n, deadline, veto), "VetoSignatureInvalid", ana);
      }
      const veto = await signed();
      await networkHelpers.time.increaseTo(deadline);
      await refused(members.vetoRebindBySig(8n, deadline, veto), "VetoExpired", deadline);
      expect((await members.rebindingAt(8n)).wallet).to.equal(next.address);
    });

    it("in its last second is in time", async () => {
      const deadline = (await now()) + 100n;
      const veto = await vetoOf(commons, { seat: 8n, serial: 2n, deadline }, { by: ana });
      await networkHelpers.time.setNextBlockTimestamp(deadline);
      await expect(members.vetoRebindBySig(8n, deadline, veto)).to.emit(members, "SeatRebindVetoed");
    });
  });
});
