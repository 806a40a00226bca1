// `npm run votes:replay` as outsiders run it, and the exact arithmetic under it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { planReplay } from "../../scripts/replay/plan.ts";
import { readDelegations, readVotes } from "../../scripts/replay/records.ts";
import { checkReplay, type Mismatch } from "../../scripts/replay/reference.ts";
import type { ProposalReport } from "../../scripts/replay/report.ts";
import { fromBase, parseDecimal, SUPPLY_LIMIT, scaleOf, toBase } from "../../scripts/replay/weights.ts";
import { root, runScript } from "./run.ts";
import { runWarm } from "./warm.ts";

type Output = {
  schema: number;
  proposals: ProposalReport[];
  mismatches: Mismatch[];
  delegations: { rows: number; ignored: { row: number; line: number; reason: string }[] };
  timing: unknown;
};

const decimal = (text: string) => {
  const parsed = parseDecimal(text);
  if (!parsed) throw new Error(`${text} is no decimal.`);
  return parsed;
};

describe("npm run votes:replay", () => {
  let folder: string;
  const file = (name: string, lines: readonly string[]) => {
    const path = join(folder, name);
    writeFileSync(path, `${lines.join("\n")}\n`);
    return path;
  };
  const replay = (args: readonly string[], run = runWarm) => run("replay/main.ts", args);
  async function replayed(args: readonly string[], run = runWarm): Promise<Output> {
    const { code, stdout, stderr } = await replay([...args, "--json"], run);
    expect(code, stderr).to.equal(0);
    const output = JSON.parse(stdout) as Output;
    expect(output.schema).to.equal(1);
    expect(output.mismatches).to.deep.equal([]);
    return output;
  }
  const byId = ({ proposals }: Output, id: string): ProposalReport => {
    const found = proposals.find((it) => it.id === id);
    if (!found) throw new Error(`${id} wasn't replayed.`);
    return found;
  };

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "commonmind-replay-"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("replays real votes: uncapped tallies are the file's sums, capped ones those of min(weight, cap)", async () => {
    const path = join(root, "data/votes/beanstalk_bip_votes.csv");
    const rows = readFileSync(path, "utf8").trim().split("\n").slice(1);
    const output = await replayed(["--votes", path], runScript);
    expect(output.proposals).to.have.length(18);
    let seats = 0;
    for (const { id, cap, capBps, holders, members, turnout, state } of output.proposals) {
      const weights = rows.filter((row) => row.startsWith(`${id},`)).map((row) => BigInt(row.split(",")[3] ?? ""));
      const sum = weights.reduce((a, b) => a + b, 0n);
      const most = (sum * BigInt(capBps)) / 10_000n;
      expect(cap).to.equal(`${most}`);
      expect(holders.uncapped).to.deep.equal({ against: "0", for: `${sum}`, abstain: "0" });
      expect(holders.capped.for).to.equal(`${weights.reduce((a, b) => a + (b < most ? b : most), 0n)}`);
      expect(members).to.deep.equal({ against: "0", for: `${weights.length}`, abstain: "0" });
      expect(turnout).to.deep.equal({ num: `${sum}`, den: `${sum}` });
      expect(state).to.equal("Succeeded");
      seats += Number(members.for);
    }
    expect(seats).to.equal(1269);
    expect(byId(output, "bip-3").largest?.voter).to.match(/^0x[0-9a-fA-F]{40}$/);
  });

  it("leaves an attacker with nothing who acquired its weight after the snapshot, and with the cap who held it before", async () => {
    const output = await replayed(["--votes", join(root, "data/votes/made_up_attack.csv")]);
    const flash = byId(output, "flash-acquired");
    expect(flash.holders.uncapped.for).to.equal("0");
    expect(flash.holders.capped.for).to.equal("0");
    expect(flash.members.for).to.equal("0");
    expect(flash.ignored.map(({ row, line }) => [row, line])).to.deep.equal([[1, 2]]);
    expect(flash.state).to.equal("Defeated");

    const held = byId(output, "held-before");
    expect(held.largest).to.deep.equal({ voter: "attacker", weight: "3160000" });
    expect(held.holders.uncapped).to.deep.equal({ against: "630000", for: "3160000", abstain: "210000" });
    expect(held.holders.capped).to.deep.equal({ against: "630000", for: "200000", abstain: "210000" });
    expect([held.stateUncapped, held.state]).to.deep.equal(["Succeeded", "Defeated"]);

    const alone = byId(output, "alone");
    expect([alone.stateUncapped, alone.state]).to.deep.equal(["Succeeded", "Defeated"]);
  });

  it("takes fractions, huge and zero weights, replaced rows, unknown choices, opaque ids and chambers of their own", async () => {
    const path = file("odd.csv", [
      "voter,proposal,weight,support,note,acquired,chamber",
      "0x10bf1Dcb5ab7860baB1C3320163C6dddf8DCC0e4,fine,0,1,,,",
      "0x10BF1DCB5AB7860BAB1C3320163C6DDDF8DCC0E4,fine,0.000000000000000001,0,,,".replace("0X", "0x"),
      '"a, b",fine,7922816251.426433,1,,before,',
      "nothing,fine,0,2,,,",
      "odd,fine,3,7,,,",
      "odd,fine,3,yes,,,",
      "one,single,1,1,,,",
      "zero,empty,0,1,,,",
      "one,like a ballot#options=1,5,1,,,",
      "one,like another's#proposer=0x10bf1Dcb5ab7860baB1C3320163C6dddf8DCC0e4,5,1,,,",
      "h1,houses,100,1,,,holders",
      "h2,houses,30,0,,,holders",
      "m1,houses,,0,,,members",
      "m2,houses,,0,,,members",
      "m3,houses,,0,,,members",
      "h1,houses,,1,,,members",
      "h1,houses,90,1,,,holders",
      "x,huge,1e32,1,,,",
      "y,huge,3e32,0,,,",
      "late,later,5,1,,before,",
      "late,later,9,0,,after,",
    ]);
    const output = await replayed(["--votes", path, "--cap", "1600", "--quorum", "48"]);
    const fine = byId(output, "fine");
    expect(fine.holders.uncapped).to.deep.equal({
      against: "0.000000000000000001",
      for: "7922816251.426433",
      abstain: "0",
    });
    expect(fine.turnout.den).to.equal("7922816251.426433000000000001");
    expect(fine.members).to.deep.equal({ against: "1", for: "1", abstain: "1" });
    expect(fine.replaced).to.equal(1);
    expect(fine.ignored.map(({ row, line }) => [row, line])).to.deep.equal([
      [5, 6],
      [6, 7],
    ]);

    const single = byId(output, "single");
    expect(single.holders.capped.for).to.equal("0.16");
    expect([single.stateUncapped, single.state]).to.deep.equal(["Succeeded", "Defeated"]);
    expect(byId(output, "empty").members.for).to.equal("1");
    expect(byId(output, "like a ballot#options=1").holders.uncapped.for).to.equal("5");

    const houses = byId(output, "houses");
    expect(houses.holders.uncapped).to.deep.equal({ against: "30", for: "90", abstain: "0" });
    expect(houses.members).to.deep.equal({ against: "3", for: "1", abstain: "0" });
    expect(houses.replaced).to.equal(1);
    expect(houses.state).to.equal("Defeated");

    expect(byId(output, "huge").holders.uncapped.against).to.equal(`3${"0".repeat(32)}`);
    const later = byId(output, "later");
    expect(later.holders.uncapped).to.deep.equal({ against: "0", for: "0", abstain: "0" });
    expect(later.members).to.deep.equal({ against: "0", for: "0", abstain: "0" });
  });

  it("moves delegated weight, all of it or a part, once and not further, and says which rows move nothing", async () => {
    const votes = file("votes.csv", [
      "proposal,voter,support,weight",
      "p,a,1,100",
      "p,b,0,50",
      "p,c,1,30.5",
      "p,d,2,10",
      "q,a,0,7",
    ]);
    const delegations = file("delegations.csv", [
      "delegator,delegate,space,weight",
      "a,b,x,40",
      "c,d,,",
      "outsider,b,,5.25",
      "outsider,silent,,20",
      "ghost,b,,",
      "b,b,,",
      "d,silent,,",
    ]);
    const output = await replayed(["--votes", votes, "--delegations", delegations]);
    const p = byId(output, "p");
    expect(p.holders.uncapped).to.deep.equal({ against: "95.25", for: "60", abstain: "30.5" });
    expect(p.turnout).to.deep.equal({ num: "185.75", den: "215.75" });
    expect(p.largest).to.deep.equal({ voter: "b", weight: "95.25" });
    expect(p.members).to.deep.equal({ against: "1", for: "2", abstain: "1" });
    // What a gave away it holds here too, and 7 are no more than that.
    expect(byId(output, "q").holders.uncapped.against).to.equal("0");
    expect(output.delegations.ignored.map(({ line }) => line)).to.deep.equal([6, 7]);
  });

  it("is the same twice but for timing, prints words and tables, and writes to a file", async () => {
    const path = file("small.csv", ["proposal,voter,support,weight", "p,a,1,60", "p,b,0,40"]);
    const first = await replayed(["--votes", path, "--seed", "7"]);
    const second = await replayed(["--votes", path, "--seed", "7"]);
    expect({ ...first, timing: null }).to.deep.equal({ ...second, timing: null });
    const out = join(folder, "report.json");
    const written = await replay(["--votes", path, "--out", out]);
    expect(written).to.include({ code: 0, stdout: "" });
    expect((JSON.parse(readFileSync(out, "utf8")) as Output).proposals).to.deep.equal(first.proposals);
    const words = await replay(["--votes", path]);
    expect(words.stdout).to.include("no difference").and.include("60.00% / 40.00%");
    const help = await replay(["--help"]);
    expect(help.code).to.equal(0);
    expect(help.stdout).to.include("proposal,voter,support,weight[,acquired,chamber]");
  });

  it("names file and line of every problem, and ends with 2", async () => {
    const bad = file("bad.csv", [
      "proposal,voter,support,weight,acquired,chamber",
      "p,a,1,-5,,",
      "p,,1,abc,,",
      "p,c,1,1,sometime,upper",
      "p,e,1",
    ]);
    const { code, stdout, stderr } = await replay(["--votes", bad]);
    expect([code, stdout]).to.deep.equal([2, ""]);
    const places = [
      '2, column "weight"',
      '3, column "voter"',
      '3, column "weight"',
      '4, column "acquired"',
      '4, column "chamber"',
    ];
    for (const place of [...places, '5, column "weight"']) expect(stderr).to.include(`${bad}:${place}`);

    const lacking = await replay(["--votes", file("lacking.csv", ["proposal,voter", "p,a"]), "--json"]);
    expect(lacking.code).to.equal(2);
    expect(lacking.stderr).to.include("lacks support, weight");
    expect(JSON.parse(lacking.stdout)).to.have.nested.property("error.message");

    const good = file("good.csv", ["proposal,voter,support,weight", "p,a,1,1"]);
    const delegations = file("bad-delegations.csv", ["delegator,delegate,weight", ",b,1", "a,b,much"]);
    const refused = await replay(["--votes", good, "--delegations", delegations], runScript);
    expect(refused.code).to.equal(2);
    expect(refused.stderr).to.include(`${delegations}:2, column "delegator"`);
    expect(refused.stderr).to.include(`${delegations}:3, column "weight"`);

    const fine = file("too-fine.csv", ["proposal,voter,support,weight", "p,a,1,1e30", "p,b,1,0.1"]);
    const inexact = await replay(["--votes", fine]);
    expect(inexact.code).to.equal(2);
    expect(inexact.stderr).to.include(`${fine}:2`).and.include("2^96");
    expect((await replay([])).code).to.equal(2);
    expect((await replay(["--votes", good, "--cap", "5000"])).code).to.equal(2);
    expect((await replay(["--votes", join(folder, "nowhere.csv")])).code).to.equal(2);
  });

  it("finds every tally that differs from the file's sums", async () => {
    const path = file("true.csv", ["proposal,voter,support,weight", "p,a,1,60", "p,b,0,40", "p,c,2,0.5"]);
    const { proposals } = await replayed(["--votes", path]);
    const [report] = proposals;
    if (!report) throw new Error("p was replayed.");
    const check = (changed: Partial<ProposalReport>) =>
      checkReplay(readVotes(path), [], [{ ...report, ...changed }]).map(({ key }) => key);
    expect(check({})).to.deep.equal([]);
    const { uncapped, capped } = report.holders;
    expect(check({ holders: { uncapped: { ...uncapped, for: "60.1" }, capped } })).to.deep.equal([
      "p.holders.uncapped.for",
    ]);
    expect(check({ holders: { uncapped, capped: { ...capped, against: "40" } } })).to.deep.equal([
      "p.holders.capped.against",
    ]);
    expect(check({ members: { ...report.members, abstain: "0" } })).to.deep.equal(["p.members.abstain"]);
    expect(check({ turnout: { num: "100.5", den: "101" } })).to.deep.equal(["p.turnout.den"]);
    expect(check({ cap: "6" })).to.include("p.cap");
  });
});

describe("Weights of recorded votes", () => {
  it("are read exactly, or not at all", () => {
    expect(decimal("0012.50")).to.deep.equal({ units: 125n, decimals: 1 });
    expect(decimal("1.5E-3")).to.deep.equal({ units: 15n, decimals: 4 });
    expect(decimal("1.25e2")).to.deep.equal({ units: 125n, decimals: 0 });
    expect(decimal("7.")).to.deep.equal({ units: 7n, decimals: 0 });
    for (const text of ["", "-1", "0x10", "1,000", "1e9999", ".", "NaN", "Infinity", "1".repeat(201)]) {
      expect(parseDecimal(text), text).to.equal(undefined);
    }
  });

  it("are whole in the coarsest base unit that loses nothing, and written back as they were", () => {
    const texts = ["3", "0.25", "10.125"];
    const weights = texts.map(decimal);
    const scale = scaleOf(weights, 500);
    if (!scale) throw new Error("These fit.");
    expect(scale).to.deep.equal({ decimals: 3, divisor: 1n });
    expect(weights.map((weight) => toBase(weight, scale))).to.deep.equal([3_000n, 250n, 10_125n]);
    expect(weights.map((weight) => fromBase(toBase(weight, scale), scale))).to.deep.equal(texts);
    expect(scaleOf([decimal("100"), decimal("7")], 500)).to.deep.equal({ decimals: 0, divisor: 1n });
    // A cap of less than a base unit would count nobody.
    expect(scaleOf([decimal("19")], 500)).to.deep.equal({ decimals: 18, divisor: 1n });
  });

  it("lose common zeros where their sum is beyond a supply, and are refused where that isn't enough", () => {
    const large = [decimal(`${SUPPLY_LIMIT}00`), decimal("300")];
    const scale = scaleOf(large, 500);
    expect(scale).to.equal(undefined);
    const round = [decimal("1e30"), decimal("5e29")];
    const found = scaleOf(round, 500);
    if (!found) throw new Error("These fit.");
    expect(found.decimals).to.equal(0);
    expect(round.map((weight) => fromBase(toBase(weight, found), found))).to.deep.equal([
      `1${"0".repeat(30)}`,
      `5${"0".repeat(29)}`,
    ]);
    expect(scaleOf([decimal(`${SUPPLY_LIMIT - 1n}`)], 500)).to.deep.equal({ decimals: 0, divisor: 1n });
  });
});

describe("The plan of a replay", () => {
  it("keeps who delegated in the real list of a DAO, the last one of each", () => {
    const path = join(root, "data/votes/stgdao_delegations.csv");
    const delegations = readDelegations(path);
    expect(delegations).to.have.length(1393);
    expect(new Set(delegations.map(({ delegate }) => delegate)).size).to.equal(241);
    const votes = delegations.map(({ delegator, row, line }) => ({
      row,
      line,
      proposal: "made up: one each",
      voter: delegator,
      support: "1",
      weight: { units: 1n, decimals: 0 },
      after: false,
      chambers: ["holders", "members"] as const,
      apart: false,
    }));
    const [plan] = planReplay(votes, delegations, { capBps: 500, file: path });
    const delegators = new Set(delegations.map(({ delegator }) => delegator.toLowerCase()));
    const last = new Map(delegations.map(({ delegator, delegate }) => [delegator, delegate] as const));
    expect(plan?.wallets).to.have.length(delegators.size);
    for (const { owner, delegate } of plan?.wallets ?? []) {
      expect(delegate).to.equal(last.get(owner) === owner ? null : last.get(owner));
    }
  });
});
