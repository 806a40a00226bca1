// Decisions as holders take them: propose, vote, queue, execute.
import { type BaseContract, id as hashOf, solidityPacked, type TypedDataDomain } from "ethers";
import { ASSISTANT, addressOf, type Commons, type Deployed, founder, networkHelpers, type Signer } from "./commons.ts";
import { closeBatch, someRelease } from "./work.ts";

export type Action = { target: string; value: bigint; data: string };
export type Proposal = { id: bigint; targets: string[]; values: bigint[]; calldatas: string[]; description: string };

export const AGAINST = 0n;
export const FOR = 1n;
export const ABSTAIN = 2n;

/** The call `contract.name(...args)` as a proposal carries it. */
export async function action(contract: BaseContract, name: string, args: readonly unknown[]): Promise<Action> {
  return { target: await addressOf(contract), value: 0n, data: contract.interface.encodeFunctionData(name, args) };
}

/** The arguments that queue, execute and cancel take. */
export const carried = ({ targets, values, calldatas, description }: Proposal) =>
  [targets, values, calldatas, hashOf(description)] as const;

export async function propose(
  { governor, ...commons }: Deployed,
  actions: readonly Action[],
  description: string,
  proposer: Signer = founder(commons, 1),
): Promise<Proposal> {
  const targets = actions.map(({ target }) => target);
  const values = actions.map(({ value }) => value);
  const calldatas = actions.map(({ data }) => data);
  await governor.connect(proposer).propose(targets, values, calldatas, description);
  const id = await governor.getProposalId(targets, values, calldatas, hashOf(description));
  return { id, targets, values, calldatas, description };
}

/** Puts options side by side. The suffix of the description is what the governor adds. */
export async function proposeBallot(
  { governor }: Deployed,
  options: readonly (readonly Action[])[],
  text: string,
  proposer: Signer,
): Promise<Proposal> {
  const actions = options.flat();
  const targets = actions.map(({ target }) => target);
  const values = actions.map(({ value }) => value);
  const calldatas = actions.map(({ data }) => data);
  const sizes = options.map((option) => BigInt(option.length));
  const description = `${text}#options=${sizes.join(",")}`;
  await governor.connect(proposer).proposeBallot(targets, values, calldatas, sizes, text, 0n, [], []);
  const id = await governor.getProposalId(targets, values, calldatas, hashOf(description));
  return { id, targets, values, calldatas, description };
}

/** A direction ballot's options by number, 0 for "keep", as the governor takes them. */
export const bitmapOf = (options: readonly number[]): bigint =>
  options.reduce((map, it) => map | (1n << BigInt(it)), 0n);
export const paramsOf = (options: readonly number[]): string => solidityPacked(["uint16"], [bitmapOf(options)]);

export async function approve({ governor }: Deployed, { id }: Proposal, voter: Signer, options: readonly number[]) {
  return governor.connect(voter).castVoteWithReasonAndParams(id, FOR, "", paramsOf(options));
}

export async function governorDomain({ deployment, governor }: Deployed): Promise<TypedDataDomain> {
  return {
    name: "CommonsGovernor",
    version: "1",
    chainId: deployment.chainId,
    verifyingContract: await addressOf(governor),
  };
}

const signedBallotTypes = {
  SignedBallot: [
    { name: "proposalId", type: "uint256" },
    { name: "support", type: "uint8" },
    { name: "options", type: "uint16" },
    { name: "voter", type: "address" },
    { name: "sequence", type: "uint32" },
    { name: "deadline", type: "uint48" },
  ],
};

export type BallotSketch = {
  support?: bigint;
  options?: bigint;
  sequence?: bigint;
  deadline?: bigint;
  /** Whose ballot it says it is, where that isn't the signer's. */
  voter?: string;
  domain?: TypedDataDomain;
};

/** A ballot as a voter signs it for somebody else to bring. */
export async function signBallot(
  commons: Deployed,
  { id }: Pick<Proposal, "id">,
  signer: Signer,
  { support = FOR, options = 0n, sequence = 0n, deadline = (1n << 48n) - 1n, voter, domain }: BallotSketch = {},
) {
  const ballot = { support, options, voter: voter ?? signer.address, sequence, deadline };
  const within = { ...(await governorDomain(commons)), ...domain };
  const signature = await signer.signTypedData(within, signedBallotTypes, { proposalId: id, ...ballot });
  return { ...ballot, signature };
}

/** The rules of the genesis file, as the governor takes them. */
export function chamberRules({ genesis }: Deployed) {
  const { capBps, unseatedCapBps, vetoBps, turnoutBps, cosignBps, closingBps } = genesis.governance;
  return { capBps, unseatedCapBps, vetoBps, turnoutBps, cosignBps, closingBps };
}

/** Waits until ballots are taken. */
export async function untilVoting({ governor }: Deployed, { id }: Proposal): Promise<void> {
  await networkHelpers.time.increaseTo((await governor.proposalSnapshot(id)) + 1n);
}

export async function untilVotingIsOver({ governor }: Deployed, { id }: Proposal): Promise<void> {
  await networkHelpers.time.increaseTo((await governor.proposalDeadline(id)) + 1n);
}

export async function vote({ governor }: Deployed, { id }: Proposal, voters: readonly Signer[], support = FOR) {
  for (const voter of voters) await governor.connect(voter).castVote(id, support);
}

export const queue = ({ governor }: Deployed, proposal: Proposal) => governor.queue(...carried(proposal));

export async function untilExecutable({ governor }: Deployed, { id }: Proposal): Promise<void> {
  await networkHelpers.time.increaseTo(await governor.proposalEta(id));
}

export const execute = ({ governor }: Deployed, proposal: Proposal) => governor.execute(...carried(proposal));

/** Takes a proposal that all founders want from its text to its execution. */
export async function decide(commons: Deployed, actions: readonly Action[], description: string) {
  const proposal = await propose(commons, actions, description);
  await untilVoting(commons, proposal);
  await vote(commons, proposal, commons.founders);
  await untilVotingIsOver(commons, proposal);
  await queue(commons, proposal);
  await untilExecutable(commons, proposal);
  return execute(commons, proposal);
}

/** Closes the batch, then lets the founders vote a release of everything final. */
export async function publishByVote(commons: Commons, modelId = ASSISTANT) {
  const { models } = commons;
  const lastBatch = await closeBatch(commons, modelId);
  const { releases } = await models.modelAt(modelId);
  const publication = await action(models, "publish", [modelId, lastBatch, someRelease]);
  return decide(commons, [publication], `Publish release ${releases + 1n} of model ${modelId}`);
}
