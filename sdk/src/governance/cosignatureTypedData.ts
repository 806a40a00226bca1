import type { Address } from "viem";
import { governorDomain } from "./governorDomain.ts";
import type { GovernorReference } from "./types.ts";

const types = {
  Cosignature: [
    { name: "proposalId", type: "uint256" },
    { name: "proposer", type: "address" },
    { name: "deadline", type: "uint256" },
  ],
} as const;

export type CosignatureParameters = GovernorReference & {
  proposalId: bigint;
  /** Who hands the proposal in. */
  proposer: Address;
  /** Last second in which it may be handed in, unix seconds. */
  deadline: bigint;
};

/** What members sign, so that somebody without the voice for it may propose. */
export function cosignatureTypedData({ proposalId, proposer, deadline, ...reference }: CosignatureParameters) {
  const message = { proposalId, proposer, deadline };
  return { domain: governorDomain(reference), types, primaryType: "Cosignature", message } as const;
}
