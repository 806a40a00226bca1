// Pure questions about people: who there is, what they did, and whose voice they have.
import { type Address, getAddress, zeroAddress } from "viem";
import type { Ballot, Leaf, Ledger, Proposal, ReviewRound, Work } from "./types.ts";

export type Person = {
  readonly address: Address;
  /** Contribution tokens whose votes it casts, its own and others'. */
  readonly voice: bigint;
  /** The active seat whose wallet it is. */
  readonly seat: bigint | undefined;
  /** Units of accepted work. */
  readonly units: bigint;
  /** Votes in which it cast a ballot. */
  readonly ballots: number;
};

const key = (address: string) => address.toLowerCase();

/** How much an account's voice weighs now. */
export const voiceOf = (ledger: Ledger, address: Address): bigint =>
  ledger.voices.get(key(address))?.at(-1)?.voice ?? 0n;

/** The most that one person's voice counts, by today's rules. */
export function capNow(ledger: Ledger): bigint {
  const supply = ledger.supplies.at(-1)?.supply ?? 0n;
  const bps = ledger.chamberRules.at(-1)?.rules.capBps ?? 10_000;
  return (supply * BigInt(bps)) / 10_000n;
}

/** Everyone who ever did something here, those with the most voice first. */
export function everyone(ledger: Ledger): Person[] {
  const units = new Map<string, bigint>();
  for (const { leaves } of ledger.works.values()) {
    for (const leaf of leaves) units.set(key(leaf.author), (units.get(key(leaf.author)) ?? 0n) + leaf.units);
  }
  const ballots = new Map<string, number>();
  for (const { ballots: cast } of ledger.proposals) {
    for (const { voter } of cast) ballots.set(key(voter), (ballots.get(key(voter)) ?? 0) + 1);
  }
  const all = new Set([...ledger.voices.keys(), ...ledger.seatOf.keys(), ...units.keys(), ...ballots.keys()]);
  return [...all]
    .filter((address) => address !== zeroAddress && BigInt(address) >= 2n ** 64n)
    .map((address) => ({
      address: getAddress(address),
      voice: ledger.voices.get(address)?.at(-1)?.voice ?? 0n,
      seat: ledger.seatOf.get(address),
      units: units.get(address) ?? 0n,
      ballots: ballots.get(address) ?? 0,
    }))
    .sort((a, b) =>
      a.voice === b.voice ? (a.units === b.units ? 0 : a.units > b.units ? -1 : 1) : a.voice > b.voice ? -1 : 1,
    );
}

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
