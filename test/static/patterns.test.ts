// The contracts are free of dangerous patterns, but where one is meant; and each pattern is seen where it was planted.
import { expect } from "chai";
import { allowed } from "../../scripts/static/allowed.ts";
import { analyse, ownSources } from "../../scripts/static/analyse.ts";
import { disagreements, type Finding, findings } from "../../scripts/static/check.ts";
import { COMPILER, patterns } from "../../scripts/static/patterns.ts";
import { harmless, head, planted, variants } from "./planted.ts";

const pragma = `pragma solidity ^${COMPILER};\n`;
const token =
  "interface IToken { function transfer(address, uint256) external returns (bool); function approve(address, uint256) external returns (bool); function balanceOf(address) external view returns (uint256); }\n";

/** What is found in contracts with these bodies, one a file. */
function foundIn(bodies: readonly string[]): Finding[][] {
  const sources = bodies.map(
    (body, i) => [`C${i}.sol`, `${head}${pragma}${token}contract C${i} { ${body} }\n`] as const,
  );
  const found = findings(analyse(new Map(sources)));
  return bodies.map((_, i) => found.filter(({ file }) => file === `C${i}.sol`));
}
const inFile = (source: string) => findings(analyse(new Map([["A.sol", source]]))).map(({ pattern }) => pattern);

describe("Dangerous patterns", function () {
  this.timeout(60_000);

  it("are in no contract, but where one is meant, with its reason", () => {
    const sources = ownSources();
    expect(sources.size).to.be.greaterThan(40);
    const found = findings(analyse(sources));
    expect(disagreements(found)).to.deep.equal([]);
    expect(found.length).to.be.at.least(allowed.length);
  });

  it("are each seen where they were planted, and no other is", () => {
    const bodies = [...Object.entries(planted), ...variants];
    const found = foundIn(bodies.map(([, body]) => body));
    for (const [i, [pattern, body]] of bodies.entries()) {
      expect([...new Set(found[i]?.map((each) => each.pattern))], body).to.deep.equal([pattern]);
      const [first] = found[i] ?? [];
      expect([first?.line, first?.where.startsWith(`C${i}`)], body).to.deep.equal([4, true]);
    }
  });

  it("are seen outside of functions too: in a pragma, among what a contract inherits", () => {
    for (const version of ["^0.8.0", ">=0.8.35", "*", "^0.8.34", "0.8.35"])
      expect(inFile(`${head}pragma solidity ${version};\ncontract A {}\n`), version).to.deep.equal(["floating pragma"]);
    for (const base of ["Multicall", "ERC2771Context"])
      expect(inFile(`${head}${pragma}contract ${base} {}\ncontract A is ${base} {}\n`), base).to.deep.equal([
        "meta-transactions or multicall",
      ]);
  });

  it("are not seen in what only looks like them", () => {
    expect(foundIn(harmless).flat()).to.deep.equal([]);
  });

  it("have a planted contract each", () => {
    const elsewhere = ["meta-transactions or multicall", "floating pragma"];
    const known = [...Object.keys(planted), ...elsewhere].sort();
    expect(patterns.map(({ name }) => name).sort()).to.deep.equal(known);
  });

  it("are told with their place; so is what is allowed without need, or without a reason", () => {
    const [finding] = foundIn([planted["tx.origin"] ?? ""])[0] ?? [];
    if (!finding) throw new Error("Nothing was found.");
    expect(disagreements([finding], [])).to.deep.equal([
      "C0.sol:4 tx.origin in C0.f: whoever is called by a person acts as that person",
    ]);
    const listed = { pattern: "tx.origin", where: "C0.f", reason: "a test" };
    expect(disagreements([finding], [listed])).to.deep.equal([]);
    expect(disagreements([], [listed])).to.deep.equal(["allowed, and nowhere any more: tx.origin in C0.f"]);
    expect(disagreements([finding], [{ ...listed, reason: " " }])).to.have.lengthOf(1);
  });
});
