/**
 * What is remembered of one reviewer: for each class, three counts of verdicts in 2^-16 ({@link VERDICT}). A class is a
 * label's number, or 0 = rejected and 1 = accepted for scores. A class that isn't there yet counts as zeros.
 */
export interface ReviewerRecord {
  /** By class: the reviewer said it, and so it was. */
  readonly right: readonly bigint[];
  /** By class: the reviewer said it, and it was another. */
  readonly wrong: readonly bigint[];
  /** By class: so it was, whatever the reviewer said. */
  readonly seen: readonly bigint[];
  /** Unix seconds up to which idle time has been taken off; 0 before the first verdict, and where there is no time. */
  readonly since: bigint;
}

/** Of a reviewer whom nothing is known about. */
export const newReviewerRecord: ReviewerRecord = { right: [], wrong: [], seen: [], since: 0n };
