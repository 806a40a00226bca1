// Attempts to live off other people's work, and to live off striking.
import { expect } from "chai";
import type { Hex } from "viem";
import {
  ASSISTANT,
  asCommons,
  type Commons,
  ethers,
  founder,
  freshCommons,
  NATIVE,
  networkHelpers,
  outsider,
  REVIEW,
  type Signer,
} from "../../support/commons.ts";
import { leafOf, placeOf, strikeItem } from "../../support/duplicates.ts";
import { earn } from "../../support/money.ts";
import { enrol } from "../../support/seats.ts";
import {
  accept,
  claimLeaf,
  finalize,
  finalWork,
  positionOf,
  publish,
  someItems,
  submitManifest,
} from "../../support/work.ts";

describe("Attacks with copied items", () => {
  let commons: Commons;
  let rewards: Commons["rewards"];
  let ana: Signer;
  let thief: Signer;

  beforeEach(async () => {
    commons = await freshCommons();
    ({ rewards } = commons);
    [ana, thief] = [outsider(commons, 0), outsider(commons, 1)];
  });

  const claimable = (id: bigint) => rewards.claimable(positionOf({ id }), NATIVE);

  it("a thief who is faster than the author, up to a released and paid position, loses it to the author", async () => {
    const items = someItems(2) as [Hex, Hex];
    const author = await submitManifest(commons, [leafOf(ana, items)]);
    // Everything the author has, as soon as it is published.
    const loot = await submitManifest(commons, [leafOf(thief, items)], { submitter: founder(commons, 2) });
    await accept(commons, loot);
    await networkHelpers.time.increase(REVIEW - 60);
    await accept(commons, author);
    await finalize(commons, loot);
    await claimLeaf(commons, loot);
    await publish(commons);
    await earn(commons, 100_000n);
    expect(await claimable(loot.id)).to.equal(60_000n);

    // The author's work isn't final yet.
    for (const item of [0, 1]) {
      await strikeItem(commons, { work: author, items, item }, { work: loot, items, item }, founder(commons, 1));
    }
    expect(await commons.token.balanceOf(thief)).to.equal(0n);
    await finalize(commons, author);
    await claimLeaf(commons, author);
    await publish(commons);
    await earn(commons, 100_000n);
    expect(await claimable(loot.id)).to.equal(60_000n);
    expect(await claimable(author.id)).to.equal(60_000n);
    // And the thief can't turn it round.
    await expect(
      strikeItem(commons, { work: loot, items }, { work: author, items }, founder(commons, 2)),
    ).to.be.revertedWithCustomError(commons.duplicates, "NotEarlier");
  });

  it("who hands the same work in twice, to strike it and be paid for that, has less than for handing it in once more", async () => {
    const seat = await enrol(commons, thief);
    const items = someItems(1) as [Hex];
    const one = await finalWork(commons, [leafOf(thief, items)], { submitter: thief });
    const two = await finalWork(commons, [leafOf(thief, items), leafOf(thief, someItems(1))], { submitter: thief });
    for (const [work, index] of [
      [one, 0],
      [two, 0],
      [two, 1],
    ] as const)
      await claimLeaf(commons, work, index);
    const before = await commons.token.balanceOf(thief);
    await strikeItem(commons, { work: one, items }, { work: two, items }, thief);
    await commons.duplicates.collect(ASSISTANT, seat);
    const lost = before - (await commons.token.balanceOf(thief));
    expect(lost * 10n).to.equal((before / 3n) * 9n);
    await publish(commons);
    expect((await rewards.lineAt(ASSISTANT)).active).to.equal(20_000n + 1_000n);
  });

  it("who brings the same proof of a copy again, by another seat, is refused: the first finder is the one", async () => {
    const items = someItems(1) as [Hex];
    const work = await finalWork(commons, [leafOf(ana, items)]);
    const copy = await finalWork(commons, [leafOf(thief, items)], { submitter: founder(commons, 2) });
    await strikeItem(commons, { work, items }, { work: copy, items }, founder(commons, 3));
    await expect(
      strikeItem(commons, { work, items }, { work: copy, items }, founder(commons, 4)),
    ).to.be.revertedWithCustomError(commons.duplicates, "AlreadyStruck");
    expect(await commons.duplicates.rewardOf(ASSISTANT, 4n)).to.equal(0n);
  });

  it("a leaf of another contribution shows nothing (C4), nor does an items root that is made to match", async () => {
    const items = someItems(2) as [Hex, Hex];
    const work = await finalWork(commons, [leafOf(ana, items)], { submitter: founder(commons, 1) });
    const mine = await finalWork(commons, [leafOf(thief, someItems(2))], { submitter: founder(commons, 2) });
    const [theirs, forged] = [placeOf({ work, items }), placeOf({ work, items })];
    const prove = (later: typeof theirs) => commons.duplicates.proveDuplicate(items[0], theirs, later);
    const bad = { ...forged, contribution: mine.id };
    await expect(prove(bad)).to.be.revertedWithCustomError(commons.contributions, "ManifestRootMismatch");
    const { leaf, proof } = placeOf({ work: mine, items: someItems(2) });
    const patched = { ...forged, contribution: mine.id, leaf: { ...leaf, itemsRoot: theirs.leaf.itemsRoot }, proof };
    await expect(prove(patched)).to.be.revertedWithCustomError(commons.contributions, "ManifestRootMismatch");
  });

  it("units that reviewers and finders earned are nobody's copy: their leaf holds no item", async () => {
    await commons.panel.credit(ASSISTANT, 1n, 50n);
    await commons.panel.credit(ASSISTANT, 2n, 50n);
    const id = await commons.contributions.contributionCount();
    const [item] = someItems(1) as [Hex];
    const place = (contribution: bigint, seat: bigint) => {
      const author = ethers.zeroPadValue(ethers.toBeHex(seat), 20);
      const itemsRoot = ethers.toBeHex(contribution, 32);
      return {
        contribution,
        leaf: { index: 0n, author, items: 50n, unitsPerItem: 1n, itemsRoot },
        proof: [],
        itemProof: [],
      };
    };
    await expect(
      commons.duplicates.proveDuplicate(item, place(id - 1n, 1n), place(id, 2n)),
    ).to.be.revertedWithCustomError(commons.duplicates, "ItemNotInLeaf");
  });

  describe("a position struck more often than a claim walks", () => {
    const STRIKES = 40;
    const gasLimit = 900_000n;
    let id: bigint;
    let earned: bigint;

    beforeEach(async () => {
      const items = someItems(STRIKES);
      const work = await finalWork(commons, [leafOf(ana, items)]);
      const copy = await finalWork(commons, [leafOf(thief, items)], { submitter: founder(commons, 2) });
      ({ id } = copy);
      await claimLeaf(commons, copy);
      await publish(commons);
      let index = 0n;
      let scaled = 0n;
      for (let item = 0; item < STRIKES; item++) {
        // Each in a release of its own; money comes in during every third one.
        const units = BigInt(2 * STRIKES - item) * 10_000n;
        if (item % 3 === 0) {
          await earn(commons, 10_000_019n);
          index = (6_000_011n << 64n) / units;
          scaled += BigInt(STRIKES - item) * 10_000n * index;
        }
        await strikeItem(commons, { work, items, item }, { work: copy, items, item });
        await publish(commons);
      }
      earned = scaled >> 64n;
      expect((await rewards.stagesOf(positionOf({ id }))).length).to.equal(STRIKES);
    });

    it("is paid by as many claims as it takes, each of bounded cost, to the last unit", async () => {
      const claim = async (asset = NATIVE as string) =>
        rewards.claim(thief, [positionOf({ id })], [asset], { gasLimit });
      const parts: bigint[] = [];
      for (let calls = 0; calls < 4; calls++) {
        parts.push(await claimable(id));
        await claim();
      }
      expect(parts.slice(0, 3).every((part) => part > 0n)).to.equal(true);
      expect([parts[3], await claimable(id)]).to.deep.equal([0n, 0n]);
      expect(parts.reduce((sum, part) => sum + part, 0n)).to.equal(earned);
      // An asset that came in never, or only at the end.
      for (let calls = 0; calls < 3; calls++) await claim(ana.address);
      await earn(commons, 1_000n);
      expect(await claimable(id)).to.equal(0n);
    });

    it("holds up nobody else, and a vote to exclude it neither", async () => {
      await commons.contributions.connect(await asCommons(commons)).exclude(id);
      await publish(commons);
      for (let calls = 0; calls < 3; calls++) await rewards.claim(thief, [positionOf({ id })], [NATIVE], { gasLimit });
      expect(await claimable(id)).to.equal(0n);
    });
  });
});
