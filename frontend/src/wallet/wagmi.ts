import { http } from "viem";
import { createConfig } from "wagmi";
import type { DappConfig } from "../config/config.ts";
import { chainOf } from "../data/ledger.tsx";
import { personaConnector } from "./personaConnector.ts";
import { personas } from "./personas.ts";

/** Before the settings have arrived: a chain without wallets, so that pages can already be there. */
export function walletConfig(config: DappConfig | undefined) {
  const chain = config
    ? chainOf(config)
    : ({
        id: 31337,
        name: "not known yet",
        nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
        rpcUrls: { default: { http: [] } },
      } as const);
  const author = typeof location === "undefined" ? null : new URLSearchParams(location.search).get("author");
  if (author) sessionStorage.setItem("commonmind.author", author);
  const remembered = typeof sessionStorage === "undefined" ? null : sessionStorage.getItem("commonmind.author");
  return createConfig({
    chains: [chain],
    transports: { [chain.id]: http(config?.rpcUrl, { batch: true }) },
    connectors: config?.personas
      ? personas(remembered ?? undefined).map((persona) => personaConnector(persona, chain))
      : [],
    multiInjectedProviderDiscovery: config !== undefined,
    ssr: true,
    pollingInterval: config?.personas ? 300 : 4_000,
  });
}
