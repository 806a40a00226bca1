// What is known of a co-op as it stands at one block, in the words of the design: all of it (a Book, which the server of the pages
// keeps), and what of that one page needs (a Ledger).
import type { Address, Hex } from "viem";
import type { RingManifest } from "../ring/types.ts";

export const kinds = ["Data", "Validation", "Training", "Knowledge", "Curation", "Code", "Compute"] as const;
export type Kind = (typeof kinds)[number];

export type Asset = { readonly address: Address; readonly symbol: string; readonly decimals: number };

/** The three ways that money goes, in base units. */
export type Parts = { contributors: bigint; dividend: bigint; reserve: bigint };

/** What people paid for a model's use: first a slice to each model that it was built on, then its own parts. */
export type Split = Parts & { received: bigint; upstream: bigint };

/** What one model passed on to another that it was built on, and how that was split there. */
export type Slice = Parts & { readonly from: number; readonly to: number; readonly asset: Address; amount: bigint };

/** A model that another was built on, and the part of its revenue that it gets, in 1/10,000. */
export type Upstream = { readonly modelId: number; readonly bps: number };

export type Release = {
  readonly number: number;
  readonly lastBatch: bigint;
  readonly time: number;
  readonly licence: string;
  readonly weightsHash: Hex;
  readonly dataRoot: Hex;
  readonly modelCard: string;
  readonly evaluation: string;
};

export type Leaf = {
  readonly contribution: bigint;
  readonly index: bigint;
  readonly author: Address;
  /** Who is paid for it: its author, or the seat (written as an address) that inherited from a lost wallet. */
  holder: Address;
  /** After scoring, without what was struck. */
  units: bigint;
  /** Copied items that were struck: their units earn until the release that covers the batch. */
  readonly struck: { readonly units: bigint; readonly endBatch: bigint }[];
  withdrawn: boolean;
  /** The intake batch with which it leaves. */
  endBatch: bigint | undefined;
};

export type WorkState = "submitted" | "review" | "accepted" | "rejected" | "challenged" | "final";

/** By which a model's work is looked through. */
export const workFilters = ["all", "under way", "final", "rejected"] as const;
export type WorkFilter = (typeof workFilters)[number];

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
  /** The seat under whose sponsorship it was handed in; none if it was the submitter's own. */
  readonly sponsor: bigint | undefined;
  state: WorkState;
  score: number | undefined;
  scoredAt: number | undefined;
  /** When its panel was drawn, and when the first verdict was challenged. */
  drawnAt: number | undefined;
  challengedAt: number | undefined;
  finalAt: number | undefined;
  batch: bigint | undefined;
  /** After scoring. */
  units: bigint;
  excluded: boolean;
  /** The intake batch with which all of it leaves. */
  endBatch: bigint | undefined;
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
  readonly releases: readonly Release[];
  /** What all work in it comes to. */
  readonly sums: ModelSums;
  /** All models that it was built on, the furthest ones too: fixed when it was registered. */
  readonly upstream: readonly Upstream[];
  /** What people paid for its use, by the asset's address in lower case. */
  readonly earned: ReadonlyMap<string, Split>;
  readonly firstPaidAt: number | undefined;
};

export type KindUnits = { readonly kind: Kind; readonly units: bigint };
export type AuthorUnits = { readonly author: Address; readonly units: bigint };

/** Whose units a model's releases hold now: what left with a release isn't counted any more. */
export type MadeOf = {
  /** The largest first: the first of them, and those whom the page is about. */
  readonly people: readonly AuthorUnits[];
  /** How many hold any, those who aren't among `people` too. */
  readonly count: number;
  readonly kinds: readonly KindUnits[];
  readonly unclaimed: bigint;
  readonly total: bigint;
};

/** What joined with a release. `people`: its authors. */
export type ReleaseSums = {
  readonly works: number;
  readonly pieces: bigint;
  readonly units: bigint;
  readonly people: number;
  /** The lines of its band in the ring: where there are very many, some stand for several. */
  readonly manifests: readonly RingManifest[];
};

/** All work that was ever handed in for a model, added up. */
export type ModelSums = {
  /** Pieces and authors of final work. */
  readonly pieces: bigint;
  readonly people: number;
  readonly states: Readonly<Record<WorkFilter, number>>;
  /** Final, and waiting for the next release. */
  readonly growing: number;
  /** Not rejected, and in no release yet. */
  readonly open: number;
  /** When the first was handed in; 0 before. */
  readonly born: number;
  /** In the order of the model's releases. */
  readonly releases: readonly ReleaseSums[];
  readonly madeOf: MadeOf;
};

export type Support = "against" | "for" | "abstain";
export const supports = ["against", "for", "abstain"] as const;

export type Ballot = {
  readonly voter: Address;
  readonly support: Support;
  /** As it counts: within one person's cap. */
  readonly weight: bigint;
  /** Counts among the members too. */
  readonly member: boolean;
  /** Options of a direction ballot it approves of, by number; 0 keeps things as they are. */
  readonly options: readonly number[];
  readonly time: number;
  /** How many ballots of the same voter it took the place of. */
  readonly replaced: number;
};

export type ProposalState =
  | "pending"
  | "open"
  | "passed"
  | "defeated"
  | "waiting"
  | "ready"
  | "carried out"
  | "expired"
  | "withdrawn";

export type ProposalAction = { readonly target: Address; readonly value: bigint; readonly data: Hex };

/** One of the things that a direction ballot puts side by side, and exactly what is carried out if it wins. */
export type Option = {
  readonly title: string;
  readonly text: string;
  readonly actions: readonly ProposalAction[];
};

export type Proposal = {
  readonly id: bigint;
  /** Counted from 1, in the order in which they were asked. */
  readonly number: number;
  readonly proposer: Address;
  readonly title: string;
  body: string;
  /** As it stands on the chain, word for word: its number is made of it. */
  readonly description: string;
  /** Of all options, one after the other. */
  readonly actions: readonly ProposalAction[];
  readonly askedAt: number;
  readonly start: number;
  /** When voting was to end when it was asked. */
  readonly firstEnd: number;
  /** A late turn of the outcome moves it. */
  end: number;
  /** Both chambers must assent. */
  constitutional: boolean;
  /** Members asked it together. */
  cosigned: boolean;
  /** What a direction ballot puts side by side, numbered from 1; none if it is plain. */
  options: readonly Option[];
  /** Models that its actions name; none if it is about the whole commons. */
  readonly models: readonly number[];
  /** The last one of each voter: of all on the vote's own page, elsewhere of those whom the page is about. */
  readonly ballots: readonly Ballot[];
  readonly tally: Tally;
  queuedAt: number | undefined;
  eta: number | undefined;
  executedAt: number | undefined;
  canceledAt: number | undefined;
};

export type Tally = {
  /** How many voted. */
  readonly ballots: number;
  readonly for: bigint;
  readonly against: bigint;
  readonly abstain: bigint;
  readonly supply: bigint;
  readonly quorum: bigint;
  readonly quorumReached: boolean;
  /** The most that one person's voice counts. */
  readonly cap: bigint;
  /** Members' votes, and how many could vote. */
  readonly members: {
    readonly for: number;
    readonly against: number;
    readonly abstain: number;
    readonly seats: number;
  };
  /** Seats against that can stop an ordinary proposal, or seats that have to vote on a constitutional one. */
  readonly seatsNeeded: number;
  /** Members stop it, or don't assent though they must. */
  readonly membersRefuse: boolean;
  /** Weight that approves of each option, "keep" first; empty if it is plain. */
  readonly approvals: readonly bigint[];
  /** The same in seats: told, and not counted by any rule. */
  readonly approvingSeats: readonly number[];
  /** Of a direction ballot: the option that is alone in front, and in front of "keep"; 0 if none is. */
  readonly leader: number;
  /** As it stands it passes. */
  readonly passes: boolean;
};

/** How chambers count, in 1/10,000 of the supply (the cap) and of the seats. */
export type ChamberRules = { readonly capBps: number; readonly vetoBps: number; readonly turnoutBps: number };

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

/** A run of eras over which a seat was active: from `from` on and before `to`, 0 while it runs. */
export type Span = { readonly from: number; to: number };

export type Seat = {
  readonly id: bigint;
  /** Also while it is lapsed. */
  wallet: Address;
  /** Who vouches for the person. */
  readonly issuer: Address;
  readonly openedAt: number;
  /** When its credential runs out. */
  expiry: number;
  readonly spans: Span[];
  /** Spans up to this number earn nothing any more: the seat came back after its grace. */
  forfeited: number;
  /** When what it earned can no longer be saved by renewing; none while it is active. */
  graceEnds: number | undefined;
  /** Another seat of the same person took its place. */
  replaced: boolean;
  /** On its way to another wallet. */
  move: { readonly wallet: Address; readonly readyAt: number; readonly expiry: number } | undefined;
  readonly moves: { readonly from: Address; readonly to: Address; readonly time: number }[];
};

/** What a wallet that lost its seat holds follows that seat, from `readyAt` on, unless the wallet itself stops it. */
export type Recovery = { readonly account: Address; readonly seat: bigint; readonly readyAt: number };

/** Seconds. `lapse`: from a seat's expiry until anyone may end it; `grace`: from then on, in which renewing saves all. */
export type SeatPeriods = {
  readonly rebind: number;
  readonly recovery: number;
  readonly lapse: number;
  readonly grace: number;
};

/** The members' part of some money, at the moment it was shared: the same to each of `seats` seats. */
export type Dividend = {
  readonly asset: Address;
  readonly era: number;
  readonly amount: bigint;
  readonly seats: number;
  readonly time: number;
};

export type DividendPayment = {
  readonly seat: bigint;
  readonly asset: Address;
  readonly to: Address;
  readonly amount: bigint;
  readonly time: number;
  readonly hash: Hex;
};

export type RuleChange = { readonly kind: Kind; readonly time: number; readonly rule: KindRule };
export type KindRule = { readonly maxUnitsPerItem: bigint; readonly tokenRate: bigint; readonly rubric: string };

/** A reviewer's place on a panel. */
export type Panelist = {
  readonly seat: bigint;
  /** The sealed score. */
  commitment: Hex | undefined;
  score: number | undefined;
  /** How much its score counted, once all was counted; 0 for who didn't. */
  weight: bigint | undefined;
  /** Stepped back. */
  recused: boolean;
  /** Was shown to be an author of what it judged. */
  voided: boolean;
};

/** Times in unix seconds. */
export type ReviewRound = {
  /** 1: the first panel, 2: the appeal. */
  readonly number: number;
  readonly openedAt: number;
  /** No panel can be drawn: a vote decides. */
  readonly byVote: boolean;
  readonly seedAt: number;
  readonly drawUntil: number;
  readonly commitUntil: number;
  readonly revealUntil: number;
  readonly challengedBy: bigint | undefined;
  panel: Panelist[];
  drawnAt: number | undefined;
  score: number | undefined;
  closedAt: number | undefined;
  expired: boolean;
};

/** A voice from some moment on, in base units. */
export type VoiceStep = { readonly time: number; voice: bigint };

/** To contributors, to members, to the reserve: in 1/10,000. */
export type Split3 = readonly [number, number, number];

export type ReserveChange = {
  /** found: what lay in the treasury uncounted; reclaimed: what could be paid to nobody for two years. */
  readonly kind: "given" | "spent" | "found" | "reclaimed";
  readonly asset: Address;
  readonly amount: bigint;
  /** Who gave it, or got it. */
  readonly party: Address | undefined;
  readonly memo: Hex | undefined;
  readonly time: number;
  readonly hash: Hex;
};

export type Happening = {
  readonly time: number;
  readonly key: string;
  readonly text: string;
  readonly link?: { readonly href: string; readonly text: string };
};

/** A seat as it is drawn among all: the moment until which it can come back, if it lapsed. */
export type SeatMark = Pick<Seat, "id" | "expiry" | "graceEnds" | "replaced">;

/** Whoever ever did something here. */
export type Person = {
  readonly address: Address;
  /** Contribution tokens whose votes it casts, its own and others'. */
  readonly voice: bigint;
  /** The active seat whose wallet it is. */
  readonly seat: bigint | undefined;
  /** Units of accepted work. */
  readonly units: bigint;
  /** Votes in which it cast a ballot. */
  readonly ballots: number;
};

/** By which people are looked through. */
export const peopleFilters = ["voice", "members", "authors", "all"] as const;
export type PeopleFilter = (typeof peopleFilters)[number];

/** All people, counted: those that a filter passes, those who hold more voice than counts, and the most that one holds. */
export type Crowd = {
  readonly counts: Readonly<Record<PeopleFilter, number>>;
  readonly over: number;
  readonly most: bigint;
  /** The first of those with a voice. */
  readonly first: readonly Person[];
};

/** A contribution that is final and in no release yet. */
export type Joining = { readonly id: bigint; readonly batch: bigint; readonly root: Hex };

/** A contribution in a list. */
export type WorkRow = Pick<Work, "id" | "kind" | "uri" | "items" | "submittedAt" | "state" | "score">;

/** A list that is as long as the crowd is large. `text`: a part of an address, in lower case. */
export type RowsQuery =
  | { readonly of: "works"; readonly model: number; readonly filter: WorkFilter }
  | { readonly of: "people"; readonly filter: PeopleFilter; readonly text: string };

/** A piece of such a list, and how long all of it is. */
export type Rows<row = WorkRow | Person> = { readonly count: number; readonly rows: readonly row[] };

/** What a page is about. Of what grows with the crowd, its ledger has what belongs to these. */
export type About = {
  /** Their work, seats, voices, ballots and money. */
  readonly accounts?: readonly Address[];
  /** Contributions with every leaf and round. */
  readonly works?: readonly bigint[];
  /** Votes with their words, calls and every ballot. */
  readonly proposals?: readonly bigint[];
  /** Every moment at which money was shared among contributors of the accounts' models, and among members. */
  readonly money?: boolean;
  /** What is under review now: the newest of it. */
  readonly reviews?: boolean;
  /** How many people there are of each sort, and the first of them. */
  readonly crowd?: boolean;
  /** The newest work of these models. */
  readonly models?: readonly number[];
  /** What joins the next releases. */
  readonly growing?: boolean;
  /** Rings with every line; else only what their smallest drawing shows. */
  readonly rings?: boolean;
};

/**
 * A co-op as one page needs it. What doesn't grow with the number of people is all there; of the rest (works, ballots, seats, voices,
 * payments) only what the page is {@link About}, and sums of all.
 */
export type Ledger = {
  /** The newest block that is part of this. */
  readonly block: bigint;
  readonly models: readonly Model[];
  readonly works: ReadonlyMap<bigint, Work>;
  /** Every vote. Their words, calls and options are there if they can still be carried out, or are what the page is about. */
  readonly proposals: readonly Proposal[];
  /** The native currency first. */
  readonly assets: readonly Address[];
  readonly shared: readonly Shared[];
  readonly slices: readonly Slice[];
  readonly collected: readonly Collected[];
  /** Every seat ever opened, by its number. */
  readonly seats: ReadonlyMap<bigint, Seat>;
  /** Active seats by their wallet, in lower case. */
  readonly seatOf: ReadonlyMap<string, bigint>;
  readonly seatPeriods: SeatPeriods | undefined;
  /** By the lost wallet, in lower case. */
  readonly recoveries: ReadonlyMap<string, Recovery>;
  /** How many times contribution tokens followed a seat. */
  readonly recovered: number;
  readonly dividends: readonly Dividend[];
  readonly dividendPayments: readonly DividendPayment[];
  /** How often money was shared and collected by anyone: while these stay the same, so do all balances. */
  readonly moved: Readonly<Record<"shared" | "collected" | "dividends" | "dividendPayments", number>>;
  /** How many people have entered a part of theirs. */
  readonly authors: number;
  readonly crowd: Crowd | undefined;
  /** The newest work of a model, and by model what joins its next releases, in the order of their numbers. */
  readonly newest: ReadonlyMap<number, readonly WorkRow[]>;
  readonly growing: ReadonlyMap<number, readonly Joining[]>;
  /** Active seats. */
  readonly members: number;
  /** Every seat that isn't gone for good, as long as they are few enough to be drawn one by one. */
  readonly marks: readonly SeatMark[];
  /** All contribution tokens, base units. */
  readonly supply: bigint;
  /** How chambers count now. */
  readonly chamber: ChamberRules | undefined;
  readonly rules: ReadonlyMap<Kind, KindRule>;
  readonly ruleHistory: readonly RuleChange[];
  /** The newest first. */
  readonly happenings: readonly Happening[];
  /** Rounds of review of each contribution, in their order. */
  readonly rounds: ReadonlyMap<bigint, readonly ReviewRound[]>;
  /** Seats that opted in to review a kind, by the time from which they can be drawn. */
  readonly pools: ReadonlyMap<Kind, ReadonlyMap<bigint, number>>;
  /** How many there are of them. */
  readonly poolSizes: ReadonlyMap<Kind, number>;
  /** By the account's address in lower case. */
  readonly voices: ReadonlyMap<string, readonly VoiceStep[]>;
  readonly delegates: ReadonlyMap<string, Address>;
  readonly tokens: ReadonlyMap<string, bigint>;
  readonly reserveChanges: readonly ReserveChange[];
  readonly splits: readonly { readonly time: number; readonly split: Split3 }[];
  /** Most that may be spent in 30 days, by the asset's address in lower case. */
  readonly ceilings: ReadonlyMap<string, bigint>;
  readonly delisted: ReadonlySet<string>;
};
