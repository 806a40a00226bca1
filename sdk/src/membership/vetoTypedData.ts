import { registryDomain } from "./registryDomain.ts";
import type { RegistryReference } from "./types.ts";

const types = {
  Veto: [
    { name: "seat", type: "uint64" },
    { name: "serial", type: "uint48" },
    { name: "deadline", type: "uint256" },
  ],
} as const;

export type VetoParameters = RegistryReference & {
  seat: bigint;
  /** Serial of the credential that asked for the move, as in `SeatRebindRequested`. */
  serial: number;
  /** Last second in which the veto may be handed in, unix seconds. */
  deadline: bigint;
};

/** What a seat's wallet signs, so that somebody else may stop the pending move. */
export function vetoTypedData({ seat, serial, deadline, ...reference }: VetoParameters) {
  const message = { seat, serial, deadline };
  return { domain: registryDomain(reference), types, primaryType: "Veto", message } as const;
}
