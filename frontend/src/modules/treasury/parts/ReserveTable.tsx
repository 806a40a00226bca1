import type { Reserve } from "../../../data/reserves.ts";
import { amount } from "../../../format/format.ts";
import { t } from "../../../i18n/i18n.ts";
import { Exact } from "../../../ui/Exact.tsx";

/** Per asset: what is held, what may be spent in 30 days, and how much of that is left. */
export function ReserveTable({ reserves }: { reserves: readonly Reserve[] }) {
  return (
    <table className="mt-5">
      <thead>
        <tr>
          <th>{t("Asset")}</th>
          <th className="n">{t("Held")}</th>
          <th className="n hp">{t("Ceiling for 30 days")}</th>
          <th className="n">{t("Still to be spent in these")}</th>
        </tr>
      </thead>
      <tbody>
        {reserves.toReversed().map(({ asset, held, ceiling, spent }) => {
          const left = ceiling > spent ? ceiling - spent : 0n;
          return (
            <tr key={asset.address}>
              <td>{asset.symbol}</td>
              <td className="n">
                <Exact value={held} asset={asset} />
              </td>
              <td className="n hp">{ceiling === 0n ? t("none: can’t be spent") : amount(ceiling, asset)}</td>
              <td className="n">{amount(left < held ? left : held, asset)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
