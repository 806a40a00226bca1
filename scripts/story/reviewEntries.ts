// Entries of the timeline that tell how work is reviewed: drawn panels, commitments and scores, challenges, pay, copies.
import type { Address, Hex } from "viem";
import type { Kind } from "../../deploy/genesis.ts";
import type { Amount, Entry, Position } from "./entry.ts";

/** A seat opted in to review work of a kind; it may be drawn from `from` on. */
export interface ReviewerEntry extends Entry<"reviewer"> {
  seat: string;
  kind: Kind;
  from: Amount;
}

interface RoundEntry<Type extends string> extends Entry<Type> {
  contribution: string;
  /** 1: the first panel, 2: the appeal's. */
  round: number;
}

/** A panel was drawn. `seats` by place; `fee`: declared units that each may earn. */
export interface DrawEntry extends RoundEntry<"draw"> {
  seats: string[];
  fee: Amount;
}

export interface CommitEntry extends RoundEntry<"commit"> {
  seat: string;
  commitment: Hex;
}

export interface RevealEntry extends RoundEntry<"reveal"> {
  seat: string;
  score: number;
  salt: Hex;
}

/** A reviewer stepped back, and discloses a conflict; or lost its voice, as an author of the leaf `index`. */
export interface RecuseEntry extends RoundEntry<"recuse"> {
  seat: string;
}

export interface VoidEntry extends RoundEntry<"void"> {
  seat: string;
  index: number;
}

/** The panel's scores were counted: the lower median with these weights, by place; 0 for who doesn't count. */
export interface TallyEntry extends RoundEntry<"tally"> {
  score: number;
  weights: Amount[];
}

/** A seat challenged a verdict: a panel of `size` judges again, or a vote if that is 0. */
export interface ChallengeEntry extends Entry<"challenge"> {
  contribution: string;
  seat: string;
  size: number;
}

/** A vote judged, where there were too few reviewers. */
export interface DecideEntry extends RoundEntry<"decide"> {
  score: number;
}

/** What a reviewer earned once the verdict was final, in declared units: the fee, less a fiftieth of it for each point off. */
export interface ReviewedEntry extends RoundEntry<"reviewed"> {
  seat: string;
  units: Amount;
}

/** What a seat earned by reviewing, or by finding duplicates, became a contribution of its own; declared units. */
export interface PayEntry extends Entry<"pay"> {
  for: "review" | "duplicate";
  model: string;
  seat: string;
  units: Amount;
  contribution: string;
}

/** An item of a leaf turned out to be a copy: its units leave with the next release, its tokens are burnt. */
export interface StrikeEntry extends Entry<"strike"> {
  contribution: string;
  index: number;
  /** The leaf's. */
  account: Address;
  item: Hex;
  /** Where the item stood before. */
  earlier: Position;
  /** Accepted units struck, and tokens burnt for them. */
  units: Amount;
  tokens: Amount;
  /** Who found it, if that is a seat, and declared units that it earned. */
  finder?: string;
  reward: Amount;
}

export type ReviewTimelineEntry =
  | ReviewerEntry
  | DrawEntry
  | CommitEntry
  | RevealEntry
  | RecuseEntry
  | VoidEntry
  | TallyEntry
  | ChallengeEntry
  | DecideEntry
  | ReviewedEntry
  | PayEntry
  | StrikeEntry;
