// The parts of `npm run mutate` that decide what it says: which changes it makes, which of them count, and that a mutant that no
// test noticed is seen.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { compileWith, errorsOf } from "../../scripts/lib/solc.ts";
import type { SyntaxNode } from "../../scripts/lib/syntax.ts";
import { type Mutant, mutantsOf, mutated } from "../../scripts/mutate/mutants.ts";
import { mutationPage, summary } from "../../scripts/mutate/report.ts";
import type { MutantResult, Status } from "../../scripts/mutate/results.ts";
import { scoreOf, wilson } from "../../scripts/mutate/score.ts";
import { testsHash } from "../../scripts/mutate/tests.ts";

const FILE = "contracts/treasury/Purse.sol";
const PURSE = `// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.35;

contract Purse {
    error TooMuch();
    event Paid(uint256 amount);
    uint256 public held;
    /// Umlauts (ä) are two bytes.
    function pay(uint256 amount, bool small) external returns (uint256) {
        if (amount > held) revert TooMuch();
        if (small && amount < 10) held -= amount;
        else held = held - amount;
        emit Paid(amount);
        return held;
    }
}
`;

function treeOf(text: string): SyntaxNode {
  const output = compileWith<SyntaxNode>({
    language: "Solidity",
    sources: { [FILE]: { content: text } },
    settings: { outputSelection: { "*": { "": ["ast"] } } },
  });
  expect(errorsOf(output)).to.deep.equal([]);
  return output.sources?.[FILE]?.ast as SyntaxNode;
}

const mutants = mutantsOf(FILE, PURSE, treeOf(PURSE));
const changes = mutants.map(({ operator, before, after }) => `${operator}: ${before} => ${after}`);

const tried = ({ id, file, place, operator, before, after }: Mutant, status: Status): MutantResult => ({
  ...{ id, file, place, operator, before, after, status },
  tests: "0",
});

describe("npm run mutate", () => {
  it("changes signs, bounds, guards, choices, statements, numbers and results", () => {
    expect(changes).to.include.members([
      "relational: amount > held => amount <= held",
      "boundary: amount > held => amount >= held",
      "guard: if (amount > held) revert TooMuch() => {}",
      "logical: small && amount < 10 => small || amount < 10",
      "constant: small && amount < 10 => small && amount < (10 + 1)",
      "arithmetic: held -= amount => held += amount",
      "swap: held = held - amount => held = (amount) - (held)",
      "statement: emit Paid(amount) => {}",
      "result: return held => return 0",
    ]);
  });

  it("makes each of them once, and each compiles", () => {
    expect(new Set(mutants.map(({ id }) => id)).size).to.equal(mutants.length);
    const texts = mutants.map((mutant) => mutated(PURSE, mutant));
    expect(new Set(texts).size, "no two are the same").to.equal(texts.length);
    for (const text of texts) {
      expect(text).to.not.equal(PURSE);
      treeOf(text);
    }
  });

  it("knows a mutant again when something else in the file changes, and not when its function does", () => {
    const ids = (text: string) => new Set(mutantsOf(FILE, text, treeOf(text)).map(({ id }) => id));
    const elsewhere = ids(PURSE.replace("uint256 public held;", "uint256 public held;\n    uint256 public other;"));
    expect(mutants.every(({ id }) => elsewhere.has(id))).to.equal(true);
    const inside = ids(PURSE.replace("return held;", "return held + 1;"));
    expect(mutants.some(({ id }) => inside.has(id))).to.equal(false);
  });

  it("names a survivor, and counts it against the tests until somebody says why it can't be told from the original", () => {
    const [first, ...others] = mutants as [Mutant, ...Mutant[]];
    const results = [tried(first, "survived"), ...others.map((mutant) => tried(mutant, "killed"))];
    const told = { everything: mutants, chosen: mutants, results, unsound: [], seed: 1, all: true };
    const { score, raw } = scoreOf(results, []);
    expect(score).to.equal(others.length / mutants.length);
    expect(raw).to.equal(score);
    expect(summary({}, results.slice(0, 1), [], [])).to.contain(first.before);
    expect(mutationPage({ ...told, equivalents: [] })).to.match(/## Survivors\n\n\| where/);

    const { file, place, before, after } = first;
    const equivalents = [{ file, place, before, after, why: "Nobody can see it." }];
    expect(scoreOf(results, equivalents).score).to.equal(1);
    expect(scoreOf(results, equivalents).raw, "it still counts here").to.equal(score);
    const page = mutationPage({ ...told, equivalents });
    expect(page).to.contain("None beside those that are explained.").and.to.contain("Nobody can see it.");
  });

  it("counts tests that never ended as not having noticed, and what doesn't compile not at all", () => {
    const [a, b, c, d] = mutants as [Mutant, Mutant, Mutant, Mutant];
    const { score } = scoreOf([tried(a, "killed"), tried(b, "timeout"), tried(c, "invalid"), tried(d, "same")], []);
    expect(score).to.equal(0.5);
    expect(scoreOf([tried(c, "invalid")], []).score).to.equal(null);
  });

  it("says of which groups not all that was drawn was tried, and only then", () => {
    const results = mutants.map((mutant) => tried(mutant, "killed"));
    const told = { everything: mutants, chosen: mutants, equivalents: [], unsound: [], seed: 1, all: false };
    expect(mutationPage({ ...told, results })).to.not.contain("some files before others");
    expect(mutationPage({ ...told, results: results.slice(1) })).to.contain(
      `(${mutants.length - 1} of ${mutants.length} in treasury), and what was has looked at some files before others.`,
    );
  });

  it("takes a result for outdated when its test or a helper of it changes, and not when another does", () => {
    const root = mkdtempSync(join(tmpdir(), "commonmind-hash-"));
    const write = (path: string, text: string) => {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    };
    /** The tests are read once in a process: a copy elsewhere stands for the next one. */
    let copies = 0;
    const hash = () => {
      const copy = join(root, `copy ${++copies}`);
      cpSync(join(root, "test"), join(copy, "test"), { recursive: true });
      return testsHash(copy, ["test/contracts/Purse.test.ts"]);
    };
    write("test/contracts/Purse.test.ts", 'import {\n  open,\n} from "../support/purses.ts";\n');
    write("test/support/purses.ts", 'import "./money.ts";\n');
    write("test/support/money.ts", "");
    const before = hash();
    write("test/support/votes.ts", "");
    write("test/contracts/Vote.test.ts", 'import "../support/votes.ts";\n');
    expect(hash()).to.equal(before);
    write("test/support/money.ts", "// More.\n");
    const deeper = hash();
    expect(deeper).to.not.equal(before);
    write("test/contracts/Purse.test.ts", 'import { open } from "../support/purses.ts";\n');
    expect(hash()).to.not.equal(deeper);
    rmSync(root, { recursive: true });
  });

  it("says how sure a sample is, as Wilson does", () => {
    // By hand: 57 of 60.
    const [low, high] = wilson(57, 60);
    expect(low).to.be.closeTo(0.863, 0.0005);
    expect(high).to.be.closeTo(0.9829, 0.0005);
    expect(wilson(0, 0)).to.deep.equal([0, 1]);
  });
});
