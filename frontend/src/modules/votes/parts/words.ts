// What votes say of themselves, in sentences.

import { KEEP } from "@commonmind/sdk";
import type { Ballot, Option, Proposal, ProposalState, Support, Tally } from "../../../data/types.ts";
import { count, listed, share, tokens } from "../../../format/format.ts";
import { msg, t } from "../../../i18n/i18n.ts";
import { supportWords } from "../../../ui/supportWords.ts";

/** What somebody is about to vote. `options`: of a direction ballot, 0 for keeping things as they are. */
export type Choice = { readonly support: Support; readonly options: readonly number[] };

export const KEEP_TITLE = msg("Keep things as they are");
/** What an option is called where there is little room. */
export const markOf = (option: number): string => (option === KEEP ? "–" : `${option}`);

const named = (option: number) => (option === KEEP ? t("“keep”") : `${option}`);

export const titleOf = (options: readonly Option[], option: number): string =>
  option === KEEP ? t(KEEP_TITLE) : (options[option - 1]?.title ?? t("Option {option}", { option }));

/** A ballot that ticks these options; none if it ticks nothing. */
export function choiceOf(options: readonly number[]): Choice | undefined {
  const sorted = [...new Set(options)].sort((a, b) => a - b);
  if (sorted.length === 0) return undefined;
  return { support: sorted.some((option) => option !== KEEP) ? "for" : "against", options: sorted };
}

/** "Vote for 2 and 3". */
export function choiceLabel(choice: Choice | undefined, isBallot: boolean): string {
  if (!choice) return t("Vote");
  if (choice.support === "abstain") return t("Abstain");
  if (!isBallot)
    return t("Vote {support, select, for {for} against {against} other {to abstain}}", { support: choice.support });
  if (choice.support === "against") return t("Vote to keep");
  return t("Vote for {options}", { options: listed(choice.options.map(named)) });
}

/** "2 and 3", as said of a ballot that was cast. */
export function ballotWords({ support, options }: Pick<Ballot, "support" | "options">, isBallot: boolean): string {
  if (!isBallot || support === "abstain") return t(supportWords[support]);
  return support === "against" ? t("Keep") : options.map((option) => (option === KEEP ? t("keep") : option)).join(", ");
}

/** Who decides. */
export function classWords({ constitutional }: Proposal): string {
  return constitutional
    ? t("Constitutional: it goes beyond what is listed as ordinary, so holders and members must both say yes.")
    : t("Ordinary: holders decide, and members can stop it.");
}

export const isClosed = (state: ProposalState): boolean => state !== "open" && state !== "pending";

/** Whether its calls may still be carried out. */
export const mayHappen = (state: ProposalState): boolean =>
  !isClosed(state) || state === "passed" || state === "waiting" || state === "ready";

/** Whether enough holders spoke, and who leads. */
export function holdersWords({ options }: Pick<Proposal, "options">, tally: Tally, state: ProposalState): string {
  const closed = isClosed(state);
  const missing = tally.quorum - (tally.for + tally.abstain);
  const quorum = tally.quorumReached
    ? t("Quorum is reached.")
    : t("Quorum {closed, select, true {was missed by} other {still needs}} {missing} tokens of for or abstain.", {
        closed: Boolean(closed),
        missing: tokens(missing, 0),
      });
  return `${quorum} ${options.length > 0 ? direction(options, tally, closed) : plain(tally, closed)}`;
}

function plain(tally: Tally, closed: boolean): string {
  const lead = (side: string, by: bigint) =>
    t("{side} {closed, select, true {led} other {leads}} by {by} of all voice.", {
      side,
      closed: Boolean(closed),
      by: share(by, tally.supply),
    });
  if (tally.for > tally.against) return lead(t("For"), tally.for - tally.against);
  if (tally.against > tally.for) return lead(t("Against"), tally.against - tally.for);
  return closed ? t("Nobody led: a tie changes nothing.") : t("Nobody leads: a tie changes nothing.");
}

function direction(options: readonly Option[], { approvals, supply }: Tally, closed: boolean): string {
  const [most = 0n, second = 0n] = [...approvals].sort((a, b) => (a > b ? -1 : a < b ? 1 : 0));
  if (most === 0n) return closed ? t("Nobody approved of anything.") : t("Nobody has approved of anything yet.");
  const first = approvals.flatMap((weight, option) => (weight === most ? [option] : []));
  const by = t("by {most} of all voice", { most: share(most - second, supply) });
  if (first.length > 1) {
    return t(
      "{first} {closed, select, true {ended} other {are}} level: {closed, select, true {a tie changes nothing} other {if it ends so, nothing changes}}.",
      { first: listed(first.map(named)), closed: Boolean(closed) },
    );
  }
  const [only = KEEP] = first;
  if (only === KEEP)
    return closed
      ? t("“Keep” was ahead {by}: nothing changed.", { by })
      : t("“Keep” is ahead {by}: if it ends so, nothing changes.", { by });
  return t("{option}, {title}, {closed, select, true {won} other {is ahead}} {by}.", {
    option: only,
    title: titleOf(options, only),
    closed: Boolean(closed),
    by,
  });
}

/** What the members do about it. */
export function membersWords({ constitutional }: Proposal, tally: Tally, state: ProposalState): string {
  const { members, membersRefuse, seatsNeeded } = tally;
  const closed = isClosed(state);
  const voted = members.for + members.against + members.abstain;
  if (!constitutional) {
    if (membersRefuse) return closed ? t("They stopped it.") : t("As it stands, they stop it.");
    return closed ? t("They let it stand.") : t("They could stop it, and don’t.");
  }
  if (!membersRefuse) return closed ? t("They assented.") : t("As it stands, they assent.");
  if (voted < seatsNeeded) {
    const missing = seatsNeeded - voted;
    return closed
      ? t("Too few of them voted: {missing} {manyMissing, plural, one {seat was} other {seats were}} missing.", {
          missing: count(missing),
          manyMissing: missing,
        })
      : t("{missing} more {missing, plural, one {seat has} other {seats have}} to vote before it can pass.", {
          missing,
        });
  }
  return closed ? t("They didn’t assent.") : t("As it stands, they don’t assent.");
}

/** In one sentence, for lists. */
export function resultWords({ options, constitutional }: Proposal, tally: Tally, state: ProposalState): string {
  const closed = isClosed(state);
  if (closed && tally.quorumReached && tally.membersRefuse) {
    return constitutional ? t("The members didn’t assent.") : t("The members stopped it.");
  }
  if (options.length === 0) {
    return t("{share} of it for.", { share: share(tally.for, tally.for + tally.against + tally.abstain) });
  }
  if (tally.leader === KEEP)
    return closed ? t("No option was alone ahead of “keep”.") : t("No option is alone ahead of “keep”.");
  return t("“{title}” {closed, select, true {won} other {is ahead}}, of {all} options.", {
    title: titleOf(options, tally.leader),
    closed: Boolean(closed),
    all: count(options.length),
  });
}
