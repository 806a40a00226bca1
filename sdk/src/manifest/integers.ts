import { MAX_UINT64 } from "./encoding.ts";
import { LeafFieldError } from "./errors.ts";

const DIGITS = /^(?:0|[1-9][0-9]*)$/;
const INTEGER = /^-?[0-9]+$/;

/** Long input is quoted by its beginning only. */
export function quoted(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 77)}...` : text);
}

function complaint(text: string): string {
  if (text === "") return "is empty";
  if (/^-[0-9]/.test(text)) return "is negative";
  if (/^0[0-9]+$/.test(text)) return "has leading zeros";
  if (/^[0-9]+[eE][+-]?[0-9]+$/.test(text)) return "has an exponent";
  if (/^[0-9]*\.[0-9]*(?:[eE].*)?$/.test(text)) return "has a fraction";
  return "is not a whole number";
}

/** Plain decimal digits and nothing else, so that every machine reads the same integer. */
export function parseUint({ field, text, max = MAX_UINT64 }: { field: string; text: string; max?: bigint }): bigint {
  if (!DIGITS.test(text)) {
    throw new LeafFieldError({
      field,
      what: `${field} ${complaint(text)}: ${quoted(text)}.`,
      why: "Numbers here are whole and exact, so that every machine computes the same sums.",
      fix: "Write plain decimal digits, such as 12.",
    });
  }
  return checkUint({ field, value: text.length > 400 ? max + 1n : BigInt(text), max });
}

export function checkUint({ field, value, max = MAX_UINT64 }: { field: string; value: bigint; max?: bigint }): bigint {
  if (typeof value !== "bigint" || value < 0n) {
    throw new LeafFieldError({
      field,
      what: `${field} is ${typeof value === "bigint" ? "negative" : `a ${typeof value}`}: ${quoted(String(value))}.`,
      why: "Numbers here are whole and exact (bigint), from 0 on.",
      fix: "Give a bigint that is not negative.",
    });
  }
  if (value > max) {
    throw new LeafFieldError({
      field,
      what: `${field} is too large: ${quoted(String(value))}.`,
      why: `It is stored in ${max.toString(2).length} bits, so it is at most ${max}.`,
      fix: "Use a smaller number, or split the work into several leaves.",
    });
  }
  return value;
}

/** Any integer, negative or huge: whether it is possible is for the verifier to say. */
export function parseInteger(text: string): bigint | undefined {
  return INTEGER.test(text) ? BigInt(text) : undefined;
}
