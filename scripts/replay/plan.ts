// What has to stand on chain so that a recorded vote can be cast again: who has a seat, who holds what, who delegates, and
// which ballots are cast in which order.
import { InputError } from "../lib/csvTable.ts";
import { type Chamber, type DelegationRow, personKey, type VoteRow } from "./records.ts";
import { roughly, type Scale, scaleOf, toBase } from "./weights.ts";

export type Ballot = {
  readonly source: VoteRow;
  readonly voter: string;
  readonly support: number;
  /** The chambers in which no later row of the voter takes its place. */
  readonly current: readonly Chamber[];
};

/** A wallet: a voter's own, or one from which a delegator's weight speaks. */
export type Wallet = {
  /** Whose it is. */
  readonly owner: string;
  /** From 0: a delegator has one for each weight that it gave away, beside its own. */
  readonly number: number;
  /** Base units. */
  readonly amount: bigint;
  readonly delegate: string | null;
};

export type ProposalPlan = {
  readonly id: string;
  readonly scale: Scale;
  /** As the file first writes them, by key. */
  readonly names: ReadonlyMap<string, string>;
  /** Members at the snapshot. */
  readonly seated: readonly string[];
  /** Who comes after the snapshot, with seat and weight. */
  readonly newcomers: readonly string[];
  readonly wallets: readonly Wallet[];
  readonly walletsAfter: readonly Wallet[];
  readonly ballots: readonly Ballot[];
  /** Rows whose support is none of the governor's. */
  readonly refused: readonly VoteRow[];
  /** True if the record keeps the chambers apart: each is then replayed on a proposal of its own. */
  readonly apart: boolean;
};

export const SUPPORTS = ["0", "1", "2"];

/** One plan for each proposal, in the file's order. Throws InputError if weights are beyond what a token can hold exactly. */
export function planReplay(
  votes: readonly VoteRow[],
  delegations: readonly DelegationRow[],
  { capBps, file }: { capBps: number; file: string },
): ProposalPlan[] {
  const byProposal = new Map<string, VoteRow[]>();
  for (const row of votes) {
    const rows = byProposal.get(row.proposal);
    if (rows) rows.push(row);
    else byProposal.set(row.proposal, [row]);
  }
  const tooLarge: VoteRow[] = [];
  const plans: ProposalPlan[] = [];
  for (const [id, rows] of byProposal) {
    const plan = planProposal(id, rows, delegations, capBps);
    if (plan) plans.push(plan);
    else if (rows[0]) tooLarge.push(rows[0]);
  }
  if (tooLarge.length > 0) {
    throw new InputError(
      tooLarge.map(({ line, proposal }) => ({
        file,
        line,
        column: "weight",
        message: `the weights of ${proposal} have more digits together than a supply of the token holds exactly (2^96 base units). Round them to fewer digits.`,
      })),
    );
  }
  return plans;
}

function planProposal(
  id: string,
  rows: readonly VoteRow[],
  delegations: readonly DelegationRow[],
  capBps: number,
): ProposalPlan | undefined {
  const names = new Map<string, string>();
  for (const { voter } of rows) if (!names.has(personKey(voter))) names.set(personKey(voter), voter);
  const valid = rows.filter(({ support }) => SUPPORTS.includes(support));
  const last: Record<Chamber, Map<string, VoteRow>> = { holders: new Map(), members: new Map() };
  for (const row of valid) for (const chamber of row.chambers) last[chamber].set(personKey(row.voter), row);

  const ballots = valid.map((source): Ballot => {
    const voter = personKey(source.voter);
    const current = source.chambers.filter((chamber) => last[chamber].get(voter) === source);
    return { source, voter, support: Number(source.support), current };
  });
  const voters = [...new Set(ballots.map(({ voter }) => voter))];
  const isBefore = (voter: string) =>
    [last.holders.get(voter), last.members.get(voter)].some((row) => row !== undefined && !row.after);

  const held = voters.flatMap((voter) => last.holders.get(voter) ?? []);
  const given = delegations.filter(({ delegator, delegate }) => personKey(delegator) !== personKey(delegate));
  const stated = given.flatMap(({ weight }) => weight ?? []);
  const before = held.filter(({ after }) => !after).map(({ weight }) => weight);
  const scale = scaleOf([...before, ...stated], capBps);
  if (!scale) return undefined;

  const wallets: Wallet[] = [];
  const walletsAfter: Wallet[] = [];
  const gave = new Map<string, bigint>();
  const whole = new Map<string, string>();
  for (const { delegator, delegate, weight } of given) {
    const owner = personKey(delegator);
    if (weight === null) whole.set(owner, personKey(delegate));
    else {
      const amount = toBase(weight, scale);
      const number = (wallets.findLast((wallet) => wallet.owner === owner)?.number ?? 0) + 1;
      wallets.push({ owner, number, amount, delegate: personKey(delegate) });
      gave.set(owner, (gave.get(owner) ?? 0n) + amount);
    }
  }
  for (const { voter, weight, after } of held) {
    const owner = personKey(voter);
    if (after) walletsAfter.push({ owner, number: 0, amount: roughly(weight, scale), delegate: null });
    else {
      const amount = toBase(weight, scale);
      const left = amount - (gave.get(owner) ?? 0n);
      wallets.push({ owner, number: 0, amount: left > 0n ? left : 0n, delegate: whole.get(owner) ?? null });
    }
  }
  return {
    id,
    scale,
    names,
    seated: voters.filter(isBefore),
    newcomers: voters.filter((voter) => !isBefore(voter)),
    wallets,
    walletsAfter,
    ballots,
    refused: rows.filter(({ support }) => !SUPPORTS.includes(support)),
    apart: valid.some(({ apart }) => apart),
  };
}
