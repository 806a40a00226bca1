// The chain by configuration alone: what the dApp reads at run time from /config.json, never baked into the build.

import type { Deployment } from "@commonmind/sdk";
import { t } from "../i18n/i18n.ts";

export type DappConfig = {
  readonly deployment: Deployment;
  /** Where browsers reach the chain. */
  readonly rpcUrl: string;
  /** Where browsers reach the indexer; without it everything is read from the chain itself. */
  readonly recordUrl?: string | undefined;
  /** Whether the one-click people of the local chain are offered. */
  readonly personas: boolean;
  readonly explorerUrl?: string | undefined;
  /** A project id of WalletConnect; without it, wallets on other devices aren't offered and none of its code is loaded. */
  readonly walletConnectId?: string | undefined;
};

export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

export async function fetchConfig(): Promise<DappConfig> {
  const response = await fetch("/config.json", { cache: "no-store" });
  const body = (await response.json()) as DappConfig | { error: string };
  if (!response.ok || "error" in body) {
    throw new ConfigError("error" in body ? body.error : t("The settings of this page can't be read."));
  }
  return body;
}
