// Members are counted strokes, five to a gate: where each one is drawn.

/** From here on one stroke stands for ten seats, and the caption says so. */
export const MANY = 400;

const STEP = 11;
const GATE = 14;
const TALL = 30;
const ROW = 48;

/** Few strokes are drawn large, many close together. */
export const perRowOf = (strokes: number): number => (strokes <= 30 ? 10 : strokes <= 100 ? 20 : 40);

/** The room that `strokes` take. */
export function strokesBox(strokes: number, perRow: number): string {
  const rows = Math.max(1, Math.ceil(strokes / perRow));
  return `0 0 ${perRow * STEP + (perRow / 5) * GATE + 4} ${rows * ROW}`;
}

/** The line of stroke `i`, counted from 0. */
export function strokePath(i: number, perRow: number): string {
  const row = Math.floor(i / perRow);
  const column = i % perRow;
  const gate = Math.floor(column / 5);
  const x = column * STEP + gate * GATE + 12;
  const y = row * ROW + 8;
  // The fifth one lies across the four before it.
  return column % 5 === 4
    ? `M${x - 5 * STEP + 2} ${y + TALL - 7}L${x + 1} ${y + 6}`
    : `M${x + ((i * 7) % 3) - 1} ${y + ((i * 5) % 4) - 2}L${x + ((i * 3) % 3) - 1} ${y + TALL + ((i * 3) % 4) - 2}`;
}
