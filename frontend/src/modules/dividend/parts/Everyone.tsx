import type { Asset, Ledger } from "../../../data/types.ts";
import { amount, number } from "../../../format/format.ts";
import { t } from "../../../i18n/i18n.ts";

/** What all members were given together, and what a seat that was there from the beginning has of it. */
export function Everyone({ ledger, assets }: { ledger: Ledger; assets: ReadonlyMap<string, Asset> }) {
  const rows = ledger.assets
    .flatMap((address) => {
      const asset = assets.get(address.toLowerCase());
      const mine = ledger.dividends.filter((it) => it.asset.toLowerCase() === address.toLowerCase());
      if (!asset || mine.length === 0) return [];
      const all = mine.reduce((sum, it) => sum + it.amount, 0n);
      const one = mine.reduce((sum, it) => sum + (it.amount << 64n) / BigInt(it.seats), 0n) >> 64n;
      return [{ asset, all, one }];
    })
    .reverse();
  if (rows.length === 0) {
    return (
      <p className="dim measure mt-4">
        {t(
          "Nothing yet. When somebody pays for the use of a model, a part of it is shared here among all members at once.",
        )}
      </p>
    );
  }
  return (
    <>
      <table className="mt-5">
        <thead>
          <tr>
            <th>{t("Paid in")}</th>
            <th className="n">{t("All members together")}</th>
            <th className="n">{t("One seat")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ asset, all, one }) => (
            <tr key={asset.address}>
              <td>{asset.symbol}</td>
              <td className="n">{amount(all, asset)}</td>
              <td className="n pay">{amount(one, asset)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="cap mt-3">
        {t("One seat: active from the beginning until now. There are {seatOf} members today.", {
          seatOf: number(ledger.members),
        })}
      </p>
    </>
  );
}
