// The parts of `npm run test:deep`: which there are, what they depend on, and how they are told.
import { expect } from "chai";
import { deepParts, summary, tree } from "../../scripts/test/parts.ts";

const suites = ["MoneyInvariants.t.sol", "MoneyLiveness.t.sol", "RevenueShares.t.sol"];

describe("The parts of npm run test:deep", () => {
  const parts = deepParts(suites);

  it("are proofs, invariants, fuzz tests and sequences, each with a name of its own", () => {
    expect(new Set(parts.map(({ name }) => name)).size).to.equal(parts.length);
    const runs = (suite: string) => parts.find(({ files }) => files[0]?.endsWith(suite))?.env.COMMONMIND_FUZZ_RUNS;
    expect([runs("RevenueShares.t.sol"), runs("MoneyLiveness.t.sol")]).to.deep.equal(["100000", "5000"]);
    expect(parts.find(({ files }) => files[0]?.endsWith("MoneyInvariants.t.sol"))?.grep).to.equal("invariant_");
    const sequences = parts.filter(({ name }) => name.startsWith("sequences"));
    const all = sequences.reduce((sum, { env }) => sum + Number(env.COMMONMIND_RUNS), 0);
    expect([all, new Set(sequences.map(({ env }) => env.COMMONMIND_SEED)).size]).to.deep.equal([100, 10]);
  });

  it("are of another tree as soon as a file is another, has another name, or is gone", () => {
    const of = (...files: [string, string][]) => tree(files.map(([name, text]) => [name, Buffer.from(text)]));
    const hashes = [of(["a", "1"], ["b", "2"]), of(["a", "1"], ["b", "3"]), of(["a", "1"], ["c", "2"]), of(["a", "1"])];
    expect(new Set(hashes).size).to.equal(4);
    expect(of(["a", "1"])).to.equal(hashes[3]);
  });

  it("are told as passed with their time, as failed, or as not run", () => {
    const [first, second, third] = parts;
    if (!first || !second || !third) throw new Error("There are fewer parts.");
    const taken = new Map([[first.name, { passed: 3, seconds: 7 }]]);
    expect(summary([first, second, third], taken, [second.name])).to.equal(
      [
        ...[`${first.name}: 3 passed, 7 s`, `${second.name}: failed`, `${third.name}: not run`],
        "1 of 3 parts passed, in 7 s of work",
      ].join("\n"),
    );
  });
});
