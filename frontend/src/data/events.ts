// The co-op's events as pages know them: read from the record, or from the chain itself while the record isn't there, and
// kept, so that each poll asks for new ones only.
import { createRecordClient, type Deployment } from "@commonmind/sdk";
import type { Address, Hex } from "viem";
import type { EventSource } from "./chainSource.ts";
import type { ReadClient } from "./readClient.ts";
import { openRecordSource } from "./recordSource.ts";

/** The events that {@link fold} makes something of. */
export const wanted = [
  "ModelRegistered",
  "UpstreamSet",
  "ReleasePublished",
  "ContributionSubmitted",
  "ContributionScored",
  "ReviewBegun",
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
  "DelegateChanged",
  "DelegateVotesChanged",
  "ReviewOpened",
  "VerdictChallenged",
  "PanelDrawn",
  "ScoreCommitted",
  "ScoreRevealed",
  "ReviewerRecused",
  "ReviewerVoided",
  "PanelTallied",
  "RoundExpired",
  "VoteDecided",
  "ReviewerEnrolled",
  "ReviewerLeft",
  "Given",
  "Spent",
  "SurplusRecovered",
  "ParkedReclaimed",
  "SplitSet",
  "CeilingSet",
  "AssetDelisted",
] as const;
export type Wanted = (typeof wanted)[number];

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

export type EventStore = {
  readonly events: readonly ChainEvent[];
  readonly block: bigint;
  /** Why the record isn't what is read, in words; undefined while it is, or where there is none. */
  readonly withoutRecord: string | undefined;
  /** Reads what is new; true if there was anything. Whoever asks while it is being read gets the same answer. */
  sync(): Promise<boolean>;
};

/** @param recordUrl Where the indexer answers, if there is one. */
export function openEventStore(client: ReadClient, deployment: Deployment, recordUrl?: string): EventStore {
  const all: ChainEvent[] = [];
  let chainSource: EventSource | undefined;
  // Fetched where it is needed: mostly the record is there.
  const chain: EventSource = async (from) => {
    chainSource ??= (await import("./chainSource.ts")).openChainSource(client, deployment);
    return chainSource(from);
  };
  const record: EventSource | undefined = recordUrl
    ? openRecordSource(createRecordClient({ url: recordUrl, timeout: 5_000 }), deployment)
    : undefined;
  let next = BigInt(deployment.fromBlock);
  let withoutRecord: string | undefined;

  const read: EventSource = async (from) => {
    if (!record) return chain(from);
    try {
      const found = await record(from);
      withoutRecord = undefined;
      return found;
    } catch (error) {
      withoutRecord = error instanceof Error ? error.message : String(error);
      return chain(from);
    }
  };

  const readOn = async (): Promise<boolean> => {
    const { events, block } = await read(next);
    // The record may be a little behind what was read from the chain.
    if (block < next) return false;
    // Not spread into a call: there may be hundreds of thousands.
    for (const event of events) all.push(event);
    next = block + 1n;
    return events.length > 0;
  };
  let reading: Promise<boolean> | undefined;

  return {
    events: all,
    get block() {
      return next - 1n;
    },
    get withoutRecord() {
      return withoutRecord;
    },
    sync() {
      reading ??= readOn().finally(() => {
        reading = undefined;
      });
      return reading;
    },
  };
}
