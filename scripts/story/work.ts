// The story's work: manifests submitted by the founders, scored by the curator, final, claimed for every author.
import {
  buildManifest,
  contributionRegistryAbi,
  type Deployment,
  itemsRoot,
  type Manifest,
  proveLeaf,
} from "@commonmind/sdk";
import { type Account, type Hex, keccak256, toBytes } from "viem";
import { type Kind, kinds } from "../../deploy/genesis.ts";
import type { Chain } from "../lib/chain.ts";
import type { Cast } from "./cast.ts";
import type { PlannedContribution } from "./history.ts";

/** A manifest as the story hands it in: of the history, or of the model that is built on its own. */
export type PlannedWork = Omit<PlannedContribution, "kind" | "release"> & {
  readonly kind: Kind;
  /** Where one month has several manifests of a kind. */
  readonly part?: number;
};

export type StoryWork = {
  readonly planned: PlannedWork;
  readonly id: bigint;
  readonly manifest: Manifest;
  readonly itemsRoots: readonly Hex[];
  readonly score: number;
};

export type WorkContext = {
  chain: Chain;
  deployment: Deployment;
  cast: Cast;
  modelId: bigint;
  seed: number;
  periods: { review: bigint; challenge: bigint; slots: number };
  onProgress: (message: string) => void;
};

/** 60..100, from the seed, month and kind: reviewers are played, their judgement is not the story's point. */
export function scoreOf(seed: number, { month, kind, part }: Pick<PlannedWork, "month" | "kind" | "part">): number {
  const work = part === undefined ? `${month}:${kind}` : `${month}:${kind}:${part}`;
  return 60 + Number(BigInt(keccak256(toBytes(`${seed}:${work}`))) % 41n);
}

/** Carries the planned work from submission until it is final, in as many rounds as the founders' review slots ask for. */
export async function carryOut(context: WorkContext, plan: readonly PlannedWork[]): Promise<StoryWork[]> {
  const { chain, cast, periods, onProgress } = context;
  const perRound = cast.founders.length * periods.slots;
  const done: StoryWork[] = [];
  for (let start = 0; start < plan.length; start += perRound) {
    const round = plan.slice(start, start + perRound);
    onProgress(`submitting and scoring manifests ${start + 1} to ${start + round.length} of ${plan.length}`);
    const works: StoryWork[] = [];
    for (const [i, planned] of round.entries()) {
      works.push(await submit(context, planned, cast.founders[i % cast.founders.length] as Account));
    }
    await score(context, works);
    await chain.wait(periods.challenge, "work becomes final after its challenge period");
    for (const { id } of works) await call(context, "finalize", [id]);
    await chain.settled();
    // The slots of this round are free again for the next one, and for the next phase of the story.
    await chain.wait(periods.review, "review slots are held for the whole review period");
    done.push(...works);
  }
  return done;
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

async function submit(context: WorkContext, planned: PlannedWork, submitter: Account): Promise<StoryWork> {
  const { chain, deployment, modelId, seed } = context;
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
    uri: `story:${planned.month}/${planned.kind}`,
  };
  const nonce = await chain.client.readContract({
    address: registry,
    abi: contributionRegistryAbi,
    functionName: "nonces",
    args: [submitter.address],
  });
  const deadline = (await chain.now()) + 3_600n;
  if (!submitter.signTypedData) throw new Error(`The key of ${submitter.address} is not here.`);
  const signature = await submitter.signTypedData({
    domain: {
      name: "Commonmind ContributionRegistry",
      version: "1",
      chainId: chain.chainId,
      verifyingContract: registry,
    },
    types: {
      Submission: [
        { name: "submitter", type: "address" },
        { name: "modelId", type: "uint32" },
        { name: "kind", type: "uint8" },
        { name: "depth", type: "uint8" },
        { name: "items", type: "uint64" },
        { name: "units", type: "uint64" },
        { name: "root", type: "bytes32" },
        { name: "sponsor", type: "uint64" },
        { name: "uri", type: "string" },
        { name: "nonce", type: "uint256" },
        { name: "deadline", type: "uint256" },
      ],
    },
    primaryType: "Submission",
    message: { submitter: submitter.address, ...submission, nonce, deadline },
  });
  await call(context, "submitBySig", [submitter.address, submission, nonce, deadline, signature]);
  await chain.settled();
  const id = await chain.client.readContract({
    address: registry,
    abi: contributionRegistryAbi,
    functionName: "submittedAs",
    args: [submitter.address, manifest.root],
  });
  return { planned, id, manifest, itemsRoots: roots, score: scoreOf(seed, planned) };
}

async function score({ chain, cast, deployment }: WorkContext, works: readonly StoryWork[]): Promise<void> {
  for (const { id, score } of works) {
    await chain.sendAs(cast.curator, {
      address: deployment.contracts.contributionRegistry,
      abi: contributionRegistryAbi,
      functionName: "score",
      args: [id, score],
    });
  }
  await chain.settled();
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
