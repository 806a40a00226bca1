// The members' side of the fold: seats, where they are, and the eras over which they were active.

import type { Address } from "viem";
import { t } from "../../i18n/i18n.ts";
import { MANY } from "../../ui/strokes.ts";
import type { Recovery, Seat, SeatMark, SeatPeriods } from "../types.ts";
import { keyOf, put } from "./book.ts";
import type { ChainEvent } from "./events.ts";
import type { Happen } from "./happen.ts";

export type SeatBook = {
  readonly seats: Map<bigint, Seat>;
  readonly seatOf: Map<string, bigint>;
  readonly recoveries: Map<string, Recovery>;
  readonly seatsAt: Map<string, Set<bigint>>;
  /** Accounts that were ever to leave what they hold to a seat, in lower case. */
  readonly inheritances: Map<bigint, Set<string>>;
  readonly periods: () => SeatPeriods | undefined;
  /** False if the event isn't about seats. */
  readonly take: (event: ChainEvent) => boolean;
};

/** As MemberRegistry counts: each change of the set of active seats begins the next era. */
export function openSeatBook(registry: Address, happen: Happen): SeatBook {
  const seats = new Map<bigint, Seat>();
  const seatOf = new Map<string, bigint>();
  const recoveries = new Map<string, Recovery>();
  const seatsAt = new Map<string, Set<bigint>>();
  const inheritances = new Map<bigint, Set<string>>();
  /** Until when a seat inherits nothing, as it moved without its wallet's call. */
  const inheritsFrom = new Map<bigint, number>();
  let periods: SeatPeriods | undefined;
  let era = 0;

  /** An account that is seated is no longer lost. */
  const seated = (seat: Seat, wallet: Address) => {
    seat.wallet = wallet;
    seatOf.set(wallet.toLowerCase(), seat.id);
    put(seatsAt, keyOf(wallet), seat.id);
    recoveries.delete(wallet.toLowerCase());
  };
  const begin = (seat: Seat, wallet: Address) => {
    era += 1;
    seat.spans.push({ from: era, to: 0 });
    seat.graceEnds = undefined;
    seated(seat, wallet);
  };

  const take = (event: ChainEvent): boolean => {
    const { args, time } = event;
    if (event.eventName === "PeriodsSet") {
      // The registry of work has an event of the same name.
      if (event.address.toLowerCase() === registry.toLowerCase()) {
        const { rebind, recovery, lapse, grace } = args;
        periods = {
          rebind: Number(rebind),
          recovery: Number(recovery),
          lapse: Number(lapse),
          grace: Number(grace),
        };
      }
      return true;
    }
    if (event.eventName === "RecoveryOpened") {
      const { account, seat } = args;
      const readyAt = Math.max(Number(args.readyAt), inheritsFrom.get(seat) ?? 0);
      recoveries.set(account.toLowerCase(), { account, seat, readyAt });
      put(inheritances, seat, keyOf(account));
      return true;
    }
    if (event.eventName === "InheritanceSuspended") {
      // Also what earlier wallets left to the seat waits until then.
      const until = Number(args.until);
      inheritsFrom.set(args.seat, until);
      for (const key of inheritances.get(args.seat) ?? []) {
        const it = recoveries.get(key);
        if (it && it.seat === args.seat) recoveries.set(key, { ...it, readyAt: Math.max(it.readyAt, until) });
      }
      return true;
    }
    if (event.eventName === "RecoveryVetoed") {
      recoveries.delete(args.account.toLowerCase());
      return true;
    }
    if (!/^Seat|^Grace/.test(event.eventName)) return false;
    if (event.eventName === "SeatOpened") {
      const seat: Seat = {
        id: args.seat,
        wallet: args.wallet,
        issuer: args.issuer,
        openedAt: time,
        expiry: Number(args.expiry),
        spans: [],
        forfeited: 0,
        graceEnds: undefined,
        replaced: false,
        move: undefined,
        moves: [],
      };
      seats.set(seat.id, seat);
      begin(seat, args.wallet);
      happen(event, () => t("Somebody became a member: seat {id} was opened.", { id: seat.id }));
      return true;
    }
    const seat = seats.get(args.seat);
    if (!seat) return true;
    switch (event.eventName) {
      case "SeatRenewed":
        seat.expiry = Number(args.expiry);
        happen(event, () => t("Seat {id} was renewed.", { id: seat.id }));
        break;
      case "SeatExpired": {
        era += 1;
        const span = seat.spans.at(-1);
        if (span) span.to = era;
        seat.graceEnds = Number(args.graceEnds);
        seatOf.delete(seat.wallet.toLowerCase());
        happen(event, () =>
          t("Seat {id} lapsed. What it earned is kept for it until its grace ends.", { id: seat.id }),
        );
        break;
      }
      case "GraceExtended":
        seat.graceEnds = Number(args.graceEnds);
        break;
      case "SeatRestored":
        begin(seat, args.wallet);
        break;
      case "SeatReopened":
        seat.forfeited = seat.spans.length;
        begin(seat, args.wallet);
        break;
      case "SeatReplaced":
        seat.replaced = true;
        break;
      case "SeatRevoked":
        if (seat.expiry > time) seat.expiry = time;
        break;
      case "SeatRebindRequested":
        seat.move = { wallet: args.wallet, readyAt: Number(args.readyAt), expiry: Number(args.expiry) };
        put(seatsAt, keyOf(args.wallet), seat.id);
        break;
      case "SeatRebindVetoed":
        seat.move = undefined;
        break;
      case "SeatRebound":
        if (seat.move) seat.expiry = seat.move.expiry;
        seat.move = undefined;
        if (seatOf.get(args.from.toLowerCase()) === seat.id) seatOf.delete(args.from.toLowerCase());
        seated(seat, args.to);
        seat.moves.push({ from: args.from, to: args.to, time });
        happen(event, () => t("Seat {id} moved to another wallet.", { id: seat.id }));
        break;
    }
    return true;
  };

  return { seats, seatOf, recoveries, seatsAt, inheritances, periods: () => periods, take };
}

/**
 * Seats that aren't gone for good, in their order; of active ones only as long as they are few enough to be drawn one by one.
 * @param now Seconds on the chain's clock.
 */
export const marksOf = ({ seats, seatOf }: Pick<SeatBook, "seats" | "seatOf">, now: number): SeatMark[] =>
  [...seats.values()]
    .filter(({ graceEnds, replaced }) => (graceEnds === undefined ? seatOf.size < MANY : !replaced && now < graceEnds))
    .map(({ id, expiry, graceEnds, replaced }) => ({ id, expiry, graceEnds, replaced }));
