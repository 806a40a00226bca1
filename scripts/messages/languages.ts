// The languages that the dApp speaks: a file for each in frontend/messages, from the English sentence to its own.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CommonmindError } from "../../sdk/src/errors.ts";
import { parseMessage } from "../../sdk/src/language/message.ts";
import { root } from "../lib/paths.ts";

const folder = join(root, "frontend", "messages");

export const languageFile = (tag: string): string => join(folder, `${tag}.json`);

/** Tags of all languages but English, which stands in the code. */
export const languageTags = (): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.slice(0, -".json".length))
    .sort();

/** The sentences of a language. Throws a CommonmindError if its file isn't there or isn't one. */
export function readLanguage(tag: string): Record<string, string> {
  const path = languageFile(tag);
  try {
    const read: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (typeof read !== "object" || read === null || Object.values(read).some((it) => typeof it !== "string"))
      throw new Error("It isn't an object of texts");
    return read as Record<string, string>;
  } catch (cause) {
    throw new CommonmindError({
      code: "Language",
      what: `The sentences of the language “${tag}” can't be read.`,
      why: `${path}: ${cause instanceof Error ? cause.message : String(cause)}.`,
      fix: `There are ${languageTags().join(", ") || "none"}. A new one begins with --add ${tag}.`,
      cause,
    });
  }
}

/** What a sentence takes and marks, whatever its order: the same in every language. */
export function slotsOf(message: string): string[] {
  const slots = new Set<string>();
  const visit = (parts: ReturnType<typeof parseMessage>): void => {
    for (const part of parts) {
      if (typeof part === "string" || part.kind === "number") continue;
      slots.add(part.kind === "mark" ? `<${part.name}>` : `{${part.name}}`);
      if (part.kind === "mark") visit(part.inside);
      if (part.kind === "plural" || part.kind === "select") {
        for (const [key, inside] of Object.entries(part.cases)) {
          if (part.kind === "select") slots.add(`{${part.name}: ${key}}`);
          visit(inside);
        }
      }
    }
  };
  visit(parseMessage(message));
  return [...slots].sort();
}

export type Standing = {
  readonly language: string;
  readonly sentences: number;
  /** English sentences that have none, or an empty one. */
  readonly missing: readonly string[];
  /** Sentences that nothing says any more. */
  readonly unused: readonly string[];
  /** Sentences that take other values than the English one, or can't be read. */
  readonly wrong: readonly { readonly message: string; readonly why: string }[];
};

/** How a language stands beside the English sentences. */
export function standingOf(language: string, english: readonly string[]): Standing {
  const own = readLanguage(language);
  const known = new Set(english);
  const wrong = Object.entries(own).flatMap(([message, said]) => {
    if (said === "" || !known.has(message)) return [];
    try {
      const [wanted, given] = [slotsOf(message), slotsOf(said)].map((slots) => slots.join(" "));
      return wanted === given
        ? []
        : [{ message, why: `it takes ${given || "nothing"}, and should take ${wanted || "nothing"}` }];
    } catch (error) {
      return [{ message, why: error instanceof Error ? error.message : String(error) }];
    }
  });
  return {
    language,
    sentences: english.length,
    missing: english.filter((message) => !own[message]),
    unused: Object.keys(own).filter((message) => !known.has(message)),
    wrong,
  };
}
