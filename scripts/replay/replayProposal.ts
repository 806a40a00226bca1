// One recorded vote on chain: its voters found a co-op, hold what the record says, and cast the recorded ballots again. What
// comes back was read from the chain.
import { commonsGovernorAbi, contributionTokenAbi } from "@commonmind/sdk";
import { type Address, encodeFunctionData } from "viem";
import type { ProposalPlan, Wallet } from "./plan.ts";
import { type Chamber, personKey } from "./records.ts";
import type { Ignored, ProposalReport, Tally } from "./report.ts";
import { accountOf, type Governors, type Rules, type Stage, type Transaction } from "./stage.ts";
import { fromBase } from "./weights.ts";

/** What the convener holds where a record has no weight at all: somebody must be able to propose. */
const CONVENER_WEIGHT = 10n ** 18n;
const STATES = ["Pending", "Active", "Canceled", "Defeated", "Succeeded", "Queued", "Expired", "Executed"];
const AFTER = "acquired after the snapshot: it counts nothing";

type Votes = readonly [against: bigint, inFavour: bigint, abstain: bigint];
type Vote = { voter: string; support: number };

/** A proposal being replayed. */
type Replay = {
  readonly stage: Stage;
  readonly plan: ProposalPlan;
  readonly account: (owner: string, number?: number) => Address;
};

/** Where it is voted on. Both chambers on one proposal, unless the record keeps them apart. */
type Opened = { governors: Governors; holdersId: bigint; membersId: bigint; uncappedId: bigint; snapshot: bigint };

export async function replayProposal(
  stage: Stage,
  plan: ProposalPlan,
  { rules, seed }: { rules: Rules; seed: number },
): Promise<ProposalReport> {
  const account = (owner: string, number = 0) =>
    accountOf(`commonmind.replay:${seed}:${owner}${number === 0 ? "" : `#${number}`}`);
  const replay = { stage, plan, account };
  const convener = accountOf(`commonmind.replay:${seed}:convener`);
  const proposer = await foundCommons(replay, convener);
  const vote = await openVote(replay, await stage.constitute(rules), proposer);
  await comeLate(replay);
  await castBallots(replay, vote);
  return readBack(replay, vote, rules);
}

/** Genesis: seats, weights, delegations. Returns who is to propose. */
async function foundCommons({ stage, plan, account }: Replay, convener: Address): Promise<Address> {
  const walletOf = ({ owner, number }: Wallet) => account(owner, number);
  const voters = [...plan.seated, ...plan.newcomers, ...plan.refused.map(({ voter }) => personKey(voter))];
  await stage.fund(voters.map((voter) => account(voter)));
  await stage.found(plan.seated.map((voter) => account(voter)));

  const weights = plan.wallets.filter(({ amount }) => amount > 0n);
  const given = weights.map((wallet) => [walletOf(wallet), wallet.amount] as const);
  await stage.mint(given.length > 0 ? given : [[convener, CONVENER_WEIGHT]]);
  const delegations = weights.flatMap((wallet) =>
    wallet.delegate === null ? [] : [[walletOf(wallet), account(wallet.delegate)] as const],
  );
  await stage.fund(delegations.map(([from]) => from));
  await stage.delegate(delegations);

  // Whoever holds most proposes, or whom that holder delegated to.
  const [first = null, ...others] = weights;
  const largest = others.reduce((most, wallet) => (most && wallet.amount <= most.amount ? most : wallet), first);
  const holder = largest === null ? convener : walletOf(largest);
  const proposer = largest === null || largest.delegate === null ? holder : account(largest.delegate);
  await stage.fund([proposer]);
  return proposer;
}

/** Proposes on both governors, and waits until ballots are taken. */
async function openVote({ stage, plan }: Replay, governors: Governors, proposer: Address): Promise<Opened> {
  // No id of a file may end as only a ballot's description may.
  const texts = plan.apart ? [`${plan.id} (holders)`, `${plan.id} (members)`] : [`${plan.id} (both)`];
  const [holdersId, membersId = holdersId] = await stage.propose(proposer, governors.capped, texts);
  const [uncappedId] = await stage.propose(proposer, governors.uncapped, [`${plan.id} (uncapped)`]);
  if (holdersId === undefined || membersId === undefined || uncappedId === undefined) {
    throw new Error(`${plan.id} wasn't proposed.`);
  }
  const snapshot = await timeOf(stage, governors.capped, "proposalSnapshot", holdersId);
  const vote = { governors, holdersId, membersId, uncappedId, snapshot };
  await stage.until((await latest(stage, vote, "proposalSnapshot")) + 1n);
  return vote;
}

/** After the snapshot: those who come too late, with seat and weight. */
async function comeLate({ stage, plan, account }: Replay): Promise<void> {
  await stage.enrol(plan.newcomers.map((voter) => account(voter)));
  const late = plan.walletsAfter.filter(({ amount }) => amount > 0n);
  await stage.mint(late.map(({ owner, number, amount }) => [account(owner, number), amount] as const));
}

/** The ballots, in the file's order; on the stock governor, which takes one from each, only the last. */
async function castBallots({ stage, plan, account }: Replay, vote: Opened): Promise<void> {
  const { governors, holdersId, membersId, uncappedId } = vote;
  const cast = (governor: Address, id: bigint, { voter, support }: Vote): Transaction => ({
    from: account(voter),
    to: governor,
    data: encodeFunctionData({ abi: commonsGovernorAbi, functionName: "castVote", args: [id, support] }),
    gas: 500_000n,
  });
  const speaking = (chamber: Chamber) => plan.ballots.filter(({ source }) => source.chambers.includes(chamber));
  const newcomers = new Set(plan.newcomers);
  const houses = plan.apart
    ? [
        { id: holdersId, ballots: speaking("holders") },
        { id: membersId, ballots: speaking("members") },
      ]
    : [{ id: holdersId, ballots: plan.ballots }];
  for (const { id, ballots } of houses) {
    const mined = await stage.mine(ballots.map((ballot) => cast(governors.capped, id, ballot)));
    mined.forEach(({ ok }, i) => {
      const ballot = ballots[i];
      if (!ballot || ok !== newcomers.has(ballot.voter)) return;
      throw new Error(`The governor ${ok ? "took" : "refused"} the ballot of row ${ballot.source.row}.`);
    });
  }
  const unknown = plan.refused.flatMap(({ row, voter, support }) => {
    const fits = /^\d{1,3}$/.test(support) && Number(support) < 256;
    return fits ? [{ row, voter: personKey(voter), support: Number(support) }] : [];
  });
  const refusals = await stage.mine(unknown.map((each) => cast(governors.capped, holdersId, each)));
  const taken = unknown.find((_, i) => refusals[i]?.ok);
  if (taken) throw new Error(`The governor took support ${taken.support} (row ${taken.row}).`);
  const last = holdersBallots(plan).map((ballot) => cast(governors.uncapped, uncappedId, ballot));
  await stage.must("voting without a cap", last);
}

/** Waits until voting is over, and reads what came of it. */
async function readBack({ stage, plan, account }: Replay, vote: Opened, rules: Rules): Promise<ProposalReport> {
  const { client } = stage;
  const { governors, holdersId, membersId, uncappedId, snapshot } = vote;
  await stage.until((await latest(stage, vote, "proposalDeadline")) + 1n);
  const capped = await votesOf(stage, governors.capped, holdersId);
  const uncapped = await votesOf(stage, governors.uncapped, uncappedId);
  const governor = { address: governors.capped, abi: commonsGovernorAbi } as const;
  const members = await client.readContract({ ...governor, functionName: "memberVotes", args: [membersId] });
  const token = { address: stage.token, abi: contributionTokenAbi } as const;
  const supply = await client.readContract({ ...token, functionName: "getPastTotalSupply", args: [snapshot] });
  let top: { voter: string; weight: bigint } | null = null;
  for (const { voter } of holdersBallots(plan)) {
    const args = [account(voter), snapshot] as const;
    const weight = await client.readContract({ ...token, functionName: "getPastVotes", args });
    if (top === null || weight > top.weight) top = { voter, weight };
  }
  const state = plan.apart
    ? await together(stage, governors, { holdersId, members, seats: housedMembers(plan) })
    : await stateOf(stage, governors.capped, holdersId);
  const shown = (amount: bigint) => fromBase(amount, plan.scale);
  // A record without any weight has a supply of one, the convener's.
  const weightless = plan.wallets.every(({ amount }) => amount === 0n);
  return {
    id: plan.id,
    capBps: rules.capBps,
    cap: weightless ? "0" : shown((supply * BigInt(rules.capBps)) / 10_000n),
    decimals: plan.scale.decimals,
    holders: { uncapped: tally(uncapped, shown), capped: tally(capped, shown) },
    members: tally(members, String),
    seats: plan.seated.length,
    turnout: { num: shown(uncapped[0] + uncapped[1] + uncapped[2]), den: weightless ? "1" : shown(supply) },
    largest: top === null ? null : { voter: plan.names.get(top.voter) ?? top.voter, weight: shown(top.weight) },
    replaced: plan.ballots.filter(({ current }) => current.length === 0).length,
    ignored: ignoredRows(plan),
    state,
    stateUncapped: await stateOf(stage, governors.uncapped, uncappedId),
  };
}

/** One from each holder: its last. */
const holdersBallots = ({ ballots }: ProposalPlan) => ballots.filter(({ current }) => current.includes("holders"));

/** Rows that count nothing, but for those that a later one replaced. */
function ignoredRows({ refused, ballots }: ProposalPlan): Ignored[] {
  const unknown = refused.map(({ row, line, support }) => {
    return { row, line, reason: `support "${support}" is neither 0 (against), 1 (for) nor 2 (abstain)` };
  });
  const late = ballots.filter(({ source, current }) => source.after && current.length > 0);
  const after = late.map(({ source: { row, line } }) => ({ row, line, reason: AFTER }));
  return [...unknown, ...after].sort((a, b) => a.row - b.row);
}

/** Seats of those whom a record with chambers apart names as members. */
function housedMembers({ ballots, seated }: ProposalPlan): number {
  const there = new Set(seated);
  const voters = ballots.filter(({ current, voter }) => current.includes("members") && there.has(voter));
  return new Set(voters.map(({ voter }) => voter)).size;
}

/** What two proposals, one voted by each chamber, amount to by the governor's rule for ordinary proposals. */
async function together(
  { client }: Stage,
  { capped: address }: Governors,
  { holdersId, members, seats }: { holdersId: bigint; members: Votes; seats: number },
): Promise<string> {
  const governor = { address, abi: commonsGovernorAbi } as const;
  const snapshot = await client.readContract({ ...governor, functionName: "proposalSnapshot", args: [holdersId] });
  const [against, inFavour, abstain] = await client.readContract({
    ...governor,
    functionName: "proposalVotes",
    args: [holdersId],
  });
  const quorum = await client.readContract({ ...governor, functionName: "quorum", args: [snapshot] });
  const { vetoBps } = await client.readContract({ ...governor, functionName: "chamberRules", args: [snapshot] });
  const needed = Math.max(3, Math.ceil((seats * vetoBps) / 10_000));
  const vetoed = members[0] > members[1] && members[0] >= BigInt(needed);
  return inFavour + abstain >= quorum && inFavour > against && !vetoed ? "Succeeded" : "Defeated";
}

function tally([against, inFavour, abstain]: Votes, shown: (amount: bigint) => string): Tally {
  return { against: shown(against), for: shown(inFavour), abstain: shown(abstain) };
}

type Time = "proposalSnapshot" | "proposalDeadline";

function timeOf({ client }: Stage, address: Address, functionName: Time, id: bigint): Promise<bigint> {
  return client.readContract({ address, abi: commonsGovernorAbi, functionName, args: [id] });
}

/** Of all that is voted on. */
async function latest(
  stage: Stage,
  { governors, holdersId, membersId, uncappedId }: Opened,
  name: Time,
): Promise<bigint> {
  const times = await Promise.all([
    timeOf(stage, governors.capped, name, holdersId),
    timeOf(stage, governors.capped, name, membersId),
    timeOf(stage, governors.uncapped, name, uncappedId),
  ]);
  return times.reduce((last, time) => (time > last ? time : last), 0n);
}

function votesOf({ client }: Stage, address: Address, id: bigint): Promise<Votes> {
  return client.readContract({ address, abi: commonsGovernorAbi, functionName: "proposalVotes", args: [id] });
}

async function stateOf({ client }: Stage, address: Address, id: bigint): Promise<string> {
  const state = await client.readContract({ address, abi: commonsGovernorAbi, functionName: "state", args: [id] });
  return STATES[state] ?? String(state);
}
