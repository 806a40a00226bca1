// Seats: where they are, over which eras they were active, and what lost wallets leave to them.
import type { memberRegistryAbi } from "@commonmind/sdk";
import type { Address } from "viem";
import {
  account,
  era,
  issuer,
  membership,
  recovery,
  seat,
  seated,
  seatMove,
  seatSpan,
  sponsorship,
} from "../ponder.schema.ts";
import { add } from "./record/add.ts";
import type { Handlers, Happening } from "./record/happening.ts";

const big = (value: number) => BigInt(value);
/** A seat that a pending move is taken off. */
const still = { moveTo: null, moveReadyAt: null, moveExpiry: null } as const;

/** Each change of the set of active seats begins the next era. */
async function nextEra({ db, time }: Happening, change: 1 | -1): Promise<number> {
  const [number, seats] = [Number(await add(db, "era", 1n)), Number(await add(db, "seats", BigInt(change)))];
  await db.insert(era).values({ number, time, seats });
  return number;
}

/** The seat is at a wallet: an account that is seated is no longer lost. */
async function sit({ db, time }: Happening, id: bigint, wallet: Address): Promise<void> {
  await db
    .insert(seated)
    .values({ account: wallet, seat: id, since: time })
    .onConflictDoUpdate({ seat: id, since: time });
  await db.delete(recovery, { account: wallet });
}

async function beginSpan(happening: Happening, id: bigint, number: number, wallet: Address): Promise<void> {
  const from = await nextEra(happening, 1);
  await happening.db.insert(seatSpan).values({ seat: id, number, from, since: happening.time });
  await sit(happening, id, wallet);
}

/** A lapsed seat is active again; what it had is lost if its grace was over. */
async function comeBack(happening: Happening, id: bigint, wallet: Address, forfeits: boolean): Promise<void> {
  const { db } = happening;
  const row = await db.find(seat, { id });
  if (!row) return;
  // Rows change under who found them: what is to be known of before is taken out first.
  const { spans, closed, issuer: by } = row;
  const forfeited = forfeits ? spans : row.forfeited;
  await beginSpan(happening, id, spans + 1, wallet);
  await db
    .update(seat, { id })
    .set({ active: true, closed: false, graceEnds: null, wallet, spans: spans + 1, forfeited });
  if (closed) await countSeats(happening, by, 1);
}

const countSeats = ({ db }: Happening, address: Address, change: 1 | -1) =>
  db.update(issuer, { address }).set((row) => ({ seats: row.seats + change }));

export const members: Handlers<typeof memberRegistryAbi> = {
  async SeatOpened({ seat: id, wallet, issuer: by, nullifier, serial, expiry }, happening) {
    const { db, time } = happening;
    await db.insert(seat).values({
      ...{ id, wallet, issuer: by, nullifier, serial: big(serial), expiry: big(expiry), openedAt: time },
      ...{ active: true, closed: false, spans: 1, forfeited: 0, inheritsFrom: 0n },
    });
    await beginSpan(happening, id, 1, wallet);
    await countSeats(happening, by, 1);
  },
  SeatRenewed: ({ seat: id, serial, expiry }, { db }) =>
    db.update(seat, { id }).set({ serial: big(serial), expiry: big(expiry) }),
  async SeatExpired({ seat: id, wallet, graceEnds }, happening) {
    const { db, time } = happening;
    const to = await nextEra(happening, -1);
    const row = await db.update(seat, { id }).set({ active: false, graceEnds: big(graceEnds) });
    await db.update(seatSpan, { seat: id, number: row.spans }).set({ to, until: time });
    await db.delete(seated, { account: wallet });
  },
  GraceExtended: ({ seat: id, graceEnds }, { db }) => db.update(seat, { id }).set({ graceEnds: big(graceEnds) }),
  SeatRestored: ({ seat: id, wallet }, happening) => comeBack(happening, id, wallet, false),
  SeatReopened: ({ seat: id, wallet }, happening) => comeBack(happening, id, wallet, true),
  async SeatClosed({ seat: id }, happening) {
    const row = await happening.db.update(seat, { id }).set({ closed: true });
    await countSeats(happening, row.issuer, -1);
  },
  SeatReplaced: ({ seat: id, by }, { db }) => db.update(seat, { id }).set({ replacedBy: by }),
  // Its serial is the time from then on, so that no older credential acts.
  SeatRevoked: ({ seat: id }, { db, time }) =>
    db.update(seat, { id }).set((row) => ({ serial: time, expiry: row.expiry > time ? time : row.expiry })),
  SeatRebindRequested: ({ seat: id, wallet, serial, expiry, readyAt }, { db }) =>
    db
      .update(seat, { id })
      .set({ serial: big(serial), moveTo: wallet, moveReadyAt: big(readyAt), moveExpiry: big(expiry) }),
  SeatRebindVetoed: ({ seat: id }, { db }) => db.update(seat, { id }).set(still),
  async SeatRebound({ seat: id, from, to }, happening) {
    const { db, event, time } = happening;
    const left = await db.find(seated, { account: from });
    if (left?.seat === id) await db.delete(seated, { account: from });
    await sit(happening, id, to);
    await db.update(seat, { id }).set((row) => ({ ...still, wallet: to, expiry: row.moveExpiry ?? row.expiry }));
    await db.insert(seatMove).values({ id: event, seat: id, from, to, time });
  },
  async DelegateVotesChanged({ delegate, newVotes }, { db, time }) {
    const { memberships: number } = await db
      .insert(account)
      .values({ address: delegate, tokens: 0n, votes: 0n, memberships: 1 })
      .onConflictDoUpdate((row) => ({ memberships: row.memberships + 1 }));
    await db.insert(membership).values({ account: delegate, number, time, votes: Number(newVotes) });
  },
  async RecoveryOpened({ account: lost, seat: id, readyAt }, { db }) {
    const row = { seat: id, readyAt: big(readyAt) };
    await db
      .insert(recovery)
      .values({ account: lost, ...row })
      .onConflictDoUpdate(row);
  },
  RecoveryVetoed: ({ account: lost }, { db }) => db.delete(recovery, { account: lost }),
  InheritanceSuspended: ({ seat: id, until }, { db }) => db.update(seat, { id }).set({ inheritsFrom: big(until) }),
  async IssuerSet({ issuer: address, active, cap, growthLimit }, { db }) {
    const row = { active, cap: big(cap), growthLimit: big(growthLimit) };
    await db
      .insert(issuer)
      .values({ address, ...row, seats: 0 })
      .onConflictDoUpdate(row);
  },
  async SponsorshipSet({ seat: id, account: sponsored, sponsored: active }, { db }) {
    await db.insert(sponsorship).values({ seat: id, account: sponsored, active }).onConflictDoUpdate({ active });
  },
};
