"use client";
import { commonsGovernorAbi } from "@commonmind/sdk";
import { useMemo, useState } from "react";
import { ActionButton } from "../../../action/ActionButton.tsx";
import type { Call } from "../../../action/call.ts";
import { useAction } from "../../../action/useAction.ts";
import { useSource, useVoice } from "../../../data/ledger.tsx";
import { tallyOf } from "../../../data/questions.ts";
import { type Ledger, type Proposal, type ProposalState, type Support, supports } from "../../../data/types.ts";
import { dayAndTime, share, shortDayAndTime, tokens } from "../../../format/format.ts";
import { proposalStamps, Stamp, SupportMark, supportWords } from "../../../ui/parts.tsx";
import { useWallet } from "../../../wallet/useWallet.ts";

/** In the order in which people expect them. */
export const order = ["for", "against", "abstain"] as const satisfies readonly Support[];

/** The slip on which a vote is cast; on phones it stands at the bottom. */
export function Dock({
  ledger,
  proposal,
  state,
  now,
}: {
  ledger: Ledger;
  proposal: Proposal;
  state: ProposalState;
  now: number;
}) {
  const source = useSource();
  const { address } = useWallet();
  const voice = useVoice(address, proposal.start);
  const [choice, setChoice] = useState<Support>();
  const [open, setOpen] = useState(false);
  const given = proposal.ballots.find(({ voter }) => voter.toLowerCase() === address?.toLowerCase());
  const governor = source?.config.deployment.contracts.commonsGovernor;
  const none = voice === 0n;
  const calls = useMemo(
    (): Call[] =>
      choice && governor && state === "open" && !none
        ? [
            {
              address: governor,
              abi: commonsGovernorAbi,
              functionName: "castVote",
              args: [proposal.id, supports.indexOf(choice)],
            },
          ]
        : [],
    [choice, governor, proposal.id, state, none],
  );
  const action = useAction(`vote:${proposal.id}`, calls);
  const moving = !["connect", "switch", "idle", "checking", "ready", "refused", "rejected", "reverted"].includes(
    action.state.name,
  );

  if (given && !moving) {
    return (
      <aside className="dock" aria-label="Your vote" data-testid="voted">
        <h3>
          Your vote
          <span className="hint">Recorded on {shortDayAndTime(given.time)}</span>
        </h3>
        <div className="only-wide">
          <p className="small dim my-3">
            You voted <b>{supportWords[given.support].toLowerCase()}</b> on {shortDayAndTime(given.time)}, with{" "}
            {tokens(given.weight)} tokens, {share(given.weight, tallyOf(ledger, proposal).supply)} of all voice.
          </p>
        </div>
        <span>
          <Stamp look={{ ink: "vote", waiting: false, words: `voted ${given.support}` }} />
        </span>
      </aside>
    );
  }
  if (state === "pending") {
    return (
      <aside className="dock" aria-label="Your vote">
        <h3>
          Your vote
          <span className="hint">Opens {shortDayAndTime(proposal.start)}</span>
        </h3>
        <p className="small dim mt-2 only-wide">
          Voting opens {dayAndTime(proposal.start)}. The voice that counts is the one you hold then.
        </p>
        <Stamp look={proposalStamps.pending} />
      </aside>
    );
  }
  const hint = choice
    ? `${supportWords[choice]}, with ${voice === undefined ? "your" : tokens(voice, 0)} tokens`
    : "Choose first";
  return (
    <aside className="dock" aria-label="Your vote" data-open={open}>
      <h3>
        Your vote
        <span className="hint">{hint}</span>
        <button type="button" className="quiet toggle" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? "Close" : choice ? hint : "Choose"}
        </button>
      </h3>
      <fieldset className="ballot" disabled={moving}>
        <legend className="vh">Your vote</legend>
        {order.map((support) => (
          <label key={support}>
            <input
              type="radio"
              name="support"
              value={support}
              checked={choice === support}
              onChange={() => setChoice(support)}
            />
            {supportWords[support]}
            <SupportMark support={support} />
          </label>
        ))}
      </fieldset>
      <ActionButton
        action={action}
        verb="vote"
        label={choice ? (choice === "abstain" ? "Abstain" : `Vote ${choice}`) : "Vote"}
        idle={none ? "No voice here" : "Choose first"}
        done="Your vote is recorded"
      >
        {none
          ? "You held no contribution tokens when this vote opened. Accepted work gives you a voice in the next one."
          : `Counts as ${voice === undefined ? "your" : tokens(voice)} tokens${voice === undefined ? "" : `, ${share(voice, tallyOf(ledger, proposal).supply)} of all voice`}. It can be replaced while voting is open. Voting closes ${now < proposal.end ? shortDayAndTime(proposal.end) : "now"}.`}
      </ActionButton>
    </aside>
  );
}
