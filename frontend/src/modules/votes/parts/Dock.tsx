"use client";

import { useState } from "react";
import { ActionButton } from "../../../action/ActionButton.tsx";
import type { Ballot, Proposal, ProposalState, Tally } from "../../../data/types.ts";
import { capital, dayAndTime, share, shortDayAndTime, tokens } from "../../../format/format.ts";
import { rich, t } from "../../../i18n/i18n.ts";
import { proposalStamp, Stamp, SupportMark } from "../../../ui/parts.tsx";
import { supportWords } from "../../../ui/supportWords.ts";
import { order } from "./Chambers.tsx";
import type { Slip } from "./useSlip.ts";
import type { Standing } from "./useStanding.ts";
import { ballotWords, choiceLabel, KEEP_TITLE, markOf, titleOf } from "./words.ts";

type DockProps = { proposal: Proposal; state: ProposalState; now: number; slip: Slip };

/** The slip on which a vote is cast; on phones it stands at the bottom. */
export function Dock({ proposal, state, now, slip }: DockProps) {
  const tally = proposal.tally;
  if (slip.given && !slip.isOpen && !slip.moving) {
    return <Given proposal={proposal} given={slip.given} tally={tally} slip={slip} />;
  }
  if (state === "pending") {
    return (
      <aside className="dock" aria-label={t("Your vote")}>
        <h3>
          {rich("Your vote<span>Opens {start}</span>", {
            span: (it) => <span className="hint">{it}</span>,
            start: shortDayAndTime(proposal.start),
          })}
        </h3>
        <p className="small dim mt-2 only-wide">
          {t("Voting opens {start}. The voice that counts is the one you hold then.", {
            start: dayAndTime(proposal.start),
          })}
        </p>
        <Stamp look={proposalStamp("pending")} />
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
    <aside className="dock" aria-label={t("Your vote")} data-testid="voted">
      <h3>
        {rich("Your vote<span>Recorded on {time}</span>", {
          span: (it) => <span className="hint">{it}</span>,
          time: shortDayAndTime(given.time),
        })}
      </h3>
      <div className="only-wide">
        {isBallot && given.support !== "abstain" && <Chosen proposal={proposal} options={given.options} />}
        <p className="small dim my-3">
          {rich(
            "{choice} on {time}, with {weight} tokens, {share} of all voice{member, select, true {, and as one seat} other {}}.{earlier}{final}",
            {
              choice: isBallot ? t("Recorded") : rich("You voted {choice}", { choice: <b>{words}</b> }),
              time: shortDayAndTime(given.time),
              weight: tokens(given.weight),
              share: share(given.weight, tally.supply),
              member: Boolean(given.member),
              earlier: given.replaced > 0 && t(" It took the place of an earlier one."),
              final: !slip.canReplace && t(" In the last extension ballots stand as they are."),
            },
          )}
        </p>
      </div>
      <span className="given">
        <Stamp
          look={{
            ink: "vote",
            waiting: false,
            words: isBallot
              ? t("voted {choice}", { choice: words })
              : t("voted {support, select, for {for} against {against} other {to abstain}}", {
                  support: given.support,
                }),
          }}
        />
        {slip.canReplace && (
          <button type="button" className="quiet" onClick={slip.replace}>
            {t("Change it")}
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
  const hint = choice ? hintOf(slip, isBallot) : isBallot ? t("Tick all you could live with") : t("Choose first");
  return (
    <aside className="dock" aria-label={t("Your vote")} data-open={open} data-ballot={isBallot}>
      <h3>
        {t("Your vote")}
        <span className="hint">{hint}</span>
        <button type="button" className="quiet toggle" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t("Close") : choice ? hint : isBallot ? t("Tick above, or abstain") : t("Choose")}
        </button>
      </h3>
      {isBallot ? <BallotSlip proposal={proposal} slip={slip} /> : <PlainSlip slip={slip} />}
      <ActionButton
        action={action}
        verb="vote"
        label={choiceLabel(choice, isBallot)}
        idle={none ? t("No vote here") : t("Choose first")}
        done={t("Your vote is recorded")}
      >
        {none ? noVoiceWords(standing) : countsAs(standing, tally, proposal, now)}
        {given && choice ? t(" It takes the place of your earlier ballot.") : ""}
      </ActionButton>
      {action.state.name === "recorded" && moving && slip.canReplace && (
        <button type="button" className="quiet" onClick={slip.replace}>
          {t("Change it")}
        </button>
      )}
    </aside>
  );
}

function PlainSlip({ slip: { choice, choose, moving } }: { slip: Slip }) {
  return (
    <fieldset className="ballot" disabled={moving}>
      <legend className="vh">{t("Your vote")}</legend>
      {order.map((support) => (
        <label key={support}>
          <input
            type="radio"
            name="support"
            value={support}
            checked={choice?.support === support}
            onChange={() => choose({ support, options: [] })}
          />
          {t(supportWords[support])}
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
            ? t("You are counted for the quorum, and leave the choice to the others.")
            : t("Tick all you could live with: one, several, or to keep things as they are.")}
        </p>
      )}
      <fieldset className="ballot" disabled={moving}>
        <legend className="vh">{t("Or don’t choose")}</legend>
        <label>
          <input
            type="checkbox"
            checked={abstains}
            onChange={() => choose(abstains ? undefined : { support: "abstain", options: [] })}
          />
          {t("Abstain")}
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
          {option === 0 ? t(KEEP_TITLE) : titleOf(proposal.options, option)}
        </li>
      ))}
    </ul>
  );
}

function hintOf({ choice, standing }: Slip, isBallot: boolean): string {
  if (!choice) return "";
  if (isBallot) {
    return t("{choice}, changeable until it closes", { choice: capital(ballotWords(choice, true)) });
  }
  const support = t(supportWords[choice.support]);
  return standing === undefined
    ? t("{support}, with your tokens", { support })
    : t("{support}, with {standing} tokens", { support, standing: tokens(standing.voice, 0) });
}

function noVoiceWords(standing: Standing | undefined): string {
  const held = standing !== undefined && standing.voice > 0n;
  return held
    ? t(
        "You had no seat when this vote opened, and a voice counts with a seat. Delegate yours to a member, or take a seat for the next one.",
      )
    : t(
        "You had no seat and held no contribution tokens when this vote opened. Accepted work gives you a voice in the next one.",
      );
}

function countsAs(standing: Standing | undefined, tally: Tally, { end }: Proposal, now: number): string {
  const closes = now < end ? t("Voting closes {end}.", { end: shortDayAndTime(end) }) : t("Voting closes now.");
  if (standing === undefined) return t("It can be replaced while voting is open. {closes}", { closes });
  const weight = standing.voice < tally.cap ? standing.voice : tally.cap;
  const capped = weight < standing.voice ? t(" (the cap)") : "";
  const holders =
    weight === 0n
      ? t("Counts as one seat with the members.")
      : t("Counts as {weight} tokens, {share} of all voice{capped}, and as one seat with the members.", {
          weight: tokens(weight),
          share: share(weight, tally.supply),
          capped,
        });
  return t("{holders} It can be replaced while voting is open. {closes}", { holders, closes });
}
