import { encodeAbiParameters, type Hex, keccak256, toBytes } from "viem";
import type { Call } from "./types.ts";

export type ProposalContent = { calls: readonly Call[] /** With a ballot's suffix. */; description: string };

/** The arguments by which the governor is handed a proposal to queue, to execute or to cancel. */
export function proposalArguments({ calls, description }: ProposalContent) {
  return [
    calls.map(({ target }) => target),
    calls.map(({ value }) => value),
    calls.map(({ data }) => data),
    keccak256(toBytes(description)),
  ] as const;
}

const parameters = [{ type: "address[]" }, { type: "uint256[]" }, { type: "bytes[]" }, { type: "bytes32" }] as const;

/** A proposal's number, as the governor computes it: it binds every call, and how a ballot's options are cut. */
export function proposalId(content: ProposalContent): bigint {
  const hash: Hex = keccak256(encodeAbiParameters(parameters, proposalArguments(content)));
  return BigInt(hash);
}
