// The commands of our pages that the test of them doesn't run, each with the reason and, where there is one, what runs or tests
// the same program: not always with just these options. Options are held against their --help all the same.

export type Excuse = {
  readonly command: RegExp;
  readonly why: string;
  /** What runs or tests the same program; its code has to show that (evidence.ts). */
  readonly by?: string;
  /** What the code of `by` has to hold, where it doesn't name the program by its files. */
  readonly shown?: string;
};

export const excused: readonly Excuse[] = [
  { command: /^npm start$/, why: "takes a minute and stays up", by: "test/scripts/start.test.ts" },
  { command: /^npm test$/, why: "is what runs this" },
  { command: /^npm run bench( |$)/, why: "takes minutes", by: "test/scripts/bench.test.ts" },
  { command: /^npm run bench:record( |$)/, why: "takes many minutes, and writes into a page" },
  { command: /^npm run audit:web$/, why: "measures every page in a browser", by: "test/scripts/web.test.ts" },
  { command: /^npm run init -- my-coop$/, why: "asks questions at a terminal", by: "test/scripts/init.test.ts" },
  {
    command: /^npm run verify -- --network sepolia/,
    why: "asks public explorers about a testnet's co-op",
    by: "test/scripts/verify.test.ts",
  },
  {
    command: /^npm run deploy -- --network sepolia/,
    why: "needs a testnet and money on it",
    by: "test/scripts/deploy.test.ts",
  },
  {
    command: /^npm run (doctor|keeper|audit) -- --network sepolia/,
    why: "needs a testnet and a co-op on it",
    by: "test/scripts/testnet.test.ts",
  },
  {
    command: /11155111\.json .* npm run indexer$/,
    why: "serves a testnet's co-op until it is stopped",
    by: "test/scripts/testnet.test.ts",
  },
  {
    command: /11155111\.json .* npm run dapp$/,
    why: "serves a testnet's co-op until it is stopped",
    by: "frontend/test/browser/testnet.test.ts",
    shown: "startDapp(",
  },
  { command: /^DATABASE_URL=/, why: "needs a PostgreSQL", by: "test/indexer/postgres.test.ts" },
  { command: /^npm run hardhat -- keystore set /, why: "asks for a password, and writes into the home folder" },
  { command: /^npm run promises -- --write$/, why: "writes into the repository", by: "test/scripts/promises.test.ts" },
  { command: /^npm run messages -- --add /, why: "writes into the repository", by: "test/frontend/messages.test.ts" },
  { command: /^npm install \.\//, why: "needs npm's registry", by: "test/docs/package.test.ts", shown: '"pack"' },
  {
    command: /^node example\.mjs$/,
    why: "stands in a project of its own",
    by: "test/docs/package.test.ts",
    shown: "example.mjs",
  },
  {
    command: /mocha\/bin\/mocha\.js/,
    why: "runs every browser test",
    by: "scripts/test/hardhat.ts",
    shown: "browser: runBrowser",
  },
  { command: /screens\.ts/, why: "takes the pictures of every page in a browser" },
  {
    command: /^node frontend\/server\.mjs/,
    why: "builds the dApp and serves it",
    by: "frontend/test/browser/testnet.test.ts",
    shown: "startDapp(",
  },
  { command: /^npm run story( |$)/, why: "takes half a minute", by: "test/scripts/story.test.ts" },
];

/** Commands that end with another code than 0 on a co-op that has just begun, and what they say then. */
export const refusing: readonly { readonly command: RegExp; readonly code: 1 | 2; readonly says: RegExp }[] = [
  { command: /^npm run cm -- contribution claim 2 /, code: 1, says: /StateWrong/ },
  { command: /^npm run cm -- review commit 2 /, code: 1, says: /ReviewStageWrong|NotOnPanel/ },
  { command: /^npm run cm -- review reveal 2 /, code: 1, says: /NotOnPanel/ },
];
