import type { Address } from "viem";
import { ballotBitmap } from "./ballots.ts";
import { governorDomain } from "./governorDomain.ts";
import { type GovernorReference, type Support, supports } from "./types.ts";

const types = {
  SignedBallot: [
    { name: "proposalId", type: "uint256" },
    { name: "support", type: "uint8" },
    { name: "options", type: "uint16" },
    { name: "voter", type: "address" },
    { name: "sequence", type: "uint32" },
    { name: "deadline", type: "uint48" },
  ],
} as const;

export type SignedBallotParameters = GovernorReference & {
  proposalId: bigint;
  support: Support;
  /** What a ballot between options approves of, 0 for keeping things as they are; none on a plain proposal. */
  options?: readonly number[];
  voter: Address;
  /** Ballots of this voter that were accepted before: `ballotOf(proposalId, voter).sequence`. */
  sequence: number;
  /** Last second in which the ballot may be handed in, unix seconds. */
  deadline: number;
};

/** What a voter signs, so that anybody may bring the ballot to the chain (`castSignedBallots`). */
export function signedBallotTypedData(parameters: SignedBallotParameters) {
  const { proposalId, support, options = [], voter, sequence, deadline, ...reference } = parameters;
  const message = { proposalId, support: supports[support], options: ballotBitmap(options), voter, sequence, deadline };
  return { domain: governorDomain(reference), types, primaryType: "SignedBallot", message } as const;
}
