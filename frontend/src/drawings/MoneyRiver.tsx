import type { Flow } from "../data/money.ts";
import type { Asset, Model, Parts } from "../data/types.ts";
import { amount, share } from "../format/format.ts";
import { type Message, msg, rich, t } from "../i18n/i18n.ts";
import { strand } from "../ui/strand.ts";

const WIDTH = 832;
const HEIGHT = 190;
const TOP = 30;
const GAP = 28;
/** Below this a node's name and number stand in one line. */
const TWO_LINES = 50;

const buckets = [
  { key: "contributors", name: msg("The people who built it"), phone: msg("to the people who built it") },
  { key: "dividend", name: msg("Every member, equally"), phone: msg("to every member, equally") },
  { key: "reserve", name: msg("Reserve, by vote only"), phone: msg("to the reserve") },
] as const satisfies readonly { key: keyof Parts; name: Message; phone: Message }[];

type Node = { id: string; name: string; value: bigint; top: number; height: number };

const modelId = (id: number) => `model-${id}`;
const outsideId = (id: number) => `outside-${id}`;

/**
 * From who paid, over the models that share it, to where it went. Models that aren't among `flows` are sources of what they
 * passed on to these, and goals of what these passed on to them.
 */
export function MoneyRiver({ flows, asset }: { flows: readonly Flow[]; asset: Asset }) {
  const text = (value: bigint) => amount(value, asset);
  const inside = new Set(flows.map(({ model }) => model.id));
  const passed = flows.flatMap(({ model, to }) => to.map((it) => ({ from: model, ...it })));
  const among = passed.filter(({ model }) => inside.has(model.id));
  const given = merged(passed.filter(({ model }) => !inside.has(model.id)).map((it) => [it.model, it.amount]));
  const gotten = merged(
    flows.flatMap(({ from }) => from.filter(({ model }) => !inside.has(model.id)).map((it) => [it.model, it.amount])),
  );
  const total =
    flows.reduce((sum, { paid }) => sum + paid, 0n) + gotten.reduce((sum, { amount: part }) => sum + part, 0n);
  const scale = (value: bigint) => (Number((value * 1_000_000n) / (total || 1n)) / 1_000_000) * HEIGHT;
  // Where nothing is passed on, every model shares exactly what was paid for it, and says so once.
  const between = among.length > 0 || gotten.length > 0;
  const ends = [
    ...buckets.map(({ key, name, phone }) => ({
      ...{ id: key as string, name: t(name), phone: t(phone) },
      value: flows.reduce((sum, flow) => sum + flow[key], 0n),
    })),
    ...given.map(({ model, amount: value }) => ({
      ...{ id: outsideId(model.id), value },
      ...{ name: t("{name}, which it is built on", { name: model.name }), phone: t("to {name}", { name: model.name }) },
    })),
  ];

  const stack = (items: readonly { id: string; name: string; value: bigint }[]): Node[] => {
    let y = TOP;
    return items.map((item) => {
      const node = { ...item, top: y, height: scale(item.value) };
      y += Math.max(node.height, 12) + GAP;
      return node;
    });
  };
  const outside = (flow: Flow) =>
    flow.to.filter(({ model }) => !inside.has(model.id)).reduce((sum, { amount: part }) => sum + part, 0n);
  const sources = stack([
    ...flows
      .filter(({ paid }) => paid > 0n)
      .map(({ model, paid }) => ({
        id: modelId(model.id),
        name: t("Use of {name}", { name: model.name }),
        value: paid,
      })),
    ...gotten.map(({ model, amount: value }) => ({
      id: outsideId(model.id),
      name: t("Passed on by {name}", { name: model.name }),
      value,
    })),
  ]);
  const shares = between
    ? stack(
        flows.map((flow) => ({
          ...{ id: modelId(flow.model.id), name: flow.model.name },
          value: flow.rest + outside(flow),
        })),
      )
    : sources;
  const goals = stack(ends);
  const columns = between ? { share: 340, goal: 646 } : { share: 0, goal: 560 };
  const height = Math.max(...[...sources, ...shares, ...goals].map((it) => it.top + Math.max(it.height, 12))) + 26;

  const strands: { id: string; d: string }[] = [];
  const heightOf = (nodes: readonly Node[]) => new Map(nodes.map(({ id, top }) => [id, top]));
  type Strand = { id: string; x0: number; y0: number; x1: number; to: string; w: number };
  const flowInto = (filled: Map<string, number>, { id, x0, y0, x1, to, w }: Strand) => {
    const y1 = filled.get(to) ?? TOP;
    strands.push({ id, d: strand(x0 + 3, y0, x1, y1, w) });
    filled.set(to, y1 + w);
  };
  if (between) {
    const filled = heightOf(shares);
    for (const source of sources) {
      const flow = flows.find(({ model }) => modelId(model.id) === source.id);
      const outs = flow
        ? [
            ...flow.to
              .filter(({ model }) => inside.has(model.id))
              .map((it) => ({ id: modelId(it.model.id), value: it.amount })),
          ]
        : flows.flatMap(({ model, from }) =>
            from
              .filter((it) => outsideId(it.model.id) === source.id)
              .map((it) => ({ id: modelId(model.id), value: it.amount })),
          );
      const away = outs.reduce((sum, { value }) => sum + value, 0n);
      if (flow) outs.push({ id: source.id, value: source.value - away });
      let y = source.top;
      // From top to bottom, so that they cross as little as possible.
      for (const out of outs.sort((a, b) => (filled.get(a.id) ?? 0) - (filled.get(b.id) ?? 0))) {
        const w = scale(out.value);
        flowInto(filled, { id: `${source.id}-${out.id}`, x0: 0, y0: y, x1: columns.share, to: out.id, w });
        y += w;
      }
    }
  }
  const filled = heightOf(goals);
  for (const node of shares) {
    const flow = flows.find(({ model }) => modelId(model.id) === node.id);
    let y = node.top;
    const parts = [
      ...buckets.map(({ key }) => ({ to: key as string, value: flow?.[key] ?? 0n })),
      ...(flow?.to ?? [])
        .filter(({ model }) => !inside.has(model.id))
        .map((it) => ({ to: outsideId(it.model.id), value: it.amount })),
    ];
    for (const { to, value } of parts) {
      const w = scale(value);
      flowInto(filled, { id: `${node.id}-${to}`, x0: columns.share, y0: y, x1: columns.goal, to, w });
      y += w;
    }
  }

  return (
    <figure className="mt-5">
      <svg
        className="only-wide river"
        viewBox={`0 0 ${WIDTH} ${height}`}
        role="img"
        aria-label={t("Of {total} {symbol}, {ends}", {
          total: text(total),
          symbol: asset.symbol,
          ends: ends.map((it) => `${text(it.value)} ${it.phone}`).join(", "),
        })}
      >
        <text x="0" y="12" className="rh">
          {t("paid use")}
        </text>
        {between && (
          <text x={columns.share} y="12" className="rh">
            {t("what each model shares")}
          </text>
        )}
        <text x={columns.goal} y="12" className="rh">
          {t("where it went")}
        </text>
        {strands.map(({ id, d }) => (
          <path key={id} d={d} fill="var(--pay-river)" fillOpacity="0.5" />
        ))}
        {sources.map((node) => (
          <Label key={node.id} node={node} x={0} text={text} />
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
          <caption>{t("The same numbers")}</caption>
          <Rows {...{ flows, gotten, ends, text }} passed={among} />
        </table>
      </div>
      <table className="only-phone">
        <Rows {...{ flows, gotten, ends, text, total }} passed={among} />
      </table>
    </figure>
  );
}

type Part = { readonly model: Model; amount: bigint };

/** One sum for each model. */
function merged(parts: readonly (readonly [Model, bigint])[]): Part[] {
  const sums = new Map<number, Part>();
  for (const [model, part] of parts) {
    const known = sums.get(model.id);
    if (known) known.amount += part;
    else sums.set(model.id, { model, amount: part });
  }
  return [...sums.values()];
}

type LabelProps = { node: Node; x: number; text: (value: bigint) => string };

function Label({ node: { name, value, top, height }, x, text }: LabelProps) {
  const two = height >= TWO_LINES;
  const middle = top + Math.max(height, 12) / 2 + 5;
  return (
    <g>
      <rect x={x} y={top} width="3" height={Math.max(height, 1)} fill="var(--ink)" />
      <text x={x + 14} y={two ? top + 24 : middle}>
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
  /** What other models passed on to these. */
  gotten: readonly Part[];
  passed: readonly { from: { name: string }; model: { id: number; name: string }; amount: bigint }[];
  ends: readonly { id: string; phone: string; value: bigint }[];
  text: (value: bigint) => string;
  /** Draws bars beside the numbers, to this scale. */
  total?: bigint;
};

function Rows({ flows, gotten, passed, ends, text, total }: RowsProps) {
  return (
    <tbody>
      {flows
        .filter(({ paid }) => paid > 0n)
        .map(({ model, paid }) => (
          <tr key={model.id}>
            <td>{rich("Paid use of {name}", { name: model.name })}</td>
            <td className="n">{text(paid)}</td>
          </tr>
        ))}
      {gotten.map(({ model, amount: part }) => (
        <tr key={`from-${model.id}`}>
          <td>{rich("Passed on by {name}", { name: model.name })}</td>
          <td className="n">{text(part)}</td>
        </tr>
      ))}
      {passed.map(({ from, model, amount: part }) => (
        <tr key={`${from.name}-${model.id}`}>
          <td>{rich("of it, {from} passed on to {to}", { from: from.name, to: model.name })}</td>
          <td className="n">{text(part)}</td>
        </tr>
      ))}
      {ends.map(({ id, phone, value }) => (
        <tr key={id}>
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
