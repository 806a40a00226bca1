// Who plays what, beside the work that the history tells: who becomes a member and when, whose wallet is lost, who takes
// work back. Chosen from the plan alone, so that anyone can say beforehand who it will be.
import { type Account, type Hex, keccak256, stringToBytes } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { Kind } from "../../deploy/genesis.ts";
import type { PlannedContribution } from "./history.ts";

export type Roles = {
  /** All authors, in the order of their first work. */
  readonly authors: readonly string[];
  /** Two fifths of the authors, rounded up, join before the first vote. */
  readonly early: readonly string[];
  /** The others join before revenue of phase 2, but for the last tenth, rounded down, who never do. */
  readonly late: readonly string[];
  /** Loses the wallet of a seat. */
  readonly mover: string;
  /** Takes a leaf back; nobody does if it is the only one there is. */
  readonly leaver: { readonly author: string; readonly work: PlannedContribution; readonly index: number } | undefined;
};

/** Two members without a part in the history; the first never renews, the second does so late. */
export const NEIGHBOURS = ["neighbour-1", "neighbour-2"] as const;

/** Members who do nothing but review: the only ones who do for the kind Curation. */
export const READERS = Array.from({ length: 8 }, (_, i) => `reader-${i + 1}`);
/** What they review beside it. */
export const READERS_KINDS: readonly Kind[] = ["Curation", "Data"];

export function chooseRoles(plan: readonly PlannedContribution[]): Roles {
  const authors = [...new Set(plan.flatMap(({ leaves }) => leaves.map(({ author }) => author)))];
  const early = authors.slice(0, Math.ceil(authors.length * 0.4));
  const late = authors.slice(early.length, authors.length - Math.floor(authors.length / 10));

  const first = plan.filter(({ release }) => release === 1);
  const leaves = first.flatMap((work) => work.leaves.map((leaf) => ({ ...leaf, work })));
  const unitsOf = (author: string) =>
    leaves.reduce((sum, leaf) => (leaf.author === author ? sum + leaf.items * leaf.unitsPerItem : sum), 0n);
  const ranked = early
    .map((author) => ({ author, units: unitsOf(author) }))
    .filter(({ units }) => units > 0n)
    .sort((a, b) => (a.units === b.units ? (a.author < b.author ? -1 : 1) : a.units < b.units ? -1 : 1))
    .map(({ author }) => author);
  // From the middle: neither those of whom little is seen, nor the one whom the dApp lets people play.
  const middle = Math.floor((ranked.length - 1) / 2);
  const mover = ranked[middle] as string;
  const others = [...ranked.slice(middle + 1), ...ranked.slice(0, middle)];
  const chosen = others.find((author) => leaves.filter((leaf) => leaf.author === author).length > 1) ?? others[0];
  const leaf = leaves.find(({ author }) => author === (chosen ?? mover));
  const leaver =
    leaf === undefined || leaves.length < 2 ? undefined : { author: leaf.author, work: leaf.work, index: leaf.index };
  return { authors, early, late, mover, leaver };
}

/** The key of a neighbour or a reader. Like the authors' keys it is public knowledge. */
export function memberSigner(name: string): Account {
  return privateKeyToAccount(keccak256(stringToBytes(`commonmind.story.member:${name}`)) as Hex);
}

/** The wallet that an author gets in place of a lost one. */
export function newWallet(author: string): Account {
  return privateKeyToAccount(keccak256(stringToBytes(`commonmind.story.wallet:${author}`)) as Hex);
}
