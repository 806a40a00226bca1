"use client";
import { useState } from "react";
import { ActionButton } from "../../../action/ActionButton.tsx";
import { tallyOf } from "../../../data/questions.ts";
import type { Ballot, Ledger, Proposal, ProposalState, Tally } from "../../../data/types.ts";
import { dayAndTime, share, shortDayAndTime, tokens } from "../../../format/format.ts";
import { proposalStamps, Stamp, SupportMark } from "../../../ui/parts.tsx";
import { supportWords } from "../../../ui/supportWords.ts";
import { order } from "./Chambers.tsx";
import type { Slip } from "./useSlip.ts";
import type { Standing } from "./useStanding.ts";
import { ballotWords, choiceLabel, KEEP_TITLE, markOf, titleOf } from "./words.ts";

type DockProps = { ledger: Ledger; proposal: Proposal; state: ProposalState; now: number; slip: Slip };

/** The slip on which a vote is cast; on phones it stands at the bottom. */
export function Dock({ ledger, proposal, state, now, slip }: DockProps) {
  const tally = tallyOf(ledger, proposal);
  if (slip.given && !slip.isOpen && !slip.moving) {
    return <Given proposal={proposal} given={slip.given} tally={tally} slip={slip} />;
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
  return <Open proposal={proposal} tally={tally} now={now} slip={slip} />;
}

/** What is in the box already. */
function Given({ proposal, given, tally, slip }: { proposal: Proposal; given: Ballot; tally: Tally; slip: Slip }) {
  const isBallot = proposal.options.length > 0;
  const words = ballotWords(given, isBallot).toLowerCase();
  return (
    <aside className="dock" aria-label="Your vote" data-testid="voted">
      <h3>
        Your vote
        <span className="hint">Recorded on {shortDayAndTime(given.time)}</span>
      </h3>
      <div className="only-wide">
        {isBallot && given.support !== "abstain" && <Chosen proposal={proposal} options={given.options} />}
        <p className="small dim my-3">
          {isBallot ? (
            "Recorded"
          ) : (
            <>
              You voted <b>{words}</b>
            </>
          )}{" "}
          on {shortDayAndTime(given.time)}, with {tokens(given.weight)} tokens, {share(given.weight, tally.supply)} of
          all voice
          {given.member ? ", and as one seat" : ""}.{given.replaced > 0 && " It took the place of an earlier one."}
          {!slip.canReplace && " In the last extension ballots stand as they are."}
        </p>
      </div>
      <span className="given">
        <Stamp look={{ ink: "vote", waiting: false, words: `voted ${isBallot ? words : given.support}` }} />
        {slip.canReplace && (
          <button type="button" className="quiet" onClick={slip.replace}>
            Change it
          </button>
        )}
      </span>
    </aside>
  );
}

function Open({ proposal, tally, now, slip }: { proposal: Proposal; tally: Tally; now: number; slip: Slip }) {
  const { choice, action, none, standing, moving, given } = slip;
  const [open, setOpen] = useState(false);
  const isBallot = proposal.options.length > 0;
  const hint = choice ? hintOf(slip, isBallot) : isBallot ? "Tick all you could live with" : "Choose first";
  return (
    <aside className="dock" aria-label="Your vote" data-open={open} data-ballot={isBallot}>
      <h3>
        Your vote
        <span className="hint">{hint}</span>
        <button type="button" className="quiet toggle" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? "Close" : choice ? hint : isBallot ? "Tick above, or abstain" : "Choose"}
        </button>
      </h3>
      {isBallot ? <BallotSlip proposal={proposal} slip={slip} /> : <PlainSlip slip={slip} />}
      <ActionButton
        action={action}
        verb="vote"
        label={choiceLabel(choice, isBallot)}
        idle={none ? "No vote here" : "Choose first"}
        done="Your vote is recorded"
      >
        {none ? noVoiceWords(standing) : countsAs(standing, tally, proposal, now)}
        {given && choice ? " It takes the place of your earlier ballot." : ""}
      </ActionButton>
      {action.state.name === "recorded" && moving && slip.canReplace && (
        <button type="button" className="quiet" onClick={slip.replace}>
          Change it
        </button>
      )}
    </aside>
  );
}

function PlainSlip({ slip: { choice, choose, moving } }: { slip: Slip }) {
  return (
    <fieldset className="ballot" disabled={moving}>
      <legend className="vh">Your vote</legend>
      {order.map((support) => (
        <label key={support}>
          <input
            type="radio"
            name="support"
            value={support}
            checked={choice?.support === support}
            onChange={() => choose({ support, options: [] })}
          />
          {supportWords[support]}
          <SupportMark support={support} />
        </label>
      ))}
    </fieldset>
  );
}

/** What was ticked beside it, and the way to be counted without a choice. */
function BallotSlip({ proposal, slip: { choice, choose, moving } }: { proposal: Proposal; slip: Slip }) {
  const abstains = choice?.support === "abstain";
  return (
    <>
      {choice && !abstains ? (
        <Chosen proposal={proposal} options={choice.options} />
      ) : (
        <p className="small dim my-3 only-wide">
          {abstains
            ? "You are counted for the quorum, and leave the choice to the others."
            : "Tick all you could live with: one, several, or to keep things as they are."}
        </p>
      )}
      <fieldset className="ballot" disabled={moving}>
        <legend className="vh">Or don’t choose</legend>
        <label>
          <input
            type="checkbox"
            checked={abstains}
            onChange={() => choose(abstains ? undefined : { support: "abstain", options: [] })}
          />
          Abstain
          <SupportMark support="abstain" />
        </label>
      </fieldset>
    </>
  );
}

function Chosen({ proposal, options }: { proposal: Proposal; options: readonly number[] }) {
  return (
    <ul className="chosen">
      {options.map((option) => (
        <li key={option}>
          <span className="mono">{markOf(option)}</span>
          {option === 0 ? KEEP_TITLE : titleOf(proposal.options, option)}
        </li>
      ))}
    </ul>
  );
}

function hintOf({ choice, standing }: Slip, isBallot: boolean): string {
  if (!choice) return "";
  if (isBallot) {
    const words = ballotWords(choice, true);
    return `${words.charAt(0).toUpperCase()}${words.slice(1)}, changeable until it closes`;
  }
  return `${supportWords[choice.support]}, with ${standing === undefined ? "your" : tokens(standing.voice, 0)} tokens`;
}

function noVoiceWords(standing: Standing | undefined): string {
  const held = standing !== undefined && standing.voice > 0n;
  return held
    ? "You had no seat when this vote opened, and a voice counts with a seat. Delegate yours to a member, or take a seat for the next one."
    : "You had no seat and held no contribution tokens when this vote opened. Accepted work gives you a voice in the next one.";
}

function countsAs(standing: Standing | undefined, tally: Tally, { end }: Proposal, now: number): string {
  const closes = `Voting closes ${now < end ? shortDayAndTime(end) : "now"}.`;
  if (standing === undefined) return `It can be replaced while voting is open. ${closes}`;
  const weight = standing.voice < tally.cap ? standing.voice : tally.cap;
  const capped = weight < standing.voice ? " (the cap)" : "";
  const holders =
    weight === 0n
      ? "Counts as one seat with the members."
      : `Counts as ${tokens(weight)} tokens, ${share(weight, tally.supply)} of all voice${capped}, and as one seat with the members.`;
  return `${holders} It can be replaced while voting is open. ${closes}`;
}
