import Link from "next/link";
import { seatStateOf } from "../../../data/seats.ts";
import { number, plural, share } from "../../../format/format.ts";
import { Exact } from "../../../ui/Exact.tsx";
import { Note, Section } from "../../../ui/parts.tsx";
import { hasAny } from "../../dividend/parts/words.ts";
import { dividendRowsOf, type Earnings, type Row, type Sum } from "./sums.ts";

type FromWhereProps = Earnings & { rows: readonly Row[]; sums: readonly Sum[]; yours: boolean; now: number };

export function FromWhere({ rows, sums, yours, now, ...earnings }: FromWhereProps) {
  const { ledger, seat } = earnings;
  const state = seat && seatStateOf(seat, now);
  const members = ledger.seatOf.size;
  const part =
    state === "lapsed" || state === "ended"
      ? hasAny(earnings.dividend?.frozen)
        ? "frozen"
        : "lapsed"
      : `1 of ${number(members)} ${plural(members, "seat")}`;
  return (
    <>
      <Section id="from" title="From where">
        <table className="mt-5">
          <thead>
            <tr>
              <th>Source</th>
              <th className="n hp">{yours ? "Your share now" : "Share now"}</th>
              <th className="n hp">Collected before</th>
              <th className="n">Waiting</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ model, asset, waiting, collected, units, active }) => (
              <tr key={`${model.id}-${asset.address}`}>
                <td>
                  {model.name}, in {asset.symbol}
                </td>
                <td className="n hp">{active === 0n ? "from its next release" : share(units, active, 2)}</td>
                <td className="n hp">
                  <Exact value={collected} asset={asset} />
                </td>
                <td className={waiting > 0n ? "n pay" : "n"}>
                  <Exact value={waiting} asset={asset} />
                </td>
              </tr>
            ))}
            {dividendRowsOf(earnings).map(({ asset, waiting, collected }) => (
              <tr key={`dividend-${asset.address}`}>
                <td>
                  {yours ? <Link href="/dividend">Dividend</Link> : "Dividend"}, in {asset.symbol}
                </td>
                <td className="n hp">{part}</td>
                <td className="n hp">
                  <Exact value={collected} asset={asset} />
                </td>
                <td className={waiting > 0n ? "n pay" : "n"}>
                  <Exact value={waiting} asset={asset} />
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            {sums.map(({ asset, waiting, collected }, i) => (
              <tr key={asset.address}>
                <td style={i > 0 ? { borderTop: 0 } : undefined}>Together in {asset.symbol}</td>
                <td className="n hp" style={i > 0 ? { borderTop: 0 } : undefined} />
                <td className="n hp" style={i > 0 ? { borderTop: 0 } : undefined}>
                  <Exact value={collected} asset={asset} />
                </td>
                <td className="n pay" style={i > 0 ? { borderTop: 0 } : undefined}>
                  <Exact value={waiting} asset={asset} />
                </td>
              </tr>
            ))}
          </tfoot>
        </table>
      </Section>
      <Note>
        {yours ? "Your" : "A"} share of a model is {yours ? "your" : "the"} accepted work, divided by everybody’s
        accepted work, in the release that earned the money. A seat’s share of the dividend is the same for everyone.
      </Note>
    </>
  );
}
