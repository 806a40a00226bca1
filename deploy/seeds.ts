// Where the seeds of review panels come from on a chain, and whether they can.
import { type KnownChain, knownChains, L1_BLOCK, l1Origin } from "@commonmind/sdk";
import type { NetworkConnection } from "hardhat/types/network";
import { createPublicClient, custom, type Hex } from "viem";
import { DeployError } from "./DeployError.ts";

type Provider = NetworkConnection["provider"];

/** The chain as far as seeds go. Throws {@link DeployError} if there is no source for it, or it isn't what its id says. */
export async function seedChain(provider: Provider, chainId: number): Promise<KnownChain> {
  const chain = knownChains[chainId];
  if (chain === undefined) {
    const known = Object.entries(knownChains).map(([id, { network }]) => `${network} (${id})`);
    throw new DeployError(
      `Chain ${chainId} isn't among those on which it is known where the seeds of review panels can come from, so that ` +
        `nobody chooses who judges: ${known.join(", ")}. docs/deploy.md, "Which chains", says what a chain needs.`,
    );
  }
  await (chain.seeds === "OriginSeeds" ? requireOrigin(provider, chainId) : requireRandao(provider, chainId));
  return chain;
}

/** Every OP Stack chain tells the block beneath that it derives from. */
async function requireOrigin(provider: Provider, chainId: number): Promise<void> {
  const code = await provider.request({ method: "eth_getCode", params: [L1_BLOCK, "latest"] });
  const client = createPublicClient({ transport: custom(provider), ccipRead: false });
  const origin = code === "0x" ? undefined : await l1Origin(client).catch(() => undefined);
  if (origin !== undefined && origin.number > 0n && origin.timestamp > 0n) return;
  throw new DeployError(
    `What answers as chain ${chainId} doesn't tell which block of the chain beneath it derives from (${L1_BLOCK}), as every ` +
      `OP Stack chain does. Check the address of the network.`,
  );
}

/** Blocks of many proposers each have a `prevrandao` of their own. */
async function requireRandao(provider: Provider, chainId: number): Promise<void> {
  const randaoOf = async (block: string) =>
    ((await provider.request({ method: "eth_getBlockByNumber", params: [block, false] })) as { mixHash?: Hex }).mixHash;
  const head = Number(await provider.request({ method: "eth_blockNumber" }));
  if (head < 2) return;
  const [last, before] = await Promise.all([head, head - 1].map((number) => randaoOf(`0x${number.toString(16)}`)));
  if (last !== undefined && last !== before) return;
  throw new DeployError(
    `Blocks ${head - 1} and ${head} of what answers as chain ${chainId} have the same prevrandao: nothing there could ` +
      `draw review panels by chance. Check the address of the network.`,
  );
}
