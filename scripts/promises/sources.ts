// The files in which promises are named: the page that lists them, contracts, tests, and the page that joins them.
import { readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { root } from "../lib/paths.ts";
import { filesUnder } from "../setup/files.mjs";
import { PROMISES } from "./promise.ts";

export const SECURITY = "docs/SECURITY.md";

/** Texts by their path from the root, with slashes. */
export type Sources = ReadonlyMap<string, string>;

export function readSources(): Sources {
  const paths = [
    join(root, PROMISES),
    join(root, SECURITY),
    ...filesUnder(join(root, "contracts"), (path) => path.endsWith(".sol")),
    ...filesUnder(join(root, "test"), (path) => /\.(ts|sol)$/.test(path)),
    ...filesUnder(join(root, "frontend", "test"), (path) => path.endsWith(".ts")),
  ];
  return new Map(paths.map((path) => [relative(root, path).split(sep).join("/"), readFileSync(path, "utf8")]));
}

export const isMochaTest = (path: string): boolean => path.endsWith(".test.ts");
export const isSolidityTest = (path: string): boolean => path.startsWith("test/") && path.endsWith(".sol");
