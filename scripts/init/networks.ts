// The networks that a co-op may be made for: those of hardhat.config.ts, and the settings that each asks for.
// Not from "@commonmind/sdk": that needs the contracts built, which `npm run init` doesn't.
import { knownChains } from "../../sdk/src/chains.ts";
import { InitError } from "./InitError.ts";

export type Network = {
  readonly name: string;
  readonly chainId: number;
  /** Names of its address and keys, in the environment or in Hardhat's keystore. */
  readonly variables: readonly string[];
};

export async function knownNetworks(): Promise<Network[]> {
  // Loaded only now: --help needn't wait for it.
  const { default: hre } = await import("hardhat");
  return Object.entries(hre.config.networks).flatMap(([name, network]) => {
    if (network.type !== "http" || network.chainId === undefined) return [];
    const keys = Array.isArray(network.accounts) ? network.accounts : [];
    const variables = [network.url, ...keys].flatMap((value) =>
      "name" in value && typeof value.name === "string" ? [value.name] : [],
    );
    return [{ name, chainId: network.chainId, variables }];
  });
}

export function networkNamed(networks: readonly Network[], name: string): Network {
  const found = networks.find((network) => network.name === name);
  if (found) return found;
  throw new InitError(
    "Network",
    `There is no network "${name}".`,
    `hardhat.config.ts has ${networks.map((network) => network.name).join(", ")}.`,
    "Choose one of them, or add an entry there.",
  );
}

/** The network of the chain whose blocks give a chain its seeds of review panels, if those aren't its own. */
export function networkBeneath(networks: readonly Network[], { chainId }: Network): Network | undefined {
  const chain = knownChains[chainId];
  if (chain?.seeds !== "OriginSeeds") return undefined;
  return networks.find((network) => network.chainId === chain.beneath);
}
