// The timeline, read back from the chain's own logs: what the report says happened is what the contracts said happened.
import {
  commonsGovernorAbi,
  contributionRegistryAbi,
  contributorRewardsAbi,
  type Deployment,
  modelRegistryAbi,
  treasuryAbi,
} from "@commonmind/sdk";
import { type Address, type Log, parseEventLogs } from "viem";
import type { Chain } from "../lib/chain.ts";
import type { Assets, Payment } from "./money.ts";
import { amount, type Position, type TimelineEntry, type TimelineEvent } from "./report.ts";

const abi = [
  ...contributionRegistryAbi,
  ...modelRegistryAbi,
  ...treasuryAbi,
  ...contributorRewardsAbi,
  ...commonsGovernorAbi,
] as const;
const BLOCKS_PER_QUERY = 2_000n;

/** Something that happened at a place of the chain. `log` is -1 for a transaction that is itself the event. */
type Placed = { block: bigint; transaction: number; log: number; event: TimelineEvent };

/** Everything of `modelId` and the story's proposals from `fromBlock` on, in the chain's order. */
export async function readTimeline(
  chain: Chain,
  { contracts }: Deployment,
  modelId: bigint,
  assets: Assets,
  payments: readonly Payment[],
  fromBlock: bigint,
): Promise<TimelineEntry[]> {
  const symbols = new Map([...assets].map(([symbol, address]) => [address.toLowerCase(), symbol]));
  const placed: Placed[] = [];
  for (const { hash, asset, amount: value } of payments) {
    const { block, index } = await chain.receipt(hash);
    const event = { type: "receive", model: `${modelId}`, asset, from: chain.operator, amount: amount(value) } as const;
    placed.push({ block, transaction: index, log: -1, event });
  }
  const logs = await readLogs(chain, Object.values(contracts), fromBlock);
  placed.push(...decode(logs, modelId, symbols));
  placed.sort(inChainOrder);

  const times = await blockTimes(chain, logs, placed);
  return placed.map(
    ({ block, event }, seq) => ({ seq, time: amount(times.get(block) ?? 0n), ...event }) as TimelineEntry,
  );
}

function decode(logs: readonly Log[], modelId: bigint, symbols: ReadonlyMap<string, string>): Placed[] {
  const ours = new Set<bigint>();
  /** The batch into which each contribution of the model fell, and the last one that a release covered. */
  const batches: { contribution: string; batch: bigint }[] = [];
  let releasedBatch = 0n;
  const minted = new Map<string, bigint>();
  const events = parseEventLogs({ abi, logs: [...logs] });
  const key = (contribution: bigint, index: bigint) => `${contribution}:${index}`;
  for (const log of events) {
    if (log.eventName === "TokensMinted") minted.set(key(log.args.contribution, log.args.index), log.args.amount);
  }
  const symbol = (asset: Address) => symbols.get(asset.toLowerCase()) ?? asset;
  const placed: Placed[] = [];
  for (const log of events) {
    const event = ((): TimelineEvent | undefined => {
      switch (log.eventName) {
        case "ContributionSubmitted": {
          const { contribution, submitter, root, units } = log.args;
          if (log.args.modelId !== modelId) return undefined;
          ours.add(contribution);
          return {
            type: "submit",
            contribution: `${contribution}`,
            model: `${modelId}`,
            submitter,
            root,
            units: amount(units),
          };
        }
        case "ContributionScored":
          if (!ours.has(log.args.contribution)) return undefined;
          return { type: "score", contribution: `${log.args.contribution}`, score: Number(log.args.score) };
        case "ContributionFinal": {
          const { contribution, batch } = log.args;
          if (!ours.has(contribution)) return undefined;
          batches.push({ contribution: `${contribution}`, batch });
          return undefined;
        }
        case "UnitsClaimed": {
          const { contribution, index, author, units } = log.args;
          if (!ours.has(contribution)) return undefined;
          const tokens = amount(minted.get(key(contribution, index)) ?? 0n);
          const claimed = { contribution: `${contribution}`, index: Number(index), account: author };
          return { type: "units", ...claimed, units: amount(units), tokens };
        }
        case "ProposalCreated": {
          const { proposalId, description, voteStart } = log.args;
          return { type: "propose", proposal: `${proposalId}`, title: description, snapshot: amount(voteStart) };
        }
        case "VoteCast": {
          const { proposalId, voter, support, weight } = log.args;
          return { type: "vote", proposal: `${proposalId}`, voter, support, weight: amount(weight) };
        }
        case "ProposalQueued":
          return { type: "queue", proposal: `${log.args.proposalId}` };
        case "ProposalExecuted":
          return { type: "execute", proposal: `${log.args.proposalId}` };
        case "ReleasePublished": {
          const { release, lastBatch } = log.args;
          if (log.args.modelId !== modelId) return undefined;
          const covered = batches.filter(({ batch }) => batch > releasedBatch && batch <= lastBatch);
          releasedBatch = lastBatch;
          const included = covered.map(({ contribution }) => contribution);
          return { type: "release", model: `${modelId}`, n: Number(release), included, excluded: [] };
        }
        case "Settled": {
          const { asset, received, contributors, dividend, reserve } = log.args;
          if (log.args.modelId !== modelId) return undefined;
          return {
            type: "settle",
            model: `${modelId}`,
            asset: symbol(asset),
            received: amount(received),
            upstream: [],
            contributors: amount(contributors),
            dividend: amount(dividend),
            reserve: amount(reserve),
          };
        }
        case "Claimed": {
          const { account, asset, positions } = log.args;
          return {
            type: "claim",
            account,
            asset: symbol(asset),
            amount: amount(log.args.amount),
            positions: positions.map(position),
          };
        }
        default:
          return undefined;
      }
    })();
    if (!event) continue;
    const { blockNumber, transactionIndex, logIndex } = log;
    placed.push({ block: blockNumber ?? 0n, transaction: transactionIndex ?? 0, log: logIndex ?? 0, event });
  }
  return placed;
}

function inChainOrder(a: Placed, b: Placed): number {
  if (a.block !== b.block) return a.block < b.block ? -1 : 1;
  return a.transaction - b.transaction || a.log - b.log;
}

function position(id: bigint): Position {
  return [`${id >> 32n}`, Number(id & 0xffff_ffffn)];
}

async function readLogs(chain: Chain, address: Address[], fromBlock: bigint): Promise<Log[]> {
  const head = await chain.client.getBlockNumber();
  const logs: Log[] = [];
  for (let from = fromBlock; from <= head; from += BLOCKS_PER_QUERY) {
    const end = from + BLOCKS_PER_QUERY - 1n;
    logs.push(...(await chain.client.getLogs({ address, fromBlock: from, toBlock: end < head ? end : head })));
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
