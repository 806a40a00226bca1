// Attempts to take what a wallet holds by way of its seat's recovery.
import { expect } from "chai";
import {
  asAccount,
  asCommons,
  type Commons,
  freshCommons,
  networkHelpers,
  outsider,
  type Signer,
} from "../../support/commons.ts";
import { moveLostSeat } from "../../support/lapses.ts";
import { attest, credentialFor, DAY, enrol, moveSeat, now, person } from "../../support/seats.ts";

describe("Attacks on recoveries", () => {
  let commons: Commons;
  let members: Commons["members"];
  let lost: Signer;
  let next: Signer;
  let thief: Signer;
  let ana: string;

  beforeEach(async () => {
    commons = await freshCommons();
    members = commons.members;
    [lost, next, thief] = [outsider(commons, 0), outsider(commons, 1), outsider(commons, 2)];
    ana = person("Ana");
  });

  const recovery = () => BigInt(commons.genesis.periods.recovery);

  it("another seat of the lost wallet, lapsed, doesn't take over what follows the seat that left first", async () => {
    const rogue = { ...commons, issuer: outsider(commons, 5) };
    await members.connect(await asCommons(commons)).setIssuer(rogue.issuer, true, 5, 5);
    // Ana had a seat with another issuer once; it is lapsed, and she is seated with the first one.
    const short = await credentialFor(rogue, lost, { nullifier: ana, expiry: (await now()) + DAY });
    await members.connect(lost).enrol(short, await attest(rogue, short));
    await networkHelpers.time.increase(DAY + BigInt(commons.genesis.periods.lapse));
    await members.expire(8n);
    await enrol(commons, lost, ana);
    expect(await members.seatOf(lost)).to.equal(9n);

    // The wallet is lost. The other issuer has its move ready, and waits until the wallet is without a seat.
    const away = await credentialFor(rogue, thief, { nullifier: ana, serial: 2n });
    await members.connect(thief).rebind(away, await attest(rogue, away));
    await moveLostSeat(commons, next, ana);
    expect((await members.recoveryOf(lost)).seat).to.equal(9n);
    await members.completeRebind(8n);

    await networkHelpers.time.increase(recovery());
    expect(await members.heirOf(lost)).to.equal(9n);
    expect(await members.walletOf(9n)).to.equal(next.address);
  });

  it("an issuer that moves a seat nobody watches gets nothing at once of the wallets it was at before", async () => {
    await enrol(commons, lost, ana);
    // Ana moves on herself: what the first wallet holds may follow her at once, and stays there as she likes it.
    await moveSeat(commons, lost, next, ana);
    expect(await members.heirOf(lost)).to.equal(8n);

    await moveLostSeat(commons, thief, ana);
    const readyAt = (await now()) + recovery();
    for (const account of [lost, next]) {
      await expect(members.heirOf(account), account.address)
        .to.be.revertedWithCustomError(members, "RecoveryNotReady")
        .withArgs(account, readyAt);
    }
    await members.connect(lost).vetoRecovery();
    await members.connect(next).vetoRecovery();
    await networkHelpers.time.increase(recovery());
    for (const account of [lost, next]) {
      await expect(members.heirOf(account)).to.be.revertedWithCustomError(members, "RecoveryUnknown");
    }
  });

  it("no wallet is an address that names a seat", async () => {
    const account = await asAccount("0x0000000000000000000000000000000000000003");
    const credential = await credentialFor(commons, account, { nullifier: ana });
    await expect(members.connect(account).enrol(credential, await attest(commons, credential)))
      .to.be.revertedWithCustomError(members, "AccountInvalid")
      .withArgs(account);
    await enrol(commons, lost, ana);
    const away = await credentialFor(commons, account, { nullifier: ana, serial: 2n });
    await expect(members.connect(account).rebind(away, await attest(commons, away)))
      .to.be.revertedWithCustomError(members, "AccountInvalid")
      .withArgs(account);
  });
});
