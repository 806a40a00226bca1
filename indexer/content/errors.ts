// Errors of the content store, in words for people.
import { CommonmindError, type CommonmindErrorParameters } from "../../sdk/src/errors.ts";

export type ContentErrorCode =
  | "ContentCid"
  | "ContentMissing"
  | "ContentForgotten"
  | "ContentMismatch"
  | "ContentTooLarge"
  | "ContentStoreFull"
  | "ContentType"
  | "ContentPath"
  | "ContentEmpty"
  | "ContentStalled"
  | "ContentService"
  | "ContentSetting";

export function contentError(
  code: ContentErrorCode,
  words: Pick<CommonmindErrorParameters, "what" | "why" | "fix" | "cause">,
): CommonmindError {
  return new CommonmindError({ code, docs: "docs/content.md", ...words });
}

export const isContentError = (error: unknown, code: ContentErrorCode): boolean =>
  error instanceof CommonmindError && error.code === code;
