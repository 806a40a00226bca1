// The review panel as our commands drive it: where a review stands, and when its steps end.
import { contributionRegistryAbi, type Deployment, reviewPanelAbi } from "@commonmind/sdk";
import type { PublicClient } from "viem";

/** In the order of the contract's enum. */
export const stages = ["None", "Drawing", "Sitting", "Voting", "Judged", "Settled"] as const;
export type Stage = (typeof stages)[number];

/** The states of work in the order of the registry's enum. */
export const workStates = ["None", "Submitted", "InReview", "Accepted", "Rejected", "Challenged", "Final"] as const;
export type WorkState = (typeof workStates)[number];

/** When the steps of a round end, unix seconds. A vote only has `revealUntil`. */
export type Times = { seedAt: bigint; drawUntil: bigint; commitUntil: bigint; revealUntil: bigint };

export type ReviewNow = { stage: Stage; round: number; times: Times };

export const panelOf = ({ contracts }: Pick<Deployment, "contracts">) =>
  ({ address: contracts.reviewPanel, abi: reviewPanelAbi }) as const;

/** Where the review of a work stands. */
export async function reviewOf(
  client: PublicClient,
  panel: ReturnType<typeof panelOf>,
  id: bigint,
): Promise<ReviewNow> {
  const { stage, round } = await client.readContract({ ...panel, functionName: "reviewAt", args: [id] });
  const times = await client.readContract({ ...panel, functionName: "timesOf", args: [id, BigInt(round)] });
  return { stage: stages[stage] ?? "None", round, times };
}

export async function workState(
  client: PublicClient,
  { contracts }: Pick<Deployment, "contracts">,
  id: bigint,
): Promise<{ state: WorkState; since: bigint; score: number; model: bigint }> {
  const { state, since, score, modelId } = await client.readContract({
    address: contracts.contributionRegistry,
    abi: contributionRegistryAbi,
    functionName: "contributionAt",
    args: [id],
  });
  return { state: workStates[state] ?? "None", since: BigInt(since), score, model: BigInt(modelId) };
}

/** A signature's own key among the nonces of its account, so that none waits for another (OpenZeppelin's NoncesKeyed). */
export function nonceOf(
  id: bigint,
  round: number,
  step: "commit" | "reveal" | "recuse" | "challenge" | "pool",
): bigint {
  const steps = { commit: 1n, reveal: 2n, recuse: 3n, challenge: 4n, pool: 5n };
  return ((id << 16n) | (BigInt(round) << 8n) | steps[step]) << 64n;
}
