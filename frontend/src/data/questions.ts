// Pure questions to a ledger, asked by more than one page.
import type { RingManifest, RingModel, RingVote } from "../ring/types.ts";
import { decodeAction } from "./deeds.ts";
import type { Ledger, Model, Proposal, ProposalState, Tally, Work } from "./types.ts";

const latest = <T extends { time: number }>(entries: readonly T[], at: number): T | undefined =>
  entries.filter(({ time }) => time <= at).at(-1) ?? undefined;

/** For, against and abstain at the snapshot's quorum; before the snapshot, at today's. */
export function tallyOf(ledger: Ledger, proposal: Proposal): Tally {
  const sum = { for: 0n, against: 0n, abstain: 0n };
  for (const { support, weight } of proposal.ballots) sum[support] += weight;
  const supply = latest(ledger.supplies, proposal.start)?.supply ?? 0n;
  const percent = latest(ledger.quorums, proposal.start)?.percent ?? 0n;
  const quorum = (supply * percent) / 100n;
  return { ...sum, supply, quorum, quorumReached: sum.for + sum.abstain >= quorum };
}

export function stateOf(ledger: Ledger, proposal: Proposal, now: number): ProposalState {
  if (proposal.canceledAt !== undefined) return "withdrawn";
  if (proposal.executedAt !== undefined) return "carried out";
  if (proposal.eta !== undefined) return now < proposal.eta ? "waiting" : "ready";
  if (now <= proposal.start) return "pending";
  if (now <= proposal.end) return "open";
  const tally = tallyOf(ledger, proposal);
  return tally.for > tally.against && tally.quorumReached ? "passed" : "defeated";
}

export const isOpen = (proposal: Proposal, now: number): boolean =>
  proposal.canceledAt === undefined && now > proposal.start && now <= proposal.end;

/** Models that a proposal's actions name; none if it is about the whole commons. */
function modelsNamed(proposal: Proposal): number[] {
  return proposal.actions.flatMap(({ data }) => {
    const call = decodeAction("modelRegistry", data);
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
          passed: tally.for > tally.against && tally.quorumReached,
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

/** What a piece of work is called: its submitter's own line, or its kind and number. */
export function titleOf(work: Work): string {
  const told = /^story:(\d{4})-(\d{2})\//.exec(work.uri);
  if (told) {
    const month = new Date(Date.UTC(Number(told[1]), Number(told[2]) - 1)).toLocaleString("en", {
      month: "short",
      timeZone: "UTC",
    });
    return `${work.kind}, ${month} ${told[1]}`;
  }
  return work.uri.replace(/ \[[^\]]+\]$/, "") || `${work.kind}, contribution ${work.id}`;
}
