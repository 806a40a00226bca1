// Gas is what the committed benchmark says, and its page says the same: a change above 2 % comes with `npm run bench`.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { reasons } from "../../bench/gas/reasons.ts";
import { checkBaselines } from "../../bench/gas/recorded.ts";
import { fromJson, type JsonRow } from "../../bench/gas/rows.ts";
import { runSections } from "../../bench/gas/run.ts";
import { drift } from "../../bench/gas/snapshot.ts";
import { benchmarksPage, missedOperations } from "../../bench/report.ts";
import { root } from "../../scripts/lib/paths.ts";

const AGAIN = "gas moved by more than 2 %; if it should, run npm run bench and commit what it writes";
const committed = JSON.parse(readFileSync(join(root, "bench", "results.json"), "utf8")) as {
  rows: JsonRow[];
} & Omit<Parameters<typeof benchmarksPage>[0], "rows">;

describe("The benchmark", () => {
  it("is on its page as in its file", () => {
    const page = readFileSync(join(root, "docs", "BENCHMARKS.md"), "utf8");
    expect(page).to.equal(benchmarksPage({ ...committed, rows: committed.rows.map(fromJson) }));
  });

  it("has baselines within 2 % of what is recorded", () => {
    const checks = checkBaselines(committed.rows.map(fromJson));
    expect(checks.filter(({ ok }) => !ok)).to.deep.equal([]);
    expect(checks.length).to.equal(7);
    expect(checks).to.deep.equal(committed.checks);
  });

  it("says why each goal is missed that is, and of no other", () => {
    expect(missedOperations(committed.rows.map(fromJson)).sort()).to.deep.equal(Object.keys(reasons).sort());
  });

  it("has every row once", () => {
    expect(new Set(committed.rows.map(({ id }) => id)).size).to.equal(committed.rows.length);
  });

  it("names what moved by more than 2 %, appeared or is gone", () => {
    const [first, second, ...rest] = committed.rows.filter(({ subject }) => subject === "Commonmind") as [
      JsonRow,
      JsonRow,
      ...JsonRow[],
    ];
    const times = (row: JsonRow, percent: bigint) => ({ ...row, gas: ((BigInt(row.gas) * percent) / 100n).toString() });
    expect(drift([first, second, ...rest], committed.rows)).to.deep.equal([]);
    expect(drift([times(first, 101n), second, ...rest], committed.rows)).to.deep.equal([]);
    const dearer = times(first, 103n);
    const another = { ...second, id: "another" };
    expect(drift([dearer, another, ...rest], committed.rows)).to.deep.equal([
      `${first.id}: ${first.gas} -> ${dearer.gas}`,
      "another: not in the committed benchmark",
      `${second.id}: not measured any more`,
    ]);
  });

  it("says what gas is now, within 2 %", async function () {
    this.timeout(600_000);
    const rows = await runSections(["work", "votes", "review"]);
    // The last part through the command itself.
    const args = ["--import", "tsx", "bench/main.ts", "--json", "--only", "people"];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
    const { schema, offchain, rows: people } = JSON.parse(stdout) as { schema: number; offchain: []; rows: JsonRow[] };
    expect([schema, offchain]).to.deep.equal([1, []]);
    expect(drift([...rows, ...people], committed.rows), AGAIN).to.deep.equal([]);
  });
});
