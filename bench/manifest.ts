// How long a manifest takes and how much memory: from a CSV file to the tree on disk, then the proofs of all leaves.
//   node --import tsx bench/manifest.ts [--leaves 100000,1000000] [--json]
// Each size runs in a process of its own, so that its peak is its own.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { zeroAddress } from "viem";
import { buildManifest } from "../sdk/src/manifest/index.ts";
import { openManifestFolder, readLeafFile, writeManifestFolder, writeProofLines } from "../sdk/src/node.ts";

type Row = { id: string; n: number; seconds: number; peakBytes: number; bytesWritten: number };

/** Leaves that are all different and the same on every machine; addresses in lower case, as most tools write them. */
function writeLeaves(path: string, leaves: number): void {
  const file = openSync(path, "w");
  let text = "author,items,unitsPerItem,itemsRoot\n";
  for (let i = 0; i < leaves; i++) {
    const digits = createHash("sha256").update(String(i)).digest("hex");
    text += `0x${digits.slice(0, 40)},${1 + (i % 7)},${1000 + (i % 5000)},0x${digits}\n`;
    if (text.length > 1 << 20 || i === leaves - 1) {
      writeSync(file, text);
      text = "";
    }
  }
  closeSync(file);
}

async function measure(folder: string, n: number): Promise<Row[]> {
  const rows: Row[] = [];
  const timed = async (id: string, work: () => Promise<number>) => {
    const started = performance.now();
    const bytesWritten = await work();
    const seconds = Number(((performance.now() - started) / 1000).toFixed(2));
    rows.push({ id, n, seconds, peakBytes: process.resourceUsage().maxRSS * 1024, bytesWritten });
  };
  const domainFields = { chainId: 31337n, registry: zeroAddress, modelId: 0n, submitter: zeroAddress };
  const tree = join(folder, "tree");
  await timed("manifest: CSV to tree on disk", async () => {
    const manifest = await buildManifest(readLeafFile(join(folder, "leaves.csv")), { domainFields });
    return (await writeManifestFolder(manifest, tree)).bytes;
  });
  await timed("manifest: all proofs as JSON lines", async () => {
    const manifest = openManifestFolder(tree);
    const { bytes } = await writeProofLines(manifest, join(folder, "proofs.jsonl"));
    manifest.close();
    return bytes;
  });
  return rows;
}

function measureApart(n: number): Row[] {
  const folder = mkdtempSync(join(tmpdir(), "manifest-bench-"));
  try {
    writeLeaves(join(folder, "leaves.csv"), n);
    process.stderr.write(`${n} leaves, ${statSync(join(folder, "leaves.csv")).size} bytes of CSV ...\n`);
    const args = ["--import", "tsx", import.meta.filename, "--leaves", String(n), "--in", folder];
    const { status, stdout } = spawnSync(process.execPath, args, {
      stdio: ["ignore", "pipe", "inherit"],
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`the run with ${n} leaves failed`);
    return JSON.parse(stdout) as Row[];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const { values } = parseArgs({
  options: {
    leaves: { type: "string", default: "100000,1000000" },
    json: { type: "boolean", default: false },
    in: { type: "string" },
  },
});
const sizes = values.leaves.split(",").map(Number);
if (values.in !== undefined) {
  process.stdout.write(JSON.stringify(await measure(values.in, sizes[0] ?? 0)));
} else {
  const offchain = sizes.flatMap(measureApart);
  const env = { node: process.version, cpu: cpus()[0]?.model ?? "unknown", cores: availableParallelism() };
  if (values.json) process.stdout.write(`${JSON.stringify({ schema: 1, env, offchain })}\n`);
  else {
    for (const { id, n, seconds, peakBytes, bytesWritten } of offchain) {
      const [peak, written] = [peakBytes, bytesWritten].map((bytes) => `${(bytes / 2 ** 20).toFixed(0)} MiB`);
      process.stdout.write(`${id.padEnd(36)} n=${n}  ${seconds} s  peak ${peak}  wrote ${written}\n`);
    }
  }
}
