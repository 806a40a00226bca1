import type { Flow } from "../data/money.ts";
import type { Asset, Parts } from "../data/types.ts";
import { amount, share } from "../format/format.ts";
import { strand } from "../ui/strand.ts";

const WIDTH = 832;
const HEIGHT = 190;
const TOP = 30;
const GAP = 28;
/** Below this a node's name and number stand in one line. */
const TWO_LINES = 50;

const buckets = [
  { key: "contributors", name: "The people who built it", phone: "to the people who built it" },
  { key: "dividend", name: "Every member, equally", phone: "to every member, equally" },
  { key: "reserve", name: "Reserve, by vote only", phone: "to the reserve" },
] as const satisfies readonly { key: keyof Parts; name: string; phone: string }[];

type Node = { id: number; name: string; value: bigint; top: number; height: number };

/** From who paid, over the models that share it, to where it went. */
export function MoneyRiver({ flows, asset }: { flows: readonly Flow[]; asset: Asset }) {
  const text = (value: bigint) => amount(value, asset);
  const total = flows.reduce((sum, { paid }) => sum + paid, 0n);
  const scale = (value: bigint) => (Number((value * 1_000_000n) / (total || 1n)) / 1_000_000) * HEIGHT;
  const passed = flows.flatMap(({ model, to }) => to.map((it) => ({ from: model, ...it })));
  // Where nothing is passed on, every model shares exactly what was paid for it, and says so once.
  const between = passed.length > 0;
  const ends = buckets.map((bucket) => ({
    ...bucket,
    value: flows.reduce((sum, flow) => sum + flow[bucket.key], 0n),
  }));

  const stack = (items: readonly { id: number; name: string; value: bigint }[]): Node[] => {
    let y = TOP;
    return items.map((item) => {
      const node = { ...item, top: y, height: scale(item.value) };
      y += Math.max(node.height, 12) + GAP;
      return node;
    });
  };
  const sources = stack(
    flows.filter(({ paid }) => paid > 0n).map(({ model, paid }) => ({ id: model.id, name: model.name, value: paid })),
  );
  const shares = between
    ? stack(flows.map(({ model, rest }) => ({ id: model.id, name: model.name, value: rest })))
    : sources;
  const goals = stack(ends.map(({ name, value }, id) => ({ id, name, value })));
  const columns = between ? { share: 340, goal: 646 } : { share: 0, goal: 560 };
  const height = Math.max(...[...sources, ...shares, ...goals].map((it) => it.top + Math.max(it.height, 12))) + 26;

  const strands: { id: string; d: string }[] = [];
  const heightOf = (nodes: readonly Node[]) => new Map(nodes.map(({ id, top }) => [id, top]));
  const flowInto = (
    filled: Map<number, number>,
    id: string,
    x0: number,
    y0: number,
    x1: number,
    to: number,
    w: number,
  ) => {
    const y1 = filled.get(to) ?? TOP;
    strands.push({ id, d: strand(x0 + 3, y0, x1, y1, w) });
    filled.set(to, y1 + w);
  };
  if (between) {
    const filled = heightOf(shares);
    for (const source of sources) {
      const flow = flows.find(({ model }) => model.id === source.id);
      const given = flow?.to ?? [];
      const kept = source.value - given.reduce((sum, it) => sum + it.amount, 0n);
      let y = source.top;
      const outs = [{ id: source.id, value: kept }, ...given.map((it) => ({ id: it.model.id, value: it.amount }))];
      // From top to bottom, so that they cross as little as possible.
      for (const out of outs.sort((a, b) => (filled.get(a.id) ?? 0) - (filled.get(b.id) ?? 0))) {
        flowInto(filled, `${source.id}-${out.id}`, 0, y, columns.share, out.id, scale(out.value));
        y += scale(out.value);
      }
    }
  }
  const filled = heightOf(goals);
  for (const node of shares) {
    const flow = flows.find(({ model }) => model.id === node.id);
    let y = node.top;
    for (const [i, { key }] of buckets.entries()) {
      const w = scale(flow?.[key] ?? 0n);
      flowInto(filled, `${node.id}-${key}`, columns.share, y, columns.goal, i, w);
      y += w;
    }
  }

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
        {between && (
          <text x={columns.share} y="12" className="rh">
            what each model shares
          </text>
        )}
        <text x={columns.goal} y="12" className="rh">
          where it went
        </text>
        {strands.map(({ id, d }) => (
          <path key={id} d={d} fill="var(--pay-river)" fillOpacity="0.5" />
        ))}
        {sources.map((node) => (
          <Label key={node.id} node={node} x={0} text={text} prefix="Use of " />
        ))}
        {between && shares.map((node) => <Label key={node.id} node={node} x={columns.share} text={text} />)}
        {goals.map(({ id, name, value, top, height: tall }) => (
          <g key={id}>
            <rect x={columns.goal} y={top} width="3" height={Math.max(tall, 1)} fill="var(--ink)" />
            <text x={columns.goal + 14} y={top + tall / 2 - 1}>
              {name}
            </text>
            <text x={columns.goal + 14} y={top + tall / 2 + 17} className="rn">
              {text(value)}
            </text>
          </g>
        ))}
      </svg>
      <div className="only-wide vh">
        <table>
          <caption>The same numbers</caption>
          <Rows flows={flows} passed={passed} ends={ends} text={text} />
        </table>
      </div>
      <table className="only-phone">
        <Rows flows={flows} passed={passed} ends={ends} text={text} total={total} />
      </table>
    </figure>
  );
}

type LabelProps = { node: Node; x: number; text: (value: bigint) => string; prefix?: string };

function Label({ node: { name, value, top, height }, x, text, prefix = "" }: LabelProps) {
  const two = height >= TWO_LINES;
  const middle = top + Math.max(height, 12) / 2 + 5;
  return (
    <g>
      <rect x={x} y={top} width="3" height={Math.max(height, 1)} fill="var(--ink)" />
      <text x={x + 14} y={two ? top + 24 : middle}>
        {prefix}
        {name}
        {!two && (
          <tspan className="rn" dx="8">
            {text(value)}
          </tspan>
        )}
      </text>
      {two && (
        <text x={x + 14} y={top + 42} className="rn">
          {text(value)}
        </text>
      )}
    </g>
  );
}

type RowsProps = {
  flows: readonly Flow[];
  passed: readonly { from: { name: string }; model: { id: number; name: string }; amount: bigint }[];
  ends: readonly { key: string; phone: string; value: bigint }[];
  text: (value: bigint) => string;
  /** Draws bars beside the numbers, to this scale. */
  total?: bigint;
};

function Rows({ flows, passed, ends, text, total }: RowsProps) {
  return (
    <tbody>
      {flows
        .filter(({ paid }) => paid > 0n)
        .map(({ model, paid }) => (
          <tr key={model.id}>
            <td>Paid use of {model.name}</td>
            <td className="n">{text(paid)}</td>
          </tr>
        ))}
      {passed.map(({ from, model, amount: part }) => (
        <tr key={`${from.name}-${model.id}`}>
          <td>
            of it, {from.name} passed on to {model.name}
          </td>
          <td className="n">{text(part)}</td>
        </tr>
      ))}
      {ends.map(({ key, phone, value }) => (
        <tr key={key}>
          <td>
            {phone}
            {total !== undefined && <span className="barlet" style={{ width: share(value, total, 2) }} />}
          </td>
          <td className="n">{text(value)}</td>
        </tr>
      ))}
    </tbody>
  );
}
