import { createRequire } from "node:module";
import hardhatToolboxMochaEthers from "@nomicfoundation/hardhat-toolbox-mocha-ethers";
import { configVariable, defineConfig } from "hardhat/config";

/** The compiler comes from the lockfile, so that every machine builds the same bytes without a download. */
const solc = createRequire(import.meta.url).resolve("solc/soljson.js");

const settings = { optimizer: { enabled: true, runs: 10_000 }, evmVersion: "osaka", viaIR: false } as const;

export default defineConfig({
  plugins: [hardhatToolboxMochaEthers],
  solidity: {
    profiles: {
      default: { version: "0.8.35", path: solc, settings },
      production: { version: "0.8.35", path: solc, settings },
    },
    npmFilesToBuild: [
      "@openzeppelin/contracts/access/manager/AccessManager.sol",
      "@openzeppelin/contracts/governance/TimelockController.sol",
    ],
  },
  paths: { tests: { mocha: "./test", solidity: "./test/solidity" }, ignition: "./deploy" },
  typechain: { outDir: "./types" },
  networks: {
    localhost: { type: "http", chainId: 31337, url: `http://127.0.0.1:${process.env.COMMONMIND_CHAIN_PORT ?? "8545"}` },
    sepolia: {
      type: "http",
      chainId: 11155111,
      url: configVariable("SEPOLIA_RPC_URL"),
      accounts: [configVariable("DEPLOYER_KEY")],
    },
  },
  test: { mocha: { timeout: 120_000 }, solidity: { fuzz: { runs: 512 } } },
});
