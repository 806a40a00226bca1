// The co-op's network, as viem and wallets want it described.
import { defineChain } from "viem";
import type { DappConfig } from "../config/config.ts";
import { t } from "../i18n/i18n.ts";

export function chainOf({ deployment, rpcUrl, explorerUrl }: DappConfig) {
  return defineChain({
    id: deployment.chainId,
    name: deployment.name,
    nativeCurrency: { name: t("Ether"), symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
    ...(explorerUrl ? { blockExplorers: { default: { name: t("Explorer"), url: explorerUrl } } } : {}),
  });
}
