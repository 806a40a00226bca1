// What the service itself asks the chain: whether it is still the one, how far it is, and which modules votes put in place.
import { contributionRegistryAbi, type Deployment, modelRegistryAbi } from "@commonmind/sdk";
import {
  type Address,
  BlockNotFoundError,
  createPublicClient,
  getAbiItem,
  type Hex,
  http,
  type PublicClient,
} from "viem";
import type { Modules } from "../settings.ts";

/** Blocks asked for at once, halved where a node refuses. */
const RANGE = 50_000n;

/** No address is fetched that a contract names (CCIP-Read): some are contracts of others. */
export const clientOf = (rpcUrl: string): PublicClient =>
  createPublicClient({
    transport: http(rpcUrl, { retryCount: 1, timeout: 5_000 }),
    ...{ cacheTime: 0, ccipRead: false },
  });

export type Sight =
  /** `anchor`: hash of the co-op's first block, by which two chains with the same beginning are told apart. */
  | { readonly state: "there"; readonly head: bigint; readonly anchor: Hex }
  /** Another chain answers, or the co-op isn't on it: the local one was started anew, perhaps. */
  | { readonly state: "another"; readonly why: string }
  | { readonly state: "silent"; readonly why: string };

/** A chain that is that short hasn't the block; one that doesn't answer is another matter. */
function absent(error: unknown): undefined {
  if (!(error instanceof BlockNotFoundError)) throw error;
}

/** Looks whether the chain of the deployment answers. */
export async function look(
  client: PublicClient,
  { chainId, chainHash, contracts, fromBlock }: Deployment,
): Promise<Sight> {
  try {
    const [id, first, code, head, anchor] = await Promise.all([
      client.getChainId(),
      client.getBlock({ blockNumber: 0n }),
      client.getCode({ address: contracts.modelRegistry }),
      client.getBlockNumber(),
      client.getBlock({ blockNumber: BigInt(fromBlock) + 1n }).catch(absent),
    ]);
    if (id !== chainId) return { state: "another", why: `Chain ${id} answers instead of chain ${chainId}.` };
    if (first.hash !== chainHash || code === undefined || anchor === undefined) {
      return { state: "another", why: "The chain was started anew: the co-op that is indexed isn't on it." };
    }
    return { state: "there", head, anchor: anchor.hash };
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
  await inRanges(BigInt(fromBlock), head, async (from, to) => {
    for (const log of await client.getLogs({ address, events, fromBlock: from, toBlock: to, strict: true })) {
      if (log.eventName === "PanelSet") panels.add(log.args.panel);
      else treasuries.add(log.args.treasury);
    }
  });
  return { panels: [...panels], treasuries: [...treasuries] };
}

/** Reads blocks range by range, in smaller ones where the node refuses; throws what it says to a single block. */
export async function inRanges(
  first: bigint,
  last: bigint,
  read: (from: bigint, to: bigint) => Promise<void>,
): Promise<void> {
  let range = RANGE;
  for (let from = first; from <= last; ) {
    const to = from + range - 1n < last ? from + range - 1n : last;
    try {
      await read(from, to);
      from = to + 1n;
    } catch (error) {
      if (range === 1n) throw error;
      range /= 2n;
    }
  }
}
