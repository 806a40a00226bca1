// How long manifests take and how much memory, as manifest.ts measures it, for the report.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

export type OffchainRow = { id: string; n: number; seconds: number; peakBytes: number; bytesWritten: number };

export function measureManifests(onProgress: (message: string) => void): OffchainRow[] {
  onProgress("building manifests of up to a million leaves");
  const args = ["--import", "tsx", join(import.meta.dirname, "manifest.ts"), "--json"];
  const { status, stdout } = spawnSync(process.execPath, args, {
    stdio: ["ignore", "pipe", "inherit"],
    encoding: "utf8",
  });
  if (status !== 0) throw new Error("The manifests could not be measured.");
  return (JSON.parse(stdout) as { offchain: OffchainRow[] }).offchain;
}
