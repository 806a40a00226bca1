import { seatStateOf } from "../../../data/seats.ts";
import type { Ledger, Seat } from "../../../data/types.ts";
import { number, plural } from "../../../format/format.ts";

/** Few seats are drawn large, many close together. */
const perRowOf = (strokes: number) => (strokes <= 30 ? 10 : strokes <= 100 ? 20 : 40);
/** From here on one stroke stands for ten seats, and the caption says so. */
const MANY = 400;
const STEP = 11;
const GATE = 14;
const TALL = 30;
const ROW = 48;

/** Members are counted strokes, five to a gate: one stroke is one seat, yours in moss, lapsed ones dotted. */
export function SeatTally({ ledger, now, yours }: { ledger: Ledger; now: number; yours: Seat | undefined }) {
  const seats = [...ledger.seats.values()];
  const active = ledger.seatOf.size;
  const lapsed = seats.filter((seat) => seatStateOf(seat, now) === "lapsed");
  const each = active >= MANY ? 10 : 1;
  const strokes =
    each === 1
      ? seats
          .filter((seat) => seat.graceEnds === undefined || lapsed.includes(seat))
          .map((seat) => ({ key: seat.id.toString(), yours: seat.id === yours?.id, dotted: lapsed.includes(seat) }))
      : Array.from({ length: Math.ceil(active / each) }, (_, i) => ({ key: `${i}`, yours: false, dotted: false }));
  const perRow = perRowOf(strokes.length);
  const rows = Math.max(1, Math.ceil(strokes.length / perRow));
  const width = perRow * STEP + (perRow / 5) * GATE + 4;
  const words = `${number(active)} active ${plural(active, "seat")}${lapsed.length > 0 ? `, ${number(lapsed.length)} lapsed` : ""}`;
  return (
    <figure>
      <svg
        className={perRow > 20 ? "seats dense" : "seats"}
        viewBox={`0 0 ${width} ${rows * ROW}`}
        role="img"
        aria-label={words}
      >
        {strokes.map(({ key, yours: mine, dotted }, i) => {
          const row = Math.floor(i / perRow);
          const column = i % perRow;
          const gate = Math.floor(column / 5);
          const x = column * STEP + gate * GATE + 12;
          const y = row * ROW + 8;
          // The fifth one lies across the four before it.
          const d =
            column % 5 === 4
              ? `M${x - 5 * STEP + 2} ${y + TALL - 7}L${x + 1} ${y + 6}`
              : `M${x + ((i * 7) % 3) - 1} ${y + ((i * 5) % 4) - 2}L${x + ((i * 3) % 3) - 1} ${y + TALL + ((i * 3) % 4) - 2}`;
          return <path key={key} d={d} className={mine ? "mine" : ""} strokeDasharray={dotted ? "1 5" : undefined} />;
        })}
      </svg>
      <figcaption>
        <i>Fig. 1</i> {each === 1 ? "One stroke is one seat" : `One stroke is ${each} seats`}: {words}.
        {yours && each === 1 ? " Yours is in moss." : ""}
        {lapsed.length > 0 && each === 1 ? " Dotted: lapsed, and can still come back." : ""}
      </figcaption>
    </figure>
  );
}
