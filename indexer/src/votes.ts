// Proposals, their options and calls, and every ballot.
import {
  bitmapOptions,
  type commonsGovernorAbi,
  contractAt,
  type Deployment,
  decodeCall,
  KEEP,
  parseBallotDescription,
  readProposalText,
} from "@commonmind/sdk";
import { replaceBigInts } from "ponder";
import type { Address, Hex } from "viem";
import {
  account,
  action,
  ballot,
  ballotCast,
  chamberRules,
  membership,
  option,
  proposal,
  quorum,
  seated,
} from "../ponder.schema.ts";
import { add } from "./record/add.ts";
import type { Handlers, Happening } from "./record/happening.ts";

const AGAINST = 0;
const FOR = 1;

type Cast = {
  readonly voter: Address;
  readonly support: number;
  readonly weight: bigint;
  readonly options: number;
  readonly reason: string;
};

/** How many calls belong to each option: the governor packs where each one's end, one byte an option. */
function endsOf(packed: bigint): number[] {
  const ends: number[] = [];
  for (let rest = packed; rest !== 0n; rest >>= 8n) ends.push(Number(rest & 0xffn));
  return ends;
}

/** Takes a ballot into the sums, or (`sign` -1) out of them. */
async function count(
  { db }: Happening,
  id: bigint,
  { support, weight, member, options }: Omit<Cast, "voter" | "reason"> & { member: boolean },
  sign: 1 | -1,
): Promise<void> {
  const by = sign === 1 ? weight : -weight;
  const one = member ? sign : 0;
  const row = await db.update(proposal, { id }).set((sums) => {
    if (support === AGAINST) {
      return { votesAgainst: sums.votesAgainst + by, membersAgainst: sums.membersAgainst + one };
    }
    if (support === FOR) return { votesFor: sums.votesFor + by, membersFor: sums.membersFor + one };
    return { votesAbstain: sums.votesAbstain + by, membersAbstain: sums.membersAbstain + one };
  });
  if (row.options === 0) return;
  for (const number of bitmapOptions(options)) {
    await db.update(option, { proposal: id, number }).set((sums) => ({
      approvals: sums.approvals + by,
      approvingSeats: sums.approvingSeats + one,
    }));
  }
}

/** As the governor asks: it has a seat now, and was a member at the snapshot. */
async function sitsSince({ db }: Happening, voter: Address, snapshot: bigint): Promise<boolean> {
  if (!(await db.find(seated, { account: voter }))) return false;
  const known = await db.find(account, { address: voter });
  for (let number = known?.memberships ?? 0; number > 0; --number) {
    const row = await db.find(membership, { account: voter, number });
    if (row && row.time <= snapshot) return row.votes > 0;
  }
  return false;
}

async function cast(
  happening: Happening,
  id: bigint,
  { voter, support, weight, options, reason }: Cast,
): Promise<void> {
  const { db, event, seq, time, transaction } = happening;
  const asked = await db.find(proposal, { id });
  if (!asked) return;
  const earlier = await db.find(ballot, { proposal: id, voter });
  const member = earlier?.member || (await sitsSince(happening, voter, asked.voteStart));
  // Against all options is for keeping things as they are.
  const marks = asked.options > 0 && support === AGAINST ? 1 << KEEP : options;
  const said = { support, weight, member, options: marks };
  if (earlier) await count(happening, id, earlier, -1);
  await count(happening, id, said, 1);
  const row = { ...said, reason, replaced: earlier ? earlier.replaced + 1 : 0, time, seq };
  await db
    .insert(ballot)
    .values({ proposal: id, voter, ...row })
    .onConflictDoUpdate(row);
  await db.insert(ballotCast).values({ id: event, proposal: id, voter, ...said, reason, time, transaction });
  if (!earlier) await db.update(proposal, { id }).set((sums) => ({ ballots: sums.ballots + 1 }));
}

export function votes(deployment: Deployment): Handlers<typeof commonsGovernorAbi> {
  return {
    async ProposalCreated(args, { db, time, transaction }) {
      const { proposalId: id, proposer, targets, values, calldatas, description } = args;
      const { title, text } = readProposalText(parseBallotDescription(description).text, 0);
      const number = Number(await add(db, "proposals", 1n));
      const sums = { votesFor: 0n, votesAgainst: 0n, votesAbstain: 0n, ballots: 0 };
      const members = { membersFor: 0, membersAgainst: 0, membersAbstain: 0 };
      await db.insert(proposal).values({
        ...{ id, number, proposer, title, body: text, description, askedAt: time, transaction, ...sums, ...members },
        ...{ voteStart: args.voteStart, voteEnd: args.voteEnd, firstVoteEnd: args.voteEnd },
        ...{ constitutional: false, cosigned: false, options: 0 },
      });
      for (const [index, target] of targets.entries()) {
        const data = calldatas[index] as Hex;
        const contract = contractAt(deployment, target);
        const call = decodeCall(contract, data);
        await db.insert(action).values({
          ...{ proposal: id, index, target, value: values[index] as bigint, data },
          ...{ contract: contract ?? null, function: call?.functionName ?? null },
          args: call ? replaceBigInts(call.args, String) : null,
        });
      }
    },
    async ProposalClassified({ proposalId: id, constitutional, cosigned, ends: packed }, { db }) {
      const ends = endsOf(packed);
      const row = await db.update(proposal, { id }).set({ constitutional, cosigned, options: ends.length });
      if (ends.length === 0) return;
      const words = readProposalText(parseBallotDescription(row.description).text, ends.length);
      await db.update(proposal, { id }).set({ body: words.text });
      const none = { approvals: 0n, approvingSeats: 0 };
      await db
        .insert(option)
        .values({ proposal: id, number: KEEP, title: "Keep things as they are", text: "", ...none });
      let from = 0;
      for (const [i, end] of ends.entries()) {
        const number = i + 1;
        const { title = `Option ${number}`, text = "" } = words.options[i] ?? {};
        await db.insert(option).values({ proposal: id, number, title, text, ...none });
        for (; from < end; ++from) await db.update(action, { proposal: id, index: from }).set({ option: number });
      }
    },
    VoteCast: ({ proposalId, voter, support, weight, reason }, happening) =>
      cast(happening, proposalId, { voter, support, weight, reason, options: 0 }),
    VoteCastWithParams: ({ proposalId, voter, support, weight, reason, params }, happening) =>
      cast(happening, proposalId, {
        voter,
        support,
        weight,
        reason,
        options: params === "0x" ? 0 : Number(BigInt(params)),
      }),
    ProposalExtended: ({ proposalId: id, extendedDeadline }, { db }) =>
      db.update(proposal, { id }).set({ voteEnd: extendedDeadline }),
    ProposalQueued: ({ proposalId: id, etaSeconds }, { db, time }) =>
      db.update(proposal, { id }).set({ queuedAt: time, eta: etaSeconds }),
    ProposalExecuted: ({ proposalId: id }, { db, time }) => db.update(proposal, { id }).set({ executedAt: time }),
    ProposalCanceled: ({ proposalId: id }, { db, time }) => db.update(proposal, { id }).set({ canceledAt: time }),
    ChamberRulesSet: ({ rules }, { db, event, time }) => db.insert(chamberRules).values({ id: event, time, ...rules }),
    QuorumNumeratorUpdated: ({ newQuorumNumerator }, { db, event, time }) =>
      db.insert(quorum).values({ id: event, time, percent: Number(newQuorumNumerator) }),
  };
}
