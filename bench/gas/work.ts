// Gas of work on its way: from its submission to the release that it joins.
import {
  buildManifest,
  contributionRegistryAbi,
  hashLeaf,
  hashNode,
  manifestDomain,
  modelRegistryAbi,
  proveLeaf,
} from "@commonmind/sdk";
import { type Abi, type Address, encodeFunctionData, type Hex, keccak256, size, toBytes, toHex } from "viem";
import { accounts, contracts, genesis, type Label, measure, read, send, someone, wait } from "./chain.ts";
import { floors } from "./floors.ts";
import { judge } from "./review.ts";

export const MODEL = 1n;
const registry = contracts.contributionRegistry;
export const [operator, founder] = [accounts[0], accounts[1]] as [Address, Address];

/**
 * A manifest of `count` leaves of which two, at its foot, are known; the rest of the tree is hashes and sums, as in any proof.
 * So a million contributors are set up by one transaction: all of them share in what comes in, claimed or not.
 */
function deepTree(modelId: bigint, count: number, authors: readonly [Address, Address]) {
  const depth = Math.ceil(Math.log2(count));
  const domain = manifestDomain({ chainId: 31337n, registry, modelId, submitter: founder });
  const leaves = authors.map((author, index) => ({
    index,
    author,
    items: 10n,
    unitsPerItem: 1_000n,
    itemsRoot: keccak256(toBytes(`${author} ${depth} ${index}`)),
  }));
  const nodes = leaves.map((leaf) => hashLeaf(domain, leaf));
  const upper = Array.from({ length: depth - 1 }, (_, i) => ({
    hash: keccak256(toBytes(`${depth} ${i}`)),
    // The last sibling has whatever the others leave of it.
    sum: i < depth - 2 ? 20_000n << BigInt(i) : 10_000n * BigInt(count) - (10_000n << BigInt(depth - 1)),
  }));
  let top = hashNode(domain, nodes[0] as never, nodes[1] as never);
  for (const sibling of upper) top = hashNode(domain, top, sibling);
  const proofs = leaves.map((_, i) =>
    [nodes[1 - i] as { hash: Hex; sum: bigint }, ...upper].map(({ hash, sum }) => ({ hash, sum })),
  );
  return { leaves, proofs, root: top.hash, sum: top.sum, items: top.sum / 1_000n, depth };
}

export const onWork = (from: Address, functionName: string, args: readonly unknown[]) => ({
  from,
  to: registry,
  abi: contributionRegistryAbi as Abi,
  functionName,
  args,
});
const onModels = (from: Address, functionName: string, args: readonly unknown[]) => ({
  from,
  to: contracts.modelRegistry,
  abi: modelRegistryAbi as Abi,
  functionName,
  args,
});

/** Work of that many leaves, two of them by one author, final. Returns its number and how to claim those two. */
export async function finalWork(modelId: bigint, leaves: number, author: Address, label?: Omit<Label, "op">) {
  const tree = deepTree(modelId, leaves, [author, author]);
  const id = await finalTree(modelId, tree, label);
  const claim = (i: number) => onWork(operator, "claimUnits", [id, tree.leaves[i], tree.proofs[i]]);
  return { id, claim };
}

/** Work with a leaf for each author, final, and every leaf of it claimed. Returns its number. */
export async function claimedWork(modelId: bigint, authors: readonly Address[]): Promise<bigint> {
  const leaves = authors.map((author) => ({
    ...{ author, items: 10n, unitsPerItem: 1_000n, itemsRoot: keccak256(toBytes(`${author} together`)) },
  }));
  const manifest = await buildManifest(leaves, {
    domainFields: { chainId: 31_337n, registry, modelId, submitter: founder },
  });
  const id = await finalTree(modelId, { ...manifest, items: 10n * BigInt(authors.length) });
  for (const [index, leaf] of leaves.entries()) {
    const proof = proveLeaf(manifest, index).proof.map(({ hash, sum }) => ({ hash, sum }));
    await send(onWork(operator, "claimUnits", [id, { index, ...leaf }, proof]));
  }
  return id;
}

/** A manifest submitted, judged and final. Returns its number. */
export async function finalTree(
  modelId: bigint,
  { root, items, sum: units, depth }: { root: Hex; items: bigint; sum: bigint; depth: number },
  label?: Omit<Label, "op">,
): Promise<bigint> {
  const uri = "ipfs://bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi";
  const submission = { modelId: Number(modelId), kind: 0, depth, items, units, root, sponsor: 0n, uri };
  const submitting = onWork(founder, "submit", [submission]);
  if (label)
    await measure({ op: "submit", floor: floors.submit(size(encodeFunctionData(submitting))), ...label }, submitting);
  else await send(submitting);
  const id = (await read({
    to: registry,
    abi: contributionRegistryAbi as Abi,
    functionName: "contributionCount",
    args: [],
  })) as bigint;
  await judge(id);
  await wait(genesis.periods.challenge);
  const finalizing = onWork(operator, "finalize", [id]);
  if (label?.warm) await measure({ op: "finalize", ...label }, finalizing);
  else await send(finalizing);
  return id;
}

const info = {
  weightsHash: toHex(1, { size: 32 }),
  dataRoot: toHex(2, { size: 32 }),
  modelCard: "ipfs://card",
  licence: "Apache-2.0",
  evaluation: "ipfs://evaluation",
};

export const closeBatch = (modelId: bigint) => onModels(operator, "closeBatch", [modelId]);
export const publish = (modelId: bigint, lastBatch: number) =>
  onModels(contracts.timelock, "publish", [modelId, lastBatch, info]);
export const register = (upstream: readonly { modelId: bigint; bps: number }[]) =>
  onModels(contracts.timelock, "register", [
    "A model",
    "ipfs://about",
    upstream.map(({ modelId, bps }) => ({ modelId: Number(modelId), bps })),
  ]);
export const modelCount = async () =>
  BigInt(
    (await read({
      to: contracts.modelRegistry,
      abi: modelRegistryAbi as Abi,
      functionName: "modelCount",
      args: [],
    })) as number,
  );

/** Measures work from submission to release. Returns the position that the money rows collect, and its holder. */
export async function benchWork(): Promise<{ position: bigint; holder: Address }> {
  const holder = someone("new 1000000");
  let position = 0n;
  for (const n of [1_000, 1_000_000]) {
    const warm = n === 1_000_000;
    const { id, claim } = await finalWork(MODEL, n, someone(`new ${n}`), { warm, n });
    const goal = warm ? { goal: 260_000n } : {};
    await measure({ op: "claimUnits", warm: false, n, floor: floors.claimUnits(true), ...goal }, claim(0));
    await measure({ op: "claimUnits", warm: true, n, floor: floors.claimUnits(false), ...goal }, claim(1));
    position = id << 32n;
  }
  await measure({ op: "close an intake batch", warm: true }, closeBatch(MODEL));
  await measure({ op: "publish a release, by the timelock", warm: false }, publish(MODEL, 1));
  return { position, holder };
}
