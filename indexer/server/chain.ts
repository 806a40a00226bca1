// What the service itself asks the chain: whether it is still the one, how far it is, and which modules votes put in place.
import { contributionRegistryAbi, type Deployment, modelRegistryAbi } from "@commonmind/sdk";
import { type Address, createPublicClient, getAbiItem, http, type PublicClient } from "viem";
import type { Modules } from "../settings.ts";

/** Blocks asked for at once, halved where a node refuses. */
const RANGE = 50_000n;

export const clientOf = (rpcUrl: string): PublicClient =>
  createPublicClient({ transport: http(rpcUrl, { retryCount: 1, timeout: 5_000 }), cacheTime: 0 });

export type Sight =
  | { readonly state: "there"; readonly head: bigint }
  /** Another chain answers, or the co-op isn't on it: the local one was started anew, perhaps. */
  | { readonly state: "another"; readonly why: string }
  | { readonly state: "silent"; readonly why: string };

/** Looks whether the chain of the deployment answers. */
export async function look(client: PublicClient, { chainId, chainHash, contracts }: Deployment): Promise<Sight> {
  try {
    const [id, first, code, head] = await Promise.all([
      client.getChainId(),
      client.getBlock({ blockNumber: 0n }),
      client.getCode({ address: contracts.modelRegistry }),
      client.getBlockNumber(),
    ]);
    if (id !== chainId) return { state: "another", why: `Chain ${id} answers instead of chain ${chainId}.` };
    if (first.hash !== chainHash || code === undefined) {
      return { state: "another", why: "The chain was started anew: the co-op that is indexed isn't on it." };
    }
    return { state: "there", head };
  } catch {
    return { state: "silent", why: "The chain doesn't answer." };
  }
}

/** All panels and treasuries that were ever put in place, oldest first, those of the deployment among them. */
export async function modulesOf(client: PublicClient, { contracts, fromBlock }: Deployment): Promise<Modules> {
  const head = await client.getBlockNumber();
  const events = [
    getAbiItem({ abi: contributionRegistryAbi, name: "PanelSet" }),
    getAbiItem({ abi: modelRegistryAbi, name: "TreasurySet" }),
  ] as const;
  const address = [contracts.contributionRegistry, contracts.modelRegistry];
  const panels = new Set<Address>([contracts.reviewPanel]);
  const treasuries = new Set<Address>([contracts.treasury]);
  let range = RANGE;
  for (let from = BigInt(fromBlock); from <= head; ) {
    const end = from + range - 1n;
    try {
      const logs = await client.getLogs({
        address,
        events,
        fromBlock: from,
        toBlock: end < head ? end : head,
        strict: true,
      });
      for (const log of logs) {
        if (log.eventName === "PanelSet") panels.add(log.args.panel);
        else treasuries.add(log.args.treasury);
      }
      from = end + 1n;
    } catch (error) {
      if (range === 1n) throw error;
      range /= 2n;
    }
  }
  return { panels: [...panels], treasuries: [...treasuries] };
}
