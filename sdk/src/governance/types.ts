import type { Address, Hex } from "viem";

/** One call of a proposal. `value` in base units of the native currency. */
export type Call = { readonly target: Address; readonly value: bigint; readonly data: Hex };

/** The governor that something is signed for: a signature counts on one chain and for one governor. */
export type GovernorReference = { readonly chainId: number; readonly governor: Address };

/** How a ballot is cast, as the governor numbers it. */
export const supports = { against: 0, for: 1, abstain: 2 } as const;
export type Support = keyof typeof supports;
