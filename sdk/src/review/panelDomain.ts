import type { Address } from "viem";

/** The review panel that a signature or a commitment is for. */
export type PanelReference = {
  chainId: number;
  /** The ReviewPanel. */
  panel: Address;
};

/** EIP-712 domain of a ReviewPanel. It binds every signature to one chain and one panel contract. */
export function panelDomain({ chainId, panel }: PanelReference) {
  return { name: "Commonmind ReviewPanel", version: "1", chainId, verifyingContract: panel } as const;
}
