// Every promise is checked by a test that bears its number, no test names one that isn't there, and docs/SECURITY.md says what
// checks which. Each of these is seen to fail when it should.
import { expect } from "chai";
import { PROMISES } from "../../scripts/promises/promise.ts";
import { readSources, SECURITY, type Sources } from "../../scripts/promises/sources.ts";
import { survey } from "../../scripts/promises/survey.ts";
import { withTable } from "../../scripts/promises/table.ts";

const sources = readSources();
const found = survey(sources);

/** The sources, one of them changed, or another beside them. */
function planted(path: string, change: (text: string) => string): Sources {
  const before = sources.get(path) ?? "";
  const after = change(before);
  expect(after, `${path} as it is, changed`).to.not.equal(before);
  return new Map([...sources, [path, after]]);
}

const faults = (of: Sources): readonly string[] => survey(of).faults;
const checksOf = (number: string, of: Sources) => survey(of).promises.find((it) => it.number === number)?.checks ?? [];
const rowOf = (number: string) => new RegExp(`^\\| ${number} \\|.*$`, "m");

/** No promise, so that this file names none that isn't there. */
const unknown = `T${99}`;

describe("The promises", () => {
  it("are each checked, and no other is named", () => {
    expect(found.faults).to.deep.equal([]);
  });

  it("stand in docs/SECURITY.md with what checks them", () => {
    expect(sources.get(SECURITY), "npm run promises -- --write").to.equal(
      withTable(sources.get(SECURITY) ?? "", found),
    );
  });

  it("are the 41 of the design", () => {
    const letters = Object.entries({ T: 11, K: 4, C: 5, R: 6, M: 3, G: 8, X: 4 });
    const numbers = letters.flatMap(([letter, last]) => Array.from({ length: last }, (_, at) => `${letter}${at + 1}`));
    expect(found.promises.map(({ number }) => number)).to.deep.equal(numbers);
  });

  it("are found in titles, in names of Solidity tests and in what these assert", () => {
    const kinds = (number: string) => new Set(checksOf(number, sources).map(({ kind }) => kind));
    expect([...kinds("T4")]).to.have.members(["test", "fuzz test", "invariant", "assertion"]);
    const files = new Set(checksOf("T4", sources).map(({ file }) => file));
    expect([...files]).to.include.members([
      "test/contracts/promises/money.test.ts",
      "test/solidity/MoneyInvariants.t.sol",
      "test/solidity/support/ShareHistory.sol",
    ]);
  });

  describe("sound an alarm", () => {
    it("when a promise has no check", () => {
      const row = `| X5 | Nobody checks this. | nothing | \`money.test.ts\` |`;
      const withoutCheck = planted(PROMISES, (text) => text.replace(rowOf("X4"), (line) => `${line}\n${row}`));
      expect(faults(withoutCheck)).to.deep.equal([
        "X5 names money.test.ts as a check, and no test there bears its number",
        "X5 has no check: no test bears its number",
      ]);
    });

    it("when the last tests of a promise lose its number, or are taken out of the run", () => {
      const file = "test/contracts/CommonsGovernor.guardian.test.ts";
      const wanted = ["G7 has no check: no test bears its number"];
      const lost = (change: (text: string) => string) =>
        faults(planted(file, change)).filter((fault) => fault.endsWith("has no check: no test bears its number"));
      expect(lost((text) => text.replaceAll("G7 ", ""))).to.deep.equal(wanted);
      expect(lost((text) => text.replace('describe("G7', 'describe.skip("G7'))).to.deep.equal(wanted);
      expect(lost((text) => text.replace('describe("G7', 'xdescribe("G7'))).to.deep.equal(wanted);
      expect(lost((text) => text.replace(/^/gm, "// "))).to.deep.equal(wanted);
      expect(lost((text) => text.replace(/\bit\("G7/g, 'it.skip("G7'))).to.deep.equal(wanted);
    });

    it("when a Solidity test is commented out, can't be run, or is imported by no test", () => {
      const file = "test/solidity/Lineage.t.sol";
      const ofLineage = (of: Sources) => checksOf("T9", of).filter((check) => check.file === file);
      const before = ofLineage(sources);
      const tests = before.filter(({ kind }) => kind !== "assertion");
      expect([tests.length, before.length - tests.length]).to.deep.equal([3, 8]);
      expect(ofLineage(planted(file, (text) => `/*\n${text.replaceAll("*/", "")}\n*/`))).to.deep.equal([]);
      expect(ofLineage(planted(file, (text) => text.replace(/^/gm, "// ")))).to.deep.equal([]);
      const hidden = ofLineage(planted(file, (text) => text.replaceAll(") public {", ") internal {")));
      expect(hidden.map(({ kind }) => kind)).to.deep.equal(Array.from({ length: 8 }, () => "assertion"));
      const stray = "test/solidity/support/Stray.sol";
      const reached = (of: Sources) => checksOf("T9", of).some((check) => check.file === stray);
      const assertion = planted(stray, () => 'contract Stray is Test { function f() internal { fail("T9: stray"); } }');
      expect(reached(assertion)).to.equal(false);
      const imported = (sources.get(file) ?? "").replace(
        "import ",
        'import {Stray} from "./support/Stray.sol";\nimport ',
      );
      expect(reached(new Map([...assertion, [file, imported]]))).to.equal(true);
    });

    for (const [what, path, text] of [
      ["a title", "test/planted.test.ts", `it("${unknown} holds", () => {});`],
      ["a title that is put together", "test/planted.test.ts", `it(\`\${name}: ${unknown} holds\`, () => {});`],
      ["a group's title", "test/planted.test.ts", `describe("${unknown} group", () => { it("holds", () => {}); });`],
      ["a browser test's title", "frontend/test/browser/planted.test.ts", `it("${unknown} holds", () => {});`],
      ["a Solidity test's name", "test/solidity/P.t.sol", `function test_${unknown}_holds() public {}`],
      ["an invariant's name", "test/solidity/P.t.sol", `function invariant_T1_${unknown}_holds() external view {}`],
      ["an assertion's message", "test/solidity/P.t.sol", `assertEq(a,\n b, "T1, ${unknown}: a sum");`],
      ["a test's comment", "test/planted.ts", `// ${unknown}: holds`],
      ["a contract's header", "contracts/Planted.sol", `/// Keeps ${unknown}.`],
    ] as const) {
      it(`when ${what} names a promise that isn't there`, () => {
        const wanted = `${path}:1 names ${unknown}, and ${PROMISES} has no such promise`;
        expect(faults(planted(path, () => text))).to.deep.equal([wanted]);
      });
    }

    it("when a promise is planned without a reason, or in spite of its checks", () => {
      const plan = (number: string, cell: string) =>
        planted(PROMISES, (text) => text.replace(rowOf(number), (line) => line.replace(/\|[^|]*\|$/, `| ${cell} |`)));
      const more = (cell: string) =>
        faults(
          planted(PROMISES, (text) => text.replace(rowOf("X4"), (line) => `${line}\n| X5 | More. | - | ${cell} |`)),
        );
      expect(more("planned")).to.deep.equal([`X5 is planned, and ${PROMISES} doesn't say why (as "planned: ...")`]);
      expect(more("planned: it waits for a verifier")).to.deep.equal([]);
      expect(faults(plan("T1", "planned: one day"))).to.deep.equal(["T1 is called planned, and is checked"]);
    });

    it("when a number stands twice, or one is left out", () => {
      const twice = planted(PROMISES, (text) => text.replace(rowOf("T3"), (line) => `${line}\n${line}`));
      expect(faults(twice)).to.deep.equal([`T3 stands twice in ${PROMISES}`]);
      const without = planted(PROMISES, (text) => text.replace(rowOf("T10"), ""));
      expect(faults(without)[0]).to.equal(`T10 is missing in ${PROMISES}, which goes on after it`);
      expect(faults(without).length).to.be.above(1);
      expect(faults(planted(PROMISES, () => ""))[0]).to.equal(`${PROMISES} lists no promise`);
    });

    it("when the list of promises names a file that isn't there", () => {
      const named = planted(PROMISES, (text) =>
        text.replace(rowOf("T1"), (line) => line.replace("money.test.ts", "gone.test.ts")),
      );
      expect(faults(named)).to.deep.equal(["T1 names gone.test.ts as a check, and there is no such file"]);
    });

    it("when the table isn't what it should be: a promise's words, its checks, where they are, or its place", () => {
      const page = sources.get(SECURITY) ?? "";
      const stale = (of: Sources) => withTable(of.get(SECURITY) ?? "", survey(of)) !== of.get(SECURITY);
      expect(stale(sources)).to.equal(false);
      const words = planted(PROMISES, (text) =>
        text.replace("A contract never holds less", "A contract holds no less"),
      );
      expect(stale(words)).to.equal(true);
      expect(stale(planted("test/contracts/More.test.ts", () => 'it("T1 once more", () => {});'))).to.equal(true);
      expect(stale(planted(SECURITY, (text) => text.replace(rowOf("T1"), "")))).to.equal(true);
      const place = page.replace("<!-- promises -->", "");
      expect(() => withTable(place, found)).to.throw("has no place for the promises");
    });

    it("but says of a planned promise why nothing checks it", () => {
      const row = "| X5 | More. | - | planned: it waits for a verifier |";
      const more = planted(PROMISES, (text) => text.replace(rowOf("X4"), (line) => `${line}\n${row}`));
      expect(withTable(sources.get(SECURITY) ?? "", survey(more))).to.include(
        "| X5 | More. | **none yet**: it waits for a verifier |",
      );
    });
  });
});
