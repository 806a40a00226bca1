// Proposals and ballots: a voter's newer ballot takes the place of the older one; members' voices are counted by head.
import { bitmapOptions, type commonsGovernorAbi, KEEP } from "@commonmind/sdk";
import type { Address, Hex } from "viem";
import { type Ballot, type Books, type Proposal, Sums } from "../books.ts";
import type { Handlers } from "./handlers.ts";
import { wasMember } from "./members.ts";

const AGAINST = 0;

function count(proposal: Proposal, { support, weight, options, member }: Ballot, sign: 1n | -1n): void {
  proposal.votes[support as 0 | 1 | 2] += sign * weight;
  if (member) proposal.seats[support as 0 | 1 | 2] += sign;
  if (proposal.options === 0) return;
  // Against all options is for keeping things as they are.
  const marks = support === AGAINST ? 1 << KEEP : options;
  for (const option of bitmapOptions(marks)) proposal.approvals.add(`${option}`, sign * weight);
}

function cast(books: Books, id: bigint, voter: Address, said: { support: number; weight: bigint; params: Hex }): void {
  const proposal = books.proposals.get(id);
  if (!proposal) return;
  const earlier = proposal.ballots.get(voter);
  if (earlier) count(proposal, earlier, -1n);
  const { support, weight, params } = said;
  const ballot: Ballot = {
    support,
    weight,
    options: params === "0x" ? 0 : Number(BigInt(params)),
    // A seat now, and a voice at the snapshot; once counted as a member's, a ballot stays one.
    member: earlier?.member || (books.seated.has(voter) && wasMember(books, voter, proposal.snapshot)),
  };
  proposal.ballots.set(voter, ballot);
  count(proposal, ballot, 1n);
}

export const votes: Handlers<typeof commonsGovernorAbi> = {
  ProposalCreated: ({ proposalId, voteStart }, { proposals }) =>
    void proposals.set(proposalId, {
      ...{ snapshot: voteStart, options: 0, votes: [0n, 0n, 0n], seats: [0n, 0n, 0n] },
      ...{ approvals: new Sums(), ballots: new Map() },
    }),
  ProposalClassified({ proposalId, ends }, { proposals }) {
    const proposal = proposals.get(proposalId);
    // Where each option's calls end, one byte an option.
    if (proposal) for (let rest = ends; rest !== 0n; rest >>= 8n) proposal.options += 1;
  },
  VoteCast: ({ proposalId, voter, support, weight }, books) =>
    cast(books, proposalId, voter, { support, weight, params: "0x" }),
  VoteCastWithParams: ({ proposalId, voter, support, weight, params }, books) =>
    cast(books, proposalId, voter, { support, weight, params }),
};
