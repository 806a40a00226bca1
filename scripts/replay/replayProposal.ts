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

export async function replayProposal(
  stage: Stage,
  plan: ProposalPlan,
  { rules, seed }: { rules: Rules; seed: number },
): Promise<ProposalReport> {
  const { client, token } = stage;
  const account = (owner: string, number = 0) =>
    accountOf(`commonmind.replay:${seed}:${owner}${number === 0 ? "" : `#${number}`}`);
  const walletOf = ({ owner, number }: Wallet) => account(owner, number);
  const voters = [...plan.seated, ...plan.newcomers];
  await stage.fund([...voters, ...plan.refused.map(({ voter }) => personKey(voter))].map((voter) => account(voter)));
  await stage.fund(plan.wallets.filter(({ delegate }) => delegate !== null).map(walletOf));

  // Genesis: seats, weights, delegations.
  await stage.found(plan.seated.map((voter) => account(voter)));
  const convener = accountOf(`commonmind.replay:${seed}:convener`);
  const supply = plan.wallets.reduce((sum, { amount }) => sum + amount, 0n);
  const weights = plan.wallets.filter(({ amount }) => amount > 0n);
  await stage.mint(weights.map((wallet) => [walletOf(wallet), wallet.amount] as const));
  if (supply === 0n) await stage.mint([[convener, CONVENER_WEIGHT]]);
  const delegations = weights.flatMap((wallet) =>
    wallet.delegate === null ? [] : [[walletOf(wallet), account(wallet.delegate)] as const],
  );
  await stage.delegate(delegations);
  const governors = await stage.constitute(rules);

  // Whoever holds most proposes, or is delegated to by who does.
  const largest = weights.reduce((most, wallet) => (wallet.amount > most.amount ? wallet : most), weights[0] as Wallet);
  const proposer = supply === 0n ? convener : largest.delegate === null ? walletOf(largest) : account(largest.delegate);
  await stage.fund([proposer]);
  const [holdersId, membersId = holdersId] = await stage.propose(
    proposer,
    governors.capped,
    plan.apart ? [`${plan.id} (holders)`, `${plan.id} (members)`] : [plan.id],
  );
  const [uncappedId] = await stage.propose(proposer, governors.uncapped, [plan.id]);
  if (holdersId === undefined || membersId === undefined || uncappedId === undefined)
    throw new Error("Nothing proposed.");
  const read = readerOf(stage, governors.capped);
  const ids = plan.apart ? [holdersId, membersId] : [holdersId];
  const snapshots = await Promise.all([
    ...ids.map((id) => read("proposalSnapshot", id)),
    snapshotOf(stage, governors, uncappedId),
  ]);
  const snapshot = snapshots.reduce((latest, time) => (time > latest ? time : latest), 0n);
  await stage.until(snapshot + 1n);

  // After the snapshot: those who come too late, with seat and weight.
  await stage.enrol(plan.newcomers.map((voter) => account(voter)));
  const late = plan.walletsAfter.filter(({ amount }) => amount > 0n);
  await stage.mint(late.map((wallet) => [walletOf(wallet), wallet.amount] as const));

  // The ballots, in the file's order; on the stock governor, which takes one from each, only the last.
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
      throw new Error(`The ballot of row ${ballot.source.row} was ${ok ? "taken" : "refused"} by the governor.`);
    });
  }
  const unknown = plan.refused.flatMap((row) => {
    const known = /^\d{1,3}$/.test(row.support) && Number(row.support) < 256;
    return known ? [{ row, voter: personKey(row.voter), support: Number(row.support) }] : [];
  });
  const refusals = await stage.mine(unknown.map((vote) => cast(governors.capped, holdersId, vote)));
  const taken = unknown.find((_, i) => refusals[i]?.ok);
  if (taken) throw new Error(`The governor took support ${taken.support} (row ${taken.row.row}).`);
  const last = plan.ballots.filter(({ current }) => current.includes("holders"));
  await stage.must(
    "voting without a cap",
    last.map((ballot) => cast(governors.uncapped, uncappedId, ballot)),
  );

  const capped = await votesOf(stage, governors.capped, holdersId);
  const uncapped = await votesOf(stage, governors.uncapped, uncappedId);
  const members = await client.readContract({
    address: governors.capped,
    abi: commonsGovernorAbi,
    functionName: "memberVotes",
    args: [membersId],
  });
  const total = await client.readContract({
    address: token,
    abi: contributionTokenAbi,
    functionName: "getPastTotalSupply",
    args: [snapshots[0] ?? snapshot],
  });
  let top: { voter: string; weight: bigint } | null = null;
  for (const { voter } of last) {
    const weight = await client.readContract({
      address: token,
      abi: contributionTokenAbi,
      functionName: "getPastVotes",
      args: [account(voter), snapshots[0] ?? snapshot],
    });
    if (top === null || weight > top.weight) top = { voter, weight };
  }

  const deadlines = await Promise.all(ids.map((id) => read("proposalDeadline", id)));
  await stage.until(deadlines.reduce((latest, time) => (time > latest ? time : latest), 0n) + 60n);
  const state = plan.apart
    ? await together(stage, governors, { holdersId, members, seats: housedMembers(plan) })
    : await stateOf(stage, governors.capped, holdersId);
  const shown = (amount: bigint) => fromBase(amount, plan.scale);
  // A record without any weight has a supply of one, the convener's.
  const weightShown = (amount: bigint) => (supply === 0n && amount > 0n ? "1" : shown(amount));
  const cap = (total * BigInt(rules.capBps)) / 10_000n;
  return {
    id: plan.id,
    capBps: rules.capBps,
    cap: supply === 0n ? "0" : shown(cap),
    decimals: plan.scale.decimals,
    holders: { uncapped: tally(uncapped, shown), capped: tally(capped, shown) },
    members: tally(members, String),
    seats: plan.seated.length,
    turnout: { num: shown(uncapped[0] + uncapped[1] + uncapped[2]), den: weightShown(total) },
    largest: top === null ? null : { voter: plan.names.get(top.voter) ?? top.voter, weight: shown(top.weight) },
    replaced: plan.ballots.filter(({ current }) => current.length === 0).length,
    ignored: ignoredRows(plan),
    state,
    stateUncapped: await stateOf(stage, governors.uncapped, uncappedId),
  };
}

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

function readerOf({ client }: Stage, address: Address) {
  return (functionName: "proposalSnapshot" | "proposalDeadline", id: bigint) =>
    client.readContract({ address, abi: commonsGovernorAbi, functionName, args: [id] });
}

const snapshotOf = (stage: Stage, { uncapped }: Governors, id: bigint) =>
  readerOf(stage, uncapped)("proposalSnapshot", id);

function votesOf({ client }: Stage, address: Address, id: bigint): Promise<Votes> {
  return client.readContract({ address, abi: commonsGovernorAbi, functionName: "proposalVotes", args: [id] });
}

async function stateOf({ client }: Stage, address: Address, id: bigint): Promise<string> {
  const state = await client.readContract({ address, abi: commonsGovernorAbi, functionName: "state", args: [id] });
  return STATES[state] ?? String(state);
}
