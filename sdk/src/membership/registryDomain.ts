import type { Address } from "viem";
import type { RegistryReference } from "./types.ts";

export type RegistryDomain = { name: string; version: string; chainId: number; verifyingContract: Address };

/** EIP-712 domain of a MemberRegistry. It binds every signature to one chain and one registry. */
export function registryDomain({ chainId, registry }: RegistryReference): RegistryDomain {
  return { name: "Commonmind MemberRegistry", version: "1", chainId, verifyingContract: registry };
}
