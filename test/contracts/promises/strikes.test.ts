// Promises about money where items were struck: T4, T5, T7, T8, C3, X4, exactly.
import { expect } from "chai";
import type { Hex } from "viem";
import {
  ASSISTANT,
  asCommons,
  type Commons,
  founder,
  freshCommons,
  NATIVE,
  outsider,
  type Signer,
} from "../../support/commons.ts";
import { leafOf, strikeItem } from "../../support/duplicates.ts";
import { balanceOf, collect, contributorsPart, earn } from "../../support/money.ts";
import {
  claimLeaf,
  closeBatch,
  finalWork,
  positionOf,
  publish,
  someItems,
  someRelease,
  type Work,
  withdrawLeaf,
} from "../../support/work.ts";

describe("Promises about struck items", () => {
  let commons: Commons;
  let rewards: Commons["rewards"];
  let items: Hex[];
  let original: Work;
  /** Four works by four people, each with all of the items. */
  let copies: Work[];

  const author = (copy: number): Signer => outsider(commons, copy + 1);
  const strike = (copy: number, item: number) =>
    strikeItem(commons, { work: original, items, item }, { work: copies[copy] as Work, items, item });
  const claimable = (copy: number) => rewards.claimable(positionOf(copies[copy] as Work), NATIVE);
  const take = async (copy: number) => {
    const [to, work] = [author(copy), copies[copy] as Work];
    const before = await balanceOf(NATIVE, to);
    await collect(commons, to, [positionOf(work)], [NATIVE]);
    return (await balanceOf(NATIVE, to)) - before;
  };
  const active = async () => (await rewards.lineAt(ASSISTANT)).active;
  const publishUpTo = async (batch: bigint) =>
    commons.models.connect(await asCommons(commons)).publish(ASSISTANT, batch, someRelease);

  beforeEach(async () => {
    commons = await freshCommons();
    ({ rewards } = commons);
    items = someItems(5);
    original = await finalWork(commons, [leafOf(outsider(commons, 0), items, 10n)], { submitter: founder(commons, 1) });
    copies = [];
    for (let copy = 0; copy < 4; copy++) {
      const sketch = { submitter: founder(commons, copy + 2), score: 90n };
      copies.push(await finalWork(commons, [leafOf(author(copy), items, 10n)], sketch));
    }
  });

  /** What one unit earned, in parts of 2^64, as sums of `amount / active` say it; exact to the fraction that is carried. */
  const each = (amount: bigint, active: bigint) => (contributorsPart(amount) << 64n) / active;

  it("T11 a position earns with all its units up to the release that covers the strike, with the rest from there on", async () => {
    for (const copy of [0, 1]) await claimLeaf(commons, copies[copy] as Work);
    await publish(commons);
    expect(await active()).to.equal(5_000n + 4n * 4_500n);
    await earn(commons, 1_000_000n);
    await strike(0, 0);
    await strike(0, 1);
    // Struck, but still part of the release: as long as it stands, they earn.
    await earn(commons, 777_777n);
    const first = each(1_000_000n, 23_000n) + each(777_777n, 23_000n);
    expect(await claimable(0)).to.equal((4_500n * first) >> 64n);
    await publish(commons);
    expect(await active()).to.equal(23_000n - 1_800n);
    await earn(commons, 555_555n);
    const second = each(555_555n, 21_200n);
    expect(await claimable(0)).to.equal((4_500n * first + 2_700n * second) >> 64n);
    expect(await claimable(1)).to.equal((4_500n * (first + second)) >> 64n);
  });

  it("T7 many strikes over many releases: whoever claims often gets what whoever claims once gets, and no other loses", async () => {
    for (const copy of [0, 1, 2]) await claimLeaf(commons, copies[copy] as Work);
    await publish(commons);
    let [often, index] = [0n, 0n];
    for (let item = 0; item < 5; item++) {
      const units = await active();
      await earn(commons, 100_003n + BigInt(item));
      index += each(100_003n + BigInt(item), units);
      often += await take(0);
      for (const copy of [0, 1]) await strike(copy, item);
      if (item % 2 === 0) often += await take(0);
      await publish(commons);
    }
    await earn(commons, 333_333n);
    index += each(333_333n, await active());
    often += await take(0);
    expect(await claimable(0)).to.equal(0n);
    expect(often).to.equal(await take(1));
    // Nothing was struck of the third.
    expect(await claimable(2)).to.be.within(((4_500n * index) >> 64n) - 1n, (4_500n * index) >> 64n);
    expect(await rewards.positionAt(positionOf(copies[0] as Work))).to.deep.equal([author(0).address, 0n, 0n, true]);
    expect((await rewards.stagesOf(positionOf(copies[0] as Work))).length).to.equal(5);
  });

  it("X1 one claim walks sixteen strikes of a position and no more, and the next one goes on", async () => {
    const many = someItems(18);
    const copied = await finalWork(commons, [leafOf(outsider(commons, 0), many, 10n)]);
    const copy = await finalWork(commons, [leafOf(author(0), many, 10n)]);
    await claimLeaf(commons, copy);
    await publish(commons);
    const shares: bigint[] = [];
    for (const item of many.keys()) {
      const units = await active();
      // Three fifths of it, rounded down, are one base unit for each unit.
      await earn(commons, (units * 5n + 2n) / 3n);
      shares.push(BigInt(many.length - item) * 1_000n);
      await strikeItem(commons, { work: copied, items: many, item }, { work: copy, items: many, item });
      await publish(commons);
    }
    const sum = (parts: bigint[]) => parts.reduce((total, part) => total + part, 0n);
    const position = positionOf(copy);
    expect((await rewards.stagesOf(position)).length).to.equal(18);
    for (const amount of [sum(shares.slice(0, 16)), sum(shares.slice(16)), 0n]) {
      expect(await rewards.claimable(position, NATIVE)).to.equal(amount);
      await collect(commons, author(0), [position], [NATIVE]);
    }
  });

  it("T4 T8 nothing but dust is left, whatever batches the releases cover", async () => {
    for (const copy of [0, 1, 2, 3]) await claimLeaf(commons, copies[copy] as Work);
    await claimLeaf(commons, original);
    await publish(commons);
    const batches: bigint[] = [];
    await earn(commons, 1_000_001n);
    for (let item = 0; item < 5; item++) {
      await strike(item % 4, item);
      await strike((item + 1) % 4, item);
      batches.push(await closeBatch(commons));
    }
    let settled = contributorsPart(1_000_001n);
    // One release for the first two batches, one for the third, one for the rest.
    for (const batch of [batches[1], batches[2], batches[4]] as bigint[]) {
      await publishUpTo(batch);
      await earn(commons, 999_983n);
      settled += contributorsPart(999_983n);
    }
    let paid = 0n;
    for (const copy of [3, 1, 0, 2]) paid += await take(copy);
    const before = await balanceOf(NATIVE, outsider(commons, 0));
    await collect(commons, outsider(commons, 0), [positionOf(original)], [NATIVE]);
    paid += (await balanceOf(NATIVE, outsider(commons, 0))) - before;
    const left = await rewards.accounted(NATIVE);
    expect(paid + left).to.equal(settled);
    expect(left).to.be.at.most(4n + 5n);
  });

  it("T5 active units cover the positions that share, at every release, with strikes before and after the claim", async () => {
    const check = async () => {
      let [open, left, accepted] = [0n, 0n, 0n];
      for (const work of [original, ...copies]) {
        const there = await commons.contributions.contributionAt(work.id);
        [left, accepted] = [left + there.left, accepted + there.units * there.score];
        const { units, endBatch } = await rewards.positionAt(positionOf(work));
        if (endBatch === 0n) open += units * there.score;
      }
      expect(await active()).to.equal(accepted - left);
      expect(open <= accepted - left).to.equal(true);
    };
    await strike(0, 0);
    await publish(commons);
    await check();
    await claimLeaf(commons, copies[0] as Work);
    await claimLeaf(commons, copies[1] as Work);
    await strike(0, 1);
    await strike(1, 0);
    await strike(2, 0);
    await publish(commons);
    await check();
    await strike(2, 1);
    await claimLeaf(commons, copies[2] as Work);
    await withdrawLeaf(commons, copies[1] as Work, 0, author(1));
    await publish(commons);
    await check();
    expect(await active()).to.equal(5_000n + 2_700n + 0n + 2_700n + 4_500n);
  });

  it("C3 what is struck before its work joins never earns; what is struck unclaimed lapses, with what it earned", async () => {
    await claimLeaf(commons, copies[0] as Work);
    await strike(0, 0);
    await strike(1, 0);
    await publish(commons);
    expect(await active()).to.equal(23_000n - 1_800n);
    await earn(commons, 212_000n);
    await claimLeaf(commons, copies[1] as Work);
    // 127,200 for 21,200 units; both have 3,600.
    for (const copy of [0, 1]) expect(await claimable(copy)).to.equal(21_600n);
    expect(await rewards.stagesOf(positionOf(copies[0] as Work))).to.deep.equal([]);
    await strike(2, 0);
    await publish(commons);
    await earn(commons, 203_000n);
    await claimLeaf(commons, copies[2] as Work);
    // Its 3,600 of both releases; what its 900 earned in the first is nobody's.
    expect(await claimable(2)).to.equal(21_600n + (3_600n * each(203_000n, 20_300n)) / 2n ** 64n);
  });

  it("C3 a position that was struck and then left ends with what is left of it, exactly", async () => {
    await claimLeaf(commons, copies[0] as Work);
    await publish(commons);
    await strike(0, 0);
    await closeBatch(commons);
    await withdrawLeaf(commons, copies[0] as Work, 0, author(0));
    await closeBatch(commons);
    const { openBatch } = await commons.models.modelAt(ASSISTANT);
    await earn(commons, 230_000n);
    await publishUpTo(openBatch - 2n);
    expect(await active()).to.equal(23_000n - 900n);
    await earn(commons, 221_000n);
    await publishUpTo(openBatch - 1n);
    expect(await active()).to.equal(23_000n - 4_500n);
    await earn(commons, 185_000n);
    // Six for each unit, each time.
    expect(await claimable(0)).to.equal(4_500n * 6n + 3_600n * 6n);
    expect(await take(0)).to.equal(48_600n);
    expect(await claimable(0)).to.equal(0n);
  });
});
