"use client";
import { type ReactNode, useId } from "react";

/** The words of the commons, each in a sentence or two. */
export const glossary = {
  voice: "What your vote weighs. It is earned by accepted work, and can’t be bought; you can lend it to somebody.",
  seat: "One verified person. A seat has one vote among the members and an equal part of the dividend.",
  units: "The size of accepted work: pieces, times their size, times the score. What a model earns is shared by them.",
  release: "A version of a model. It fixes the weights, the work inside, the licence and how it was tested.",
  till: "A model’s own address. Whatever is paid to it is the model’s revenue.",
  settle: "To split what lies in a till: to the people who built the model, to every member, and to the reserve.",
  cap: "The most that one person’s voice counts in a vote, however much they hold.",
  quorum: "How much of all voice has to vote, so that a result counts.",
  panel: "Members drawn by lot who judge one piece of work, each for themselves.",
  seal: "A score handed in so that nobody can read it before all are opened, and nobody can change it.",
  ordinary: "A vote that the holders decide and the members can stop: a release, a payment, a token.",
  constitutional: "A vote about the rules themselves. It needs both the holders and the members.",
  reserve: "Money that belongs to the commons as a whole. Only a vote can spend it.",
} as const;
export type Word = keyof typeof glossary;

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
      {children ?? word}
      <span role="tooltip" id={id} className="meaning">
        {glossary[word]}
      </span>
    </button>
  );
}
