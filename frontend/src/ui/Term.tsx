"use client";

import { type ReactNode, useId } from "react";
import { type Message, msg, t } from "../i18n/i18n.ts";

/** The words of the commons, each in a sentence or two. */
export const glossary = {
  voice: msg("What your vote weighs. It is earned by accepted work, and can’t be bought; you can lend it to somebody."),
  seat: msg("One verified person. A seat has one vote among the members and an equal part of the dividend."),
  units: msg(
    "The size of accepted work: pieces, times their size, times the score. What a model earns is shared by them.",
  ),
  release: msg("A version of a model. It fixes the weights, the work inside, the licence and how it was tested."),
  till: msg("A model’s own address. Whatever is paid to it is the model’s revenue."),
  settle: msg("To split what lies in a till: to the people who built the model, to every member, and to the reserve."),
  cap: msg("The most that one person’s voice counts in a vote, however much they hold."),
  quorum: msg("How much of all voice has to vote, so that a result counts."),
  panel: msg("Members drawn by lot who judge one piece of work, each for themselves."),
  seal: msg("A score handed in so that nobody can read it before all are opened, and nobody can change it."),
  ordinary: msg("A vote that the holders decide and the members can stop: a release, a payment, a token."),
  constitutional: msg("A vote about the rules themselves. It needs both the holders and the members."),
  reserve: msg("Money that belongs to the commons as a whole. Only a vote can spend it."),
} as const;
export type Word = keyof typeof glossary;

const names: Readonly<Record<Word, Message>> = {
  voice: msg("voice"),
  seat: msg("seat"),
  units: msg("units"),
  release: msg("release"),
  till: msg("till"),
  settle: msg("settle"),
  cap: msg("cap"),
  quorum: msg("quorum"),
  panel: msg("panel"),
  seal: msg("seal"),
  ordinary: msg("ordinary"),
  constitutional: msg("constitutional"),
  reserve: msg("reserve"),
};

/** A word with its meaning on hover, on focus, and on a tap. Escape puts it away. */
export function Term({ word, children }: { word: Word; children?: ReactNode }) {
  const id = useId();
  return (
    <button
      type="button"
      className="term"
      aria-describedby={id}
      onKeyDown={({ key, currentTarget }) => key === "Escape" && currentTarget.blur()}
    >
      {children ?? t(names[word])}
      <span role="tooltip" id={id} className="meaning">
        {t(glossary[word])}
      </span>
    </button>
  );
}
