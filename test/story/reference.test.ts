import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import fc from "fast-check";
import { checkStory } from "../../scripts/story/reference/check.ts";
import { compare, floor, fraction, toText } from "../../scripts/story/reference/fraction.ts";
import { DEFAULT_REVENUE, type Phase } from "../../scripts/story/revenue.ts";
import { historyOf, SMALL, SMALL_REVENUE, smallScore } from "./fixtures.ts";
import { type Simulation, simulate } from "./simulator.ts";

const small: Simulation = { historyCsv: SMALL, revenue: SMALL_REVENUE, score: smallScore };

function check(report: unknown, { historyCsv, revenue }: Simulation = small) {
  return checkStory({ historyCsv, revenue, report });
}

type Json = { [key: string]: Json } | Json[] | string | number | boolean | null;
type Path = (string | number)[];

function leavesOf(value: Json, path: Path = []): { path: Path; value: Json }[] {
  if (typeof value !== "object" || value === null) return [{ path, value }];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
}

function copyOf(report: unknown): Json {
  return JSON.parse(JSON.stringify(report)) as Json;
}

/** The report with the value at `path` replaced. */
function withChange(report: unknown, path: Path, change: (value: Json) => Json): Json {
  const copy = copyOf(report);
  let node = copy;
  for (const key of path.slice(0, -1)) node = (node as { [key: string]: Json })[key] as Json;
  const parent = node as { [key: string]: Json };
  const last = `${path.at(-1)}`;
  parent[last] = change(parent[last] ?? null);
  return copy;
}

/** Digits that aren't amounts of anything: names of things, and durations that no amount depends on. */
const NOT_AMOUNTS = new Set(["id", "model", "contribution", "proposal", "time", "snapshot"]);

/** Kinds of which the small story has no accepted work, so that no token was ever minted at their rate. */
const NEVER_MINTED = new Set(["Knowledge", "Curation", "Compute"]);

function isAmount(path: Path, value: Json): boolean {
  if (typeof value !== "string" || !/^\d+$/.test(value) || path.includes("periods")) return false;
  if (path.includes("tokenRates") && NEVER_MINTED.has(`${path.at(-1)}`)) return false;
  // Ids inside `included`, `excluded` and `positions` lists.
  if (["included", "excluded", "positions"].some((key) => path.includes(key))) return false;
  return !NOT_AMOUNTS.has(`${path.at(-1)}`);
}

describe("Exact fractions", () => {
  it("are reduced and round towards minus infinity", () => {
    expect(toText(fraction(6n, -4n))).to.equal("-3/2");
    expect(floor(fraction(-3n, 2n))).to.equal(-2n);
    expect(floor(fraction(7n, 2n))).to.equal(3n);
    expect(compare(fraction(1n, 3n), fraction(2n, 6n))).to.equal(0);
    expect(() => fraction(1n, 0n)).to.throw(RangeError);
  });
});

describe("The reference model passes an honest story", () => {
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
    const report = simulate({ ...small, score: () => 0 });
    expect(check(report)).to.deep.equal([]);
    expect(report.totals.ETH?.residue).to.equal(report.totals.ETH?.contributors);
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
    const members = report.timeline.flatMap((entry) => (entry.type === "release" ? entry.included : []));
    for (const entry of report.timeline) if (entry.type === "release" && entry.n === 2) entry.included = members;
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
        (rows, revenue, scores, eager) => {
          const score = (_: unknown, place: number) => scores[place] ?? 0;
          const random: Simulation = { historyCsv: historyOf(rows), revenue, score, eager };
          expect(check(simulate(random), random)).to.deep.equal([]);
        },
      ),
      { numRuns: 200 },
    );
  }).timeout(60_000);
});

describe("The reference model finds one wei too much or too little", () => {
  for (const eager of [false, true]) {
    const report = simulate({ ...small, eager });
    it(`in any amount of the report${eager ? ", with many claims" : ""}`, () => {
      const amounts = leavesOf(copyOf(report)).filter(({ path, value }) => isAmount(path, value));
      expect(amounts.length).to.be.greaterThan(120);
      const missed: string[] = [];
      for (const { path } of amounts) {
        for (const by of [1n, -1n]) {
          const faulty = withChange(report, path, (value) => `${BigInt(`${value}`) + by}`);
          if (check(faulty).length === 0) missed.push(`${path.join(".")} ${by}`);
        }
      }
      expect(missed).to.deep.equal([]);
    }).timeout(60_000);
  }

  it("in any score, index, count or basis point", () => {
    const report = simulate(small);
    const counters = leavesOf(copyOf(report)).filter(({ path, value }) => {
      // Only their order means anything; a vote's choice is the voter's own.
      return typeof value === "number" && !["seq", "support"].includes(`${path.at(-1)}`);
    });
    expect(counters.length).to.be.greaterThan(40);
    for (const { path } of counters) {
      for (const by of [1, -1]) {
        const faulty = withChange(report, path, (value) => Number(value) + by);
        expect(check(faulty), `${path.join(".")} ${by}`).not.to.deep.equal([]);
      }
    }
  });

  it("that is hidden from every sum, because claim, claimed, earned, paid and residue all say the same", () => {
    for (const by of [1n, -1n]) {
      const report = simulate(small);
      const claims = report.timeline.filter((entry) => entry.type === "claim");
      for (const { seq, account, asset } of claims) {
        const faulty = structuredClone(report);
        const move = <Key extends string>(holder: Record<Key, string> | undefined, key: Key, amount: bigint) => {
          if (holder !== undefined) holder[key] = `${BigInt(holder[key]) + amount}`;
        };
        const claim = faulty.timeline.find((entry) => entry.seq === seq);
        if (claim?.type === "claim") move(claim as { amount: string }, "amount", by);
        const owner = faulty.accounts.find((one) => one.account === account);
        move(owner?.claimed, asset, by);
        move(owner?.earned, asset, by);
        move(faulty.totals[asset], "paid", by);
        move(faulty.totals[asset], "residue", -by);
        const kinds = check(faulty).map(({ kind, key }) => `${kind} ${key.replace(/\[\d+\]/, "")}`);
        expect(kinds).to.deep.equal([
          "claim report.timeline.amount",
          `account account of ${owner?.author}.earned.${asset}`,
        ]);
      }
    }
  });

  it("that went to the other of two accounts", () => {
    const report = simulate(small);
    const [first, second] = report.accounts;
    if (first === undefined || second === undefined) throw new Error("too few accounts");
    for (const sums of [first.earned, first.claimed]) sums.USDC = `${BigInt(sums.USDC ?? 0) + 1n}`;
    for (const sums of [second.earned, second.claimed]) sums.USDC = `${BigInt(sums.USDC ?? 0) - 1n}`;
    expect(check(report).length).to.be.greaterThan(0);
  });
});

describe("The reference model finds a story that isn't the rule's", () => {
  type Report = ReturnType<typeof simulate>;
  const faults: [what: string, plant: (report: Report) => void, kind: string][] = [
    ["a missing contribution", (report) => report.contributions.pop(), "manifest"],
    [
      "a contribution too many",
      (report) => report.contributions.push({ ...at(report.contributions, 0), id: "99" }),
      "manifest",
    ],
    ["a missing leaf", (report) => at(report.contributions, 0).leaves.pop(), "manifest"],
    [
      "a leaf of another author",
      (report) => Object.assign(at(at(report.contributions, 0).leaves, 0), { author: "dee" }),
      "manifest",
    ],
    [
      "a leaf of another account",
      (report) => Object.assign(at(at(report.contributions, 0).leaves, 0), { account: at(report.accounts, 3).account }),
      "manifest",
    ],
    [
      "rejected work shown as accepted",
      (report) => Object.assign(at(report.contributions, 1), { status: "Accepted" }),
      "contribution",
    ],
    ["a release without one of its contributions", (report) => entry(report, "release").included.pop(), "release"],
    [
      "a release with a contribution of later months",
      (report) => entry(report, "release").included.push("5"),
      "release",
    ],
    ["a leaf excluded that earned on", (report) => entry(report, "release", 1).excluded.push(["1", 1]), "claim"],
    ["a leaf excluded that doesn't exist", (report) => entry(report, "release", 1).excluded.push(["1", 77]), "release"],
    [
      "a claim for another's position",
      (report) =>
        Object.assign(entry(report, "claim"), {
          positions: [
            ["1", 0],
            ["3", 1],
          ],
        }),
      "claim",
    ],
    ["a claim that names a position twice", (report) => entry(report, "claim").positions.push(["1", 0]), "claim"],
    ["units claimed twice", (report) => report.timeline.push({ ...entry(report, "units"), ...after(report) }), "units"],
    ["units never claimed", (report) => drop(report, "units"), "units"],
    ["a payment that never came", (report) => drop(report, "receive"), "receive"],
    ["a settlement left out", (report) => drop(report, "settle"), "settle"],
    ["a release left out", (report) => drop(report, "release"), "release"],
    ["a score left out", (report) => drop(report, "score"), "timeline"],
    ["an execution without a proposal", (report) => drop(report, "propose"), "timeline"],
    [
      "a payment under another asset's name",
      (report) => Object.assign(entry(report, "receive"), { asset: "DAI" }),
      "receive",
    ],
    ["a time that goes back", (report) => Object.assign(at(report.timeline, 3), { time: "5" }), "timeline"],
    ["a place in the order used twice", (report) => Object.assign(at(report.timeline, 3), { seq: 2 }), "timeline"],
    ["a person without an account", (report) => report.accounts.pop(), "account"],
    ["an asset that never came", (report) => Object.assign(at(report.accounts, 0).claimed, { DAI: "0" }), "account"],
    [
      "totals of an asset that never came",
      (report) => Object.assign(report.totals, { DAI: report.totals.ETH }),
      "totals",
    ],
    ["upstream nobody has", (report) => Object.assign(entry(report, "settle"), { upstream: [{}] }), "settle"],
    ["a split that isn't whole", (report) => Object.assign(report.params.splitBps, { reserve: 1501 }), "params"],
    ["an amount as a number", (report) => Object.assign(entry(report, "receive"), { amount: 5 }), "shape"],
    ["an amount with a leading zero", (report) => Object.assign(entry(report, "receive"), { amount: "05" }), "shape"],
    ["another schema", (report) => Object.assign(report, { schema: 2 }), "shape"],
    ["a key that is missing", (report) => Object.assign(report, { totals: undefined }), "shape"],
  ];
  for (const [what, plant, kind] of faults) {
    it(`as for ${what}`, () => {
      const report = simulate(small);
      plant(report);
      expect(check(report).map((mismatch) => mismatch.kind)).to.include(kind);
    });
  }

  it("never throws on something that is no report at all", () => {
    for (const report of [undefined, null, 1, "x", [], {}, { timeline: [1, null, { type: 3 }], contributions: {} }]) {
      expect(check(report).length).to.be.greaterThan(0);
    }
  });

  it("reports a history that it can't read", () => {
    const kinds = (historyCsv: string) => checkStory({ historyCsv, revenue: [], report: {} }).map(({ kind }) => kind);
    expect(kinds("")).to.deep.equal(["input"]);
    expect(kinds("date\n1")).to.deep.equal(["input"]);
  });

  it("lets a story that isn't over stand, and only then", () => {
    const report = simulate(small);
    report.timeline = report.timeline.filter((one) => one.type !== "claim");
    for (const account of report.accounts) account.claimed = {};
    for (const totals of Object.values(report.totals))
      Object.assign(totals, { paid: "0", residue: totals.contributors });
    const open = checkStory({ historyCsv: SMALL, revenue: SMALL_REVENUE, report, complete: false });
    expect(open).to.deep.equal([]);
    expect(check(report).length).to.be.greaterThan(0);
  });

  function at<T>(list: T[], index: number): T {
    const value = list[index];
    if (value === undefined) throw new Error(`nothing at ${index}`);
    return value;
  }

  function entry<Type extends Report["timeline"][number]["type"]>(report: Report, type: Type, place = 0) {
    const found = report.timeline.filter((one) => one.type === type)[place];
    return found as Extract<Report["timeline"][number], { type: Type }>;
  }

  function after(report: Report) {
    const last = at(report.timeline, report.timeline.length - 1);
    return { seq: last.seq + 1, time: last.time };
  }

  function drop(report: Report, type: string): void {
    report.timeline.splice(
      report.timeline.findIndex((one) => one.type === type),
      1,
    );
  }
});
