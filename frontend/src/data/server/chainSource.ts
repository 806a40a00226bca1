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
import { t } from "../../i18n/i18n.ts";
import type { ReadClient } from "../readClient.ts";
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

export class ChainTrouble extends Error {
  override readonly name = "ChainTrouble";
}

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

  return async (after, take) => {
    // Asked every time, in one message: a local chain may be started anew behind the same address.
    const [first, head] = await Promise.all([
      client.getBlock({ blockNumber: 0n }),
      client.getBlockNumber({ cacheTime: 0 }),
    ]);
    if (first.hash !== chainHash) {
      throw new ChainTrouble(t("The chain was started anew, and its co-op isn't the one this page was set up for."));
    }
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
