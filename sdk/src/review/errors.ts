import { CommonmindError } from "../errors.ts";

/** Judgements that no verdict can be made of. */
export class ReviewInputError extends CommonmindError {
  override readonly name = "ReviewInputError";
  constructor(what: string, why: string) {
    super({
      code: "ReviewInput",
      what,
      why,
      fix: "Give at least one score, and weights out of reviewerWeight.",
      docs: "docs/review-weights.md",
    });
  }
}
