import type { Address } from "viem";

/** One call of a contract, as a transaction sends it. */
export type Call = {
  readonly address: Address;
  // biome-ignore lint/suspicious/noExplicitAny: a call to any contract; its builder is typed.
  readonly abi: any;
  readonly functionName: string;
  readonly args: readonly unknown[];
  readonly value?: bigint;
  /** It only works once the calls before it have been carried out: it isn't tried out with them. */
  readonly dependent?: boolean;
};
