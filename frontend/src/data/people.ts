// Pure questions about people: who there is, what they did, and whose voice they have.
import { type Address, getAddress } from "viem";
import type { Ballot, Leaf, Ledger, Proposal, ReviewRound, Work } from "./types.ts";

const key = (address: string) => address.toLowerCase();

/** How much an account's voice weighs now. */
export const voiceOf = (ledger: Ledger, address: Address): bigint =>
  ledger.voices.get(key(address))?.at(-1)?.voice ?? 0n;

/** The most that one person's voice counts, by today's rules. */
export const capNow = ({ supply, chamber }: Pick<Ledger, "supply" | "chamber">): bigint =>
  (supply * BigInt(chamber?.capBps ?? 10_000)) / 10_000n;

/** Who lets this account vote for them: with how many tokens, the most first. */
export function delegators(ledger: Ledger, address: Address): { address: Address; tokens: bigint }[] {
  return [...ledger.delegates]
    .filter(([from, to]) => key(to) === key(address) && from !== key(address))
    .map(([from]) => ({ address: getAddress(from), tokens: ledger.tokens.get(from) ?? 0n }))
    .filter(({ tokens }) => tokens > 0n)
    .sort((a, b) => (a.tokens === b.tokens ? 0 : a.tokens > b.tokens ? -1 : 1));
}

export type Part = { readonly work: Work; readonly leaves: readonly Leaf[]; readonly units: bigint };

/** What somebody made, the latest first. */
export function workBy(ledger: Ledger, address: Address): Part[] {
  return [...ledger.works.values()]
    .flatMap((work) => {
      const leaves = work.leaves.filter(({ author }) => key(author) === key(address));
      const units = leaves.reduce((sum, leaf) => sum + leaf.units, 0n);
      return leaves.length > 0 ? [{ work, leaves, units }] : [];
    })
    .reverse();
}

/** How somebody voted, the latest vote first. */
export function ballotsBy(ledger: Ledger, address: Address): { proposal: Proposal; ballot: Ballot }[] {
  return ledger.proposals
    .flatMap((proposal) => {
      const ballot = proposal.ballots.find(({ voter }) => key(voter) === key(address));
      return ballot ? [{ proposal, ballot }] : [];
    })
    .reverse();
}

export type ReviewRecord = {
  readonly panels: number;
  /** Scores that were shown. */
  readonly revealed: number;
  /** Panels that ended without this reviewer's score. */
  readonly missed: number;
  /** Mean distance from the panel's score, in points; none before the first. */
  readonly distance: number | undefined;
};

/** What a seat did on panels that are over. */
export function reviewsBy(ledger: Ledger, seat: bigint): ReviewRecord {
  const closed = [...ledger.rounds.values()]
    .flat()
    .filter((round): round is ReviewRound & { score: number } => round.score !== undefined && !round.byVote)
    .flatMap(({ panel, score }) => panel.filter((it) => it.seat === seat).map((it) => ({ ...it, verdict: score })));
  const shown = closed.flatMap(({ score, verdict }) => (score === undefined ? [] : [Math.abs(score - verdict)]));
  return {
    panels: closed.length,
    revealed: shown.length,
    missed: closed.filter(({ score, recused, voided }) => score === undefined && !recused && !voided).length,
    distance: shown.length > 0 ? shown.reduce((a, b) => a + b, 0) / shown.length : undefined,
  };
}
