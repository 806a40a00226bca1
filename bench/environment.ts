// In what the benchmark ran: whatever changes a figure.
import { readFileSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";
import { join } from "node:path";
import { root } from "../scripts/lib/paths.ts";

const versionOf = (name: string): string =>
  (JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8")) as { version: string }).version;

export const environment = () => ({
  evm: "osaka",
  client: `Hardhat EDR ${versionOf("@nomicfoundation/edr")}`,
  hardhat: versionOf("hardhat"),
  solc: versionOf("solc"),
  optimizer: { ours: "2,000 runs, the two largest 200, no via-IR", peers: "200 runs, no via-IR" },
  node: process.version,
  platform: `${process.platform}-${process.arch}`,
  cpu: cpus()[0]?.model ?? "unknown",
  cores: availableParallelism(),
  memoryBytes: totalmem(),
});

export type Environment = ReturnType<typeof environment>;
