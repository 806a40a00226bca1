import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  buildManifest,
  hashLeaf,
  hashNode,
  itemProof,
  itemsRoot,
  type ManifestDomainFields,
  type ManifestLeaf,
  type ManifestNode,
  manifestDomain,
  proofToJson,
  proveLeaf,
} from "@commonmind/sdk";
import { expect } from "chai";
import { concat, type Hex, keccak256 } from "viem";
import { EMPTY, referenceDomain, referenceLeaf, referenceNode } from "./manifest-reference.ts";

const text = readFileSync(join(import.meta.dirname, "manifest-vectors.json"), "utf8");
const vectors = JSON.parse(text);
const fields: ManifestDomainFields = {
  ...vectors.domainFields,
  chainId: BigInt(vectors.domainFields.chainId),
  modelId: BigInt(vectors.domainFields.modelId),
};
const leaves: ManifestLeaf[] = vectors.leaves.map(
  ({ author, items, unitsPerItem, itemsRoot }: Record<string, Hex>) => ({
    author,
    items: BigInt(items as string),
    unitsPerItem: BigInt(unitsPerItem as string),
    itemsRoot,
  }),
);
const level = (n: number): ManifestNode[] =>
  vectors.threeLeaves.levels[n].map(({ hash, sum }: { hash: Hex; sum: string }) => ({ hash, sum: BigInt(sum) }));
const [leaf0, leaf1, leaf2] = level(0) as [ManifestNode, ManifestNode, ManifestNode];
const [pair01, pair2] = level(1) as [ManifestNode, ManifestNode];

describe("manifest: test vectors", () => {
  it("agree with an independent computation of the encoding", () => {
    const domain: Hex = vectors.domain;
    expect(referenceDomain(fields)).to.equal(domain);
    expect(leaves.map((leaf, index) => referenceLeaf(domain, index, leaf))).to.deep.equal(level(0));
    expect(referenceNode(domain, leaf0, leaf1)).to.deep.equal(pair01);
    expect(referenceNode(domain, leaf2, EMPTY)).to.deep.equal(pair2);
    expect([referenceNode(domain, pair01, pair2)]).to.deep.equal(level(2));
  });

  it("agree with hashLeaf and hashNode", () => {
    const domain = manifestDomain(fields);
    expect(domain).to.equal(vectors.domain);
    expect(leaves.map((leaf, index) => hashLeaf(domain, { index, ...leaf }))).to.deep.equal(level(0));
    expect(hashNode(domain, leaf0, leaf1)).to.deep.equal(pair01);
    expect(hashNode(domain, leaf2, EMPTY)).to.deep.equal(pair2);
  });

  it("agree with the tree of one leaf", async () => {
    const { root, sum, depth } = await buildManifest(leaves.slice(0, 1), { domainFields: fields });
    expect({ root, sum: String(sum), depth }).to.deep.equal(vectors.oneLeaf);
    expect(root).to.equal(leaf0.hash);
  });

  it("agree with the tree of three leaves and its proofs", async () => {
    const manifest = await buildManifest(leaves, { domainFields: fields });
    const { root, sum, depth, proofOfLeaf0, proofOfLeaf2 } = vectors.threeLeaves;
    expect(manifest).to.include({ root, sum: BigInt(sum), depth, domain: vectors.domain });
    expect(proofToJson(proveLeaf(manifest, 0)).proof).to.deep.equal(proofOfLeaf0);
    expect(proofToJson(proveLeaf(manifest, 2)).proof).to.deep.equal(proofOfLeaf2);
  });

  it("agree with the items root and its proofs", () => {
    const hashes: Hex[] = vectors.items.contentHashes;
    const [a, b, c] = hashes.map((hash) => keccak256(concat(["0x00", hash]))) as [Hex, Hex, Hex];
    const sorted = (x: Hex, y: Hex) => keccak256(concat(x < y ? [x, y] : [y, x]));
    expect(sorted(sorted(a, b), c)).to.equal(vectors.items.root);
    expect(itemsRoot(hashes)).to.equal(vectors.items.root);
    expect(itemProof(hashes, 0)).to.deep.equal(vectors.items.proofOfItem0);
    expect(itemProof(hashes, 2)).to.deep.equal(vectors.items.proofOfItem2);
  });

  it("stand in docs/manifest.md as they are here", () => {
    const docs = readFileSync(join(import.meta.dirname, "..", "..", "docs", "manifest.md"), "utf8");
    const hashes = new Set(text.match(/0x[0-9a-fA-F]{40,64}/g));
    expect([...hashes].filter((hash) => !docs.includes(hash))).to.deep.equal([]);
  });
});
