// The chain beneath one that derives from it, by the network of its name.
import { knownChains } from "@commonmind/sdk";
import hre from "hardhat";
import { createPublicClient, http, type PublicClient } from "viem";
import { ChainError } from "./chain.ts";
import { missingSetting } from "./network.ts";

/** Reads the chain beneath. Throws {@link ChainError} if its address isn't set, or another chain answers there. */
export async function openBeneath(chainId: number): Promise<PublicClient> {
  const chain = knownChains[chainId];
  const beneath = chain?.seeds === "OriginSeeds" ? chain.beneath : undefined;
  const name = beneath === undefined ? undefined : knownChains[beneath]?.network;
  const network = name === undefined ? undefined : hre.config.networks[name];
  if (name === undefined || network?.type !== "http") throw new Error(`There is no network beneath chain ${chainId}.`);
  let url: string;
  try {
    url = await network.url.getUrl();
  } catch (error) {
    const missing = missingSetting(name, error);
    if (missing === undefined) throw error;
    throw new ChainError(`Panels are drawn by the blocks of ${name} here. ${missing}`);
  }
  const client = createPublicClient({ transport: http(url), ccipRead: false });
  let found: number;
  try {
    found = await client.getChainId();
  } catch {
    throw new ChainError(`The network "${name}" doesn't answer: panels are drawn by its blocks here. Try again later.`);
  }
  if (found !== beneath) {
    throw new ChainError(
      `The network "${name}" is chain ${beneath}, but what answers at its address is chain ${found}. Check the address.`,
    );
  }
  return client;
}
