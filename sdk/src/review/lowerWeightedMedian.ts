import { ReviewInputError } from "./errors.ts";

export interface WeightedScore {
  readonly score: bigint;
  readonly weight: bigint;
}

/** The lowest of the scores at or below which at least half of the weight lies. */
export function lowerWeightedMedian(scores: readonly WeightedScore[]): bigint {
  const total = scores.reduce((sum, { weight }) => sum + weight, 0n);
  if (total === 0n) throw new ReviewInputError("There is no score that has weight.", "Half of nothing isn't a place.");
  let below = 0n;
  for (const { score, weight } of [...scores].sort((a, b) => Number(a.score - b.score))) {
    below += weight;
    if (2n * below >= total) return score;
  }
  throw new ReviewInputError("A weight is negative.", "Weights are at least 0.");
}
