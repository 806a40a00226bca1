// The story's government: a founder proposes, members vote by signature, the timelock waits, anyone executes. A voice
// counts only for a member, and no further than the cap.
import {
  ballotDescription,
  commonsGovernorAbi,
  commonsTimelockAbi,
  contributionTokenAbi,
  type Deployment,
  memberRegistryAbi,
  proposalArguments,
  proposalId,
  readProposalText,
} from "@commonmind/sdk";
import { type Account, type Address, type Hex, keccak256, toBytes } from "viem";
import type { Chain } from "../lib/chain.ts";
import type { Cast } from "./cast.ts";

/** Authors vote in the order of their voice until this many did, and well more than the quorum spoke. */
const VOTERS = 40;

export type Action = { target: Address; data: Hex };

export type VoteContext = {
  chain: Chain;
  deployment: Deployment;
  cast: Cast;
  seed: number;
  onProgress: (message: string) => void;
};

/** What is put to a vote. `callsPerOption`: of a direction ballot, how many of the actions belong to each option. */
export type Question = {
  description: string;
  actions: readonly Action[];
  callsPerOption?: readonly number[];
};

/** A proposal on chain, and the arguments by which the governor is handed it again. */
export type Asked = { readonly id: bigint; readonly args: ReturnType<typeof proposalArguments> };

/** Somebody who may vote, and what that counts among holders. */
export type Voter = { readonly account: Account; readonly seated: boolean; readonly votes: bigint };

/** Takes a proposal from its text to its execution. The authors vote if they hold a voice at its snapshot. */
export async function decide(
  context: VoteContext,
  description: string,
  actions: readonly Action[],
  authors: readonly Account[],
): Promise<bigint> {
  const { chain, deployment, seed, onProgress } = context;
  const governor = deployment.contracts.commonsGovernor;
  const asked = await ask(context, { description, actions });
  await awaitVoting(context);

  const voters = await choose(context, authors);
  onProgress(`voting: ${voters.length} people`);
  let inFavour = 0n;
  let against = 0n;
  for (const { account, votes } of voters) {
    // Some object, but never so many that the proposal fails: the story is about what follows.
    const objects = BigInt(keccak256(toBytes(`${seed}:${asked.id}:${account.address}`))) % 7n === 0n;
    const support = objects && (against + votes) * 4n < inFavour ? 0 : 1;
    if (support === 0) against += votes;
    else inFavour += votes;
    await chain.send({
      address: governor,
      abi: commonsGovernorAbi,
      functionName: "castVoteBySig",
      args: [asked.id, support, account.address, await ballot(chain, governor, account, asked.id, support)],
    });
  }
  await awaitResult(context);
  await carryOut(context, asked);
  return asked.id;
}

/** A founder hands the question in. */
export async function ask(
  { chain, deployment, cast, onProgress }: VoteContext,
  { description, actions, callsPerOption = [] }: Question,
): Promise<Asked> {
  onProgress(`proposing: ${readProposalText(description, 0).title}`);
  const [proposer] = cast.founders;
  if (!proposer) throw new Error("The story needs a founder to propose.");
  const governor = { address: deployment.contracts.commonsGovernor, abi: commonsGovernorAbi } as const;
  const calls = actions.map(({ target, data }) => ({ target, data, value: 0n }));
  const written = ballotDescription({ text: description, callsPerOption });
  const args = proposalArguments({ calls, description: written });
  const [targets, values, calldatas] = args;
  if (callsPerOption.length === 0) {
    const call = { ...governor, functionName: "propose", args: [targets, values, calldatas, description] } as const;
    await chain.sendAs(proposer, call);
  } else {
    await chain.sendAs(proposer, {
      ...governor,
      functionName: "proposeBallot",
      args: [targets, values, calldatas, callsPerOption.map(BigInt), description, 0n, [], []],
    });
  }
  await chain.settled();
  return { id: proposalId({ calls, description: written }), args };
}

/** Until after the snapshot, when ballots are taken. */
export async function awaitVoting({ chain, deployment }: VoteContext): Promise<void> {
  const delay = await chain.client.readContract({
    address: deployment.contracts.commonsGovernor,
    abi: commonsGovernorAbi,
    functionName: "votingDelay",
  });
  await chain.wait(BigInt(delay) + 2n, "holders read the proposal before voting opens");
}

/** Until no ballot is taken any more. */
export async function awaitResult({ chain, deployment }: VoteContext): Promise<void> {
  const period = await chain.client.readContract({
    address: deployment.contracts.commonsGovernor,
    abi: commonsGovernorAbi,
    functionName: "votingPeriod",
  });
  await chain.wait(BigInt(period) + 1n, "voting is open");
}

/** What passed is queued, waits in the timelock, and is executed: by anyone. */
export async function carryOut({ chain, deployment, onProgress }: VoteContext, { args }: Asked): Promise<void> {
  const governor = { address: deployment.contracts.commonsGovernor, abi: commonsGovernorAbi } as const;
  await chain.send({ ...governor, functionName: "queue", args });
  await chain.settled();
  const delay = await chain.client.readContract({
    address: deployment.contracts.timelock,
    abi: commonsTimelockAbi,
    functionName: "getMinDelay",
  });
  await chain.wait(delay + 1n, "the timelock lets people react");
  await chain.send({ ...governor, functionName: "execute", args });
  await chain.settled();
  onProgress("carried out");
}

/** Founders first, then the authors with the largest voice, of those who are members. */
export async function choose({ chain, deployment, cast }: VoteContext, authors: readonly Account[]): Promise<Voter[]> {
  const rules = await readCounting(chain, deployment);
  const holders = (await weigh(chain, deployment, authors)).filter(({ votes }) => votes > 0n).sort(byVoice);
  const voters = await weigh(chain, deployment, cast.founders);
  let spoken = voters.reduce((sum, { votes }) => sum + votes, 0n);
  for (const [i, holder] of holders.entries()) {
    // Some of them will object: a third more than the quorum is enough.
    if (i >= VOTERS && spoken * 300n > rules.supply * rules.quorumPercent * 4n) break;
    voters.push(holder);
    spoken += holder.votes;
  }
  return voters;
}

/** The largest voice first. */
export function byVoice(a: Voter, b: Voter): number {
  if (a.votes !== b.votes) return a.votes > b.votes ? -1 : 1;
  return a.account.address < b.account.address ? -1 : 1;
}

export async function readCounting(chain: Chain, { contracts }: Deployment) {
  const { client } = chain;
  const governor = { address: contracts.commonsGovernor, abi: commonsGovernorAbi } as const;
  const token = { address: contracts.contributionToken, abi: contributionTokenAbi } as const;
  const { timestamp } = await client.getBlock();
  const chambers = await client.readContract({ ...governor, functionName: "chamberRules", args: [timestamp] });
  const supply = await client.readContract({ ...token, functionName: "totalSupply" });
  const quorumPercent = await client.readContract({ ...governor, functionName: "quorumNumerator", args: [] });
  return { ...chambers, supply, quorumPercent };
}

/** What each account's vote counts now: nothing without a seat, and no more than the cap. */
export async function weigh(chain: Chain, deployment: Deployment, accounts: readonly Account[]): Promise<Voter[]> {
  const { contributionToken, memberRegistry } = deployment.contracts;
  const { supply, capBps } = await readCounting(chain, deployment);
  const cap = (supply * BigInt(capBps)) / 10_000n;
  const token = { address: contributionToken, abi: contributionTokenAbi } as const;
  const registry = { address: memberRegistry, abi: memberRegistryAbi } as const;
  const { client } = chain;
  return Promise.all(
    accounts.map(async (account) => {
      const args = [account.address] as const;
      const seated = (await client.readContract({ ...registry, functionName: "seatOf", args })) !== 0n;
      const held = seated ? await client.readContract({ ...token, functionName: "getVotes", args }) : 0n;
      return { account, seated, votes: held < cap ? held : cap };
    }),
  );
}

/** OpenZeppelin's signed ballot. The governor takes the number of earlier ballots for its nonce. */
export async function ballot(
  chain: Chain,
  governor: Address,
  account: Account,
  proposalId: bigint,
  support: number,
): Promise<Hex> {
  if (!account.signTypedData) throw new Error(`The key of ${account.address} is not here.`);
  const { sequence } = await chain.client.readContract({
    address: governor,
    abi: commonsGovernorAbi,
    functionName: "ballotOf",
    args: [proposalId, account.address],
  });
  return account.signTypedData({
    domain: { name: "CommonsGovernor", version: "1", chainId: chain.chainId, verifyingContract: governor },
    types: {
      Ballot: [
        { name: "proposalId", type: "uint256" },
        { name: "support", type: "uint8" },
        { name: "voter", type: "address" },
        { name: "nonce", type: "uint256" },
      ],
    },
    primaryType: "Ballot",
    message: { proposalId, support, voter: account.address, nonce: BigInt(sequence) },
  });
}
