// What happens to seats besides opening and moving: they run out, lapse, come back, and are moved without their wallet.
import { type Commons, networkHelpers, type Signer } from "./commons.ts";
import { attest, credentialFor, person } from "./seats.ts";

/** A time from which `seat` can be expired, if it isn't past that already. */
export async function untilExpirable({ members }: Commons, seat: bigint): Promise<void> {
  const { expiry } = await members.seatAt(seat);
  const { lapse } = await members.periods();
  const from = expiry + lapse;
  if (from > BigInt(await networkHelpers.time.latest())) await networkHelpers.time.increaseTo(from);
}

/** Lets a seat run out, and ends its membership, as anyone may. */
export async function expireSeat(commons: Commons, seat: bigint) {
  await untilExpirable(commons, seat);
  return commons.members.expire(seat);
}

/** Waits until a lapsed seat can only be reopened. */
export async function untilGraceIsOver({ members }: Commons, seat: bigint): Promise<void> {
  await networkHelpers.time.increaseTo((await members.tenureOf(seat)).graceEnds);
}

/** Renews a seat at its wallet: goes on, restores or reopens it. */
export async function renewSeat(commons: Commons, wallet: Signer, nullifier = person(wallet.address)) {
  const seat = await commons.members.seatByNullifier(commons.issuer, nullifier);
  const { serial } = await commons.members.seatAt(seat);
  const credential = await credentialFor(commons, wallet, { nullifier, serial: serial + 1n });
  return commons.members.connect(wallet).renew(credential, await attest(commons, credential));
}

/** Moves the seat of a person whose wallet is lost: the new account asks, and waits until nobody vetoed. */
export async function moveLostSeat(commons: Commons, to: Signer, nullifier: string) {
  const { members, issuer } = commons;
  const seat = await members.seatByNullifier(issuer, nullifier);
  const { serial } = await members.seatAt(seat);
  const credential = await credentialFor(commons, to, { nullifier, serial: serial + 1n });
  await members.connect(to).rebind(credential, await attest(commons, credential));
  await networkHelpers.time.increaseTo((await members.rebindingAt(seat)).readyAt);
  return members.completeRebind(seat);
}

/** Waits until what a lost wallet holds may follow its seat. */
export async function untilRecoverable({ members }: Commons, lost: Signer): Promise<void> {
  const { readyAt } = await members.recoveryOf(lost);
  if (readyAt > BigInt(await networkHelpers.time.latest())) await networkHelpers.time.increaseTo(readyAt);
}
