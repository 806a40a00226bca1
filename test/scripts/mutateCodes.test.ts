// How `npm run mutate` puts a mutant in a contract's place: what was filled in when the contract was deployed is carried over.
import { expect } from "chai";
import { begins, type Code, carriedOver, immutablesIn, plain } from "../../scripts/mutate/codes.ts";

const ZERO = "00".repeat(20);
const WORD = "00".repeat(32);
const LINK = `__$${"a".repeat(34)}$__`;

/** Two immutables and a library, by positions in bytes: the compiler numbers them as it likes. */
const original: Code = {
  object: `60${LINK}61${WORD}62${WORD}63`,
  linkReferences: { "contracts/A.sol": { A: [{ start: 1, length: 20 }] } },
  immutableReferences: { "10": [{ start: 22, length: 32 }], "9": [{ start: 55, length: 32 }] },
};
const mutant: Code = {
  object: `70${WORD}71${LINK}72${WORD}73${WORD}`,
  linkReferences: { "contracts/A.sol~3": { A: [{ start: 34, length: 20 }] } },
  immutableReferences: {
    "7": [
      { start: 1, length: 32 },
      { start: 88, length: 32 },
    ],
    "8": [{ start: 55, length: 32 }],
  },
};
const [address, ten, nine] = ["ab".repeat(20), "aa".repeat(32), "99".repeat(32)];
const deployed = `60${address}61${ten}62${nine}63`;

describe("npm run mutate: code on the chain", () => {
  it("knows a contract's code whatever was filled in, and what follows it", () => {
    expect(begins(original, deployed)).to.equal(true);
    expect(begins(original, `${deployed}0102`)).to.equal(true);
    expect(begins(original, deployed.replace("62", "64"))).to.equal(false);
    expect(begins(original, deployed.slice(0, -2)), "too short").to.equal(false);
    expect(begins({ object: "" }, deployed), "an interface has no code").to.equal(false);
  });

  it("gives a mutant the same library and immutables, wherever it has them, and a constructor's arguments", () => {
    expect(carriedOver(original, `${deployed}beef`, mutant)).to.equal(`70${nine}71${address}72${ten}73${nine}beef`);
    expect(immutablesIn(original)).to.equal(immutablesIn(mutant));
  });

  it("refuses a mutant that needs what the original never had", () => {
    const other: Code = { object: ZERO, linkReferences: { "contracts/B.sol": { B: [{ start: 0, length: 20 }] } } };
    expect(() => carriedOver(original, deployed, other)).to.throw("library B");
  });

  it("keeps a library's own address, with which its code begins", () => {
    const library: Code = { object: `73${ZERO}3014608060` };
    const standing = `73${address}3014608060`;
    expect(begins(library, standing)).to.equal(true);
    expect(carriedOver(library, standing, { object: `73${ZERO}301460806001` })).to.equal(`73${address}301460806001`);
  });

  it("takes two codes for the same if they differ only in what is filled in", () => {
    expect(plain(original)).to.equal(plain({ ...original, object: deployed }));
    expect(plain(original)).to.not.equal(plain(mutant));
  });
});
