import { dividendCollected, dividendWhy, type SeatMoney } from "../../../data/money.ts";
import type { SeatState } from "../../../data/seats.ts";
import type { Asset, Ledger, Seat } from "../../../data/types.ts";
import { amount, amountText, number } from "../../../format/format.ts";
import { rich, t } from "../../../i18n/i18n.ts";

export type SeatWhyProps = {
  seat: Seat;
  state: SeatState;
  money: SeatMoney | undefined;
  ledger: Ledger;
  assets: ReadonlyMap<string, Asset>;
};

/** From the members' part of all revenue to one equal part of it. */
export function SeatWhy({ seat, state, money, ledger, assets }: SeatWhyProps) {
  const known = ledger.assets
    .flatMap((address, index) => {
      const asset = assets.get(address.toLowerCase());
      return asset ? [{ asset, index, ...dividendWhy(ledger, seat, address) }] : [];
    })
    .reverse()
    .filter(({ part }) => part > 0n);
  const [main, ...others] = known;
  if (!main) {
    return (
      <p className="dim measure mt-4">
        {t(
          "Nothing was shared among the members while this seat was active.{state, select, true { The next payment to any model will be.} other {}}",
          { state: Boolean(state === "active" || state === "due") },
        )}
      </p>
    );
  }
  const { asset, index, total, part, fewest, most } = main;
  const kept = state === "lapsed" ? (money?.frozen[index] ?? 0n) : (money?.waiting[index] ?? 0n);
  const all = dividendCollected(ledger, seat, asset.address);
  // What an earlier, forfeited life of the seat was paid isn't part of this one.
  const collected = seat.forfeited === 0 ? all : part > kept ? part - kept : 0n;
  const earned = seat.forfeited === 0 && state !== "ended" ? all + kept : part;
  const members =
    fewest === most ? number(most) : t("{fewest} to {most}", { fewest: number(fewest), most: number(most) });
  const lines = [
    { words: t("All members’ part of what the models earned while this seat was active"), value: amount(total, asset) },
    {
      words: t("Shared equally among the members there were: {members} {most, plural, one {seat} other {seats}}", {
        members,
        most,
      }),
      // Where it changed, no one number divides.
      value: fewest === most ? `÷ ${number(most)}` : "",
    },
    { words: t("One equal part"), value: amount(earned, asset) },
    { words: t("Collected before"), value: `− ${amount(collected, asset)}` },
    ...(state === "ended"
      ? [
          {
            words: t("Not collected in time: it belongs to all members again"),
            value: `− ${amount(earned - collected, asset)}`,
          },
        ]
      : []),
  ];
  return (
    <>
      <p className="dim measure">{rich("In {symbol}, as the contract counts it.", { symbol: asset.symbol })}</p>
      <ol className="receipt" data-testid="seat-why">
        {lines.map(({ words, value }, i) => (
          <li key={words}>
            <span>{i + 1}</span>
            <span>{words}</span>
            <span className="num">{value}</span>
          </li>
        ))}
        <li className="you">
          <span>{lines.length + 1}</span>
          <span>
            {state === "lapsed"
              ? t("Frozen until it is renewed")
              : state === "ended"
                ? t("Left for it")
                : t("Waiting now")}
          </span>
          <span className="num" style={state === "lapsed" ? { color: "var(--ink)" } : undefined}>
            {amount(kept, asset)}
          </span>
        </li>
      </ol>
      {others.map((it) => (
        <p className="cap mt-3" key={it.asset.address}>
          {t("In the same way, {part} of {total}.", {
            part: amountText(it.part, it.asset),
            total: amountText(it.total, it.asset),
          })}
        </p>
      ))}
    </>
  );
}
