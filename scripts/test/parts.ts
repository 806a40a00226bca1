// The parts of `npm run test:deep`, and what is kept about them: plain functions, so that they are themselves tested.
import { createHash } from "node:crypto";

export type DeepPart = {
  name: string;
  runner: "mocha" | "solidity" | "programs" | "services" | "browser" | "coverage";
  grep: string;
  /** Test files, from the root. */
  files: readonly string[];
  env: Readonly<Record<string, string>>;
};

/** What is kept about a part that passed. */
export type Taken = { passed: number; seconds: number };

/**
 * Runs of a fuzz test, where its file doesn't fix them. Those whose every run is a whole life have fewer: a hundred thousand of
 * them would take days on two cores.
 */
const FUZZ_RUNS = 100_000;
const fewer: Readonly<Record<string, number>> = { "MoneyLiveness.t.sol": 5_000 };

/** 10 batches of 10 random sequences of 200 steps, each batch from its own seed. */
const BATCHES = 10;
const SEQUENCES = 10;

/** @param suites Names of the Solidity files with fuzz tests or invariants. */
export function deepParts(suites: readonly string[]): DeepPart[] {
  const solidity = (name: string, grep: string, suite: string, env = {}): DeepPart => ({
    ...{ name, runner: "solidity", grep, env },
    files: [`test/solidity/${suite}`],
  });
  const sequences = Array.from({ length: BATCHES }, (_, i): DeepPart => {
    const env = { COMMONMIND_SEED: `${i + 1}`, COMMONMIND_RUNS: `${SEQUENCES}` };
    const files = ["test/contracts/differential/differential.test.ts"];
    return { name: `sequences ${i + 1} of ${BATCHES}`, runner: "mocha", grep: "X2", files, env };
  });
  return [
    {
      name: "proofs",
      runner: "mocha",
      grep: "",
      files: ["test/proofs/statements.test.ts", "test/proofs/definitions.test.ts"],
      env: {},
    },
    ...suites
      .filter((suite) => suite.includes("Invariants"))
      .map((suite) => solidity(`invariants of ${suite}`, "invariant_", suite)),
    ...suites
      .filter((suite) => !suite.includes("Invariants"))
      .map((suite) =>
        solidity(`fuzz tests of ${suite}`, "testFuzz", suite, { COMMONMIND_FUZZ_RUNS: `${fewer[suite] ?? FUZZ_RUNS}` }),
      ),
    ...sequences,
    {
      name: "the record begins anew",
      runner: "services",
      grep: "begins anew",
      files: ["test/indexer/record.test.ts"],
      env: {},
    },
    { name: "coverage", runner: "coverage", grep: "", files: [], env: {} },
    { name: "accessibility of every page", runner: "browser", grep: "Accessibility in a browser", files: [], env: {} },
  ];
}

/** One hash of many files, by name and content. */
export function tree(files: readonly (readonly [name: string, content: Buffer])[]): string {
  const hash = createHash("sha256");
  for (const [name, content] of files) hash.update(`${name}\0${createHash("sha256").update(content).digest("hex")}\n`);
  return hash.digest("hex").slice(0, 32);
}

/** A line for each part, and one for all of them. */
export function summary(
  parts: readonly DeepPart[],
  taken: ReadonlyMap<string, Taken>,
  failed: readonly string[],
): string {
  const lines = parts.map(({ name }) => {
    const one = taken.get(name);
    if (failed.includes(name)) return `${name}: failed`;
    return one ? `${name}: ${one.passed} passed, ${one.seconds} s` : `${name}: not run`;
  });
  const done = parts.flatMap(({ name }) => taken.get(name) ?? []);
  const seconds = done.reduce((sum, one) => sum + one.seconds, 0);
  return [...lines, `${done.length} of ${parts.length} parts passed, in ${seconds} s of work`].join("\n");
}
