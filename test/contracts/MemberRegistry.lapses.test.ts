import { expect } from "chai";
import { asCommons, type Commons, freshCommons, networkHelpers, outsider, type Signer } from "../support/commons.ts";
import { expireSeat, renewSeat, untilExpirable, untilGraceIsOver } from "../support/lapses.ts";
import {
  askToMove,
  attest,
  type Credential,
  consentTo,
  credentialFor,
  DAY,
  enrol,
  moveSeat,
  NEVER,
  now,
  person,
  YEAR,
} from "../support/seats.ts";

describe("MemberRegistry: seats that run out and come back", () => {
  let commons: Commons;
  let members: Commons["members"];
  let ana: Signer;
  let bo: Signer;
  let relayer: Signer;

  beforeEach(async () => {
    commons = await freshCommons();
    members = commons.members;
    [ana, bo, relayer] = [outsider(commons, 0), outsider(commons, 1), outsider(commons, 2)];
    await enrol(commons, ana);
  });

  const refused = (call: Promise<unknown>, error: string, ...args: unknown[]) => {
    const expectation = expect(call).to.be.revertedWithCustomError(members, error);
    return args.length === 0 ? expectation : expectation.withArgs(...args);
  };
  const grace = () => BigInt(commons.genesis.periods.grace);
  const lapsePeriod = () => BigInt(commons.genesis.periods.lapse);
  const voted = async () => members.connect(await asCommons(commons));
  const issuerSeats = async () => (await members.issuerAt(commons.issuer)).seats;

  /** A newer credential of Ana's for `account`. */
  const newer = async (account: Signer, sketch: Partial<Credential> = {}) => {
    const serial = (await members.seatAt(8n)).serial + 1n;
    const credential = await credentialFor(commons, account, { nullifier: person(ana.address), serial, ...sketch });
    return [credential, await attest(commons, credential)] as const;
  };
  /** The vote of an account just before, and at, the time of the last block; and the supply. */
  const votesAround = async (account: Signer) => {
    const time = await now();
    await networkHelpers.mine();
    return Promise.all([
      members.getPastVotes(account, time - 1n),
      members.getPastVotes(account, time),
      members.getPastTotalSupply(time - 1n),
      members.getPastTotalSupply(time),
    ]);
  };

  describe("renewing an active seat", () => {
    it("changes its expiry and serial, and nothing else", async () => {
      const before = await members.tenureOf(8n);
      const [credential, signature] = await newer(ana, { expiry: (await now()) + 3n * YEAR });
      await expect(members.connect(ana).renew(credential, signature))
        .to.emit(members, "SeatRenewed")
        .withArgs(8n, 2n, credential.expiry)
        .and.not.to.emit(members, "SeatRestored");
      const { serial, expiry } = await members.seatAt(8n);
      expect([serial, expiry]).to.deep.equal([2n, credential.expiry]);
      expect(await members.tenureOf(8n)).to.deep.equal(before);
      expect(await members.census()).to.deep.equal([8n, 8n]);
      expect(await votesAround(ana)).to.deep.equal([1n, 1n, 8n, 8n]);
    });

    it("may also shorten it", async () => {
      const [credential, signature] = await newer(ana, { expiry: (await now()) + DAY });
      await members.connect(ana).renew(credential, signature);
      expect((await members.seatAt(8n)).expiry).to.equal(credential.expiry);
    });

    it("works by anyone's call with the wallet's consent", async () => {
      const [credential, signature] = await newer(ana);
      const consent = await consentTo(commons, credential, NEVER, { by: ana });
      await expect(members.connect(relayer).renewBySig(credential, signature, NEVER, consent))
        .to.emit(members, "SeatRenewed")
        .withArgs(8n, 2n, credential.expiry);
      await refused(
        members.connect(relayer).renewBySig(credential, signature, NEVER, consent),
        "CredentialOutdated",
        2n,
        2n,
      );
    });

    it("is possible after the expiry too, while nobody expired it", async () => {
      await untilExpirable(commons, 8n);
      await renewSeat(commons, ana);
      const { expiry } = await members.seatAt(8n);
      await refused(members.expire(8n), "SeatNotExpired", 8n, expiry + lapsePeriod());
      expect((await members.tenureOf(8n)).span).to.equal(1n);
    });

    it("refuses another caller, another account, another person, an old serial, a late or foreign consent", async () => {
      const [credential, signature] = await newer(ana);
      await refused(members.connect(bo).renew(credential, signature), "CredentialForAnotherAccount", ana, bo);
      const [elsewhere, attested] = await newer(bo);
      await refused(members.connect(bo).renew(elsewhere, attested), "NotSeatWallet", 8n, bo);
      const nobody = { ...credential, nullifier: person("nobody") };
      await refused(members.connect(ana).renew(nobody, await attest(commons, nobody)), "SeatUnknown", 0n);
      const replayed = { ...credential, serial: 1n };
      await refused(
        members.connect(ana).renew(replayed, await attest(commons, replayed)),
        "CredentialOutdated",
        1n,
        1n,
      );
      const late = (await now()) - 1n;
      const consent = await consentTo(commons, credential, late, { by: ana });
      await refused(members.renewBySig(credential, signature, late, consent), "ConsentExpired", late);
      const forged = await consentTo(commons, credential, NEVER, { by: bo });
      await refused(members.renewBySig(credential, signature, NEVER, forged), "ConsentSignatureInvalid", ana);
    });

    it("ends a pending move, whose credential is older now", async () => {
      await askToMove(commons, bo, person(ana.address));
      const { readyAt } = await members.rebindingAt(8n);
      const [credential, signature] = await newer(ana);
      await expect(members.connect(ana).renew(credential, signature))
        .to.emit(members, "SeatRebindVetoed")
        .withArgs(8n, bo.address);
      await networkHelpers.time.increaseTo(readyAt);
      await refused(members.completeRebind(8n), "RebindNotPending", 8n);
      expect(await members.walletOf(8n)).to.equal(ana.address);
    });
  });

  describe("expiring", () => {
    it("is anyone's call from the expiry and the lapse period on, to the second", async () => {
      const { expiry } = await members.seatAt(8n);
      const from = expiry + lapsePeriod();
      await networkHelpers.time.setNextBlockTimestamp(from - 1n);
      await refused(members.expire(8n), "SeatNotExpired", 8n, from);
      await networkHelpers.time.setNextBlockTimestamp(from);
      await expect(members.connect(relayer).expire(8n))
        .to.emit(members, "SeatExpired")
        .withArgs(8n, ana.address, from + grace());
    });

    it("takes the vote and the account's seat, keeps the wallet, and begins an era", async () => {
      await expireSeat(commons, 8n);
      const graceEnds = (await now()) + grace();
      expect([await members.seatOf(ana), await members.getVotes(ana)]).to.deep.equal([0n, 0n]);
      expect(await members.walletOf(8n)).to.equal(ana.address);
      expect(await members.census()).to.deep.equal([9n, 7n]);
      expect(await members.tenureOf(8n)).to.deep.equal([ana.address, 8n, 9n, 1n, 0n, graceEnds]);
      expect(await members.spanAt(8n, 1n)).to.deep.equal([8n, 9n]);
      expect(await votesAround(ana)).to.deep.equal([1n, 0n, 8n, 7n]);
      // It still counts against the cap: it could come back.
      expect(await issuerSeats()).to.equal(8n);
    });

    it("happens once", async () => {
      await expireSeat(commons, 8n);
      await refused(members.expire(8n), "SeatLapsed", 8n);
      await untilGraceIsOver(commons, 8n);
      await refused(members.expire(8n), "SeatLapsed", 8n);
    });

    it("never comes for an expiry that no period reaches", async () => {
      const [credential, signature] = await newer(ana, { expiry: NEVER });
      await members.connect(ana).renew(credential, signature);
      await refused(members.expire(8n), "SeatNotExpired", 8n, NEVER + lapsePeriod());
    });

    it("leaves the account free for another seat", async () => {
      await expireSeat(commons, 8n);
      expect(await enrol(commons, ana, person("Ana by another name"))).to.equal(9n);
      expect(await members.getVotes(ana)).to.equal(1n);
    });
  });

  describe("renewing within the grace", () => {
    beforeEach(() => expireSeat(commons, 8n));

    it("restores the seat: a new span, the gap between them, nothing forfeited, no growth", async () => {
      const { growth } = await members.issuerAt(commons.issuer);
      const [credential, signature] = await newer(ana);
      await expect(members.connect(ana).renew(credential, signature))
        .to.emit(members, "SeatRestored")
        .withArgs(8n, ana.address)
        .and.to.emit(members, "SeatRenewed")
        .withArgs(8n, 2n, credential.expiry);
      expect(await members.tenureOf(8n)).to.deep.equal([ana.address, 10n, 0n, 2n, 0n, 0n]);
      expect([await members.spanAt(8n, 1n), await members.spanAt(8n, 2n)]).to.deep.equal([
        [8n, 9n],
        [10n, 0n],
      ]);
      expect(await members.census()).to.deep.equal([10n, 8n]);
      expect(await members.seatOf(ana)).to.equal(8n);
      expect(await votesAround(ana)).to.deep.equal([0n, 1n, 7n, 8n]);
      const after = await members.issuerAt(commons.issuer);
      expect([after.seats, after.growth]).to.deep.equal([8n, growth]);
    });

    it("works in its last second, and not a second later", async () => {
      const { graceEnds } = await members.tenureOf(8n);
      const [credential, signature] = await newer(ana, { expiry: graceEnds + YEAR });
      await networkHelpers.time.increaseTo(graceEnds - 2n);
      const snapshot = await networkHelpers.takeSnapshot();
      await networkHelpers.time.setNextBlockTimestamp(graceEnds - 1n);
      await expect(members.connect(ana).renew(credential, signature)).to.emit(members, "SeatRestored");
      await snapshot.restore();
      await networkHelpers.time.setNextBlockTimestamp(graceEnds);
      await expect(members.connect(ana).renew(credential, signature)).to.emit(members, "SeatReopened");
    });

    it("is refused by no cap and no growth limit", async () => {
      await (await voted()).setIssuer(commons.issuer, true, 1, 0);
      await expect(renewSeat(commons, ana)).to.emit(members, "SeatRestored");
    });

    it("is refused while the account holds another seat", async () => {
      await enrol(commons, ana, person("Ana by another name"));
      const [credential, signature] = await newer(ana);
      await refused(members.connect(ana).renew(credential, signature), "AccountSeated", ana, 9n);
    });

    it("is refused while the issuer is stopped", async () => {
      const [credential, signature] = await newer(ana);
      await (await voted()).setIssuer(commons.issuer, false, 100, 100);
      await refused(members.connect(ana).renew(credential, signature), "IssuerUnknown", commons.issuer);
    });

    it("keeps the person from a second seat, and the place from being closed", async () => {
      const { graceEnds } = await members.tenureOf(8n);
      for (const account of [ana, bo]) {
        const [credential, signature] = await newer(account);
        await refused(members.connect(account).enrol(credential, signature), "SeatTaken", 8n);
      }
      await refused(members.close(8n), "GraceNotOver", 8n, graceEnds);
    });

    it("comes as often as the seat lapses; earlier spans stay as they were", async () => {
      await renewSeat(commons, ana);
      await expireSeat(commons, 8n);
      await renewSeat(commons, ana);
      const spans = await Promise.all([1n, 2n, 3n].map((span) => members.spanAt(8n, span)));
      expect(spans).to.deep.equal([
        [8n, 9n],
        [10n, 11n],
        [12n, 0n],
      ]);
      expect((await members.tenureOf(8n)).forfeited).to.equal(0n);
    });
  });

  describe("after the grace", () => {
    beforeEach(async () => {
      await expireSeat(commons, 8n);
      await untilGraceIsOver(commons, 8n);
    });

    it("a seat has forfeited what it had", async () => {
      const { span, forfeited } = await members.tenureOf(8n);
      expect([span, forfeited]).to.deep.equal([1n, 1n]);
    });

    it("a renewal reopens it: it grows as a new one does, and keeps nothing of its spans before", async () => {
      const [credential, signature] = await newer(ana);
      const reopening = members.connect(ana).renew(credential, signature);
      await expect(reopening).to.emit(members, "SeatReopened").withArgs(8n, ana.address);
      await expect(reopening).to.emit(members, "SeatRenewed").withArgs(8n, 2n, credential.expiry);
      expect(await members.tenureOf(8n)).to.deep.equal([ana.address, 10n, 0n, 2n, 1n, 0n]);
      expect(await votesAround(ana)).to.deep.equal([0n, 1n, 7n, 8n]);
      const { seats, growth } = await members.issuerAt(commons.issuer);
      expect([seats, growth]).to.deep.equal([8n, 1n]);
    });

    it("a reopened seat can lapse and be restored again, and has forfeited its first span alone", async () => {
      await renewSeat(commons, ana);
      await expireSeat(commons, 8n);
      expect((await members.tenureOf(8n)).forfeited).to.equal(1n);
      await renewSeat(commons, ana);
      const { span, forfeited } = await members.tenureOf(8n);
      expect([span, forfeited]).to.deep.equal([3n, 1n]);
    });

    it("anyone closes it once, which gives the issuer its place back", async () => {
      await expect(members.connect(relayer).close(8n)).to.emit(members, "SeatClosed").withArgs(8n);
      expect(await issuerSeats()).to.equal(7n);
      await refused(members.close(8n), "SeatAlreadyClosed", 8n);
      await renewSeat(commons, ana);
      expect(await issuerSeats()).to.equal(8n);
      await refused(members.close(8n), "GraceNotOver", 8n, 0n);
      await expireSeat(commons, 8n);
      await untilGraceIsOver(commons, 8n);
      await members.close(8n);
      expect(await issuerSeats()).to.equal(7n);
    });

    it("its person gets a new seat at another wallet, and the old one is lapsed for good", async () => {
      const [credential, signature] = await newer(bo);
      const enrolling = members.connect(bo).enrol(credential, signature);
      await expect(enrolling).to.emit(members, "SeatClosed").withArgs(8n);
      await expect(enrolling).to.emit(members, "SeatReplaced").withArgs(8n, 9n);
      await expect(enrolling)
        .to.emit(members, "SeatOpened")
        .withArgs(9n, bo.address, commons.issuer.address, person(ana.address), 2n, credential.expiry);
      expect(await members.seatByNullifier(commons.issuer, person(ana.address))).to.equal(9n);
      expect(await issuerSeats()).to.equal(8n);
      expect(await members.walletOf(8n)).to.equal(ana.address);
      expect((await members.tenureOf(8n)).forfeited).to.equal(1n);
      // Whatever is signed for the old wallet finds the new seat.
      const again = { ...credential, account: ana.address, serial: 3n };
      await refused(members.connect(ana).renew(again, await attest(commons, again)), "NotSeatWallet", 9n, ana);
      await refused(members.connect(ana).enrol(again, await attest(commons, again)), "SeatTaken", 9n);
      await refused(members.close(8n), "SeatAlreadyClosed", 8n);
    });

    it("a closed seat can be replaced too, and counts against the cap once", async () => {
      await members.close(8n);
      await (await voted()).setIssuer(commons.issuer, true, 7, 10);
      const [credential, signature] = await newer(bo);
      await refused(members.connect(bo).enrol(credential, signature), "IssuerFull", commons.issuer, 7n);
      await (await voted()).setIssuer(commons.issuer, true, 8, 10);
      await members.connect(bo).enrol(credential, signature);
      expect(await issuerSeats()).to.equal(8n);
    });

    it("a pending move of a seat that is replaced ends with it", async () => {
      await askToMove(commons, bo, person(ana.address));
      const { readyAt } = await members.rebindingAt(8n);
      const [credential, signature] = await newer(relayer);
      await expect(members.connect(relayer).enrol(credential, signature))
        .to.emit(members, "SeatRebindVetoed")
        .withArgs(8n, bo.address);
      await networkHelpers.time.increaseTo(readyAt);
      await refused(members.completeRebind(8n), "RebindNotPending", 8n);
    });

    it("a seat isn't replaced by an older credential, by its own wallet, or with a consent alone", async () => {
      const [credential, signature] = await newer(bo);
      const old = { ...credential, serial: 1n };
      await refused(members.connect(bo).enrol(old, await attest(commons, old)), "CredentialOutdated", 1n, 1n);
      const consent = await consentTo(commons, credential, NEVER, { by: bo });
      await refused(members.enrolBySig(credential, signature, NEVER, consent), "SeatTaken", 8n);
      const [own, attested] = await newer(ana);
      await refused(members.connect(ana).enrol(own, attested), "SeatTaken", 8n);
    });
  });

  describe("moving a lapsed seat", () => {
    it("restores it at the new wallet within the grace", async () => {
      await askToMove(commons, bo, person(ana.address));
      await expireSeat(commons, 8n);
      // The credential that asked has run out meanwhile.
      const { expiry, readyAt } = await members.rebindingAt(8n);
      expect(expiry < (await now())).to.equal(true);
      expect(readyAt < (await now())).to.equal(true);
      await refused(members.completeRebind(8n), "CredentialExpired", expiry);

      await askToMove(commons, bo, person(ana.address));
      await networkHelpers.time.increaseTo((await members.rebindingAt(8n)).readyAt);
      const moving = members.completeRebind(8n);
      await expect(moving).to.emit(members, "SeatRestored").withArgs(8n, bo.address);
      await expect(moving).to.emit(members, "SeatRebound").withArgs(8n, ana.address, bo.address);
      expect(await members.tenureOf(8n)).to.deep.equal([bo.address, 10n, 0n, 2n, 0n, 0n]);
      expect([await members.seatOf(ana), await members.seatOf(bo)]).to.deep.equal([0n, 8n]);
      expect(await votesAround(bo)).to.deep.equal([0n, 1n, 7n, 8n]);
    });

    it("in time is in time: the grace goes on until the move was waited for, and as long again", async () => {
      await expireSeat(commons, 8n);
      const { graceEnds } = await members.tenureOf(8n);
      await networkHelpers.time.increaseTo(graceEnds - 2n);
      const asking = await askToMove(commons, bo, person(ana.address));
      const { readyAt } = await members.rebindingAt(8n);
      const until = readyAt + BigInt(commons.genesis.periods.rebind);
      await expect(asking).to.emit(members, "GraceExtended").withArgs(8n, until);
      expect((await members.tenureOf(8n)).graceEnds).to.equal(until);

      expect(readyAt).to.be.greaterThan(graceEnds);
      await networkHelpers.time.increaseTo(readyAt);
      await expect(members.completeRebind(8n)).to.emit(members, "SeatRestored").withArgs(8n, bo.address);
    });

    it("late is late: a grace that is over stays so", async () => {
      await expireSeat(commons, 8n);
      await untilGraceIsOver(commons, 8n);
      const { graceEnds } = await members.tenureOf(8n);
      await expect(await askToMove(commons, bo, person(ana.address))).to.not.emit(members, "GraceExtended");
      expect((await members.tenureOf(8n)).graceEnds).to.equal(graceEnds);
    });

    it("reopens it after the grace", async () => {
      await expireSeat(commons, 8n);
      await untilGraceIsOver(commons, 8n);
      await moveSeat(commons, ana, bo);
      expect(await members.tenureOf(8n)).to.deep.equal([bo.address, 10n, 0n, 2n, 1n, 0n]);
      expect((await members.issuerAt(commons.issuer)).growth).to.equal(1n);
    });

    it("is no way to renew it: its own wallet renews", async () => {
      await expireSeat(commons, 8n);
      const [credential, signature] = await newer(ana);
      await refused(members.connect(ana).rebind(credential, signature), "AccountSeated", ana, 8n);
    });

    it("can be vetoed by its wallet as ever", async () => {
      await expireSeat(commons, 8n);
      await askToMove(commons, bo, person(ana.address));
      await expect(members.connect(ana).vetoRebind(8n)).to.emit(members, "SeatRebindVetoed").withArgs(8n, bo.address);
    });

    it("touches no other seat that its wallet has found meanwhile", async () => {
      await expireSeat(commons, 8n);
      await enrol(commons, ana, person("Ana by another name"));
      await moveSeat(commons, ana, bo);
      expect([await members.seatOf(ana), await members.seatOf(bo)]).to.deep.equal([9n, 8n]);
      expect([await members.getVotes(ana), await members.getVotes(bo)]).to.deep.equal([1n, 1n]);
      expect(await members.census()).to.deep.equal([11n, 9n]);
      // What Ana's wallet holds is its own seat's.
      expect(await members.recoveryOf(ana)).to.deep.equal([0n, 0n]);
    });
  });
});
