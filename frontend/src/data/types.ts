// What pages know: the co-op as it stands at one block, in the words of the design. Whoever replaces the reader of the
// chain (an indexer) hands out these.
import type { Address, Hex } from "viem";

export const kinds = ["Data", "Validation", "Training", "Knowledge", "Curation", "Code", "Compute"] as const;
export type Kind = (typeof kinds)[number];

export type Asset = { readonly address: Address; readonly symbol: string; readonly decimals: number };

export type Split = { received: bigint; contributors: bigint; dividend: bigint; reserve: bigint };

export type Release = {
  readonly number: number;
  readonly lastBatch: bigint;
  readonly time: number;
  readonly licence: string;
  readonly works: readonly Work[];
};

export type Leaf = {
  readonly contribution: bigint;
  readonly index: bigint;
  readonly author: Address;
  /** After scoring. */
  readonly units: bigint;
  withdrawn: boolean;
};

export type WorkState = "submitted" | "accepted" | "rejected" | "final";

export type Work = {
  readonly id: bigint;
  readonly modelId: number;
  readonly submitter: Address;
  readonly kind: Kind;
  readonly items: bigint;
  readonly declaredUnits: bigint;
  readonly root: Hex;
  readonly depth: number;
  readonly uri: string;
  readonly submittedAt: number;
  readonly submitHash: Hex;
  state: WorkState;
  score: number | undefined;
  scoredAt: number | undefined;
  finalAt: number | undefined;
  batch: bigint | undefined;
  /** After scoring. */
  units: bigint;
  excluded: boolean;
  leaves: Leaf[];
  /** The release it joined, once that is published. */
  release: number | undefined;
};

export type Model = {
  readonly id: number;
  readonly name: string;
  readonly about: string;
  readonly till: Address;
  readonly seed: Hex;
  readonly releases: Release[];
  /** Final, and waiting for the next release. */
  readonly growing: Work[];
  readonly works: Work[];
  /** By the asset's address in lower case. */
  readonly earned: Map<string, Split>;
  firstPaidAt: number | undefined;
};

export type Support = "against" | "for" | "abstain";
export const supports = ["against", "for", "abstain"] as const;

export type Ballot = {
  readonly voter: Address;
  readonly support: Support;
  readonly weight: bigint;
  readonly time: number;
};

export type ProposalState =
  | "pending"
  | "open"
  | "passed"
  | "defeated"
  | "waiting"
  | "ready"
  | "carried out"
  | "withdrawn";

export type ProposalAction = { readonly target: Address; readonly value: bigint; readonly data: Hex };

export type Proposal = {
  readonly id: bigint;
  /** Counted from 1, in the order in which they were asked. */
  readonly number: number;
  readonly proposer: Address;
  readonly title: string;
  readonly body: string;
  readonly actions: readonly ProposalAction[];
  readonly askedAt: number;
  readonly start: number;
  readonly end: number;
  readonly ballots: Ballot[];
  queuedAt: number | undefined;
  eta: number | undefined;
  executedAt: number | undefined;
  canceledAt: number | undefined;
};

export type Tally = {
  readonly for: bigint;
  readonly against: bigint;
  readonly abstain: bigint;
  readonly supply: bigint;
  readonly quorum: bigint;
  readonly quorumReached: boolean;
};

/** Money of contributors, at the moment it was shared among the active units of a release. */
export type Shared = {
  readonly modelId: number;
  readonly asset: Address;
  readonly release: number;
  readonly amount: bigint;
  readonly active: bigint;
};

export type Collected = {
  readonly account: Address;
  readonly asset: Address;
  readonly amount: bigint;
  readonly positions: readonly bigint[];
  readonly time: number;
  readonly block: bigint;
  readonly hash: Hex;
};

export type KindRule = { readonly maxUnitsPerItem: bigint; readonly tokenRate: bigint };

export type Happening = {
  readonly time: number;
  readonly key: string;
  readonly text: string;
  readonly link?: { readonly href: string; readonly text: string };
};

export type Ledger = {
  /** The newest block that is part of this. */
  readonly block: bigint;
  readonly models: readonly Model[];
  readonly works: ReadonlyMap<bigint, Work>;
  readonly proposals: readonly Proposal[];
  /** The native currency first. */
  readonly assets: readonly Address[];
  readonly shared: readonly Shared[];
  readonly collected: readonly Collected[];
  readonly seats: number;
  readonly seatOf: ReadonlyMap<string, bigint>;
  readonly authors: number;
  readonly supplies: readonly { readonly time: number; readonly supply: bigint }[];
  readonly quorums: readonly { readonly time: number; readonly percent: bigint }[];
  readonly rules: ReadonlyMap<Kind, KindRule>;
  readonly rulesBefore: (kind: Kind, time: number) => KindRule | undefined;
  readonly happenings: readonly Happening[];
};
