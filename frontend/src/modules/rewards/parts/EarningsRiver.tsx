import type { Flow } from "../../../data/money.ts";
import type { Asset } from "../../../data/types.ts";
import { amount, count, number } from "../../../format/format.ts";
import { t } from "../../../i18n/i18n.ts";
import { strand } from "../../../ui/strand.ts";

type Piece = { name: string; earned: bigint };
export type EarningsRiverProps = {
  asset: Asset;
  flow: Flow;
  /** What one account earned of it. */
  total: bigint;
  part: string;
  pieces: readonly Piece[];
  yours: boolean;
  marked: string | undefined;
  onMark: (name: string | undefined) => void;
};

const TALL = 190;
const TOP = 30;
const SHOWN = 5;
const CUT = 446;

/** From who paid to one person's pieces of work. Where their part is too thin to see, the river is cut and enlarged. */
export function EarningsRiver({ asset, flow, total, part, pieces, yours, marked, onMark }: EarningsRiverProps) {
  const { model, paid } = flow;
  const passedOn = flow.from.reduce((sum, it) => sum + it.amount, 0n);
  const received = paid + passedOn;
  if (received === 0n || total === 0n) return null;
  const ratio = (value: bigint, whole: bigint) => Number((value * 10_000_000n) / whole) / 10_000_000;
  const scale = (value: bigint) => ratio(value, received) * TALL;
  const text = (value: bigint) => amount(value, asset);
  const ends = [
    { name: t("The people who built it"), value: flow.contributors },
    { name: t("Every member"), value: flow.dividend },
    { name: t("Reserve"), value: flow.reserve },
    ...flow.to.map((it) => ({ name: it.model.name, value: it.amount })),
  ];
  const sources = [
    { name: t("Paid use of {name}", { name: model.name }), value: paid },
    ...(flow.from.length > 2
      ? [{ name: t("Passed on by {from} models", { from: count(flow.from.length) }), value: passedOn }]
      : flow.from.map((it) => ({ name: t("Passed on by {name}", { name: it.model.name }), value: it.amount }))),
  ].filter(({ value }) => value > 0n);
  let sourceTop = TOP;
  const starts = sources.map((it) => {
    const top = sourceTop;
    sourceTop += scale(it.value);
    return { ...it, top, height: scale(it.value) };
  });
  let y = TOP;
  let source = TOP;
  const middle = ends.map((end) => {
    const top = y;
    const from = source;
    const height = scale(end.value);
    source += height;
    y += Math.max(height, 12) + 26;
    return { ...end, top, from, height };
  });

  const own = scale(total);
  const rest = pieces.slice(SHOWN);
  const shown = [
    ...pieces.slice(0, SHOWN),
    ...(rest.length > 0
      ? [
          {
            name: t("{rest} smaller pieces of work", { rest: number(rest.length) }),
            earned: rest.reduce((sum, { earned }) => sum + earned, 0n),
          },
        ]
      : []),
  ];
  const largeHeight = TALL * 0.86;
  const factor = own > 0 ? largeHeight / own : 1;
  const enlarge = factor > 1.5;
  const wide = enlarge ? largeHeight : own;
  let out = TOP + 2;
  let end = TOP;
  const deltas = shown.map((piece) => {
    const height = ratio(piece.earned, total) * wide;
    const item = { ...piece, height, from: out, top: end };
    out += height;
    end += Math.max(height, 20) + 18;
    return item;
  });
  const height = Math.max(y, end, out) + 4;
  return (
    <figure className="mt-5 only-wide">
      <svg
        className="river"
        viewBox={`0 0 832 ${height}`}
        role="img"
        aria-label={t(
          "From paid use of {name} to {yours, select, true {your} other {these}} contributions; the same numbers are listed below",
          { name: model.name, yours },
        )}
      >
        <text x="0" y="12" className="rh">
          {t("paid so far")}
        </text>
        <text x="222" y="12" className="rh">
          {t("split by the rules")}
        </text>
        <text x={CUT - 32} y="12" className="rh">
          {yours ? t("your {part}", { part }) : t("their {part}", { part })}
          {enlarge ? t(", drawn {factor} times larger", { factor: number(factor) }) : ""}
        </text>
        <text x="652" y="12" className="rh">
          {t("{yours, select, true {your} other {the}} work", { yours })}
        </text>
        {middle.map(({ name, from, top, height: tall }, i) => (
          <path
            key={name}
            d={strand(3, from, 222, top, tall)}
            fill="var(--pay-river)"
            fillOpacity={i === 0 ? 0.5 : 0.3}
          />
        ))}
        <path d={strand(225, TOP, CUT, TOP + 2, Math.max(own, 1.5))} fill="var(--pay-river)" />
        {enlarge && <path d={`M${CUT} 22V${TOP + wide + 10}`} stroke="var(--ink)" strokeDasharray="2 4" fill="none" />}
        {deltas.map(({ name, from, top, height: tall }) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: only an emphasis; the numbers stand below.
          <path
            key={name}
            d={strand(CUT + 3, from, 640, top, tall)}
            fill="var(--pay-river)"
            fillOpacity={marked === undefined || marked === name ? 0.72 : 0.35}
            onMouseEnter={() => onMark(name)}
            onMouseLeave={() => onMark(undefined)}
          />
        ))}
        {starts.map(({ name, value, top, height: tall }, i) => (
          <g key={name}>
            <rect
              x="0"
              y={i > 0 ? top + 1.5 : top}
              width="3"
              height={Math.max(tall - (i > 0 ? 1.5 : 0), 1)}
              fill="var(--ink)"
            />
            <text x="13" y={tall > 44 ? top + 23 : top + tall / 2 + 5}>
              {name}
              {tall <= 44 && (
                <tspan className="rn" dx="8">
                  {text(value)}
                </tspan>
              )}
            </text>
            {tall > 44 && (
              <text x="13" y={top + 41} className="rn">
                {text(value)}
              </text>
            )}
          </g>
        ))}
        {middle.map(({ name, value, top, height: tall }) => (
          <g key={name}>
            <rect x="222" y={top} width="3" height={tall} fill="var(--ink)" />
            <text x="234" y={top + tall / 2 + (tall > 60 ? 8 : -1)}>
              {name}
            </text>
            <text x="234" y={top + tall / 2 + (tall > 60 ? 26 : 16)} className="rn">
              {text(value)}
            </text>
          </g>
        ))}
        {deltas.map(({ name, earned, top, height: tall }) => (
          <g key={name}>
            <rect x="640" y={top} width="3" height={Math.max(tall, 1.5)} fill="var(--work)" />
            <text x="652" y={top + Math.max(tall, 20) / 2 - 2}>
              {name}
            </text>
            <text x="652" y={top + Math.max(tall, 20) / 2 + 14} className="rn">
              {text(earned)}
            </text>
          </g>
        ))}
      </svg>
    </figure>
  );
}
