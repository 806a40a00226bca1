/**
 * JSON in which numbers stay as they are written: every number arrives as its source text, so that 1e3, 1.0 and
 * 18446744073709551615 can be told apart from 1000, 1 and 18446744073709552000. Throws SyntaxError.
 */
export function parseExactJson(text: string): unknown {
  return JSON.parse(text, keepSource as (this: unknown, key: string, value: unknown) => unknown);
}

/** The third argument came with ECMAScript 2026; engines without it must not guess. */
function keepSource(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== "number") return value;
  if (context?.source === undefined) {
    throw new SyntaxError("this browser reads numbers in JSON inexactly; write them as strings");
  }
  return context.source;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
