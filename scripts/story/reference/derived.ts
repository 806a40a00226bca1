/**
 * The part of the story that no history file holds: the model that is built on the history's, its work and its revenue.
 * Recomputed by the published rule (docs/story.md, "The derived model"), and shared with nothing that the story runs on.
 */
import type { ExpectedHistory, ExpectedPayment } from "./history.ts";
import { leafKey } from "./history.ts";

export const DERIVED = {
  name: "Tutor",
  kind: "Curation",
  upstreamBps: 2_000,
  releases: 1,
} as const;

const FOUNDERS = 7;
/** Founders 1..4 share the first manifest, the others and one member's seat the second. */
const FIRST_MANIFEST = 4;

/** A manifest of the derived model. `seatLeaf` is what the leaf of a seat must look like, whichever seat it is. */
export interface ExpectedLessons {
  leaves: Map<string, bigint>;
  seatLeaf: { items: bigint; unitsPerItem: bigint } | undefined;
  units: bigint;
}

export function expectLessons(): ExpectedLessons[] {
  const manifests: ExpectedLessons[] = [
    { leaves: new Map(), seatLeaf: undefined, units: 0n },
    { leaves: new Map(), seatLeaf: { items: 3n, unitsPerItem: 4_000n }, units: 12_000n },
  ];
  for (let founder = 1; founder <= FOUNDERS; founder++) {
    const manifest = manifests[founder <= FIRST_MANIFEST ? 0 : 1];
    if (manifest === undefined) continue;
    const [items, unitsPerItem] = [BigInt(founder), BigInt(2_000 + 500 * founder)];
    manifest.leaves.set(leafKey(`founder-${founder}`, unitsPerItem), items);
    manifest.units += items * unitsPerItem;
  }
  return manifests;
}

/** Leaves of one seat, whichever it is, stand apart. */
const scene = (
  author: string,
  leaves: [items: bigint, unitsPerItem: bigint][],
  seatLeaf?: ExpectedLessons["seatLeaf"],
) => ({
  leaves: new Map(leaves.map(([items, unitsPerItem]) => [leafKey(author, unitsPerItem), items])),
  seatLeaf,
  units: [...leaves, ...(seatLeaf ? [[seatLeaf.items, seatLeaf.unitsPerItem] as const] : [])].reduce(
    (sum, [items, unitsPerItem]) => sum + items * unitsPerItem,
    0n,
  ),
});

/** A bad manifest, one that is misjudged at first, and one with a copied item, where there are reviewers enough. */
export function expectScenes(): ExpectedLessons[] {
  return [
    scene("neighbour-1", [[40n, 65_000n]]),
    scene("founder-2", [[4n, 3_000n]], { items: 2n, unitsPerItem: 3_000n }),
    scene("neighbour-2", [
      [3n, 2_000n],
      [1n, 4_000n],
    ]),
  ];
}

/** The month that its work is written under: the last one of release 1. */
export function lessonMonth({ manifests }: ExpectedHistory): string {
  const months = [...manifests.values()].filter(({ release }) => release === 1).map(({ month }) => month);
  return months.sort().at(-1) ?? "";
}

/** What of a payment comes in at each model: from release 1 on three tenths, rounded down, at the derived one. */
export function dividePayment({ phase, amount }: ExpectedPayment): { base: bigint; derived: bigint } {
  const derived = phase === 0 ? 0n : (amount * 3n) / 10n;
  return { base: amount - derived, derived };
}
