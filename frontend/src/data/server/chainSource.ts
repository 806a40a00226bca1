// Events from the chain itself, in ranges of blocks.
import {
  commonsGovernorAbi,
  contributionRegistryAbi,
  contributionTokenAbi,
  contributorRewardsAbi,
  memberRegistryAbi,
  modelRegistryAbi,
  reviewPanelAbi,
  treasuryAbi,
  universalDividendAbi,
} from "@commonmind/sdk";
import { type AbiEvent, toEventSelector } from "viem";
import { checkChain } from "../reads.ts";
import type { Source } from "../source.ts";
import { type ChainEvent, type EventSource, PER_BLOCK, type Wanted, wanted } from "./events.ts";

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

/** One description for each signature: several contracts declare the same standard events. */
const describe = () => [
  ...new Map(
    abi
      .filter((item): item is Events => item.type === "event" && (wanted as readonly string[]).includes(item.name))
      .map((item) => [toEventSelector(item as AbiEvent), item]),
  ).values(),
];

export function openChainSource(source: Source): EventSource {
  const { client } = source;
  const { contracts } = source.config.deployment;
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

  return async (after, take) => {
    // In one message.
    const [head] = await Promise.all([client.getBlockNumber({ cacheTime: 0 }), checkChain(source)]);
    for (let from = (after + 1n) / PER_BLOCK; from <= head; from += RANGE) {
      const toBlock = from + RANGE - 1n < head ? from + RANGE - 1n : head;
      const logs = await client.getLogs({ address: addresses, events, fromBlock: from, toBlock, strict: true });
      const found: ChainEvent[] = [];
      for (const log of logs) {
        if (log.blockNumber * PER_BLOCK + BigInt(log.logIndex) <= after) continue;
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
      take(found, (toBlock + 1n) * PER_BLOCK - 1n);
    }
    return head;
  };
}
