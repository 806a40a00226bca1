// What became of each mutant, kept in a file of the repository: a run that was broken off goes on where it stopped.
import { existsSync, readFileSync } from "node:fs";
import { writeWhole } from "../lib/cli.ts";
import type { Mutant } from "./mutants.ts";

export const statuses = ["killed", "survived", "timeout", "invalid", "same"] as const;
/**
 * killed: a test failed. survived: all passed. timeout: the tests didn't end. invalid: it doesn't compile, or is too large to be
 * deployed. same: the compiler makes the same code of it. The last two tell nothing about the tests, and don't count.
 */
export type Status = (typeof statuses)[number];

export type MutantResult = Omit<Mutant, "change" | "line"> & {
  status: Status;
  /** The test that failed, and its file. */
  by?: { file: string; title: string };
  /** Of the tests that this rests on. */
  tests: string;
};

export type Results = {
  /** Mutants were drawn with this. */
  seed: number;
  results: MutantResult[];
};

export function readResults(path: string, seed: number): Results {
  if (!existsSync(path)) return { seed, results: [] };
  const { results } = JSON.parse(readFileSync(path, "utf8")) as Results;
  return { seed, results };
}

/** One result a line, in a fixed order. */
export async function writeResults(path: string, { seed, results }: Results): Promise<void> {
  const lines = [...results]
    .sort((a, b) => (`${a.file} ${a.place} ${a.id}` < `${b.file} ${b.place} ${b.id}` ? -1 : 1))
    .map((result) => JSON.stringify(result));
  await writeWhole(path, `{"schema":1,"seed":${seed},"results":[\n${lines.join(",\n")}\n]}\n`);
}
