// The simulation of a large co-op, in a process of its own, so that its chain and its peak memory are its own.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../../scripts/lib/paths.ts";

export type Range = { least: number; most: number };
export type Simulation = {
  contributors: number;
  sampled: number;
  depth: number;
  /** Units in the manifest, before the score. */
  units: string;
  revenue: string;
  contributorsShare: string;
  /** Transactions that claimed units or money. */
  claims: number;
  /** Claims that had to be refused, and were. */
  refusals: number;
  gas: { claimUnits: Range; claim: Range; settle: Range };
  treeSeconds: number;
  seconds: number;
  peakBytes: number;
  /** Whatever wasn't as computed. */
  wrong: string[];
};

export function runSimulation(contributors: number, samples: number): Simulation {
  const script = join(import.meta.dirname, "simulate.ts");
  const args = ["--import", "tsx", script, String(contributors), String(samples)];
  const { status, stdout } = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`The simulation of ${contributors} contributors failed.`);
  return JSON.parse(stdout) as Simulation;
}
