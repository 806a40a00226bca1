import { createHash } from "node:crypto";
import type { Judgements } from "./judgements.ts";

/**
 * Draws round(share x n) of the n items whose truth is known: those whose SHA-256 of "seed:item" is lowest. So the draw
 * depends on neither the order of the rows nor the other items' ids.
 */
export function drawGold({ items }: Judgements, share: number, seed: number): ReadonlySet<number> {
  const drawn = [...items.entries()]
    .filter(([, { truth }]) => truth !== null)
    .map(([index, { id }]) => ({ index, lot: createHash("sha256").update(`${seed}:${id}`).digest("hex") }))
    .sort((a, b) => (a.lot < b.lot ? -1 : 1));
  return new Set(drawn.slice(0, Math.round(share * drawn.length)).map(({ index }) => index));
}
