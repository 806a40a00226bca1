/** The encoding once more, slowly and in other words, so that the tests don't ask the code about itself. */
import {
  type ManifestDomainFields,
  type ManifestLeaf,
  type ManifestNode,
  type ManifestProof,
  type ProofStep,
  seatAuthor,
} from "@commonmind/sdk";
import fc from "fast-check";
import { encodeAbiParameters, encodePacked, type Hex, keccak256, numberToHex, parseAbiParameters, toHex } from "viem";

export const EMPTY: ManifestNode = { hash: `0x${"00".repeat(32)}`, sum: 0n };

export const domainFields: ManifestDomainFields = {
  chainId: 31337n,
  registry: "0x5FbDB2315678afecb367f032d93F642f64180aa3",
  modelId: 1n,
  submitter: "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
};

export function referenceDomain({ chainId, registry, modelId, submitter }: ManifestDomainFields): Hex {
  const tag = keccak256(toHex("commonmind.manifest.v1"));
  const types = parseAbiParameters("bytes32, uint256, address, uint256, address");
  return keccak256(encodeAbiParameters(types, [tag, chainId, registry, modelId, submitter]));
}

export function referenceLeaf(domain: Hex, index: number, leaf: ManifestLeaf): ManifestNode {
  const { author, items, unitsPerItem, itemsRoot } = leaf;
  const bytes = encodePacked(
    ["bytes1", "bytes32", "uint32", "address", "uint64", "uint64", "bytes32"],
    ["0x00", domain, index, author, items, unitsPerItem, itemsRoot],
  );
  return { hash: keccak256(bytes), sum: items * unitsPerItem };
}

export function referenceNode(domain: Hex, left: ManifestNode, right: ManifestNode): ManifestNode {
  const bytes = encodePacked(
    ["bytes1", "bytes32", "bytes32", "uint64", "bytes32", "uint64"],
    ["0x01", domain, left.hash, left.sum, right.hash, right.sum],
  );
  return { hash: keccak256(bytes), sum: left.sum + right.sum };
}

/** Pads the leaves to a power of two and hashes recursively. */
export function referenceRoot(domain: Hex, leaves: readonly ManifestLeaf[]): ManifestNode {
  const nodes = leaves.map((leaf, index) => referenceLeaf(domain, index, leaf));
  const width = 2 ** Math.ceil(Math.log2(leaves.length));
  const subtree = (from: number, size: number): ManifestNode => {
    if (from >= nodes.length) return EMPTY;
    if (size === 1) return nodes[from] as ManifestNode;
    return referenceNode(domain, subtree(from, size / 2), subtree(from + size / 2, size / 2));
  };
  return subtree(0, width);
}

/** The root that a leaf and its siblings lead to, with none of the verifier's checks. */
export function climb(domain: Hex, leaf: ManifestNode, index: number, siblings: readonly ManifestNode[]): ManifestNode {
  return siblings.reduce(
    (node, sibling, level) =>
      Math.floor(index / 2 ** level) % 2 === 1
        ? referenceNode(domain, sibling, node)
        : referenceNode(domain, node, sibling),
    leaf,
  );
}

export function stepsOf(index: number, siblings: readonly ManifestNode[]): ProofStep[] {
  return siblings.map((sibling, level) => ({
    ...sibling,
    side: Math.floor(index / 2 ** level) % 2 === 1 ? "left" : "right",
  }));
}

export function withStep(proof: ManifestProof, level: number, change: Partial<ProofStep>): ManifestProof {
  return { ...proof, proof: proof.proof.map((step, i) => (i === level ? { ...step, ...change } : step)) };
}

export const hash = (n: number | bigint): Hex => keccak256(numberToHex(n, { size: 32 }));

/** Different leaves by construction: the items root counts them. */
export function leafNumber(n: number): ManifestLeaf {
  return { author: seatAuthor(BigInt(n) + 1n), items: BigInt((n % 7) + 1), unitsPerItem: 1000n, itemsRoot: hash(n) };
}

const anyHash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => toHex(bytes));
const anyAuthor = fc.bigInt({ min: 1n, max: 2n ** 160n - 1n }).map((value) => numberToHex(value, { size: 20 }));
const anyAmount = fc.bigInt({ min: 1n, max: 2n ** 28n });

export const anyLeaf: fc.Arbitrary<ManifestLeaf> = fc.record({
  author: anyAuthor,
  items: anyAmount,
  unitsPerItem: anyAmount,
  itemsRoot: anyHash,
});

export const anyLeaves = (maxLength = 40): fc.Arbitrary<ManifestLeaf[]> =>
  fc.uniqueArray(anyLeaf, { minLength: 1, maxLength, selector: (leaf) => leaf.itemsRoot });
