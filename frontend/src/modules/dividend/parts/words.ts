// What a seat's state means to the person whose seat it is.
import type { SeatMoney } from "../../../data/money.ts";
import type { SeatState } from "../../../data/seats.ts";
import type { Asset, Ledger, Seat, SeatPeriods } from "../../../data/types.ts";
import { amountText, dayAndTime, longDay, number } from "../../../format/format.ts";
import type { StampLook } from "../../../ui/parts.tsx";

export const seatStamps: Readonly<Record<SeatState, StampLook>> = {
  active: { ink: "work", waiting: false, words: "active" },
  due: { ink: "warn", waiting: true, words: "has run out" },
  lapsed: { ink: "warn", waiting: true, words: "lapsed, frozen" },
  ended: { ink: "warn", waiting: false, words: "lapsed" },
};

/** "612.34 USDC and 0.12 ETH", the token first; none if there is nothing. */
export function sumText(
  amounts: readonly bigint[],
  { ledger, assets }: { ledger: Ledger; assets: ReadonlyMap<string, Asset> },
): string | undefined {
  const parts = ledger.assets.flatMap((address, i) => {
    const asset = assets.get(address.toLowerCase());
    const amount = amounts[i] ?? 0n;
    return asset && amount > 0n ? [amountText(amount, asset)] : [];
  });
  return parts.length > 0 ? parts.reverse().join(" and ") : undefined;
}

export const wait = (seconds: number): string =>
  seconds >= 86_400 ? `${number(seconds / 86_400, 1)} days` : `${number(seconds / 60, 1)} minutes`;

type Told = {
  seat: Seat;
  state: SeatState;
  money: SeatMoney | undefined;
  periods: SeatPeriods | undefined;
  ledger: Ledger;
  assets: ReadonlyMap<string, Asset>;
};

/** One or two sentences: how the seat stands, and until when what can be done. */
export function seatSentence({ seat, state, money, periods, ledger, assets }: Told): string {
  const frozen = sumText(money?.frozen ?? [], { ledger, assets });
  const lost = sumText(money?.lost ?? [], { ledger, assets });
  switch (state) {
    case "active":
      return `Votes and earns until ${longDay(seat.expiry)}. Renewing it before then costs nothing and loses nothing.`;
    case "due": {
      const from = periods ? dayAndTime(seat.expiry + periods.lapse) : "its last day";
      return `It ran out on ${longDay(seat.expiry)}. It still votes and earns, but from ${from} anyone may end it. Renew it before.`;
    }
    case "lapsed":
      return (
        `It wasn’t renewed in time, so it neither votes nor earns. ${frozen ? `${frozen} that it earned ${frozen.includes(" and ") ? "are" : "is"} frozen: ` : ""}` +
        `renewing it until ${dayAndTime(seat.graceEnds ?? 0)} ${frozen ? "gives that back" : "brings it back"}.`
      );
    case "ended":
      return (
        `It wasn’t renewed, and the time to bring it back is over.${lost ? ` ${lost} that it had earned ${lost.includes(" and ") ? "go" : "goes"} back to all members.` : ""} ` +
        (seat.replaced ? "Another seat has taken its place." : "Renewing it now begins anew, with nothing.")
      );
  }
}
