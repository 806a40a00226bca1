// What earlier runs of `npm run deploy` left behind on this machine.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Address, isAddressEqual } from "viem";
import { journalName, journals, phases, type Site } from "../../deploy/deploy.ts";
import type { Genesis } from "../../deploy/genesis.ts";
import { confirmedIn, hasDone } from "../../deploy/journal.ts";
import { LAST_STEP } from "../../deploy/modules/Commons.ts";
import { loadDeployment } from "./deployments.ts";

/** How far an earlier run of the same file on the same chain came. */
export type EarlierRun = { readonly state: "none" | "begun" | "complete"; readonly confirmed: number };

/** What the journals of this file on this chain, and the deployment that was written down, say of an earlier run. */
export function earlierRun(genesis: Genesis, site: Site): EarlierRun {
  const { chainId, chainHash } = site;
  const folders = journalFolders(genesis, site);
  const confirmed = folders.reduce((sum, folder) => sum + confirmedIn(folder), 0);
  if (confirmed === 0) return { state: "none", confirmed };
  const saved = loadDeployment(chainId);
  const complete =
    saved?.chainHash === chainHash &&
    saved.genesisHash === genesis.hash &&
    folders.some((folder) => governorIn(folder, saved.contracts.commonsGovernor));
  return { state: complete ? "complete" : "begun", confirmed };
}

/** Where the journals of this file on this chain are. */
export function journalFolders(genesis: Genesis, { chainId, chainHash }: Site): string[] {
  const name = journalName(chainId, chainHash, genesis);
  return phases.map((phase) => join(journals, `${name}-${phase}`));
}

/** A run with another genesis file on the same chain that was broken off, and what is kept of it. */
export type UnfinishedRun = {
  /** How the hash of its file begins: "0x" and 8 digits. */
  readonly genesis: string;
  readonly confirmed: number;
  /** Journals and beginnings, by their paths from the repository's root. */
  readonly kept: readonly string[];
};

/** Runs with other genesis files on this chain of which something is in blocks, but not all. */
export function unfinishedBeside(genesis: Genesis, { chainId, chainHash }: Site): UnfinishedRun[] {
  if (!existsSync(journals)) return [];
  const own = journalName(chainId, chainHash, genesis);
  const ofChain = own.slice(0, own.lastIndexOf("-"));
  const kept = readdirSync(journals).filter((name) => name.startsWith(`${ofChain}-`) && !name.startsWith(own));
  const runs = new Set(kept.flatMap((name) => /^(chain-\d+-[0-9a-f]{8}-[0-9a-f]{8})[-.]/.exec(name)?.[1] ?? []));
  return [...runs].sort().flatMap((run) => {
    const folders = phases.map((phase) => join(journals, `${run}-${phase}`));
    const confirmed = folders.reduce((sum, folder) => sum + confirmedIn(folder), 0);
    if (confirmed === 0 || folders.some((folder) => hasDone(folder, LAST_STEP))) return [];
    const its = kept.filter((name) => name.startsWith(run)).map((name) => `deploy/deployments/${name}`);
    return [{ genesis: `0x${run.slice(-8)}`, confirmed, kept: its }];
  });
}

function governorIn(folder: string, governor: Address): boolean {
  const path = join(folder, "deployed_addresses.json");
  if (!existsSync(path)) return false;
  const addresses = Object.values(JSON.parse(readFileSync(path, "utf8")) as Record<string, Address>);
  return addresses.some((each) => isAddressEqual(each, governor));
}
