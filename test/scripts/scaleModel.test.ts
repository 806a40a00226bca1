// What docs/SCALE.md says follows from the committed benchmark; its model counts what is measured, by the formula of the chain.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { fromJson, type JsonRow } from "../../bench/gas/rows.ts";
import type { OffchainRow } from "../../bench/offchain.ts";
import { activity, cases, ETHER, l2, limits, own, priceLevels } from "../../bench/scale/assumptions.ts";
import { fastLzSize, fjordSize, l1Bytes, weiPerByte } from "../../bench/scale/data.ts";
import { big, bytes, dollars, percent } from "../../bench/scale/figures.ts";
import { costOf, finder, growthOf, inOneTransaction, linesOf, targetGas, totalOf } from "../../bench/scale/model.ts";
import { scalePage } from "../../bench/scale/page.ts";
import type { ScaleRun } from "../../bench/scale/run.ts";
import { root } from "../../scripts/lib/paths.ts";

const committed = JSON.parse(readFileSync(join(root, "bench", "results.json"), "utf8")) as {
  readonly env: ScaleRun["env"];
  readonly rows: readonly JsonRow[];
  readonly offchain: readonly OffchainRow[];
  readonly scale: ScaleRun;
};
const rows = committed.rows.map(fromJson);
const find = finder(rows);
const source = (path: string) => readFileSync(join(root, "contracts", "contributions", path), "utf8");

describe("The page of scale", () => {
  it("follows from the benchmark's file", () => {
    const page = readFileSync(join(root, "docs", "SCALE.md"), "utf8");
    expect(page, "npm run bench writes it anew").to.equal(scalePage({ ...committed, rows }));
  });

  it("rests on a simulation in which nothing was wrong, and which costs what the benchmark says", () => {
    const { contributors, claims, refusals, gas, wrong } = committed.scale.simulation;
    expect({ contributors, claims, refusals, wrong }).to.deep.equal({
      ...{ contributors: 1_000_000, claims: 600, refusals: 400, wrong: [] },
    });
    expect(gas.settle.least).to.equal(find("settle ERC-20", 1_000_000, "warm").gas);
    const first = find("claimUnits", 1_000_000, "cold").gas;
    expect(gas.claimUnits.least).to.be.within(first * 0.98, first);
    expect(gas.claimUnits.most).to.be.within(first, first * 1.02);
  });

  it("has the limits that the contracts have", () => {
    expect(source("ManifestTree.sol")).to.include(`MAX_DEPTH = ${own.depth};`);
    expect(source("review/ReviewerPool.sol")).to.include("uint24 entries;");
    expect(own.pool).to.equal(2 ** 24 - 1);
    expect(source("ContributionRegistry.sol")).to.include(`returns (uint40[${own.slots}] memory)`);
  });
});

describe("The model of scale", () => {
  it("sizes transactions as Fjord does", () => {
    // The vectors of op-geth's and Besu's tests of FastLZ.
    expect(fastLzSize(`0x${"00".repeat(1_000)}`)).to.equal(21);
    expect(fastLzSize(`0x${"01".repeat(1_000)}`)).to.equal(21);
    const empty = "0xdd80808094095e7baea6a6c7c4c2dfeb977efac326af552d878080808080";
    expect(fastLzSize(empty)).to.equal(31);
    const call =
      "0x02f901550a758302df1483be21b88304743f94f8" +
      "0e51afb613d764fa61751affd3313c190a86bb870151bd62fd12adb8" +
      "e41ef24f3f0000000000000000000000000000000000000000000000" +
      "00000000000000006e000000000000000000000000af88d065e77c8c" +
      "c2239327c5edb3a432268e5831000000000000000000000000000000" +
      "000000000000000000000000000003c1e50000000000000000000000" +
      "00000000000000000000000000000000000000000000000000000000" +
      "000000000000000000000000000000000000000000000000a0000000" +
      "00000000000000000000000000000000000000000000000000000000" +
      "148c89ed219d02f1a5be012c689b4f5b731827bebe00000000000000" +
      "0000000000c001a033fd89cb37c31b2cba46b6466e040c61fc9b2a36" +
      "75a7f5f493ebd5ad77c497f8a07cdf65680e238392693019b4092f61" +
      "0222e71b7cec06449cb922b93b6a12744e";
    expect(fastLzSize(call as `0x${string}`)).to.equal(202);
    expect(fjordSize(call as `0x${string}`)).to.be.closeTo(-42.5856 + 0.8365 * 202, 1e-9);
    expect(fjordSize(empty)).to.equal(100);
    expect(l1Bytes({ data: "0x" })).to.equal(100);
  });

  it("prices gas and bytes by hand as by itself", () => {
    const l1 = { baseFee: 2e9, blobBaseFee: 0.125e9, baseFeeScalar: 2_269, blobBaseFeeScalar: 1_055_762 };
    // 16 x 2 gwei x 0.002269 + 0.125 gwei x 1.055762
    expect(weiPerByte(l1)).to.be.closeTo(72_608_000 + 131_970_250, 1);
    const { l2: forGas, l1: forBytes } = costOf({ gas: 1e9, l1Bytes: 1e6 }, { name: "", l2GasPrice: 2e7, l1 });
    expect(forGas).to.be.closeTo(0.02 * ETHER, 1e-9);
    expect(forBytes).to.be.closeTo(0.00020457825 * ETHER, 1e-9);
    expect(priceLevels.map(({ l1: { baseFee, blobBaseFee } }) => baseFee / blobBaseFee)).to.deep.equal([16, 16, 16]);
  });

  it("takes gas, bytes and events of our own rows, and refuses what wasn't measured", () => {
    const row = rows.find(({ id }) => id === "vote-later/100/warm/commonmind");
    const { gas, events, bytes: size } = find("vote, later", 100, "warm");
    expect([gas, size, events]).to.deep.equal([Number(row?.gas), row?.calldataBytes, 1]);
    expect(() => find("vote, later", 7, "warm")).to.throw('nothing of "vote, later" with n = 7');
    expect(() => find("distribute native by pushing", 10, "warm")).to.throw("npm run bench");
  });

  it("grows by people, works, votes and models, each with what it says", () => {
    const [it] = cases;
    if (!it) throw new Error("There are cases.");
    const [one, people, models] = [
      it,
      { ...it, contributors: 10 * it.contributors },
      { ...it, models: 2 * it.models },
    ].map((each) => linesOf(each, find, activity, "together"));
    for (const [i, { grows, what, count }] of (one ?? []).entries()) {
      const times = (lines: typeof one) => (lines?.[i]?.count ?? 0) / count;
      expect(times(people), what).to.be.closeTo("nwv".includes(grows) ? 10 : 1, 1e-9);
      expect(times(models), what).to.be.closeTo(grows === "m" ? 2 : 1, 1e-9);
    }
    const whole = totalOf(one ?? []);
    expect(whole.gas).to.equal((one ?? []).reduce((sum, { count, each }) => sum + count * each.gas, 0));
  });

  it("is cheaper together than alone, and does the same", () => {
    for (const it of cases) {
      const [alone, together] = (["alone", "together"] as const).map((way) => linesOf(it, find, activity, way));
      expect(totalOf(together ?? []).gas).to.be.below(totalOf(alone ?? []).gas);
      const counts = (lines: typeof alone) => lines?.map(({ what, count }) => [what, count]);
      expect(counts(together)).to.deep.equal(counts(alone));
    }
  });

  it("says that settling and voting cost the same with many, and of the rest what one more costs", () => {
    const flat = growthOf(find).filter(({ perOne }) => perOne === 0);
    expect(flat.map(({ op }) => op)).to.deep.equal(["settle ERC-20", "settle native", "vote, later"]);
    for (const { op, perOne } of growthOf(find)) expect(perOne, op).to.be.at.least(0);
  });

  it("counts what fits", () => {
    expect(targetGas({ blockGas: 600, blockSeconds: 2, elasticity: 6 }, 1)).to.equal(100 * 43_200);
    expect(targetGas(l2, 1)).to.be.closeTo(2.88e12, 1);
    expect(inOneTransaction({ gas: 46_674, bytes: 353 })).to.deep.equal({ byGas: 359, byBytes: 371 });
    expect(limits.transactionGas).to.equal(16_777_216);
  });

  it("writes figures for people", () => {
    expect([big(46_674), big(90_586_270_338), big(7)]).to.deep.equal(["46,674", "90.6 billion", "7"]);
    expect([dollars(0.00462), dollars(11.5), dollars(4_616), dollars(5_186_157)]).to.deep.equal([
      ...["$0.00462", "$11.50", "$4,620", "$5.19 million"],
    ]);
    expect([percent(0.09), percent(12.4)]).to.deep.equal(["9 %", "12.4 times"]);
    expect([bytes(64), bytes(466.4e9), bytes(148_000)]).to.deep.equal(["64 bytes", "466 GB", "148 kB"]);
  });
});
