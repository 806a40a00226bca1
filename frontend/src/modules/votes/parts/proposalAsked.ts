import { commonsGovernorAbi } from "@commonmind/sdk";
import { parseEventLogs } from "viem";
import type { ActionState } from "../../../action/state.ts";

/** The number of the proposal that an action has made, once it is recorded. */
export function proposalAsked(state: ActionState): bigint | undefined {
  if (state.name !== "recorded") return undefined;
  const logs = state.receipts.flatMap((receipt) => receipt.logs);
  return parseEventLogs({ abi: commonsGovernorAbi, eventName: "ProposalCreated", logs })[0]?.args.proposalId;
}
