// The server's side of the configuration: the deployment file and environment variables.

import { readFile } from "node:fs/promises";
import { type Deployment, LOCAL_CHAIN } from "@commonmind/sdk";
import { t } from "../i18n/i18n.ts";
import { ConfigError, type DappConfig } from "./config.ts";

/**
 * COMMONMIND_DEPLOYMENT: path of deployments/<chainId>.json. COMMONMIND_RPC_URL: the chain's address as browsers reach it.
 * COMMONMIND_RECORD_URL: the indexer's address, likewise; without it all is read from the chain.
 * COMMONMIND_WALLETCONNECT_ID: a project id of WalletConnect; without it, it isn't offered.
 * COMMONMIND_PERSONAS: "true" or "false"; without it, only the local chain offers them.
 */
export async function readConfig(env: Readonly<Record<string, string | undefined>>): Promise<DappConfig> {
  const path = env.COMMONMIND_DEPLOYMENT;
  if (!path) throw new ConfigError(t("COMMONMIND_DEPLOYMENT doesn't name a deployment file."));
  let deployment: Deployment;
  try {
    deployment = JSON.parse(await readFile(/* turbopackIgnore: true */ path, "utf8")) as Deployment;
    if (!Number.isSafeInteger(deployment.chainId) || typeof deployment.contracts !== "object") throw new TypeError();
  } catch {
    throw new ConfigError(t("The co-op isn't deployed yet, or its deployment file can't be read."));
  }
  const local = deployment.chainId === LOCAL_CHAIN;
  const rpcUrl = env.COMMONMIND_RPC_URL ?? (local ? "http://127.0.0.1:8545" : undefined);
  if (!rpcUrl) throw new ConfigError(t("COMMONMIND_RPC_URL doesn't say where the chain is reached."));
  return {
    deployment,
    rpcUrl,
    recordUrl: env.COMMONMIND_RECORD_URL || undefined,
    // Their keys are public: never on a chain that others use.
    personas: local && env.COMMONMIND_PERSONAS !== "false",
    explorerUrl: env.COMMONMIND_EXPLORER_URL,
    walletConnectId: env.COMMONMIND_WALLETCONNECT_ID || undefined,
  };
}
