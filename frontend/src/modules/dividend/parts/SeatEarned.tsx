import { dividendCollected, type SeatMoney } from "../../../data/money.ts";
import type { SeatState } from "../../../data/seats.ts";
import type { Asset, Ledger, Seat } from "../../../data/types.ts";
import { t } from "../../../i18n/i18n.ts";
import { Exact } from "../../../ui/Exact.tsx";

export type SeatEarnedProps = {
  seat: Seat;
  state: SeatState;
  money: SeatMoney | undefined;
  ledger: Ledger;
  assets: ReadonlyMap<string, Asset>;
};

/** What one seat earned, by asset: the sum, what was collected, what is there now. */
export function SeatEarned({ seat, state, money, ledger, assets }: SeatEarnedProps) {
  const rows = ledger.assets
    .flatMap((address, index) => {
      const asset = assets.get(address.toLowerCase());
      if (!asset) return [];
      const collected = dividendCollected(ledger, seat, address);
      const waiting = money?.waiting[index] ?? 0n;
      const frozen = money?.frozen[index] ?? 0n;
      return [{ asset, collected, now: state === "lapsed" ? frozen : waiting }];
    })
    .reverse();
  return (
    <table className="mt-5" data-testid="seat-earned">
      <thead>
        <tr>
          <th>{t("Paid in")}</th>
          <th className="n hp">{t("Earned so far")}</th>
          <th className="n">{t("Collected")}</th>
          <th className="n">{state === "lapsed" ? t("Frozen") : t("Waiting")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ asset, collected, now }) => (
          <tr key={asset.address}>
            <td>{asset.symbol}</td>
            <td className="n hp">
              <Exact value={collected + now} asset={asset} />
            </td>
            <td className="n">
              <Exact value={collected} asset={asset} />
            </td>
            <td className={now > 0n && state !== "lapsed" ? "n pay" : "n"}>
              <Exact value={now} asset={asset} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
