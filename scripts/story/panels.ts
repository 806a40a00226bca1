// The story's panels: drawn by the contract from a seed that the chain made, committing, revealing, counted. Reviewers sign;
// one account, which has no part in it, hands everything in.
import {
  challengeTypedData,
  commitmentTypedData,
  type Deployment,
  enrolmentTypedData,
  revealTypedData,
  reviewCommitment,
  reviewPanelAbi,
  SeedError,
  type SeedProof,
} from "@commonmind/sdk";
import { type Account, encodeFunctionData, type Hex, keccak256, toBytes } from "viem";
import type { Chain } from "../lib/chain.ts";
import { nonceOf, panelOf, reviewOf } from "../lib/reviews.ts";
import { SeedProofs } from "../lib/SeedProofs.ts";
import type { Action } from "./government.ts";
import { waitUntil } from "./members.ts";

/** Signatures may be handed in for an hour. */
const DEADLINE = 3_600n;

export type PanelContext = {
  chain: Chain;
  deployment: Deployment;
  seed: number;
  /** Who signs for each seat that may be drawn. */
  reviewers: ReadonlyMap<bigint, Account>;
  /** Has a vote carry calls out. */
  decide: (description: string, actions: readonly Action[]) => Promise<void>;
  onProgress: (message: string) => void;
};

/** One round on one work: what each reviewer thinks of it, and what a vote says where there is no panel. */
export type Hearing = {
  readonly id: bigint;
  readonly opinionOf: (seat: bigint) => number;
  readonly verdict: number;
  /** What happens between committing and revealing, once the panel is known. */
  readonly whileSitting?: (seats: readonly bigint[]) => Promise<void>;
};

/** Takes all of these through their open round, up to the verdict. */
export async function hear(context: PanelContext, hearings: readonly Hearing[]): Promise<void> {
  const { chain, deployment } = context;
  const panel = panelOf(deployment);
  const open = await Promise.all(
    hearings.map(async (hearing) => ({ hearing, ...(await reviewOf(chain.client, panel, hearing.id)) })),
  );
  const voted = open.filter(({ stage }) => stage === "Voting").map(({ hearing }) => hearing);
  if (voted.length > 0) await vote(context, voted);
  const sitting = open.filter(({ stage }) => stage === "Drawing");
  if (sitting.length === 0) return;
  const last = (name: "seedAt" | "commitUntil" | "revealUntil") =>
    sitting.reduce((latest, { times }) => (times[name] > latest ? times[name] : latest), 0n);

  await waitUntil(chain, last("seedAt"), "no panel can be drawn before its seed is known");
  const seeds = new SeedProofs(chain, deployment);
  for (const { hearing, times } of sitting) {
    const { proof } = await seedWhenThere(chain, seeds, times.seedAt);
    await chain.send({ ...panel, functionName: "draw", args: [hearing.id, proof] });
  }
  await chain.settled();
  const drawn = await Promise.all(
    sitting.map(async ({ hearing, round }) => {
      const args = [hearing.id, BigInt(round)] as const;
      const [seats] = await chain.client.readContract({ ...panel, functionName: "panelAt", args });
      return { hearing, round, seats };
    }),
  );
  let deadline = (await chain.now()) + DEADLINE;
  for (const { hearing, round, seats } of drawn) {
    for (const seat of seats) await commit(context, hearing, round, seat, deadline);
  }
  await chain.settled();
  for (const { hearing, seats } of drawn) await hearing.whileSitting?.(seats);
  await waitUntil(chain, last("commitUntil") + 1n, "reviewers commit before any score is known");
  deadline = (await chain.now()) + DEADLINE;
  for (const { hearing, round, seats } of drawn) {
    for (const seat of seats) {
      if (hearing.whileSitting !== undefined && !(await counts(context, hearing.id, round, seat))) continue;
      await reveal(context, hearing, round, seat, deadline);
    }
  }
  await waitUntil(chain, last("revealUntil") + 1n, "reviewers reveal their scores");
  for (const { hearing } of drawn) await chain.send({ ...panel, functionName: "tally", args: [hearing.id] });
  await chain.settled();
}

/** A chain above another is a minute or two behind it. */
async function seedWhenThere(chain: Chain, seeds: SeedProofs, time: bigint): Promise<SeedProof> {
  for (;;) {
    try {
      return await seeds.proofOf(time);
    } catch (error) {
      if (!(error instanceof SeedError && error.code === "SeedNotYet") || chain.canTravel) throw error;
      await chain.wait(12n, "the chain beneath gives the seed");
    }
  }
}

/** Judges by vote what too few reviewers could be drawn for. */
async function vote({ deployment, decide }: PanelContext, hearings: readonly Hearing[]): Promise<void> {
  const actions = hearings.map(({ id, verdict }) => ({
    target: deployment.contracts.reviewPanel,
    data: encodeFunctionData({ abi: reviewPanelAbi, functionName: "decide", args: [id, verdict] }),
  }));
  const list = hearings.map(({ id }) => `${id}`).join(", ");
  await decide(`Judge work ${list}, for which there are too few reviewers`, actions);
}

/** Commits a seat to what it thinks of a work. */
export async function commit(
  context: PanelContext,
  hearing: Hearing,
  round: number,
  seat: bigint,
  deadline: bigint,
): Promise<void> {
  const { chain, deployment } = context;
  const { id } = hearing;
  const [account, panel] = [signerOf(context, seat), deployment.contracts.reviewPanel];
  const score = hearing.opinionOf(seat);
  const salt = saltOf(context.seed, id, round, seat);
  const { chainId } = chain;
  const commitment = reviewCommitment({ chainId, panel, contribution: id, round, seat, score, salt });
  const nonce = nonceOf(id, round, "commit");
  const signature = await sign(
    account,
    commitmentTypedData({ chainId, panel, account: account.address, contribution: id, commitment, nonce, deadline }),
  );
  const args = [account.address, id, commitment, nonce, deadline, signature] as const;
  await chain.send({ ...panelOf(deployment), functionName: "commitBySig", args });
}

/** Whoever stepped back, or whose voice was taken away, has nothing to reveal. */
async function counts({ chain, deployment }: PanelContext, id: bigint, round: number, seat: bigint): Promise<boolean> {
  const [, , , recused, voided] = await chain.client.readContract({
    ...panelOf(deployment),
    functionName: "voiceOf",
    args: [id, BigInt(round), seat],
  });
  return !recused && !voided;
}

/** Reveals what a seat committed to with {@link commit}. */
export async function reveal(
  context: PanelContext,
  hearing: Hearing,
  round: number,
  seat: bigint,
  deadline: bigint,
): Promise<void> {
  const { chain, deployment } = context;
  const { id } = hearing;
  const [account, panel] = [signerOf(context, seat), deployment.contracts.reviewPanel];
  const score = hearing.opinionOf(seat);
  const salt = saltOf(context.seed, id, round, seat);
  const nonce = nonceOf(id, round, "reveal");
  const message = { account: account.address, contribution: id, score, salt, nonce, deadline };
  const signature = await sign(account, revealTypedData({ chainId: chain.chainId, panel, ...message }));
  const args = [account.address, id, score, salt, nonce, deadline, signature] as const;
  await chain.send({ ...panelOf(deployment), functionName: "revealBySig", args });
}

/** Challenges the verdict on a work, as the wallet of a seat. */
export async function challenge({ chain, deployment }: PanelContext, id: bigint, account: Account): Promise<void> {
  const panel = deployment.contracts.reviewPanel;
  const deadline = (await chain.now()) + DEADLINE;
  const nonce = nonceOf(id, 2, "challenge");
  const message = { account: account.address, contribution: id, nonce, deadline };
  const signature = await sign(account, challengeTypedData({ chainId: chain.chainId, panel, ...message }));
  const args = [account.address, id, nonce, deadline, signature] as const;
  await chain.send({ ...panelOf(deployment), functionName: "challengeBySig", args });
  await chain.settled();
}

/** Opts seats in to review a kind of work; they may be drawn from a week on. */
export async function volunteer(
  { chain, deployment }: Pick<PanelContext, "chain" | "deployment">,
  kind: number,
  accounts: readonly Account[],
): Promise<void> {
  const panel = deployment.contracts.reviewPanel;
  const deadline = (await chain.now()) + DEADLINE;
  const nonce = nonceOf(0n, kind, "pool");
  for (const account of accounts) {
    const message = { account: account.address, kind, nonce, deadline };
    const signature = await sign(account, enrolmentTypedData({ chainId: chain.chainId, panel, ...message }));
    const args = [account.address, kind, nonce, deadline, signature] as const;
    await chain.send({ ...panelOf(deployment), functionName: "enrolBySig", args });
  }
  await chain.settled();
}

/** Pays the reviewers of works whose verdict can't change any more. */
export async function settleReviews(
  { chain, deployment }: Pick<PanelContext, "chain" | "deployment">,
  ids: readonly bigint[],
): Promise<void> {
  for (const id of ids) await chain.send({ ...panelOf(deployment), functionName: "settle", args: [id] });
  await chain.settled();
}

function signerOf({ reviewers }: PanelContext, seat: bigint): Account {
  const account = reviewers.get(seat);
  if (account === undefined) throw new Error(`Seat ${seat} was drawn, and the story doesn't play it.`);
  return account;
}

async function sign(account: Account, data: Parameters<NonNullable<Account["signTypedData"]>>[0]): Promise<Hex> {
  if (!account.signTypedData) throw new Error(`The key of ${account.address} is not here.`);
  return account.signTypedData(data);
}

/** Salts of the story can be told from its seed; those of people must be random (`reviewSalt`). */
function saltOf(seed: number, id: bigint, round: number, seat: bigint): Hex {
  return keccak256(toBytes(`commonmind.story.salt:${seed}:${id}:${round}:${seat}`));
}
