// A crowd that votes: as many members as asked for, with keys, a voice each, and as many open proposals as asked for.
import { commonsGovernorAbi, signedBallotTypedData } from "@commonmind/sdk";
import { type Address, encodeFunctionData, type Hex, keccak256, parseEther, size, stringToBytes, toBytes } from "viem";
import { type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { MOST_GAS, type Stage, type Transaction } from "../scripts/replay/stage.ts";

/** Signed ballots in one transaction. */
export const BATCH = 100;
const FOR = 1;
const DEADLINE = 4_102_444_800;
const RULES = { capBps: 500, quorumPercent: 20 };
/** Of a transaction, for each zero and each other byte of its data. */
const [ZERO_BYTE, OTHER_BYTE] = [4n, 16n];

export type Crowd = {
  stage: Stage;
  governor: Address;
  /** Proposes, and casts each proposal's first ballot, which writes words that are still empty. */
  convener: PrivateKeyAccount;
  voters: readonly PrivateKeyAccount[];
};

/** `gas` of the receipt; `net` without what the bytes of the data cost, which depends on how many of them are zero. */
export type Cost = { gas: bigint; net: bigint };

const person = (name: string) => privateKeyToAccount(keccak256(stringToBytes(`commonmind.crowd:${name}`)));

export async function gather(stage: Stage, count: number): Promise<Crowd> {
  const convener = person("convener");
  const voters = Array.from({ length: count }, (_, i) => person(`${i}`));
  const all = [convener, ...voters].map(({ address }) => address);
  await stage.found(all);
  await stage.mint(all.map((address) => [address, parseEther("1")] as const));
  await stage.fund([convener.address, ...all.slice(1, 2)]);
  const { capped: governor } = await stage.constitute(RULES);
  return { stage, governor, convener, voters };
}

/** Opens proposals number `from` to `to` - 1; returns the last one's id once votes are taken on all of them, and one was. */
export async function openProposals(crowd: Crowd, from: number, to: number): Promise<bigint> {
  const { stage, governor, convener } = crowd;
  const texts = Array.from({ length: to - from }, (_, i) => `Proposal ${from + i}`);
  const id = (await stage.propose(convener.address, governor, texts)).at(-1);
  if (id === undefined) throw new Error("At least one proposal is opened.");
  const { client } = stage;
  const args = [id] as const;
  const opens = await client.readContract({
    address: governor,
    abi: commonsGovernorAbi,
    functionName: "proposalSnapshot",
    args,
  });
  await stage.until(opens + 1n);
  await stage.must("the first ballot", [vote(crowd, id, convener)]);
  return id;
}

/** What one ballot costs its voter. The chain stays as it was. */
export async function costOfVote(crowd: Crowd, id: bigint): Promise<Cost> {
  const voter = crowd.voters[0];
  if (!voter) throw new Error("A crowd has a voter.");
  return undone(crowd.stage, () => costOf(crowd.stage, vote(crowd, id, voter)));
}

/** What one of a batch of signed ballots costs who brings it. The chain stays as it was. */
export async function costOfSigned(crowd: Crowd, id: bigint): Promise<Cost> {
  const brought = await bring(crowd, id, crowd.voters.slice(0, BATCH));
  return undone(crowd.stage, () => costOfEach(crowd.stage, brought, Math.min(BATCH, crowd.voters.length)));
}

/** Everybody votes by signature, one batch after the other; returns what a ballot of each batch cost. */
export async function everybodyVotes(crowd: Crowd, id: bigint): Promise<Cost[]> {
  const costs: Cost[] = [];
  for (let i = 0; i < crowd.voters.length; i += BATCH) {
    const some = crowd.voters.slice(i, i + BATCH);
    costs.push(await costOfEach(crowd.stage, await bring(crowd, id, some), some.length));
  }
  return costs;
}

function vote({ governor }: Crowd, id: bigint, { address }: PrivateKeyAccount): Transaction {
  const data = encodeFunctionData({ abi: commonsGovernorAbi, functionName: "castVote", args: [id, FOR] });
  return { from: address, to: governor, data, gas: 500_000n };
}

/** The transaction that carries the signed ballots of `voters`. */
async function bring(
  { stage, governor }: Crowd,
  proposalId: bigint,
  voters: readonly PrivateKeyAccount[],
): Promise<Transaction> {
  const ballots = [];
  for (const { address: voter, signTypedData } of voters) {
    const ballot = { voter, sequence: 0, deadline: DEADLINE };
    const typedData = { chainId: stage.chainId, governor, proposalId, support: "for", ...ballot } as const;
    const signature = await signTypedData(signedBallotTypedData(typedData));
    ballots.push({ ...ballot, support: FOR, options: 0, signature });
  }
  const args = [proposalId, ballots] as const;
  const data = encodeFunctionData({ abi: commonsGovernorAbi, functionName: "castSignedBallots", args });
  return { from: stage.operator, to: governor, data, gas: MOST_GAS };
}

async function costOf(stage: Stage, transaction: Transaction): Promise<Cost> {
  const [mined] = await stage.must("a vote", [transaction]);
  if (!mined) throw new Error("Nothing was mined.");
  return { gas: mined.gas, net: mined.gas - costOfBytes(transaction.data) };
}

async function costOfEach(stage: Stage, transaction: Transaction, ballots: number): Promise<Cost> {
  const { gas, net } = await costOf(stage, transaction);
  return { gas: gas / BigInt(ballots), net: net / BigInt(ballots) };
}

function costOfBytes(data: Hex): bigint {
  const zeros = toBytes(data).reduce((count, byte) => count + (byte === 0 ? 1 : 0), 0);
  return BigInt(zeros) * ZERO_BYTE + BigInt(size(data) - zeros) * OTHER_BYTE;
}

async function undone<T>(stage: Stage, work: () => Promise<T>): Promise<T> {
  const before = await stage.snapshot();
  const result = await work();
  await stage.revert(before);
  return result;
}
