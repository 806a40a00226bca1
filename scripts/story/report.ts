/**
 * The JSON that `npm run story -- --json` prints: outsiders recompute it, so keys are added, never renamed.
 *
 * Every amount (units, tokens, money, times) is a decimal string in base units without leading zeros; small counters
 * (schema, seq, index, n, score, basis points) are numbers. Ids of contributions, models and proposals are decimal strings.
 */
import type { Address, Hex } from "viem";
import type { Kind } from "../../deploy/genesis.ts";
import type { Amount, Entry, Position } from "./entry.ts";
import type { Mismatch } from "./reference/findings.ts";
import type { ReviewTimelineEntry } from "./reviewEntries.ts";

export type { Amount, Position } from "./entry.ts";
export type { Mismatch } from "./reference/findings.ts";

export type ByAsset = Record<string, Amount>;

export interface StoryParams {
  /** Basis points, together 10,000. The reserve takes what the other two floors leave. */
  splitBps: { contributors: number; dividend: number; reserve: number };
  /** 100; work is accepted from half of it. */
  scoreMax: number;
  /** Most of the supply at a snapshot that one person's vote counts, in basis points. */
  capBps: number;
  /** What passes and what doesn't; as the cap, of the supply and of the seats at a snapshot. */
  votes: VoteParams;
  /** Waiting periods in seconds, by name. */
  periods: Record<PeriodName, Amount>;
  /** Seats of a panel, and in declared units what one review is paid at most and what a new model may pay before it has work. */
  review: { panelSize: number; fee: Amount; founding: Amount };
  /** Wei of the contribution token for one unit, of every kind that the co-op knows. */
  tokenRates: Record<Kind, Amount>;
  /** Every model of the co-op, and what part of its revenue goes to those it was built on, all of them. */
  models: ReportModel[];
  /** The founding members, founder-1 first, with the votes (wei) that they had when the story began. */
  founders: { seat: string; account: Address; voice: Amount }[];
}

export interface VoteParams {
  /** Of the supply: for and abstain. */
  quorumPercent: number;
  /** Seats against that veto an ordinary proposal, and seats that vote on a constitutional one: basis points, rounded up. */
  vetoBps: number;
  turnoutBps: number;
  /** No fewer, however few there are. */
  fewestSeats: number;
}

export type PeriodName =
  /** From a submission to its verdict. */
  | "review"
  | "challenge"
  | "votingDelay"
  | "votingPeriod"
  | "timelock"
  /** Of seats: the veto of a move, the further veto of what the old wallet holds, from expiry to lapse, and from then on. */
  | "rebind"
  | "recovery"
  | "lapse"
  | "grace";

export interface Upstream {
  model: string;
  bps: number;
}

export interface ReportModel {
  id: string;
  name: string;
  upstream: Upstream[];
}

export type ContributionStatus = "Submitted" | "InReview" | "Accepted" | "Rejected" | "Challenged" | "Final";

export interface ReportLeaf {
  index: number;
  /** An id of the history, "founder-N", "neighbour-N", or "seat:N". */
  author: string;
  /** A seat's is its number, written as an address. */
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
  kind: Kind;
  /** Before the score. */
  submittedUnits: Amount;
  score: number;
  status: ContributionStatus;
  leaves: ReportLeaf[];
}

export interface SubmitEntry extends Entry<"submit"> {
  contribution: string;
  model: string;
  submitter: Address;
  root: Hex;
  /** The contribution's submittedUnits. */
  units: Amount;
}

/** A verdict. Work that was challenged has two; the last one counts. */
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

/** The author of a leaf took it back: it leaves with the next release. */
export interface WithdrawEntry extends Entry<"withdraw"> {
  contribution: string;
  index: number;
  /** The leaf's. */
  account: Address;
  units: Amount;
}

/** Something that a vote carries out. */
export interface ReportCall {
  target: Address;
  data: Hex;
}

/** An ordinary proposal is the holders' and members may veto it; a constitutional one takes the assent of both. */
export type ProposalClass = "ordinary" | "constitutional";

export interface ProposeEntry extends Entry<"propose"> {
  proposal: string;
  title: string;
  /** Time at which votes are counted. */
  snapshot: Amount;
  class: ProposalClass;
  /** Of all options, one after the other. */
  calls: ReportCall[];
  /** What a direction ballot is between, in the order of their numbers from 1: `calls` is how many are this option's. */
  options?: { title: string; calls: number }[];
}

/** A ballot counts. One of the same voter before it is replaced. */
export interface VoteEntry extends Entry<"vote"> {
  proposal: string;
  voter: Address;
  /** 0 against, 1 for, 2 abstain. */
  support: number;
  /** Wei of votes as they count; for an author, the tokens minted to it up to the snapshot, within the cap. */
  weight: Amount;
  /** What it approves of on a direction ballot, 0 for keeping things as they are. "Against" is for that alone. */
  options?: number[];
}

/** Voting ended, at the time of the first block after it. */
export interface OutcomeEntry extends Entry<"outcome"> {
  proposal: string;
  class: ProposalClass;
  state: "succeeded" | "defeated";
  /** What won: an option of a direction ballot, 1 of a plain proposal; 0: nothing. */
  winner: number;
  /** Wei of votes. `quorum` is what "for" and "abstain" had to come to. */
  holders: { against: Amount; for: Amount; abstain: Amount; quorum: Amount };
  /** Seats that voted, of all there were. */
  members: { against: number; for: number; abstain: number; seats: number };
  /** Wei of votes for keeping things as they are, then for each option of a direction ballot. */
  approvals?: Amount[];
}

export interface QueueEntry extends Entry<"queue"> {
  proposal: string;
}

export interface ExecuteEntry extends Entry<"execute"> {
  proposal: string;
  /** What the timelock really called. */
  calls: ReportCall[];
}

/** A vote added a model. `upstream` is what it declared; `params.models` says what that comes to. */
export interface RegisterEntry extends Entry<"register"> {
  model: string;
  name: string;
  upstream: Upstream[];
}

export interface ReleaseEntry extends Entry<"release"> {
  model: string;
  n: number;
  /** Contributions that join with this release; those of earlier releases stay in. */
  included: string[];
  /** Leaves that leave with this release, or never join because they left before it: withdrawn, or struck as a whole. */
  excluded: Position[];
}

export interface ReceiveEntry extends Entry<"receive"> {
  model: string;
  asset: string;
  from: Address;
  amount: Amount;
}

/** How an amount is split: the reserve takes what the other two floors leave. */
export interface Parts {
  contributors: Amount;
  dividend: Amount;
  reserve: Amount;
}

/** What a model gets of the revenue of one that was built on it. */
export interface Slice extends Parts {
  model: string;
  /** contributors + dividend + reserve */
  amount: Amount;
}

/** received = the amounts of the slices + contributors + dividend + reserve, which are the model's own parts. */
export interface SettleEntry extends Entry<"settle">, Parts {
  model: string;
  asset: string;
  received: Amount;
  upstream: Slice[];
}

/** A holder of positions was paid one asset for them. */
export interface ClaimEntry extends Entry<"claim"> {
  /** The leaf's account, or the seat, written as an address, that its lost wallet belonged to. */
  account: Address;
  /** The account itself, or the seat's wallet. */
  to: Address;
  asset: string;
  amount: Amount;
  positions: Position[];
}

/** A seat was paid its dividend, at its wallet. */
export interface DividendEntry extends Entry<"dividend"> {
  seat: string;
  account: Address;
  asset: string;
  amount: Amount;
}

/** What a seat had not claimed when its grace was over went back to all members. */
export interface SweepEntry extends Entry<"sweep"> {
  seat: string;
  asset: string;
  amount: Amount;
}

/** What a credential says: when it was issued, and when it ends (unix seconds). */
interface CredentialTimes {
  serial: Amount;
  expiry: Amount;
}

/** A seat was opened; those of the founding members before the story began. */
export interface EnrolEntry extends Entry<"enrol">, CredentialTimes {
  seat: string;
  account: Address;
  founding?: true;
}

export interface RenewEntry extends Entry<"renew">, CredentialTimes {
  seat: string;
  account: Address;
  /** Within its grace a lapsed seat is restored, with all it had; later it is reopened, with nothing. */
  effect: "renewed" | "restored" | "reopened";
}

/** A new wallet asked for a seat; the present one may veto until `readyAt`. */
export interface RebindAskedEntry extends Entry<"rebindAsked">, CredentialTimes {
  seat: string;
  /** The new wallet. */
  account: Address;
  readyAt: Amount;
}

export interface RebindEntry extends Entry<"rebind"> {
  seat: string;
  from: Address;
  to: Address;
}

/** What a lost wallet held followed its seat: its contribution tokens, or positions of its work. */
export interface RecoverEntry extends Entry<"recover"> {
  seat: string;
  from: Address;
  to: Address;
  tokens: Amount;
  positions: Position[];
}

/** A seat that wasn't renewed lost its vote and its dividend; until `graceEnds` a renewal restores it. */
export interface ExpireEntry extends Entry<"expire"> {
  seat: string;
  account: Address;
  graceEnds: Amount;
}

export type TimelineEntry =
  | SubmitEntry
  | ScoreEntry
  | ReviewTimelineEntry
  | UnitsEntry
  | WithdrawEntry
  | ProposeEntry
  | VoteEntry
  | OutcomeEntry
  | QueueEntry
  | ExecuteEntry
  | RegisterEntry
  | ReleaseEntry
  | ReceiveEntry
  | SettleEntry
  | ClaimEntry
  | DividendEntry
  | SweepEntry
  | EnrolEntry
  | RenewEntry
  | RebindAskedEntry
  | RebindEntry
  | RecoverEntry
  | ExpireEntry;

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** What happened, before it has its place in the timeline. */
export type TimelineEvent = DistributiveOmit<TimelineEntry, "seq" | "time">;

/** Dividend of one asset: paid so far plus claimable now (frozen while the seat is lapsed), and paid so far. */
export interface Earning {
  earned: Amount;
  claimed: Amount;
}

export interface ReportAccount {
  author: string;
  /** As its leaves name it. */
  account: Address;
  /** Where it is paid now: the account, or the wallet of its seat if it is a seat, or its own wallet was lost. */
  wallet: Address;
  /** The seat of this person, if there is one. */
  seat?: string;
  /** Accepted units of all its leaves. */
  units: Amount;
  /** Contribution tokens minted for them and not burnt, in wei. */
  tokens: Amount;
  /** Votes of the wallet now, in wei of the token. */
  votes: Amount;
  /** Contributors' money: paid so far plus claimable now. */
  earned: ByAsset;
  claimed: ByAsset;
  /** Of a person's seat, as in `members`; nothing for work that a seat itself is the author of. */
  dividend?: Record<string, Earning>;
}

/** A seat and what it earned as a member. */
export interface ReportMember {
  seat: string;
  /** Its wallet. */
  account: Address;
  /** Whose `accounts` entry it is, if this person also contributed. */
  author?: string;
  status: "active" | "lapsed" | "forfeited";
  dividend: Record<string, Earning>;
}

/** received = upstream + contributors + dividend + reserve; the last three are own parts. */
export interface AssetTotals extends Parts {
  received: Amount;
  upstream: Amount;
  /** Parts of all slices, together `upstream`. */
  upstreamParts: Parts;
  /** Contributors' money paid, of own parts and of slices. */
  paid: Amount;
  /** Contributors' parts, own and of slices, - paid */
  residue: Amount;
  dividendPaid: Amount;
  /** Given back by seats that were not renewed, and shared anew: still among what members can claim. */
  dividendSwept: Amount;
  /** Members' parts, own and of slices, - dividendPaid */
  dividendResidue: Amount;
}

export interface StoryReport {
  schema: 1;
  params: StoryParams;
  contributions: ReportContribution[];
  timeline: TimelineEntry[];
  accounts: ReportAccount[];
  members: ReportMember[];
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
