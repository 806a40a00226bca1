// What proofs/ states about rounding and sums is proved, is about the contracts as they are, and would not be proved of others.
import { expect } from "chai";
import { numbersIn } from "../../scripts/promises/promise.ts";
import { Solver } from "../../scripts/prove/solver.ts";
import { parseStatement, staleLines, statements, withFault } from "../../scripts/prove/statement.ts";

describe("Proofs of T3, T4, T7, T9, T11 and C1", function () {
  this.timeout(120_000);
  let solver: Solver;

  before(async () => {
    solver = await Solver.start();
  });
  after(() => solver.stop());

  for (const statement of statements()) {
    it(`${statement.promise} is kept: ${statement.name}`, async function () {
      const answer = await solver.refute(statement.text);
      expect(answer).to.deep.equal({ proved: true });
      expect(staleLines(statement), "lines that no contract has any more").to.deep.equal([]);
      expect(numbersIn(this.test?.parent?.title ?? ""), "the promises that this group is named for").to.include(
        statement.promise,
      );
    });

    for (const fault of statement.faults) {
      it(`${statement.name} isn't proved if ${fault.name}`, async () => {
        const answer = await solver.refute(withFault(statement, fault));
        expect(answer.proved).to.equal(false);
      });
    }
  }

  it("proves nothing of a text that assumes nothing, or that contradicts itself only in a comment", async () => {
    await solver.refute("").then(
      () => expect.fail("proved"),
      (error: Error) => expect(error.message).to.equal("There is nothing to refute."),
    );
    expect((await solver.refute("; (assert false)\n(assert true)")).proved).to.equal(false);
  });

  it("notices a line that changed, a fault that is nowhere, and a file that says nothing", () => {
    const [first] = statements();
    if (!first) throw new Error("There are no statements.");
    const [line] = first.lines;
    const changed = { ...first, lines: [{ file: line?.file ?? "", text: `${line?.text} // or so` }] };
    expect(staleLines(changed)).to.have.lengthOf(1);
    expect(() => withFault(first, { name: "nothing", from: "(no such text)", to: "" })).to.throw(SyntaxError);
    const head = "; T4 Something.\n; Solidity: contracts/treasury/Treasury.sol | split = shares;\n";
    expect(() => parseStatement("x", "(assert true)\n")).to.throw(SyntaxError, "no promise");
    expect(() => parseStatement("x", "; T4 Something.\n")).to.throw(SyntaxError, "no line");
    expect(() => parseStatement("x", head)).to.throw(SyntaxError, "no fault");
  });
});
