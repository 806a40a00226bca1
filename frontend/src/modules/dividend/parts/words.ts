// What a seat's state means to the person whose seat it is.

import type { SeatMoney } from "../../../data/money.ts";
import type { SeatState } from "../../../data/seats.ts";
import type { Asset, Ledger, Seat, SeatPeriods } from "../../../data/types.ts";
import { amountText, dayAndTime, listed, longDay, number } from "../../../format/format.ts";
import { msg, t } from "../../../i18n/i18n.ts";
import { type StampLook, stampOf } from "../../../ui/parts.tsx";

const seatStamps: Readonly<Record<SeatState, Parameters<typeof stampOf>[0]>> = {
  active: { ink: "work", waiting: false, words: msg("active") },
  due: { ink: "warn", waiting: true, words: msg("has run out") },
  lapsed: { ink: "warn", waiting: true, words: msg("lapsed") },
  ended: { ink: "warn", waiting: false, words: msg("lapsed") },
};

export const seatStamp = (state: SeatState, money: SeatMoney | undefined): StampLook =>
  state === "lapsed" && hasAny(money?.frozen)
    ? { ...stampOf(seatStamps.lapsed), words: t("lapsed, frozen") }
    : stampOf(seatStamps[state]);

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
  return parts.length > 0 ? listed(parts.reverse()) : undefined;
}

/** Whether a sum is of more than one asset. */
export const isSeveral = (amounts: readonly bigint[] | undefined): boolean =>
  (amounts ?? []).filter((it) => it > 0n).length > 1;

export const hasAny = (amounts: readonly bigint[] | undefined): boolean => amounts?.some((it) => it > 0n) ?? false;

export const wait = (seconds: number): string =>
  seconds >= 86_400
    ? t("{seconds} days", { seconds: number(seconds / 86_400, 1) })
    : t("{seconds} minutes", { seconds: number(seconds / 60, 1) });

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
      return t("Votes and earns until {expiry}. Renewing it before then costs nothing and loses nothing.", {
        expiry: longDay(seat.expiry),
      });
    case "due": {
      const from = periods ? dayAndTime(seat.expiry + periods.lapse) : t("its last day");
      return t(
        "It ran out on {expiry}. It still votes and earns, but from {from} anyone may end it. Renew it before.",
        { expiry: longDay(seat.expiry), from },
      );
    }
    case "lapsed": {
      const until = dayAndTime(seat.graceEnds ?? 0);
      const then = frozen
        ? t(
            "{frozen} that it earned {several, select, true {are} other {is}} frozen: renewing it until {until} gives that back.",
            {
              frozen,
              several: isSeveral(money?.frozen),
              until,
            },
          )
        : t("Renewing it until {until} brings it back.", { until });
      return t("It wasn’t renewed in time, so it neither votes nor earns. {then}", { then });
    }
    case "ended":
      return (
        (lost
          ? t(
              "It wasn’t renewed, and the time to bring it back is over. {lost} that it had earned {several, select, true {go} other {goes}} back to all members. ",
              { lost, several: isSeveral(money?.lost) },
            )
          : t("It wasn’t renewed, and the time to bring it back is over. ")) +
        (seat.replaced ? t("Another seat has taken its place.") : t("Renewing it now begins anew, with nothing."))
      );
  }
}
