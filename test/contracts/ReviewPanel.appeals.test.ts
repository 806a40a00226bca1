import { expect } from "chai";
import { asCommons, founder, outsider } from "../support/commons.ts";
import {
  ACCEPTED,
  at,
  by,
  CHALLENGED,
  draw,
  drawAndReveal,
  EPOCH,
  freshReviews,
  handedIn,
  JUDGED,
  judge,
  nth,
  REJECTED,
  type Reviewing,
  roundOf,
  rules,
  type Scores,
  SITTING,
  stageOf,
  stateOf,
  timesOf,
  untilTally,
  untilUnchallenged,
  VOTING,
  voted,
} from "../support/panel.ts";
import { now } from "../support/seats.ts";
import type { Work } from "../support/work.ts";

const all = (score: bigint, count = 3): Scores => Array(count).fill(score);

describe("ReviewPanel: challenges and appeals", () => {
  let reviewing: Reviewing;
  let reviews: Reviewing["reviews"];
  let challengePeriod: bigint;

  beforeEach(async () => {
    reviewing = await freshReviews();
    reviews = reviewing.reviews;
    challengePeriod = BigInt(reviewing.genesis.periods.challenge);
  });

  const refused = (call: Promise<unknown>, error: string, ...args: unknown[]) => {
    const expectation = expect(call).to.be.revertedWithCustomError(reviews, error);
    return args.length === 0 ? expectation : expectation.withArgs(...args);
  };
  const workAt = ({ id }: Pick<Work, "id">) => reviewing.contributions.contributionAt(id);
  const judged = async (scores: Scores, sketch = {}) => {
    const work = await handedIn(reviewing, sketch, [{ author: founder(reviewing, 1), items: await now() }]);
    return { work, seats: await judge(reviewing, work, scores) };
  };

  describe("a challenge", () => {
    it("is any member's, free, of an accepted verdict as of a rejected one", async () => {
      for (const [score, seat] of [
        [80n, 9n],
        [20n, 10n],
      ] as const) {
        const { work } = await judged(all(score));
        const { since } = await workAt(work);
        const seedAt = since + challengePeriod + rules.seedDelay;
        const times = [seedAt, seedAt + 600n, seedAt + 1_200n, seedAt + 1_800n];
        await expect(by(reviewing, seat).challenge(work.id))
          .to.emit(reviews, "VerdictChallenged")
          .withArgs(work.id, seat, 1n, 7n, times)
          .to.emit(reviewing.contributions, "ContributionChallenged")
          .withArgs(work.id);
        expect([await stateOf(reviewing, work), await roundOf(reviewing, work)]).to.deep.equal([CHALLENGED, 2n]);
      }
    });

    it("may be the submitter's, and a reviewer's of the first panel", async () => {
      const own = await judged(all(20n));
      await by(reviewing, 1n).challenge(own.work.id);
      const other = await judged(all(20n));
      await by(reviewing, nth(other.seats, 0)).challenge(other.work.id);
    });

    it("is for active seats", async () => {
      const { work } = await judged(all(80n));
      const stranger = outsider(reviewing, 0);
      await refused(reviews.connect(stranger).challenge(work.id), "NotSeated", stranger.address);
    });

    it("ends with the challenge period", async () => {
      const { work } = await judged(all(80n));
      const until = (await workAt(work)).since + challengePeriod;
      await at(until);
      await refused(by(reviewing, 9n).challenge(work.id), "ChallengeClosed", work.id, until);
      await reviewing.contributions.finalize(work.id);
      await refused(by(reviewing, 9n).challenge(work.id), "ChallengeClosed", work.id, 0n);
    });

    it("counts in the last second", async () => {
      const { work } = await judged(all(80n));
      await at((await workAt(work)).since + challengePeriod - 1n);
      await by(reviewing, 9n).challenge(work.id);
      const final = reviewing.contributions.finalize(work.id);
      await expect(final).to.be.revertedWithCustomError(reviewing.contributions, "StateWrong");
    });

    it("is made once for each work, whatever the appeal says", async () => {
      const { work } = await judged(all(80n));
      await by(reviewing, 9n).challenge(work.id);
      await refused(by(reviewing, 10n).challenge(work.id), "ReviewStageWrong", work.id, 1n);
      await judge(reviewing, work, all(20n, 7));
      await refused(by(reviewing, 10n).challenge(work.id), "AlreadyChallenged", work.id);
    });

    it("is one for each seat in thirty days", async () => {
      await at(((await now()) / EPOCH + 1n) * EPOCH);
      const [first, second] = [await judged(all(80n)), await judged(all(80n))];
      await by(reviewing, 9n).challenge(first.work.id);
      const next = ((await now()) / EPOCH + 1n) * EPOCH;
      expect(await reviews.challengedIn(9n)).to.equal(next / EPOCH - 1n);
      await refused(by(reviewing, 9n).challenge(second.work.id), "ChallengeUsed", 9n, next);
      await by(reviewing, 10n).challenge(second.work.id);
      await at(next);
      const third = await judged(all(80n));
      await by(reviewing, 9n).challenge(third.work.id);
    });

    it("doesn't reopen what a vote overturned", async () => {
      const { work } = await judged(all(80n));
      await reviewing.contributions.connect(await asCommons(reviewing)).overturn(work.id);
      await refused(by(reviewing, 9n).challenge(work.id), "ChallengeClosed", work.id, 0n);
    });
  });

  describe("an appeal", () => {
    it("is heard by 2n + 1 others, drawn with a seed that the challenger couldn't choose", async () => {
      const { work, seats } = await judged(all(80n));
      await by(reviewing, 9n).challenge(work.id);
      const { seedAt } = await timesOf(reviewing, work);
      await refused(reviews.draw(work.id, "0x"), "DrawTooEarly", work.id, seedAt);
      const others = await draw(reviewing, work);
      expect(new Set(others).size).to.equal(7);
      for (const seat of [1n, ...seats]) expect(others).not.to.include(seat);
      expect([await stateOf(reviewing, work), await stageOf(reviewing, work)]).to.deep.equal([CHALLENGED, SITTING]);
    });

    it("decides: its verdict takes the place of the first, and can be overturned by a vote alone", async () => {
      const { work } = await judged(all(80n));
      await by(reviewing, 9n).challenge(work.id);
      await judge(reviewing, work, all(20n, 7));
      expect((await workAt(work)).score).to.equal(20n);
      expect(await stateOf(reviewing, work)).to.equal(REJECTED);

      const other = await judged(all(20n));
      await by(reviewing, 10n).challenge(other.work.id);
      await judge(reviewing, other.work, all(90n, 7));
      expect(await stateOf(reviewing, other.work)).to.equal(ACCEPTED);
      await untilUnchallenged(reviewing, other.work);
      await reviewing.contributions.finalize(other.work.id);
    });

    it("takes as many as there are where that is fewer", async () => {
      // Nine review this kind; the submitter's seat and three others are out of it.
      const { work } = await judged(all(80n), { kind: "Knowledge" });
      await by(reviewing, 9n).challenge(work.id);
      expect((await reviews.appealAt(work.id)).size).to.equal(5n);
      expect(await draw(reviewing, work)).to.have.lengthOf(5);
    });

    it("of a panel of seven takes fifteen", async () => {
      await (await voted(reviewing)).setRules({ ...rules, panelSize: 7n });
      const { work, seats } = await judged(all(80n, 7));
      await by(reviewing, 9n).challenge(work.id);
      const others = await judge(reviewing, work, [...all(20n, 8), ...all(90n, 7)]);
      expect(new Set([1n, ...seats, ...others]).size).to.equal(23);
      expect((await workAt(work)).score).to.equal(20n);
    });

    it("is a vote's where there is no larger panel", async () => {
      // Curation: seven can judge, a panel of four leaves three.
      await (await voted(reviewing)).setRules({ ...rules, panelSize: 4n });
      const { work } = await judged(all(80n, 4), { kind: "Curation" });
      await by(reviewing, 9n).challenge(work.id);
      const until = (await workAt(work)).since + rules.decision;
      expect(await stageOf(reviewing, work)).to.equal(VOTING);
      expect((await timesOf(reviewing, work)).revealUntil).to.be.greaterThan(until);
      await expect((await voted(reviewing)).decide(work.id, 10n))
        .to.emit(reviews, "VoteDecided")
        .withArgs(work.id, 2n, 10n);
      expect(await stateOf(reviewing, work)).to.equal(REJECTED);
    });

    it("is a vote's where as many are left as judged before", async () => {
      await (await voted(reviewing)).setRules({ ...rules, panelSize: 4n });
      const { work } = await judged(all(80n, 4), { kind: "Knowledge" });
      await by(reviewing, 9n).challenge(work.id);
      expect(await stageOf(reviewing, work)).to.equal(VOTING);
    });

    it("of a vote is another vote", async () => {
      const work = await handedIn(reviewing, { kind: "Training" });
      await (await voted(reviewing)).decide(work.id, 80n);
      await by(reviewing, 9n).challenge(work.id);
      expect(await stageOf(reviewing, work)).to.equal(VOTING);
      await (await voted(reviewing)).decide(work.id, 30n);
      expect(await stateOf(reviewing, work)).to.equal(REJECTED);
    });

    it("keeps the pool of the submission: who came since doesn't judge", async () => {
      const work = await handedIn(reviewing, { kind: "Knowledge" });
      await by(reviewing, 20n).enrol(3n);
      await judge(reviewing, work, all(80n));
      await by(reviewing, 9n).challenge(work.id);
      await at((await timesOf(reviewing, work)).seedAt);
      expect(await reviews.eligibleFor(3n, 1n)).to.equal(8n);
      expect(await draw(reviewing, work)).not.to.include(20n);
    });
  });

  describe("C2: the first verdict stands", () => {
    const standing = async (score: bigint, state: bigint, work: Pick<Work, "id">) => {
      expect((await workAt(work)).score).to.equal(score);
      expect([await stateOf(reviewing, work), await stageOf(reviewing, work)]).to.deep.equal([state, JUDGED]);
    };

    it("if the appeal isn't drawn in time", async () => {
      const { work } = await judged(all(80n));
      await by(reviewing, 9n).challenge(work.id);
      const { drawUntil } = await timesOf(reviewing, work);
      await at(drawUntil);
      await refused(reviews.expire(work.id), "NotExpired", work.id, drawUntil);
      await at(drawUntil + 1n);
      await expect(reviews.expire(work.id)).to.emit(reviews, "RoundExpired").withArgs(work.id, 2n, 80n);
      await standing(80n, ACCEPTED, work);
    });

    it("if too few of it reveal", async () => {
      const { work } = await judged(all(80n));
      await by(reviewing, 9n).challenge(work.id);
      await drawAndReveal(reviewing, work, all(10n, 3));
      await untilTally(reviewing, work);
      await expect(reviews.tally(work.id)).to.emit(reviews, "PanelTallied").withArgs(work.id, 2n, 80n, []);
      await standing(80n, ACCEPTED, work);
      expect((await reviews.reviewAt(work.id)).judgedBy).to.equal(1n);
    });

    it("if a vote doesn't decide in time", async () => {
      const { work } = await judged(all(20n), { kind: "Validation" });
      await by(reviewing, 9n).challenge(work.id);
      const { revealUntil } = await timesOf(reviewing, work);
      await at(revealUntil + 1n);
      await refused((await voted(reviewing)).decide(work.id, 90n), "DecisionClosed", work.id, revealUntil);
      await reviews.expire(work.id);
      await standing(20n, REJECTED, work);
    });

    it("also where it was the lack of one", async () => {
      const { work } = await judged([]);
      await by(reviewing, 9n).challenge(work.id);
      expect((await reviews.appealAt(work.id)).size).to.equal(7n);
      await at((await timesOf(reviewing, work)).drawUntil + 1n);
      await reviews.expire(work.id);
      await standing(0n, REJECTED, work);
    });
  });
});
