import {
  buildManifest,
  createKeccak,
  DuplicateLeafError,
  EmptyManifestError,
  keccak,
  LeafFieldError,
  MAX_UINT64,
  ManifestBuilder,
  type ManifestDomainFields,
  ManifestIndexError,
  type ManifestLeaf,
  ManifestOverflowError,
  manifestDomain,
  parseProof,
  proofLines,
  proofToJson,
  proveLeaf,
  seatAuthor,
  seatOfAuthor,
  verifyProof,
} from "@commonmind/sdk";
import { expect } from "chai";
import fc from "fast-check";
import { anyLeaves, domainFields, leafNumber, referenceDomain, referenceRoot } from "./manifest-reference.ts";

const build = (leaves: Iterable<ManifestLeaf>) => buildManifest(leaves, { domainFields });

async function refusalOf(leaf: Partial<ManifestLeaf>): Promise<unknown> {
  const builder = await ManifestBuilder.create(domainFields);
  try {
    builder.push({ ...leafNumber(0), ...leaf });
  } catch (error) {
    return error;
  }
  throw new Error("the leaf was accepted");
}

describe("manifest: the tree", () => {
  it("has the root, sum and depth that the definition says, for any leaves", async () => {
    await fc.assert(
      fc.asyncProperty(anyLeaves(), async (leaves) => {
        const manifest = await build(leaves);
        const expected = referenceRoot(referenceDomain(domainFields), leaves);
        expect({ hash: manifest.root, sum: manifest.sum }).to.deep.equal(expected);
        expect(manifest.sum).to.equal(leaves.reduce((sum, leaf) => sum + leaf.items * leaf.unitsPerItem, 0n));
        expect(manifest.items).to.equal(leaves.reduce((sum, leaf) => sum + leaf.items, 0n));
        expect(manifest.depth).to.equal(Math.ceil(Math.log2(leaves.length)));
        expect(manifest.leaves).to.equal(leaves.length);
      }),
      { numRuns: 60 },
    );
  });

  it("proves every leaf, at every number of leaves around the powers of two", async () => {
    for (const n of [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33]) {
      const manifest = await build(Array.from({ length: n }, (_, i) => leafNumber(i)));
      const { root, sum, depth, domain } = manifest;
      for (let index = 0; index < n; index++) {
        const proof = proveLeaf(manifest, index);
        const read = parseProof(JSON.stringify(proofToJson(proof)));
        expect(verifyProof({ proof: read, root, sum, depth, domain })).to.deep.equal({ valid: true, reason: null });
        expect(proof.leaf).to.deep.equal({ index, ...leafNumber(index) });
      }
    }
  });

  it("writes all proofs as the lines that single proofs are", async () => {
    for (const n of [1, 2, 5, 8, 21]) {
      const manifest = await build(Array.from({ length: n }, (_, i) => leafNumber(i)));
      let text = "";
      for (const { bytes } of proofLines(manifest, await createKeccak())) text += new TextDecoder().decode(bytes);
      const single = Array.from({ length: n }, (_, i) => `${JSON.stringify(proofToJson(proveLeaf(manifest, i)))}\n`);
      expect(text).to.equal(single.join(""));
    }
  });

  it("is the same whether leaves come at once, one by one or from a stream, and with either keccak", async () => {
    const leaves = Array.from({ length: 5000 }, (_, i) => leafNumber(i));
    async function* stream() {
      for (const leaf of leaves) yield leaf;
    }
    const builder = await ManifestBuilder.create(domainFields, { keccak });
    for (const [index, leaf] of leaves.entries()) expect(builder.push(leaf)).to.equal(index);
    const roots = [await build(leaves), await buildManifest(stream(), { domainFields }), builder.finish()];
    expect(new Set(roots.map(({ root }) => root)).size).to.equal(1);
  });

  it("reports progress and stops when asked to", async () => {
    const seen: number[] = [];
    const leaf = leafNumber(0);
    const leaves = Array.from({ length: 66_000 }, (_, i) => ({ ...leaf, unitsPerItem: BigInt(i + 1) }));
    await buildManifest(leaves, { domainFields, keccak: await createKeccak(), onProgress: (n) => seen.push(n) });
    expect(seen).to.deep.equal([65_536, 66_000]);

    const stop = AbortSignal.abort(new Error("stop"));
    const error = await buildManifest(leaves, { domainFields, signal: stop }).catch((reason: Error) => reason);
    expect(error).to.have.property("message", "stop");
  });

  it("is bound to chain, registry, model and submitter (C4)", async () => {
    const other = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
    const variants: ManifestDomainFields[] = [
      domainFields,
      { ...domainFields, chainId: 1n },
      { ...domainFields, registry: other },
      { ...domainFields, modelId: 2n },
      { ...domainFields, submitter: other },
    ];
    const manifests = await Promise.all(
      variants.map((fields) => buildManifest([leafNumber(0)], { domainFields: fields })),
    );
    expect(new Set(manifests.map(({ root }) => root)).size).to.equal(variants.length);
    const [own, ...others] = manifests;
    if (own === undefined) throw new Error("no manifest");
    const proof = proveLeaf(own, 0);
    for (const { root, sum, domain } of others) {
      expect(verifyProof({ proof, root, sum }).valid).to.equal(false);
      expect(verifyProof({ proof, root: own.root, sum, domain }).reason).to.match(/another domain/);
    }
  });

  it("refuses a leaf that the chain would refuse, and says which value", async () => {
    const zero = "0x0000000000000000000000000000000000000000";
    const cases: [Partial<ManifestLeaf>, string, RegExp][] = [
      [{ items: 0n }, "items", /items is zero/],
      [{ unitsPerItem: 0n }, "unitsPerItem", /unitsPerItem is zero/],
      [{ items: -1n }, "items", /negative/],
      [{ items: MAX_UINT64 + 1n }, "items", /too large/],
      [{ items: 1.5 as unknown as bigint }, "items", /a number/],
      [{ author: zero }, "author", /zero address/],
      [{ author: "0x1234" }, "author", /not an address/],
      [{ author: "0x70997970c51812dc3A010C7d01b50e0d17dc79C8" }, "author", /checksum/],
      [{ author: `0x${"g".repeat(40)}` }, "author", /not an address/],
      [{ itemsRoot: "0x12" }, "itemsRoot", /not a 32-byte hash/],
      [{ itemsRoot: undefined as unknown as "0x" }, "itemsRoot", /not a 32-byte hash/],
    ];
    for (const [leaf, field, message] of cases) {
      const error = await refusalOf(leaf);
      expect(error).to.be.instanceOf(LeafFieldError).and.include({ field });
      expect((error as Error).message).to.match(message);
    }
    expect(await refusalOf({ items: 2n ** 32n, unitsPerItem: 2n ** 32n })).to.be.instanceOf(ManifestOverflowError);
  });

  it("takes an address in lower or upper case and hands it out with its checksum", async () => {
    const author = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
    for (const written of [author.toLowerCase(), `0x${author.slice(2).toUpperCase()}`, author]) {
      const manifest = await build([{ ...leafNumber(0), author: written as `0x${string}` }]);
      expect(proveLeaf(manifest, 0).leaf.author).to.equal(author);
    }
  });

  it("refuses a total beyond 64 bits, and goes on with a smaller leaf", async () => {
    const builder = await ManifestBuilder.create(domainFields);
    builder.push({ ...leafNumber(0), items: 1n, unitsPerItem: MAX_UINT64 - 5n });
    expect(() => builder.push({ ...leafNumber(1), items: 1n, unitsPerItem: 6n })).to.throw(ManifestOverflowError);
    expect(builder.push({ ...leafNumber(1), items: 1n, unitsPerItem: 5n })).to.equal(1);
    expect(builder.finish().sum).to.equal(MAX_UINT64);
  });

  it("refuses a repeated leaf, however far apart, and names both", async () => {
    const builder = await ManifestBuilder.create(domainFields);
    for (let i = 0; i < 3000; i++) builder.push(leafNumber(i));
    expect(() => builder.push(leafNumber(17)))
      .to.throw(DuplicateLeafError)
      .and.include({ first: 17, second: 3000 });
    // The same items of another author, as co-authors have them, are another leaf.
    expect(builder.push({ ...leafNumber(17), author: seatAuthor(99_999n) })).to.equal(3000);
  });

  it("refuses to be empty, to grow after it is finished, and to prove what isn't there", async () => {
    const builder = await ManifestBuilder.create(domainFields);
    expect(() => builder.finish()).to.throw(EmptyManifestError);
    builder.push(leafNumber(0));
    const manifest = builder.finish();
    expect(() => builder.push(leafNumber(1))).to.throw(/finished/);
    for (const index of [-1, 1, 0.5, Number.NaN]) {
      expect(() => proveLeaf(manifest, index)).to.throw(ManifestIndexError);
    }
  });

  it("writes a seat as an address below 2^64", () => {
    expect(seatAuthor(7n)).to.equal("0x0000000000000000000000000000000000000007");
    expect(seatOfAuthor(seatAuthor(MAX_UINT64))).to.equal(MAX_UINT64);
    expect(seatOfAuthor("0x0000000000000000000000010000000000000000")).to.equal(undefined);
    expect(() => seatAuthor(MAX_UINT64 + 1n)).to.throw(LeafFieldError);
  });

  it("refuses domain fields that are no numbers or addresses", () => {
    const bad: Partial<ManifestDomainFields>[] = [
      { chainId: -1n },
      { modelId: 2n ** 256n },
      { registry: "0x12" },
      { submitter: "0x70997970c51812dc3A010C7d01b50e0d17dc79C8" },
    ];
    for (const change of bad) expect(() => manifestDomain({ ...domainFields, ...change })).to.throw(LeafFieldError);
  });
});
