// How long a manifest takes and how much memory: from a CSV file to the tree on disk, then the proofs of all leaves.
//   node --import tsx bench/manifest.ts [--leaves 100000,1000000] [--peer-leaves 100000] [--json]
// Each size runs in a process of its own, so that its peak is its own. Beside it, up to the size of --peer-leaves, runs the same
// work with @openzeppelin/merkle-tree, whose leaves and nodes carry no sums and which writes nothing.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { zeroAddress } from "viem";
import { buildManifest } from "../sdk/src/manifest/index.ts";
import { openManifestFolder, readLeafFile, writeManifestFolder, writeProofLines } from "../sdk/src/node.ts";

type Row = { id: string; n: number; seconds: number; peakBytes: number; bytesWritten: number };

const PEER = "@openzeppelin/merkle-tree 1.0.8";

/** Leaves that are all different and the same on every machine; addresses in lower case, as most tools write them. */
function leafAt(i: number) {
  const digits = createHash("sha256").update(String(i)).digest("hex");
  return [`0x${digits.slice(0, 40)}`, 1 + (i % 7), 1000 + (i % 5000), `0x${digits}`] as const;
}

function writeLeaves(path: string, leaves: number): void {
  const file = openSync(path, "w");
  let text = "author,items,unitsPerItem,itemsRoot\n";
  for (let i = 0; i < leaves; i++) {
    text += `${leafAt(i).join(",")}\n`;
    if (text.length > 1 << 20 || i === leaves - 1) {
      writeSync(file, text);
      text = "";
    }
  }
  closeSync(file);
}

function stopwatch(n: number) {
  const rows: Row[] = [];
  const timed = async (id: string, work: () => Promise<number>) => {
    const started = performance.now();
    const bytesWritten = await work();
    const seconds = Number(((performance.now() - started) / 1000).toFixed(2));
    rows.push({ id, n, seconds, peakBytes: process.resourceUsage().maxRSS * 1024, bytesWritten });
  };
  return { rows, timed };
}

/** The same leaves as a tree of OpenZeppelin's, in memory, and the proof of each, one after the other. */
async function measurePeer(n: number): Promise<Row[]> {
  const { rows, timed } = stopwatch(n);
  const values = Array.from({ length: n }, (_, i) => [...leafAt(i)]);
  let tree: StandardMerkleTree<(typeof values)[number]> | undefined;
  await timed(`${PEER}: tree in memory`, async () => {
    tree = StandardMerkleTree.of(values, ["address", "uint64", "uint64", "bytes32"]);
    return 0;
  });
  await timed(`${PEER}: all proofs, not kept`, async () => {
    let siblings = 0;
    for (let i = 0; i < n; i++) siblings += tree?.getProof(i).length ?? 0;
    if (siblings < n) throw new Error(`${n} leaves had ${siblings} siblings`);
    return 0;
  });
  return rows;
}

async function measure(folder: string, n: number): Promise<Row[]> {
  const { rows, timed } = stopwatch(n);
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

function inChild(n: number, more: string[]): Row[] {
  const args = ["--import", "tsx", import.meta.filename, "--leaves", String(n), ...more];
  const { status, stdout } = spawnSync(process.execPath, args, {
    stdio: ["ignore", "pipe", "inherit"],
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`the run with ${n} leaves failed`);
  return JSON.parse(stdout) as Row[];
}

function measureApart(n: number): Row[] {
  const folder = mkdtempSync(join(tmpdir(), "manifest-bench-"));
  try {
    writeLeaves(join(folder, "leaves.csv"), n);
    process.stderr.write(`${n} leaves, ${statSync(join(folder, "leaves.csv")).size} bytes of CSV ...\n`);
    return inChild(n, ["--in", folder]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const { values } = parseArgs({
  options: {
    leaves: { type: "string", default: "100000,1000000" },
    json: { type: "boolean", default: false },
    in: { type: "string" },
    "peer-leaves": { type: "string", default: "100000" },
    peer: { type: "boolean", default: false },
  },
});
const sizes = values.leaves.split(",").map(Number);
if (values.in !== undefined) {
  process.stdout.write(JSON.stringify(await measure(values.in, sizes[0] ?? 0)));
} else if (values.peer) {
  process.stdout.write(JSON.stringify(await measurePeer(sizes[0] ?? 0)));
} else {
  const offchain = sizes.flatMap((n) => {
    const ours = measureApart(n);
    return n > Number(values["peer-leaves"]) ? ours : [...ours, ...inChild(n, ["--peer"])];
  });
  const env = { node: process.version, cpu: cpus()[0]?.model ?? "unknown", cores: availableParallelism() };
  if (values.json) process.stdout.write(`${JSON.stringify({ schema: 1, env, offchain })}\n`);
  else {
    for (const { id, n, seconds, peakBytes, bytesWritten } of offchain) {
      const [peak, written] = [peakBytes, bytesWritten].map((bytes) => `${(bytes / 2 ** 20).toFixed(0)} MiB`);
      process.stdout.write(`${id.padEnd(36)} n=${n}  ${seconds} s  peak ${peak}  wrote ${written}\n`);
    }
  }
}
