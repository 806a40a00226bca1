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
import { expireSeat, renewSeat, untilExpirable } from "../support/lapses.ts";
import { askToMove, attest, credentialFor, enrol, now, person } from "../support/seats.ts";

describe("MemberRegistry: seats that are taken back", () => {
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

  /** A credential of Ana's that was signed a moment ago. */
  const signedBefore = async () => {
    const credential = await credentialFor(commons, ana, { nullifier: person(ana.address), serial: await now() });
    return [credential, await attest(commons, credential)] as const;
  };

  describe("revoking", () => {
    it("ends the seat now, so that it can be expired after the lapse period", async () => {
      await expect(members.connect(commons.issuer).revoke(8n))
        .to.emit(members, "SeatRevoked")
        .withArgs(8n, commons.issuer);
      const time = await now();
      const { expiry, serial, to } = await members.seatAt(8n);
      expect([expiry, serial, to]).to.deep.equal([time, time, 0n]);
      await networkHelpers.time.setNextBlockTimestamp(time + lapsePeriod() - 1n);
      await refused(members.expire(8n), "SeatNotExpired", 8n, time + lapsePeriod());
      await networkHelpers.time.setNextBlockTimestamp(time + lapsePeriod());
      await expect(members.expire(8n)).to.emit(members, "SeatExpired");
    });

    it("never lengthens a seat that ended before", async () => {
      const { expiry } = await members.seatAt(8n);
      await untilExpirable(commons, 8n);
      await members.connect(commons.issuer).revoke(8n);
      expect((await members.seatAt(8n)).expiry).to.equal(expiry);
      await members.expire(8n);
    });

    it("uses up every credential issued before, and the pending move", async () => {
      const [credential, signature] = await signedBefore();
      await askToMove(commons, bo, person(ana.address));
      await expect(members.connect(commons.issuer).revoke(8n))
        .to.emit(members, "SeatRebindVetoed")
        .withArgs(8n, bo.address);
      const { serial } = await members.seatAt(8n);
      await refused(members.connect(ana).renew(credential, signature), "CredentialOutdated", credential.serial, serial);
      await refused(members.completeRebind(8n), "RebindNotPending", 8n);
      await networkHelpers.time.increase(1);
      await expect(renewSeat(commons, ana)).to.emit(members, "SeatRenewed");
    });

    it("is the seat's own issuer's alone, and not while it is stopped", async () => {
      await (await voted()).setIssuer(relayer, true, 5, 5);
      for (const caller of [ana, relayer]) {
        await refused(members.connect(caller).revoke(8n), "NotSeatIssuer", 8n, caller);
      }
      await (await voted()).setIssuer(commons.issuer, false, 100, 100);
      await refused(members.connect(commons.issuer).revoke(8n), "IssuerUnknown", commons.issuer);
    });
  });

  describe("unseating by vote", () => {
    it("expires seats at once, whatever their expiry", async () => {
      await askToMove(commons, bo, person(ana.address));
      const unseating = (await voted()).unseat([8n, 3n]);
      await expect(unseating).to.emit(members, "SeatRevoked").withArgs(8n, commons.timelock);
      const graceEnds = (await now()) + grace();
      for (const [seat, wallet] of [
        [8n, ana],
        [3n, founder(commons, 3)],
      ] as const) {
        await expect(unseating).to.emit(members, "SeatExpired").withArgs(seat, wallet.address, graceEnds);
        expect([await members.seatOf(wallet), await members.getVotes(wallet)]).to.deep.equal([0n, 0n]);
      }
      expect(await members.census()).to.deep.equal([10n, 6n]);
      expect([await members.spanAt(8n, 1n), await members.spanAt(3n, 1n)]).to.deep.equal([
        [8n, 9n],
        [3n, 10n],
      ]);
      expect((await members.rebindingAt(8n)).wallet).to.equal(NATIVE);
      const time = await now();
      await networkHelpers.mine();
      const votes = [time - 1n, time].map((at) => members.getPastVotes(ana, at));
      const supplies = [time - 1n, time].map((at) => members.getPastTotalSupply(at));
      expect(await Promise.all([...votes, ...supplies])).to.deep.equal([1n, 0n, 8n, 6n]);
    });

    it("isn't undone by a credential that was signed before", async () => {
      const [credential, signature] = await signedBefore();
      await (await voted()).unseat([8n]);
      const { serial } = await members.seatAt(8n);
      await refused(members.connect(ana).renew(credential, signature), "CredentialOutdated", credential.serial, serial);
    });

    it("only revokes a seat that lapsed before it came to it, so that nobody can make it fail", async () => {
      await expireSeat(commons, 8n);
      await expect((await voted()).unseat([8n, 1n, 1n]))
        .to.emit(members, "SeatExpired")
        .withArgs(1n, founder(commons, 1).address, (await now()) + 1n + grace());
      expect(await members.census()).to.deep.equal([10n, 6n]);
    });
  });
});
