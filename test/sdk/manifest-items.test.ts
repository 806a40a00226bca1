import {
  DuplicateItemError,
  itemProof,
  itemsRoot,
  LeafFieldError,
  ManifestIndexError,
  verifyItemProof,
} from "@commonmind/sdk";
import { expect } from "chai";
import type { Hex } from "viem";
import { hash } from "./manifest-reference.ts";

const hashes = (n: number): Hex[] => Array.from({ length: n }, (_, i) => hash(i));

describe("manifest: the items root", () => {
  it("proves every item, for any number of items", () => {
    for (let n = 1; n <= 33; n++) {
      const root = itemsRoot(hashes(n));
      for (const [index, item] of hashes(n).entries()) {
        const proof = itemProof(hashes(n), index);
        expect(verifyItemProof({ root, item, proof })).to.equal(true);
        expect(verifyItemProof({ root, item: hash(999), proof })).to.equal(false);
      }
    }
  });

  it("never takes an inner node or an item's own leaf for an item", () => {
    const [a, b] = hashes(2) as [Hex, Hex];
    const root = itemsRoot([a, b]);
    expect(verifyItemProof({ root, item: root, proof: [] })).to.equal(false);
    expect(verifyItemProof({ root: itemsRoot([a]), item: itemsRoot([a]), proof: [] })).to.equal(false);
    expect(verifyItemProof({ root, item: a, proof: ["0x12"] })).to.equal(false);
  });

  it("depends on the items and their order, not on how their digits are written", () => {
    const three = hashes(3);
    expect(itemsRoot(three)).to.not.equal(itemsRoot([...three].reverse()));
    expect(itemsRoot(three.map((item) => `0x${item.slice(2).toUpperCase()}` as Hex))).to.equal(itemsRoot(three));
  });

  it("refuses an item that comes twice, no item, and what is no hash", () => {
    const [a, b] = hashes(2) as [Hex, Hex];
    expect(() => itemsRoot([a, b, `0x${a.slice(2).toUpperCase()}`]))
      .to.throw(DuplicateItemError)
      .and.include({ first: 0, second: 2 });
    expect(() => itemsRoot([])).to.throw(LeafFieldError);
    expect(() => itemsRoot([a, "0x12"])).to.throw(LeafFieldError);
    expect(() => itemProof([a], 1)).to.throw(ManifestIndexError);
  });
});
