// Pure questions to a ledger, asked by more than one page.

import {
  decodeWith,
  kindName,
  modelRegistryAbi,
  parseBallotDescription,
  proposalId,
  readContentUri,
} from "@commonmind/sdk";
import type { Address } from "viem";
import { plain } from "../format/plain.ts";
import { locale, t } from "../i18n/i18n.ts";
import type { RingManifest, RingModel, RingVote } from "../ring/types.ts";
import type { Kind, Ledger, Model, Proposal, ProposalState, Release, Tally, Work } from "./types.ts";

const latest = <T extends { time: number }>(entries: readonly T[], at: number): T | undefined =>
  entries.filter(({ time }) => time <= at).at(-1) ?? undefined;

/** Fewest seats that veto or assent, however few there are. */
export const MIN_SEATS = 3;
/** More signatures are never asked for (Chambers.MAX_COSIGNERS). */
export const MAX_COSIGNERS = 100;
const NO_RULES = { capBps: 10_000, vetoBps: 10_000, turnoutBps: 0 };
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

/** Both chambers as they stand, by the rules of the snapshot; before it, by today's. */
export function tallyOf(ledger: Ledger, proposal: Proposal): Tally {
  const sum = { for: 0n, against: 0n, abstain: 0n };
  const seats = latest(ledger.census, proposal.start)?.seats ?? 0;
  const members = { for: 0, against: 0, abstain: 0, seats };
  const choices = proposal.options.length > 0 ? proposal.options.length + 1 : 0;
  const approvals = Array.from({ length: choices }, () => 0n);
  const approvingSeats = approvals.map(() => 0);
  for (const { support, weight, member, options } of proposal.ballots) {
    sum[support] += weight;
    if (member) members[support] += 1;
    for (const option of options) {
      approvals[option] = (approvals[option] ?? 0n) + weight;
      approvingSeats[option] = (approvingSeats[option] ?? 0) + (member ? 1 : 0);
    }
  }
  const supply = latest(ledger.supplies, proposal.start)?.supply ?? 0n;
  const percent = latest(ledger.quorums, proposal.start)?.percent ?? 0n;
  const rules = latest(ledger.chamberRules, proposal.start)?.rules ?? NO_RULES;
  const quorum = (supply * percent) / 100n;
  const quorumReached = sum.for + sum.abstain >= quorum;
  const bps = proposal.constitutional ? rules.turnoutBps : rules.vetoBps;
  const seatsNeeded = Math.max(MIN_SEATS, Math.ceil((seats * bps) / 10_000));
  const membersRefuse = refused(proposal, members, seatsNeeded);
  const leader = choices > 0 ? winnerOf(approvals) : 0;
  const leads = choices > 0 ? leader > 0 : sum.for > sum.against;
  return {
    ...sum,
    supply,
    quorum,
    quorumReached,
    cap: (supply * BigInt(rules.capBps)) / 10_000n,
    members,
    seatsNeeded,
    membersRefuse,
    approvals,
    approvingSeats,
    leader,
    passes: quorumReached && leads && !membersRefuse,
  };
}

/** As the governor counts members: a veto of an ordinary proposal, no assent to a constitutional one. */
function refused({ constitutional }: Proposal, members: Tally["members"], needed: number): boolean {
  if (!constitutional) return members.against > members.for && members.against >= needed;
  const turnout = members.for + members.against + members.abstain;
  return members.for <= members.against || turnout < needed;
}

/** True if voting was extended by all that it can be: ballots can't be replaced any more. */
export const isLastExtension = ({ start, firstEnd, end }: Proposal): boolean =>
  end > firstEnd && end - firstEnd >= firstEnd - start;

/** The option that alone has the most approvals; 0 if none has, or "keep" has as many. */
function winnerOf(approvals: readonly bigint[]): number {
  const most = approvals.reduce((a, b) => (a > b ? a : b), 0n);
  const first = approvals.indexOf(most);
  return first === approvals.lastIndexOf(most) ? first : 0;
}

export function stateOf(ledger: Ledger, proposal: Proposal, now: number): ProposalState {
  if (proposal.canceledAt !== undefined) return "withdrawn";
  if (proposal.executedAt !== undefined) return "carried out";
  if (proposal.eta !== undefined && now > proposal.eta + GRACE) return "expired";
  if (proposal.eta !== undefined) return now < proposal.eta ? "waiting" : "ready";
  if (now <= proposal.start) return "pending";
  if (now <= proposal.end) return "open";
  if (!tallyOf(ledger, proposal).passes) return "defeated";
  return now > proposal.end + GRACE ? "expired" : "passed";
}

export const isOpen = (proposal: Proposal, now: number): boolean =>
  proposal.canceledAt === undefined && now > proposal.start && now <= proposal.end;

/** Models that a proposal's actions name; none if it is about the whole commons. */
export function modelsNamed(proposal: Proposal): number[] {
  return proposal.actions.flatMap(({ data }) => {
    const call = decodeWith(modelRegistryAbi, data);
    return call?.functionName === "publish" ? [Number(call.args[0])] : [];
  });
}

const asUnits = (units: bigint) => Number(units);

function ringManifest(work: Work): RingManifest {
  const byAuthor = new Map<string, { units: number; left: boolean }>();
  let claimed = 0;
  for (const leaf of work.leaves) {
    const key = leaf.author.toLowerCase();
    const entry = byAuthor.get(key) ?? { units: 0, left: work.excluded };
    entry.units += asUnits(leaf.units);
    entry.left ||= leaf.withdrawn;
    byAuthor.set(key, entry);
    claimed += asUnits(leaf.units);
  }
  const total = asUnits(work.state === "final" ? work.units : work.declaredUnits);
  const shares = [...byAuthor].map(([author, { units, left }]) => ({ author, units, left }));
  // Work that nobody has claimed yet is there all the same.
  if (total - claimed > total * 1e-9) shares.push({ author: "", units: total - claimed, left: work.excluded });
  return { units: total, shares };
}

export function ringOf(ledger: Ledger, model: Model, now: number): RingModel {
  const firstSeen = new Map<string, number>();
  for (const work of model.works) {
    for (const { author } of work.leaves) {
      const key = author.toLowerCase();
      if (!firstSeen.has(key)) firstSeen.set(key, firstSeen.size);
    }
  }
  const ordered = (work: Work): RingManifest => {
    const manifest = ringManifest(work);
    manifest.shares.sort((a, b) => (firstSeen.get(a.author) ?? Infinity) - (firstSeen.get(b.author) ?? Infinity));
    return manifest;
  };
  const mine = ledger.proposals.filter((proposal) => {
    const named = modelsNamed(proposal);
    return named.length === 0 || named.includes(model.id);
  });
  const born = model.works[0]?.submittedAt ?? 0;
  const releases = model.releases.map((release, i) => {
    const from = model.releases[i - 1]?.time ?? born;
    const votes: RingVote[] = mine
      .filter(({ end, canceledAt }) => canceledAt === undefined && end > from && end <= release.time)
      .map((proposal) => {
        const tally = tallyOf(ledger, proposal);
        const cast = tally.for + tally.against + tally.abstain;
        return {
          at: (proposal.end - from) / Math.max(1, release.time - from),
          turnout: tally.supply === 0n ? 0 : Number((cast * 10_000n) / tally.supply) / 10_000,
          passed: tally.passes,
        };
      });
    return { manifests: release.works.map(ordered), votes };
  });
  const open = model.works.filter(({ release, state }) => release === undefined && state !== "rejected");
  return {
    seed: model.seed,
    releases,
    open: { manifests: open.length, votes: mine.filter((proposal) => isOpen(proposal, now)).length },
  };
}

export type ModelFacts = {
  readonly pieces: bigint;
  readonly people: number;
  readonly licence: string | undefined;
  readonly votes: number;
};

export function factsOf(ledger: Ledger, model: Model): ModelFacts {
  const final = model.works.filter(({ state }) => state === "final");
  return {
    pieces: final.reduce((sum, { items }) => sum + items, 0n),
    people: new Set(final.flatMap(({ leaves }) => leaves.map(({ author }) => author.toLowerCase()))).size,
    licence: model.releases.at(-1)?.licence,
    votes: ledger.proposals.filter((proposal) => modelsNamed(proposal).includes(model.id)).length,
  };
}

/** The vote that published a release: the last one carried out before it that says so. */
export function publishedBy(ledger: Ledger, model: Model, release: Release): Proposal | undefined {
  return ledger.proposals.findLast(
    (proposal) => proposal.executedAt === release.time && modelsNamed(proposal).includes(model.id),
  );
}

export type MadeOf = {
  /** The largest first. */
  readonly people: readonly { readonly author: Address; readonly units: bigint }[];
  readonly kinds: readonly { readonly kind: Kind; readonly units: bigint }[];
  readonly unclaimed: bigint;
  readonly total: bigint;
};

const descending = (a: { units: bigint }, b: { units: bigint }) =>
  a.units === b.units ? 0 : a.units > b.units ? -1 : 1;

/** Whose units a model's releases hold now: what left with a release isn't counted any more. */
export function madeOf(model: Model): MadeOf {
  const released = model.releases.at(-1)?.lastBatch ?? 0n;
  const gone = (batch: bigint | undefined) => batch !== undefined && batch <= released;
  const people = new Map<string, { author: Address; units: bigint }>();
  const kinds = new Map<Kind, bigint>();
  let unclaimed = 0n;
  let total = 0n;
  for (const work of model.works) {
    if (work.release === undefined || gone(work.endBatch)) continue;
    let claimed = 0n;
    let left = 0n;
    for (const { author, units, struck, endBatch } of work.leaves) {
      const lost = struck.reduce((sum, it) => sum + it.units, 0n);
      claimed += units + lost;
      const stays = struck.reduce((sum, it) => sum + (gone(it.endBatch) ? 0n : it.units), gone(endBatch) ? 0n : units);
      left += units + lost - stays;
      if (stays === 0n) continue;
      const key = author.toLowerCase();
      const entry = people.get(key) ?? { author, units: 0n };
      entry.units += stays;
      people.set(key, entry);
    }
    const inside = work.units - left;
    unclaimed += work.units - claimed;
    total += inside;
    kinds.set(work.kind, (kinds.get(work.kind) ?? 0n) + inside);
  }
  return {
    people: [...people.values()].sort(descending),
    kinds: [...kinds].map(([kind, units]) => ({ kind, units })).sort(descending),
    ...{ unclaimed, total },
  };
}

/** What a seat earned by reviewing, made into work of its own. */
export const isReviewPay = ({ kind, uri }: Pick<Work, "kind" | "uri">): boolean => kind === "Curation" && uri === "";

/** "12 pieces"; of what was earned by reviewing, its units. */
export function sizeOf(work: Work): string {
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

/** What others may do with it, by the licence's SPDX name; undefined if its submitter didn't say. */
export const licenceOf = ({ uri }: Work): string | undefined =>
  plain(readContentUri(uri)?.licence ?? oldUri(uri).licence, 60).trim() || undefined;
