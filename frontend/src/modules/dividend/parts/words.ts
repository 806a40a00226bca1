// What a seat's state means to the person whose seat it is.
import type { SeatMoney } from "../../../data/money.ts";
import type { SeatState } from "../../../data/seats.ts";
import type { Asset, Ledger, Seat, SeatPeriods } from "../../../data/types.ts";
import { amountText, dayAndTime, longDay, number } from "../../../format/format.ts";
import type { StampLook } from "../../../ui/parts.tsx";

const seatStamps: Readonly<Record<SeatState, StampLook>> = {
  active: { ink: "work", waiting: false, words: "active" },
  due: { ink: "warn", waiting: true, words: "has run out" },
  lapsed: { ink: "warn", waiting: true, words: "lapsed" },
  ended: { ink: "warn", waiting: false, words: "lapsed" },
};

export const seatStamp = (state: SeatState, money: SeatMoney | undefined): StampLook =>
  state === "lapsed" && hasAny(money?.frozen) ? { ...seatStamps.lapsed, words: "lapsed, frozen" } : seatStamps[state];

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

/** After a sum of one or more assets. */
export const isOrAre = (sum: string): string => (sum.includes(" and ") ? "are" : "is");

export const hasAny = (amounts: readonly bigint[] | undefined): boolean => amounts?.some((it) => it > 0n) ?? false;

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
    case "lapsed": {
      const until = dayAndTime(seat.graceEnds ?? 0);
      const then = frozen
        ? `${frozen} that it earned ${isOrAre(frozen)} frozen: renewing it until ${until} gives that back.`
        : `Renewing it until ${until} brings it back.`;
      return `It wasn’t renewed in time, so it neither votes nor earns. ${then}`;
    }
    case "ended":
      return (
        `It wasn’t renewed, and the time to bring it back is over.${lost ? ` ${lost} that it had earned ${isOrAre(lost) === "are" ? "go" : "goes"} back to all members.` : ""} ` +
        (seat.replaced ? "Another seat has taken its place." : "Renewing it now begins anew, with nothing.")
      );
  }
}
