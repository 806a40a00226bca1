import { goldCommitment } from "@commonmind/sdk/review";
import { expect } from "chai";
import { type Address, type Hex, keccak256, toBytes } from "viem";
import { addressOf, asCommons, founder, networkHelpers, outsider, unauthorized } from "../support/commons.ts";
import {
  ACCEPTED,
  by,
  draw,
  FINAL,
  freshReviews,
  JUDGED,
  judge,
  nth,
  REJECTED,
  type Reviewing,
  rules,
  type Scores,
  settle,
  stateOf,
  untilTally,
  untilUnchallenged,
  voted,
} from "../support/panel.ts";
import { DAY, now } from "../support/seats.ts";
import { type DrawnManifest, drawManifest, type Work } from "../support/work.ts";

const salt = keccak256(toBytes("salt of gold"));
const ONE_VERDICT = 1n << 16n;

describe("ReviewPanel: gold", () => {
  let reviewing: Reviewing;
  let reviews: Reviewing["reviews"];

  beforeEach(async () => {
    reviewing = await freshReviews();
    reviews = reviewing.reviews;
  });

  const refused = (call: Promise<unknown>, error: string, ...args: unknown[]) => {
    const expectation = expect(call).to.be.revertedWithCustomError(reviews, error);
    return args.length === 0 ? expectation : expectation.withArgs(...args);
  };
  const prepared = async (): Promise<DrawnManifest> =>
    drawManifest(reviewing, [{ author: founder(reviewing, 1), items: await now() }]);
  const commitmentOf = async ({ submitter, submission: { root } }: DrawnManifest, score: bigint) =>
    reviews.goldCommitment(submitter, root, score, salt);
  const handIn = async (drawn: DrawnManifest): Promise<Work> => {
    await reviewing.contributions.connect(drawn.submitter).submit(drawn.submission);
    return { ...drawn, id: await reviewing.contributions.contributionCount() };
  };
  /** Gold of this score, judged. */
  const judged = async (score: bigint, scores: Scores) => {
    const drawn = await prepared();
    await (await voted(reviewing)).commitGold([await commitmentOf(drawn, score)]);
    await networkHelpers.time.increase(DAY);
    const work = await handIn(drawn);
    return { work, seats: await judge(reviewing, work, scores) };
  };

  it("is committed as the sdk says", async () => {
    const drawn = await prepared();
    const { chainId } = reviewing.deployment;
    const [submitter, root] = [drawn.submitter.address as Address, drawn.submission.root as Hex];
    const panel = await addressOf(reviews);
    expect(await commitmentOf(drawn, 90n)).to.equal(
      goldCommitment({ chainId, panel, submitter, root, score: 90, salt }),
    );
  });

  it("is posted and revealed by whom the commons appoints, and each commitment once", async () => {
    const [mine, yours] = [keccak256(toBytes("mine")), keccak256(toBytes("yours"))];
    await expect(reviews.commitGold([mine])).to.be.revertedWithCustomError(reviews, unauthorized);
    await expect(reviews.revealGold(1n, 90n, salt)).to.be.revertedWithCustomError(reviews, unauthorized);
    const asVoted = await voted(reviewing);
    await expect(asVoted.commitGold([mine, yours]))
      .to.emit(reviews, "GoldCommitted")
      .withArgs(yours);
    expect(await reviews.goldCommittedAt(mine)).to.equal(await now());
    await refused(asVoted.commitGold([mine]), "GoldAlreadyCommitted", mine);
  });

  it("earns nothing once it is revealed, and can't be challenged", async () => {
    const { work } = await judged(90n, [90n, 90n, 90n]);
    expect(await stateOf(reviewing, work)).to.equal(ACCEPTED);
    await expect((await voted(reviewing)).revealGold(work.id, 90n, salt))
      .to.emit(reviews, "GoldRevealed")
      .withArgs(work.id, 90n)
      .to.emit(reviewing.contributions, "ContributionAnnulled")
      .withArgs(work.id);
    const { state, score } = await reviewing.contributions.contributionAt(work.id);
    expect([state, score]).to.deep.equal([REJECTED, 0n]);
    await refused(by(reviewing, 9n).challenge(work.id), "ChallengeClosed", work.id, 0n);
    await refused((await voted(reviewing)).revealGold(work.id, 90n, salt), "GoldTooLate", work.id);
    await untilUnchallenged(reviewing, work);
    const final = reviewing.contributions.finalize(work.id);
    await expect(final).to.be.revertedWithCustomError(reviewing.contributions, "StateWrong");
  });

  it("can't be challenged either where the panel gave it what is left of it: nothing", async () => {
    const { work } = await judged(90n, [0n, 0n, 0n]);
    await (await voted(reviewing)).revealGold(work.id, 90n, salt);
    const { state, score } = await reviewing.contributions.contributionAt(work.id);
    expect([state, score, (await reviews.reviewAt(work.id)).score]).to.deep.equal([REJECTED, 0n, 0n]);
    await refused(by(reviewing, 9n).challenge(work.id), "ChallengeClosed", work.id, 0n);
  });

  it("measures reviewers by its score, not by the panel's: pay and records", async () => {
    // Two accept bad work; the one who didn't was right.
    const { work, seats } = await judged(10n, [80n, 80n, 20n]);
    await (await voted(reviewing)).revealGold(work.id, 10n, salt);
    await expect(reviews.settle(work.id)).to.emit(reviews, "ReviewSettled").withArgs(work.id, 10n, true);
    const [ana, , ben] = [nth(seats, 0), nth(seats, 1), nth(seats, 2)];
    expect(await reviews.earned(1n, ana)).to.equal(0n);
    expect(await reviews.earned(1n, ben)).to.equal((rules.fee * 80n) / 100n);
    const [misled, right] = [await reviews.recordOf(ana), await reviews.recordOf(ben)];
    expect([misled.wrongAccepts, misled.badSeen]).to.deep.equal([ONE_VERDICT, ONE_VERDICT]);
    expect([right.rightRejects, right.badSeen]).to.deep.equal([ONE_VERDICT, ONE_VERDICT]);
  });

  it("counts a missing reveal as the wrong side, good gold as bad", async () => {
    const good = await judged(90n, [90n, 90n, undefined]);
    await (await voted(reviewing)).revealGold(good.work.id, 90n, salt);
    await reviews.settle(good.work.id);
    expect((await reviews.recordOf(nth(good.seats, 2))).wrongRejects).to.equal(ONE_VERDICT);
    expect(await reviews.earned(1n, nth(good.seats, 2))).to.equal(0n);
    const bad = await judged(10n, [10n, 10n, undefined]);
    await (await voted(reviewing)).revealGold(bad.work.id, 10n, salt);
    const before = await reviews.recordOf(nth(bad.seats, 2));
    await reviews.settle(bad.work.id);
    const after = await reviews.recordOf(nth(bad.seats, 2));
    expect(after.wrongAccepts).to.be.greaterThan(before.wrongAccepts);
  });

  it("that was rejected teaches too", async () => {
    const { work, seats } = await judged(90n, [20n, 20n, 90n]);
    await (await voted(reviewing)).revealGold(work.id, 90n, salt);
    expect((await reviewing.contributions.contributionAt(work.id)).gold).to.equal(true);
    await reviews.settle(work.id);
    expect((await reviews.recordOf(nth(seats, 0))).wrongRejects).to.equal(ONE_VERDICT);
    expect(await reviews.earned(1n, nth(seats, 2))).to.equal(rules.fee);
  });

  it("of an appeal teaches both panels", async () => {
    const { work, seats } = await judged(90n, [20n, 20n, 20n]);
    await by(reviewing, 9n).challenge(work.id);
    const others = await judge(reviewing, work, Array(7).fill(90n));
    await (await voted(reviewing)).revealGold(work.id, 90n, salt);
    await reviews.settle(work.id);
    for (const seat of seats) expect((await reviews.recordOf(seat)).wrongRejects).to.equal(ONE_VERDICT);
    for (const seat of others) expect((await reviews.recordOf(seat)).rightAccepts).to.equal(ONE_VERDICT);
  });

  it("that is never revealed is work like any other", async () => {
    const { work } = await judged(90n, [90n, 90n, 90n]);
    await settle(reviewing, work);
    expect(await stateOf(reviewing, work)).to.equal(FINAL);
    await refused((await voted(reviewing)).revealGold(work.id, 90n, salt), "ReviewStageWrong", work.id, 5n);
  });

  it("isn't made of final work", async () => {
    const { work } = await judged(90n, [90n, 90n, 90n]);
    await untilUnchallenged(reviewing, work);
    await reviewing.contributions.finalize(work.id);
    await refused((await voted(reviewing)).revealGold(work.id, 90n, salt), "GoldTooLate", work.id);
  });

  it("isn't revealed before there is a verdict", async () => {
    const drawn = await prepared();
    await (await voted(reviewing)).commitGold([await commitmentOf(drawn, 90n)]);
    await networkHelpers.time.increase(DAY);
    const work = await handIn(drawn);
    await refused((await voted(reviewing)).revealGold(work.id, 90n, salt), "ReviewStageWrong", work.id, 1n);
    await draw(reviewing, work);
    await untilTally(reviewing, work);
    await refused((await voted(reviewing)).revealGold(work.id, 90n, salt), "ReviewStageWrong", work.id, 2n);
    await reviews.tally(work.id);
    await (await voted(reviewing)).revealGold(work.id, 90n, salt);
  });

  it("isn't made of other people's work: it is committed a day before, with its submitter, root and score", async () => {
    const drawn = await prepared();
    const asVoted = await voted(reviewing);
    await networkHelpers.time.increase(DAY);
    await asVoted.commitGold([await commitmentOf(drawn, 90n)]);
    await networkHelpers.time.increase(DAY - 10n);
    const work = await handIn(drawn);
    await judge(reviewing, work, [90n, 90n, 90n]);
    await refused(asVoted.revealGold(work.id, 90n, salt), "GoldTooLate", work.id);
    await refused(asVoted.revealGold(work.id, 80n, salt), "GoldUnknown", await commitmentOf(drawn, 80n));

    const high = await prepared();
    await asVoted.commitGold([await commitmentOf(high, 101n)]);
    await networkHelpers.time.increase(DAY);
    const other = await handIn(high);
    await judge(reviewing, other, [90n, 90n, 90n]);
    await refused(asVoted.revealGold(other.id, 101n, salt), "ScoreOutOfRange", 101n);
    expect((await reviews.reviewAt(other.id)).stage).to.equal(JUDGED);
  });

  it("that a vote overturned can still be revealed", async () => {
    const { work, seats } = await judged(10n, [80n, 80n, 80n]);
    await reviewing.contributions.connect(await asCommons(reviewing)).overturn(work.id);
    await (await voted(reviewing)).revealGold(work.id, 10n, salt);
    await reviews.connect(outsider(reviewing, 0)).settle(work.id);
    expect((await reviews.recordOf(nth(seats, 0))).wrongAccepts).to.equal(ONE_VERDICT);
  });
});
