// Work on its way, through the doors that contributors take: manifest, submission, score, finality, claim, withdrawal.
import { buildManifest, itemsRoot, type Manifest, type ManifestLeaf, proveLeaf } from "@commonmind/sdk";
import type { AddressLike } from "ethers";
import { type Address, getAddress, type Hex, keccak256, toBytes } from "viem";
import { type Kind, kinds } from "../../deploy/genesis.ts";
import {
  ASSISTANT,
  addressOf,
  asCommons,
  type Commons,
  type Deployed,
  ethers,
  founder,
  networkHelpers,
  type Signer,
} from "./commons.ts";

/** What a test says about a leaf: whose, and how much. Items are made up unless a root is given. */
export type LeafSketch = { author: Address | Signer; items?: bigint; unitsPerItem?: bigint; itemsRoot?: Hex };

export type ManifestSketch = {
  submitter?: Signer;
  model?: bigint;
  kind?: Kind;
  sponsor?: bigint;
  uri?: string;
};

export type SubmissionInput = {
  modelId: bigint;
  kind: bigint;
  depth: bigint;
  items: bigint;
  units: bigint;
  root: Hex;
  /** The seat that sponsors the submitter; 0: the submitter's own seat. */
  sponsor: bigint;
  uri: string;
};

export type DrawnManifest = { submitter: Signer; manifest: Manifest; submission: SubmissionInput };
export type Work = DrawnManifest & { id: bigint };

const textHash = (text: string): Hex => keccak256(toBytes(text));

let madeUp = 0;
/** Content hashes that no other work has. */
export const someItems = (count: number): Hex[] => Array.from({ length: count }, () => textHash(`item ${++madeUp}`));

const leafOf = ({ author, items = 1n, unitsPerItem = 100n, itemsRoot: root }: LeafSketch): ManifestLeaf => ({
  author: typeof author === "string" ? author : getAddress(author.address),
  items,
  unitsPerItem,
  itemsRoot: root ?? itemsRoot(someItems(1)),
});

/** A manifest and what its submitter declares about it. By the first founder, for the first model, unless said otherwise. */
export async function drawManifest(
  commons: Deployed,
  leaves: readonly LeafSketch[],
  {
    submitter = founder(commons, 1),
    model = ASSISTANT,
    kind = "Data",
    sponsor = 0n,
    uri = "ipfs://manifest",
  }: ManifestSketch = {},
): Promise<DrawnManifest> {
  const manifest = await buildManifest(leaves.map(leafOf), {
    domainFields: {
      chainId: BigInt(commons.deployment.chainId),
      registry: await addressOf(commons.contributions),
      modelId: model,
      submitter: getAddress(submitter.address),
    },
  });
  const { depth, items, sum, root } = manifest;
  const submission = {
    modelId: model,
    kind: kindNumber(kind),
    depth: BigInt(depth),
    items,
    units: sum,
    root,
    sponsor,
    uri,
  };
  return { submitter, manifest, submission };
}

export const kindNumber = (kind: Kind): bigint => BigInt(kinds.indexOf(kind));

/** Submits a manifest of these leaves. */
export async function submitManifest(
  commons: Deployed,
  leaves: readonly LeafSketch[],
  sketch: ManifestSketch = {},
): Promise<Work> {
  const drawn = await drawManifest(commons, leaves, sketch);
  const sent = await commons.contributions.connect(drawn.submitter).submit(drawn.submission);
  await sent.wait();
  return { ...drawn, id: await commons.contributions.contributionCount() };
}

const submissionTypes = {
  Submission: Object.entries({
    submitter: "address",
    modelId: "uint32",
    kind: "uint8",
    depth: "uint8",
    items: "uint64",
    units: "uint64",
    root: "bytes32",
    sponsor: "uint64",
    uri: "string",
    nonce: "uint256",
    deadline: "uint256",
  }).map(([name, type]) => ({ name, type })),
};

/** What a submitter signs, for somebody else to hand the work in. */
export const signSubmission = async (
  { deployment, contributions }: Pick<Commons, "deployment" | "contributions">,
  signer: Signer,
  submission: SubmissionInput,
  { submitter = signer.address, nonce = 0n, deadline = 2n ** 48n } = {},
) =>
  signer.signTypedData(
    {
      name: "Commonmind ContributionRegistry",
      version: "1",
      chainId: deployment.chainId,
      verifyingContract: await addressOf(contributions),
    },
    submissionTypes,
    { ...submission, submitter, nonce, deadline },
  );

/** The panel's verdict. */
export const accept = ({ panel }: Commons, { id }: Work, score = 100n) => panel.score(id, score);

/** Waits until the challenge period is over, then makes the work final. */
export async function finalize({ contributions, genesis }: Commons, { id }: Work) {
  const { since } = await contributions.contributionAt(id);
  const over = Number(since) + genesis.periods.challenge;
  if (over > (await networkHelpers.time.latest())) await networkHelpers.time.setNextBlockTimestamp(over);
  return contributions.finalize(id);
}

/** Work that was submitted, scored and is final. */
export async function finalWork(
  commons: Commons,
  leaves: readonly LeafSketch[],
  { score = 100n, ...sketch }: ManifestSketch & { score?: bigint } = {},
): Promise<Work> {
  const work = await submitManifest(commons, leaves, sketch);
  await accept(commons, work, score);
  await finalize(commons, work);
  return work;
}

/** A leaf and its proof as the contract takes them. */
export function proved({ manifest }: DrawnManifest, index: number) {
  const { leaf, proof } = proveLeaf(manifest, index);
  return { leaf, proof: proof.map(({ hash, sum }) => ({ hash, sum })) };
}

export function claimLeaf({ contributions }: Commons, work: Work, index = 0) {
  const { leaf, proof } = proved(work, index);
  return contributions.claimUnits(work.id, leaf, proof);
}

export async function claimLeaves(commons: Commons, work: Work): Promise<void> {
  for (let index = 0; index < work.manifest.leaves; index++) await claimLeaf(commons, work, index);
}

export function withdrawLeaf({ contributions }: Commons, work: Work, index: number, author: Signer) {
  const { leaf, proof } = proved(work, index);
  return contributions.connect(author).withdraw(work.id, leaf, proof);
}

/** Contribution x 2^32 + index of the leaf. */
export const positionOf = ({ id }: Pick<Work, "id">, index = 0): bigint => (id << 32n) | BigInt(index);

export const someRelease = {
  weightsHash: textHash("weights"),
  dataRoot: textHash("data"),
  modelCard: "ipfs://card",
  licence: "Apache-2.0",
  evaluation: "ipfs://evaluation",
};

/** Closes the open batch if anything fell into it. Returns the last closed one. */
export async function closeBatch({ models }: Commons, modelId = ASSISTANT): Promise<bigint> {
  const { openBatch, joined, left } = await models.modelAt(modelId);
  const before = await models.batchAt(modelId, openBatch - 1n);
  if (joined === before.joined && left === before.left) return openBatch - 1n;
  await models.closeBatch(modelId);
  return openBatch;
}

/** Publishes a release of everything final, without the vote (see votes.ts for the whole path). */
export async function publish(commons: Commons, modelId = ASSISTANT) {
  const lastBatch = await closeBatch(commons, modelId);
  return commons.models.connect(await asCommons(commons)).publish(modelId, lastBatch, someRelease);
}

/** What a model was built on, and the part of its revenue that each gets, in 1/10,000. */
export type Upstream = { modelId: bigint; bps: bigint };

/** Registers a model, without the vote. Returns its number. */
export async function registerModel(commons: Commons, upstream: readonly Upstream[] = [], name = "A model") {
  await commons.models.connect(await asCommons(commons)).register(name, "ipfs://about", [...upstream]);
  return commons.models.modelCount();
}

/** An account that nobody uses otherwise. */
export const someAccount = (): Address => getAddress(ethers.Wallet.createRandom().address);

export const claimableOf = ({ rewards }: Commons, work: Pick<Work, "id">, index: number, asset: AddressLike) =>
  rewards.claimable(positionOf(work, index), asset);
