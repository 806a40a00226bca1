// What every entry of the timeline is made of.

/** Digits only. */
export type Amount = `${bigint}`;

/** A position: contribution and index of the leaf. */
export type Position = [contribution: string, index: number];

export interface Entry<Type extends string> {
  /** Strictly increasing. */
  seq: number;
  /** Timestamp of the block, never decreasing. */
  time: Amount;
  type: Type;
}
