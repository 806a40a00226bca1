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
  /** Survived only the first test files; the others weren't asked. */
  quick?: true;
  /** Of the tests that this rests on. */
  tests: string;
};

export type Results = {
  /** Mutants were drawn with this. */
  seed: number;
  /** Tests that aren't asked: they fail on an original that is compiled as mutants are. "file: title" */
  unsound: string[];
  results: MutantResult[];
};

export function readResults(path: string, seed: number): Results {
  if (!existsSync(path)) return { seed, unsound: [], results: [] };
  const { unsound = [], results } = JSON.parse(readFileSync(path, "utf8")) as Results;
  return { seed, unsound, results };
}

/** In a fixed order, so that a run changes only what it found. */
export async function writeResults(path: string, { seed, unsound, results }: Results): Promise<void> {
  const sorted = [...results].sort((a, b) =>
    `${a.file} ${a.place} ${a.id}` < `${b.file} ${b.place} ${b.id}` ? -1 : 1,
  );
  await writeWhole(path, `${JSON.stringify({ schema: 1, seed, unsound, results: sorted }, null, 2)}\n`);
}
