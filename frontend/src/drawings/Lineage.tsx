import { bpsText } from "@commonmind/sdk";
import { flowOf } from "../data/money.ts";
import type { Asset, Ledger, Model } from "../data/types.ts";
import { amount, listed } from "../format/format.ts";
import { t } from "../i18n/i18n.ts";
import { GrowthRing } from "../ring/GrowthRing.tsx";
import type { RingModel } from "../ring/types.ts";

const RING = 84;
const ROW = 122;
/** A whole model's revenue would be this wide. */
const FULL = 60;

type Edge = { from: Model; to: Model; bps: number; passed: bigint };

/** Who passes on what to whom, in an asset: from a model to those that it was built on. */
function edgesOf(ledger: Ledger, asset: Asset | undefined): Edge[] {
  return ledger.models.flatMap((from) =>
    from.upstream.flatMap(({ modelId, bps }) => {
      const to = ledger.models.find(({ id }) => id === modelId);
      const flow = asset && flowOf(ledger, from, asset.address);
      return to ? [{ from, to, bps, passed: flow?.to.find(({ model }) => model.id === modelId)?.amount ?? 0n }] : [];
    }),
  );
}

/** "20% of what it earns on to Assistant": what a model passes on. Nothing for one that stands alone. */
export function passedOn(ledger: Ledger, model: Model): string | undefined {
  const parts = edgesOf(ledger, undefined)
    .filter(({ from }) => from.id === model.id)
    .map(({ to, bps }) => t("{bps} of what it earns on to {name}", { bps: bpsText(bps), name: to.name }));
  return parts.length > 0 ? listed(parts) : undefined;
}

type LineageProps = {
  ledger: Ledger;
  asset: Asset | undefined;
  rings: ReadonlyMap<number, RingModel>;
  /** Only what this model passes on, or gets. */
  around?: number;
};

/** Roots left, children right; a stroke is as wide as the part that is passed on. */
export function Lineage({ ledger, asset, rings, around }: LineageProps) {
  const edges = edgesOf(ledger, asset).filter(
    ({ from, to }) => around === undefined || from.id === around || to.id === around,
  );
  if (edges.length === 0) return null;
  const depth = new Map<number, number>();
  // Only models that were there before can be built on, so that one pass in their order is enough.
  for (const model of ledger.models) {
    const above = edges.filter(({ from }) => from.id === model.id).map(({ to }) => (depth.get(to.id) ?? 0) + 1);
    depth.set(model.id, Math.max(0, ...above));
  }
  const shown = ledger.models.filter(({ id }) => edges.some(({ from, to }) => from.id === id || to.id === id));
  const deepest = Math.max(...shown.map(({ id }) => depth.get(id) ?? 0));
  const columns = Array.from({ length: deepest + 1 }, (_, at) => shown.filter(({ id }) => depth.get(id) === at));
  const rows = Math.max(...columns.map(({ length }) => length));
  const height = rows * ROW + 6;
  const places = new Map(
    columns.flatMap((column, at) =>
      column.map((model, i) => [
        model.id,
        { x: 146 + at * Math.min(430, 520 / deepest), y: ((i + 0.5) * height) / column.length },
      ]),
    ),
  );
  const at = (id: number) => places.get(id) ?? { x: 0, y: 0 };
  const words = ({ bps, passed }: Edge) =>
    asset && passed > 0n ? `${bpsText(bps)} = ${amount(passed, asset)}` : bpsText(bps);
  return (
    <>
      <figure className="mt-4 only-wide">
        <svg
          className="lin"
          viewBox={`0 0 832 ${height}`}
          role="img"
          aria-label={edges
            .map(({ from, to, bps }) =>
              t("{from} passes {share} of what it earns on to {to}.", {
                from: from.name,
                share: bpsText(bps),
                to: to.name,
              }),
            )
            .join(" ")}
        >
          {edges.map((edge) => {
            const [a, b] = [at(edge.to.id), at(edge.from.id)];
            const [x0, x1] = [a.x + RING / 2 + 8, b.x - RING / 2 - 8];
            const mid = (x0 + x1) / 2;
            return (
              <g key={`${edge.from.id}-${edge.to.id}`}>
                <path
                  d={`M${x0} ${a.y}C${mid} ${a.y} ${mid} ${b.y} ${x1} ${b.y}`}
                  fill="none"
                  stroke="var(--pay-river)"
                  strokeWidth={Math.max(1.5, (edge.bps / 10_000) * FULL)}
                />
                <text x={mid} y={(a.y + b.y) / 2 - 14} textAnchor="middle" className="p">
                  {words(edge)}
                </text>
              </g>
            );
          })}
          {shown.map((model) => {
            const { x, y } = at(model.id);
            const ring = rings.get(model.id);
            const level = depth.get(model.id);
            // Names stand where no stroke is: left of the roots, right of the last, under those between.
            const side = level === 0 ? -1 : level === deepest ? 1 : 0;
            const anchor = side === -1 ? "end" : side === 1 ? "start" : "middle";
            const [nameX, nameY] = [x + side * (RING / 2 + 10), side === 0 ? y + RING / 2 + 18 : y];
            return (
              <g key={model.id}>
                <svg x={x - RING / 2} y={y - RING / 2} width={RING} height={RING} aria-hidden="true">
                  {ring && <GrowthRing model={ring} pixels={RING} />}
                </svg>
                <text x={nameX} y={nameY} textAnchor={anchor}>
                  {model.name}
                </text>
                {side !== 0 && (
                  <text x={nameX} y={nameY + 19} textAnchor={anchor} className="s">
                    {model.releases.length > 0
                      ? t("release {releases}", { releases: model.releases.length })
                      : t("no release yet")}
                  </text>
                )}
              </g>
            );
          })}
        </svg>
      </figure>
      <ul className="only-phone ruled" style={{ marginTop: 12 }}>
        {edges.map((edge) => (
          <li key={`${edge.from.id}-${edge.to.id}`} className="small" style={{ padding: "12px 0" }}>
            <span>
              {edge.from.name} {t("passes")} <b>{bpsText(edge.bps)}</b> {t("on to")} {edge.to.name}
              {asset && edge.passed > 0n && (
                <>
                  :{" "}
                  <span className="num pay">
                    {amount(edge.passed, asset)} {asset.symbol}
                  </span>
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
