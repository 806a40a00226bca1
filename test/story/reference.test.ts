import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import fc from "fast-check";
import { checkStory } from "../../scripts/story/reference/check.ts";
import { compare, floor, fraction, toText } from "../../scripts/story/reference/fraction.ts";
import type { Position } from "../../scripts/story/report.ts";
import { DEFAULT_REVENUE, type Phase } from "../../scripts/story/revenue.ts";
import { historyOf, SMALL, SMALL_REVENUE } from "./fixtures.ts";
import { check, small } from "./reports.ts";
import { type Simulation, simulate } from "./simulator.ts";

describe("Exact fractions", () => {
  it("are reduced and round towards minus infinity", () => {
    expect(toText(fraction(6n, -4n))).to.equal("-3/2");
    expect(floor(fraction(-3n, 2n))).to.equal(-2n);
    expect(floor(fraction(7n, 2n))).to.equal(3n);
    expect(compare(fraction(1n, 3n), fraction(2n, 6n))).to.equal(0);
    expect(() => fraction(1n, 0n)).to.throw(RangeError);
  });
});

describe("X2 the reference model passes an honest story", () => {
  it("of a small history, claimed at the end", () => {
    expect(check(simulate(small))).to.deep.equal([]);
  });

  it("of a small history, claimed after every settlement", () => {
    expect(check(simulate({ ...small, eager: true }))).to.deep.equal([]);
  });

  it("in which the release 1 money comes before there is a release, or before anything is accepted", () => {
    const late = { ...small, score: (_: unknown, place: number) => (place < 3 ? 10 : 60) };
    expect(check(simulate(late))).to.deep.equal([]);
  });

  it("in which nothing is ever accepted: the contributors' money stays parked", () => {
    const report = simulate({ ...small, score: () => 0, fee: 0n });
    expect(check(report)).to.deep.equal([]);
    const settled = report.timeline.filter((entry) => entry.type === "settle" && entry.asset === "ETH");
    const parts = settled.flatMap((entry) => (entry.type === "settle" ? [...entry.upstream, entry] : []));
    const parked = parts.filter(({ model }) => model === "1").reduce((sum, one) => sum + BigInt(one.contributors), 0n);
    expect(BigInt(report.totals.ETH?.residue ?? 0) - parked).to.be.within(0n, 20n);
  });

  it("in which leaves leave with release 2", () => {
    const leavers: Simulation = {
      ...small,
      leavers: [
        ["1", 1],
        ["5", 0],
      ],
    };
    expect(check(simulate(leavers))).to.deep.equal([]);
  });

  it("in which a release lists all its members rather than those that join", () => {
    const report = simulate(small);
    const releases = report.timeline.filter((entry) => entry.type === "release").filter(({ model }) => model === "1");
    const members = releases.flatMap(({ included }) => included);
    for (const entry of releases) if (entry.n === 2) entry.included = members;
    expect(check(report)).to.deep.equal([]);
  });

  it("whose revenue is given as the text of a table", () => {
    const rows = SMALL_REVENUE.map(
      ({ phase, asset, amount }) => `${phase},${asset === "ETH" ? "native" : asset},${amount}`,
    );
    const revenue = ["phase,asset,amount", ...rows].join("\n");
    expect(checkStory({ historyCsv: SMALL, revenue, report: simulate(small) })).to.deep.equal([]);
  });

  for (const name of ["open-assistant", "promptsource", "bigcode-evaluation-harness"]) {
    it(`of the real history ${name}`, () => {
      const historyCsv = readFileSync(
        fileURLToPath(new URL(`../../data/histories/${name}.csv`, import.meta.url)),
        "utf8",
      );
      const real: Simulation = { historyCsv, revenue: DEFAULT_REVENUE, score: (_, place) => 40 + ((place * 13) % 61) };
      expect(check(simulate(real), real)).to.deep.equal([]);
    }).timeout(60_000);
  }

  it("of any history, with any scores, revenue and times of claiming", () => {
    const person = fc.constantFrom("ana", "ben", "chi", "dee", "eve");
    const row = fc.record({
      date: fc.constantFrom("2023-12-31", "2024-01-01", "2024-01-31", "2024-02-29", "2024-06-15"),
      author: person,
      coauthors: fc.array(person, { maxLength: 4 }).map((people) => people.join(";")),
      area: fc.constantFrom("app", "data", "docs", "eval", "eval_code", "infra", "model", "test"),
      added: fc.nat(50_000).map(String),
      removed: fc.nat(50_000).map(String),
    });
    const payment = fc.record({
      phase: fc.constantFrom<Phase>(0, 1, 2),
      asset: fc.constantFrom("ETH", "USDC"),
      amount: fc.oneof(fc.bigInt(1n, 50n), fc.bigInt(1n, 2n ** 96n - 1n)),
    });
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 12 }),
        fc.array(payment, { minLength: 1, maxLength: 8 }),
        fc.array(fc.nat(100), { minLength: 12, maxLength: 12 }),
        fc.boolean(),
        fc.boolean(),
        (rows, revenue, scores, eager, leaves) => {
          const score = (_: unknown, place: number) => scores[place] ?? 0;
          const leavers: Position[] = leaves ? [["1", 0]] : [];
          const random: Simulation = { historyCsv: historyOf(rows), revenue, score, eager, leavers };
          expect(check(simulate(random), random)).to.deep.equal([]);
        },
      ),
      { numRuns: 200 },
    );
  }).timeout(60_000);
});
