// The numbers of reviewer weights: the same in contracts/contributions/ReviewerRecord.sol. See docs/review-weights.md.

/** One verdict that is certain, as gold is; records count verdicts in 2^-16. A panel's is always less. */
export const VERDICT = 1n << 16n;

/** Each verdict fades the older ones by its own size / MEMORY: a record never holds more than about this many. */
export const MEMORY = 256n;

/** Verdicts that stand in for a record that isn't there yet. */
export const PRIOR_VERDICTS = 3n;

/** Of those, right: 11/16, in sixteenths of a verdict each. */
export const PRIOR_RIGHT_SIXTEENTHS = 11n;

/** Weights are in 1/1024; the largest is 3, which only a reviewer who is never wrong would reach. */
export const WEIGHT_UNIT = 1024n;
/** The most that a reviewer's voice may weigh. */
export const MAX_WEIGHT = 3n * WEIGHT_UNIT;

/** Nobody who was drawn is left without a voice. */
export const MIN_WEIGHT = 32n;

/** A record that isn't used loses half of itself in this time, in seconds: 180 days. */
export const HALF_LIFE = 15_552_000n;

/** Stands beside a panel's other members as if it couldn't decide: what few people agree on is less certain. */
export const UNDECIDED_WEIGHT = 4n * WEIGHT_UNIT;
