// Solidity tests that bear a promise's number in their name, and assertions that bear it in their message.
import { posix } from "node:path";
import type { Check, Kind } from "./check.ts";
import { perFile } from "./perFile.ts";
import { numbersIn } from "./promise.ts";

const KINDS: Record<string, Kind> = { test: "test", testFuzz: "fuzz test", invariant: "invariant" };

/** Of all Solidity files below test/: those that no test file reaches, check nothing. */
export function solidityChecks(files: ReadonlyMap<string, string>): Check[] {
  return [...reached(files)].sort().flatMap((file) => checksOf(file, files.get(file) ?? ""));
}

const checksOf = perFile((file, text): Check[] => {
  const code = withoutComments(text);
  return [...(file.endsWith(".t.sol") ? namedTests(file, code) : []), ...assertions(file, code)];
});

function namedTests(file: string, code: string): Check[] {
  // Hardhat runs what anybody may call.
  const found = code.matchAll(/\bfunction\s+((testFuzz|test|invariant)_\w+)\s*\([^)]*\)\s*(?:external|public)\b/g);
  return [...found].map((match) => {
    const [, title = "", kind = ""] = match;
    const numbers = numbersIn(title.split("_").join(" "));
    return { file, line: lineOf(code, match.index), kind: KINDS[kind] ?? "test", title, numbers };
  });
}

function assertions(file: string, code: string): Check[] {
  // Up to the statement's end; a message begins with its numbers: "T4, T5: ...".
  const found = code.matchAll(
    /\b(?:assert\w*|fail)\s*\([^;]*?"([TKCRMGX]\d{1,2}(?:, [TKCRMGX]\d{1,2})*): [^"]*"[^;]*;/g,
  );
  return [...found].map((match) => {
    const [whole, numbers = ""] = match;
    const title = /"([^"]*)"[^"]*$/.exec(whole)?.[1] ?? numbers;
    return { file, line: lineOf(code, match.index), kind: "assertion", title, numbers: numbersIn(numbers) };
  });
}

/** Test files, and what they import, near or far. */
function reached(files: ReadonlyMap<string, string>): Set<string> {
  const seen = new Set<string>();
  const follow = (file: string): void => {
    const text = files.get(file);
    if (text === undefined || seen.has(file)) return;
    seen.add(file);
    for (const path of importsOf(file, text)) follow(path);
  };
  for (const file of files.keys()) if (file.endsWith(".t.sol")) follow(file);
  return seen;
}

const importsOf = perFile((file, text): string[] =>
  [...withoutComments(text).matchAll(/\bimport\b[^;]*?"(\.{1,2}\/[^"]+)"\s*;/g)].map(([, path = ""]) =>
    posix.join(posix.dirname(file), path),
  ),
);

/** Comments blanked, so that every line keeps its number. */
const withoutComments = (text: string): string =>
  text.replace(/"(?:\\.|[^"\\\n])*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (found) =>
    found.startsWith('"') ? found : found.replace(/[^\n]/g, " "),
  );

const lineOf = (text: string, at: number): number => text.slice(0, at).split("\n").length;
