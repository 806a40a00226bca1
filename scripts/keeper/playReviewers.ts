// On the local chain the founders' keys are everybody's: somebody has to play them when they are drawn, or no work that a
// visitor hands in would ever be accepted.
import { keccak256, toBytes } from "viem";
import { panelOf, reviewOf } from "../lib/reviews.ts";
import { commit, type PanelContext, reveal } from "../story/panels.ts";
import { opinionOf } from "../story/work.ts";
import type { Keeper } from "./Keeper.ts";

/** Has every reviewer whose key is here commit, and reveal in time. Nobody plays one that a visitor plays already. */
export async function playReviewers(context: PanelContext, keeper: Keeper): Promise<void> {
  const { chain, deployment, seed, reviewers } = context;
  const panel = panelOf(deployment);
  for (const id of keeper.open) {
    const { stage, round, times } = await reviewOf(chain.client, panel, id);
    if (stage !== "Sitting") continue;
    const now = await keeper.now();
    const committing = now <= times.commitUntil;
    if (now > times.revealUntil) continue;
    const args = [id, BigInt(round)] as const;
    const [seats] = await chain.client.readContract({ ...panel, functionName: "panelAt", args });
    const worth = 60 + Number(BigInt(keccak256(toBytes(`${seed}:${id}`))) % 41n);
    const hearing = { id, verdict: worth, opinionOf: opinionOf(seed, id, worth) };
    for (const seat of seats.filter((each) => reviewers.has(each))) {
      const voice = await chain.client.readContract({ ...panel, functionName: "voiceOf", args: [...args, seat] });
      const [commitment, revealed, , recused, voided] = voice;
      if (recused || voided || revealed) continue;
      const committed = BigInt(commitment) !== 0n;
      const deadline = now + 600n;
      if (committing && !committed) await commit(context, hearing, round, seat, deadline);
      else if (!committing && committed) await reveal(context, hearing, round, seat, deadline);
    }
    await chain.settled();
  }
}
