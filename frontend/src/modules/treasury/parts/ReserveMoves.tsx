import Link from "next/link";
import type { Asset, Ledger, ReserveChange } from "../../../data/types.ts";
import { amountText, stamp } from "../../../format/format.ts";
import { type Message, msg, t } from "../../../i18n/i18n.ts";
import { Who } from "../../../ui/parts.tsx";
import { memoText } from "./memo.ts";

const words: Readonly<Record<ReserveChange["kind"], Message>> = {
  given: msg("given by"),
  spent: msg("sent to"),
  found: msg("lay in the treasury uncounted, and was added"),
  reclaimed: msg("could be paid to nobody for two years, and was added"),
};

/** What came in beside revenue, and what went out. */
export function ReserveMoves({ ledger, assets }: { ledger: Ledger; assets: ReadonlyMap<string, Asset> }) {
  if (ledger.reserveChanges.length === 0) {
    return (
      <p className="cap mt-4">
        {t("Beside its part of the models’ revenue nothing has come in, and nothing was ever spent.")}
      </p>
    );
  }
  return (
    <ul className="ruled log">
      {ledger.reserveChanges.toReversed().map((it, i) => {
        const asset = assets.get(it.asset.toLowerCase());
        const memo = memoText(it.memo);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: one transaction may move the same amount twice.
          <li key={`${it.hash}-${i}`}>
            <span className="mono">{stamp(it.time)}</span>
            <span>
              <b>{asset ? amountText(it.amount, asset) : t("{amount} units", { amount: it.amount })}</b>{" "}
              {t(words[it.kind])}{" "}
              {it.party && (
                <Link href={`/people/${it.party}`}>
                  <Who address={it.party} />
                </Link>
              )}
              {memo && `: “${memo}”`}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
