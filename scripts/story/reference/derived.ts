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
