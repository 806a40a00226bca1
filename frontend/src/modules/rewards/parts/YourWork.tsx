import Link from "next/link";
import { useState } from "react";
import { holdersOf } from "../../../data/money.ts";
import { titleOf } from "../../../data/questions.ts";
import { amount, number, shortDayAndTime } from "../../../format/format.ts";
import { rich, t } from "../../../i18n/i18n.ts";
import { Note, Section, Stamp, workStamp } from "../../../ui/parts.tsx";
import type { Earnings } from "./sums.ts";

const FIRST = 10;

export function YourWork({ account, ledger, assets, positions, seat, yours }: Earnings & { yours: boolean }) {
  const [all, setAll] = useState(false);
  const known = ledger.assets.flatMap((address, index) => {
    const asset = assets.get(address.toLowerCase());
    return asset ? [{ asset, index }] : [];
  });
  const main = known.at(-1);
  const byUnits = positions.toSorted((a, b) => {
    const [x, y] = [a.waiting[main?.index ?? 0] ?? 0n, b.waiting[main?.index ?? 0] ?? 0n];
    return x === y ? Number(b.leaf.units - a.leaf.units) : x > y ? -1 : 1;
  });
  return (
    <>
      <Section id="work" title={yours ? t("Your work, piece by piece") : t("The work, piece by piece")}>
        <table className="mt-5">
          <thead>
            <tr>
              <th>{t("Contribution")}</th>
              <th className="hp">{t("Joined")}</th>
              <th className="n hp">{t("Units")}</th>
              <th className="n hp">{t("Score")}</th>
              <th className="n">{rich("Waiting, {symbol}", { symbol: main?.asset.symbol })}</th>
              <th className="hp" style={{ paddingLeft: 18 }}>
                {t("State")}
              </th>
            </tr>
          </thead>
          <tbody>
            {(all ? byUnits : byUnits.slice(0, FIRST)).map(({ id, leaf, work, waiting }) => (
              <tr key={id.toString()}>
                <td>
                  <Link href={`/contributions/${work.id}#your-part`}>
                    {rich("{work}, line {index}", { work: titleOf(work), index: (leaf.index + 1n).toString() })}
                  </Link>
                </td>
                <td className="hp">
                  {work.release === undefined
                    ? t("with the next release")
                    : t("release {release}", { release: work.release })}
                </td>
                <td className="n hp">{number(leaf.units)}</td>
                <td className="n hp">{work.score ?? "–"}</td>
                <td className="n">{main ? amount(waiting[main.index] ?? 0n, main.asset) : "–"}</td>
                <td className="hp" style={{ paddingLeft: 18 }}>
                  <Stamp
                    look={
                      leaf.withdrawn
                        ? { ink: "warn", waiting: false, words: t("withdrawn") }
                        : leaf.units === 0n && leaf.struck.length > 0
                          ? { ink: "warn", waiting: false, words: t("struck") }
                          : workStamp(work.state)
                    }
                    flat
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {byUnits.length > FIRST && (
          <button type="button" className="quiet mt-2" onClick={() => setAll(!all)}>
            {all ? t("Only the largest") : t("All {byUnits} pieces of work", { byUnits: byUnits.length })}
          </button>
        )}
        <Collected account={account} ledger={ledger} assets={assets} seat={seat} />
      </Section>
      <Note>{t("“Final” work joins with the next release. From then on it earns, whether you look or not.")}</Note>
    </>
  );
}

function Collected({ account, ledger, assets, seat }: Pick<Earnings, "account" | "ledger" | "assets" | "seat">) {
  const holders = new Set(holdersOf(ledger, account).map((it) => it.toLowerCase()));
  const payments = [
    ...ledger.collected.filter((it) => holders.has(it.account.toLowerCase())),
    ...ledger.dividendPayments.filter((it) => it.seat === seat?.id),
  ]
    .sort((x, y) => y.time - x.time)
    .slice(0, 6);
  if (payments.length === 0) return null;
  return (
    <>
      <h3 className="mt-10">{t("Collected before")}</h3>
      <ul className="ruled log" style={{ marginTop: 12 }}>
        {payments.map((payment) => {
          const { time, asset, amount: sum, hash } = payment;
          const known = assets.get(asset.toLowerCase());
          return (
            <li key={`${hash}-${asset}-${"seat" in payment}`}>
              <span className="mono">{shortDayAndTime(time)}</span>
              <span className="num">
                {known ? `${amount(sum, known)} ${known.symbol}` : sum.toString()}
                {"seat" in payment ? t(" of the dividend") : ""}{" "}
                <span className="cap inline mono">{hash.slice(0, 10)}…</span>
              </span>
            </li>
          );
        })}
      </ul>
    </>
  );
}
