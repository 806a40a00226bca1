// What the proofs are about is what the contracts compute: each definition, evaluated by the solver, against the Solidity,
// on boundary values and at random.
import { anyValue } from "@nomicfoundation/hardhat-ethers-chai-matchers/withArgs";
import { expect } from "chai";
import fc from "fast-check";
import { zeroHash } from "viem";
import { Solver } from "../../scripts/prove/solver.ts";
import { definitions } from "../../scripts/prove/statement.ts";
import { type Arithmetic, Arithmetic__factory } from "../../types/index.ts";
import { asCommons, type Commons, freshCommons, outsider } from "../support/commons.ts";
import { earn } from "../support/money.ts";
import { publish, registerModel } from "../support/work.ts";

const CASES = 60;
const bits = (count: number) => 2n ** BigInt(count) - 1n;
/** 0 to 2^count - 1, every order of magnitude as likely as another, with its boundaries. */
const number = (count: number, least = 0n): fc.Arbitrary<bigint> =>
  fc
    .integer({ min: 1, max: count })
    .chain((width) => fc.oneof(fc.constant(bits(width)), fc.bigInt(2n ** BigInt(width - 1), bits(width))))
    .map((value) => (value < least ? least : value));

describe("What the proofs are about", function () {
  this.timeout(120_000);
  let solver: Solver;
  let commons: Commons;
  let arithmetic: Arithmetic;

  before(async () => {
    solver = await Solver.start();
  });
  beforeEach(async () => {
    commons = await freshCommons();
    arithmetic = await new Arithmetic__factory(commons.deployer).deploy();
  });
  after(() => solver.stop());

  /** The equations are all true; with one of them off by one, that one isn't. */
  async function hold(equations: [call: string, value: bigint][]) {
    const text = (all: typeof equations) =>
      `${definitions()}${all.map(([call, value]) => `(assert (= ${call} ${value}))`).join("\n")}`;
    const wrong = (await solver.evaluate(text(equations)))
      .map((right, i) => (right ? "" : `${equations[i]?.[0]} is not ${equations[i]?.[1]}`))
      .filter(Boolean);
    expect(wrong).to.deep.equal([]);
    const off = equations.map(([call, value], i) => [call, i === 0 ? value + 1n : value] as (typeof equations)[number]);
    expect((await solver.evaluate(text(off))).indexOf(false), "an equation off by one").to.equal(0);
  }

  it("is a distribution as RevenueShares does it", async () => {
    const cases = fc.sample(fc.tuple(number(159), number(64), number(191, 1n), number(80, 1n)), {
      numRuns: CASES,
      seed: 1,
    });
    const equations: [string, bigint][] = [];
    for (const [index, carried, amount, units] of cases) {
      const { next, left } = await arithmetic.distribute.staticCall(index, carried, amount, units);
      const rise = (amount * 2n ** 64n + carried * 2n ** 16n) / units;
      if (index + rise > bits(160)) {
        // Parked, and nothing changes.
        expect([next, left]).to.deep.equal([index, carried]);
        continue;
      }
      equations.push([`(rise ${amount} ${carried} ${units})`, next - index]);
      equations.push([`(carry ${amount} ${carried} ${units})`, left]);
    }
    expect(equations.length).to.be.greaterThan(CASES / 2);
    await hold(equations);
  });

  it("is a collection as RevenueShares does it", async () => {
    const cases = fc.sample(fc.tuple(number(80), number(160, 1n), number(64)), { numRuns: CASES, seed: 2 });
    const equations: [string, bigint][] = [];
    for (const [units, went, fraction] of cases) {
      const { amount, left } = await arithmetic.earned(units, went, fraction);
      equations.push([`(earned ${units} ${went} ${fraction})`, amount]);
      equations.push([`(fraction ${units} ${went} ${fraction})`, left]);
    }
    await hold(equations);
  });

  it("is a split, and a slice for an ancestor, as Treasury does it", async () => {
    const { models, treasury } = commons;
    const voted = treasury.connect(await asCommons(commons));
    for (const modelId of [1n, 2n]) await publish(commons, modelId);
    const near = await registerModel(commons, [{ modelId: 1n, bps: 1_234n }]);
    await publish(commons, near);
    const far = await registerModel(commons, [
      { modelId: near, bps: 333n },
      { modelId: 2n, bps: 1_777n },
    ]);
    const equations: [string, bigint][] = [];
    const upstream = await models.upstreamOf(far);
    const passedOn = upstream.find(({ modelId }) => modelId === 1n)?.bps ?? 0n;
    equations.push(["(part 333 1234)", passedOn]);
    equations.push(["(- 333 (part 333 1234))", upstream.find(({ modelId }) => modelId === near)?.bps ?? 0n]);
    // What accounts of the local chain can pay.
    const cases = fc.sample(fc.tuple(number(60, 1n), fc.bigInt(4_000n, 9_000n), fc.bigInt(0n, 10_000n)), {
      numRuns: 8,
      seed: 3,
    });
    for (const [amount, contributors, third] of cases) {
      const members = 1_000n + (third % (9_001n - contributors));
      await voted.setSplit({ contributors, dividend: members, reserve: 10_000n - contributors - members });
      const { blockNumber } = await earn(commons, amount, undefined, far);
      const at = blockNumber ?? 0;
      const slices = await treasury.queryFilter(treasury.filters.UpstreamShared(), at, at);
      const [settled] = await treasury.queryFilter(treasury.filters.Settled(), at, at);
      expect(slices).to.have.lengthOf(3);
      const all = slices.map(({ args }, i) => ({ ...split(args), whole: args.amount, bps: upstream[i]?.bps ?? 0n }));
      for (const { whole, bps } of all) equations.push([`(part ${amount} ${bps})`, whole]);
      if (!settled) throw new Error("Nothing was settled.");
      const rest = { ...split(settled.args), whole: amount - settled.args.upstream };
      for (const parts of [...all, rest]) {
        equations.push([`(part ${parts.whole} ${contributors})`, parts.contributors]);
        equations.push([`(part ${parts.whole} ${members})`, parts.dividend]);
        equations.push([`(rest ${parts.whole} ${contributors} ${members})`, parts.reserve]);
      }
    }
    await hold(equations);
  });

  it("is a sum of two nodes as ManifestTree does it: exact, or refused", async () => {
    const author = outsider(commons, 0).address;
    const boundaries: [bigint, bigint][] = [
      [bits(64), 0n],
      [bits(64), 1n],
      [1n, bits(64)],
      [bits(63), bits(63) + 2n],
      [bits(63), bits(63) + 1n],
    ];
    const drawn = fc.sample(fc.tuple(number(64, 1n), number(64)), { numRuns: CASES, seed: 4 });
    const refused: bigint[] = [];
    for (const [units, sibling] of [...boundaries, ...drawn]) {
      const leaf = { index: 0, author, items: 1n, unitsPerItem: units, itemsRoot: zeroHash };
      const call = arithmetic.sum(leaf, [{ hash: zeroHash, sum: sibling }]);
      const total = units + sibling;
      if (total <= bits(64)) {
        await expect(call).to.be.revertedWithCustomError(arithmetic, "ManifestRootMismatch").withArgs(anyValue, total);
      } else {
        refused.push(total);
        await expect(call).to.be.revertedWithCustomError(arithmetic, "ManifestSumOverflow");
      }
    }
    expect(refused.length).to.be.within(3, CASES);
  });
});

type Parts = { contributors: bigint; dividend: bigint; reserve: bigint };
const split = ({ contributors, dividend, reserve }: Parts): Parts => ({ contributors, dividend, reserve });
