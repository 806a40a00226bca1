// Pure questions to a ledger, asked by more than one page.

import { kindName, parseBallotDescription, proposalId, readContentUri } from "@commonmind/sdk";
import { plain } from "../format/plain.ts";
import { locale, t } from "../i18n/i18n.ts";
import type { RingModel, RingVote } from "../ring/types.ts";
import type { Kind, KindRule, Ledger, Model, Proposal, ProposalState, Release, Work } from "./types.ts";

/** Fewest seats that veto or assent, however few there are. */
export const MIN_SEATS = 3;
/** More signatures are never asked for (Chambers.MAX_COSIGNERS). */
export const MAX_COSIGNERS = 100;
/** Seconds in which what passed must be queued, and what is queued be carried out. */
const GRACE = 14 * 86_400;

/**
 * Whether a vote is about what this page was told it is about: its number, under which ballots are cast, is made of every call, of
 * all its words and of how its options are cut. A record that isn't honest could show others.
 */
export function isGenuine({ id, actions, description, options }: Proposal): boolean {
  if (proposalId({ calls: actions, description }) !== id) return false;
  const cut = parseBallotDescription(description).callsPerOption;
  return cut.length === options.length && options.every((option, i) => option.actions.length === cut[i]);
}

/** True if voting was extended by all that it can be: ballots can't be replaced any more. */
export const isLastExtension = ({ start, firstEnd, end }: Proposal): boolean =>
  end > firstEnd && end - firstEnd >= firstEnd - start;

export function stateOf(proposal: Proposal, now: number): ProposalState {
  if (proposal.canceledAt !== undefined) return "withdrawn";
  if (proposal.executedAt !== undefined) return "carried out";
  if (proposal.eta !== undefined && now > proposal.eta + GRACE) return "expired";
  if (proposal.eta !== undefined) return now < proposal.eta ? "waiting" : "ready";
  if (now <= proposal.start) return "pending";
  if (now <= proposal.end) return "open";
  if (!proposal.tally.passes) return "defeated";
  return now > proposal.end + GRACE ? "expired" : "passed";
}

export const isOpen = (proposal: Proposal, now: number): boolean =>
  proposal.canceledAt === undefined && now > proposal.start && now <= proposal.end;

/** A model's ring, of its work and its votes. @param now Seconds on the chain's clock: votes open and close by it. */
export function ringOf(ledger: Pick<Ledger, "proposals">, { id, seed, releases, sums }: Model, now: number): RingModel {
  const mine = ledger.proposals.filter(({ models }) => models.length === 0 || models.includes(id));
  const grown = releases.map((release, i) => {
    const from = releases[i - 1]?.time ?? sums.born;
    const votes: RingVote[] = mine
      .filter(({ end, canceledAt }) => canceledAt === undefined && end > from && end <= release.time)
      .map(({ end, tally }) => {
        const cast = tally.for + tally.against + tally.abstain;
        return {
          at: (end - from) / Math.max(1, release.time - from),
          turnout: tally.supply === 0n ? 0 : Number((cast * 10_000n) / tally.supply) / 10_000,
          passed: tally.passes,
        };
      });
    return { manifests: sums.releases[i]?.manifests ?? [], votes };
  });
  const open = { manifests: sums.open, votes: mine.filter((proposal) => isOpen(proposal, now)).length };
  return { seed, releases: grown, open };
}

export type ModelFacts = {
  readonly pieces: bigint;
  readonly people: number;
  readonly licence: string | undefined;
  readonly votes: number;
};

export const factsOf = (ledger: Pick<Ledger, "proposals">, { id, releases, sums }: Model): ModelFacts => ({
  pieces: sums.pieces,
  people: sums.people,
  licence: releases.at(-1)?.licence,
  votes: ledger.proposals.filter(({ models }) => models.includes(id)).length,
});

/** The vote that published a release: the last one carried out before it that says so. */
export function publishedBy(ledger: Ledger, model: Model, release: Release): Proposal | undefined {
  return ledger.proposals.findLast(
    ({ executedAt, models }) => executedAt === release.time && models.includes(model.id),
  );
}

/** What a seat earned by reviewing, made into work of its own. */
export const isReviewPay = ({ kind, uri }: Pick<Work, "kind" | "uri">): boolean => kind === "Curation" && uri === "";

/** "12 pieces"; of what was earned by reviewing, its units. */
export function sizeOf(work: Pick<Work, "kind" | "uri" | "items">): string {
  if (isReviewPay(work)) return t("{items, plural, one {# unit} other {# units}} for reviewing", { items: work.items });
  return t("{items, plural, one {# piece} other {# pieces}}", { items: work.items });
}

/** "A saying [CC0-1.0]": how work was named before lists of pieces had an address. Read from its end, whose length is anybody's. */
function oldUri(uri: string): { name: string; licence: string } {
  const at = uri.endsWith("]") ? uri.lastIndexOf(" [") : -1;
  return at < 0 ? { name: uri, licence: "" } : { name: uri.slice(0, at), licence: uri.slice(at + 2, -1) };
}

/** What a piece of work is called: its submitter's own line, or its kind and number. */
export function titleOf(work: Pick<Work, "id" | "kind" | "uri">): string {
  const told = /^story:(\d{4})-(\d{2})\//.exec(work.uri);
  if (told) {
    const month = new Date(Date.UTC(Number(told[1]), Number(told[2]) - 1)).toLocaleString(locale(), {
      month: "short",
      timeZone: "UTC",
    });
    return `${kindName(work.kind)}, ${month} ${told[1]}`;
  }
  const stored = readContentUri(work.uri);
  if (stored)
    return plain(stored.name, 120).trim() || t("{kind}, contribution {id}", { kind: kindName(work.kind), id: work.id });
  if (isReviewPay(work)) return t("Reviewing, contribution {id}", { id: work.id });
  return (
    plain(oldUri(work.uri).name, 120) || t("{kind}, contribution {id}", { kind: kindName(work.kind), id: work.id })
  );
}

/** What work of a kind was judged and paid by before a moment. */
export const ruleBefore = (
  { ruleHistory }: Pick<Ledger, "ruleHistory">,
  kind: Kind,
  time: number,
): KindRule | undefined => ruleHistory.findLast((it) => it.kind === kind && it.time < time)?.rule;

/** What others may do with it, by the licence's SPDX name; undefined if its submitter didn't say. */
export const licenceOf = ({ uri }: Work): string | undefined =>
  plain(readContentUri(uri)?.licence ?? oldUri(uri).licence, 60).trim() || undefined;
