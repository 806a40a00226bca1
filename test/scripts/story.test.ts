// `npm run story` as outsiders run it: on data of their own, with one JSON object on stdout and exit codes they can trust.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seatAuthor } from "@commonmind/sdk";
import { expect } from "chai";
import { keccak256, toHex } from "viem";
import { checkStory } from "../../scripts/story/reference/check.ts";
import type { StoryReport, TimelineEntry } from "../../scripts/story/report.ts";
import { DEFAULT_REVENUE } from "../../scripts/story/revenue.ts";
import { runScript } from "./run.ts";
import { runWarm } from "./warm.ts";

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

  it("X2 prints one JSON object whose amounts the reference model confirms, twice the same but for timing", async () => {
    const path = file("history.csv", history);
    const runs = [];
    for (const run of [runScript, runWarm]) {
      const { code, stdout } = await run("story/main.ts", ["--history", path, "--seed", "7", "--json"]);
      expect(code).to.equal(0);
      runs.push(JSON.parse(stdout) as StoryReport);
    }
    const [first, second] = runs as [StoryReport, StoryReport];
    expect(checkStory({ historyCsv: history, revenue: DEFAULT_REVENUE, report: first })).to.deep.equal([]);
    // A chain's clock goes with the machine's: how long telling took shows in its times, which begin in 2026.
    const timeless = (report: StoryReport) =>
      JSON.stringify({ ...report, timing: null }).replaceAll(/"17[67]\d{7}"/g, '"a time"');
    expect(timeless(first)).to.equal(timeless(second));
    expect(first.schema).to.equal(1);
    expect(first.contributions.filter(({ kind }) => kind !== "Curation")).to.have.length(5);
    const [lessons, scenes] = [2, 3];
    const paid = first.timeline.filter(({ type }) => type === "pay").length;
    expect(first.contributions.filter(({ kind }) => kind === "Curation")).to.have.length(lessons + scenes + paid);
    const authors = first.accounts.map(({ author }) => author);
    expect(authors.slice(0, 4)).to.deep.equal(["ana", "ben", "cy", "dee"]);
    const founders = [1, 2, 3, 4, 5, 6, 7].map((n) => `founder-${n}`);
    expect(authors).to.include.members([...founders, "neighbour-1", "neighbour-2"]);
    expect(authors.at(-1)).to.match(/^seat:\d+$/);
    expect(first.timeline.filter(({ type }) => type === "release")).to.have.length(3);
    // Work of March and April joins with release 2: who has only that earns nothing of the first payment.
    const dee = first.accounts.find(({ author }) => author === "dee");
    expect(BigInt(dee?.earned.ETH ?? 0) < 7_333_333_333_333_333_331n).to.equal(true);
  });

  it("judges all work by panels: bad work is rejected, a verdict overturned, a reviewer voided, a copy struck", async () => {
    const path = file("history.csv", history);
    const out = join(folder, "reviews.json");
    const { code, stderr } = await runWarm("story/main.ts", ["--history", path, "--out", out]);
    expect(code, stderr).to.equal(0);
    const { contributions, timeline, params, accounts } = JSON.parse(readFileSync(out, "utf8")) as StoryReport;
    const of = <Type extends TimelineEntry["type"]>(type: Type) =>
      timeline.filter((entry) => entry.type === type) as Extract<TimelineEntry, { type: Type }>[];
    const work = (id: string | undefined) => contributions.find((one) => one.id === id);

    // Nothing is scored but by a panel, or as the pay of one.
    const judged = new Set([...of("tally"), ...of("pay")].map(({ contribution }) => contribution));
    expect(contributions.map(({ id }) => id).filter((id) => !judged.has(id))).to.deep.equal([]);
    for (const { seats, round } of of("draw")) expect(seats).to.have.length(round === 1 ? params.review.panelSize : 5);

    const rejected = contributions.filter(({ status }) => status === "Rejected");
    expect(rejected.map(({ leaves }) => leaves.map(({ author, units }) => [author, units]))).to.deep.equal([
      [["neighbour-1", "0"]],
    ]);
    const [challenge] = of("challenge");
    const verdicts = of("score").filter(({ contribution }) => contribution === challenge?.contribution);
    expect(verdicts.map(({ score }) => score >= 50)).to.deep.equal([false, true]);
    expect(work(challenge?.contribution)).to.include({ status: "Final", score: verdicts[1]?.score });

    const [taken] = of("void");
    const leaf = work(taken?.contribution)?.leaves[taken?.index ?? 0];
    expect([taken?.contribution, leaf?.author]).to.deep.equal([challenge?.contribution, `seat:${taken?.seat}`]);

    const [strike] = of("strike");
    const copy = work(strike?.contribution)?.leaves[strike?.index ?? 0];
    expect([copy?.author, copy?.units]).to.deep.equal(["neighbour-2", strike?.units]);
    const leaving = of("release")
      .filter(({ model }) => model === "3")
      .flatMap(({ excluded }) => excluded);
    expect(leaving).to.deep.equal([[strike?.contribution, strike?.index]]);
    const finder = of("pay").find((entry) => entry.for === "duplicate");
    expect([finder?.seat, finder?.units]).to.deep.equal([strike?.finder, strike?.reward]);

    // Who reviewed owns a part of what was reviewed: all of them earn.
    for (const { seat, units } of of("pay")) {
      const account = accounts.find(({ author }) => author === `seat:${seat}`);
      expect(BigInt(account?.units ?? 0) >= BigInt(units) * 100n).to.equal(true);
      expect(BigInt(account?.earned.ETH ?? 0) > 0n).to.equal(true);
    }
  });

  it("is told to its end where one author has done all, or nearly all: their claims wait for the last vote", async () => {
    const rowsOf = (author: string, count: number, from: number) =>
      Array.from({ length: count }, (_, i) =>
        row(i % 2 === 0 ? "2024-01-03" : "2024-02-03", author, "", "data", 900, from + i),
      );
    const alone = [header, ...rowsOf("ana", 600, 0)].join("\n");
    const nearly = [header, ...rowsOf("ana", 990, 0), ...rowsOf("ben", 10, 2_000)].join("\n");
    for (const [name, text] of Object.entries({ alone, nearly })) {
      const out = join(folder, `${name}.json`);
      const path = file(`${name}.csv`, text);
      const { code, stderr } = await runWarm("story/main.ts", ["--history", path, "--out", out]);
      expect(code, stderr).to.equal(0);
      const { timeline, mismatches } = JSON.parse(readFileSync(out, "utf8")) as StoryReport;
      expect(mismatches).to.deep.equal([]);
      const lastVote = timeline.findLastIndex(({ type }) => type === "execute");
      const late = timeline.filter((entry, i) => entry.type === "units" && i > lastVote);
      expect(late.length, "claims after the last vote").to.be.greaterThan(0);
    }
  });

  it("has both models earn, and their members: one leaves, one moves, one lapses for good and one comes back", async () => {
    const out = join(folder, "members.json");
    const path = file("history.csv", history);
    const { code, stderr } = await runWarm("story/main.ts", ["--history", path, "--out", out]);
    expect(code, stderr).to.equal(0);
    const report = JSON.parse(readFileSync(out, "utf8")) as StoryReport;
    const { params, timeline, accounts, members, totals } = report;
    const of = <Type extends TimelineEntry["type"]>(type: Type) =>
      timeline.filter((entry) => entry.type === type) as Extract<TimelineEntry, { type: Type }>[];

    expect(params.models.map(({ name, upstream }) => [name, upstream])).to.deep.equal([
      ["Assistant", []],
      ["Guide", []],
      ["Tutor", [{ model: "1", bps: 2_000 }]],
    ]);
    for (const asset of ["ETH", "USDC"]) {
      const settled = of("settle").filter((entry) => entry.asset === asset);
      expect(settled.map(({ model }) => model)).to.deep.equal(["1", "3", "1", "3"]);
      for (const { model, received, upstream, contributors, dividend, reserve } of settled) {
        expect(upstream.map((slice) => slice.model)).to.deep.equal(model === "3" ? ["1"] : []);
        const parts = [...upstream.map((slice) => slice.amount), contributors, dividend, reserve];
        expect(parts.reduce((sum, part) => sum + BigInt(part), 0n)).to.equal(BigInt(received));
      }
      expect(BigInt(totals[asset]?.dividendPaid ?? 0) > 0n).to.equal(true);
    }

    const [withdrawn] = of("withdraw");
    const leaving = of("release").filter(({ model, n }) => model === "1" && n === 2);
    expect(leaving.flatMap(({ excluded }) => excluded)).to.deep.equal([[withdrawn?.contribution, withdrawn?.index]]);

    const [rebind] = of("rebind");
    const mover = accounts.find(({ account }) => account === rebind?.from);
    expect(mover).to.include({ wallet: rebind?.to, seat: rebind?.seat, votes: mover?.tokens });
    expect(of("recover").map(({ from, to, positions }) => [from, to, positions.length > 0])).to.deep.equal([
      [rebind?.from, rebind?.to, false],
      [rebind?.from, rebind?.to, true],
    ]);
    const later = of("claim").filter(({ to }) => to === rebind?.to);
    expect(new Set(later.map(({ account }) => account))).to.deep.equal(
      new Set([seatAuthor(BigInt(rebind?.seat ?? 0))]),
    );

    const [lost, late] = of("expire").map(({ seat }) => seat);
    expect(of("renew").map(({ seat, effect }) => [seat, effect])).to.deep.equal([[late, "restored"]]);
    expect(new Set(of("sweep").map(({ seat }) => seat))).to.deep.equal(new Set([lost]));
    expect(members.filter(({ status }) => status !== "active").map(({ seat, status }) => [seat, status])).to.deep.equal(
      [[lost, "forfeited"]],
    );
    const earned = new Set(members.map(({ dividend }) => dividend.USDC?.earned));
    expect(earned.size).to.be.greaterThan(2);
  });

  it("takes the direction that a ballot chose, and has the members refuse twice what holders passed", async () => {
    const out = join(folder, "votes.json");
    const path = file("history.csv", history);
    const { code, stderr } = await runWarm("story/main.ts", ["--history", path, "--out", out]);
    expect(code, stderr).to.equal(0);
    const { timeline, mismatches } = JSON.parse(readFileSync(out, "utf8")) as StoryReport;
    expect(mismatches).to.deep.equal([]);
    const of = <Type extends TimelineEntry["type"]>(type: Type, proposal: string | undefined) =>
      timeline.filter((entry) => entry.type === type && "proposal" in entry && entry.proposal === proposal) as Extract<
        TimelineEntry,
        { type: Type }
      >[];
    const asked = timeline.filter((entry) => entry.type === "propose");

    const [ballot, ...others] = asked.filter(({ options }) => options !== undefined);
    expect(others).to.have.length(0);
    expect(ballot?.options?.length).to.be.at.least(3);
    expect(ballot?.class).to.equal("ordinary");
    const [chosen] = of("outcome", ballot?.proposal);
    const winner = chosen?.winner ?? 0;
    expect(chosen?.state).to.equal("succeeded");
    expect(chosen?.approvals).to.have.length((ballot?.options?.length ?? 0) + 1);
    const before = ballot?.options?.slice(0, winner - 1).reduce((sum, { calls }) => sum + calls, 0) ?? 0;
    const won = ballot?.calls.slice(before, before + (ballot.options?.[winner - 1]?.calls ?? 0));
    const [executed] = of("execute", ballot?.proposal);
    expect(executed?.calls).to.deep.equal(won);
    // One person thought again; the ballot that counts is the last.
    const ballots = of("vote", ballot?.proposal);
    expect(ballots.filter(({ voter }) => voter === ballots[0]?.voter)).to.have.length(2);
    const carriedOut = timeline.findIndex((entry) => entry.type === "execute" && entry.proposal === ballot?.proposal);
    const released = timeline.findIndex(({ type, ...entry }) => type === "release" && "n" in entry && entry.n === 2);
    expect(released).to.be.lessThan(carriedOut);

    const refused = timeline.filter((entry) => entry.type === "outcome").filter(({ state }) => state === "defeated");
    expect(refused.map((outcome) => outcome.class)).to.have.members(["constitutional", "ordinary"]);
    for (const { proposal, holders, members, winner: none } of refused) {
      expect(none).to.equal(0);
      expect(BigInt(holders.for) > BigInt(holders.against)).to.equal(true);
      expect(BigInt(holders.for) + BigInt(holders.abstain) >= BigInt(holders.quorum)).to.equal(true);
      expect(members.against).to.be.greaterThan(members.for);
      expect([...of("queue", proposal), ...of("execute", proposal)]).to.deep.equal([]);
    }
  });

  it("tells a history of one author and one month, without tokens", async () => {
    const path = file("one.csv", [header, row("2024-01-03", "ana", "", "data", 12, 1)].join("\n"));
    const revenue = file("native.csv", "phase,asset,amount\n1,native,1000001\n");
    const { code, stdout, stderr } = await runWarm("story/main.ts", [
      "--history",
      path,
      "--revenue",
      revenue,
      "--json",
    ]);
    expect(code, stderr).to.equal(0);
    const { mismatches, timeline, totals } = JSON.parse(stdout) as StoryReport;
    expect(mismatches).to.deep.equal([]);
    expect(Object.keys(totals)).to.deep.equal(["ETH"]);
    expect(timeline.filter(({ type }) => type === "withdraw")).to.have.length(0);
    expect(timeline.filter(({ type }) => type === "rebind")).to.have.length(1);
  });

  it("parks revenue that comes before release 1, takes any token symbol, and writes to a file", async () => {
    const path = file("history.csv", history);
    const revenue = file(
      "revenue.csv",
      "phase,asset,amount\n0,native,1000003\n0,EURX,19\n1,EURX,77\n1,EURX,5\n2,native,1\n2,KES,999999999999\n",
    );
    const out = join(folder, "report.json");
    const { code, stdout } = await runWarm("story/main.ts", [
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
    // 19 before there is a Tutor; of 77 and 5 then, 23 and 1 are its: 4 of these 24 go to Assistant.
    expect(report.totals.EURX).to.deep.include({
      received: "101",
      upstream: "4",
      contributors: "57",
      dividend: "23",
      reserve: "17",
      upstreamParts: { contributors: "2", dividend: "1", reserve: "1" },
    });
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
    const gone = await runWarm("story/main.ts", ["--network", "localhost"], { COMMONMIND_CHAIN_PORT: "1" });
    expect(gone).to.include({ code: 2, stdout: "" });
    expect(gone.stderr).to.include("Start a chain first");
    const unknown = await runWarm("story/main.ts", ["--network", "nowhere", "--json"]);
    expect(unknown.code).to.equal(2);
    expect(JSON.parse(unknown.stdout)).to.have.nested.property("error.message");
    const seed = await runWarm("story/main.ts", ["--seed", "first"]);
    expect(seed.code).to.equal(2);
    expect(seed.stderr).to.include("whole number");
  });
});
