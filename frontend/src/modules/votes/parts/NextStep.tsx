"use client";

import { commonsGovernorAbi, proposalArguments } from "@commonmind/sdk";
import { type ReactNode, useMemo } from "react";
import { ActionButton } from "../../../action/ActionButton.tsx";
import type { Call } from "../../../action/call.ts";
import { useAction } from "../../../action/useAction.ts";
import { useSource } from "../../../data/ledger.tsx";
import type { Proposal, ProposalState } from "../../../data/types.ts";
import { dayAndTime } from "../../../format/format.ts";
import { t } from "../../../i18n/i18n.ts";
import { Note } from "../../../ui/parts.tsx";
import { useWallet } from "../../../wallet/useWallet.ts";

type Step = { name: "queue" | "execute" | "cancel"; title: string; label: string; done: string; words: ReactNode };

function stepOf(proposal: Proposal, state: ProposalState, yours: boolean): Step | undefined {
  if (state === "passed") {
    return {
      ...{ name: "queue", title: t("It passed"), label: t("Begin the wait"), done: t("The wait has begun") },
      words: t("Anyone may press this. It changes nothing yet: it starts the wait before the act."),
    };
  }
  if (state === "ready") {
    return {
      ...{ name: "execute", title: t("The wait is over"), label: t("Carry it out"), done: t("Carried out") },
      words: t("Anyone may press this. The contracts do what stands here, and nothing else."),
    };
  }
  if (state === "pending" && yours) {
    return {
      ...{ name: "cancel", title: t("You asked this"), label: t("Withdraw it"), done: t("Withdrawn") },
      words: t("Until it opens {start} you can take it back. Afterwards nobody can.", {
        start: dayAndTime(proposal.start),
      }),
    };
  }
  return undefined;
}

/** What anyone can do about a vote that is over, or its proposer about one that isn't open yet. Nothing otherwise. */
export function NextStep({ proposal, state }: { proposal: Proposal; state: ProposalState }) {
  const governor = useSource()?.config.deployment.contracts.commonsGovernor;
  const { address } = useWallet();
  const yours = address?.toLowerCase() === proposal.proposer.toLowerCase();
  const step = stepOf(proposal, state, yours);
  const { description, actions } = proposal;
  const name = step?.name;
  const calls = useMemo(
    (): Call[] =>
      governor && name
        ? [
            {
              ...{ address: governor, abi: commonsGovernorAbi, functionName: name },
              args: proposalArguments({ calls: actions, description }),
            },
          ]
        : [],
    [governor, name, actions, description],
  );
  const action = useAction(`${name ?? "step"}:${proposal.id}`, calls);
  if (!step) return null;
  return (
    <section className="dock still" aria-labelledby="next-step">
      <h3 id="next-step">{step.title}</h3>
      <div className="mt-4">
        <ActionButton
          action={action}
          verb={step.name === "cancel" ? "warn" : "vote"}
          label={step.label}
          done={step.done}
        >
          {step.words}
        </ActionButton>
      </div>
    </section>
  );
}

/** A note in its place, where there is no step. */
export const hasStep = (proposal: Proposal, state: ProposalState, you: string | undefined): boolean =>
  stepOf(proposal, state, you?.toLowerCase() === proposal.proposer.toLowerCase()) !== undefined;

export function ClosedNote({ state }: { state: ProposalState }) {
  return (
    <Note>
      {state === "carried out"
        ? t(
            "It was carried out by the contracts exactly as it stands here. Nobody could change a word after it was asked.",
          )
        : t("Voting is closed. What stands here can’t be changed by anyone.")}
    </Note>
  );
}
