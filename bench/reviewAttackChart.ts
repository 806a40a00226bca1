/** One curve: share of seats that the attackers hold, share of their bad work that passes. */
export interface AttackLine {
  readonly name: string;
  readonly points: readonly (readonly [share: number, passes: number])[];
}

const WIDTH = 720;
const HEIGHT = 420;
const PLOT = { left: 64, top: 24, right: 452, bottom: 360 };
/** Told apart without colour too: each has a dash of its own. */
const STYLES = [
  { colour: "#1b6ca8", dash: "" },
  { colour: "#b3391f", dash: "8 4" },
  { colour: "#3d7a35", dash: "2 4" },
  { colour: "#8a5a00", dash: "10 3 2 3" },
  { colour: "#6b3fa0", dash: "5 2" },
];
const MOST_SHARE = 0.5;

/** A chart as SVG, readable on light and dark pages. */
export function attackChart(lines: readonly AttackLine[]): string {
  const x = (share: number) => PLOT.left + ((PLOT.right - PLOT.left) * share) / MOST_SHARE;
  const y = (passes: number) => PLOT.bottom - (PLOT.bottom - PLOT.top) * passes;
  const grid = [0, 0.25, 0.5, 0.75, 1].map((passes) =>
    [
      `<line x1="${PLOT.left}" x2="${PLOT.right}" y1="${y(passes)}" y2="${y(passes)}" stroke="#ddd"/>`,
      `<text x="${PLOT.left - 8}" y="${y(passes) + 4}" text-anchor="end">${100 * passes} %</text>`,
    ].join(""),
  );
  const shares = [0, 0.1, 0.2, 0.3, 0.4, 0.5].map(
    (share) => `<text x="${x(share)}" y="${PLOT.bottom + 20}" text-anchor="middle">${100 * share} %</text>`,
  );
  const curves = lines.map(({ name, points }, i) => {
    const { colour, dash } = STYLES[i % STYLES.length] as (typeof STYLES)[number];
    const stroke = `stroke="${colour}" stroke-width="2"${dash === "" ? "" : ` stroke-dasharray="${dash}"`} fill="none"`;
    const path = points.map(([share, passes]) => `${x(share).toFixed(1)},${y(passes).toFixed(1)}`).join(" ");
    const at = PLOT.top + 12 + 24 * i;
    return [
      `<polyline points="${path}" ${stroke}/>`,
      `<line x1="${PLOT.right + 16}" x2="${PLOT.right + 44}" y1="${at - 4}" y2="${at - 4}" ${stroke}/>`,
      `<text x="${PLOT.right + 52}" y="${at}">${name}</text>`,
    ].join("");
  });
  const middle = (PLOT.left + PLOT.right) / 2;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" role="img">`,
    "<title>Share of bad work that passes a panel of seven, by the attackers' share of the reviewers</title>",
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    ...grid,
    ...shares,
    `<text x="${middle}" y="${PLOT.bottom + 44}" text-anchor="middle">attackers' share of the reviewers</text>`,
    `<text x="18" y="${(PLOT.top + PLOT.bottom) / 2}" text-anchor="middle" transform="rotate(-90 18 ${(PLOT.top + PLOT.bottom) / 2})">bad work that passes</text>`,
    ...curves,
    "</svg>",
    "",
  ].join("\n");
}
