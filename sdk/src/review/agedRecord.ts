import { HALF_LIFE } from "./constants.ts";
import type { ReviewerRecord } from "./reviewerRecord.ts";

/** The record at a later time: every full half-life that passed halves its counts, rounded down. A new one begins. */
export function agedRecord(record: ReviewerRecord, at: bigint): ReviewerRecord {
  if (record.since === 0n) return { ...record, since: at };
  const halvings = at > record.since ? (at - record.since) / HALF_LIFE : 0n;
  if (halvings === 0n) return record;
  const halved = (counts: readonly bigint[]) => counts.map((count) => count >> halvings);
  return {
    right: halved(record.right),
    wrong: halved(record.wrong),
    seen: halved(record.seen),
    since: record.since + halvings * HALF_LIFE,
  };
}
