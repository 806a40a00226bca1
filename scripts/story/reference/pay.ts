/** What reviewers and finders of copies earned, as the registry writes it down: one leaf of a seat, one unit an item. */
import type { ContributionView } from "./shape.ts";

/** The items of such a leaf are nobody's content: in the place of their root stands the contribution's number. */
export function isPay({ id, leaves }: ContributionView): boolean {
  const [leaf, ...others] = leaves;
  if (leaf === undefined || others.length > 0) return false;
  const seat = /^seat:(\d+)$/.exec(leaf.author)?.[1];
  return seat !== undefined && BigInt(leaf.account) === BigInt(seat) && BigInt(leaf.itemsRoot) === BigInt(id);
}
