// Which co-op is indexed, where its chain answers, and where the record is kept: all of it from the environment.
import { readFileSync } from "node:fs";
import { type Deployment, LOCAL_CHAIN } from "@commonmind/sdk";
import type { Address } from "viem";

/** Ponder asks one address 20 times a second at first, and only slowly more often. */
const PER_ADDRESS = 20;

/** The modules that votes put in each other's place, all there ever were. */
export type Modules = { readonly panels: readonly Address[]; readonly treasuries: readonly Address[] };

export type IndexerSettings = {
  readonly deployment: Deployment;
  readonly modules: Modules;
  /** Where the chain answers: each address once for every 20 requests a second that it may be asked. */
  readonly rpcUrls: readonly string[];
  readonly database:
    | { readonly kind: "pglite"; readonly directory: string }
    | { readonly kind: "postgres"; readonly connectionString: string };
  /** Milliseconds. */
  readonly pollingInterval: number;
};

/**
 * Reads COMMONMIND_DEPLOYMENT, COMMONMIND_RPC_URL, COMMONMIND_INDEXER_MODULES, COMMONMIND_INDEXER_DATA and DATABASE_URL.
 * Throws if one that is needed is missing.
 */
export function indexerSettings(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): IndexerSettings {
  const needed = (name: string): string => {
    const value = environment[name];
    if (value) return value;
    throw new Error(`${name} isn't set: the indexer is started by npm run indexer, which sets it.`);
  };
  const deployment: Deployment = JSON.parse(readFileSync(needed("COMMONMIND_DEPLOYMENT"), "utf8"));
  const isLocal = deployment.chainId === LOCAL_CHAIN;
  const rate = Number(environment.COMMONMIND_INDEXER_RPS ?? (isLocal ? 600 : 60));
  const connectionString = environment.DATABASE_URL;
  return {
    deployment,
    modules: JSON.parse(needed("COMMONMIND_INDEXER_MODULES")),
    rpcUrls: Array(Math.ceil(rate / PER_ADDRESS)).fill(needed("COMMONMIND_RPC_URL")),
    database: connectionString
      ? { kind: "postgres", connectionString }
      : { kind: "pglite", directory: needed("COMMONMIND_INDEXER_DATA") },
    pollingInterval: isLocal ? 250 : 2_000,
  };
}
