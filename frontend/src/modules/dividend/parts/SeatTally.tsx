import { seatStateOf } from "../../../data/seats.ts";
import type { Ledger, Seat } from "../../../data/types.ts";
import { number } from "../../../format/format.ts";
import { t } from "../../../i18n/i18n.ts";
import { MANY, perRowOf, strokePath, strokesBox } from "../../../ui/strokes.ts";

/** Members are counted strokes, five to a gate: one stroke is one seat, yours in moss, lapsed ones dotted. */
export function SeatTally({ ledger, now, yours }: { ledger: Ledger; now: number; yours: Seat | undefined }) {
  const { marks, members: active } = ledger;
  const lapsed = marks.filter((mark) => seatStateOf(mark, now) === "lapsed");
  const each = active >= MANY ? 10 : 1;
  const strokes =
    each === 1
      ? marks
          .filter((seat) => seat.graceEnds === undefined || lapsed.includes(seat))
          .map((seat) => ({ key: seat.id.toString(), yours: seat.id === yours?.id, dotted: lapsed.includes(seat) }))
      : Array.from({ length: Math.ceil(active / each) }, (_, i) => ({ key: `${i}`, yours: false, dotted: false }));
  const perRow = perRowOf(strokes.length);
  const words = t("{active} active {manyActive, plural, one {seat} other {seats}}{lapsed}", {
    active: number(active),
    manyActive: active,
    lapsed: lapsed.length > 0 ? t(", {lapsed} lapsed", { lapsed: number(lapsed.length) }) : "",
  });
  return (
    <figure>
      <svg
        className={perRow > 20 ? "seats dense" : "seats"}
        viewBox={strokesBox(strokes.length, perRow)}
        role="img"
        aria-label={words}
      >
        {strokes.map(({ key, yours: mine, dotted }, i) => {
          const d = strokePath(i, perRow);
          return <path key={key} d={d} className={mine ? "mine" : ""} strokeDasharray={dotted ? "1 5" : undefined} />;
        })}
      </svg>
      <figcaption>
        <i>{t("Fig. 1")}</i> {each === 1 ? t("One stroke is one seat") : t("One stroke is {each} seats", { each })}:{" "}
        {words}.{yours && each === 1 ? t(" Yours is in moss.") : ""}
        {lapsed.length > 0 && each === 1 ? t(" Dotted: lapsed, and can still come back.") : ""}
      </figcaption>
    </figure>
  );
}
