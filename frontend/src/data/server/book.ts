// All that is known of a co-op, as the server of the pages keeps it: every piece of work, ballot, seat and payment.
import type { Address } from "viem";
import type {
  Ballot,
  ChamberRules,
  Happening,
  Ledger,
  Model,
  ModelSums,
  Proposal,
  Release,
  Split,
  Upstream,
  Work,
} from "../types.ts";

export type BookRelease = Release & { readonly works: readonly Work[] };

/** People of `sums.madeOf` are all there. */
export type BookModel = Omit<Model, "releases"> & {
  readonly releases: readonly BookRelease[];
  readonly works: readonly Work[];
};

/** In words only once somebody reads it: a book is kept for readers of every language. */
export type BookHappening = Omit<Happening, "text" | "link"> & { readonly say: () => Pick<Happening, "text" | "link"> };

/** Values that changed over time, the latest last; times in unix seconds. */
export type Past = {
  readonly supplies: readonly { readonly time: number; readonly supply: bigint }[];
  readonly quorums: readonly { readonly time: number; readonly percent: bigint }[];
  readonly chamberRules: readonly { readonly time: number; readonly rules: ChamberRules }[];
  /** Active seats. */
  readonly census: readonly { readonly time: number; readonly seats: number }[];
};

/** Finds what belongs to somebody without looking through everything. Accounts in lower case. */
export type Indices = {
  /** Contributions that an account handed in, is an author of, or is paid for; seats as addresses too. */
  readonly worksOf: ReadonlyMap<string, ReadonlySet<bigint>>;
  /** Contributions that a seat was drawn to judge. */
  readonly judgedBy: ReadonlyMap<bigint, ReadonlySet<bigint>>;
  /** Contributions whose last round isn't over, in the order in which it began. */
  readonly underReview: ReadonlySet<bigint>;
  /** Seats that are, were, or are about to be at an account. */
  readonly seatsAt: ReadonlyMap<string, ReadonlySet<bigint>>;
  /** Accounts that ever let this one vote for them. */
  readonly lendersTo: ReadonlyMap<string, ReadonlySet<string>>;
  /** Accounts that were ever to leave what they hold to a seat. */
  readonly inheritances: ReadonlyMap<bigint, ReadonlySet<string>>;
};

/** Ballots and tally are put together once somebody asks. */
export type BookProposal = Proposal & { readonly ballotOf: (account: string) => Ballot | undefined };

export type Book = Omit<Ledger, "models" | "proposals" | "happenings"> &
  Past & {
    readonly models: readonly BookModel[];
    readonly proposals: readonly BookProposal[];
    readonly happenings: readonly BookHappening[];
    readonly indices: Indices;
  };

/** A model while events are taken in. */
export type OpenModel = Omit<Model, "sums" | "releases" | "upstream" | "earned" | "firstPaidAt"> & {
  readonly releases: BookRelease[];
  readonly works: Work[];
  /** Final, and waiting for the next release. */
  growing: Work[];
  upstream: readonly Upstream[];
  readonly earned: Map<string, Split>;
  firstPaidAt: number | undefined;
  /** What its work came to, until something changes. */
  sums: ModelSums | undefined;
};

/** A vote while events are taken in: ballots by voter in lower case, in the order in which they were cast. */
export type OpenProposal = Omit<Proposal, "ballots" | "tally"> & {
  readonly cast: Map<string, Ballot>;
  /** As it was handed out, until something changes. */
  shown: BookProposal | undefined;
};

/** Adds to a set of a map of sets. */
export function put<key, value>(map: Map<key, Set<value>>, key: key, value: value): void {
  const set = map.get(key);
  if (set) set.add(value);
  else map.set(key, new Set([value]));
}

export const keyOf = (account: Address): string => account.toLowerCase();
