import Link from "next/link";
import { seatStateOf } from "../../../data/seats.ts";
import { share } from "../../../format/format.ts";
import { rich, t } from "../../../i18n/i18n.ts";
import { Exact } from "../../../ui/Exact.tsx";
import { Note, Section } from "../../../ui/parts.tsx";
import { hasAny } from "../../dividend/parts/words.ts";
import { dividendRowsOf, type Earnings, type Row, type Sum } from "./sums.ts";

type FromWhereProps = Earnings & { rows: readonly Row[]; sums: readonly Sum[]; yours: boolean; now: number };

export function FromWhere({ rows, sums, yours, now, ...earnings }: FromWhereProps) {
  const { ledger, seat } = earnings;
  const state = seat && seatStateOf(seat, now);
  const members = ledger.members;
  const part =
    state === "lapsed" || state === "ended"
      ? hasAny(earnings.dividend?.frozen)
        ? t("frozen")
        : t("lapsed")
      : t("1 of {members, plural, one {# seat} other {# seats}}", { members });
  return (
    <>
      <Section id="from" title={t("From where")}>
        <table className="mt-5">
          <thead>
            <tr>
              <th>{t("Source")}</th>
              <th className="n hp">{yours ? t("Your share now") : t("Share now")}</th>
              <th className="n hp">{t("Collected before")}</th>
              <th className="n">{t("Waiting")}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ model, asset, waiting, collected, units, active }) => (
              <tr key={`${model.id}-${asset.address}`}>
                <td>{rich("{name}, in {symbol}", { name: model.name, symbol: asset.symbol })}</td>
                <td className="n hp">{active === 0n ? t("from its next release") : share(units, active, 2)}</td>
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
                  {rich("{yours}, in {symbol}", {
                    yours: yours ? <Link href="/dividend">{t("Dividend")}</Link> : t("Dividend"),
                    symbol: asset.symbol,
                  })}
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
                <td style={i > 0 ? { borderTop: 0 } : undefined}>
                  {rich("Together in {symbol}", { symbol: asset.symbol })}
                </td>
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
        {t(
          "{yours, select, true {Your} other {A}} share of a model is {yours, select, true {your} other {the}} accepted work, divided by everybody’s accepted work, in the release that earned the money. A seat’s share of the dividend is the same for everyone.",
          { yours },
        )}
      </Note>
    </>
  );
}
