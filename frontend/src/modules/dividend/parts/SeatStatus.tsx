import type { SeatMoney } from "../../../data/money.ts";
import type { SeatState } from "../../../data/seats.ts";
import type { Asset, Ledger, Seat } from "../../../data/types.ts";
import { longDay, number, shortAddress } from "../../../format/format.ts";
import { t } from "../../../i18n/i18n.ts";
import { Stamp } from "../../../ui/parts.tsx";
import { seatSentence, seatStamp } from "./words.ts";

export type SeatStatusProps = {
  seat: Seat;
  state: SeatState;
  money: SeatMoney | undefined;
  ledger: Ledger;
  assets: ReadonlyMap<string, Asset>;
};

/** How a seat stands: its state, what that means, and what the chain says about it. */
export function SeatStatus({ seat, state, money, ledger, assets }: SeatStatusProps) {
  const lapsed = state === "lapsed" || state === "ended";
  return (
    <>
      <div className="seat-state" data-testid="seat">
        <Stamp look={seatStamp(state, money)} />
        <p className="measure">{seatSentence({ seat, state, money, periods: ledger.seatPeriods, ledger, assets })}</p>
      </div>
      <dl className="kv mt-5">
        <dt>{t("Seat")}</dt>
        <dd className="num">{t("number {id}", { id: number(seat.id) })}</dd>
        <dt>{t("At the wallet")}</dt>
        <dd className="mono" title={seat.wallet}>
          {shortAddress(seat.wallet)}
        </dd>
        <dt>{t("Since")}</dt>
        <dd>{longDay(seat.openedAt)}</dd>
        <dt>{lapsed || state === "due" ? t("Ran out") : t("Runs until")}</dt>
        <dd>{longDay(seat.expiry)}</dd>
        <dt>{t("Vouched for by")}</dt>
        <dd className="mono" title={seat.issuer}>
          {shortAddress(seat.issuer)}
        </dd>
      </dl>
    </>
  );
}
