import { createRequire } from "node:module";
import hardhatToolboxMochaEthers from "@nomicfoundation/hardhat-toolbox-mocha-ethers";
import { configVariable, defineConfig } from "hardhat/config";
import type { ConfigurationVariable } from "hardhat/types/config";
// Not from "@commonmind/sdk": that needs the contracts built, which is done with this.
import { LOCAL_CHAIN } from "./sdk/src/chains.ts";

/** The compiler comes from the lockfile, so that every machine builds the same bytes without a download. */
const solc = createRequire(import.meta.url).resolve("solc/soljson.js");

const compiler = (runs: number) => ({
  version: "0.8.35",
  path: solc,
  settings: { optimizer: { enabled: true, runs }, evmVersion: "osaka", viaIR: false },
});
/** Runs: as many as let the largest contract stay well below what one may measure; two by themselves are larger, and so is
 * one of them in its test. */
const solidity = {
  compilers: [compiler(2_000)],
  overrides: {
    "contracts/contributions/review/ReviewPanel.sol": compiler(200),
    "contracts/governance/CommonsGovernor.sol": compiler(200),
    "test/solidity/GovernorVotes.t.sol": compiler(200),
  },
};

/** Port of the local chain. Commands check what it says (scripts/lib/ports.ts); here it only must not break the config. */
const chainPort = Number(process.env.COMMONMIND_CHAIN_PORT ?? 8545) || 8545;

/** `npm run test:deep`: the same tests, far more runs; how many of a fuzz test, the part of it says (scripts/test/parts.ts). */
const deep = process.env.COMMONMIND_DEEP === "1";
const fuzzRuns = Number(process.env.COMMONMIND_FUZZ_RUNS ?? (deep ? 100_000 : 512));

/** What is known of each chain besides its address: sdk/src/chains.ts. */
const testnet = (chainId: number, url: ConfigurationVariable) => ({
  type: "http" as const,
  chainId,
  url,
  accounts: [configVariable("DEPLOYER_KEY")],
});

export default defineConfig({
  plugins: [hardhatToolboxMochaEthers],
  solidity: {
    // Starting and deploying needn't compile the Solidity tests.
    splitTestsCompilation: true,
    profiles: {
      default: solidity,
      production: solidity,
    },
    npmFilesToBuild: [
      "@openzeppelin/contracts/access/manager/AccessManager.sol",
      "@openzeppelin/contracts/governance/TimelockController.sol",
    ],
  },
  paths: { tests: { mocha: "./test", solidity: "./test/solidity" }, ignition: "./deploy" },
  typechain: { outDir: "./types" },
  networks: {
    localhost: { type: "http", chainId: LOCAL_CHAIN, url: `http://127.0.0.1:${chainPort}` },
    sepolia: testnet(11155111, configVariable("SEPOLIA_RPC_URL")),
    "base-sepolia": testnet(84532, configVariable("BASE_SEPOLIA_RPC_URL")),
    "optimism-sepolia": testnet(11155420, configVariable("OPTIMISM_SEPOLIA_RPC_URL")),
  },
  verify: { etherscan: { apiKey: configVariable("ETHERSCAN_API_KEY") } },
  test: {
    mocha: { timeout: deep ? 1_800_000 : 240_000 },
    solidity: {
      fuzz: { runs: fuzzRuns },
      invariant: deep ? { runs: 1_000, depth: 100 } : { runs: 256, depth: 64 },
    },
  },
});
