// Two proposals that holders pass and members stop: a constitutional one, to which both chambers must assent, and an
// ordinary one, which members veto.
import { contributionTokenAbi, memberRegistryAbi, writeProposalText } from "@commonmind/sdk";
import { type Account, encodeFunctionData } from "viem";
import { type Action, ask, awaitResult, awaitVoting, readCounting, type VoteContext, weigh } from "./government.ts";
import { paysMore } from "./publication.ts";
import { FEWEST_SEATS } from "./rules.ts";
import { castSigned, planRefusal, type RefusalRules } from "./signedBallots.ts";

/** What ten times as much voice for it is asked for. */
const KIND = "Training";

/** Asks both, and has them refused. Does nothing where the members are too few, or the voices too uneven, for it. */
export async function refuse(context: VoteContext, members: readonly Account[]): Promise<void> {
  const { chain, deployment, cast, onProgress } = context;
  const people = [...cast.founders, ...members];
  const rules = await refusalRules(context);
  if (planRefusal(await weigh(chain, deployment, people), rules) === undefined) {
    onProgress("the members can't refuse anything here");
    return;
  }
  const questions = [
    {
      title: "Open the contribution token to be sold",
      text: "A voice that can be sold is worth more to whoever holds much of it.",
      action: openTransfers(context),
    },
    {
      title: `Let ${KIND} earn ten times the voice`,
      text: "Compute is dear, and those who train the models should decide where they go.",
      action: await paysMore(chain, deployment, KIND, 10),
    },
  ];
  const asked = [];
  for (const { title, text, action } of questions) {
    asked.push(await ask(context, { description: writeProposalText({ title, text, options: [] }), actions: [action] }));
  }
  await awaitVoting(context);
  for (const { id } of asked) {
    const choices = planRefusal(await weigh(chain, deployment, people), rules) ?? [];
    onProgress(`voting: ${choices.length} people`);
    await castSigned(context, id, choices);
  }
  await awaitResult(context);
  onProgress("both refused by the members");
}

async function refusalRules({ chain, deployment }: VoteContext): Promise<RefusalRules> {
  const { supply, quorumPercent, vetoBps, turnoutBps } = await readCounting(chain, deployment);
  const [, seats] = await chain.client.readContract({
    address: deployment.contracts.memberRegistry,
    abi: memberRegistryAbi,
    functionName: "census",
  });
  const share = (bps: number) => Math.max(FEWEST_SEATS, Math.ceil((seats * bps) / 10_000));
  return { supply, quorumPercent, objectors: share(vetoBps), turnout: share(turnoutBps) };
}

function openTransfers({ deployment }: VoteContext): Action {
  const data = encodeFunctionData({ abi: contributionTokenAbi, functionName: "openTransfers" });
  return { target: deployment.contracts.contributionToken, data };
}
