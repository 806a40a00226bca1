import Link from "next/link";
import { seatGoneFrom, seatStateOf } from "../../../data/seats.ts";
import { dayAndTime, longDay, number, shortAddress } from "../../../format/format.ts";
import { rich, t } from "../../../i18n/i18n.ts";
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
        <Section id="seat" title={yours ? t("Your seat") : t("The seat")}>
          <p className="dim measure mt-4">
            {gone
              ? rich("Seat {id} left this wallet on {time}. Its dividend is paid at {link}.", {
                  id: number(gone.seat.id),
                  time: longDay(gone.time),
                  link: (
                    <Link href={`/rewards/${gone.seat.wallet}`} className="mono">
                      {shortAddress(gone.seat.wallet)}
                    </Link>
                  ),
                })
              : rich(
                  "This wallet holds no seat. Members share a part of what every model earns, in equal parts. <a>How you get a seat</a>",
                  { a: (it) => <Link href="/dividend">{it}</Link> },
                )}
          </p>
        </Section>
        <Note>
          {t("A seat is one verified person. It costs nothing, and earns whether its person works here or not.")}
        </Note>
      </>
    );
  }
  const facts = { seat, state: seatStateOf(seat, now), money: dividend, ledger, assets };
  return (
    <>
      <Section id="seat" title={yours ? t("Your seat, and its dividend") : t("The seat, and its dividend")}>
        <SeatStatus {...facts} />
        {seat.move && (
          <p className="trouble">
            <b>{t("It is on its way to {wallet}.", { wallet: shortAddress(seat.move.wallet) })}</b>{" "}
            {t("Unless its present wallet stops it, it can move there from")} {dayAndTime(seat.move.readyAt)} {t("on.")}{" "}
            {yours && <Link href="/dividend">{t("Stop it")}</Link>}
          </p>
        )}
        <h3 className="mt-10">{t("Why this much?")}</h3>
        <SeatWhy {...facts} />
      </Section>
      <Note>
        {t("Every member gets the same of what all models earn, for being a member.")}{" "}
        {yours && <Link href="/dividend">{t("More about it")}</Link>}
      </Note>
    </>
  );
}
