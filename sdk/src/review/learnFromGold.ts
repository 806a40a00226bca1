import { VERDICT } from "./constants.ts";
import { remember } from "./remember.ts";
import type { ReviewerRecord } from "./reviewerRecord.ts";

/** The record after a piece of gold work, whose `truth` is known whatever the panel said. */
export function learnFromGold(record: ReviewerRecord, label: number, truth: number): ReviewerRecord {
  const parts = Array.from({ length: truth + 1 }, (_, c) => (c === truth ? VERDICT : 0n));
  return remember(record, label, VERDICT, parts);
}
