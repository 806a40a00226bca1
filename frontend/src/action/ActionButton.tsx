"use client";

import type { ReactNode } from "react";
import { number } from "../format/format.ts";
import { rich, t } from "../i18n/i18n.ts";
import type { Action } from "./useAction.ts";

export type ActionButtonProps = {
  action: Action;
  verb: "vote" | "work" | "pay" | "warn";
  /** Verb and object: "Collect 118.53 USDC". */
  label: string;
  /** What stands there when it is done: "Your vote is recorded". */
  done: string;
  /** Not what the page is for: drawn as an outline, so that it doesn't compete. */
  aside?: boolean;
  /** While there is nothing to send yet. */
  idle?: string;
  /** The sentence below while it can be pressed. */
  children?: ReactNode;
};

const BUSY = new Set(["checking", "confirm", "sent", "slow", "mined", "replaced"]);

/** One button for every transaction. Its width never changes; the sentence below does, and is read out. */
export function ActionButton({ action, verb, label, done, aside = false, idle, children }: ActionButtonProps) {
  const { state, step, free, press } = action;
  const of = step.of > 1 ? t(" {done} of {all}", { done: step.done + 1, all: step.of }) : "";
  const face: Record<typeof state.name, string> = {
    connect: t("Connect a wallet"),
    switch: t("Switch to the right network"),
    idle: idle ?? label,
    checking: t("Checking"),
    ready: label,
    refused: label,
    confirm: t("Confirm in your wallet{step}", { step: of }),
    sent: t("Sent{step}", { step: of }),
    signers: t("Waiting for the other signers"),
    slow: t("Taking longer than usual"),
    replaced: t("Replaced"),
    mined: state.name === "mined" ? t("In block {block}", { block: number(state.block) }) : "",
    recorded: done,
    rejected: label,
    reverted: t("Try again"),
  };
  const below = ((): ReactNode => {
    switch (state.name) {
      case "connect":
        return t("Nobody asks for your name.");
      case "switch":
        return t("Your wallet is on another network. One press changes it.");
      case "checking":
        return t("Trying it out first, at no cost.");
      case "confirm":
        return t("Your wallet is asking you now.");
      case "sent":
        return t("Usually a few seconds.");
      case "signers":
        return t(
          "Your wallet carries it out once enough of its owners signed. You may close this page. Press to stop waiting here; in your wallet it stays.",
        );
      case "slow":
        return t("{seconds} seconds so far. You may close this page; nothing is lost.", { seconds: state.seconds });
      case "replaced":
        return t("Your wallet sent a newer one. Following that.");
      case "mined":
        return t("Waiting for our record to catch up.");
      case "recorded":
        return t("In block {block}, and in our record.", { block: number(state.block) });
      case "refused":
      case "rejected":
      case "reverted":
        return state.words;
      case "ready":
        return free ? rich("{children} The co-op pays the network’s fee.", { children }) : children;
      default:
        return children;
    }
  })();
  const look = BUSY.has(state.name)
    ? "busy"
    : state.name === "recorded"
      ? "done"
      : state.name === "rejected" || state.name === "signers"
        ? "outline"
        : state.name === "refused" || state.name === "reverted"
          ? "bad"
          : state.name === "idle"
            ? "idle"
            : aside
              ? "outline"
              : "";
  const still = look === "busy" || look === "done" || look === "idle";
  return (
    <div className="action">
      <button
        type="button"
        className={`act ${verb} ${look}`}
        onClick={still ? undefined : press}
        aria-disabled={still}
        data-state={state.name}
      >
        <span>{face[state.name]}</span>
      </button>
      <p className={look === "bad" ? "after warn" : "after"} aria-live="polite">
        {below}
      </p>
    </div>
  );
}
