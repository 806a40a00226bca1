// `npm run review:evaluate` as outsiders run it: on data of their own, with one JSON object on stdout, and on ours.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { root, runScript } from "./run.ts";
import { runWarm } from "./warm.ts";

type Report = {
  schema: number;
  items: number;
  scored: number;
  annotators: number;
  classes: number;
  gold: number;
  accuracy: { commonmind: number; majority: number; dawidSkene: number };
};

const evaluate = (...args: string[]) => runWarm("review/main.ts", args);
const ours = (set: string) => {
  const folder = join(root, "data", "reviews", set);
  return ["--labels", join(folder, "labels.csv"), "--truth", join(folder, "truth.csv")];
};

describe("npm run review:evaluate", () => {
  let folder: string;
  const file = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const files = (labels: string[], truth: string[]) => [
    "--labels",
    file("labels.csv", `${["item,annotator,label", ...labels].join("\n")}\n`),
    "--truth",
    file("truth.csv", `${["item,truth", ...truth].join("\n")}\n`),
  ];

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "commonmind-review-"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("counts a tie among k classes as 1/k, takes items without truth, and joins ties in the predictions", async () => {
    const labels = ["q1,ana,cat", "q1,bo,dog", "q1,cy,fox", "q2,ana,cat", "q2,bo,cat", "q3,cy,dog", "q3,ana,cat"];
    const predictions = join(folder, "predictions.csv");
    const args = files(labels, ["q1,fox", "q2,cat"]);
    const { code, stdout } = await evaluate(...args, "--json", "--predictions", predictions);
    expect(code).to.equal(0);
    const { accuracy, ...rest } = JSON.parse(stdout) as Report;
    expect(rest).to.deep.equal({ schema: 1, items: 3, scored: 2, annotators: 3, classes: 3, gold: 0 });
    expect(accuracy.majority).to.equal(0.666667);
    expect(accuracy.commonmind).to.equal(0.666667);
    const rows = readFileSync(predictions, "utf8").split("\n");
    expect(rows[0]).to.equal("item,gold,commonmind,majority,dawidSkene");
    expect(rows[1]).to.match(/^q1,0,cat\|dog\|fox,cat\|dog\|fox,/);
    expect(rows[2]).to.equal("q2,0,cat,cat,cat");
    expect(rows.slice(4)).to.deep.equal([""]);
  });

  it("uses nothing but earlier items, and the truth of gold only once it has been judged", async () => {
    const items = Array.from({ length: 40 }, (_, i) => i);
    const says = (i: number, who: number) => ((i * 7 + who * who) % (who + 2) === 0 ? 1 : i % 2);
    const labels = items.flatMap((i) => [0, 1, 2, 3, 4].map((who) => `i${i},w${who},${says(i, who)}`));
    const truth = items.map((i) => `i${i},${i % 2}`);
    const flipped = truth.map((row, i) => (i === 39 ? "i39,0" : row));
    const written = async (rows: string[], truths: string[]) => {
      const path = join(folder, "p.csv");
      await evaluate(...files(rows, truths), "--gold", "0.5", "--seed", "3", "--predictions", path);
      return readFileSync(path, "utf8")
        .split("\n")
        .map((row) => row.split(",").slice(0, 3).join(","));
    };
    const all = await written(labels, truth);
    // What comes later, labels or truth, changes nothing before it.
    const others = await written(
      labels.map((row) => (row.startsWith("i39,") ? `${row.slice(0, -1)}0` : row)),
      flipped,
    );
    expect(others.slice(0, 40)).to.deep.equal(all.slice(0, 40));
    expect(all.filter((row) => row.split(",")[1] === "1")).to.have.length(20);
  });

  it("comes out the same to the byte for a seed, to stdout and to a file, and otherwise for another seed", async () => {
    const out = join(folder, "out.json");
    const args = [...ours("gal_mozafari"), "--gold", "0.05"];
    const first = await runScript("review/main.ts", [...args, "--seed", "7", "--json"]);
    const second = await evaluate(...args, "--seed", "7", "--out", out);
    const other = await evaluate(...args, "--seed", "8", "--json");
    expect(second.stdout).to.equal("");
    expect(readFileSync(out, "utf8")).to.equal(first.stdout);
    expect(other.stdout).to.not.equal(first.stdout);
    const { gold, scored } = JSON.parse(first.stdout) as Report;
    expect({ gold, scored }).to.deep.equal({ gold: 50, scored: 950 });
  });

  it("gives the published results of majority and Dawid-Skene on the real sets, and keeps up with them", async () => {
    const report = async (set: string) => JSON.parse((await evaluate(...ours(set), "--json")).stdout) as Report;
    const snow = await report("snow08_rte");
    expect(snow).to.deep.include({ items: 800, scored: 800, annotators: 164, classes: 2, gold: 0 });
    // Ties counted wrong 0.856, right 0.938: by halves the mean.
    expect(snow.accuracy.majority).to.equal(0.896875);
    expect(snow.accuracy.dawidSkene).to.equal(0.9275);
    const mozafari = await report("gal_mozafari");
    expect(mozafari).to.deep.include({ items: 1000, scored: 1000, annotators: 83, classes: 2, gold: 0 });
    expect(mozafari.accuracy.majority).to.equal(0.696);
    expect(mozafari.accuracy.dawidSkene).to.equal(0.712);
    for (const { accuracy } of [snow, mozafari]) {
      expect(accuracy.commonmind >= accuracy.majority).to.equal(true);
      expect(accuracy.commonmind >= accuracy.dawidSkene - 0.02).to.equal(true);
    }
  });

  it("lets a later judgement replace the annotator's earlier one, and says so", async () => {
    const args = files(["q,ana,a", "q,bo,b", "q,ana,b"], ["q,b"]);
    const { code, stdout, stderr } = await evaluate(...args, "--json");
    expect(code).to.equal(0);
    expect((JSON.parse(stdout) as Report).accuracy.majority).to.equal(1);
    expect(stderr).to.contain("1 rows replace an earlier judgement");
  });

  const refusals: [string, string[], string[], string[], string][] = [
    ["an empty cell", ["q,ana,a", "q,,b"], ["q,a"], [], 'labels.csv:3, column "annotator": is empty'],
    ["a row too short", ["q,ana"], ["q,a"], [], "labels.csv:2"],
    ["no row", [], ["q,a"], [], "labels.csv:1: there is a header but no row"],
    ["truths that contradict", ["q,ana,a"], ["q,a", "q,b"], [], 'truth.csv:3, column "truth": contradicts line 2'],
    ["truths of other items", ["q,ana,a"], ["r,a"], [], "truth.csv:1"],
    ["labels with the sign of ties", ["q,ana,a|b"], ["q,a"], ["--predictions", "p.csv"], 'the label "a|b" has a |'],
    ["nothing left to score", ["q,ana,a"], ["q,a"], ["--gold", "0.9"], "All 1 items of known truth are gold."],
    ["gold that isn't a share", ["q,ana,a"], ["q,a"], ["--gold", "1"], "a number from 0 to below 1"],
    ["a seed that isn't a number", ["q,ana,a"], ["q,a"], ["--seed", "x"], "a whole number"],
  ];
  for (const [what, labels, truth, more, message] of refusals) {
    it(`refuses ${what} with exit code 2 and the place`, async () => {
      const { code, stdout, stderr } = await evaluate(...files(labels, truth), ...more, "--json");
      expect(code).to.equal(2);
      expect(stderr).to.contain(message);
      expect(JSON.parse(stdout)).to.have.property("error");
    });
  }

  it("refuses a file that isn't there, and a missing option", async () => {
    const away = join(folder, "none.csv");
    const missing = await runScript("review/main.ts", ["--labels", away, "--truth", away]);
    expect(missing.code).to.equal(2);
    expect(missing.stderr).to.contain("none.csv:1: can't be read (ENOENT)");
    expect((await evaluate("--labels", "x.csv")).code).to.equal(2);
    const help = await evaluate("--help");
    expect(help.code).to.equal(0);
    expect(help.stdout).to.contain("--predictions");
  });
});
