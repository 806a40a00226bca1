import type { Asset, Model, Split } from "../../../data/types.ts";
import { amount, share } from "../../../format/format.ts";

const WIDTH = 832;
const HEIGHT = 190;
const TOP = 30;
const GAP = 30;
const MIDDLE = 560;

const buckets = [
  { key: "contributors", name: "The people who built it", phone: "to the people who built it" },
  { key: "dividend", name: "Every member, equally", phone: "to every member, equally" },
  { key: "reserve", name: "Reserve, by vote only", phone: "to the reserve" },
] as const satisfies readonly { key: keyof Split; name: string; phone: string }[];

/** A strand of money from one height to another, both edges the same curve. */
export function strand(x0: number, y0: number, x1: number, y1: number, width0: number, width1 = width0): string {
  const mid = (x0 + x1) / 2;
  const round = (value: number) => Math.round(value * 10) / 10;
  return `M${x0} ${round(y0)}C${mid} ${round(y0)} ${mid} ${round(y1)} ${x1} ${round(y1)}V${round(y1 + width1)}C${mid} ${round(y1 + width1)} ${mid} ${round(y0 + width0)} ${x0} ${round(y0 + width0)}Z`;
}

export function MoneyRiver({ models, asset }: { models: readonly Model[]; asset: Asset }) {
  const key = asset.address.toLowerCase();
  const rows = models.flatMap((model) => {
    const split = model.earned.get(key);
    return split ? [{ model, split }] : [];
  });
  const total = rows.reduce((sum, { split }) => sum + split.received, 0n);
  const scale = (value: bigint) => (Number((value * 1_000_000n) / (total || 1n)) / 1_000_000) * HEIGHT;
  const text = (value: bigint) => amount(value, asset);

  let y = TOP;
  const sources = rows.map((row) => {
    const top = y;
    y += scale(row.split.received) + GAP;
    return { ...row, top, height: scale(row.split.received) };
  });
  y = TOP;
  const ends = buckets.map((bucket) => {
    const value = rows.reduce((sum, { split }) => sum + split[bucket.key], 0n);
    const top = y;
    y += Math.max(scale(value), 12) + GAP;
    return { ...bucket, value, top, height: scale(value) };
  });
  const height = y + 10;
  const filled = new Map<string, number>(ends.map(({ key: end, top }) => [end, top]));
  const strands = sources.flatMap(({ model, split, top }) => {
    let from = top;
    return ends.map(({ key: end }) => {
      const width = scale(split[end]);
      const to = filled.get(end) ?? 0;
      const d = strand(3, from, MIDDLE, to, width);
      from += width;
      filled.set(end, to + width);
      return { id: `${model.id}-${end}`, d };
    });
  });
  return (
    <figure className="mt-5">
      <svg
        className="only-wide river"
        viewBox={`0 0 ${WIDTH} ${height}`}
        role="img"
        aria-label={`Of ${text(total)} ${asset.symbol} paid, ${ends.map((it) => `${text(it.value)} went to ${it.name.toLowerCase()}`).join(", ")}`}
      >
        <text x="0" y="12" className="rh">
          paid use
        </text>
        <text x={MIDDLE} y="12" className="rh">
          where it went
        </text>
        {strands.map(({ id, d }) => (
          <path key={id} d={d} fill="var(--pay-river)" fillOpacity="0.5" />
        ))}
        {sources.map(({ model, split, top, height: tall }) => (
          <g key={model.id}>
            <rect x="0" y={top} width="3" height={tall} fill="var(--ink)" />
            <text x="14" y={top + 24}>
              Use of {model.name}
            </text>
            <text x="14" y={top + 42} className="rn">
              {text(split.received)}
            </text>
          </g>
        ))}
        {ends.map(({ key: end, name, value, top, height: tall }) => (
          <g key={end}>
            <rect x={MIDDLE} y={top} width="3" height={tall} fill="var(--ink)" />
            <text x={MIDDLE + 14} y={top + tall / 2 - 1}>
              {name}
            </text>
            <text x={MIDDLE + 14} y={top + tall / 2 + 17} className="rn">
              {text(value)}
            </text>
          </g>
        ))}
      </svg>
      <table className="only-wide vh">
        <caption>The same numbers</caption>
        <tbody>
          {ends.map(({ key: end, name, value }) => (
            <tr key={end}>
              <th scope="row">{name}</th>
              <td>{text(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <table className="only-phone">
        <tbody>
          {rows.map(({ model, split }) => (
            <tr key={model.id}>
              <td>Paid use of {model.name}</td>
              <td className="n">{text(split.received)}</td>
            </tr>
          ))}
          {ends.map(({ key: end, phone, value }) => (
            <tr key={end}>
              <td>
                {phone}
                <span className="barlet" style={{ width: share(value, total, 2) }} />
              </td>
              <td className="n">{text(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
