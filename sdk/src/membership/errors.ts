import { CommonmindError } from "../errors.ts";

/** A text that isn't a credential as issuers hand it out. */
export class MalformedCredentialError extends CommonmindError {
  override readonly name: string = "MalformedCredentialError";

  constructor({ why, cause }: { why: string; cause?: unknown }) {
    super({
      code: "MalformedCredential",
      what: "This is no credential.",
      why,
      fix: "Take the JSON object as the issuer gave it, whole.",
      docs: "docs/issuers.md#the-credential-as-json",
      cause,
    });
  }
}
