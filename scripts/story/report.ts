/**
 * The JSON that `npm run story -- --json` prints: outsiders recompute it, so keys are added, never renamed.
 *
 * Every amount (units, tokens, money, times) is a decimal string in base units without leading zeros; small counters
 * (schema, seq, index, n, score, basis points) are numbers. Ids of contributions, models and proposals are decimal strings.
 */
import type { Address, Hex } from "viem";
import type { Kind } from "../../deploy/genesis.ts";
import type { StoryKind } from "./history.ts";
import type { Mismatch } from "./reference/findings.ts";

export type { Mismatch } from "./reference/findings.ts";

/** Digits only. */
export type Amount = `${bigint}`;
export type ByAsset = Record<string, Amount>;
/** A position: contribution and index of the leaf. */
export type Position = [contribution: string, index: number];

export interface StoryParams {
  /** Basis points, together 10,000. The reserve takes what the other two floors leave. */
  splitBps: { contributors: number; dividend: number; reserve: number };
  /** 100; work is accepted from half of it. */
  scoreMax: number;
  /** Waiting periods in seconds, by name. */
  periods: Record<string, Amount>;
  /** Wei of the contribution token for one unit, of every kind that the co-op knows. */
  tokenRates: Record<Kind, Amount>;
}

export type ContributionStatus = "Submitted" | "InReview" | "Accepted" | "Rejected" | "Challenged" | "Final";

export interface ReportLeaf {
  index: number;
  author: string;
  account: Address;
  items: Amount;
  unitsPerItem: Amount;
  /** items x unitsPerItem x score if the contribution was accepted, else 0. */
  units: Amount;
  itemsRoot: Hex;
}

export interface ReportContribution {
  id: string;
  model: string;
  /** `YYYY-MM` */
  month: string;
  kind: StoryKind;
  /** Before the score. */
  submittedUnits: Amount;
  score: number;
  status: ContributionStatus;
  leaves: ReportLeaf[];
}

interface Entry<Type extends string> {
  /** Strictly increasing. */
  seq: number;
  /** Timestamp of the block, never decreasing. */
  time: Amount;
  type: Type;
}

export interface SubmitEntry extends Entry<"submit"> {
  contribution: string;
  model: string;
  submitter: Address;
  root: Hex;
  /** The contribution's submittedUnits. */
  units: Amount;
}

export interface ScoreEntry extends Entry<"score"> {
  contribution: string;
  score: number;
}

/** A leaf was claimed: its position opened and its tokens were minted. */
export interface UnitsEntry extends Entry<"units"> {
  contribution: string;
  index: number;
  account: Address;
  units: Amount;
  tokens: Amount;
}

export interface ProposeEntry extends Entry<"propose"> {
  proposal: string;
  title: string;
  /** Time at which votes are counted. */
  snapshot: Amount;
}

export interface VoteEntry extends Entry<"vote"> {
  proposal: string;
  voter: Address;
  /** 0 against, 1 for, 2 abstain. */
  support: number;
  /** Wei of votes; for an author, the tokens minted to it up to the snapshot. */
  weight: Amount;
}

export interface QueueEntry extends Entry<"queue"> {
  proposal: string;
}

export interface ExecuteEntry extends Entry<"execute"> {
  proposal: string;
}

export interface ReleaseEntry extends Entry<"release"> {
  model: string;
  n: number;
  /** Contributions that join with this release; those of earlier releases stay in. */
  included: string[];
  /** Leaves that leave with this release, or never join because they left before it. */
  excluded: Position[];
}

export interface ReceiveEntry extends Entry<"receive"> {
  model: string;
  asset: string;
  from: Address;
  amount: Amount;
}

export interface SettleEntry extends Entry<"settle"> {
  model: string;
  asset: string;
  received: Amount;
  /** Slices of the models that this one was built on; the story's model has none. */
  upstream: never[];
  contributors: Amount;
  dividend: Amount;
  reserve: Amount;
}

/** One account was paid one asset for these positions. */
export interface ClaimEntry extends Entry<"claim"> {
  account: Address;
  asset: string;
  amount: Amount;
  positions: Position[];
}

export type TimelineEntry =
  | SubmitEntry
  | ScoreEntry
  | UnitsEntry
  | ProposeEntry
  | VoteEntry
  | QueueEntry
  | ExecuteEntry
  | ReleaseEntry
  | ReceiveEntry
  | SettleEntry
  | ClaimEntry;

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** What happened, before it has its place in the timeline. */
export type TimelineEvent = DistributiveOmit<TimelineEntry, "seq" | "time">;

export interface ReportAccount {
  author: string;
  account: Address;
  /** Accepted units of all its leaves. */
  units: Amount;
  /** Contribution tokens minted to it, in wei. */
  tokens: Amount;
  /** Votes it has now, in wei of the token. */
  votes: Amount;
  /** Paid so far plus claimable now. */
  earned: ByAsset;
  claimed: ByAsset;
}

export interface AssetTotals {
  received: Amount;
  upstream: Amount;
  contributors: Amount;
  dividend: Amount;
  reserve: Amount;
  paid: Amount;
  /** contributors - paid */
  residue: Amount;
}

export interface StoryReport {
  schema: 1;
  params: StoryParams;
  contributions: ReportContribution[];
  timeline: TimelineEntry[];
  accounts: ReportAccount[];
  totals: Record<string, AssetTotals>;
  mismatches: Mismatch[];
  /** Seconds per step: the only part that differs between two runs with the same seed. */
  timing?: Record<string, number>;
}

/** A base-unit amount as reports write it. */
export function amount(value: bigint): Amount {
  if (value < 0n) throw new RangeError(`An amount can't be negative: ${value}.`);
  return `${value}`;
}
