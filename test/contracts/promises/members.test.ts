// M1: one (issuer, nullifier), one active seat; one account, one seat; an older serial never acts.
import { expect } from "chai";
import {
  addressOf,
  asCommons,
  type Commons,
  ethers,
  founder,
  freshCommons,
  networkHelpers,
  outsider,
  type Signer,
} from "../../support/commons.ts";
import { expireSeat, untilGraceIsOver } from "../../support/lapses.ts";
import {
  askToMove,
  attest,
  type Credential,
  consentTo,
  credentialFor,
  enrol,
  moveSeat,
  NEVER,
  person,
} from "../../support/seats.ts";

describe("M1 one person, one seat", () => {
  let commons: Commons;
  let members: Commons["members"];
  let ana: Signer;
  let other: Signer;
  let credential: Credential;

  beforeEach(async () => {
    commons = await freshCommons();
    members = commons.members;
    [ana, other] = [outsider(commons, 0), outsider(commons, 1)];
    credential = await credentialFor(commons, ana, { nullifier: person("Ana") });
  });

  /** The doors by which a credential comes in; each must refuse the same things. */
  const doors: Record<string, (credential: Credential, signature: string, by: Signer) => Promise<unknown>> = {
    enrol: (attested, signature, by) => members.connect(by).enrol(attested, signature),
    enrolBySig: async (attested, signature, by) =>
      members.enrolBySig(attested, signature, NEVER, await consentTo(commons, attested, NEVER, { by })),
    rebind: (attested, signature, by) => members.connect(by).rebind(attested, signature),
    rebindBySig: async (attested, signature, by) =>
      members.rebindBySig(attested, signature, NEVER, await consentTo(commons, attested, NEVER, { by })),
    renew: (attested, signature, by) => members.connect(by).renew(attested, signature),
    renewBySig: async (attested, signature, by) =>
      members.renewBySig(attested, signature, NEVER, await consentTo(commons, attested, NEVER, { by })),
  };
  const refused = (call: Promise<unknown>, error: string, ...args: unknown[]) =>
    expect(call)
      .to.be.revertedWithCustomError(members, error)
      .withArgs(...args);

  for (const [name, door] of Object.entries(doors)) {
    it(`M1 ${name} refuses a credential of an unknown or stopped issuer`, async () => {
      const forged = { ...credential, issuer: other.address };
      await refused(door(forged, await attest(commons, forged, { by: other }), ana), "IssuerUnknown", other);
      const voted = members.connect(await asCommons(commons));
      await voted.setIssuer(commons.issuer, false, 100, 100);
      await refused(door(credential, await attest(commons, credential), ana), "IssuerUnknown", commons.issuer);
    });

    it(`M1 ${name} refuses a credential signed by somebody else, or changed after it was signed`, async () => {
      const signature = await attest(commons, credential, { by: other });
      await refused(door(credential, signature, ana), "CredentialSignatureInvalid", commons.issuer);
      const honest = await attest(commons, credential);
      for (const change of [{ serial: 9n }, { nullifier: person("somebody") }, { expiry: NEVER }]) {
        await refused(door({ ...credential, ...change }, honest, ana), "CredentialSignatureInvalid", commons.issuer);
      }
    });

    it(`M1 ${name} refuses a credential for another chain or another registry`, async () => {
      for (const domain of [{ chainId: 1 }, { verifyingContract: await addressOf(commons.treasury) }]) {
        const signature = await attest(commons, credential, { domain });
        await refused(door(credential, signature, ana), "CredentialSignatureInvalid", commons.issuer);
      }
    });

    it(`M1 ${name} refuses a known issuer's signature for another issuer`, async () => {
      const voted = members.connect(await asCommons(commons));
      await voted.setIssuer(other, true, 10, 10);
      const theirs = { ...credential, issuer: other.address };
      await refused(door(theirs, await attest(commons, theirs), ana), "CredentialSignatureInvalid", other);
    });

    it(`M1 ${name} refuses a credential of the future`, async () => {
      const serial = BigInt(await networkHelpers.time.latest()) + 3_600n;
      const early = { ...credential, serial };
      await refused(door(early, await attest(commons, early), ana), "CredentialFromTheFuture", serial);
    });

    it(`M1 ${name} refuses a credential that has ended`, async () => {
      const expiry = BigInt(await networkHelpers.time.latest());
      const ended = { ...credential, expiry };
      await refused(door(ended, await attest(commons, ended), ana), "CredentialExpired", expiry);
    });
  }

  it("M1 a credential is used once: no second seat for it, by any door", async () => {
    const signature = await attest(commons, credential);
    await members.connect(ana).enrol(credential, signature);
    await refused(doors.enrol?.(credential, signature, ana) ?? Promise.reject(), "SeatTaken", 8n);
    await refused(doors.enrolBySig?.(credential, signature, ana) ?? Promise.reject(), "SeatTaken", 8n);
    for (const name of ["rebind", "rebindBySig", "renew", "renewBySig"]) {
      await refused(doors[name]?.(credential, signature, ana) ?? Promise.reject(), "CredentialOutdated", 1n, 1n);
    }
    expect(await members.seatCount()).to.equal(8n);
  });

  it("M1 a person has no second seat from another wallet", async () => {
    await enrol(commons, ana, person("Ana"));
    const second = await credentialFor(commons, other, { nullifier: person("Ana"), serial: 2n });
    await refused(members.connect(other).enrol(second, await attest(commons, second)), "SeatTaken", 8n);
    expect(await members.getVotes(other)).to.equal(0n);
  });

  it("M1 an account has no second seat for another person", async () => {
    await enrol(commons, ana, person("Ana"));
    const second = await credentialFor(commons, ana, { nullifier: person("Bo") });
    await refused(members.connect(ana).enrol(second, await attest(commons, second)), "AccountSeated", ana, 8n);
    const moved = await credentialFor(commons, ana, {
      nullifier: commons.genesis.founders[0]?.nullifier ?? "",
      serial: 2n,
    });
    await refused(members.connect(ana).rebind(moved, await attest(commons, moved)), "AccountSeated", ana, 8n);
    expect(await members.getVotes(ana)).to.equal(1n);
  });

  it("M1 an older serial never takes a seat back that was moved", async () => {
    await enrol(commons, ana, person("Ana"));
    const old = await credentialFor(commons, ana, { nullifier: person("Ana"), serial: 2n });
    await moveSeat(commons, ana, other, person("Ana"));
    expect(await members.walletOf(8n)).to.equal(other.address);
    for (const serial of [0n, 1n, 2n]) {
      const older = { ...old, serial };
      await refused(members.connect(ana).rebind(older, await attest(commons, older)), "CredentialOutdated", serial, 2n);
      const consent = await consentTo(commons, older, NEVER, { by: ana });
      await refused(
        members.connect(other).rebindBySig(older, await attest(commons, older), NEVER, consent),
        "CredentialOutdated",
        serial,
        2n,
      );
    }
    expect(await members.walletOf(8n)).to.equal(other.address);
  });

  it("M1 a consent binds the one credential that was consented to", async () => {
    const consent = await consentTo(commons, credential, NEVER, { by: ana });
    const another = { ...credential, nullifier: person("somebody else") };
    await refused(
      members.enrolBySig(another, await attest(commons, another), NEVER, consent),
      "ConsentSignatureInvalid",
      ana,
    );
    await refused(
      members.enrolBySig(credential, await attest(commons, credential), NEVER - 1n, consent),
      "ConsentSignatureInvalid",
      ana,
    );
  });

  it("M1 through enrolments and moves, seats and votes stay one to one", async () => {
    const wallets = [0, 1, 2, 3].map((number) => outsider(commons, number));
    for (const wallet of wallets) await enrol(commons, wallet);
    await moveSeat(commons, outsider(commons, 0), outsider(commons, 4));
    await moveSeat(commons, founder(commons, 1), outsider(commons, 0), commons.genesis.founders[0]?.nullifier);
    await enrol(commons, founder(commons, 1), person("a newcomer with an old wallet"));
    const count = await members.seatCount();
    const holders = new Set<string>();
    for (let seat = 1n; seat <= count; seat++) {
      const wallet = await members.walletOf(seat);
      expect(await members.seatOf(wallet)).to.equal(seat);
      expect(await members.getVotes(wallet)).to.equal(1n);
      holders.add(wallet);
    }
    expect(holders.size).to.equal(Number(count));
    const everyone = await ethers.getSigners();
    const votes = await Promise.all(everyone.map((account) => members.getVotes(account)));
    expect(votes.reduce((sum, one) => sum + one, 0n)).to.equal(count);
    await networkHelpers.mine();
    expect(await members.getPastTotalSupply((await networkHelpers.time.latest()) - 1)).to.equal(count);
  });

  it("M1 a person whose seat is lapsed has no second one, until its grace is over; then only one is ever active", async () => {
    await enrol(commons, ana, person("Ana"));
    await expireSeat(commons, 8n);
    const second = await credentialFor(commons, other, { nullifier: person("Ana"), serial: 2n });
    const signature = await attest(commons, second);
    await refused(members.connect(other).enrol(second, signature), "SeatTaken", 8n);
    await untilGraceIsOver(commons, 8n);
    const later = await credentialFor(commons, other, { nullifier: person("Ana"), serial: 3n });
    await members.connect(other).enrol(later, await attest(commons, later));
    expect(await members.seatByNullifier(commons.issuer, person("Ana"))).to.equal(9n);
    // Neither the old wallet nor an old move brings the first seat back.
    for (const [account, serial] of [
      [ana, 4n],
      [ana, 3n],
    ] as const) {
      const back = await credentialFor(commons, account, { nullifier: person("Ana"), serial });
      const attested = await attest(commons, back);
      await refused(members.connect(account).renew(back, attested), "NotSeatWallet", 9n, account);
    }
    await refused(members.completeRebind(8n), "RebindNotPending", 8n);
    expect((await members.tenureOf(8n)).to).to.not.equal(0n);
    expect([await members.getVotes(ana), await members.getVotes(other)]).to.deep.equal([0n, 1n]);
  });

  it("M1 no issuer alone takes a seat: revoked and lapsed, it still moves nowhere against its wallet's veto", async () => {
    await enrol(commons, ana, person("Ana"));
    await members.connect(commons.issuer).revoke(8n);
    await expireSeat(commons, 8n);
    await untilGraceIsOver(commons, 8n);
    await askToMove(commons, other, person("Ana"));
    await members.connect(ana).vetoRebind(8n);
    await networkHelpers.time.increase(commons.genesis.periods.rebind);
    await refused(members.completeRebind(8n), "RebindNotPending", 8n);
    expect(await members.walletOf(8n)).to.equal(ana.address);
  });
});
