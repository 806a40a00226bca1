// `npm run story` as outsiders run it: on data of their own, with one JSON object on stdout and exit codes they can trust.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { keccak256, toHex } from "viem";
import { checkStory } from "../../scripts/story/reference/check.ts";
import type { StoryReport } from "../../scripts/story/report.ts";
import { DEFAULT_REVENUE } from "../../scripts/story/revenue.ts";
import { runScript } from "./run.ts";

const header = "date,author,coauthors,area,files_changed,lines_added,lines_removed,item";
const row = (date: string, author: string, coauthors: string, area: string, added: number, item: number) =>
  `${date},${author},${coauthors},${area},1,${added},0,${keccak256(toHex(item))}`;

const history = [
  header,
  row("2024-01-03", "ana", "", "data", 12, 1),
  row("2024-01-09", "ana", "ben;cy", "docs", 7, 2),
  row("2024-02-01", "ben", "", "model", 0, 3),
  row("2024-03-01", "cy", "ana", "test", 5_000, 4),
  row("2024-04-20", "dee", "", "app", 1, 5),
].join("\n");

describe("npm run story", () => {
  let folder: string;
  const file = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "commonmind-story-"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("prints one JSON object whose amounts the reference model confirms, twice the same but for timing", async () => {
    const path = file("history.csv", history);
    const runs = [];
    for (let i = 0; i < 2; i++) {
      const { code, stdout } = await runScript("story/main.ts", ["--history", path, "--seed", "7", "--json"]);
      expect(code).to.equal(0);
      runs.push(JSON.parse(stdout) as StoryReport);
    }
    const [first, second] = runs as [StoryReport, StoryReport];
    expect(checkStory({ historyCsv: history, revenue: DEFAULT_REVENUE, report: first })).to.deep.equal([]);
    expect({ ...first, timing: null }).to.deep.equal({ ...second, timing: null });
    expect(first.schema).to.equal(1);
    expect(first.contributions).to.have.length(5);
    expect(first.accounts.map(({ author }) => author)).to.deep.equal(["ana", "ben", "cy", "dee"]);
    expect(first.timeline.filter(({ type }) => type === "release")).to.have.length(2);
    // Work of March and April joins with release 2: who has only that earns nothing of the first payment.
    const dee = first.accounts.find(({ author }) => author === "dee");
    expect(BigInt(dee?.earned.ETH ?? 0) < 7_333_333_333_333_333_331n).to.equal(true);
  });

  it("parks revenue that comes before release 1, takes any token symbol, and writes to a file", async () => {
    const path = file("history.csv", history);
    const revenue = file(
      "revenue.csv",
      "phase,asset,amount\n0,native,1000003\n0,EURX,19\n1,EURX,77\n1,EURX,5\n2,native,1\n2,KES,999999999999\n",
    );
    const out = join(folder, "report.json");
    const { code, stdout } = await runScript("story/main.ts", [
      "--history",
      path,
      "--revenue",
      revenue,
      "--json",
      "--out",
      out,
    ]);
    expect(code).to.equal(0);
    expect(stdout).to.equal("");
    const report = JSON.parse(readFileSync(out, "utf8")) as StoryReport;
    expect(report.mismatches).to.deep.equal([]);
    expect(Object.keys(report.totals)).to.deep.equal(["ETH", "EURX", "KES"]);
    expect(report.totals.ETH?.received).to.equal("1000004");
    expect(report.totals.EURX).to.include({ received: "101", contributors: "60", dividend: "24", reserve: "17" });
    const settledEarly = report.timeline.findIndex(({ type }) => type === "settle");
    expect(settledEarly).to.be.lessThan(report.timeline.findIndex(({ type }) => type === "release"));
  });

  it("names file, line and column of every bad row, and ends with 2", async () => {
    const path = file(
      "bad.csv",
      `${header}\n2024-02-30,ana,,data,1,2,3,${keccak256("0x01")}\n2024-02-01,ana,,poems,1,-2,3,0x12\n`,
    );
    const { code, stderr } = await runScript("story/main.ts", ["--history", path]);
    expect(code).to.equal(2);
    expect(stderr).to.include(`${path}:2, column "date"`);
    expect(stderr).to.include(`${path}:3, column "area"`);
    expect(stderr).to.include(`${path}:3, column "lines_added"`);
    expect(stderr).to.include(`${path}:3, column "item"`);
  });

  it("says what to do about a chain that is not there, an unknown network and a bad seed", async () => {
    const gone = await runScript("story/main.ts", ["--network", "localhost"], { COMMONMIND_CHAIN_PORT: "1" });
    expect(gone).to.include({ code: 2, stdout: "" });
    expect(gone.stderr).to.include("Start a chain first");
    const unknown = await runScript("story/main.ts", ["--network", "nowhere", "--json"]);
    expect(unknown.code).to.equal(2);
    expect(JSON.parse(unknown.stdout)).to.have.nested.property("error.message");
    const seed = await runScript("story/main.ts", ["--seed", "first"]);
    expect(seed.code).to.equal(2);
    expect(seed.stderr).to.include("whole number");
  });
});
