// What all work in a model comes to: how much there is, whose it is, and the lines of its ring.
import type { RingManifest, RingShare } from "../../ring/types.ts";
import type { AuthorUnits, Kind, KindUnits, MadeOf, ModelSums, Work, WorkFilter } from "../types.ts";
import type { BookRelease, OpenModel } from "./book.ts";

/** More lines than these in one band, or dashes in one line, nobody could tell apart. */
const MOST_LINES = 240;
const MOST_DASHES = 240;

const authorOf = ({ author }: { author: string }) => author.toLowerCase();
const descending = (a: { units: bigint }, b: { units: bigint }) =>
  a.units === b.units ? 0 : a.units > b.units ? -1 : 1;

export function sumsOf(model: Pick<OpenModel, "works" | "releases" | "growing">): ModelSums {
  const { works, releases } = model;
  const states: Record<WorkFilter, number> = { all: works.length, "under way": 0, final: 0, rejected: 0 };
  const people = new Set<string>();
  const firstSeen = new Map<string, number>();
  let pieces = 0n;
  let open = 0;
  for (const work of works) {
    states[filterOf(work)] += 1;
    if (work.release === undefined && work.state !== "rejected") open += 1;
    if (work.state === "final") pieces += work.items;
    for (const leaf of work.leaves) {
      const key = authorOf(leaf);
      if (!firstSeen.has(key)) firstSeen.set(key, firstSeen.size);
      if (work.state === "final") people.add(key);
    }
  }
  return {
    ...{ pieces, people: people.size, states, growing: model.growing.length, open },
    born: works[0]?.submittedAt ?? 0,
    releases: releases.map((release) => ({
      works: release.works.length,
      pieces: release.works.reduce((sum, { items }) => sum + items, 0n),
      units: release.works.reduce((sum, { units }) => sum + units, 0n),
      people: new Set(release.works.flatMap(({ leaves }) => leaves.map(authorOf))).size,
      manifests: linesOf(release, firstSeen),
    })),
    madeOf: madeOf(model),
  };
}

/** Under which of the filters, apart from "all", a contribution stands. */
export const filterOf = ({ state }: Pick<Work, "state">): Exclude<WorkFilter, "all"> =>
  state === "final" || state === "rejected" ? state : "under way";

/** One line for each manifest, its dashes in the order in which their authors first came. */
function linesOf({ works }: BookRelease, firstSeen: ReadonlyMap<string, number>): RingManifest[] {
  const lines = works.map((work) => {
    const manifest = ringManifest(work);
    manifest.shares.sort((a, b) => (firstSeen.get(a.author) ?? Infinity) - (firstSeen.get(b.author) ?? Infinity));
    return manifest;
  });
  return together(lines).map(({ units, shares }) => ({ units, shares: fewer(shares) }));
}

function ringManifest(work: Work): RingManifest {
  const byAuthor = new Map<string, { units: number; left: boolean }>();
  let claimed = 0;
  for (const leaf of work.leaves) {
    const key = authorOf(leaf);
    const entry = byAuthor.get(key) ?? { units: 0, left: work.excluded };
    entry.units += Number(leaf.units);
    entry.left ||= leaf.withdrawn;
    byAuthor.set(key, entry);
    claimed += Number(leaf.units);
  }
  const total = Number(work.state === "final" ? work.units : work.declaredUnits);
  const shares = [...byAuthor].map(([author, { units, left }]) => ({ author, units, left }));
  // Work that nobody has claimed yet is there all the same.
  if (total - claimed > total * 1e-9) shares.push({ author: "", units: total - claimed, left: work.excluded });
  return { units: total, shares };
}

/** As many dashes as the others take, so that none of them is longer than the longest; a tenth is the least that is told apart. */
const OTHERS = 10;

/** A whole band as one line: who holds most of it, and all others. The smallest drawing of a ring shows no more. */
export function bandOf(lines: readonly RingManifest[]): RingManifest {
  const byAuthor = new Map<string, number>();
  for (const { author, units } of lines.flatMap(({ shares }) => shares)) {
    byAuthor.set(author, (byAuthor.get(author) ?? 0) + units);
  }
  const units = [...byAuthor.values()].reduce((sum, each) => sum + each, 0);
  const most = [...byAuthor.values()].reduce((a, b) => Math.max(a, b), 0);
  const count = most === 0 ? 0 : Math.min(OTHERS, Math.ceil((units - most) / most));
  const others = Array.from({ length: count }, (_, i) => ({ author: `other ${i}`, units: (units - most) / count }));
  return {
    units: lines.reduce((sum, line) => sum + line.units, 0),
    shares: [{ author: "most", units: most }, ...others].map((share) => ({ ...share, left: false })),
  };
}

/** Neighbouring manifests as one, where there are too many lines to draw. */
function together(lines: readonly RingManifest[]): readonly RingManifest[] {
  if (lines.length <= MOST_LINES) return lines;
  const each = Math.ceil(lines.length / MOST_LINES);
  return Array.from({ length: Math.ceil(lines.length / each) }, (_, i) => {
    const joined = lines.slice(i * each, (i + 1) * each);
    const byAuthor = new Map<string, { units: number; left: number }>();
    for (const { author, units, left } of joined.flatMap(({ shares }) => shares)) {
      const entry = byAuthor.get(author) ?? { units: 0, left: 0 };
      byAuthor.set(author, { units: entry.units + units, left: entry.left + (left ? units : 0) });
    }
    return {
      units: joined.reduce((sum, { units }) => sum + units, 0),
      shares: [...byAuthor].map(([author, { units, left }]) => ({ author, units, left: left > units / 2 })),
    };
  });
}

/** Neighbouring dashes as one, as long as they are too short to be told apart; where there are few, each stays. */
function fewer(shares: RingShare[]): RingShare[] {
  if (shares.length <= MOST_DASHES) return shares;
  const shortest = shares.reduce((sum, { units }) => sum + units, 0) / MOST_DASHES;
  const kept: RingShare[] = [];
  for (const share of shares) {
    const last = kept.at(-1);
    if (share.units >= shortest) kept.push(share);
    else if (last?.author === "" && last.left === share.left && last.units < shortest) last.units += share.units;
    else kept.push({ ...share, author: "" });
  }
  return kept;
}

/** Whose units a model's releases hold now: what left with a release isn't counted any more. */
function madeOf({ works, releases }: Pick<OpenModel, "works" | "releases">): MadeOf {
  const released = releases.at(-1)?.lastBatch ?? 0n;
  const gone = (batch: bigint | undefined) => batch !== undefined && batch <= released;
  const people = new Map<string, AuthorUnits>();
  const kinds = new Map<Kind, bigint>();
  let unclaimed = 0n;
  let total = 0n;
  for (const work of works) {
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
      people.set(key, { author, units: (people.get(key)?.units ?? 0n) + stays });
    }
    const inside = work.units - left;
    unclaimed += work.units - claimed;
    total += inside;
    kinds.set(work.kind, (kinds.get(work.kind) ?? 0n) + inside);
  }
  const byKind = [...kinds].map(([kind, units]): KindUnits => ({ kind, units }));
  return {
    people: [...people.values()].sort(descending),
    count: people.size,
    kinds: byKind.sort(descending),
    ...{ unclaimed, total },
  };
}
