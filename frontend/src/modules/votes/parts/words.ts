// What votes say of themselves, in sentences.
import { KEEP } from "@commonmind/sdk";
import type { Ballot, Option, Proposal, ProposalState, Support, Tally } from "../../../data/types.ts";
import { count, plural, share, tokens } from "../../../format/format.ts";
import { supportWords } from "../../../ui/supportWords.ts";

/** What somebody is about to vote. `options`: of a direction ballot, 0 for keeping things as they are. */
export type Choice = { readonly support: Support; readonly options: readonly number[] };

export const KEEP_TITLE = "Keep things as they are";
/** What an option is called where there is little room. */
export const markOf = (option: number): string => (option === KEEP ? "–" : `${option}`);

const listed = (parts: readonly string[]) =>
  parts.length > 1 ? `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}` : parts.join();

const named = (option: number) => (option === KEEP ? "“keep”" : `${option}`);

export const titleOf = (options: readonly Option[], option: number): string =>
  option === KEEP ? KEEP_TITLE : (options[option - 1]?.title ?? `Option ${option}`);

/** A ballot that ticks these options; none if it ticks nothing. */
export function choiceOf(options: readonly number[]): Choice | undefined {
  const sorted = [...new Set(options)].sort((a, b) => a - b);
  if (sorted.length === 0) return undefined;
  return { support: sorted.some((option) => option !== KEEP) ? "for" : "against", options: sorted };
}

/** "Vote for 2 and 3". */
export function choiceLabel(choice: Choice | undefined, isBallot: boolean): string {
  if (!choice) return "Vote";
  if (choice.support === "abstain") return "Abstain";
  if (!isBallot) return `Vote ${choice.support}`;
  if (choice.support === "against") return "Vote to keep";
  return `Vote for ${listed(choice.options.map(named))}`;
}

/** "2 and 3", as said of a ballot that was cast. */
export function ballotWords({ support, options }: Pick<Ballot, "support" | "options">, isBallot: boolean): string {
  if (!isBallot || support === "abstain") return supportWords[support];
  return support === "against" ? "Keep" : options.map((option) => (option === KEEP ? "keep" : option)).join(", ");
}

/** Who decides. */
export function classWords({ constitutional }: Proposal): string {
  return constitutional
    ? "Constitutional: it goes beyond what is listed as ordinary, so holders and members must both say yes."
    : "Ordinary: holders decide, and members can stop it.";
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
    ? "Quorum is reached."
    : `Quorum ${closed ? "was missed by" : "still needs"} ${tokens(missing, 0)} tokens of for or abstain.`;
  return `${quorum} ${options.length > 0 ? direction(options, tally, closed) : plain(tally, closed)}`;
}

function plain(tally: Tally, closed: boolean): string {
  const lead = (side: string, by: bigint) =>
    `${side} ${closed ? "led" : "leads"} by ${share(by, tally.supply)} of all voice.`;
  if (tally.for > tally.against) return lead("For", tally.for - tally.against);
  if (tally.against > tally.for) return lead("Against", tally.against - tally.for);
  return closed ? "Nobody led: a tie changes nothing." : "Nobody leads: a tie changes nothing.";
}

function direction(options: readonly Option[], { approvals, supply }: Tally, closed: boolean): string {
  const [most = 0n, second = 0n] = [...approvals].sort((a, b) => (a > b ? -1 : a < b ? 1 : 0));
  if (most === 0n) return closed ? "Nobody approved of anything." : "Nobody has approved of anything yet.";
  const first = approvals.flatMap((weight, option) => (weight === most ? [option] : []));
  const by = `by ${share(most - second, supply)} of all voice`;
  if (first.length > 1) {
    return `${listed(first.map(named))} ${closed ? "ended" : "are"} level: ${closed ? "a tie changes nothing" : "if it ends so, nothing changes"}.`;
  }
  const [only = KEEP] = first;
  if (only === KEEP)
    return `“Keep” ${closed ? `was ahead ${by}: nothing changed` : `is ahead ${by}: if it ends so, nothing changes`}.`;
  return `${only}, ${titleOf(options, only)}, ${closed ? "won" : "is ahead"} ${by}.`;
}

/** What the members do about it. */
export function membersWords({ constitutional }: Proposal, tally: Tally, state: ProposalState): string {
  const { members, membersRefuse, seatsNeeded } = tally;
  const closed = isClosed(state);
  const voted = members.for + members.against + members.abstain;
  if (!constitutional) {
    if (membersRefuse) return closed ? "They stopped it." : "As it stands, they stop it.";
    return closed ? "They let it stand." : "They could stop it, and don’t.";
  }
  if (!membersRefuse) return closed ? "They assented." : "As it stands, they assent.";
  if (voted < seatsNeeded) {
    const missing = seatsNeeded - voted;
    return closed
      ? `Too few of them voted: ${count(missing)} ${plural(missing, "seat was", "seats were")} missing.`
      : `${missing} more ${plural(missing, "seat has", "seats have")} to vote before it can pass.`;
  }
  return closed ? "They didn’t assent." : "As it stands, they don’t assent.";
}

/** In one sentence, for lists. */
export function resultWords({ options, constitutional }: Proposal, tally: Tally, state: ProposalState): string {
  const closed = isClosed(state);
  if (closed && tally.quorumReached && tally.membersRefuse) {
    return constitutional ? "The members didn’t assent." : "The members stopped it.";
  }
  if (options.length === 0) {
    return `${share(tally.for, tally.for + tally.against + tally.abstain)} of it for.`;
  }
  if (tally.leader === KEEP)
    return closed ? "No option was alone ahead of “keep”." : "No option is alone ahead of “keep”.";
  return `“${titleOf(options, tally.leader)}” ${closed ? "won" : "is ahead"}, of ${count(options.length)} options.`;
}
