// Items that stand in two places, and the proof of it.
import { itemProof, itemsRoot } from "@commonmind/sdk";
import type { Address, Hex } from "viem";
import type { Commons, Signer } from "./commons.ts";
import { type DrawnManifest, type LeafSketch, proved, type Work } from "./work.ts";

/** A leaf of these items. */
export const leafOf = (author: Address | Signer, items: readonly Hex[], unitsPerItem = 100n): LeafSketch => ({
  author,
  items: BigInt(items.length),
  unitsPerItem,
  itemsRoot: itemsRoot(items),
});

/** Where an item stands, as the contract takes it: a leaf of a work, all items of that leaf, and which of them. */
export type Spot = {
  work: DrawnManifest & Pick<Work, "id">;
  index?: number;
  items: readonly Hex[];
  /** Place of the item in the leaf. */
  item?: number;
};

export function placeOf({ work, index = 0, items, item = 0 }: Spot) {
  return { contribution: work.id, ...proved(work, index), itemProof: itemProof(items, item) };
}

/** Shows that an item stood in `earlier` already. By nobody in particular unless said otherwise. */
export function strikeItem({ duplicates }: Commons, earlier: Spot, later: Spot, finder?: Signer) {
  const content = later.items[later.item ?? 0] as Hex;
  const by = finder ? duplicates.connect(finder) : duplicates;
  return by.proveDuplicate(content, placeOf(earlier), placeOf(later));
}
