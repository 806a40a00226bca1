// How many mutants the tests found, and how sure that is.
import type { MutantResult, Status } from "./results.ts";

/** A mutant that no test can tell from the original, with the reason. Known by its code. */
export type Equivalent = { file: string; place: string; before: string; after: string; why: string };

export type Score = {
  counts: Record<Status, number>;
  /** Survivors that are explained. */
  equivalent: number;
  /** killed / (killed + survived + timeout), without those that are explained; null if that is nothing. */
  score: number | null;
  /** The same with them. */
  raw: number | null;
  /** 95 % interval of the score (Wilson): what it may be over all mutants, of which these are a sample. */
  interval: [number, number];
};

/** Two-sided, 95 %. */
const Z = 1.959964;

/** Wilson's score interval for `hits` of `of`. */
export function wilson(hits: number, of: number): [number, number] {
  if (of === 0) return [0, 1];
  const p = hits / of;
  const middle = p + (Z * Z) / (2 * of);
  const half = Z * Math.sqrt((p * (1 - p)) / of + (Z * Z) / (4 * of * of));
  const scale = 1 + (Z * Z) / of;
  return [Math.max(0, (middle - half) / scale), Math.min(1, (middle + half) / scale)];
}

export const explanationOf = (
  { file, place, before, after }: Pick<MutantResult, "file" | "place" | "before" | "after">,
  equivalents: readonly Equivalent[],
): Equivalent | undefined =>
  equivalents.find(
    (each) => each.file === file && each.place === place && each.before === before && each.after === after,
  );

export function scoreOf(results: readonly MutantResult[], equivalents: readonly Equivalent[]): Score {
  const counts: Record<Status, number> = { killed: 0, survived: 0, timeout: 0, invalid: 0, same: 0 };
  for (const { status } of results) counts[status]++;
  const equivalent = results.filter(
    (result) => result.status === "survived" && explanationOf(result, equivalents),
  ).length;
  const counted = counts.killed + counts.survived + counts.timeout;
  const ratio = (of: number) => (of === 0 ? null : counts.killed / of);
  return {
    counts,
    equivalent,
    score: ratio(counted - equivalent),
    raw: ratio(counted),
    interval: wilson(counts.killed, counted - equivalent),
  };
}
