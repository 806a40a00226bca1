// Events from the chain itself, in ranges of blocks.
import {
  commonsGovernorAbi,
  contributionRegistryAbi,
  contributionTokenAbi,
  contributorRewardsAbi,
  type Deployment,
  memberRegistryAbi,
  modelRegistryAbi,
  reviewPanelAbi,
  treasuryAbi,
  universalDividendAbi,
} from "@commonmind/sdk";
import { type AbiEvent, toEventSelector } from "viem";
import { type ChainEvent, type Wanted, wanted } from "./events.ts";
import type { ReadClient } from "./readClient.ts";

const RANGE = 2_000n;

const abi = [
  ...modelRegistryAbi,
  ...contributionRegistryAbi,
  ...contributorRewardsAbi,
  ...treasuryAbi,
  ...universalDividendAbi,
  ...memberRegistryAbi,
  ...commonsGovernorAbi,
  ...contributionTokenAbi,
  ...reviewPanelAbi,
] as const;
type Events = Extract<(typeof abi)[number], { type: "event"; name: Wanted }>;

export class ChainTrouble extends Error {
  override readonly name = "ChainTrouble";
}

/** Events from a block on, up to the newest one that it knows: `block`, before `from` if there is none. */
export type EventSource = (from: bigint) => Promise<{ readonly events: readonly ChainEvent[]; readonly block: bigint }>;

/** One description for each signature: several contracts declare the same standard events. */
const describe = () => [
  ...new Map(
    abi
      .filter((item): item is Events => item.type === "event" && (wanted as readonly string[]).includes(item.name))
      .map((item) => [toEventSelector(item as AbiEvent), item]),
  ).values(),
];

export function openChainSource(client: ReadClient, { contracts, chainHash }: Deployment): EventSource {
  const events = describe();
  const addresses = [
    contracts.modelRegistry,
    contracts.contributionRegistry,
    contracts.contributorRewards,
    contracts.treasury,
    contracts.universalDividend,
    contracts.memberRegistry,
    contracts.commonsGovernor,
    contracts.contributionToken,
    contracts.reviewPanel,
  ];
  const times = new Map<bigint, number>();

  const timeOf = async (block: bigint, sent: unknown): Promise<number> => {
    if (sent !== undefined && sent !== null) return Number(sent);
    const time = times.get(block) ?? Number((await client.getBlock({ blockNumber: block })).timestamp);
    times.set(block, time);
    return time;
  };

  return async (next) => {
    // Asked every time, in one message: a local chain may be started anew behind the same address.
    const [first, head] = await Promise.all([
      client.getBlock({ blockNumber: 0n }),
      client.getBlockNumber({ cacheTime: 0 }),
    ]);
    if (first.hash !== chainHash) {
      throw new ChainTrouble("The chain was started anew, and its co-op isn't the one this page was set up for.");
    }
    const ranges: [bigint, bigint][] = [];
    for (let from = next; from <= head; from += RANGE) {
      const end = from + RANGE - 1n;
      ranges.push([from, end < head ? end : head]);
    }
    const found: ChainEvent[] = [];
    for (const [fromBlock, toBlock] of ranges) {
      const logs = await client.getLogs({ address: addresses, events, fromBlock, toBlock, strict: true });
      for (const log of logs) {
        found.push({
          eventName: log.eventName as Wanted,
          address: log.address,
          args: log.args,
          block: log.blockNumber,
          time: await timeOf(log.blockNumber, (log as { blockTimestamp?: unknown }).blockTimestamp),
          hash: log.transactionHash,
          key: `${log.blockNumber}:${log.logIndex}`,
        });
      }
    }
    return { events: found, block: head };
  };
}
