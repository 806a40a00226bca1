// The gates that a change passes: what each holds, the command that runs it alone, the tests that show that it can be red, and
// the parts of the deep run that belong to it.
export type Gate = {
  name: string;
  holds: string;
  command: string;
  /** Files with a planted fault, or with what must be refused; from the root. */
  canaries: readonly string[];
  /** How the names of its parts in `npm run test:deep` begin. */
  deep?: string;
};

export const gates: readonly Gate[] = [
  {
    name: "promises",
    holds: "every promise has a check, and every number a promise",
    command: "npm run promises",
    canaries: ["test/scripts/promises.test.ts"],
  },
  {
    name: "proofs",
    holds: "rounding, splits and sums, for all values within bounds, about the contracts' own lines",
    command: "npm run prove",
    canaries: ["test/proofs/statements.test.ts", "test/proofs/definitions.test.ts"],
    deep: "proofs",
  },
  {
    name: "invariants",
    holds: "what holds after every step of random lives",
    command: "npm run test:deep -- --only invariants",
    canaries: ["test/solidity/Canaries.t.sol"],
    deep: "invariants",
  },
  {
    name: "reach",
    holds: "every function that changes state is called and done in random lives, or it is said why not",
    command: "npm test -- --only mocha,solidity --grep everyActionSucceeds|livesReach|reached",
    canaries: ["test/static/doors.test.ts"],
  },
  {
    name: "fuzz tests",
    holds: "what holds of random input",
    command: 'npm run test:deep -- --only "fuzz tests"',
    canaries: ["test/solidity/Canaries.t.sol"],
    deep: "fuzz tests",
  },
  {
    name: "sequences",
    holds: "an independent model equals the chain after random sequences of the whole system",
    command: "npm run test:deep -- --only sequences",
    canaries: ["test/contracts/differential/canaries.test.ts"],
    deep: "sequences",
  },
  {
    name: "coverage",
    holds:
      "every line of the contracts runs, and every condition is true and false, in some test; or it is said why not",
    command: "npm run coverage",
    canaries: ["test/scripts/coverage.test.ts"],
    deep: "coverage",
  },
  {
    name: "patterns",
    holds: "no dangerous pattern in a contract, but where one is meant",
    command: "npm run static",
    canaries: ["test/static/patterns.test.ts"],
  },
  {
    name: "snapshot",
    holds: "sizes, selectors, events and storage change only where it is seen; nothing is larger than a chain takes",
    command: "npm run static",
    canaries: ["test/static/static.test.ts"],
  },
  {
    name: "packages",
    holds: "exact versions; licences on the list, told in LICENSES.md",
    command: "npm run static",
    canaries: ["test/static/static.test.ts"],
  },
  {
    name: "map of power",
    holds: "every restricted function has its role, every role its function",
    command: "npm run build",
    canaries: ["test/setup/permissions.test.ts"],
  },
  {
    name: "parsers",
    holds: "whatever is read gives a valid value or an error of its own",
    command: "npm test -- --only mocha --grep Whatever",
    canaries: ["test/parsers/hostile.ts"],
  },
  {
    name: "services",
    holds: "malformed, oversized, slow and many requests: answered or refused, nothing kept",
    command: "npm test -- --only services,mocha --grep harm",
    canaries: [
      ...["test/indexer/hostile.test.ts", "test/content/content.test.ts", "test/frontend/relayChain.test.ts"],
      ...["test/frontend/relayHttp.test.ts", "test/frontend/door.test.ts"],
    ],
  },
  {
    name: "counting",
    holds: "what is skipped, idle or unexplained makes a run red",
    command: "npm test -- --only mocha,programs --grep count",
    canaries: ["test/setup/results.test.ts", "test/setup/deep.test.ts"],
  },
];
