import type { Address } from "viem";
import type { GovernorReference } from "./types.ts";

export type GovernorDomain = { name: string; version: string; chainId: number; verifyingContract: Address };

/** EIP-712 domain of a CommonsGovernor. It binds every signature to one chain and one governor. */
export function governorDomain({ chainId, governor }: GovernorReference): GovernorDomain {
  return { name: "CommonsGovernor", version: "1", chainId, verifyingContract: governor };
}
