// What ballots on any OpenZeppelin-like governor need: calls, ids, times, signatures. Ours has the same entry points.
import { commonsGovernorAbi } from "@commonmind/sdk";
import { type Abi, type Address, encodeFunctionData, type Hex, keccak256, size, toBytes } from "viem";
import { type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { accounts, type Call, client, genesis, measure, now, send, until } from "./chain.ts";
import { floors } from "./floors.ts";

export const abi = commonsGovernorAbi as Abi;
export const [operator, founder] = [accounts[0], accounts[1]] as [Address, Address];
export const founders = genesis.founders.map(({ account }) => account);
export const [AGAINST, FOR] = [0, 1];

export type Calls = { targets: Address[]; values: bigint[]; calldatas: Hex[] };
export type Subject = { governor: Address; subject: string; version: string };

export const person = (name: string): PrivateKeyAccount => privateKeyToAccount(keccak256(toBytes(name)));
export const listed = ({ targets, values, calldatas }: Calls) => [targets, values, calldatas] as const;
export const on = (governor: Address, from: Address, functionName: string, args: readonly unknown[]): Call => ({
  from,
  to: governor,
  abi,
  functionName,
  args,
});
/** The floor of a proposal by the size of its call. */
export const proposing = (call: Call) => floors.propose(size(encodeFunctionData(call)));

export const idOf = (governor: Address, calls: Calls, description: string): Promise<bigint> =>
  client.readContract({
    address: governor,
    abi: commonsGovernorAbi,
    functionName: "getProposalId",
    args: [...listed(calls), keccak256(toBytes(description))],
  });

/** Waits until votes are taken. */
export async function opening(governor: Address, id: bigint): Promise<void> {
  const args = [id] as const;
  const at = { address: governor, abi: commonsGovernorAbi, args } as const;
  await until((await client.readContract({ ...at, functionName: "proposalSnapshot" })) + 1n);
}

export const deadline = (governor: Address, id: bigint): Promise<bigint> =>
  client.readContract({ address: governor, abi: commonsGovernorAbi, functionName: "proposalDeadline", args: [id] });

export const cast = (governor: Address, id: bigint, voter: Address, support = FOR) =>
  on(governor, voter, "castVote", [id, support]);

/** Everybody who founded the co-op is for it, and the vote ends. */
export async function pass(governor: Address, id: bigint): Promise<void> {
  for (const who of founders) await send(cast(governor, id, who));
  await until((await deadline(governor, id)) + 1n);
}

/** Queues and executes what was decided, after the timelock's wait. */
export async function carryOut(
  { governor, ...whose }: Subject,
  what: Calls,
  description: string,
  more: { warm: boolean; n?: number },
): Promise<void> {
  const carried = [...listed(what), keccak256(toBytes(description))];
  const label = { ...whose, ...more };
  await measure({ ...label, op: "queue", floor: floors.queue }, on(governor, operator, "queue", carried));
  await until(BigInt(await now()) + BigInt(genesis.periods.timelock) + 1n);
  await measure({ ...label, op: "execute", floor: floors.execute }, on(governor, operator, "execute", carried));
}

/** OpenZeppelin's signed ballot; ours takes the number of earlier ballots on the proposal for the nonce. */
export async function signedVote(
  governor: Address,
  name: string,
  id: bigint,
  voter: PrivateKeyAccount,
  nonce: bigint,
): Promise<Call> {
  const signature = await voter.signTypedData({
    domain: { name, version: "1", chainId: 31337, verifyingContract: governor },
    types: {
      Ballot: [
        { name: "proposalId", type: "uint256" },
        { name: "support", type: "uint8" },
        { name: "voter", type: "address" },
        { name: "nonce", type: "uint256" },
      ],
    },
    primaryType: "Ballot",
    message: { proposalId: id, support: FOR, voter: voter.address, nonce },
  });
  return on(governor, operator, "castVoteBySig", [id, FOR, voter.address, signature]);
}
