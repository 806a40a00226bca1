// Seats: where they are, and over which eras they were active. Each change of the set of active seats begins an era.
import type { memberRegistryAbi } from "@commonmind/sdk";
import type { Address } from "viem";
import type { Books } from "../books.ts";
import type { Handlers } from "./handlers.ts";

function sit(books: Books, id: bigint, wallet: Address): void {
  books.seated.set(wallet, id);
}

/** A lapsed seat is active again. `forfeits`: what it had is lost, as its grace was over. */
function comeBack(books: Books, id: bigint, wallet: Address, forfeits: boolean): void {
  const seat = books.seats.get(id);
  if (!seat) return;
  if (forfeits) seat.forfeited = seat.spans.length;
  seat.spans.push({ from: begin(books, 1n), to: undefined });
  Object.assign(seat, { wallet, active: true, graceEnds: undefined });
  sit(books, id, wallet);
}

function begin(books: Books, change: 1n | -1n): number {
  books.era += 1;
  books.activeSeats += change;
  return books.era;
}

export const members: Handlers<typeof memberRegistryAbi> = {
  SeatOpened({ seat: id, wallet }, books) {
    const spans = [{ from: begin(books, 1n), to: undefined }];
    books.seats.set(id, { wallet, active: true, graceEnds: undefined, spans, forfeited: 0 });
    sit(books, id, wallet);
  },
  SeatExpired({ seat: id, wallet, graceEnds }, books) {
    const to = begin(books, -1n);
    const seat = books.seats.get(id);
    const span = seat?.spans.at(-1);
    if (!seat || !span) return;
    span.to = to;
    Object.assign(seat, { active: false, graceEnds: BigInt(graceEnds) });
    books.seated.delete(wallet);
  },
  GraceExtended({ seat: id, graceEnds }, books) {
    const seat = books.seats.get(id);
    if (seat) seat.graceEnds = BigInt(graceEnds);
  },
  SeatRestored: ({ seat: id, wallet }, books) => comeBack(books, id, wallet, false),
  SeatReopened: ({ seat: id, wallet }, books) => comeBack(books, id, wallet, true),
  SeatRebound({ seat: id, from, to }, books) {
    if (books.seated.get(from) === id) books.seated.delete(from);
    const seat = books.seats.get(id);
    if (seat) seat.wallet = to;
    sit(books, id, to);
  },
  DelegateVotesChanged({ delegate, newVotes }, { memberships }, { time }) {
    const known = memberships.get(delegate) ?? [];
    memberships.set(delegate, [...known, { time, votes: newVotes }]);
  },
};

/** True if `account` had a voice among the members at `time` (unix seconds), as checkpoints tell it. */
export function wasMember({ memberships }: Books, account: Address, time: bigint): boolean {
  const last = memberships.get(account)?.findLast((it) => it.time <= time);
  return last !== undefined && last.votes > 0n;
}
