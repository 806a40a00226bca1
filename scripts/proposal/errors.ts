import { CommonmindError } from "@commonmind/sdk";

/** What is wrong with a proposal, or with what is asked of it. */
export class ProposalError extends CommonmindError {
  override readonly name: string = "ProposalError";

  constructor({
    code,
    what,
    why,
    fix,
    cause,
  }: { code: string; what: string; why: string; fix: string; cause?: unknown }) {
    super({ code, what, why, fix, docs: "docs/proposals.md", cause });
  }
}

export function badOption(what: string, why: string): ProposalError {
  return new ProposalError({ code: "Option", what, why, fix: "Correct the command line; --help shows an example." });
}
