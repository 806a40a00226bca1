import { MEMORY, VERDICT } from "./constants.ts";
import type { ReviewerRecord } from "./reviewerRecord.ts";

/** Fades every count by `verdict` / MEMORY, then adds the verdict's `parts` by class. */
export function remember(
  record: ReviewerRecord,
  label: number,
  verdict: bigint,
  parts: readonly bigint[],
): ReviewerRecord {
  const classes = Math.max(record.seen.length, parts.length, label + 1);
  const faded = (counts: readonly bigint[]) =>
    Array.from({ length: classes }, (_, c) => fade(counts[c] ?? 0n, verdict));
  const [right, wrong, seen] = [faded(record.right), faded(record.wrong), faded(record.seen)];
  for (let c = 0; c < parts.length; c++) {
    const part = parts[c] ?? 0n;
    seen[c] = (seen[c] ?? 0n) + part;
    const said = c === label ? right : wrong;
    said[label] = (said[label] ?? 0n) + part;
  }
  return { right, wrong, seen, since: record.since };
}

/** Never turns the order of two counts round, so that right stays within seen, and wrong within the rest. */
function fade(count: bigint, verdict: bigint): bigint {
  return count - (count * verdict) / (MEMORY * VERDICT);
}
