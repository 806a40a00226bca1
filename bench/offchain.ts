// How long manifests take and how much memory, as manifest.ts measures it, and how fast histories are recorded, as bench:record
// does, for the report.
import { measureApart } from "./child.ts";
import { RECORD_SHARE, type RecordRun } from "./scale/run.ts";

/** Parts that are measured by themselves. */
export type OffchainPart = "manifests" | "records" | "fresh" | "tests";

/** `n`: leaves, sentences, events or tests. */
export type OffchainRow = {
  readonly part: OffchainPart;
  readonly id: string;
  readonly n: number;
  readonly seconds: number;
  /** The most memory that its process held; null where it isn't one process. */
  readonly peakBytes: number | null;
  readonly bytesWritten?: number;
};

type Options = { readonly onProgress: (message: string) => void; readonly signal: AbortSignal };

export async function measureManifests({ onProgress, signal }: Options): Promise<OffchainRow[]> {
  onProgress("building manifests of up to a million leaves");
  type Said = { offchain: Omit<OffchainRow, "part">[] };
  const { offchain } = await measureApart<Said>("manifest.ts", ["--json"], signal);
  return offchain.map((row) => ({ part: "manifests", ...row }));
}

export async function measureRecords({ onProgress, signal }: Options): Promise<OffchainRow[]> {
  const rows: OffchainRow[] = [];
  for (const more of [[], ["--postgres"]]) {
    onProgress(`recording a generated history${more.length > 0 ? ", on PostgreSQL" : ""}`);
    const run = await measureApart<RecordRun>("record/main.ts", ["--scale", RECORD_SHARE, "--json", ...more], signal);
    const { database, events: n, seconds, bytes: bytesWritten } = run;
    const id = `indexer on ${database}: events recorded, from a cold start`;
    rows.push({ part: "records", id, n, seconds: Number(seconds.toFixed(2)), peakBytes: null, bytesWritten });
  }
  return rows;
}
