// One small chart for each attack, as SVG: the notebook's paper by day, the same under a lamp where the reader's system is dark.
import type { Chances } from "./measure.ts";

export interface Curve {
  readonly panel: number;
  readonly points: readonly (Chances & { readonly share: number })[];
}

export interface SmallChart {
  readonly title: string;
  /** What the height shows. */
  readonly of: string;
  readonly curves: readonly Curve[];
}

const COLUMNS = 3;
const CELL = { width: 264, height: 236 };
const PLOT = { left: 46, top: 50, width: 192, height: 132 };
const HEAD = 112;
const EDGE = 20;
const FOOT = 12;
const MOST_SHARE = 0.5;
const ONLY_LARGEST = "unwatched";
/** Told apart by dash as well as by colour; the width tells the panel's size. */
const PATHS = [
  { path: "first", css: "first", label: "first panel only" },
  { path: ONLY_LARGEST, css: "alone", label: "panel of 7, only the attackers challenge" },
  { path: "appealed", css: "both", label: "with appeals: everybody challenges" },
] as const;
const WIDTHS: Readonly<Record<number, number>> = { 3: 0.9, 5: 1.6, 7: 2.6 };

const STYLE = `
.paper{fill:#f5efe2}.rule{stroke:#d3c7b0}.edge{stroke:#221f1a;stroke-width:1.5}.title{font-size:17px;fill:#221f1a}
.note{font-size:14px;font-style:italic;fill:#49443a}.tick{font:12px ui-monospace,Menlo,Consolas,monospace;fill:#665e4f}
.first,.both,.alone{fill:none;stroke-linejoin:round}.first{stroke:#665e4f;stroke-dasharray:5 3}
.both{stroke:#43581f}.alone{stroke:#99282a;stroke-dasharray:1 4;stroke-linecap:round}
@media (prefers-color-scheme:dark){
.paper{fill:#1a1713}.rule{stroke:#443c31}.edge{stroke:#f0e8d9}.title{fill:#f0e8d9}.note{fill:#cfc5b3}.tick{fill:#a79c89}
.first{stroke:#a79c89}.both{stroke:#afc784}.alone{stroke:#f59b8b}}
`.trim();

export function smallCharts(title: string, description: string, charts: readonly SmallChart[]): string {
  const width = 2 * EDGE + COLUMNS * CELL.width;
  const height = HEAD + Math.ceil(charts.length / COLUMNS) * CELL.height + FOOT + EDGE;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="t d" font-family="Georgia, 'Times New Roman', serif">`,
    `<title id="t">${title}</title>`,
    `<desc id="d">${description}</desc>`,
    `<style>\n${STYLE}\n</style>`,
    `<rect class="paper" width="${width}" height="${height}"/>`,
    ...legend(),
    ...charts.map((chart, i) => {
      const [x, y] = [EDGE + (i % COLUMNS) * CELL.width, HEAD + Math.floor(i / COLUMNS) * CELL.height];
      return `<g transform="translate(${x} ${y})">${smallChart(chart).join("")}</g>`;
    }),
    `<text class="note" x="${EDGE + PLOT.left}" y="${height - EDGE}">across: the attackers' share of the reviewers, in per cent</text>`,
    "</svg>",
    "",
  ].join("\n");
}

function legend(): string[] {
  const line = (x: number, y: number, css: string, width: number) =>
    `<path class="${css}" stroke-width="${width}" d="M${x} ${y}h34"/>`;
  const text = (x: number, y: number, words: string) => `<text class="note" x="${x}" y="${y}">${words}</text>`;
  const sizes = Object.entries(WIDTHS).map(
    ([size, width], i) => line(560, 27 + 24 * i, "both", width) + text(604, 32 + 24 * i, `panels of ${size}`),
  );
  const paths = PATHS.map(({ css, label }, i) => line(66, 27 + 24 * i, css, 2.6) + text(110, 32 + 24 * i, label));
  return [...paths, ...sizes];
}

function smallChart({ title, of, curves }: SmallChart): string[] {
  const x = (share: number) => (PLOT.left + (PLOT.width * share) / MOST_SHARE).toFixed(1);
  const y = (passes: number) => (PLOT.top + PLOT.height * (1 - passes)).toFixed(1);
  const [right, bottom] = [PLOT.left + PLOT.width, PLOT.top + PLOT.height];
  const marks = [0, 0.25, 0.5, 0.75, 1].map((passes) => {
    const css = passes === 0 ? "edge" : "rule";
    const label =
      passes % 0.5 === 0
        ? `<text class="tick" x="${PLOT.left - 6}" y="${Number(y(passes)) + 4}" text-anchor="end">${100 * passes}%</text>`
        : "";
    return `<path class="${css}" d="M${PLOT.left} ${y(passes)}H${right}"/>${label}`;
  });
  const shares = [0, 0.1, 0.2, 0.3, 0.4, 0.5].map(
    (share) => `<text class="tick" x="${x(share)}" y="${bottom + 17}" text-anchor="middle">${100 * share}</text>`,
  );
  const largest = Math.max(...curves.map(({ panel }) => panel));
  const lines = PATHS.flatMap(({ path, css }) =>
    curves
      .filter(({ panel }) => path !== ONLY_LARGEST || panel === largest)
      .map(({ panel, points }) => {
        const d = points.map((point, i) => `${i === 0 ? "M" : "L"}${x(point.share)} ${y(point[path])}`).join("");
        return `<path class="${css}" stroke-width="${WIDTHS[panel] ?? 1}" d="${d}"/>`;
      }),
  );
  return [
    `<text class="title" x="${PLOT.left}" y="20">${title}</text>`,
    `<text class="note" x="${PLOT.left}" y="38">${of}</text>`,
    ...marks,
    ...shares,
    ...lines,
  ];
}
