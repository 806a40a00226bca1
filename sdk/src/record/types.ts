import type { Address, Hex } from "viem";

/** How far the record is, and whether it may be relied on. */
export type RecordStatus = {
  readonly ready: boolean;
  /** Why it isn't ready, or why it is old; null if all is well. */
  readonly reason: string | null;
  readonly chainId: number | null;
  /** Hash of the first block of the chain that it is of. */
  readonly chainHash: Hex | null;
  /** The newest block that is part of it, and its time in unix seconds. */
  readonly block: bigint | null;
  readonly time: bigint | null;
  /** The newest block of the chain; null while the chain doesn't answer. */
  readonly head: bigint | null;
  readonly lag: bigint | null;
};

/** An event of one of the co-op's contracts, its arguments as viem decodes them. */
export type RecordedEvent = {
  /** Orders all events: block x 1,000,000 + place in the block. */
  readonly seq: bigint;
  readonly block: bigint;
  readonly logIndex: number;
  /** Unix seconds. */
  readonly time: number;
  readonly transaction: Hex;
  readonly address: Address;
  /** The contract's name, as "ModelRegistry". */
  readonly contract: string;
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
};

export type EventPage = {
  readonly events: readonly RecordedEvent[];
  /** There are more after these. */
  readonly more: boolean;
  /** The newest block that the record held when it answered. */
  readonly block: bigint;
};

export type Amounts = ReadonlyMap<Address, bigint>;

/** What an account can claim for its work, per asset (lower case), in base units. */
export type ClaimableWork = {
  readonly totals: Amounts;
  readonly positions: readonly {
    readonly position: bigint;
    readonly contribution: bigint;
    readonly waiting: Amounts;
  }[];
};

/** A seat's part of the dividend in an asset, in base units. */
export type SeatDividend = {
  readonly asset: Address;
  readonly claimable: bigint;
  /** What a renewal would give back to a lapsed seat. */
  readonly frozen: bigint;
  /** What goes back to all members. */
  readonly forfeited: bigint;
};
