// Reads the co-op's logs from the chain, in ranges of blocks, and keeps them: each poll asks for new blocks only.
import {
  commonsGovernorAbi,
  contributionRegistryAbi,
  contributionTokenAbi,
  contributorRewardsAbi,
  type Deployment,
  memberRegistryAbi,
  modelRegistryAbi,
  treasuryAbi,
  universalDividendAbi,
} from "@commonmind/sdk";
import { type AbiEvent, type Address, type Hex, type PublicClient, toEventSelector } from "viem";

const RANGE = 2_000n;

const wanted = [
  "ModelRegistered",
  "UpstreamSet",
  "ReleasePublished",
  "ContributionSubmitted",
  "ContributionScored",
  "ContributionChallenged",
  "ContributionAnnulled",
  "ContributionOverturned",
  "ContributionFinal",
  "ContributionExcluded",
  "UnitsClaimed",
  "LeafWithdrawn",
  "LeafStruck",
  "KindRuleSet",
  "RevenueShared",
  "Claimed",
  "PositionRecovered",
  "Settled",
  "UpstreamShared",
  "AssetListed",
  "DividendShared",
  "DividendClaimed",
  "DividendSwept",
  "SeatOpened",
  "SeatRenewed",
  "SeatExpired",
  "SeatRestored",
  "SeatReopened",
  "SeatReplaced",
  "SeatRevoked",
  "SeatRebindRequested",
  "SeatRebindVetoed",
  "SeatRebound",
  "GraceExtended",
  "RecoveryOpened",
  "RecoveryVetoed",
  "InheritanceSuspended",
  "TokensRecovered",
  "PeriodsSet",
  "Transfer",
  "ProposalCreated",
  "ProposalQueued",
  "ProposalExecuted",
  "ProposalCanceled",
  "ProposalClassified",
  "ProposalExtended",
  "VoteCast",
  "VoteCastWithParams",
  "ChamberRulesSet",
  "QuorumNumeratorUpdated",
] as const;
type Wanted = (typeof wanted)[number];

const abi = [
  ...modelRegistryAbi,
  ...contributionRegistryAbi,
  ...contributorRewardsAbi,
  ...treasuryAbi,
  ...universalDividendAbi,
  ...memberRegistryAbi,
  ...commonsGovernorAbi,
  ...contributionTokenAbi,
] as const;
type Events = Extract<(typeof abi)[number], { type: "event"; name: Wanted }>;

/** One description for each signature: several contracts declare the same standard events. */
const events = [
  ...new Map(
    abi
      .filter((item): item is Events => item.type === "event" && (wanted as readonly string[]).includes(item.name))
      .map((item) => [toEventSelector(item as AbiEvent), item]),
  ).values(),
];

export type ChainEvent = {
  readonly eventName: Wanted;
  readonly address: Address;
  // biome-ignore lint/suspicious/noExplicitAny: each event's arguments are read by name in fold.ts, right after its name.
  readonly args: any;
  readonly block: bigint;
  readonly time: number;
  readonly hash: Hex;
  readonly key: string;
};

export class ChainTrouble extends Error {
  override readonly name = "ChainTrouble";
}

export type EventStore = {
  readonly events: readonly ChainEvent[];
  readonly block: bigint;
  /** Reads what is new; true if there was anything. */
  sync(): Promise<boolean>;
};

export function openEventStore(client: PublicClient, { contracts, fromBlock, chainHash }: Deployment): EventStore {
  const all: ChainEvent[] = [];
  const addresses = [
    contracts.modelRegistry,
    contracts.contributionRegistry,
    contracts.contributorRewards,
    contracts.treasury,
    contracts.universalDividend,
    contracts.memberRegistry,
    contracts.commonsGovernor,
    contracts.contributionToken,
  ];
  let next = BigInt(fromBlock);
  let known = false;
  const times = new Map<bigint, number>();

  const timeOf = async (block: bigint, sent: unknown): Promise<number> => {
    if (sent !== undefined && sent !== null) return Number(sent);
    const time = times.get(block) ?? Number((await client.getBlock({ blockNumber: block })).timestamp);
    times.set(block, time);
    return time;
  };

  return {
    events: all,
    get block() {
      return next - 1n;
    },
    async sync() {
      if (!known) {
        const first = await client.getBlock({ blockNumber: 0n });
        if (first.hash !== chainHash) {
          throw new ChainTrouble("The chain was started anew, and its co-op isn't the one this page was set up for.");
        }
        known = true;
      }
      const head = await client.getBlockNumber({ cacheTime: 0 });
      if (head < next) return false;
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
      all.push(...found);
      next = head + 1n;
      return found.length > 0;
    },
  };
}
