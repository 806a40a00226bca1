import { seatAuthor } from "@commonmind/sdk";
import { expect } from "chai";
import type { BaseContract, Interface } from "ethers";
import { type Hex, zeroHash } from "viem";
import {
  ASSISTANT,
  asCommons,
  type Commons,
  ethers,
  founder,
  freshCommons,
  GUIDE,
  NATIVE,
  networkHelpers,
  outsider,
  type Signer,
} from "../support/commons.ts";
import { leafOf, placeOf, type Spot, strikeItem } from "../support/duplicates.ts";
import { earn } from "../support/money.ts";
import { enrol } from "../support/seats.ts";
import {
  accept,
  claimLeaf,
  drawManifest,
  finalize,
  finalWork,
  type ManifestSketch,
  positionOf,
  publish,
  someItems,
  submitManifest,
  type Work,
  withdrawLeaf,
} from "../support/work.ts";

const CURATION = 4n;

const refused = (call: Promise<unknown>, by: { interface: Interface }, error: string, ...args: unknown[]) => {
  const expectation = expect(call).to.be.revertedWithCustomError(by as BaseContract, error);
  return args.length === 0 ? expectation : expectation.withArgs(...args);
};

describe("Duplicates: copied items", () => {
  let commons: Commons;
  let duplicates: Commons["duplicates"];
  let contributions: Commons["contributions"];
  let rewards: Commons["rewards"];
  let token: Commons["token"];
  /** Wrote the items first. */
  let ana: Signer;
  /** Copied one of them. */
  let bo: Signer;
  let finder: Signer;
  /** Of which tokens a unit gets. */
  let rate: bigint;

  beforeEach(async () => {
    commons = await freshCommons();
    ({ duplicates, contributions, rewards, token } = commons);
    [ana, bo] = [outsider(commons, 0), outsider(commons, 1)];
    finder = founder(commons, 3);
    ({ tokenRate: rate } = await contributions.kindRules(0n));
  });

  const first: ManifestSketch = {};
  const second = (): ManifestSketch => ({ submitter: founder(commons, 2) });
  const final = async (author: Signer, items: readonly Hex[], sketch: ManifestSketch & { score?: bigint } = first) => ({
    work: await finalWork(commons, [leafOf(author, items)], sketch),
    items,
  });
  const submitted = async (author: Signer, items: readonly Hex[], sketch: ManifestSketch = first) => ({
    work: await submitManifest(commons, [leafOf(author, items)], sketch),
    items,
  });
  /** Ana's two items, and Bo's work of the second of them and one of his own. */
  const copied = async (score = 100n) => {
    const [a, b, c] = someItems(3) as [Hex, Hex, Hex];
    const earlier = { ...(await final(ana, [a, b])), item: 1 };
    const later = await final(bo, [b, c], { ...second(), score });
    return { earlier, later, a, b, c };
  };
  const active = async (model = ASSISTANT) => (await rewards.lineAt(model)).active;

  describe("what is one", () => {
    it("is the same item in a later contribution: its units are struck, and nothing else", async () => {
      const { earlier, later, b } = await copied(80n);
      const striking = strikeItem(commons, earlier, later, finder);
      await expect(striking)
        .to.emit(duplicates, "DuplicateProved")
        .withArgs(later.work.id, 0n, 3n, b, earlier.work.id, 0n, 8_000n, 8n)
        .and.to.emit(contributions, "LeafStruck")
        .withArgs(later.work.id, 0n, 8_000n, 1n, 0n);
      expect((await contributions.contributionAt(later.work.id)).left).to.equal(8_000n);
      expect((await contributions.contributionAt(earlier.work.id)).left).to.equal(0n);
      expect(await contributions.struckUnits(positionOf(later.work))).to.equal(100n);
      expect(await duplicates.isStruck(later.work.id, 0n, b)).to.equal(true);
      await publish(commons);
      expect(await active()).to.equal(20_000n + 8_000n);
    });

    it("is none the other way round, nor in one and the same place", async () => {
      const { earlier, later } = await copied();
      await refused(
        strikeItem(commons, later, earlier),
        duplicates,
        "NotEarlier",
        ...[later.work.id, 0n, earlier.work.id, 0n],
      );
      await refused(strikeItem(commons, later, later), duplicates, "NotEarlier");
    });

    it("is none if the item isn't in both, or a leaf isn't in its manifest", async () => {
      const { earlier, later, b, c } = await copied();
      const [from, to] = [placeOf(earlier), placeOf(later)];
      const prove = (item: Hex, earlier: typeof from, later: typeof to) =>
        duplicates.proveDuplicate(item, earlier, later);
      await refused(prove(c, from, to), duplicates, "ItemNotInLeaf", earlier.work.id, 0n, c);
      await refused(prove(b, from, { ...to, itemProof: [] }), duplicates, "ItemNotInLeaf", later.work.id, 0n, b);
      await refused(prove(b, { ...from, itemProof: [zeroHash] }, to), duplicates, "ItemNotInLeaf");
      // An inner node of the items' tree is no item, nor is a leaf's hash.
      await refused(prove(to.itemProof[0] as Hex, from, to), duplicates, "ItemNotInLeaf");
      const wrong = { ...to.leaf, unitsPerItem: 101n };
      await refused(prove(b, from, { ...to, leaf: wrong }), contributions, "ManifestRootMismatch");
      await refused(prove(b, { ...from, leaf: wrong }, to), contributions, "ManifestRootMismatch");
      await refused(prove(b, { ...from, contribution: 1n }, to), contributions, "ManifestProofLength");
      await refused(prove(b, { ...from, contribution: 0n }, to), contributions, "ManifestRootMismatch");
      await refused(prove(b, from, { ...to, contribution: 99n }), contributions, "ManifestRootMismatch");
    });

    it("counts once, whichever earlier place shows it", async () => {
      const { earlier, later, b } = await copied();
      const third = await final(ana, [b], { submitter: founder(commons, 4) });
      await strikeItem(commons, earlier, later);
      await refused(strikeItem(commons, earlier, later), duplicates, "AlreadyStruck", later.work.id, 0n, b);
      // A chain of copies: the third is one of the second, too, and is struck once.
      await strikeItem(commons, later, third);
      await refused(strikeItem(commons, earlier, third), duplicates, "AlreadyStruck", third.work.id, 0n, b);
      await refused(claimLeaf(commons, third.work), contributions, "NothingLeft", third.work.id, 0n);
      expect((await contributions.contributionAt(earlier.work.id)).left).to.equal(0n);
    });

    it("is the same item in a later leaf of one manifest, but not within one leaf", async () => {
      const [a, b] = someItems(2) as [Hex, Hex];
      const work = await finalWork(commons, [leafOf(ana, [a, b]), leafOf(bo, [b])]);
      const [one, other]: [Spot, Spot] = [
        { work, index: 0, items: [a, b], item: 1 },
        { work, index: 1, items: [b] },
      ];
      await refused(strikeItem(commons, other, one), duplicates, "NotEarlier", work.id, 1n, work.id, 0n);
      await refused(strikeItem(commons, one, one), duplicates, "NotEarlier");
      await expect(strikeItem(commons, one, other)).to.emit(contributions, "LeafStruck");
      await publish(commons);
      expect(await active()).to.equal(20_000n);
    });

    it("is the same item in the work of another model", async () => {
      const [a] = someItems(1) as [Hex];
      const earlier = await final(ana, [a]);
      const later = await final(bo, [a], { ...second(), model: GUIDE });
      await strikeItem(commons, earlier, later, finder);
      expect(await duplicates.rewardOf(GUIDE, 3n)).to.equal(10n);
      expect(await duplicates.rewardOf(ASSISTANT, 3n)).to.equal(0n);
    });
  });

  describe("an earlier submission", () => {
    const [a, b] = someItems(2) as [Hex, Hex];
    const fates: Record<string, (work: Work) => Promise<unknown>> = {
      "still waits for its review": async () => {},
      "is in review": ({ id }) => commons.panel.begin(id),
      "was accepted": (work) => accept(commons, work),
      "was rejected": (work) => accept(commons, work, 10n),
      "was overturned": async (work) => {
        await accept(commons, work);
        await contributions.connect(await asCommons(commons)).overturn(work.id);
      },
      "was withdrawn": async (work) => {
        await accept(commons, work);
        await finalize(commons, work);
        await withdrawLeaf(commons, work, 0, ana);
      },
      "was excluded": async (work) => {
        await accept(commons, work);
        await finalize(commons, work);
        await contributions.connect(await asCommons(commons)).exclude(work.id);
      },
    };
    const ofOneself = ["was withdrawn", "was excluded"];

    for (const [fate, comes] of Object.entries(fates)) {
      it(`of somebody else that ${fate} counts`, async () => {
        const earlier = await submitted(ana, [a, b]);
        await comes(earlier.work);
        const later = await final(bo, [a], second());
        await expect(strikeItem(commons, earlier, later)).to.emit(contributions, "LeafStruck");
      });

      const counts = ofOneself.includes(fate);
      it(`of the same submitter that ${fate} ${counts ? "counts" : "doesn't"}`, async () => {
        const earlier = await submitted(ana, [a, b]);
        await comes(earlier.work);
        const later = await final(ana, [a]);
        const striking = strikeItem(commons, earlier, later);
        if (counts) await expect(striking).to.emit(contributions, "LeafStruck");
        else await refused(striking, duplicates, "EarlierDoesNotCount", earlier.work.id);
      });
    }

    for (const score of [90n, 10n]) {
      it(`that was gold counts for nobody, scored ${score}`, async () => {
        const gold = await submitted(ana, [a, b]);
        await accept(commons, gold.work, score);
        await commons.panel.annul(gold.work.id);
        const later = await final(bo, [a], second());
        await refused(strikeItem(commons, gold, later), duplicates, "EarlierDoesNotCount", gold.work.id);
      });
    }
  });

  describe("what is struck", () => {
    it("is final work alone, that is still in", async () => {
      const [a] = someItems(1) as [Hex];
      const earlier = await submitted(ana, [a]);
      const later = await submitted(bo, [a], second());
      const strike = () => strikeItem(commons, earlier, later);
      await refused(strike(), contributions, "StateWrong", later.work.id, 1n);
      await accept(commons, later.work);
      await refused(strike(), contributions, "StateWrong", later.work.id, 3n);
      await finalize(commons, later.work);
      const snapshot = await networkHelpers.takeSnapshot();
      await withdrawLeaf(commons, later.work, 0, bo);
      await refused(strike(), contributions, "NothingLeft", later.work.id, 0n);
      await snapshot.restore();
      await contributions.connect(await asCommons(commons)).exclude(later.work.id);
      await refused(strike(), contributions, "NothingLeft", later.work.id, 0n);
      await claimLeaf(commons, later.work);
      await refused(strike(), contributions, "NothingLeft", later.work.id, 0n);
    });

    for (const [left, leave] of [
      ["withdrawn", (work: Work) => withdrawLeaf(commons, work, 0, bo)],
      ["excluded", async ({ id }: Work) => contributions.connect(await asCommons(commons)).exclude(id)],
    ] as const) {
      it(`has no units to lose once it is ${left}, but its tokens burn, and the finder gets nothing`, async () => {
        const { earlier, later } = await copied();
        await claimLeaf(commons, later.work);
        await publish(commons);
        await leave(later.work);
        await expect(strikeItem(commons, earlier, later, finder))
          .to.emit(contributions, "LeafStruck")
          .withArgs(later.work.id, 0n, 0n, 0n, 10_000n * rate);
        expect(await token.balanceOf(bo)).to.equal(10_000n * rate);
        expect((await contributions.contributionAt(later.work.id)).left).to.equal(20_000n);
        expect(await duplicates.rewardOf(ASSISTANT, 3n)).to.equal(0n);
        await publish(commons);
        expect(await active()).to.equal(20_000n);
      });
    }

    it("is struck by this contract alone", async () => {
      const { later } = await copied();
      for (const other of [finder, await asCommons(commons)]) {
        const call = contributions.connect(other).strike(later.work.id, 0n, 100n, 200n);
        await refused(call, contributions, "NotDuplicates", other);
        await refused(rewards.connect(other).strikePosition(later.work.id, 0n, 1n, 1n), rewards, "NotContributions");
        await refused(token.connect(other).burn(ana, 1n), token, "NotMinter", other);
        await refused(contributions.connect(other).credit(ASSISTANT, 3n, 5n), contributions, "NotPanel", other);
      }
    });

    it("is never more than the leaf has, however many items its tree names", async () => {
      const items = someItems(3) as [Hex, Hex, Hex];
      const earlier = await final(ana, items);
      // Declared as one item.
      const work = await finalWork(commons, [{ ...leafOf(bo, items), items: 1n }], second());
      await strikeItem(commons, { ...earlier, item: 1 }, { work, items, item: 1 });
      await refused(
        strikeItem(commons, { ...earlier, item: 2 }, { work, items, item: 2 }),
        contributions,
        "NothingLeft",
        ...[work.id, 0n],
      );
      expect((await contributions.contributionAt(work.id)).left).to.equal(10_000n);
    });

    it("can't be claimed any more, and what is left can", async () => {
      const { earlier, later } = await copied(70n);
      await strikeItem(commons, earlier, later);
      await expect(claimLeaf(commons, later.work))
        .to.emit(contributions, "UnitsClaimed")
        .withArgs(later.work.id, 0n, bo, 7_000n, placeOf(later).leaf.itemsRoot)
        .and.to.emit(rewards, "PositionOpened")
        .withArgs(later.work.id, 0n, bo, 100n)
        .and.to.emit(contributions, "TokensMinted")
        .withArgs(later.work.id, 0n, bo, 7_000n * rate);
      expect(await rewards.positionAt(positionOf(later.work))).to.deep.equal([bo.address, 100n, 0n, false]);
    });

    it("leaves nothing of a leaf whose items are all struck: neither to claim nor to withdraw", async () => {
      const items = someItems(2) as [Hex, Hex];
      const earlier = await final(ana, items);
      const later = await final(bo, items, second());
      await publish(commons);
      for (const item of [0, 1]) await strikeItem(commons, { ...earlier, item }, { ...later, item });
      await refused(claimLeaf(commons, later.work), contributions, "NothingLeft", later.work.id, 0n);
      await refused(withdrawLeaf(commons, later.work, 0, bo), contributions, "NothingLeft", later.work.id, 0n);
      await publish(commons);
      expect(await active()).to.equal(20_000n);
    });

    it("is subtracted once: then withdrawn, or excluded, is what is left (C3)", async () => {
      const { earlier, later } = await copied(60n);
      await claimLeaf(commons, later.work);
      await publish(commons);
      await strikeItem(commons, earlier, later);
      const snapshot = await networkHelpers.takeSnapshot();
      await expect(withdrawLeaf(commons, later.work, 0, bo))
        .to.emit(contributions, "LeafWithdrawn")
        .withArgs(later.work.id, 0n, 6_000n, 2n);
      await publish(commons);
      expect(await active()).to.equal(20_000n);
      await snapshot.restore();
      await expect(contributions.connect(await asCommons(commons)).exclude(later.work.id))
        .to.emit(contributions, "ContributionExcluded")
        .withArgs(later.work.id, 6_000n, 2n);
      await publish(commons);
      expect(await active()).to.equal(20_000n);
      expect((await contributions.contributionAt(later.work.id)).left).to.equal(12_000n);
    });
  });

  describe("K1 tokens", () => {
    it("that were minted for it burn", async () => {
      const { earlier, later } = await copied(90n);
      await claimLeaf(commons, earlier.work);
      await claimLeaf(commons, later.work);
      const supply = await token.totalSupply();
      const striking = strikeItem(commons, earlier, later);
      await expect(striking)
        .to.emit(contributions, "LeafStruck")
        .withArgs(later.work.id, 0n, 9_000n, 1n, 9_000n * rate);
      expect(await token.balanceOf(bo)).to.equal(9_000n * rate);
      expect(await token.getVotes(bo)).to.equal(9_000n * rate);
      expect(await token.balanceOf(ana)).to.equal(20_000n * rate);
      expect(await token.totalSupply()).to.equal(supply - 9_000n * rate);
    });

    it("that still wait become fewer, and none burn", async () => {
      await token.connect(await asCommons(commons)).setMintCap(20_000n * rate);
      const { earlier, later } = await copied();
      await claimLeaf(commons, later.work);
      expect(await contributions.tokensWaiting(positionOf(later.work))).to.equal(true);
      await expect(strikeItem(commons, earlier, later))
        .to.emit(contributions, "LeafStruck")
        .withArgs(later.work.id, 0n, 10_000n, 1n, 0n);
      await networkHelpers.time.increaseTo((await contributions.contributionAt(later.work.id)).mintableFrom);
      await expect(contributions.mintTokens(later.work.id, 0n))
        .to.emit(contributions, "TokensMinted")
        .withArgs(later.work.id, 0n, bo, 10_000n * rate);
    });

    it("that its holder has no more can't burn, and the units are struck all the same", async () => {
      const { earlier, later } = await copied();
      await claimLeaf(commons, later.work);
      await token.connect(await asCommons(commons)).openTransfers();
      await token.connect(bo).transfer(ana, 15_000n * rate);
      await expect(strikeItem(commons, earlier, later))
        .to.emit(contributions, "LeafStruck")
        .withArgs(later.work.id, 0n, 10_000n, 1n, 5_000n * rate);
      expect(await token.balanceOf(bo)).to.equal(0n);
      expect((await contributions.contributionAt(later.work.id)).left).to.equal(10_000n);
    });

    it("of a seat burn at its present wallet", async () => {
      const seat = await enrol(commons, bo);
      const items = someItems(2) as [Hex, Hex];
      const earlier = await final(ana, items);
      const work = await finalWork(commons, [{ ...leafOf(bo, items), author: seatAuthor(seat) }], second());
      await claimLeaf(commons, work);
      expect(await token.balanceOf(bo)).to.equal(20_000n * rate);
      await strikeItem(commons, earlier, { work, items });
      expect(await token.balanceOf(bo)).to.equal(10_000n * rate);
    });
  });

  describe("the finder", () => {
    it("earns a tenth of what it stops, rounded down, for its seat: as work of the same model", async () => {
      const [a] = someItems(1) as [Hex];
      const earlier = await final(ana, [a]);
      const work = await finalWork(commons, [leafOf(bo, [a], 999n)], { ...second(), score: 77n });
      await strikeItem(commons, earlier, { work, items: [a] }, finder);
      // 999 x 77 accepted units; a tenth of them in declared units, which count 100 each.
      expect(await duplicates.rewardOf(ASSISTANT, 3n)).to.equal(76n);
      const id = (await contributions.contributionCount()) + 1n;
      const collecting = duplicates.collect(ASSISTANT, 3n);
      await expect(collecting)
        .to.emit(duplicates, "FinderCredited")
        .withArgs(ASSISTANT, 3n, id, 76n)
        .and.to.emit(contributions, "ContributionSubmitted")
        .and.to.emit(contributions, "ContributionFinal")
        .and.to.emit(contributions, "UnitsClaimed")
        .withArgs(id, 0n, seatAuthor(3n), 7_600n, ethers.toBeHex(id, 32));
      await expect(collecting).to.changeTokenBalance(ethers, token, finder, 7_600n * rate);
      await refused(duplicates.collect(ASSISTANT, 3n), duplicates, "NothingToCollect", ASSISTANT, 3n);
    });

    it("collects what several finds came to, in one work that is like any other", async () => {
      const items = someItems(3) as [Hex, Hex, Hex];
      const earlier = await final(ana, items);
      const later = await final(bo, items, second());
      for (const item of [0, 1, 2]) await strikeItem(commons, { ...earlier, item }, { ...later, item }, finder);
      await duplicates.connect(bo).collect(ASSISTANT, 3n);
      const id = await contributions.contributionCount();
      const work = await contributions.contributionAt(id);
      expect([work.kind, work.state, work.score, work.units, work.seat, work.panel, work.submitter]).to.deep.equal([
        ...[CURATION, 6n, 100n, 30n, 3n, 0n],
        finder.address,
      ]);
      await publish(commons);
      expect(await active()).to.equal(30_000n + 3_000n);
      // Its manifest is one leaf; its seat's wallet can withdraw it, and a vote exclude it.
      const leaf = { author: seatAuthor(3n), items: 30n, unitsPerItem: 1n, itemsRoot: ethers.toBeHex(id, 32) as Hex };
      const drawn = await drawManifest(commons, [leaf], { submitter: finder, kind: "Curation" });
      expect(work.root).to.equal(drawn.manifest.root);
      const snapshot = await networkHelpers.takeSnapshot();
      await withdrawLeaf(commons, { ...drawn, id }, 0, finder);
      await publish(commons);
      expect(await active()).to.equal(30_000n);
      await snapshot.restore();
      await contributions.connect(await asCommons(commons)).exclude(id);
      await publish(commons);
      expect(await active()).to.equal(30_000n);
    });

    it("without a seat earns nothing, nor does one who finds less than ten units", async () => {
      const { earlier, later } = await copied();
      await expect(strikeItem(commons, earlier, later, ana)).to.emit(duplicates, "DuplicateProved");
      for (const seat of [0n, 1n, 2n]) expect(await duplicates.rewardOf(ASSISTANT, seat)).to.equal(0n);
      const [a] = someItems(1) as [Hex];
      const before = await final(ana, [a], { submitter: founder(commons, 4) });
      const work = await finalWork(commons, [leafOf(bo, [a], 9n)], { submitter: founder(commons, 5) });
      await strikeItem(commons, before, { work, items: [a] }, finder);
      expect(await duplicates.rewardOf(ASSISTANT, 3n)).to.equal(0n);
    });
  });

  describe("what reviewers and finders are credited", () => {
    const credit = (units: bigint, seat = 5n, model = ASSISTANT) => commons.panel.credit(model, seat, units);

    it("is final work of their seat at once; it joins with the next release, and its tokens keep to the cap", async () => {
      await token.connect(await asCommons(commons)).setMintCap(10_000n * rate);
      await networkHelpers.time.increase(31 * 86_400);
      await credit(60n);
      await credit(60n);
      const id = await contributions.contributionCount();
      expect(await contributions.tokensWaiting(positionOf({ id: id - 1n }))).to.equal(false);
      expect(await contributions.tokensWaiting(positionOf({ id }))).to.equal(true);
      await publish(commons);
      await earn(commons, 10_000n);
      for (const each of [id - 1n, id]) {
        expect(await rewards.claimable(positionOf({ id: each }), NATIVE)).to.equal(3_000n);
      }
    });

    it("is refused for nothing, a seat or a model that isn't there", async () => {
      await refused(credit(0n), contributions, "UnitsOutOfRange");
      await refused(credit(5n, 99n), commons.members, "SeatUnknown", 99n);
      await refused(credit(5n, 5n, 99n), commons.models, "ModelUnknown", 99n);
    });

    it("still comes from a panel that was replaced", async () => {
      const other = await ethers.deployContract("StandInPanel", [contributions, 60]);
      await contributions.connect(await asCommons(commons)).setPanel(other);
      await expect(credit(5n)).to.emit(contributions, "ContributionFinal");
    });
  });
});
