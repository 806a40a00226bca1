// The same tallies a second time: sums of the file's own numbers, as fractions, without a chain and without the plan that
// the replay follows.
import { type DelegationRow, personKey, type VoteRow } from "./records.ts";
import type { ProposalReport } from "./report.ts";
import { type Decimal, fromBase, parseDecimal } from "./weights.ts";

export type Mismatch = { readonly key: string; readonly message: string };

/** Numbers with a common denominator that every decimal of any record divides. */
const PLACES = 400;
const ONE = 10n ** BigInt(PLACES);
const exact = ({ units, decimals }: Decimal) => (units * ONE) / 10n ** BigInt(decimals);
const words = ["against", "for", "abstain"] as const;

/** Everything in which the reports differ from the sums; empty if nothing does. */
export function checkReplay(
  votes: readonly VoteRow[],
  delegations: readonly DelegationRow[],
  reports: readonly ProposalReport[],
): Mismatch[] {
  const found: Mismatch[] = [];
  for (const report of reports) {
    const rows = votes.filter(({ proposal, support }) => proposal === report.id && /^[012]$/.test(support));
    const { uncapped, weightOf, supply } = sums(rows, delegations);
    const differ = (key: string, mine: string, theirs: string) =>
      found.push({ key: `${report.id}.${key}`, message: `the file says ${mine}, the chain ${theirs}` });
    const expect = (key: string, mine: bigint, theirs: string) => {
      const read = parseDecimal(theirs);
      if (!read || exact(read) !== mine) differ(key, fromBase(mine, { decimals: PLACES, divisor: 1n }), theirs);
    };
    words.forEach((word, support) => {
      expect(`holders.uncapped.${word}`, uncapped[support] ?? 0n, report.holders.uncapped[word]);
      const cap = parseDecimal(report.cap);
      if (!cap) throw new Error(`${report.cap} is no number.`);
      const voters = [...weightOf].filter(([, it]) => it.support === support && !it.after);
      const capped = voters.reduce((sum, [, { weight }]) => sum + (weight < exact(cap) ? weight : exact(cap)), 0n);
      expect(`holders.capped.${word}`, capped, report.holders.capped[word]);
      const people = lastOf(rows.filter(({ chambers }) => chambers.includes("members")));
      const seats = [...people.values()].filter((row) => Number(row.support) === support && !row.after).length;
      if (String(seats) !== report.members[word]) differ(`members.${word}`, String(seats), report.members[word]);
    });
    if (supply > 0n) expect("turnout.den", supply, report.turnout.den);
    expect(
      "turnout.num",
      uncapped.reduce((a, b) => a + b, 0n),
      report.turnout.num,
    );
    // The cap is a share of the supply, cut to a base unit and so never above it.
    const cap = parseDecimal(report.cap);
    if (cap && exact(cap) * 10_000n > supply * BigInt(report.capBps)) differ("cap", "less", report.cap);
  }
  return found;
}

function lastOf(rows: readonly VoteRow[]): Map<string, VoteRow> {
  return new Map(rows.map((row) => [personKey(row.voter), row]));
}

function sums(rows: readonly VoteRow[], delegations: readonly DelegationRow[]) {
  const last = lastOf(rows.filter(({ chambers }) => chambers.includes("holders")));
  const own = new Map([...last].map(([voter, row]) => [voter, row.after ? 0n : exact(row.weight)] as const));
  const given = delegations.map(({ delegator, delegate, weight }) => {
    return { from: personKey(delegator), to: personKey(delegate), weight: weight === null ? null : exact(weight) };
  });
  const moves = given.filter(({ from, to }) => from !== to);
  const received = new Map<string, bigint>();
  const give = (to: string, weight: bigint) => received.set(to, (received.get(to) ?? 0n) + weight);
  for (const { from, to, weight } of moves) {
    if (weight === null) continue;
    give(to, weight);
    const had = own.get(from);
    if (had !== undefined) own.set(from, had > weight ? had - weight : 0n);
  }
  const wholes = new Map(moves.filter(({ weight }) => weight === null).map(({ from, to }) => [from, to]));
  for (const [from, to] of wholes) {
    const left = own.get(from);
    if (left === undefined) continue;
    give(to, left);
    own.set(from, 0n);
  }
  const supply = [...own.values(), ...received.values()].reduce((a, b) => a + b, 0n);
  const weightOf = new Map(
    [...last].map(([voter, { support, after }]) => {
      return [voter, { support: Number(support), after, weight: (own.get(voter) ?? 0n) + (received.get(voter) ?? 0n) }];
    }),
  );
  const uncapped = [0, 1, 2].map((support) =>
    [...weightOf.values()].filter((it) => it.support === support).reduce((sum, { weight }) => sum + weight, 0n),
  );
  return { uncapped, weightOf, supply };
}
