import {
  buildManifest,
  type IndexedLeaf,
  MAX_UINT64,
  MalformedProofError,
  type ManifestLeaf,
  type ManifestNode,
  type ManifestProof,
  manifestDomain,
  parseProof,
  proveLeaf,
  seatAuthor,
  verifyProof,
} from "@commonmind/sdk";
import { expect } from "chai";
import fc from "fast-check";
import type { Hex } from "viem";
import {
  anyLeaf,
  anyLeaves,
  climb,
  domainFields,
  EMPTY,
  hash,
  leafNumber,
  referenceLeaf,
  referenceNode,
  stepsOf,
  withStep,
} from "./manifest-reference.ts";

const domain = manifestDomain(domainFields);

async function honest(leaves = 5): Promise<{ proof: ManifestProof; root: Hex; sum: bigint }> {
  const manifest = await buildManifest(
    Array.from({ length: leaves }, (_, i) => leafNumber(i)),
    { domainFields },
  );
  return { proof: proveLeaf(manifest, 2), root: manifest.root, sum: manifest.sum };
}

/** A proof together with the root it truly leads to: whatever is wrong with it, the hashes are right. */
function forged(leaf: IndexedLeaf, siblings: readonly ManifestNode[]) {
  const { hash: root, sum } = climb(domain, referenceLeaf(domain, leaf.index, leaf), leaf.index, siblings);
  return { proof: { leaf, proof: stepsOf(leaf.index, siblings), domain }, root, sum };
}

const reasonOf = (parameters: Parameters<typeof verifyProof>[0]): string | null => verifyProof(parameters).reason;

describe("manifest: what must never verify", () => {
  it("any honest proof in which one thing was changed", async () => {
    const { proof, root, sum } = await honest();
    const other = hash(1234);
    const changed: ManifestProof[] = [
      ...[0, 1, 3, 4, 7].map((index) => ({ ...proof, leaf: { ...proof.leaf, index } })),
      { ...proof, leaf: { ...proof.leaf, author: seatAuthor(5n) } },
      { ...proof, leaf: { ...proof.leaf, items: proof.leaf.items + 1n } },
      { ...proof, leaf: { ...proof.leaf, unitsPerItem: proof.leaf.unitsPerItem - 1n } },
      // The same product from other factors.
      { ...proof, leaf: { ...proof.leaf, items: proof.leaf.unitsPerItem, unitsPerItem: proof.leaf.items } },
      { ...proof, leaf: { ...proof.leaf, itemsRoot: other } },
      { ...proof, domain: other },
      ...[0, 1, 2].flatMap((level) => [
        withStep(proof, level, { hash: other }),
        withStep(proof, level, { sum: (proof.proof[level]?.sum ?? 0n) + 1n }),
        withStep(proof, level, { sum: 0n }),
        withStep(proof, level, { side: proof.proof[level]?.side === "left" ? "right" : "left" }),
      ]),
      { ...proof, proof: proof.proof.slice(1) },
      { ...proof, proof: proof.proof.slice(0, -1) },
      { ...proof, proof: [...proof.proof].reverse() },
      { ...proof, proof: [...proof.proof, { ...EMPTY, side: "right" }] },
      { ...proof, proof: [] },
    ];
    expect(verifyProof({ proof, root, sum }).valid).to.equal(true);
    for (const bad of changed)
      expect(verifyProof({ proof: bad, root, sum }), JSON.stringify(bad.leaf.index)).to.include({ valid: false });
    expect(reasonOf({ proof, root: other, sum })).to.match(/another root/);
    expect(reasonOf({ proof, root, sum: sum - 1n })).to.match(/add up to/);
    expect(reasonOf({ proof, root, sum, depth: 4 })).to.match(/has 4 levels/);
  });

  it("what the proof says about its own root and sum", async () => {
    const { proof, root, sum } = await honest();
    const claiming = { ...proof, root: hash(1), sum: 1n };
    expect(verifyProof({ proof: claiming, root, sum }).valid).to.equal(true);
    expect(verifyProof({ proof: claiming, root: hash(1), sum: 1n }).valid).to.equal(false);
  });

  it("an inner node passed as a leaf, or a leaf as an inner node", async () => {
    const leaves = [leafNumber(0), leafNumber(1)] as const;
    const [left, right] = leaves.map((leaf, index) => referenceLeaf(domain, index, leaf)) as [
      ManifestNode,
      ManifestNode,
    ];
    const { hash: root, sum } = referenceNode(domain, left, right);
    // The node's sum dressed as one big leaf, at any place, with the node's hash as its items.
    for (const itemsRoot of [root, left.hash, right.hash]) {
      const leaf = { index: 0, author: seatAuthor(1n), items: 1n, unitsPerItem: sum, itemsRoot };
      expect(reasonOf({ proof: { leaf, proof: [], domain }, root, sum })).to.match(/another root/);
    }
  });

  it("an index beyond the length of the proof, even where all hashes fit", () => {
    const beyond = forged({ index: 2, ...leafNumber(0) }, [leafAt(1)]);
    expect(reasonOf(beyond)).to.match(/can't stand in a tree of 1 levels/);
    for (const index of [-1, 1.5, 2 ** 32, Number.NaN, Number.POSITIVE_INFINITY]) {
      const proof = { leaf: { index, ...leafNumber(0) }, proof: stepsOf(0, Array(32).fill(leafAt(1))), domain };
      expect(reasonOf({ proof, root: hash(0), sum: 1n })).to.match(/32-bit integer/);
    }
  });

  it("a proof that is longer than its tree, padded with missing subtrees", () => {
    const leaf = { index: 0, ...leafNumber(0) };
    expect(reasonOf(forged(leaf, [EMPTY]))).to.match(/deeper than its leaves need/);
    expect(reasonOf(forged(leaf, [leafAt(1), EMPTY, EMPTY]))).to.match(/deeper than its leaves need/);
    expect(reasonOf(forged(leaf, Array(33).fill(leafAt(1))))).to.match(/33 siblings/);
    expect(verifyProof(forged(leaf, Array(32).fill(leafAt(1)))).valid).to.equal(true);
  });

  it("a tree with a gap between its leaves", () => {
    expect(reasonOf(forged({ index: 1, ...leafNumber(1) }, [EMPTY]))).to.match(/missing on the left/);
    expect(reasonOf(forged({ index: 0, ...leafNumber(1) }, [EMPTY, leafAt(2)]))).to.match(/beyond the end/);
    expect(verifyProof(forged({ index: 2, ...leafNumber(2) }, [EMPTY, leafAt(0)])).valid).to.equal(true);
  });

  it("a sibling that hides units or pretends them", () => {
    const leaf = { index: 0, ...leafNumber(0) };
    expect(reasonOf(forged(leaf, [{ hash: hash(1), sum: 0n }]))).to.match(/half empty/);
    expect(reasonOf(forged(leaf, [{ hash: EMPTY.hash, sum: 5n }]))).to.match(/half empty/);
  });

  it("sums beyond 64 bits or below zero", () => {
    const leaf = { index: 0, ...leafNumber(0) };
    const { proof, root, sum } = forged(leaf, [leafAt(1), leafAt(2)]);
    const withSum = (value: bigint) => ({ ...proof, proof: [{ ...leafAt(1), sum: value, side: "right" as const }] });
    expect(reasonOf({ proof: withSum(-1n), root, sum })).to.match(/negative/);
    expect(reasonOf({ proof: withSum(2n ** 64n), root, sum })).to.match(/64 bits/);
    expect(reasonOf({ proof: withSum(MAX_UINT64), root, sum })).to.match(/overflows 64 bits at level 0/);
    expect(reasonOf({ proof, root, sum: 2n ** 64n })).to.match(/expected sum/);
    expect(reasonOf({ proof, root, sum: 0n })).to.match(/expected sum/);
    // Wrapping around must not bring the sum back to the expected one.
    expect(verifyProof({ proof: withSum(2n ** 64n - leafAt(1).sum), root, sum }).valid).to.equal(false);
  });

  it("a leaf without units or without an author, even where all hashes fit", () => {
    const changes: Partial<ManifestLeaf>[] = [
      { items: 0n },
      { unitsPerItem: 0n },
      { author: "0x0000000000000000000000000000000000000000" },
    ];
    for (const change of changes) {
      expect(reasonOf(forged({ index: 0, ...leafNumber(0), ...change }, [leafAt(1)]))).to.match(/leaf is impossible/);
    }
    const huge = { index: 0, ...leafNumber(0), items: 2n ** 32n, unitsPerItem: 2n ** 32n };
    const proof = { leaf: huge, proof: stepsOf(0, [leafAt(1)]), domain };
    expect(reasonOf({ proof, root: hash(0), sum: 1n })).to.match(/leaf is impossible/);
  });

  it("C1: leaves worth more than the sum, whatever tree an adversary builds", () => {
    let everProved = 0;
    fc.assert(
      fc.property(anyAttack(4), fc.bigInt({ min: 0n, max: 2n ** 20n }), (attack, lie) => {
        const { node, claims } = attack(0);
        for (const sum of [node.sum, node.sum + lie, lie]) {
          const proved = new Map<string, bigint>();
          for (const { leaf, siblings } of claims) {
            const proof = { leaf, proof: stepsOf(leaf.index, siblings), domain };
            if (!verifyProof({ proof, root: node.hash, sum }).valid) continue;
            proved.set(`${siblings.length}:${leaf.index}`, leaf.items * leaf.unitsPerItem);
          }
          everProved += proved.size;
          const total = [...proved.values()].reduce((all, units) => all + units, 0n);
          expect(total <= sum, `${total} proved against ${sum}`).to.equal(true);
        }
      }),
      { numRuns: 300 },
    );
    // Otherwise the property would hold for want of a proof.
    expect(everProved).to.be.greaterThan(100);
  });

  it("a proof of one tree in another", async () => {
    await fc.assert(
      fc.asyncProperty(anyLeaves(12), anyLeaves(12), fc.nat(), async (a, b, n) => {
        const [one, two] = await Promise.all([a, b].map((leaves) => buildManifest(leaves, { domainFields })));
        if (one === undefined || two === undefined || one.root === two.root) return;
        const proof = proveLeaf(one, n % one.leaves);
        expect(verifyProof({ proof, root: two.root, sum: two.sum }).valid).to.equal(false);
      }),
      { numRuns: 60 },
    );
  });

  it("any other value, of any shape, without ever throwing", async () => {
    const { proof, root, sum } = await honest();
    const parts = fc.oneof(fc.anything(), fc.constantFrom(proof.leaf, proof.proof, proof.domain, [null], [{}]));
    fc.assert(
      fc.property(fc.record({ leaf: parts, proof: parts, domain: parts }), (value) => {
        if (value.leaf === proof.leaf && value.proof === proof.proof && value.domain === proof.domain) return;
        expect(verifyProof({ proof: value as unknown as ManifestProof, root, sum }).valid).to.equal(false);
      }),
    );
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        expect(() => parseProof(text)).to.throw(MalformedProofError);
      }),
    );
    expect(verifyProof(undefined as never).valid).to.equal(false);
  });
});

describe("manifest: reading a proof", () => {
  it("keeps integers exact and takes them as strings or numbers", async () => {
    const sum = "18446744073709551615";
    const step = `{"hash":"${hash(1)}","sum":${sum},"side":"left"}`;
    const leaf = `{"index":1,"author":"${seatAuthor(1n)}","items":1,"unitsPerItem":"2","itemsRoot":"${hash(2)}"}`;
    const proof = parseProof(`{"leaf":${leaf},"proof":[${step}],"domain":"${hash(3)}"}`);
    expect(proof.proof[0]?.sum).to.equal(MAX_UINT64);
    expect(proof.leaf).to.include({ index: 1, items: 1n, unitsPerItem: 2n });
  });

  it("refuses numbers that are not plain integers, and whatever is missing or of the wrong kind", async () => {
    const leaf = { index: "0", author: seatAuthor(1n), items: "1", unitsPerItem: "1", itemsRoot: hash(2) };
    const good = { leaf, proof: [{ hash: hash(1), sum: "1", side: "right" }], domain: hash(3) };
    const bad: unknown[] = [
      ...["1.0", "1e3", "", "0x10", " 1", null, [], {}, true].map((items) => ({ ...good, leaf: { ...leaf, items } })),
      { ...good, leaf: { ...leaf, author: "0x12" } },
      { ...good, leaf: [] },
      { ...good, leaf: undefined },
      { ...good, proof: {} },
      { ...good, proof: [null] },
      { ...good, proof: [{ ...good.proof[0], side: "up" }] },
      { ...good, proof: [{ ...good.proof[0], hash: "0x" }] },
      { ...good, domain: 5 },
      [good],
      "proof",
      null,
    ];
    expect(() => parseProof(JSON.stringify(good))).to.not.throw();
    for (const value of bad) expect(() => parseProof(JSON.stringify(value))).to.throw(MalformedProofError);
    for (const number of ["1.0", "1e3", "-0.5"]) {
      expect(() => parseProof(JSON.stringify(good).replace('"1"', number))).to.throw(MalformedProofError, /integer/);
    }
    expect(() => parseProof("[".repeat(100_000))).to.throw(MalformedProofError);
    expect(() => parseProof(" ".repeat(2_000_000))).to.throw(MalformedProofError, /longer/);
  });
});

function leafAt(index: number): ManifestNode {
  return referenceLeaf(domain, index, leafNumber(index));
}

type Claim = { leaf: IndexedLeaf; siblings: ManifestNode[] };
/** A subtree and all that can be claimed in it; `path` is the index of its first leaf. */
type Attack = (path: number) => { node: ManifestNode; claims: Claim[] };

/** Trees of uneven depth, with leaves under wrong indexes, empty branches, repeated subtrees and sums that lie. */
function anyAttack(depth: number): fc.Arbitrary<Attack> {
  const rarely = <T, N>(value: fc.Arbitrary<T>, otherwise: N): fc.Arbitrary<T | N> =>
    fc.oneof({ weight: 7, arbitrary: fc.constant(otherwise) }, { weight: 1, arbitrary: value });
  const anyLie = rarely(fc.bigInt({ min: -50n, max: 50n }), 0n);
  const small = anyLeaf.map((leaf) => ({
    ...leaf,
    items: (leaf.items % 9n) + 1n,
    unitsPerItem: (leaf.unitsPerItem % 9n) + 1n,
  }));
  const leaf = fc.tuple(small, rarely(fc.nat(15), undefined)).map(
    ([content, wrong]): Attack =>
      (path) => {
        const indexed = { index: wrong ?? path / 2 ** depth, ...content };
        return { node: referenceLeaf(domain, indexed.index, indexed), claims: [{ leaf: indexed, siblings: [] }] };
      },
  );
  const empty = fc.constant<Attack>(() => ({ node: EMPTY, claims: [] }));
  if (depth === 0) return fc.oneof({ weight: 5, arbitrary: leaf }, { weight: 1, arbitrary: empty });
  const child = anyAttack(depth - 1);
  const branch = fc.tuple(child, child, fc.boolean(), anyLie, anyLie).map(
    ([one, two, twice, lieLeft, lieRight]): Attack =>
      (path) => {
        // Bit `depth - 1` of an index tells the branch. A leaf that hangs higher has a shorter index.
        const left = one(path);
        const right = twice ? left : two(path + 2 ** (depth - 1));
        const shownLeft = shown(left.node, lieLeft);
        const shownRight = shown(right.node, lieRight);
        return {
          node: referenceNode(domain, shownLeft, shownRight),
          claims: [
            ...left.claims.map((claim) => ({ ...claim, siblings: [...claim.siblings, shownRight] })),
            ...right.claims.map((claim) => ({ ...claim, siblings: [...claim.siblings, shownLeft] })),
          ],
        };
      },
  );
  return fc.oneof({ weight: 6, arbitrary: branch }, { weight: 1, arbitrary: leaf });
}

function shown(node: ManifestNode, lie: bigint): ManifestNode {
  const sum = node.sum + lie;
  return { hash: node.hash, sum: sum < 0n ? 0n : sum };
}
