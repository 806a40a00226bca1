import { CommonmindError } from "../errors.ts";

/** Judgements that no verdict can be made of. */
export class ReviewInputError extends CommonmindError {
  override readonly name = "ReviewInputError";
  constructor(what: string, why: string, fix = "Give at least one score, and weights out of reviewerWeight.") {
    super({ code: "ReviewInput", what, why, fix, docs: "docs/review-weights.md" });
  }
}

/** A seed that isn't there, or can't be proved. */
export class SeedError extends CommonmindError {
  override readonly name = "SeedError";
  constructor(parameters: { code: string; what: string; why: string; fix: string }) {
    super({ ...parameters, docs: "docs/review.md" });
  }
}
