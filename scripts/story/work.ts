// The story's work: manifests submitted by the founders, judged by panels, final, claimed for every author; and what the
// reviewers earn by it, which is work too.
import {
  buildManifest,
  contributionRegistryAbi,
  itemsRoot,
  type Manifest,
  proveLeaf,
  reviewPanelAbi,
  seatAuthor,
  submissionTypedData,
} from "@commonmind/sdk";
import { type Account, type Hex, keccak256, parseEventLogs, toBytes, toHex } from "viem";
import { type Kind, kinds } from "../../deploy/genesis.ts";
import { panelOf, workState } from "../lib/reviews.ts";
import type { Cast } from "./cast.ts";
import type { PlannedContribution } from "./history.ts";
import { type Hearing, hear, type PanelContext, settleReviews } from "./panels.ts";

/** A manifest as the story hands it in: of the history, or of the model that is built on its own. */
export type PlannedWork = Omit<PlannedContribution, "kind" | "release"> & {
  readonly kind: Kind;
  /** Where one month has several manifests of a kind. */
  readonly part?: number;
};

/** Work is accepted from here on. */
export const SCORE_ACCEPTED = 50;

/** A contribution that has its verdict. */
export type Contribution = {
  readonly planned: PlannedWork;
  readonly id: bigint;
  readonly itemsRoots: readonly Hex[];
  readonly score: number;
};

/** One that was handed in, with the manifest that its leaves are claimed by. */
export type StoryWork = Contribution & { readonly manifest: Manifest };

export type WorkContext = PanelContext & {
  cast: Cast;
  modelId: bigint;
  periods: { challenge: bigint; slots: number };
};

/** 60..100, from the seed, month and kind: what the work deserves. */
export function scoreOf(seed: number, { month, kind, part }: Pick<PlannedWork, "month" | "kind" | "part">): number {
  const work = part === undefined ? `${month}:${kind}` : `${month}:${kind}:${part}`;
  return 60 + Number(BigInt(keccak256(toBytes(`${seed}:${work}`))) % 41n);
}

/** What one reviewer thinks of work that deserves `score`: up to six points more or less. */
export function opinionOf(seed: number, id: bigint, score: number): (seat: bigint) => number {
  return (seat) => {
    const off = Number(BigInt(keccak256(toBytes(`${seed}:${id}:${seat}`))) % 13n) - 6;
    return Math.min(100, Math.max(0, score + off));
  };
}

/** Carries the planned work from submission until it is final, in as many rounds as the founders' review slots ask for. */
export async function carryOut(context: WorkContext, plan: readonly PlannedWork[]): Promise<StoryWork[]> {
  const { cast, periods, seed, onProgress } = context;
  const perRound = cast.founders.length * periods.slots;
  const done: StoryWork[] = [];
  for (let start = 0; start < plan.length; start += perRound) {
    const round = plan.slice(start, start + perRound);
    onProgress(`submitting manifests ${start + 1} to ${start + round.length} of ${plan.length}`);
    const works: StoryWork[] = [];
    for (const [i, planned] of round.entries()) {
      works.push(await submit(context, planned, cast.founders[i % cast.founders.length] as Account));
    }
    onProgress(`panels for ${round.length} works: drawn, committing, revealing`);
    const hearings = works.map(({ id, planned }): Hearing => {
      const verdict = scoreOf(seed, planned);
      return { id, verdict, opinionOf: opinionOf(seed, id, verdict) };
    });
    await hear(context, hearings);
    done.push(...(await conclude(context, works)));
  }
  return done;
}

/** Waits until the verdicts can't change any more, makes accepted work final, and pays the reviewers. */
export async function conclude(context: WorkContext, works: readonly StoryWork[]): Promise<StoryWork[]> {
  const { chain, deployment, periods } = context;
  await chain.wait(periods.challenge, "a verdict may be challenged");
  const judged = await Promise.all(
    works.map(async (work) => ({ ...work, ...(await workState(chain.client, deployment, work.id)) })),
  );
  for (const { id, state } of judged) if (state === "Accepted") await call(context, "finalize", [id]);
  await chain.settled();
  const ids = works.map(({ id }) => id);
  await settleReviews(context, ids);
  return works.map((work, i) => ({ ...work, score: judged[i]?.score ?? 0 }));
}

/** Enters what reviewers have earned with a model into the books. Each entry is work of its own, under `month`. */
export async function collectPay(
  { chain, deployment, reviewers, onProgress }: PanelContext,
  modelId: bigint,
  month: string,
): Promise<Contribution[]> {
  const panel = panelOf(deployment);
  const seats = [...reviewers.keys()].sort((a, b) => (a < b ? -1 : 1));
  const earned = await Promise.all(
    seats.map((seat) => chain.client.readContract({ ...panel, functionName: "earned", args: [modelId, seat] })),
  );
  const due = seats.filter((_, i) => earned[i] !== 0n);
  if (due.length > 0) onProgress(`the pay of ${due.length} reviewers`);
  const hashes: Hex[] = [];
  for (const seat of due) {
    hashes.push(await chain.send({ ...panel, functionName: "collect", args: [Number(modelId), seat] }));
  }
  await chain.settled();
  return Promise.all(
    hashes.map(async (hash) => {
      const { logs } = await chain.client.getTransactionReceipt({ hash });
      const [collected] = parseEventLogs({ abi: reviewPanelAbi, logs, eventName: "ReviewPayCollected" });
      if (collected === undefined) throw new Error(`Nothing was collected by ${hash}.`);
      const { contribution, seat, units } = collected.args;
      return payWork(contribution, seat, units, month);
    }),
  );
}

/** Units that a seat earned with what it did, as the registry writes them down: one leaf, the seat's. */
export function payWork(id: bigint, seat: bigint, units: bigint, month: string): Contribution {
  const [author, account] = [`seat:${seat}`, seatAuthor(seat)];
  const leaf = { index: 0, author, account, items: units, unitsPerItem: 1n, contentHashes: [] };
  const planned = { month, kind: "Curation", items: units, units, leaves: [leaf] } as const;
  return { planned, id, itemsRoots: [toHex(id, { size: 32 })], score: 100 };
}

/** One leaf of a work. */
export type StoryLeaf = { readonly work: StoryWork; readonly index: number };

/** Claims leaves of final work for their authors. */
export async function claimLeaves(
  context: Pick<WorkContext, "chain" | "deployment" | "onProgress">,
  leaves: readonly StoryLeaf[],
): Promise<void> {
  context.onProgress(`claiming ${leaves.length} leaves for their authors`);
  for (const { work, index } of leaves) {
    const { leaf, proof } = proveLeaf(work.manifest, index);
    await call(context, "claimUnits", [work.id, leaf, proof.map(({ hash, sum }) => ({ hash, sum }))]);
  }
  await context.chain.settled();
}

/** Takes one leaf of final work back, as whoever its position pays. */
export async function withdraw(
  { chain, deployment }: Pick<WorkContext, "chain" | "deployment">,
  { id, manifest }: StoryWork,
  index: number,
  author: Account,
): Promise<void> {
  const { leaf, proof } = proveLeaf(manifest, index);
  await chain.sendAs(author, {
    address: deployment.contracts.contributionRegistry,
    abi: contributionRegistryAbi,
    functionName: "withdraw",
    args: [id, leaf, proof.map(({ hash, sum }) => ({ hash, sum }))],
  });
  await chain.settled();
}

export async function submit(context: WorkContext, planned: PlannedWork, submitter: Account): Promise<StoryWork> {
  const { chain, deployment, modelId } = context;
  const registry = deployment.contracts.contributionRegistry;
  const roots = planned.leaves.map(({ contentHashes }) => itemsRoot(contentHashes));
  const manifest = await buildManifest(
    planned.leaves.map(({ account, items, unitsPerItem }, i) => ({
      author: account,
      items,
      unitsPerItem,
      itemsRoot: roots[i] as Hex,
    })),
    { domainFields: { chainId: BigInt(chain.chainId), registry, modelId, submitter: submitter.address } },
  );
  const submission = {
    modelId: Number(modelId),
    kind: kinds.indexOf(planned.kind),
    depth: manifest.depth,
    items: manifest.items,
    units: manifest.sum,
    root: manifest.root,
    sponsor: 0n,
    uri: `story:${planned.month}/${planned.kind}${planned.part === undefined ? "" : `/${planned.part}`}`,
  };
  const nonce = await chain.client.readContract({
    address: registry,
    abi: contributionRegistryAbi,
    functionName: "nonces",
    args: [submitter.address],
  });
  const deadline = (await chain.now()) + 3_600n;
  if (!submitter.signTypedData) throw new Error(`The key of ${submitter.address} is not here.`);
  const signature = await submitter.signTypedData(
    submissionTypedData({
      ...{ chainId: chain.chainId, registry, submitter: submitter.address, submission, nonce, deadline },
    }),
  );
  await call(context, "submitBySig", [submitter.address, submission, nonce, deadline, signature]);
  await chain.settled();
  const id = await chain.client.readContract({
    address: registry,
    abi: contributionRegistryAbi,
    functionName: "submittedAs",
    args: [submitter.address, manifest.root],
  });
  return { planned, id, manifest, itemsRoots: roots, score: 0 };
}

function call(
  { chain, deployment }: Pick<WorkContext, "chain" | "deployment">,
  functionName: "finalize" | "claimUnits" | "submitBySig",
  args: readonly unknown[],
): Promise<Hex> {
  return chain.send({
    address: deployment.contracts.contributionRegistry,
    abi: contributionRegistryAbi,
    functionName,
    args: args as never,
  });
}
