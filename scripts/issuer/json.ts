// What goes in and out of the issuer, as JSON.
import { credentialToJson } from "@commonmind/sdk";
import { isAddress } from "viem";
import { z } from "zod";
import type { Issued, IssueParameters } from "./issuing.ts";
import { IssuerError } from "./keys.ts";

export const MAX_DAYS = 3_660;

const request = z.strictObject({
  account: z.string().refine((value) => isAddress(value), "is no address (0x and 40 hex digits, checksum right)"),
  person: z.string(),
  days: z.int().min(1).max(MAX_DAYS).optional(),
});

/** Reads a request; throws {@link IssuerError} with all that is wrong in it. */
export function credentialRequest(text: string): IssueParameters {
  const parsed = z.string().transform(parseJson).pipe(request).safeParse(text);
  if (parsed.success) return parsed.data;
  throw new IssuerError({
    code: "Request",
    what: "This is no request for a credential.",
    why: parsed.error.issues.map(({ path, message }) => `${path.join(".") || "It"}: ${message}.`).join(" "),
    fix: 'Send {"account": "0x...", "person": "..."}, and "days" if it should end sooner or later than in a year.',
  });
}

/** The credential as docs/issuers.md describes it, and what it would do. */
export function issuedToJson({ seat, acts, ...signed }: Issued) {
  return { ...credentialToJson(signed), seat: seat === undefined ? null : `${seat}`, acts };
}

function parseJson(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: "custom", message: "is no JSON" });
    return z.NEVER;
  }
}
