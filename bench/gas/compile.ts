// Compiles what ours is held against, in the run that measures it: the files of ./solidity, and of npm packages what they
// import. Nothing of it gets into the build, its types or the map of permissions.
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Abi, Hex } from "viem";
import { root } from "../../scripts/lib/paths.ts";

export type Code = { abi: Abi; bytecode: Hex };

type Output = {
  errors?: { severity: string; formattedMessage: string }[];
  contracts: Record<string, Record<string, { abi: Abi; evm: { bytecode: { object: string } } }>>;
};
type Compiler = {
  compile(input: string, callbacks: { import: (path: string) => { contents: string } | { error: string } }): string;
};

const require = createRequire(import.meta.url);
const folder = join(import.meta.dirname, "solidity");

/** OpenZeppelin's own number of optimizer runs; our compiler and EVM. */
export const RUNS = 200;

/** A file of a package. */
function source(path: string): { contents: string } | { error: string } {
  try {
    return { contents: readFileSync(require.resolve(path), "utf8") };
  } catch (error) {
    return { error: String(error) };
  }
}

/** Every contract of ./solidity by its name. */
export function compilePeers(): Map<string, Code> {
  const files = readdirSync(folder).filter((name) => name.endsWith(".sol"));
  const input = {
    language: "Solidity",
    sources: Object.fromEntries(files.map((name) => [name, { content: readFileSync(join(folder, name), "utf8") }])),
    settings: {
      optimizer: { enabled: true, runs: RUNS },
      evmVersion: "osaka",
      outputSelection: Object.fromEntries(files.map((name) => [name, { "*": ["abi", "evm.bytecode.object"] }])),
    },
  };
  const solc = require("solc") as Compiler;
  const { errors = [], contracts } = JSON.parse(solc.compile(JSON.stringify(input), { import: source })) as Output;
  const failed = errors.filter(({ severity }) => severity === "error");
  if (failed.length > 0) throw new Error(failed.map(({ formattedMessage }) => formattedMessage).join("\n"));
  const own = files.flatMap((name) => Object.entries(contracts[name] ?? {}));
  return new Map(own.map(([name, { abi, evm }]) => [name, { abi, bytecode: `0x${evm.bytecode.object}` }]));
}

/** The version of an installed package. */
export function versionOf(name: string): string {
  return (JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8")) as { version: string })
    .version;
}

/** Uniswap's MerkleDistributor, as its package brings it compiled. */
export function uniswapDistributor(): Code {
  const built = require("@uniswap/merkle-distributor/build/MerkleDistributor.json") as { abi: Abi; bytecode: string };
  return {
    abi: built.abi,
    bytecode: built.bytecode.startsWith("0x") ? (built.bytecode as Hex) : `0x${built.bytecode}`,
  };
}
