import { CommonmindError } from "../errors.ts";

/** A ballot or a description that the governor wouldn't take. */
export class GovernanceError extends CommonmindError {
  override readonly name: string = "GovernanceError";

  constructor({ code, what, why, fix }: { code: string; what: string; why: string; fix: string }) {
    super({ code, what, why, fix, docs: "docs/proposals.md" });
  }
}
