import { bpsText } from "@commonmind/sdk";
import type { Ledger } from "../../../data/types.ts";
import { longDay } from "../../../format/format.ts";
import { msg, rich, t } from "../../../i18n/i18n.ts";

const parts = [
  { name: msg("The people who built the model"), look: "ink-solid" },
  { name: msg("Every member, equally"), look: "ink-hatched" },
  { name: msg("Reserve, by vote only"), look: "ink-dotted" },
] as const;

/** Three ways, to scale; and how it was before, if a vote changed it. */
export function SplitBar({ ledger }: { ledger: Ledger }) {
  const now = ledger.splits.at(-1);
  if (!now) return <p className="dim measure mt-4">{t("Its treasury hasn’t said yet how it splits.")}</p>;
  const before = ledger.splits.slice(0, -1).reverse();
  return (
    <>
      <div className="split" aria-hidden="true">
        {now.split.map((bps, i) => (
          <i key={parts[i]?.look} className={parts[i]?.look} style={{ width: `${bps / 100}%` }} />
        ))}
      </div>
      <table className="mt-4">
        <caption className="vh">{t("How each payment is split since {time}", { time: longDay(now.time) })}</caption>
        <tbody>
          {now.split.map((bps, i) => (
            <tr key={parts[i]?.look}>
              <td style={{ width: 34 }}>
                <span className={`swatch ${parts[i]?.look}`} aria-hidden="true" />
              </td>
              <td>{parts[i] && t(parts[i].name)}</td>
              <td className="n">{bpsText(bps)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {before.length > 0 && (
        <p className="cap mt-3">
          {rich("Before: {before}.", {
            before: before
              .map(({ time, split }) =>
                t("{split} from {time} on", { split: split.map(bpsText).join(", "), time: longDay(time) }),
              )
              .join("; "),
          })}
        </p>
      )}
    </>
  );
}
