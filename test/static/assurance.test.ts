// The page of gates is what the gates are, and says what was recorded.
import { readFileSync } from "node:fs";
import { expect } from "chai";
import { gates } from "../../scripts/assurance/gates.ts";
import { PAGE, readFigures } from "../../scripts/assurance/main.ts";
import { missing, page } from "../../scripts/assurance/page.ts";

describe("The page of gates", () => {
  it("is up to date, and its canaries are there: npm run assurance -- --write", () => {
    expect(missing(gates)).to.deep.equal([]);
    expect(readFileSync(PAGE, "utf8")).to.equal(page(gates, readFigures()));
  });

  it("sums the parts of a gate, says which has none, and misses a canary that is gone", () => {
    const gate = { name: "sequences", holds: "x", command: "y", canaries: ["test/none.ts"], deep: "sequences" };
    const figures = { "sequences 1 of 2": { passed: 1, seconds: 5 }, "sequences 2 of 2": { passed: 1, seconds: 6 } };
    expect(page([gate], figures)).to.contain("| 2 passed in 2 parts, 11 s |");
    expect(page([gate], {})).to.contain("| not recorded |");
    expect(missing([gate])).to.deep.equal(["sequences: there is no test/none.ts"]);
  });
});
