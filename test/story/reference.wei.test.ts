import { expect } from "chai";
import { check, move, small } from "./reports.ts";
import { simulate } from "./simulator.ts";

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
const NOT_AMOUNTS = new Set(["id", "model", "contribution", "proposal", "time", "snapshot", "serial", "expiry"]);

/** Kinds of which the small story has no accepted work, so that no token was ever minted at their rate. */
const NEVER_MINTED = new Set(["Knowledge", "Compute"]);

function isAmount(path: Path, value: Json): boolean {
  if (typeof value !== "string" || !/^\d+$/.test(value) || path.includes("periods")) return false;
  if (path.includes("tokenRates") && NEVER_MINTED.has(`${path.at(-1)}`)) return false;
  // What reviewers' records are worth comes of the chain; the rules' fee is only a bound of what was put aside.
  if (path.includes("weights") || (path[0] === "params" && path[1] === "review")) return false;
  // Ids inside `included`, `excluded` and `positions` lists.
  if (["included", "excluded", "positions"].some((key) => path.includes(key))) return false;
  return !NOT_AMOUNTS.has(`${path.at(-1)}`);
}

const UNSEEN = new Set(["seq", "vetoBps", "turnoutBps", "fewestSeats"]);

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
      // Only their order means anything; and what one more of those bounds would do shows in none of these votes.
      return typeof value === "number" && !UNSEEN.has(`${path.at(-1)}`);
    });
    expect(counters.length).to.be.greaterThan(40);
    for (const { path } of counters) {
      for (const by of [1, -1]) {
        const faulty = withChange(report, path, (value) => Number(value) + by);
        expect(check(faulty), `${path.join(".")} ${by}`).not.to.deep.equal([]);
      }
    }
  }).timeout(60_000);

  it("that is hidden from every sum, because claim, claimed, earned, paid and residue all say the same", () => {
    for (const by of [1n, -1n]) {
      const report = simulate(small);
      const claims = report.timeline.filter((entry) => entry.type === "claim");
      for (const { seq, asset, positions } of claims) {
        const faulty = structuredClone(report);
        const claim = faulty.timeline.find((entry) => entry.seq === seq);
        if (claim?.type === "claim") move(claim as { amount: string }, "amount", by);
        const [id, index] = positions[0] ?? [];
        const leaf = faulty.contributions.find((work) => work.id === id)?.leaves.find((one) => one.index === index);
        const owner = faulty.accounts.find((one) => one.account === leaf?.account);
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
  }).timeout(60_000);

  it("that is hidden from every sum of the dividend", () => {
    for (const by of [1n, -1n]) {
      const report = simulate(small);
      for (const { seq, seat, asset } of report.timeline.filter((entry) => entry.type === "dividend")) {
        const faulty = structuredClone(report);
        const payment = faulty.timeline.find((entry) => entry.seq === seq);
        if (payment?.type === "dividend") move(payment as { amount: string }, "amount", by);
        const member = faulty.members.find((one) => one.seat === seat);
        const account = faulty.accounts.find((one) => one.seat === seat && one.dividend !== undefined);
        for (const earning of [member?.dividend[asset], account?.dividend?.[asset]]) {
          move(earning, "earned", by);
          move(earning, "claimed", by);
        }
        move(faulty.totals[asset], "dividendPaid", by);
        move(faulty.totals[asset], "dividendResidue", -by);
        expect(check(faulty).map(({ kind }) => kind)).to.include.members(["dividend", "member"]);
      }
    }
  }).timeout(60_000);

  it("that moved from one part of a slice to another, with every sum after it", () => {
    const report = simulate(small);
    for (const entry of report.timeline) {
      if (entry.type !== "settle") continue;
      const sums = report.totals[entry.asset];
      for (const [parts, total] of [[entry.upstream[0], sums?.upstreamParts] as const, [entry, sums] as const]) {
        if (parts === undefined) continue;
        const faulty = structuredClone(report);
        const copy = faulty.timeline.find(({ seq }) => seq === entry.seq);
        if (copy?.type !== "settle") throw new Error("no such settlement");
        const sum = faulty.totals[entry.asset];
        const holders = [parts === entry ? copy : copy.upstream[0], total === sums ? sum : sum?.upstreamParts] as (
          | Record<"reserve" | "dividend", string>
          | undefined
        )[];
        for (const holder of holders) {
          move(holder, "reserve", -1n);
          move(holder, "dividend", 1n);
        }
        move(sum, "dividendResidue", 1n);
        expect(check(faulty).map(({ kind }) => kind)).to.include("settle");
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
