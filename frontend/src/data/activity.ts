"use client";
// Every event of every contract, the newest first, page after page: from the record, and from the chain where that isn't there.
import {
  accessManagerAbi,
  commonsGovernorAbi,
  commonsTimelockAbi,
  contributionRegistryAbi,
  contributionTokenAbi,
  contributorRewardsAbi,
  createRecordClient,
  type Deployment,
  duplicatesAbi,
  type EventQuery,
  memberRegistryAbi,
  modelRegistryAbi,
  reviewPanelAbi,
  treasuryAbi,
  universalDividendAbi,
} from "@commonmind/sdk";
import { type Abi, type Address, type Hex, parseEventLogs } from "viem";
import { readsRecord } from "./ask.ts";
import type { ReadClient } from "./readClient.ts";
import type { Source } from "./source.ts";

/** An event as anyone could have read it from the chain. */
export type Activity = {
  readonly seq: bigint;
  readonly block: bigint;
  readonly time: number;
  readonly transaction: Hex;
  readonly contract: string;
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
};

export type ActivityPage = { readonly events: readonly Activity[]; readonly more: boolean };
/** The newest first, before `before`. */
export type ActivityQuery = Pick<EventQuery, "before" | "names" | "account" | "limit">;

const PER_BLOCK = 1_000_000n;
const RANGE = 2_000n;

type Named = { readonly name: string; readonly address: Address; readonly abi: Abi };

const contractsOf = ({ contracts: at }: Deployment): Named[] => [
  { name: "AccessManager", address: at.accessManager, abi: accessManagerAbi },
  { name: "CommonsGovernor", address: at.commonsGovernor, abi: commonsGovernorAbi },
  { name: "Timelock", address: at.timelock, abi: commonsTimelockAbi },
  { name: "ContributionRegistry", address: at.contributionRegistry, abi: contributionRegistryAbi },
  { name: "ContributionToken", address: at.contributionToken, abi: contributionTokenAbi },
  { name: "ContributorRewards", address: at.contributorRewards, abi: contributorRewardsAbi },
  { name: "Duplicates", address: at.duplicates, abi: duplicatesAbi },
  { name: "MemberRegistry", address: at.memberRegistry, abi: memberRegistryAbi },
  { name: "ModelRegistry", address: at.modelRegistry, abi: modelRegistryAbi },
  { name: "ReviewPanel", address: at.reviewPanel, abi: reviewPanelAbi },
  { name: "Treasury", address: at.treasury, abi: treasuryAbi },
  { name: "UniversalDividend", address: at.universalDividend, abi: universalDividendAbi },
];

/** The names of every event that a contract has. */
export const eventNames = (deployment: Deployment, contracts: readonly string[]): string[] => [
  ...new Set(
    contractsOf(deployment)
      .filter(({ name }) => contracts.includes(name))
      .flatMap(({ abi }) => abi.flatMap((item) => (item.type === "event" ? [item.name] : []))),
  ),
];

const mentions = ({ args }: Activity, account: Address): boolean =>
  Object.values(args).some((value) => typeof value === "string" && value.toLowerCase() === account.toLowerCase());

/** What a chain without a record has: read backwards, range after range, and kept. */
function chainActivity(client: ReadClient, deployment: Deployment) {
  const known = contractsOf(deployment);
  const found: Activity[] = [];
  /** The lowest and the highest block that were read. */
  let [low, high]: [bigint | undefined, bigint] = [undefined, -1n];
  const times = new Map<bigint, number>();
  const timeOf = async (block: bigint, sent: unknown) => {
    const time = times.get(block) ?? Number(sent ?? (await client.getBlock({ blockNumber: block })).timestamp);
    times.set(block, time);
    return time;
  };
  const read = async (fromBlock: bigint, toBlock: bigint): Promise<Activity[]> => {
    const logs = await client.getLogs({ address: known.map(({ address }) => address), fromBlock, toBlock });
    const events: Activity[] = [];
    for (const log of logs) {
      const contract = known.find(({ address }) => address.toLowerCase() === log.address.toLowerCase());
      const [event] = contract ? parseEventLogs({ abi: contract.abi, logs: [log] }) : [];
      if (!contract || !event) continue;
      const { eventName, args } = event as unknown as { eventName: string; args: Record<string, unknown> };
      events.push({
        seq: log.blockNumber * PER_BLOCK + BigInt(log.logIndex),
        block: log.blockNumber,
        time: await timeOf(log.blockNumber, (log as { blockTimestamp?: unknown }).blockTimestamp),
        ...{ transaction: log.transactionHash, contract: contract.name, name: eventName, args: args ?? {} },
      });
    }
    return events.reverse();
  };
  const start = BigInt(deployment.fromBlock);
  return async ({ before, names, account, limit = 50 }: ActivityQuery): Promise<ActivityPage> => {
    const head = await client.getBlockNumber({ cacheTime: 0 });
    if (low === undefined) [low, high] = [head + 1n, head];
    else if (head > high) {
      found.unshift(...(await read(high + 1n, head)));
      high = head;
    }
    const fits = (it: Activity) =>
      (before === undefined || it.seq < before) &&
      (!names || names.includes(it.name)) &&
      (account === undefined || mentions(it, account));
    let matching = found.filter(fits);
    while (matching.length < limit && low > start) {
      const from: bigint = low - RANGE > start ? low - RANGE : start;
      found.push(...(await read(from, low - 1n)));
      low = from;
      matching = found.filter(fits);
    }
    return { events: matching.slice(0, limit), more: matching.length > limit || low > start };
  };
}

const readers = new WeakMap<Source, (query: ActivityQuery) => Promise<ActivityPage>>();

/** Reads pages of events of a co-op. */
export function activityOf(source: Source): (query: ActivityQuery) => Promise<ActivityPage> {
  const known = readers.get(source);
  if (known) return known;
  const { deployment, recordUrl } = source.config;
  const chain = chainActivity(source.client, deployment);
  const record = recordUrl ? createRecordClient({ url: recordUrl, timeout: 8_000 }) : undefined;
  const reader = async (query: ActivityQuery): Promise<ActivityPage> => {
    // As soon as the ledger has turned to the chain, so does this.
    if (record && readsRecord()) {
      try {
        return await record.events({ ...query, newestFirst: true });
      } catch (error) {
        if (error instanceof Error && error.name !== "RecordNotReady") throw error;
      }
    }
    return chain(query);
  };
  readers.set(source, reader);
  return reader;
}
