// Gas of work on its way: from its submission to the release that it joins.
import { contributionRegistryAbi, hashLeaf, hashNode, manifestDomain, modelRegistryAbi } from "@commonmind/sdk";
import { type Abi, type Address, type Hex, keccak256, toBytes, toHex } from "viem";
import { accounts, contracts, genesis, measure, read, send, someone, wait } from "./chain.ts";
import { peers } from "./peers.ts";
import { judge } from "./review.ts";

export const MODEL = 1n;
const registry = contracts.contributionRegistry;
const [operator, founder] = [accounts[0], accounts[1]] as [Address, Address];

/** A manifest of two provable leaves at the foot of `depth` levels; the rest of the tree is hashes, as in any proof. */
function deepTree(modelId: bigint, depth: number, authors: readonly [Address, Address]) {
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
    sum: 20_000n << BigInt(i),
  }));
  let top = hashNode(domain, nodes[0] as never, nodes[1] as never);
  for (const sibling of upper) top = hashNode(domain, top, sibling);
  const proofs = leaves.map((_, i) =>
    [nodes[1 - i] as { hash: Hex; sum: bigint }, ...upper].map(({ hash, sum }) => ({ hash, sum })),
  );
  return { leaves, proofs, root: top.hash, sum: top.sum, items: top.sum / 1_000n, depth };
}

const onWork = (from: Address, functionName: string, args: readonly unknown[]) => ({
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

/** Work of two leaves by one author, final, claimed if asked for. Returns its number and how to claim each leaf. */
export async function finalWork(modelId: bigint, depth: number, author: Address) {
  const tree = deepTree(modelId, depth, [author, author]);
  const { root, items, sum: units } = tree;
  const uri = "ipfs://bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi";
  const submission = { modelId: Number(modelId), kind: 0, depth, items, units, root, sponsor: 0n, uri };
  const submitting = onWork(founder, "submit", [submission]);
  const later = { peers: peers.register };
  if (depth === 10) await measure("submit, a seat's first", submitting);
  else if (depth === 20) await measure("submit, later", submitting, later);
  else await send(submitting);
  const id = (await read({
    to: registry,
    abi: contributionRegistryAbi as Abi,
    functionName: "contributionCount",
    args: [],
  })) as bigint;
  const step = async (op: string, call: ReturnType<typeof onWork>) => {
    if (depth === 20) await measure(op, call);
    else await send(call);
  };
  await judge(id);
  await wait(genesis.periods.challenge);
  await step("finalize", onWork(operator, "finalize", [id]));
  const claim = (i: number) => onWork(operator, "claimUnits", [id, tree.leaves[i], tree.proofs[i]]);
  return { id, claim };
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
  const holder = someone("new 20");
  let position = 0n;
  for (const [depth, op] of [
    [10, "10 levels (1 k leaves)"],
    [20, "20 levels (1 M leaves)"],
  ] as const) {
    const { id, claim } = await finalWork(MODEL, depth, someone(`new ${depth}`));
    const deep = depth === 20 ? { target: 260_000n, peers: peers.merkleClaim } : {};
    await measure(`claimUnits, ${op}, author's first`, claim(0), deep);
    await measure(`claimUnits, ${op}, author's later`, claim(1));
    position = id << 32n;
  }
  await measure("closeBatch", closeBatch(MODEL));
  await measure("publish (by the timelock)", publish(MODEL, 1));
  return { position, holder };
}
