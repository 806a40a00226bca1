import type { Ledger } from "../../../data/types.ts";
import { longDay, number } from "../../../format/format.ts";

const parts = [
  { name: "The people who built the model", look: "ink-solid" },
  { name: "Every member, equally", look: "ink-hatched" },
  { name: "Reserve, by vote only", look: "ink-dotted" },
] as const;

const percent = (bps: number) => `${number(bps / 100, 2)}%`;

/** Three ways, to scale; and how it was before, if a vote changed it. */
export function SplitBar({ ledger }: { ledger: Ledger }) {
  const now = ledger.splits.at(-1);
  if (!now) return <p className="dim measure mt-4">Its treasury hasn’t said yet how it splits.</p>;
  const before = ledger.splits.slice(0, -1).reverse();
  return (
    <>
      <div className="split" aria-hidden="true">
        {now.split.map((bps, i) => (
          <i key={parts[i]?.name} className={parts[i]?.look} style={{ width: `${bps / 100}%` }} />
        ))}
      </div>
      <table className="mt-4">
        <caption className="vh">How each payment is split since {longDay(now.time)}</caption>
        <tbody>
          {now.split.map((bps, i) => (
            <tr key={parts[i]?.name}>
              <td style={{ width: 34 }}>
                <span className={`swatch ${parts[i]?.look}`} aria-hidden="true" />
              </td>
              <td>{parts[i]?.name}</td>
              <td className="n">{percent(bps)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {before.length > 0 && (
        <p className="cap mt-3">
          Before:{" "}
          {before.map(({ time, split }) => `${split.map(percent).join(", ")} from ${longDay(time)} on`).join("; ")}.
        </p>
      )}
    </>
  );
}
