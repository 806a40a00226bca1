import Link from "next/link";
import { seatGoneFrom, seatStateOf } from "../../../data/seats.ts";
import { dayAndTime, longDay, number, shortAddress } from "../../../format/format.ts";
import { Note, Section } from "../../../ui/parts.tsx";
import { SeatStatus } from "../../dividend/parts/SeatStatus.tsx";
import { SeatWhy } from "../../dividend/parts/SeatWhy.tsx";
import type { Earnings } from "./sums.ts";

/** The seat behind a rewards page: how it stands, and why its dividend is what it is. */
export function SeatPart({
  account,
  ledger,
  assets,
  seat,
  dividend,
  yours,
  now,
}: Earnings & { yours: boolean; now: number }) {
  if (!seat) {
    const gone = seatGoneFrom(ledger, account);
    if (!gone && !yours) return null;
    return (
      <>
        <Section id="seat" title={yours ? "Your seat" : "The seat"}>
          <p className="dim measure mt-4">
            {gone ? (
              <>
                Seat {number(gone.seat.id)} left this wallet on {longDay(gone.time)}. Its dividend is paid at{" "}
                <Link href={`/rewards/${gone.seat.wallet}`} className="mono">
                  {shortAddress(gone.seat.wallet)}
                </Link>
                .
              </>
            ) : (
              <>
                This wallet holds no seat. Members share a part of what every model earns, in equal parts.{" "}
                <Link href="/dividend">How you get a seat</Link>
              </>
            )}
          </p>
        </Section>
        <Note>A seat is one verified person. It costs nothing, and earns whether its person works here or not.</Note>
      </>
    );
  }
  const facts = { seat, state: seatStateOf(seat, now), money: dividend, ledger, assets };
  return (
    <>
      <Section id="seat" title={yours ? "Your seat, and its dividend" : "The seat, and its dividend"}>
        <SeatStatus {...facts} />
        {seat.move && (
          <p className="trouble">
            <b>It is on its way to {shortAddress(seat.move.wallet)}.</b> Unless its present wallet stops it, it can move
            there from {dayAndTime(seat.move.readyAt)} on. {yours && <Link href="/dividend">Stop it</Link>}
          </p>
        )}
        <h3 className="mt-10">Why this much?</h3>
        <SeatWhy {...facts} />
      </Section>
      <Note>
        Every member gets the same of what all models earn, for being a member.{" "}
        {yours && <Link href="/dividend">More about it</Link>}
      </Note>
    </>
  );
}
