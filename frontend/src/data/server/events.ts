// The co-op's events: read from the record, or from the chain itself while the record isn't there, each of them once.
import { createRecordClient } from "@commonmind/sdk";
import type { Address, Hex } from "viem";
import type { Source } from "../source.ts";
import { openChainSource } from "./chainSource.ts";
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

/** Orders events as the record does: block x this + place in the block. */
export const PER_BLOCK = 1_000_000n;

/**
 * Hands out every event later than number `after`, in portions and in their order, and says up to which block it came.
 * `at`: the number of the last event of a portion.
 */
export type EventSource = (after: bigint, take: (events: readonly ChainEvent[], at: bigint) => void) => Promise<bigint>;

export type EventReader = {
  /** The block up to which all is read. */
  readonly block: bigint;
  /** Why the record isn't what is read, in words; undefined while it is, or where there is none. */
  readonly withoutRecord: string | undefined;
  /** Hands out what is new, in portions. Where it fails, the next call goes on from there. */
  read(take: (events: readonly ChainEvent[]) => void): Promise<void>;
};

export function openEventReader(source: Source): EventReader {
  const { deployment, recordUrl } = source.config;
  const chain = openChainSource(source);
  const record = recordUrl
    ? openRecordSource(createRecordClient({ url: recordUrl, timeout: 20_000 }), deployment)
    : undefined;
  let after = BigInt(deployment.fromBlock) * PER_BLOCK - 1n;
  let block = BigInt(deployment.fromBlock) - 1n;
  let withoutRecord: string | undefined;
  return {
    get block() {
      return block;
    },
    get withoutRecord() {
      return withoutRecord;
    },
    async read(take) {
      const portion = (events: readonly ChainEvent[], at: bigint) => {
        take(events);
        after = at;
      };
      const readBy = async (from: EventSource) => {
        const upTo = await from(after, portion);
        // The record may be a little behind what was read from the chain.
        if (upTo > block) block = upTo;
        const end = (upTo + 1n) * PER_BLOCK - 1n;
        if (end > after) after = end;
      };
      if (!record) return readBy(chain);
      try {
        await readBy(record);
        withoutRecord = undefined;
      } catch (error) {
        withoutRecord = error instanceof Error ? error.message : String(error);
        await readBy(chain);
      }
    },
  };
}
