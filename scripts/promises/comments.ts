// Promises that comments name: contracts say which they keep, tests which they are about.
import { perFile } from "./perFile.ts";
import { numbersIn } from "./promise.ts";

export type Mention = { readonly file: string; readonly line: number; readonly numbers: readonly string[] };

/** Line by line, whole-line comments alone: a number elsewhere may be anything. */
export const mentionsIn = perFile((file, text): Mention[] =>
  text.split("\n").flatMap((line, at) => {
    const numbers = /^\s*(\/\/|\/\*|\*)/.test(line) ? numbersIn(line) : [];
    return numbers.length === 0 ? [] : [{ file, line: at + 1, numbers }];
  }),
);
