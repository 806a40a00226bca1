// The story's government: a founder proposes, members vote by signature, the timelock waits, anyone executes. A voice
// counts only for a member, and no further than the cap.
import {
  commonsGovernorAbi,
  contributionTokenAbi,
  type Deployment,
  memberRegistryAbi,
  timelockControllerAbi,
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

/** Takes a proposal from its text to its execution. The authors vote if they hold a voice at its snapshot. */
export async function decide(
  { chain, deployment, cast, seed, onProgress }: VoteContext,
  description: string,
  actions: readonly Action[],
  authors: readonly Account[],
): Promise<bigint> {
  const { client } = chain;
  const governor = deployment.contracts.commonsGovernor;
  const read = <name extends "votingDelay" | "votingPeriod">(functionName: name) =>
    client.readContract({ address: governor, abi: commonsGovernorAbi, functionName });
  const targets = actions.map(({ target }) => target);
  const values = actions.map(() => 0n);
  const calldatas = actions.map(({ data }) => data);
  const hash = keccak256(toBytes(description));

  onProgress(`proposing: ${description}`);
  const [proposer] = cast.founders;
  if (!proposer) throw new Error("The story needs a founder to propose.");
  await chain.sendAs(proposer, {
    address: governor,
    abi: commonsGovernorAbi,
    functionName: "propose",
    args: [targets, values, calldatas, description],
  });
  await chain.settled();
  const id = await client.readContract({
    address: governor,
    abi: commonsGovernorAbi,
    functionName: "getProposalId",
    args: [targets, values, calldatas, hash],
  });
  await chain.wait(BigInt(await read("votingDelay")) + 2n, "holders read the proposal before voting opens");

  const voters = await choose(chain, deployment, cast, authors);
  onProgress(`voting: ${voters.length} people`);
  let inFavour = 0n;
  let against = 0n;
  for (const { account, votes } of voters) {
    // Some object, but never so many that the proposal fails: the story is about what follows.
    const objects = BigInt(keccak256(toBytes(`${seed}:${id}:${account.address}`))) % 7n === 0n;
    const support = objects && (against + votes) * 4n < inFavour ? 0 : 1;
    if (support === 0) against += votes;
    else inFavour += votes;
    await chain.send({
      address: governor,
      abi: commonsGovernorAbi,
      functionName: "castVoteBySig",
      args: [id, support, account.address, await ballot(chain, governor, account, id, support)],
    });
  }
  await chain.wait(BigInt(await read("votingPeriod")) + 1n, "voting is open");

  await chain.send({
    address: governor,
    abi: commonsGovernorAbi,
    functionName: "queue",
    args: [targets, values, calldatas, hash],
  });
  await chain.settled();
  const delay = await client.readContract({
    address: deployment.contracts.timelock,
    abi: timelockControllerAbi,
    functionName: "getMinDelay",
  });
  await chain.wait(delay + 1n, "the timelock lets people react");
  await chain.send({
    address: governor,
    abi: commonsGovernorAbi,
    functionName: "execute",
    args: [targets, values, calldatas, hash],
  });
  await chain.settled();
  onProgress("carried out");
  return id;
}

/** Founders first, then the authors with the largest voice, of those who are members. */
async function choose(chain: Chain, { contracts }: Deployment, cast: Cast, authors: readonly Account[]) {
  const { client } = chain;
  const governor = { address: contracts.commonsGovernor, abi: commonsGovernorAbi } as const;
  const token = { address: contracts.contributionToken, abi: contributionTokenAbi } as const;
  const supply = await client.readContract({ ...token, functionName: "totalSupply" });
  const { timestamp } = await client.getBlock();
  const { capBps } = await client.readContract({ ...governor, functionName: "chamberRules", args: [timestamp] });
  const percent = await client.readContract({ ...governor, functionName: "quorumNumerator", args: [] });
  const cap = (supply * BigInt(capBps)) / 10_000n;
  const weigh = async (account: Account) => {
    const args = [account.address] as const;
    const seat = await client.readContract({
      address: contracts.memberRegistry,
      abi: memberRegistryAbi,
      functionName: "seatOf",
      args,
    });
    const held = seat === 0n ? 0n : await client.readContract({ ...token, functionName: "getVotes", args });
    return { account, votes: held < cap ? held : cap };
  };
  const holders = (await Promise.all(authors.map(weigh))).filter(({ votes }) => votes > 0n);
  holders.sort((a, b) =>
    a.votes === b.votes ? (a.account.address < b.account.address ? -1 : 1) : a.votes > b.votes ? -1 : 1,
  );
  const voters = await Promise.all(cast.founders.map(weigh));
  let spoken = voters.reduce((sum, { votes }) => sum + votes, 0n);
  for (const [i, holder] of holders.entries()) {
    // Some of them will object: a third more than the quorum is enough.
    if (i >= VOTERS && spoken * 300n > supply * percent * 4n) break;
    voters.push(holder);
    spoken += holder.votes;
  }
  return voters;
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
