// What happens to seats, and to what lost wallets leave.

import type { Signer } from "../../../support/commons.ts";
import { attest, consentTo, DAY, NEVER, vetoOf } from "../../../support/seats.ts";
import type { Draw } from "../draw.ts";
import { type Credential, isActive, type Seat } from "../model/people.ts";
import type { Stage } from "../stage.ts";
import { type Action, first, own, positionId } from "./action.ts";

/** A credential by the issuer, newer than all others unless it is drawn otherwise, and its signature. */
async function attested(stage: Stage, draw: Draw, person: string, account: Signer) {
  const { commons, model } = stage;
  const { now } = model.clock;
  const old = model.people.ofPerson(person)?.serial ?? 0n;
  const serial = draw.once(12) ? (draw.one([old, now + 1n, 1n]) ?? 1n) : now;
  const lasts = draw.once(16) ? 0n : BigInt(draw.one([400, 20, 60, 2_000]) ?? 20) * DAY;
  const credential: Credential = { person, account: own(account), serial, expiry: now + lasts };
  const signed = {
    issuer: commons.issuer.address,
    nullifier: person,
    account: account.address,
    serial,
    expiry: credential.expiry,
  };
  return { credential, signed, signature: await attest(commons, signed) };
}

const unseated = (stage: Stage, draw: Draw): Signer =>
  draw.mostly(stage.wallets, (wallet) => stage.model.people.seatOf(own(wallet)) === undefined) ?? stage.anyone;

const anySeat = (stage: Stage, draw: Draw, fits: (seat: Seat) => boolean): Seat =>
  draw.mostly(stage.model.people.seats, fits) ?? stage.model.people.seat(1n);

/** Somebody who may well be the one, or else anyone. */
const callerFor = (stage: Stage, draw: Draw, wallet: string): Signer =>
  draw.once(6) ? (draw.one(stage.wallets) ?? stage.anyone) : stage.signer(wallet);

export const enrol: Action = async (stage, draw) => {
  const { people } = stage.model;
  const { members } = stage.commons;
  const bySig = draw.once(3);
  const person = draw.mostly(stage.persons, (one) => {
    const seat = people.ofPerson(one);
    return seat === undefined || (people.graceIsOver(seat) && !bySig);
  });
  const account = unseated(stage, draw);
  const { credential, signed, signature } = await attested(stage, draw, person ?? "", account);
  if (!bySig) {
    const call = await members.enrol.populateTransaction(signed, signature);
    return stage.act("enrol", account, () => people.enrol(credential), call);
  }
  const consent = await consentTo(stage.commons, signed, NEVER, { by: account });
  const call = await members.enrolBySig.populateTransaction(signed, signature, NEVER, consent);
  return stage.act("enrolBySig", stage.anyone, () => people.enrolBySig(credential), call);
};

export const renew: Action = async (stage, draw) => {
  const { people } = stage.model;
  const { members } = stage.commons;
  const seat = anySeat(stage, draw, (one) => !isActive(one) || one.expiry < stage.model.clock.now + 30n * DAY);
  const account = callerFor(stage, draw, seat.wallet);
  const { credential, signed, signature } = await attested(stage, draw, seat.person, account);
  const expected = () => people.renew(credential);
  if (!draw.once(3)) {
    return stage.act("renew", account, expected, await members.renew.populateTransaction(signed, signature));
  }
  const consent = await consentTo(stage.commons, signed, NEVER, { by: account });
  const call = await members.renewBySig.populateTransaction(signed, signature, NEVER, consent);
  return stage.act("renewBySig", stage.anyone, expected, call);
};

export const rebind: Action = async (stage, draw) => {
  const person = draw.mostly(stage.persons, (one) => stage.model.people.ofPerson(one) !== undefined) ?? "";
  const account = unseated(stage, draw);
  const { credential, signed, signature } = await attested(stage, draw, person, account);
  const call = await stage.commons.members.rebind.populateTransaction(signed, signature);
  return stage.act("rebind", account, () => stage.model.people.rebind(credential), call);
};

/** With the new wallet's consent: by the present wallet, and now and then by somebody else, who has to wait. */
export const rebindBySig: Action = async (stage, draw) => {
  const { people } = stage.model;
  const person = draw.mostly(stage.persons, (one) => people.ofPerson(one) !== undefined) ?? "";
  const account = unseated(stage, draw);
  const wallet = people.ofPerson(person)?.wallet;
  const by = wallet === undefined || draw.once(3) ? stage.anyone : stage.signer(wallet);
  const { credential, signed, signature } = await attested(stage, draw, person, account);
  const consent = await consentTo(stage.commons, signed, NEVER, { by: account });
  const call = await stage.commons.members.rebindBySig.populateTransaction(signed, signature, NEVER, consent);
  const name = by === stage.anyone ? "rebindBySig by anyone" : "rebindBySig by the wallet";
  return stage.act(name, by, () => people.rebindBySig(credential, own(by)), call);
};

export const completeRebind: Action = async (stage, draw) => {
  const isAsked = ({ asked }: Seat) => asked !== undefined;
  await first(stage, draw, stage.model.people.seats.some(isAsked), rebind);
  const seat = anySeat(stage, draw, isAsked);
  if (!draw.once(4) && seat.asked !== undefined) stage.tick(seat.asked.readyAt);
  const by = draw.once(4) ? stage.signer(seat.wallet) : stage.anyone;
  const call = await stage.commons.members.completeRebind.populateTransaction(seat.number);
  return stage.act("completeRebind", by, () => stage.model.people.completeRebind(seat, own(by)), call);
};

export const vetoRebind: Action = async (stage, draw) => {
  const { members } = stage.commons;
  const isAsked = ({ asked }: Seat) => asked !== undefined;
  await first(stage, draw, stage.model.people.seats.some(isAsked), rebind);
  const seat = anySeat(stage, draw, isAsked);
  const by = callerFor(stage, draw, seat.wallet);
  if (draw.once(2) && own(by) === seat.wallet) {
    const veto = { seat: seat.number, serial: seat.serial, deadline: NEVER };
    const signature = await vetoOf(stage.commons, veto, { by });
    const call = await members.vetoRebindBySig.populateTransaction(seat.number, NEVER, signature);
    return stage.act("vetoRebindBySig", stage.anyone, () => stage.model.people.vetoRebind(seat, own(by)), call);
  }
  const call = await members.vetoRebind.populateTransaction(seat.number);
  return stage.act("vetoRebind", by, () => stage.model.people.vetoRebind(seat, own(by)), call);
};

const lostWallet = async (stage: Stage, draw: Draw): Promise<Signer> => {
  const { recoveries } = stage.model.people;
  await first(stage, draw, recoveries.size > 0, completeRebind);
  return draw.mostly(stage.wallets, (wallet) => recoveries.has(own(wallet))) ?? stage.anyone;
};

export const vetoRecovery: Action = async (stage, draw) => {
  const by = await lostWallet(stage, draw);
  const call = await stage.commons.members.vetoRecovery.populateTransaction();
  return stage.act("vetoRecovery", by, () => stage.model.people.vetoRecovery(own(by)), call);
};

export const recoverTokens: Action = async (stage, draw) => {
  const lost = await lostWallet(stage, draw);
  if (!draw.once(4)) stage.tick(stage.model.people.recoveryReadyAt(own(lost)));
  const call = await stage.commons.token.recover.populateTransaction(lost.address);
  return stage.act("recover tokens", stage.anyone, () => stage.model.labour.recoverTokens(own(lost)), call);
};

export const recoverPositions: Action = async (stage, draw) => {
  const lost = await lostWallet(stage, draw);
  const { claimed } = stage.model.labour;
  const theirs = claimed.filter(({ position }) => position.holder === own(lost));
  const positions = draw.some(theirs.length === 0 || draw.once(8) ? claimed : theirs);
  if (!draw.once(4)) stage.tick(stage.model.people.recoveryReadyAt(own(lost)));
  const call = await stage.commons.rewards.recover.populateTransaction(lost.address, positions.map(positionId));
  const expected = () => stage.model.labour.recoverPositions(own(lost), positions);
  return stage.act("recover positions", stage.anyone, expected, call);
};

export const expire: Action = async (stage, draw) => {
  const { people } = stage.model;
  const { now } = stage.model.clock;
  const isNear = (one: Seat) => isActive(one) && one.expiry < now + 100n * DAY;
  await first(stage, draw, people.seats.some(isNear), revoke);
  const seat = anySeat(stage, draw, isNear);
  const from = seat.expiry + people.periods.lapse;
  if (!draw.once(4) && from < now + 150n * DAY) stage.tick(from);
  const call = await stage.commons.members.expire.populateTransaction(seat.number);
  return stage.act("expire", stage.anyone, () => people.expire(seat), call);
};

export const close: Action = async (stage, draw) => {
  const { people } = stage.model;
  const isOpen = (one: Seat) => !isActive(one) && !one.closed;
  await first(stage, draw, people.seats.some(isOpen), expire);
  const seat = anySeat(stage, draw, isOpen);
  if (!draw.once(2) && seat.graceEnds !== undefined) stage.tick(seat.graceEnds);
  const call = await stage.commons.members.close.populateTransaction(seat.number);
  return stage.act("close", stage.anyone, () => people.close(seat), call);
};

export const revoke: Action = async (stage, draw) => {
  const seat = anySeat(stage, draw, isActive);
  const call = await stage.commons.members.revoke.populateTransaction(seat.number);
  return stage.act("revoke", stage.commons.issuer, () => stage.model.people.revoke(seat), call);
};

export const unseat: Action = async (stage, draw) => unseatAll(stage, draw.some(stage.model.people.seats).slice(0, 2));

/** For a while nobody is a member. */
export const unseatEverybody: Action = async (stage) => unseatAll(stage, stage.model.people.active);

async function unseatAll(stage: Stage, seats: readonly Seat[]) {
  const { people } = stage.model;
  const call = await stage.commons.members.unseat.populateTransaction(seats.map(({ number }) => number));
  return stage.act("unseat", stage.voted, () => people.unseat(seats), call);
}

export const sponsor: Action = async (stage, draw) => {
  const { people } = stage.model;
  const by = draw.mostly(stage.wallets, (wallet) => people.seatOf(own(wallet)) !== undefined) ?? stage.anyone;
  const account = unseated(stage, draw);
  const takes = draw.once(4);
  const { members } = stage.commons;
  const call = await (takes ? members.unsponsor : members.sponsor).populateTransaction(account.address);
  const name = takes ? "unsponsor" : "sponsor";
  return stage.act(name, by, () => people.sponsor(own(by), own(account), !takes), call);
};

export const setPeriods: Action = async (stage, draw) => {
  const { people } = stage.model;
  const length = () => BigInt(draw.one([7, 1, 30, 90]) ?? 1) * DAY;
  const periods = { rebind: length(), recovery: length(), lapse: length(), grace: length() };
  const call = await stage.commons.members.setPeriods.populateTransaction(periods);
  const expected = () => {
    people.periods = periods;
  };
  return stage.act("setPeriods", stage.voted, expected, call);
};
