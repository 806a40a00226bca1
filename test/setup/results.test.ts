// How `npm test` counts, and what makes it red.

import { expect } from "chai";
import {
  checkOutcome,
  judge,
  type Outcome,
  parseSkips,
  type SoliditySuite,
  solidityOutcome,
  withExitCode,
} from "../../scripts/test/results.ts";

const mocha: Outcome = { runner: "mocha", passed: ["a member joins", "a member leaves"], failed: [], skipped: [] };

describe("The count of npm test", () => {
  it("sums all runners in its last line", () => {
    const solidity: Outcome = {
      runner: "solidity",
      passed: ["T testFuzz_Sum()"],
      failed: ["T test_Bad()"],
      skipped: [],
    };
    const verdict = judge([checkOutcome("types", 0), checkOutcome("biome", 1), mocha, solidity], []);
    expect(verdict.lastLine).to.equal("4 passed, 2 failed, 0 skipped");
    expect(verdict.ok).to.equal(false);
    expect(verdict.notes).to.deep.equal(["failed: biome", "failed: T test_Bad()"]);
  });

  it("is green when everything ran and passed", () => {
    expect(judge([mocha], [])).to.deep.equal({ ok: true, notes: [], lastLine: "2 passed, 0 failed, 0 skipped" });
  });

  it("is red when a runner executed nothing, even beside others that did", () => {
    const idle: Outcome = { runner: "solidity", passed: [], failed: [], skipped: [] };
    const verdict = judge([mocha, idle], []);
    expect(verdict.ok).to.equal(false);
    expect(verdict.notes).to.deep.equal(["solidity runner executed no test"]);
  });

  it("doesn't take a skip for a test that was executed", () => {
    const skips = [{ title: "on another chain", reason: "needs a second client" }];
    const verdict = judge([{ runner: "mocha", passed: [], failed: [], skipped: ["on another chain"] }], skips);
    expect(verdict.ok).to.equal(false);
  });

  it("lets a runner have none of the tests asked for by name, but not every runner", () => {
    const idle: Outcome = { runner: "solidity", passed: [], failed: [], skipped: [] };
    expect(judge([mocha, idle], [], { selected: true }).ok).to.equal(true);
    expect(judge([idle, { ...idle, runner: "mocha" }], [], { selected: true }).ok).to.equal(false);
  });

  it("is red for a skip that nobody accounted for, by its full title", () => {
    const skipping: Outcome = { ...mocha, skipped: ["Sepolia keeps its owner"] };
    const verdict = judge([skipping], [{ title: "keeps its owner", reason: "needs the network" }]);
    expect(verdict.ok).to.equal(false);
    expect(verdict.lastLine).to.equal("2 passed, 0 failed, 1 skipped");
    expect(verdict.notes[0]).to.contain("Sepolia keeps its owner");
  });

  it("allows a listed skip and says why", () => {
    const skipping: Outcome = { ...mocha, skipped: ["Sepolia keeps its owner"] };
    const verdict = judge([skipping], [{ title: "Sepolia keeps its owner", reason: "needs the network" }]);
    expect(verdict.ok).to.equal(true);
    expect(verdict.notes).to.deep.equal(["skipped: Sepolia keeps its owner (needs the network)"]);
  });
});

describe("A runner's result", () => {
  it("takes Solidity tests by suite and status", () => {
    const suites: SoliditySuite[] = [
      {
        id: { name: "TreasuryTest" },
        testResults: [
          { name: "invariant_T4_Solvent()", status: "Success" },
          { name: "test_Settle()", status: "Failure" },
          { name: "test_Later()", status: "Skipped" },
        ],
      },
      { id: { name: "Empty" }, testResults: [] },
    ];
    expect(solidityOutcome(suites)).to.deep.equal({
      runner: "solidity",
      passed: ["TreasuryTest invariant_T4_Solvent()"],
      failed: ["TreasuryTest test_Settle()"],
      skipped: ["TreasuryTest test_Later()"],
    });
  });

  it("is a failure if the runner ended badly without naming one", () => {
    expect(withExitCode(mocha, "mocha", 1).failed).to.have.lengthOf(1);
    expect(withExitCode(mocha, "mocha", 1).passed).to.have.lengthOf(2);
  });

  it("is a failure if there is no result at all, whatever the exit code", () => {
    expect(withExitCode(undefined, "mocha", 0).failed).to.have.lengthOf(1);
  });

  it("stands as it is if it explains the exit code", () => {
    const failing: Outcome = { ...mocha, failed: ["a member votes"] };
    expect(withExitCode(failing, "mocha", 1)).to.equal(failing);
    expect(withExitCode(mocha, "mocha", 0)).to.equal(mocha);
  });
});

describe("The list of allowed skips", () => {
  it("wants a reason for each", () => {
    const listed = [{ title: "a title", reason: "a reason" }];
    expect(parseSkips(listed)).to.deep.equal(listed);
    expect(parseSkips([])).to.deep.equal([]);
    for (const bad of [{}, [{ title: "a title" }], [{ title: "a title", reason: " " }], ["a title"], null]) {
      expect(() => parseSkips(bad)).to.throw(TypeError, "skips.json");
    }
  });

  it("covers a whole suite by its name and a star, and no other suite", () => {
    const skips = [{ title: "The pages *", reason: "no browser here" }];
    const skipped = (titles: string[]) =>
      judge([{ runner: "browser", passed: ["one"], failed: [], skipped: titles }], skips);
    expect(skipped(["The pages open", "The pages close"]).ok).to.equal(true);
    expect(skipped(["The pages open", "The pagesetter sets"]).ok).to.equal(false);
    expect(skipped(["All The pages open"]).ok).to.equal(false);
  });

  it("counts a listed skip as unlisted in CI, where CI has what the test needs", () => {
    const browser: Outcome = { runner: "browser", passed: [], failed: [], skipped: ["in a browser"] };
    const skips = [{ title: "in a browser", reason: "no browser here", notInCi: true }];
    expect(judge([browser], skips).ok).to.equal(true);
    expect(judge([browser], skips, { ci: true }).ok).to.equal(false);
  });
});
