import { http } from "viem";
import { createConfig } from "wagmi";
import type { DappConfig } from "../config/config.ts";
import { chainOf } from "../data/chain.ts";
import { personaConnector } from "./personaConnector.ts";
import { personas } from "./personas.ts";
import { walletConnectConnector } from "./walletConnectConnector.ts";

/** Who plays the contributor, until the tab is closed: as its address once said. */
function remember(author: string | null): string | undefined {
  try {
    if (author) sessionStorage.setItem("commonmind.author", author);
    return sessionStorage.getItem("commonmind.author") ?? undefined;
  } catch {
    // Without storage it lasts as long as the address.
    return author ?? undefined;
  }
}

/** In a browser only. */
export function walletConfig(config: DappConfig) {
  const chain = chainOf(config);
  const author = new URLSearchParams(location.search).get("author");
  const remembered = remember(author);
  return createConfig({
    chains: [chain],
    transports: { [chain.id]: http(config.rpcUrl, { batch: true }) },
    connectors: [
      ...(config.personas ? personas(remembered).map((persona) => personaConnector(persona, chain)) : []),
      ...(config.walletConnectId
        ? [walletConnectConnector(config.walletConnectId, chain, config.deployment.name)]
        : []),
    ],
    // Goes on with the last wallet once, after it is mounted, not at every drawing.
    ssr: true,
    pollingInterval: config.personas ? 300 : 4_000,
  });
}
