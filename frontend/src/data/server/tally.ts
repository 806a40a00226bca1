// How the governor counts, from ballots.
import { decodeWith, modelRegistryAbi } from "@commonmind/sdk";
import { MIN_SEATS } from "../questions.ts";
import type { Ballot, Proposal, ProposalAction, Tally } from "../types.ts";
import type { Past } from "./book.ts";

const NO_RULES = { capBps: 10_000, vetoBps: 10_000, turnoutBps: 0 };

const latest = <T extends { time: number }>(entries: readonly T[], at: number): T | undefined =>
  entries.findLast(({ time }) => time <= at);

/** Both chambers as they stand, by the rules of the snapshot; before it, by today's. */
export function tallyOf(
  past: Past,
  proposal: Pick<Proposal, "start" | "options" | "constitutional">,
  ballots: Iterable<Ballot>,
): Tally {
  const sum = { for: 0n, against: 0n, abstain: 0n };
  const seats = latest(past.census, proposal.start)?.seats ?? 0;
  const members = { for: 0, against: 0, abstain: 0, seats };
  const choices = proposal.options.length > 0 ? proposal.options.length + 1 : 0;
  const approvals = Array.from({ length: choices }, () => 0n);
  const approvingSeats = approvals.map(() => 0);
  let count = 0;
  for (const { support, weight, member, options } of ballots) {
    count += 1;
    sum[support] += weight;
    if (member) members[support] += 1;
    for (const option of options) {
      approvals[option] = (approvals[option] ?? 0n) + weight;
      approvingSeats[option] = (approvingSeats[option] ?? 0) + (member ? 1 : 0);
    }
  }
  const supply = latest(past.supplies, proposal.start)?.supply ?? 0n;
  const percent = latest(past.quorums, proposal.start)?.percent ?? 0n;
  const rules = latest(past.chamberRules, proposal.start)?.rules ?? NO_RULES;
  const quorum = (supply * percent) / 100n;
  const quorumReached = sum.for + sum.abstain >= quorum;
  const bps = proposal.constitutional ? rules.turnoutBps : rules.vetoBps;
  const seatsNeeded = Math.max(MIN_SEATS, Math.ceil((seats * bps) / 10_000));
  const membersRefuse = refused(proposal.constitutional, members, seatsNeeded);
  const leader = choices > 0 ? winnerOf(approvals) : 0;
  const leads = choices > 0 ? leader > 0 : sum.for > sum.against;
  return {
    ballots: count,
    ...sum,
    supply,
    quorum,
    quorumReached,
    cap: (supply * BigInt(rules.capBps)) / 10_000n,
    members,
    seatsNeeded,
    membersRefuse,
    approvals,
    approvingSeats,
    leader,
    passes: quorumReached && leads && !membersRefuse,
  };
}

/** As the governor counts members: a veto of an ordinary proposal, no assent to a constitutional one. */
function refused(constitutional: boolean, members: Tally["members"], needed: number): boolean {
  if (!constitutional) return members.against > members.for && members.against >= needed;
  const turnout = members.for + members.against + members.abstain;
  return members.for <= members.against || turnout < needed;
}

/** The option that alone has the most approvals; 0 if none has, or "keep" has as many. */
function winnerOf(approvals: readonly bigint[]): number {
  const most = approvals.reduce((a, b) => (a > b ? a : b), 0n);
  const first = approvals.indexOf(most);
  return first === approvals.lastIndexOf(most) ? first : 0;
}

/** Models that a proposal's actions name; none if it is about the whole commons. */
export function modelsNamed(actions: readonly ProposalAction[]): number[] {
  return actions.flatMap(({ data }) => {
    const call = decodeWith(modelRegistryAbi, data);
    return call?.functionName === "publish" ? [Number(call.args[0])] : [];
  });
}
