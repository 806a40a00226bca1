import { weightedPlurality } from "../../sdk/src/review/index.ts";
import type { Judgements } from "./judgements.ts";
import type { Predictions } from "./predictions.ts";

/** One voice each; several labels where they tie. */
export function majority({ items }: Judgements): Predictions {
  return items.map(
    ({ judgements }) => weightedPlurality(judgements.map(({ label }) => ({ label, weight: 1n }))).labels,
  );
}
