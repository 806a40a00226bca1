import type { SeatMoney } from "../../../data/money.ts";
import type { SeatState } from "../../../data/seats.ts";
import type { Asset, Ledger, Seat } from "../../../data/types.ts";
import { dayAndTime, longDay, number, shortAddress } from "../../../format/format.ts";
import { Stamp } from "../../../ui/parts.tsx";
import { seatSentence, seatStamps } from "./words.ts";

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
        <Stamp look={seatStamps[state]} />
        <p className="measure">{seatSentence({ seat, state, money, periods: ledger.seatPeriods, ledger, assets })}</p>
      </div>
      {seat.move && (
        <p className="trouble">
          <b>It is on its way to {shortAddress(seat.move.wallet)}.</b> Unless its present wallet stops it, it can move
          there from {dayAndTime(seat.move.readyAt)} on.
        </p>
      )}
      <dl className="kv mt-5">
        <dt>Seat</dt>
        <dd className="num">number {number(seat.id)}</dd>
        <dt>At the wallet</dt>
        <dd className="mono" title={seat.wallet}>
          {shortAddress(seat.wallet)}
        </dd>
        <dt>Since</dt>
        <dd>{longDay(seat.openedAt)}</dd>
        <dt>{lapsed || state === "due" ? "Ran out" : "Runs until"}</dt>
        <dd>{longDay(seat.expiry)}</dd>
        <dt>Vouched for by</dt>
        <dd className="mono" title={seat.issuer}>
          {shortAddress(seat.issuer)}
        </dd>
      </dl>
    </>
  );
}
