// Sourcify, Blockscout and Etherscan, as hardhat-verify speaks to them.
// Only its clients are used, not its command: docs/decisions/0061-explorer-clients-by-path.md says why.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { LOCAL_CHAIN } from "@commonmind/sdk";
import hre from "hardhat";
import type { NetworkConnection } from "hardhat/types/network";
import { ChainError } from "../lib/chain.ts";
import type { CompilerInput } from "./sources.ts";

export const explorerNames = ["sourcify", "blockscout", "etherscan"] as const;
export type ExplorerName = (typeof explorerNames)[number];

export type Submission = {
  contractAddress: string;
  compilerInput: CompilerInput;
  contractName: string;
  compilerVersion: string;
  /** ABI-encoded, without 0x. */
  constructorArguments: string;
  creationTxHash?: string;
};

/** What hardhat-verify's clients have in common. All throw HardhatErrors. */
type Client = {
  /** "Etherscan", "Basescan", ... */
  readonly name: string;
  readonly apiUrl: string;
  getContractUrl(address: string): string;
  isVerified(address: string): Promise<boolean>;
  /** Returns what to ask {@link pollVerificationStatus} for. */
  verify(submission: Submission): Promise<string>;
  /** Asks again, by calling itself, for as long as the explorer says "pending". */
  pollVerificationStatus(id: string, address: string, contract: string): Promise<{ success: boolean; message: string }>;
};

export type Explorer = { readonly name: ExplorerName; readonly client: Client };
export type LeftOut = { readonly explorer: ExplorerName; readonly reason: string };

/** Servers of one's own that speak the same API: asked in place of the public ones, for any chain. */
const settings = {
  sourcify: "COMMONMIND_SOURCIFY_URL",
  blockscout: "COMMONMIND_BLOCKSCOUT_URL",
  etherscan: "COMMONMIND_ETHERSCAN_URL",
} as const satisfies Record<ExplorerName, string>;

export type OpenExplorers = {
  connection: NetworkConnection;
  chainId: number;
  wanted: readonly ExplorerName[] | undefined;
};

/** The explorers that know this chain. Throws if one that was asked for by name can't be used. */
export async function openExplorers({ connection, chainId, wanted }: OpenExplorers) {
  const explorers: Explorer[] = [];
  const leftOut: LeftOut[] = [];
  for (const name of new Set(wanted ?? explorerNames)) {
    try {
      explorers.push({ name, client: await open(name, connection, chainId) });
    } catch (error) {
      const reason = reasonOf(error);
      if (wanted !== undefined) throw new ChainError(`${name} can't be used: ${reason}`);
      leftOut.push({ explorer: name, reason });
    }
  }
  return { explorers, leftOut };
}

async function open(name: ExplorerName, connection: NetworkConnection, chainId: number): Promise<Client> {
  const own = process.env[settings[name]]?.replace(/\/+$/, "") || undefined;
  if (own !== undefined && !/^https?:\/\//.test(own)) {
    throw new ChainError(`${settings[name]} is "${own}", which is no address. It begins with http:// or https://.`);
  }
  if (own === undefined && chainId === LOCAL_CHAIN) {
    throw new ChainError(
      `no explorer knows a local chain (${LOCAL_CHAIN}). ${settings[name]} may name one of your own that does.`,
    );
  }
  const { createVerificationProviderInstance } = await clients();
  const { networkName, provider } = connection;
  return createVerificationProviderInstance({
    provider,
    networkName,
    verificationProviderName: name,
    chainDescriptors: own === undefined ? hre.config.chainDescriptors : withExplorer(name, chainId, own),
    verificationProvidersConfig:
      own === undefined || name !== "sourcify"
        ? hre.config.verify
        : { ...hre.config.verify, sourcify: { ...hre.config.verify.sourcify, apiUrl: own } },
  });
}

/** What Hardhat knows of chains, with another explorer for this one. */
function withExplorer(name: ExplorerName, chainId: number, url: string): typeof hre.config.chainDescriptors {
  const known = hre.config.chainDescriptors.get(BigInt(chainId));
  return new Map(hre.config.chainDescriptors).set(BigInt(chainId), {
    name: known?.name ?? `chain ${chainId}`,
    chainType: known?.chainType ?? "generic",
    blockExplorers: {
      ...known?.blockExplorers,
      ...(name === "blockscout" ? { blockscout: { url, apiUrl: `${url}/api` } } : {}),
      ...(name === "etherscan" ? { etherscan: { url, apiUrl: `${url}/v2/api` } } : {}),
    },
  });
}

type Clients = {
  createVerificationProviderInstance(options: {
    provider: NetworkConnection["provider"];
    networkName: string;
    verificationProviderName: ExplorerName;
    chainDescriptors: typeof hre.config.chainDescriptors;
    verificationProvidersConfig: typeof hre.config.verify;
  }): Promise<Client>;
};

/** By its path, since the package doesn't export it: package-lock.json fixes the version, test/scripts/verify.test.ts runs it. */
async function clients(): Promise<Clients> {
  const verify = createRequire(import.meta.url).resolve("@nomicfoundation/hardhat-verify/verify");
  return import(pathToFileURL(join(dirname(verify), "internal", "verification.js")).href);
}

/** An error's message without Hardhat's number. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const variable = /Configuration Variable "(\w+)" not found/.exec(message)?.[1];
  if (variable !== undefined) {
    return (
      `${variable} isn't set. Either set the environment variable ${variable}, or keep it in Hardhat's encrypted ` +
      `keystore: npm run hardhat -- keystore set ${variable}`
    );
  }
  return (
    message
      .replace(/^HHE\d+: /, "")
      // An explorer's words are shown, and never obeyed by a terminal.
      .replace(/[^\P{C}\s]/gu, "")
      .replace(/\s+/g, " ")
      .trim()
  );
}
