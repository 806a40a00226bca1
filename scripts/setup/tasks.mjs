// The table behind every npm script: what a task runs, and what must stand before it may run.

/**
 * @typedef {{ script: string, args?: string[] } | { tool: string, bin?: string, args?: string[] }} Command
 *   Either a script of ours (run by Node as it is) or the command line of an npm package.
 * @typedef {object} Task
 * @property {string} does One line for `node scripts/setup/run.mjs --help`.
 * @property {boolean} build Whether the contracts must be built first.
 * @property {Command[]} runs Run one after the other; the caller's arguments go to the last.
 * @property {boolean} [plain] It takes no arguments: its --help is the line of what it does.
 * @property {Record<string, string>} [env] Added to the environment of every command.
 */

/** @type {Record<string, Task>} */
export const tasks = {
  start: { does: "the whole DAO on a local chain", build: true, runs: [{ script: "scripts/start.ts" }] },
  init: { does: "the files of a new co-op, by questions", build: false, runs: [{ script: "scripts/init/main.ts" }] },
  cm: { does: "a co-op's daily life from a terminal", build: true, runs: [{ script: "scripts/cm.ts" }] },
  story: { does: "a history of work told on chain", build: true, runs: [{ script: "scripts/story/main.ts" }] },
  manifest: { does: "build, prove and verify manifests", build: false, runs: [{ script: "scripts/manifest.ts" }] },
  "votes:replay": {
    does: "recorded votes cast again, with and without the cap",
    build: true,
    runs: [{ script: "scripts/replay/main.ts" }],
  },
  issuer: { does: "credentials for seats, on local chains", build: true, runs: [{ script: "scripts/issuer.ts" }] },
  keeper: {
    does: "the steps of reviews that anyone may take",
    build: true,
    runs: [{ script: "scripts/keeper/main.ts" }],
  },
  proposal: { does: "draft, simulate and vote on proposals", build: true, runs: [{ script: "scripts/proposal.ts" }] },
  module: {
    does: "replaces a part of a co-op by vote",
    build: true,
    runs: [{ script: "scripts/module/main.ts" }],
  },
  "review:evaluate": {
    does: "reviewer weights on real judgements",
    build: false,
    runs: [{ script: "scripts/review/main.ts" }],
  },
  prove: { does: "rounding and sums, by an SMT solver", build: false, runs: [{ script: "scripts/prove/main.ts" }] },
  static: {
    does: "contracts and packages, without running them",
    build: true,
    runs: [{ script: "scripts/static/main.ts" }],
  },
  assurance: { does: "the page of gates", build: false, runs: [{ script: "scripts/assurance/main.ts" }] },
  content: { does: "files by the hash of their bytes", build: false, runs: [{ script: "scripts/content/main.ts" }] },
  messages: {
    does: "how complete the dApp's languages are",
    build: false,
    runs: [{ script: "scripts/messages/main.ts" }],
  },
  promises: {
    does: "which tests check which promise",
    build: false,
    runs: [{ script: "scripts/promises/main.ts" }],
  },
  mutate: {
    does: "changes the contracts in small ways, to see whether a test fails",
    build: true,
    runs: [{ script: "scripts/mutate/main.ts" }],
  },
  coverage: {
    does: "which lines and branches of the contracts no test reaches",
    build: true,
    runs: [{ script: "scripts/coverage/main.ts" }],
  },
  deploy: { does: "deploy to a network", build: true, runs: [{ script: "scripts/deploy.ts" }] },
  audit: { does: "the books rebuilt from logs", build: true, runs: [{ script: "scripts/audit/main.ts" }] },
  doctor: { does: "proves a deployment as declared", build: true, runs: [{ script: "scripts/doctor/main.ts" }] },
  verify: {
    does: "publishes the contracts' sources to explorers",
    build: true,
    runs: [{ script: "scripts/verify/main.ts" }],
  },
  docs: {
    does: "the reference of the sdk, from its comments",
    build: true,
    plain: true,
    runs: [{ tool: "typedoc", args: ["--options", "sdk/typedoc.json"] }],
  },
  dapp: { does: "the dApp, for a chain named by settings", build: true, runs: [{ script: "frontend/server.mjs" }] },
  indexer: { does: "keeps the record of a co-op", build: true, runs: [{ script: "indexer/server/main.ts" }] },
  node: {
    does: "a bare local chain, on this machine only",
    build: true,
    runs: [{ tool: "hardhat", args: ["node", "--hostname", "127.0.0.1"] }],
  },
  hardhat: { does: "Hardhat itself: keystore, console, ...", build: false, runs: [{ tool: "hardhat" }] },
  build: { does: "contracts, their types and constants", build: true, plain: true, runs: [] },
  test: { does: "types, lint and every test", build: true, runs: [{ script: "scripts/test/main.ts" }] },
  "test:deep": {
    does: "proofs, and far more random runs, in parts",
    build: true,
    runs: [{ script: "scripts/test/deep.ts" }],
  },
  lint: {
    does: "lint and formatting, nothing written",
    build: false,
    plain: true,
    runs: [{ script: "scripts/test/main.ts", args: ["--only", "lint"] }],
  },
  format: {
    does: "format everything in place",
    build: false,
    plain: true,
    runs: [
      { tool: "@biomejs/biome", bin: "biome", args: ["check", "--write"] },
      {
        tool: "prettier",
        args: ["--write", "--log-level", "warn", "--no-error-on-unmatched-pattern", "{bench,contracts,test}/**/*.sol"],
      },
    ],
  },
  bench: { does: "what things cost, beside others", build: true, runs: [{ script: "bench/main.ts" }] },
  "audit:web": {
    does: "weight and speed of the dApp's pages",
    build: true,
    runs: [{ script: "bench/web.ts" }],
  },
  "bench:load": {
    does: "what a vote costs with many proposals and voters",
    build: true,
    runs: [{ script: "bench/load.ts" }],
  },
  "bench:record": {
    does: "a large co-op's history indexed and asked",
    build: true,
    runs: [{ script: "bench/record/main.ts" }],
  },
};
