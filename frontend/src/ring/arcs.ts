// A line is cut into arcs, one for each author's share, with a hair of paper between two. Lengths are in thousandths of
// the line (pathLength = 1000), as a dash pattern.
import { TURN, tenth } from "./shape.ts";
import type { RingManifest } from "./types.ts";

const PAPER = 2.2;
const SHORTEST = 1.4;

/** How many thousandths of a line at this distance are as long as `pixels`. */
const thousandths = (pixels: number, unit: number, distance: number) => (pixels * unit * 1_000) / (TURN * distance);

/** Empty for an unbroken line. `unit`: how much of the drawing's space one pixel is. */
export function arcs({ units, shares }: RingManifest, distance: number, unit: number): string {
  const paper = thousandths(PAPER, unit, distance);
  const shortest = thousandths(SHORTEST, unit, distance);
  const pattern: number[] = [];
  // Authors too small to see share an arc.
  let gathered = 0;
  let dotted = 0;
  for (const share of shares) {
    const length = (share.units / units) * 1_000;
    gathered += length;
    if (share.left) dotted += length;
    if (gathered < shortest + paper) continue;
    if (dotted > gathered / 2) dots(pattern, gathered - paper, unit, distance);
    else pattern.push(gathered - paper);
    pattern.push(paper);
    gathered = dotted = 0;
  }
  if (pattern.length === 0) return "";
  pattern[pattern.length - 2] = (pattern.at(-2) ?? 0) + gathered;
  return pattern.map(tenth).join(" ");
}

/** What left is drawn as dots: it doesn't vanish. Ends on a dot, since a gap follows. */
function dots(pattern: number[], length: number, unit: number, distance: number): void {
  const dot = thousandths(1, unit, distance);
  const gap = thousandths(3, unit, distance);
  const count = Math.max(1, Math.floor((length - dot) / (dot + gap)));
  for (let i = 0; i < count; i++) pattern.push(dot, gap);
  pattern.push(Math.max(dot, length - count * (dot + gap)));
}

/** The dash pattern that shows one author's arc alone; undefined if there is none. */
export function arcOf(
  author: string,
  { units, shares }: RingManifest,
  distance: number,
  unit: number,
): string | undefined {
  let before = 0;
  for (const share of shares) {
    const length = (share.units / units) * 1_000;
    if (share.author === author) {
      const shown = Math.max(length - thousandths(PAPER, unit, distance), thousandths(4, unit, distance));
      return `0 ${tenth(before)} ${tenth(shown)} 2000`;
    }
    before += length;
  }
  return undefined;
}

/** An even pattern of dashes. */
export function dashed(on: number, off: number, distance: number, unit: number): string {
  return `${tenth(thousandths(on, unit, distance))} ${tenth(thousandths(off, unit, distance))}`;
}

/** A line with a gap at its beginning and one after the largest share: what still shows at 24 pixels. */
export function notchedLine(largest: number, distance: number, unit: number): string {
  const gap = thousandths(3.4, unit, distance);
  const first = Math.min(0.9, Math.max(0.1, largest)) * 1_000;
  return [first - gap, gap, 1_000 - first - gap, gap].map(tenth).join(" ");
}
