import { expect } from "chai";
import {
  addressOf,
  asAccount,
  asCommons,
  type Commons,
  ethers,
  founder,
  freshCommons,
  NATIVE,
  networkHelpers,
  outsider,
  type Signer,
  unauthorized,
} from "../support/commons.ts";
import {
  attest,
  type Credential,
  consentDigest,
  consentTo,
  credentialDigest,
  credentialFor,
  DAY,
  enrol,
  NEVER,
  person,
  vetoDigest,
} from "../support/seats.ts";

describe("MemberRegistry", () => {
  let commons: Commons;
  let members: Commons["members"];
  let ana: Signer;
  let relayer: Signer;
  let credential: Credential;
  let attestation: string;

  beforeEach(async () => {
    commons = await freshCommons();
    members = commons.members;
    ana = outsider(commons, 0);
    relayer = outsider(commons, 1);
    credential = await credentialFor(commons, ana, { nullifier: person("Ana") });
    attestation = await attest(commons, credential);
  });

  const refused = (call: Promise<unknown>, error: string, ...args: unknown[]) => {
    const expectation = expect(call).to.be.revertedWithCustomError(members, error);
    return args.length === 0 ? expectation : expectation.withArgs(...args);
  };

  describe("enrolling", () => {
    it("opens the caller's seat with an issuer's signature", async () => {
      await expect(members.connect(ana).enrol(credential, attestation))
        .to.emit(members, "SeatOpened")
        .withArgs(8n, ana.address, commons.issuer.address, credential.nullifier, 1n, credential.expiry);
      expect(await members.seatCount()).to.equal(8n);
      expect(await members.seatOf(ana)).to.equal(8n);
      expect(await members.walletOf(8n)).to.equal(ana.address);
      const { issuer } = commons;
      expect(await members.seatAt(8n)).to.deep.equal([ana.address, 1n, credential.expiry, issuer.address, 8n, 0n, 1n]);
      expect(await members.spanAt(8n, 1n)).to.deep.equal([8n, 0n]);
      expect(await members.tenureOf(8n)).to.deep.equal([ana.address, 8n, 0n, 1n, 0n, 0n]);
      expect(await members.census()).to.deep.equal([8n, 8n]);
      expect(await members.seatByNullifier(commons.issuer, credential.nullifier)).to.equal(8n);
      const { seats, growth } = await members.issuerAt(commons.issuer);
      expect([seats, growth]).to.deep.equal([8n, 1n]);
    });

    it("gives the seat one vote from the next second on", async () => {
      await members.connect(ana).enrol(credential, attestation);
      const then = await networkHelpers.time.latest();
      await networkHelpers.mine(2);
      expect(await members.getVotes(ana)).to.equal(1n);
      expect(await members.getPastVotes(ana, then - 1)).to.equal(0n);
      expect(await members.getPastVotes(ana, then)).to.equal(1n);
      expect(await members.getPastTotalSupply(then)).to.equal(8n);
      expect(await members.delegates(ana)).to.equal(ana.address);
    });

    it("opens a seat for somebody who signed a consent, at anyone's call", async () => {
      const consent = await consentTo(commons, credential, NEVER, { by: ana });
      await expect(members.connect(relayer).enrolBySig(credential, attestation, NEVER, consent))
        .to.emit(members, "SeatOpened")
        .withArgs(8n, ana.address, commons.issuer.address, credential.nullifier, 1n, credential.expiry);
      expect(await members.getVotes(ana)).to.equal(1n);
      expect(await members.seatOf(relayer)).to.equal(0n);
    });

    it("shows the digests that are signed", async () => {
      expect(await members.credentialDigest(credential)).to.equal(await credentialDigest(commons, credential));
      expect(await members.consentDigest(credential, 5n)).to.equal(await consentDigest(commons, credential, 5n));
      expect(await members.vetoDigest(8n, 2n, 5n)).to.equal(await vetoDigest(commons, 8n, 2n, 5n));
    });

    it("refuses a caller who isn't the credential's account", async () => {
      await refused(
        members.connect(relayer).enrol(credential, attestation),
        "CredentialForAnotherAccount",
        ana,
        relayer,
      );
    });

    it("refuses a consent that is late or somebody else's", async () => {
      const now = BigInt(await networkHelpers.time.latest());
      const late = await consentTo(commons, credential, now, { by: ana });
      await networkHelpers.time.increase(1);
      await refused(members.enrolBySig(credential, attestation, now, late), "ConsentExpired", now);
      const forged = await consentTo(commons, credential, NEVER, { by: relayer });
      await refused(members.enrolBySig(credential, attestation, NEVER, forged), "ConsentSignatureInvalid", ana);
    });

    it("takes serials up to the present second, none of the future", async () => {
      const next = BigInt(await networkHelpers.time.latest()) + 10n;
      const early = { ...credential, serial: next + 1n };
      const present = { ...credential, serial: next };
      const attested = [await attest(commons, early), await attest(commons, present)] as const;
      await networkHelpers.time.setNextBlockTimestamp(next);
      await refused(members.connect(ana).enrol(early, attested[0]), "CredentialFromTheFuture", early.serial);
      await networkHelpers.time.increaseTo(next + 1n);
      await expect(members.connect(ana).enrol(present, attested[1])).to.emit(members, "SeatOpened");
      expect((await members.seatAt(8n)).serial).to.equal(next);
    });

    it("refuses an account that is seated", async () => {
      const second = await credentialFor(commons, founder(commons, 2), { nullifier: person("another person") });
      await refused(
        members.connect(founder(commons, 2)).enrol(second, await attest(commons, second)),
        "AccountSeated",
        founder(commons, 2),
        2n,
      );
    });

    it("refuses an issuer above its cap and above its growth in an epoch", async () => {
      const voted = members.connect(await asCommons(commons));
      await voted.setIssuer(commons.issuer, true, 7, 10);
      await refused(members.connect(ana).enrol(credential, attestation), "IssuerFull", commons.issuer, 7n);
      await voted.setIssuer(commons.issuer, true, 100, 1);
      await enrol(commons, relayer);
      await refused(members.connect(ana).enrol(credential, attestation), "IssuerGrowthExceeded", commons.issuer, 1n);
      await networkHelpers.time.increase(await members.GROWTH_EPOCH());
      await expect(members.connect(ana).enrol(credential, attestation)).to.emit(members, "SeatOpened");
      expect((await members.issuerAt(commons.issuer)).growth).to.equal(1n);
    });
  });

  describe("a seat's vote", () => {
    it("can't be delegated, in either way", async () => {
      await refused(members.connect(founder(commons, 1)).delegate(ana), "SeatCannotBeDelegated");
      await refused(
        members.delegateBySig(ana, 0n, NEVER, 27, ethers.ZeroHash, ethers.ZeroHash),
        "SeatCannotBeDelegated",
      );
    });

    it("is counted in seconds", async () => {
      expect(await members.clock()).to.equal(await networkHelpers.time.latest());
      expect(await members.CLOCK_MODE()).to.equal("mode=timestamp");
    });
  });

  it("knows nothing of a number that was never given", async () => {
    for (const number of [0n, 8n]) {
      for (const call of [
        () => members.walletOf(number),
        () => members.tenureOf(number),
        () => members.spanAt(number, 1n),
        () => members.expire(number),
        () => members.close(number),
        () => members.connect(commons.issuer).revoke(number),
        async () => members.connect(await asCommons(commons)).unseat([number]),
      ]) {
        await refused(call(), "SeatUnknown", number);
      }
      expect((await members.seatAt(number)).wallet).to.equal(NATIVE);
      expect(await members.isSponsored(number, ana)).to.equal(false);
    }
    for (const span of [0n, 2n]) await refused(members.spanAt(1n, span), "SpanUnknown", 1n, span);
  });

  describe("what a vote may change", () => {
    it("adds an issuer, and stops one without touching its seats", async () => {
      const voted = members.connect(await asCommons(commons));
      await expect(voted.setIssuer(relayer, true, 5, 2))
        .to.emit(members, "IssuerSet")
        .withArgs(relayer, true, 5, 2);
      expect(await members.issuerAt(relayer)).to.deep.equal([0n, 5n, 2n, 0n, 0n, true]);
      const theirs = await credentialFor(commons, ana, { nullifier: person("Ana"), issuer: relayer.address });
      await members.connect(ana).enrol(theirs, await attest(commons, theirs, { by: relayer }));
      await voted.setIssuer(relayer, false, 5, 2);
      expect(await members.getVotes(ana)).to.equal(1n);
      await refused(voted.setIssuer(NATIVE, true, 1, 1), "AccountInvalid", NATIVE);
    });

    it("changes the periods within their bounds", async () => {
      const voted = members.connect(await asCommons(commons));
      const periods = { rebind: 60n, recovery: 61n, lapse: 62n, grace: 400n * DAY };
      await expect(voted.setPeriods(periods))
        .to.emit(members, "PeriodsSet")
        .withArgs(60n, 61n, 62n, 400n * DAY);
      expect(await members.periods()).to.deep.equal([60n, 61n, 62n, 400n * DAY]);
      for (const name of ["rebind", "recovery", "lapse", "grace"]) {
        for (const period of [59n, 400n * DAY + 1n]) {
          await refused(voted.setPeriods({ ...periods, [name]: period }), "PeriodsOutOfBounds");
        }
      }
    });

    it("can't seat founders any more, nor end genesis again", async () => {
      const voted = members.connect(await asCommons(commons));
      const late = { issuer: commons.issuer.address, nullifier: person("late"), account: ana.address, expiry: NEVER };
      await refused(voted.found([late]), "GenesisClosed");
      await refused(voted.closeGenesis(), "GenesisClosed");
      expect(await members.genesisClosed()).to.equal(true);
    });

    it("is refused to everybody else, issuers included", async () => {
      const stranger = members.connect(commons.issuer);
      for (const call of [
        () => stranger.setIssuer(ana, true, 1, 1),
        () => stranger.setPeriods({ rebind: 60n, recovery: 60n, lapse: 60n, grace: 60n }),
        () => stranger.unseat([1n]),
        () => stranger.found([]),
        () => stranger.closeGenesis(),
      ]) {
        await refused(call(), unauthorized, commons.issuer);
      }
    });
  });

  describe("genesis", () => {
    const periods = { rebind: 3_600n, recovery: 3_600n, lapse: 3_600n, grace: 3_600n };
    const foundry = async () => {
      const [deployer] = await ethers.getSigners();
      const manager = await ethers.deployContract("AccessManager", [deployer]);
      const fresh = await ethers.deployContract("MemberRegistry", [manager, periods]);
      await fresh.setIssuer(commons.issuer, true, 2, 0);
      return fresh;
    };
    const founding = (account: string, name: string, sketch = {}) => ({
      issuer: commons.issuer.address,
      nullifier: person(name),
      account,
      expiry: NEVER,
      ...sketch,
    });

    it("seats founders without counting them as growth", async () => {
      const fresh = await foundry();
      await expect(fresh.found([founding(ana.address, "Ana"), founding(relayer.address, "Bo")]))
        .to.emit(fresh, "SeatOpened")
        .withArgs(1n, ana.address, commons.issuer.address, person("Ana"), 1n, NEVER)
        .and.to.emit(fresh, "SeatOpened")
        .withArgs(2n, relayer.address, commons.issuer.address, person("Bo"), 1n, NEVER);
      expect((await fresh.issuerAt(commons.issuer)).growth).to.equal(0n);
      expect(await fresh.census()).to.deep.equal([2n, 2n]);
      expect([await fresh.spanAt(1n, 1n), await fresh.spanAt(2n, 1n)]).to.deep.equal([
        [1n, 0n],
        [2n, 0n],
      ]);
      await expect(fresh.closeGenesis()).to.emit(fresh, "GenesisEnded");
    });

    it("opens no other seat before it ends: founders come first", async () => {
      const fresh = await foundry();
      await fresh.setIssuer(commons.issuer, true, 2, 2);
      const domain = { verifyingContract: await addressOf(fresh) };
      const signature = await attest(commons, credential, { domain });
      const consent = await consentTo(commons, credential, NEVER, { by: ana, domain });
      for (const call of [
        () => fresh.connect(ana).enrol(credential, signature),
        () => fresh.connect(relayer).enrolBySig(credential, signature, NEVER, consent),
        () => fresh.connect(ana).renew(credential, signature),
        () => fresh.connect(ana).rebind(credential, signature),
      ]) {
        await expect(call()).to.be.revertedWithCustomError(fresh, "GenesisOpen");
      }
      await fresh.found([founding(relayer.address, "Bo")]);
      await fresh.closeGenesis();
      await fresh.connect(ana).enrol(credential, signature);
      expect([await fresh.seatOf(relayer), await fresh.seatOf(ana)]).to.deep.equal([1n, 2n]);
    });

    it("refuses unknown issuers, expired founders, nobody, a person or account twice, and more than the cap", async () => {
      const fresh = await foundry();
      const fails = (founders: ReturnType<typeof founding>[], error: string, ...args: unknown[]) =>
        expect(fresh.found(founders))
          .to.be.revertedWithCustomError(fresh, error)
          .withArgs(...args);
      await fails([founding(ana.address, "Ana", { issuer: ana.address })], "IssuerUnknown", ana);
      await fails([founding(ana.address, "Ana", { expiry: 1n })], "CredentialExpired", 1n);
      await fails([founding(NATIVE, "Ana")], "AccountInvalid", NATIVE);
      await fails([founding(ana.address, "Ana"), founding(relayer.address, "Ana")], "SeatTaken", 1n);
      await fails([founding(ana.address, "Ana"), founding(ana.address, "Bo")], "AccountSeated", ana, 1n);
      const three = [ana, relayer, outsider(commons, 2)].map(({ address }) => founding(address, address));
      await fails(three, "IssuerFull", commons.issuer, 2n);
    });
  });

  it("follows the access manager alone when its authority is replaced", async () => {
    await expect(members.connect(ana).setAuthority(ana))
      .to.be.revertedWithCustomError(members, unauthorized)
      .withArgs(ana);
    const manager = members.connect(await asAccount(await commons.accessManager.getAddress()));
    await expect(manager.setAuthority(commons.governor))
      .to.emit(members, "AuthorityUpdated")
      .withArgs(commons.governor);
  });
});
