// The numbers of reviewer weights: the same in contracts/contributions/ReviewerRecord.sol. See docs/review-weights.md.

/** One verdict that everybody else agreed on; records count verdicts in 2^-16. */
export const VERDICT = 1n << 16n;

/** A gold verdict counts as much as this many unanimous ones. */
export const GOLD_VERDICTS = 2n;

/** Each verdict fades the older ones by its own size / MEMORY: a record never holds more than about this many. */
export const MEMORY = 256n;

/** Verdicts that stand in for a record that isn't there yet. */
export const PRIOR_VERDICTS = 4n;

/** Of those, right: 11/16, in sixteenths of a verdict each. */
export const PRIOR_RIGHT_SIXTEENTHS = 11n;

/** Weights are in 1/1024; the largest is 3, which only a reviewer who is never wrong would reach. */
export const WEIGHT_UNIT = 1024n;
export const MAX_WEIGHT = 3n * WEIGHT_UNIT;

/** Nobody who was drawn is left without a voice. */
export const MIN_WEIGHT = 32n;

/** A record that isn't used loses half of itself in this time, in seconds: 180 days. */
export const HALF_LIFE = 15_552_000n;
