import { UNDECIDED_WEIGHT, VERDICT } from "./constants.ts";
import { remember } from "./remember.ts";
import type { ReviewerRecord } from "./reviewerRecord.ts";

/**
 * The record after a panel. Only what the others said counts: `others[c]` is the sum of the other members' weights for
 * class c. The verdict is as large as their majority is clear, (first - second) / (all of them + UNDECIDED_WEIGHT), and
 * spreads over the classes as their weights do. Divided others, or none, teach nothing.
 */
export function learnFromPanel(record: ReviewerRecord, label: number, others: readonly bigint[]): ReviewerRecord {
  let [first, second, total] = [0n, 0n, 0n];
  for (const weight of others) {
    total += weight;
    if (weight > first) [first, second] = [weight, first];
    else if (weight > second) second = weight;
  }
  if (first === second) return record;
  const verdict = (VERDICT * (first - second)) / (total + UNDECIDED_WEIGHT);
  return remember(
    record,
    label,
    verdict,
    others.map((weight) => (verdict * weight) / total),
  );
}
