import { MAX_WEIGHT, MIN_WEIGHT, PRIOR_RIGHT_SIXTEENTHS, PRIOR_VERDICTS, VERDICT } from "./constants.ts";
import type { ReviewerRecord } from "./reviewerRecord.ts";

/**
 * What the reviewer's voice for `label` counts, in 1/1024: how much likelier it is to be heard when `label` is right than
 * when it isn't. With hit = P(said | is) and alarm = P(said | isn't) out of the record, it is Simpson's approximation of
 * ln(hit / alarm), 3 (hit^2 - alarm^2) / (hit^2 + 4 hit alarm + alarm^2), which is below 3 by itself; at least
 * MIN_WEIGHT, rounded down.
 *
 * A short record leans on what the reviewer is like on the whole, and that on 11/16 right.
 *
 * @param record As of now: see `agedRecord`.
 * @param classes How many classes there are, at least 2.
 */
export function reviewerWeight(record: ReviewerRecord, label: number, classes: number): bigint {
  const accuracy = balancedAccuracy(record, classes);
  const otherwise = (VERDICT - accuracy) / BigInt(classes - 1);
  const seen = record.seen[label] ?? 0n;
  const unseen = record.seen.reduce((sum, count) => sum + count, 0n) - seen;
  const hit = share(record.right[label] ?? 0n, seen, accuracy);
  const alarm = share(record.wrong[label] ?? 0n, unseen, otherwise);
  if (hit <= alarm) return MIN_WEIGHT;
  const [hit2, both, alarm2] = [hit * hit, hit * alarm, alarm * alarm];
  const weight = (MAX_WEIGHT * (hit2 - alarm2)) / (hit2 + 4n * both + alarm2);
  return weight > MIN_WEIGHT ? weight : MIN_WEIGHT;
}

/** Mean over the classes of how often the reviewer saw one for what it was: easy work of one class can't raise the rest. */
function balancedAccuracy(record: ReviewerRecord, classes: number): bigint {
  const n = BigInt(classes);
  let sum = 0n;
  for (let label = 0; label < classes; label++) {
    const right = n * (record.right[label] ?? 0n) + (PRIOR_VERDICTS * PRIOR_RIGHT_SIXTEENTHS * VERDICT) / 16n;
    sum += (right * VERDICT) / (n * (record.seen[label] ?? 0n) + PRIOR_VERDICTS * VERDICT);
  }
  return sum / n;
}

/** count / of in 2^-16, with PRIOR_VERDICTS of `expected` added. */
function share(count: bigint, of: bigint, expected: bigint): bigint {
  return ((count + PRIOR_VERDICTS * expected) * VERDICT) / (of + PRIOR_VERDICTS * VERDICT);
}
