// The timeline, read back from the chain's own logs: what the report says happened is what the contracts said happened.
import {
  commonsGovernorAbi,
  commonsTimelockAbi,
  contributionRegistryAbi,
  contributionTokenAbi,
  contributorRewardsAbi,
  type Deployment,
  duplicatesAbi,
  memberRegistryAbi,
  modelRegistryAbi,
  reviewPanelAbi,
  treasuryAbi,
  universalDividendAbi,
} from "@commonmind/sdk";
import { type Address, type Log, type ParseEventLogsReturnType, parseEventLogs } from "viem";
import type { Chain } from "../lib/chain.ts";
import type { Assets, Payment } from "./money.ts";
import { MoneyEvents } from "./moneyEvents.ts";
import { amount, type TimelineEntry, type TimelineEvent } from "./report.ts";
import { ReviewEvents } from "./reviewEvents.ts";
import { SeatEvents } from "./seatEvents.ts";
import { readOutcomes, VoteEvents } from "./voteEvents.ts";
import { WorkEvents } from "./workEvents.ts";

const abi = [
  ...contributionRegistryAbi,
  ...reviewPanelAbi,
  ...duplicatesAbi,
  ...modelRegistryAbi,
  ...treasuryAbi,
  ...contributorRewardsAbi,
  ...commonsGovernorAbi,
  ...memberRegistryAbi,
  ...contributionTokenAbi,
  ...universalDividendAbi,
  ...commonsTimelockAbi,
] as const;
const BLOCKS_PER_QUERY = 2_000n;

/** A log of one of the contracts, decoded. */
export type ChainEvent = ParseEventLogsReturnType<typeof abi, undefined, true>[number];

/** Something that happened at a place of the chain. `log` is -1 for a transaction that is itself the event. */
type Placed = { block: bigint; transaction: number; log: number; event: TimelineEvent };

export type TimelineOptions = {
  /** Models whose work and money is told. */
  models: readonly bigint[];
  assets: Assets;
  payments: readonly Payment[];
  /** Founding seats. */
  founders: readonly bigint[];
  /** Where the story began. Who became a member, or a reviewer, before belongs to it too. */
  fromBlock: bigint;
};

/** Everything that happened to the story's models, people and proposals, in the chain's order. */
export async function readTimeline(
  chain: Chain,
  { contracts, fromBlock: deployedAt }: Deployment,
  { models, assets, payments, founders, fromBlock }: TimelineOptions,
): Promise<TimelineEntry[]> {
  const placed: Placed[] = [];
  for (const { hash, modelId, asset, amount: value } of payments) {
    const { block, index } = await chain.receipt(hash);
    const event = { type: "receive", model: `${modelId}`, asset, from: chain.operator, amount: amount(value) } as const;
    placed.push({ block, transaction: index, log: -1, event });
  }
  const before =
    fromBlock > 0n
      ? await readLogs(chain, [contracts.memberRegistry, contracts.reviewPanel], BigInt(deployedAt), fromBlock - 1n)
      : [];
  const since = await readLogs(chain, Object.values(contracts), fromBlock, await chain.client.getBlockNumber());
  const logs = [...before, ...since];
  placed.push(...decode(logs, { models, assets, founders }));
  for (const { block, event } of await readOutcomes(chain, contracts, placed)) {
    placed.push({ block, transaction: -1, log: -1, event });
  }
  placed.sort(inChainOrder);

  const times = await blockTimes(chain, logs, placed);
  return placed.map(
    ({ block, event }, seq) => ({ seq, time: amount(times.get(block) ?? 0n), ...event }) as TimelineEntry,
  );
}

function decode(
  logs: readonly Log[],
  { models, assets, founders }: Pick<TimelineOptions, "models" | "assets" | "founders">,
): Placed[] {
  const events = parseEventLogs({ abi, logs: [...logs] });
  const symbols = new Map([...assets].map(([symbol, address]) => [address.toLowerCase(), symbol]));
  const symbol = (asset: Address) => symbols.get(asset.toLowerCase()) ?? asset;
  const decoders = [
    new WorkEvents(events, models),
    new ReviewEvents(events, models),
    new MoneyEvents(models, symbol),
    new SeatEvents(founders),
    new VoteEvents(events),
  ];
  const placed: Placed[] = [];
  for (const log of events) {
    const place = { block: log.blockNumber, transaction: log.transactionIndex, log: log.logIndex };
    for (const decoder of decoders) {
      const event = decoder.decode(log);
      if (event !== undefined) placed.push({ ...place, event });
    }
  }
  return placed;
}

function inChainOrder(a: Placed, b: Placed): number {
  if (a.block !== b.block) return a.block < b.block ? -1 : 1;
  return a.transaction - b.transaction || a.log - b.log;
}

async function readLogs(chain: Chain, address: Address[], fromBlock: bigint, toBlock: bigint): Promise<Log[]> {
  const logs: Log[] = [];
  for (let from = fromBlock; from <= toBlock; from += BLOCKS_PER_QUERY) {
    const end = from + BLOCKS_PER_QUERY - 1n;
    logs.push(...(await chain.client.getLogs({ address, fromBlock: from, toBlock: end < toBlock ? end : toBlock })));
  }
  return logs;
}

/** Nodes may send a log's time with it; blocks are asked for only where they don't. */
async function blockTimes(chain: Chain, logs: readonly Log[], placed: readonly Placed[]): Promise<Map<bigint, bigint>> {
  const times = new Map<bigint, bigint>();
  for (const log of logs) {
    if (log.blockNumber !== null && "blockTimestamp" in log && log.blockTimestamp) {
      times.set(log.blockNumber, BigInt(log.blockTimestamp as bigint | string));
    }
  }
  const missing = [...new Set(placed.map(({ block }) => block))].filter((block) => !times.has(block));
  await Promise.all(
    missing.map(async (blockNumber) =>
      times.set(blockNumber, (await chain.client.getBlock({ blockNumber })).timestamp),
    ),
  );
  return times;
}
