// Decisions as holders take them: propose, vote, queue, execute.
import { type BaseContract, id as hashOf } from "ethers";
import { ASSISTANT, addressOf, type Commons, founder, networkHelpers, type Signer } from "./commons.ts";
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
  { governor, ...commons }: Commons,
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

/** Waits until ballots are taken. */
export async function untilVoting({ governor }: Commons, { id }: Proposal): Promise<void> {
  await networkHelpers.time.increaseTo((await governor.proposalSnapshot(id)) + 1n);
}

export async function untilVotingIsOver({ governor }: Commons, { id }: Proposal): Promise<void> {
  await networkHelpers.time.increaseTo((await governor.proposalDeadline(id)) + 1n);
}

export async function vote({ governor }: Commons, { id }: Proposal, voters: readonly Signer[], support = FOR) {
  for (const voter of voters) await governor.connect(voter).castVote(id, support);
}

export const queue = ({ governor }: Commons, proposal: Proposal) => governor.queue(...carried(proposal));

export async function untilExecutable({ governor }: Commons, { id }: Proposal): Promise<void> {
  await networkHelpers.time.increaseTo(await governor.proposalEta(id));
}

export const execute = ({ governor }: Commons, proposal: Proposal) => governor.execute(...carried(proposal));

/** Takes a proposal that all founders want from its text to its execution. */
export async function decide(commons: Commons, actions: readonly Action[], description: string) {
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
