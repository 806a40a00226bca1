// Logs of votes as entries of the timeline, and what each vote came to.
import {
  bitmapOptions,
  commonsGovernorAbi,
  type Deployment,
  memberRegistryAbi,
  parseBallotDescription,
  readProposalText,
} from "@commonmind/sdk";
import type { Hex } from "viem";
import type { Chain } from "../lib/chain.ts";
import {
  amount,
  type OutcomeEntry,
  type ProposalClass,
  type ProposeEntry,
  type ReportCall,
  type TimelineEvent,
} from "./report.ts";
import type { ChainEvent } from "./timeline.ts";

export class VoteEvents {
  /** Of proposals that aren't plain, ordinary and a holder's: told after what they belong to. */
  readonly #classes = new Map<bigint, ProposalClass>();
  readonly #executed = new Map<Hex, ReportCall[]>();

  constructor(events: readonly ChainEvent[]) {
    for (const { eventName, args, transactionHash } of events) {
      if (eventName === "ProposalClassified") {
        this.#classes.set(args.proposalId, args.constitutional ? "constitutional" : "ordinary");
      } else if (eventName === "CallExecuted") {
        const calls = this.#executed.get(transactionHash) ?? [];
        this.#executed.set(transactionHash, [...calls, { target: args.target, data: args.data }]);
      }
    }
  }

  decode(log: ChainEvent): TimelineEvent | undefined {
    switch (log.eventName) {
      case "ProposalCreated": {
        const { proposalId, description, voteStart, targets, calldatas } = log.args;
        const { text, callsPerOption } = parseBallotDescription(description);
        const { title, options } = readProposalText(text, callsPerOption.length);
        const calls = calldatas.map((data, i) => ({ target: targets[i] as Hex, data }));
        return {
          type: "propose",
          proposal: `${proposalId}`,
          title,
          snapshot: amount(voteStart),
          class: this.#classes.get(proposalId) ?? "ordinary",
          calls,
          ...(callsPerOption.length === 0
            ? {}
            : { options: options.map((option, i) => ({ title: option.title, calls: callsPerOption[i] ?? 0 })) }),
        };
      }
      case "VoteCast": {
        const { proposalId, voter, support, weight } = log.args;
        return { type: "vote", proposal: `${proposalId}`, voter, support, weight: amount(weight) };
      }
      case "VoteCastWithParams": {
        const { proposalId, voter, support, weight, params } = log.args;
        const ballot = { proposal: `${proposalId}`, voter, support, weight: amount(weight) };
        return { type: "vote", ...ballot, options: bitmapOptions(Number(BigInt(params))) };
      }
      case "ProposalQueued":
        return { type: "queue", proposal: `${log.args.proposalId}` };
      case "ProposalExecuted": {
        const calls = this.#executed.get(log.transactionHash) ?? [];
        return { type: "execute", proposal: `${log.args.proposalId}`, calls };
      }
      default:
        return undefined;
    }
  }
}

type Outcome = { block: bigint; event: Omit<OutcomeEntry, "seq" | "time"> };

/** What the governor says of every proposal whose voting is over, where the chain first knew it. */
export async function readOutcomes(
  chain: Chain,
  contracts: Deployment["contracts"],
  events: readonly { event: TimelineEvent }[],
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { event } of events) {
    if (event.type !== "propose") continue;
    const outcome = await readOutcome(chain, contracts, event);
    if (outcome !== undefined) outcomes.push(outcome);
  }
  return outcomes;
}

async function readOutcome(
  chain: Chain,
  contracts: Deployment["contracts"],
  { proposal, snapshot, class: proposalClass, options }: Omit<ProposeEntry, "seq" | "time">,
): Promise<Outcome | undefined> {
  const { client } = chain;
  const governor = { address: contracts.commonsGovernor, abi: commonsGovernorAbi } as const;
  const registry = { address: contracts.memberRegistry, abi: memberRegistryAbi } as const;
  const [id, at] = [BigInt(proposal), BigInt(snapshot)];
  const deadline = await client.readContract({ ...governor, functionName: "proposalDeadline", args: [id] });
  const block = await firstBlockAfter(chain, deadline);
  if (block === undefined) return undefined;
  const winner = Number(await client.readContract({ ...governor, functionName: "outcome", args: [id] }));
  const held = await client.readContract({ ...governor, functionName: "proposalVotes", args: [id] });
  const seated = await client.readContract({ ...governor, functionName: "memberVotes", args: [id] });
  const quorum = await client.readContract({ ...governor, functionName: "quorum", args: [at] });
  const seats = await client.readContract({ ...registry, functionName: "getPastTotalSupply", args: [at] });
  const approvals = await Promise.all(
    (options === undefined ? [] : [0n, ...options.map((_, i) => BigInt(i + 1))]).map(async (option) =>
      amount(await client.readContract({ ...governor, functionName: "approvalsOf", args: [id, option] })),
    ),
  );
  const [against, inFavour, abstain] = [amount(held[0]), amount(held[1]), amount(held[2])];
  const [no, yes, neither] = seated.map(Number) as [number, number, number];
  return {
    block,
    event: {
      type: "outcome",
      proposal,
      class: proposalClass,
      state: winner === 0 ? "defeated" : "succeeded",
      winner,
      holders: { against, for: inFavour, abstain, quorum: amount(quorum) },
      members: { against: no, for: yes, abstain: neither, seats: Number(seats) },
      ...(options === undefined ? {} : { approvals }),
    },
  };
}

/** The first block whose time is later than `time`; undefined if there is none yet. */
async function firstBlockAfter({ client }: Chain, time: bigint): Promise<bigint | undefined> {
  let [from, to] = [0n, await client.getBlockNumber()];
  if ((await client.getBlock({ blockNumber: to })).timestamp <= time) return undefined;
  while (from < to) {
    const middle = (from + to) / 2n;
    if ((await client.getBlock({ blockNumber: middle })).timestamp > time) to = middle;
    else from = middle + 1n;
  }
  return to;
}
