// Pure questions about seats.
import type { Address } from "viem";
import type { Ledger, Seat, SeatMark } from "./types.ts";

/**
 * active; due: its credential ran out, and it still counts until somebody ends it; lapsed: renewing saves what it earned;
 * ended: renewing begins anew.
 */
export type SeatState = "active" | "due" | "lapsed" | "ended";

export function seatStateOf(seat: SeatMark, now: number): SeatState {
  if (seat.graceEnds === undefined) return now < seat.expiry ? "active" : "due";
  return now < seat.graceEnds && !seat.replaced ? "lapsed" : "ended";
}

/** The active seat of an account, else the last one that lapsed there. */
export function seatAt(ledger: Ledger, account: Address | undefined): Seat | undefined {
  if (!account) return undefined;
  const key = account.toLowerCase();
  const active = ledger.seatOf.get(key);
  if (active !== undefined) return ledger.seats.get(active);
  return [...ledger.seats.values()].findLast(({ wallet }) => wallet.toLowerCase() === key);
}

/** The seat that an account once held, and that is elsewhere now. */
export function seatGoneFrom(ledger: Ledger, account: Address): { seat: Seat; time: number } | undefined {
  const key = account.toLowerCase();
  return [...ledger.seats.values()]
    .flatMap((seat) => seat.moves.filter(({ from }) => from.toLowerCase() === key).map(({ time }) => ({ seat, time })))
    .filter(({ seat }) => seat.wallet.toLowerCase() !== key)
    .sort((a, b) => a.time - b.time)
    .at(-1);
}
