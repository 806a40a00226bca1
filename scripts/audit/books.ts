// What the logs come to: the books of the co-op as they are kept here, from nothing but what its contracts logged.
import type { Cursor, Pool } from "@commonmind/sdk";
import type { Address } from "viem";

/** Whole amounts by account, asset or other key; 0 where there is none. */
export class Sums extends Map<string, bigint> {
  of(key: string): bigint {
    return this.get(key) ?? 0n;
  }

  add(key: string, amount: bigint): void {
    this.set(key, this.of(key) + amount);
  }
}

/** A pool of money with the index at which each era opened, and what waits for somebody to share it (base units). */
export type SharedPool = { pool: Pool; openings: Map<number, bigint>; parked: bigint };

export type Seat = {
  wallet: Address;
  active: boolean;
  /** Unix seconds; undefined while it is active. */
  graceEnds: bigint | undefined;
  spans: { from: number; to: number | undefined }[];
  /** Number of the last span that earns nothing any more. */
  forfeited: number;
};

export type Model = {
  release: number;
  releasedBatch: number;
  /** Accepted units that share revenue. */
  active: bigint;
  releaseOfBatch: Map<number, number>;
};

export type Work = {
  model: bigint;
  state: number;
  score: bigint;
  /** Accepted units that left since. */
  left: bigint;
  excluded: boolean;
  joinBatch: number | undefined;
  endBatch: number | undefined;
  /** Verdict that its panel came to last; undefined before the first. */
  verdict: bigint | undefined;
};

export type Position = {
  contribution: bigint;
  holder: Address;
  units: bigint;
  endBatch: number | undefined;
  stages: { units: bigint; endBatch: number }[];
};

export type Ballot = { support: number; weight: bigint; options: number; member: boolean };

export type Proposal = {
  snapshot: bigint;
  options: number;
  /** By support: 0 against, 1 for, 2 abstain. */
  votes: [bigint, bigint, bigint];
  seats: [bigint, bigint, bigint];
  approvals: Sums;
  ballots: Map<Address, Ballot>;
};

/** One round of a review: who sits, and what each revealed; `undefined` where nothing counts. */
export type Round = { seats: readonly bigint[]; scores: Map<bigint, bigint>; void: Set<bigint>; silent: Set<bigint> };

/** Something that the logs themselves contradict: a claim of another amount than was due, a score that isn't the median. */
export type Contradiction = { kind: "claimable" | "scores" | "logs"; key: string; rebuilt: string; logged: string };

export class Books {
  readonly balances = new Sums();
  readonly votes = new Sums();
  readonly delegates = new Map<string, Address>();
  supply = 0n;

  readonly seats = new Map<bigint, Seat>();
  readonly seated = new Map<Address, bigint>();
  readonly memberships = new Map<Address, { time: bigint; votes: bigint }[]>();
  era = 0;
  activeSeats = 0n;

  readonly models = new Map<bigint, Model>();
  readonly works = new Map<bigint, Work>();
  readonly positions = new Map<bigint, Position>();
  /** By "contribution:round". */
  readonly rounds = new Map<string, Round>();

  readonly assets = new Set<Address>();
  /** By "model:asset". */
  readonly pools = new Map<string, SharedPool>();
  /** By "position:asset". */
  readonly paid = new Map<string, Cursor>();
  readonly dividendPools = new Map<string, SharedPool>();
  /** By "seat:asset". */
  readonly seatsPaid = new Map<string, Cursor>();
  /** By "seat:asset:transaction": the pool's index when the seat gave back what it had forfeited. */
  readonly sweptAt = new Map<string, bigint>();
  /** What the books of the contracts that hold money say, by asset. */
  readonly rewardsAccounted = new Sums();
  readonly dividendAccounted = new Sums();
  /** By "treasury:asset". */
  readonly reserves = new Sums();

  readonly proposals = new Map<bigint, Proposal>();
  readonly contradictions: Contradiction[] = [];
}
