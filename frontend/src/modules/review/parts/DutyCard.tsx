"use client";

import { kindName, openSeal, reviewCommitment, reviewPanelAbi, sealSalt } from "@commonmind/sdk";
import Link from "next/link";
import { useMemo, useState } from "react";
import { ActionButton } from "../../../action/ActionButton.tsx";
import type { Call } from "../../../action/call.ts";
import { useAction } from "../../../action/useAction.ts";
import { useSource } from "../../../data/ledger.tsx";
import { titleOf } from "../../../data/questions.ts";
import { type Duty, dueOf, phaseOf } from "../../../data/reviews.ts";
import type { Ledger } from "../../../data/types.ts";
import { dayAndTime } from "../../../format/format.ts";
import { msg, rich, t } from "../../../i18n/i18n.ts";
import { Stamp, stampOf } from "../../../ui/parts.tsx";
import type { Seal } from "../seal/useSeal.ts";

type DutyCardProps = { duty: Duty; seal: Seal; now: number; ledger: Ledger };

const looks = {
  seal: { ink: "work", waiting: false, words: msg("to be scored") },
  show: { ink: "work", waiting: false, words: msg("to be opened") },
  wait: { ink: "work", waiting: true, words: msg("waits") },
  out: { ink: "warn", waiting: false, words: msg("stepped back") },
} as const;

/** One panel: what is judged, until when, and the one thing to do about it now. */
export function DutyCard({ duty, seal, now, ledger }: DutyCardProps) {
  const { work, round, panelist } = duty;
  const due = dueOf(duty, now);
  const phase = phaseOf(round, now);
  const model = ledger.models.find(({ id }) => id === work.modelId);
  const rubric = ledger.rules.get(work.kind)?.rubric;
  const out = panelist.recused || panelist.voided;
  const words = ((): string => {
    if (panelist.voided) return t("You were shown to be an author of it: your score doesn’t count.");
    if (panelist.recused) return t("You stepped back from it.");
    if (due?.what === "seal") return t("Score it until {until}.", { until: dayAndTime(due.until) });
    if (due?.what === "show") return t("Open your score until {until}.", { until: dayAndTime(due.until) });
    if (phase === "sealing")
      return t("Sealed. You can open it from {commitUntil} on.", { commitUntil: dayAndTime(round.commitUntil) });
    if (phase === "showing" && panelist.score !== undefined)
      return t("You gave it {score}. The others have until {revealUntil}.", {
        score: panelist.score,
        revealUntil: dayAndTime(round.revealUntil),
      });
    if (phase === "showing") return t("The time to seal a score is over, and yours is missing.");
    return t("Time is up. Anyone can have it counted now.");
  })();
  return (
    <li data-testid={`duty-${work.id}`}>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h3>
          <Link href={`/contributions/${work.id}`}>{titleOf(work)}</Link>
        </h3>
        <Stamp look={stampOf(looks[out ? "out" : (due?.what ?? "wait")])} flat />
      </div>
      <p className="small dim">
        {rich(
          "{items, plural, one {# piece} other {# pieces}} of {kind} for {name}{number, select, true {, judged again after a challenge} other {}}. {words}",
          { items: work.items, kind: kindName(work.kind), name: model?.name, number: round.number > 1, words },
        )}
      </p>
      {rubric && <p className="cap">{rich("How to judge {kind}: {rubric}", { kind: kindName(work.kind), rubric })}</p>}
      {due?.what === "seal" && <SealForm duty={duty} seal={seal} />}
      {due?.what === "show" && <ShowForm duty={duty} seal={seal} />}
    </li>
  );
}

function usePanel() {
  const deployment = useSource()?.config.deployment;
  return useMemo(
    () => deployment && { chainId: deployment.chainId, panel: deployment.contracts.reviewPanel },
    [deployment],
  );
}

function SealForm({ duty: { work, round, panelist }, seal }: { duty: Duty; seal: Seal }) {
  const panel = usePanel();
  const [text, setText] = useState("");
  const [left, setLeft] = useState(false);
  const [stepBack, setStepBack] = useState(false);
  const score = /^\d{1,3}$/.test(text.trim()) && Number(text) <= 100 ? Number(text) : undefined;
  const wrong = left && text !== "" && score === undefined;
  const calls = useMemo((): Call[] => {
    if (!panel || score === undefined || !seal.secret) return [];
    const salt = sealSalt(seal.secret, work.id, round.number);
    const commitment = reviewCommitment({
      ...{ ...panel, contribution: work.id, round: round.number, seat: panelist.seat, score, salt },
    });
    return [{ address: panel.panel, abi: reviewPanelAbi, functionName: "commit", args: [work.id, commitment] }];
  }, [panel, score, seal.secret, work.id, round.number, panelist.seat]);
  const action = useAction(`seal:${work.id}:${round.number}`, calls);
  const ask = !seal.secret && action.state.name === "idle";
  return (
    <div className="duty">
      <div className={wrong ? "field wrong" : "field"}>
        <label htmlFor={`score-${work.id}`}>{t("Your score")}</label>
        <input
          id={`score-${work.id}`}
          type="text"
          inputMode="numeric"
          autoComplete="off"
          value={text}
          placeholder={t("0 to 100")}
          aria-describedby={`score-help-${work.id}`}
          aria-invalid={wrong}
          onChange={({ target }) => setText(target.value)}
          onBlur={() => setLeft(true)}
        />
        <small id={`score-help-${work.id}`}>
          {wrong
            ? t("A whole number from 0 to 100.")
            : t("From 50 on it is accepted. If its list of pieces can’t be had, it is 0.")}
        </small>
      </div>
      <div>
        {ask ? (
          <div className="action">
            <button type="button" className="act work outline" onClick={seal.make} disabled={seal.signing}>
              {seal.signing ? t("Your wallet is asking you") : t("Make your seal first")}
            </button>
            <p className={seal.said ? "after warn" : "after"} aria-live="polite">
              {seal.said ?? t("Your wallet signs a sentence, once. It costs nothing, and keeps your scores secret.")}
            </p>
          </div>
        ) : (
          <ActionButton
            action={action}
            verb="work"
            aside
            label={score === undefined ? t("Seal a score") : t("Seal {score}", { score })}
            idle={t("Write a score")}
            done={t("Sealed")}
          >
            {t("Nobody can read it until all are opened. It can’t be changed.")}
          </ActionButton>
        )}
        {stepBack ? (
          <StepBack id={work.id} round={round.number} />
        ) : (
          <button type="button" className="quiet warn" onClick={() => setStepBack(true)}>
            {t("I know who made it")}
          </button>
        )}
      </div>
    </div>
  );
}

function StepBack({ id, round }: { id: bigint; round: number }) {
  const panel = usePanel();
  const calls = useMemo(
    (): Call[] => (panel ? [{ address: panel.panel, abi: reviewPanelAbi, functionName: "recuse", args: [id] }] : []),
    [panel, id],
  );
  const action = useAction(`recuse:${id}:${round}`, calls);
  return (
    <ActionButton action={action} verb="warn" aside label={t("Step back from it")} done={t("You stepped back")}>
      {t("The others judge without you. You aren’t paid for this one, and lose nothing else.")}
    </ActionButton>
  );
}

function ShowForm({ duty: { work, round, panelist }, seal }: { duty: Duty; seal: Seal }) {
  const panel = usePanel();
  const { commitment } = panelist;
  const found = useMemo(() => {
    if (!panel || !seal.secret || !commitment) return undefined;
    const of = { ...panel, contribution: work.id, round: round.number, seat: panelist.seat };
    return { score: openSeal(commitment, of, seal.secret), salt: sealSalt(seal.secret, work.id, round.number) };
  }, [panel, seal.secret, commitment, work.id, round.number, panelist.seat]);
  const score = found?.score;
  const calls = useMemo((): Call[] => {
    if (!panel || score === undefined || !found) return [];
    return [{ address: panel.panel, abi: reviewPanelAbi, functionName: "reveal", args: [work.id, score, found.salt] }];
  }, [panel, score, found, work.id]);
  const action = useAction(`show:${work.id}:${round.number}`, calls);
  if (!seal.secret) {
    return (
      <div className="action duty-single">
        <button type="button" className="act work" onClick={seal.makeAgain} disabled={seal.signing}>
          {seal.signing ? t("Your wallet is asking you") : t("Find your score again")}
        </button>
        <p className={seal.said ? "after warn" : "after"} aria-live="polite">
          {seal.said ??
            t(
              "This browser doesn’t know your seal. Your wallet signs the same sentence once more, and it is there again.",
            )}
        </p>
      </div>
    );
  }
  return (
    <div className="duty-single">
      {score === undefined && (
        <p className="trouble">
          {rich(
            "<b>It was sealed with another seal.</b> If you saved that one to a file, take it from there, below. If your score was sealed by a program, open it with the same one.",
            { b: (it) => <b>{it}</b> },
          )}
        </p>
      )}
      {(score !== undefined || action.state.name !== "idle") && (
        <ActionButton
          action={action}
          verb="work"
          label={t("Open my score: {score}", { score: score ?? "" })}
          done={t("Opened")}
        >
          {t("From now on everyone can read it.")}
        </ActionButton>
      )}
    </div>
  );
}
