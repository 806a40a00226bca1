// The name under which a record is kept: another one for another chain, co-op, set of modules, or way of keeping it.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { contractAbis, type Deployment } from "@commonmind/sdk";
import type { Hex } from "viem";
import type { Modules } from "../settings.ts";

const folder = join(dirname(fileURLToPath(import.meta.url)), "..");

/** The code that decides what is in the record. */
function sources(): string[] {
  const under = (path: string) =>
    readdirSync(path, { recursive: true, encoding: "utf8" }).map((name) => join(path, name));
  const files = [...under(join(folder, "schema")), ...under(join(folder, "src"))].filter((name) =>
    name.endsWith(".ts"),
  );
  const arithmetic = join(folder, "..", "sdk", "src", "money", "revenueShares.ts");
  return [join(folder, "ponder.config.ts"), join(folder, "ponder.schema.ts"), arithmetic, ...files].sort();
}

/**
 * A schema of that name holds the record; it is the same for all that index or serve the same.
 * @param anchor Hash of the co-op's first block.
 */
export function recordName(
  { chainId, chainHash, contracts, fromBlock }: Deployment,
  modules: Modules,
  anchor: Hex,
): string {
  const hash = createHash("sha256");
  hash.update(JSON.stringify({ chainId, chainHash, contracts, fromBlock, modules, anchor }));
  hash.update(JSON.stringify(contractAbis));
  for (const file of sources()) hash.update(readFileSync(file));
  return `commonmind_${hash.digest("hex").slice(0, 16)}`;
}
