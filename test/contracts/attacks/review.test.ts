// Attempts to judge one's own work, and to keep what a review or a strike should take.
import { expect } from "chai";
import { type Hex, keccak256, toBytes } from "viem";
import { founder, freshCommons, networkHelpers, outsider, type Signer } from "../../support/commons.ts";
import { leafOf, strikeItem } from "../../support/duplicates.ts";
import {
  at,
  by,
  DRAWING,
  draw,
  drawAndReveal,
  freshReviews,
  handedIn,
  judge,
  nth,
  type Reviewing,
  stageOf,
  timesOf,
  untilUnchallenged,
  VOTING,
  voted,
  walletOf,
} from "../../support/panel.ts";
import { DAY, enrol, moveSeat, person } from "../../support/seats.ts";
import { claimLeaf, drawManifest, finalWork, proved, someItems, submitManifest } from "../../support/work.ts";

describe("Attacks on review", () => {
  let reviewing: Reviewing;

  beforeEach(async () => {
    reviewing = await freshReviews();
  });

  describe("a reviewer who hands its work in under somebody else's seat", () => {
    /** Work of seat 2 under seat 1, which sponsors it. */
    const underSponsor = async (kind: "Validation" | "Knowledge") => {
      const submitter = founder(reviewing, 2);
      await reviewing.members.connect(founder(reviewing, 1)).sponsor(submitter);
      return handedIn(reviewing, { kind, submitter, sponsor: 1n });
    };

    it("isn't counted among those who may judge it", async () => {
      // Four review this kind, both of them among these.
      const work = await underSponsor("Validation");
      expect((await reviewing.reviews.reviewAt(work.id)).eligible).to.equal(2n);
      expect(await stageOf(reviewing, work)).to.equal(VOTING);
    });

    it("is on neither panel, wherever its seat is by then", async () => {
      // Nine review this kind; all but the two judge.
      const work = await underSponsor("Knowledge");
      const away = outsider(reviewing, 0);
      await moveSeat(reviewing, founder(reviewing, 2), away, reviewing.genesis.founders[1]?.nullifier);
      const first = await judge(reviewing, work, [80n, 80n, 80n]);
      await by(reviewing, 3n).challenge(work.id);
      const second = await draw(reviewing, work);
      const seats = [...first, ...second].sort((a, b) => Number(a - b));
      expect(seats).to.deep.equal([3n, 4n, 5n, 6n, 7n, 8n, 9n]);
    });

    it("can't push a reviewer out by moving its seat to the submitter's wallet", async () => {
      const ana = outsider(reviewing, 0);
      await reviewing.members.connect(founder(reviewing, 1)).sponsor(ana);
      const work = await handedIn(reviewing, { kind: "Validation", submitter: ana, sponsor: 1n });
      expect(await stageOf(reviewing, work)).to.equal(DRAWING);
      await moveSeat(reviewing, founder(reviewing, 2), ana, reviewing.genesis.founders[1]?.nullifier);
      expect([...(await draw(reviewing, work))].sort()).to.deep.equal([2n, 3n, 4n]);
    });
  });

  it("an author on the panel doesn't stay there by moving the seat away from the wallet that the leaf names", async () => {
    // Everybody but the submitter, so that whoever is drawn is one of them.
    const seats = [...reviewing.wallets.keys()].filter((seat) => seat !== 1n);
    const work = await handedIn(
      reviewing,
      {},
      seats.map((seat) => ({ author: walletOf(reviewing, seat) })),
    );
    const panel = await drawAndReveal(reviewing, work, []);
    const seat = nth(panel, 0);
    const index = seats.indexOf(seat);
    const nullifier = reviewing.genesis.founders[Number(seat) - 1]?.nullifier;
    await moveSeat(reviewing, walletOf(reviewing, seat), outsider(reviewing, 0), nullifier);
    const place = proved(work, index);
    await expect(reviewing.reviews.void(work.id, seat, place.leaf, place.proof))
      .to.emit(reviewing.reviews, "ReviewerVoided")
      .withArgs(work.id, 1n, seat, index);
    // But nobody else's.
    const other = nth(
      panel.filter((it) => it !== seat),
      0,
    );
    await expect(reviewing.reviews.void(work.id, other, place.leaf, place.proof)).to.be.revertedWithCustomError(
      reviewing.reviews,
      "NotLeafOfSeat",
    );
  });

  it("gold that was rejected is nobody's earlier work either", async () => {
    const { contributions, duplicates, reviews } = reviewing;
    const items = someItems(1) as [Hex];
    const salt = keccak256(toBytes("salt of gold"));
    const drawn = await drawManifest(reviewing, [leafOf(founder(reviewing, 1), items)]);
    const { submitter, submission } = drawn;
    const gold = await voted(reviewing);
    await gold.commitGold([await reviews.goldCommitment(submitter, submission.root, 20n, salt)]);
    await networkHelpers.time.increase(DAY);
    await contributions.connect(submitter).submit(submission);
    const bad = { ...drawn, id: await contributions.contributionCount() };
    await judge(reviewing, bad, [20n, 20n, 20n]);
    await gold.revealGold(bad.id, 20n, salt);

    const author = founder(reviewing, 2);
    const work = await handedIn(reviewing, { submitter: author }, [leafOf(author, items)]);
    await judge(reviewing, work, [90n, 90n, 90n]);
    await untilUnchallenged(reviewing, work);
    await contributions.finalize(work.id);
    await expect(
      strikeItem(reviewing, { work: bad, items }, { work, items }, founder(reviewing, 3)),
    ).to.be.revertedWithCustomError(duplicates, "EarlierDoesNotCount");
  });

  it("nobody begins a step in the last second of another", async () => {
    const work = await handedIn(reviewing);
    const { drawUntil } = await timesOf(reviewing, work);
    await at(drawUntil);
    await expect(reviewing.reviews.expire(work.id)).to.be.revertedWithCustomError(reviewing.reviews, "NotExpired");
    await at(drawUntil + 1n);
    await expect(reviewing.reviews.draw(work.id, "0x")).to.be.revertedWithCustomError(reviewing.reviews, "DrawClosed");
  });
});

describe("Attacks on strikes with wallets that move", () => {
  const setUp = async (authorOf: (thief: Signer, seat: bigint) => Promise<Signer | Hex>) => {
    const commons = await freshCommons();
    const [thief, next, victim] = [outsider(commons, 0), outsider(commons, 1), outsider(commons, 2)];
    const seat = await enrol(commons, thief);
    const items = someItems(2) as [Hex, Hex];
    const original = await submitManifest(commons, [leafOf(victim, items)]);
    const copy = await finalWork(commons, [leafOf(await authorOf(thief, seat), items)], { submitter: thief });
    await claimLeaf(commons, copy);
    expect(await commons.token.balanceOf(thief)).to.be.greaterThan(0n);
    const strikeAll = async () => {
      for (const item of [0, 1]) {
        await strikeItem(commons, { work: original, items, item }, { work: copy, items, item }, thief);
      }
    };
    return { commons, token: commons.token, thief, next, strikeAll };
  };
  const byWallet = async (thief: Signer) => thief;
  const bySeat = async (_: Signer, seat: bigint): Promise<Hex> => `0x${seat.toString(16).padStart(40, "0")}`;

  it("tokens that followed the seat burn where they are", async () => {
    const { commons, token, thief, next, strikeAll } = await setUp(byWallet);
    await moveSeat(commons, thief, next);
    await token.recover(thief);
    await strikeAll();
    expect(await token.balanceOf(next)).to.equal(0n);
  });

  it("tokens that were left behind burn when they come after", async () => {
    const { commons, token, thief, next, strikeAll } = await setUp(bySeat);
    await moveSeat(commons, thief, next);
    await strikeAll();
    await token.recover(thief);
    expect([await token.balanceOf(thief), await token.balanceOf(next)]).to.deep.equal([0n, 0n]);
  });

  it("so do those that were left behind on the way", async () => {
    const { commons, token, thief, next, strikeAll } = await setUp(byWallet);
    const last = outsider(commons, 3);
    await moveSeat(commons, thief, next);
    await token.recover(thief);
    await moveSeat(commons, next, last, person(thief.address));
    await strikeAll();
    await token.recover(next);
    expect([await token.balanceOf(next), await token.balanceOf(last)]).to.deep.equal([0n, 0n]);
  });
});
