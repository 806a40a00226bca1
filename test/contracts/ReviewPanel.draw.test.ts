import { expect } from "chai";
import { encodeAbiParameters, type Hex, keccak256, toHex } from "viem";
import { asCommons, founder, networkHelpers, outsider } from "../support/commons.ts";
import {
  at,
  by,
  DRAWING,
  draw,
  EPOCH,
  freshReviews,
  handedIn,
  IN_REVIEW,
  JUDGED,
  REJECTED,
  type Reviewing,
  roundOf,
  rules,
  SEATS,
  SITTING,
  SUBMITTED,
  settle,
  stageOf,
  stateOf,
  timesOf,
  VOTING,
  voted,
  WEEK,
  walletOf,
} from "../support/panel.ts";
import { now } from "../support/seats.ts";
import { kindNumber, type Work } from "../support/work.ts";

const KNOWLEDGE = kindNumber("Knowledge");

type Draw = { id: bigint; counted: bigint; size: number; drawable: (entry: bigint) => boolean };

const words = (...values: bigint[]) =>
  encodeAbiParameters(
    values.map(() => ({ type: "uint256" })),
    values,
  );

/** A first round's draw as anyone can repeat it from the events: which entries of the frozen pool the seed points at. */
function drawnFrom(seed: Hex, { id, counted, size, drawable }: Draw): { entries: bigint[]; tries: bigint } {
  const stem = keccak256(words(BigInt(seed), id, 1n));
  const entries: bigint[] = [];
  let tries = 0n;
  for (; entries.length < size; tries++) {
    const entry = (BigInt(keccak256(words(BigInt(stem), tries))) % counted) + 1n;
    if (drawable(entry) && !entries.includes(entry)) entries.push(entry);
  }
  return { entries, tries };
}

describe("ReviewPanel: opening and drawing", () => {
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

  describe("opening", () => {
    it("fixes every time, the pool and the size when work is handed in", async () => {
      const work = await handedIn(reviewing);
      const opened = await now();
      const times = [60n, 660n, 1_260n, 1_860n].map((after) => opened + after);
      expect(await reviews.timesOf(work.id, 1n)).to.deep.equal(times);
      const review = await reviews.reviewAt(work.id);
      expect([
        review.stage,
        review.round,
        review.size,
        review.counted,
        review.departures,
        review.eligible,
      ]).to.deep.equal([DRAWING, 1n, 3n, SEATS, 0n, SEATS - 1n]);
      expect(await stateOf(reviewing, work)).to.equal(SUBMITTED);
      const [opening] = await reviews.queryFilter(reviews.filters.ReviewOpened(work.id));
      expect(opening?.args.pool).to.deep.equal([SEATS, 0n, SEATS - 1n]);
      expect(opening?.args.times).to.deep.equal(times);
    });

    it("is for the registry of work", async () => {
      const stranger = outsider(reviewing, 0);
      await refused(reviews.connect(stranger).open(99n, 0n, 1n), "NotContributions", stranger.address);
    });

    it("keeps the rules it opened with", async () => {
      const work = await handedIn(reviewing);
      const before = await reviews.timesOf(work.id, 1n);
      await (await voted(reviewing)).setRules({ ...rules, panelSize: 7n, seedDelay: 5_000n, draw: 60n, commit: 60n });
      expect(await reviews.timesOf(work.id, 1n)).to.deep.equal(before);
      expect(await draw(reviewing, work)).to.have.lengthOf(3);
    });

    it("R6: holds a review slot until the round's last second, whatever becomes of it", async () => {
      const work = await handedIn(reviewing);
      const { drawUntil, revealUntil } = await timesOf(reviewing, work);
      expect((await reviewing.contributions.slotsOf(1n))[0]).to.equal(revealUntil);
      await at(drawUntil + 1n);
      await reviews.expire(work.id);
      expect((await reviewing.contributions.slotsOf(1n))[0]).to.equal(revealUntil);
    });
  });

  describe("drawing", () => {
    it("seats a panel of peers and begins the review", async () => {
      const work = await handedIn(reviewing);
      const { seedAt } = await timesOf(reviewing, work);
      await at(seedAt);
      await expect(reviews.connect(outsider(reviewing, 0)).draw(work.id, "0x"))
        .to.emit(reviews, "PanelDrawn")
        .to.emit(reviews, "ReviewFeesReserved")
        .withArgs(1n, work.id, rules.fee, 3n)
        .to.emit(reviewing.contributions, "ReviewBegun")
        .withArgs(work.id);
      expect(await stateOf(reviewing, work)).to.equal(IN_REVIEW);
      expect(await stageOf(reviewing, work)).to.equal(SITTING);
      const { seats, fee } = await reviews.panelAt(work.id, 1n);
      expect(new Set(seats).size).to.equal(3);
      expect(seats).not.to.include(1n);
      expect(fee).to.equal(rules.fee);
    });

    it("R5: follows from a seed that is fixed by the time of submission, whoever draws and when", async () => {
      const work = await handedIn(reviewing, { kind: "Knowledge" });
      const { seedAt, drawUntil } = await timesOf(reviewing, work);
      const snapshot = await networkHelpers.takeSnapshot();
      const early = await draw(reviewing, work);
      await snapshot.restore();
      await by(reviewing, 5n).retire(KNOWLEDGE);
      await at(drawUntil);
      await reviews.connect(founder(reviewing, 1)).draw(work.id, "0x");
      expect((await reviews.panelAt(work.id, 1n)).seats).to.deep.equal(early);
      const seed = (await reviewing.seeds.seedOf(seedAt, "0x")) as Hex;
      const { entries } = drawnFrom(seed, { id: work.id, counted: 9n, size: 3, drawable: (entry) => entry !== 1n });
      expect(entries).to.deep.equal(early);
    });

    it("R5: isn't possible before the seed, nor without it", async () => {
      const work = await handedIn(reviewing);
      const { seedAt } = await timesOf(reviewing, work);
      await refused(reviews.draw(work.id, "0x"), "DrawTooEarly", work.id, seedAt);
      await reviewing.seeds.setMissing(true);
      await at(seedAt);
      await expect(reviews.draw(work.id, "0x"))
        .to.be.revertedWithCustomError(reviewing.seeds, "SeedUnknown")
        .withArgs(seedAt);
    });

    it("is done once, in time", async () => {
      const work = await handedIn(reviewing);
      const { drawUntil } = await timesOf(reviewing, work);
      const snapshot = await networkHelpers.takeSnapshot();
      await draw(reviewing, work);
      await refused(reviews.draw(work.id, "0x"), "ReviewStageWrong", work.id, SITTING);
      await snapshot.restore();
      await at(drawUntil + 1n);
      await refused(reviews.draw(work.id, "0x"), "DrawClosed", work.id, drawUntil);
    });

    it("R2: never seats the submitter, nor anybody twice, over many draws", async () => {
      await (await voted(reviewing)).setRules({ ...rules, panelSize: 7n });
      for (let i = 1; i <= 7; i++) {
        const work = await handedIn(reviewing, { kind: "Knowledge", submitter: founder(reviewing, i) }, [
          { author: outsider(reviewing, 0), items: BigInt(i) },
        ]);
        const seats = await draw(reviewing, work);
        expect(new Set(seats).size).to.equal(7);
        expect(seats).not.to.include(BigInt(i));
      }
    });

    it("R2: never seats the sponsor of a submitter without a seat", async () => {
      const ana = outsider(reviewing, 0);
      await reviewing.members.connect(founder(reviewing, 2)).sponsor(ana);
      const work = await handedIn(reviewing, { kind: "Validation", submitter: ana, sponsor: 2n });
      expect((await draw(reviewing, work)).toSorted()).to.deep.equal([1n, 3n, 4n]);
    });

    describe("from a pool of many tombstones", () => {
      const counted = 9n + 250n;
      // The last three entries: those of seats 7, 8 and 9.
      const drawable = (entry: bigint) => entry > counted - 3n;
      let work: Work;
      let seed: Hex;
      let tries: bigint;

      beforeEach(async () => {
        const coming = [5n, 6n, 7n, 8n, 9n];
        for (let i = 0; i < 50; i++) {
          for (const seat of coming) await by(reviewing, seat).retire(KNOWLEDGE);
          for (const seat of coming) await by(reviewing, seat).enrol(KNOWLEDGE);
          await networkHelpers.time.increase(WEEK);
        }
        for (const seat of [2n, 3n, 4n, 5n, 6n]) await by(reviewing, seat).retire(KNOWLEDGE);
        work = await handedIn(reviewing, { kind: "Knowledge" });
        const { seedAt } = await timesOf(reviewing, work);
        // A seed that points at tombstones for long.
        for (let stem = 0n; ; stem++) {
          seed = keccak256(words(stem, seedAt));
          tries = drawnFrom(seed, { id: work.id, counted, size: 3, drawable }).tries;
          if (tries <= 512n) continue;
          await reviewing.seeds.set(toHex(stem, { size: 32 }));
          break;
        }
        await at(seedAt);
      });

      it("takes as many calls as it needs", async () => {
        const { eligible, departures } = await reviews.reviewAt(work.id);
        expect([eligible, departures]).to.deep.equal([3n, 255n]);
        const seats = await draw(reviewing, work);
        const { entries } = drawnFrom(seed, { id: work.id, counted, size: 3, drawable });
        expect(seats).to.deep.equal(entries.map((entry) => entry - counted + 9n));
        const continued = await reviews.queryFilter(reviews.filters.DrawContinues(work.id));
        const calls = Array.from({ length: Number((tries - 1n) / 256n) }, (_, i) => 256n * BigInt(i + 1));
        expect(continued.map(({ args }) => args.tries)).to.deep.equal(calls);
      });

      it("goes on with the seed it began with, without another proof", async () => {
        await reviews.draw(work.id, "0x");
        expect(await stageOf(reviewing, work)).to.equal(DRAWING);
        expect((await reviews.panelAt(work.id, 1n)).seats).to.deep.equal([]);
        await reviewing.seeds.setMissing(true);
        expect((await draw(reviewing, work)).toSorted()).to.deep.equal([7n, 8n, 9n]);
      });

      it("C2: ends as a rejection if nobody goes on", async () => {
        await reviews.draw(work.id, "0x");
        await at((await timesOf(reviewing, work)).drawUntil + 1n);
        await reviews.expire(work.id);
        await by(reviewing, 9n).challenge(work.id);
        expect(await stageOf(reviewing, work)).to.equal(VOTING);
      });
    });
  });

  describe("a panel that wasn't drawn", () => {
    it("R6 C2: ends as a rejection, once anyone says so; nothing draws it again", async () => {
      const work = await handedIn(reviewing);
      const { drawUntil } = await timesOf(reviewing, work);
      await at(drawUntil);
      await refused(reviews.expire(work.id), "NotExpired", work.id, drawUntil);
      await at(drawUntil + 1n);
      await expect(reviews.connect(outsider(reviewing, 0)).expire(work.id))
        .to.emit(reviews, "RoundExpired")
        .withArgs(work.id, 1n, 0n);
      expect([await stateOf(reviewing, work), await stageOf(reviewing, work)]).to.deep.equal([REJECTED, JUDGED]);
      await refused(reviews.draw(work.id, "0x"), "ReviewStageWrong", work.id, JUDGED);
      await refused(reviews.expire(work.id), "ReviewStageWrong", work.id, JUDGED);
      const again = reviewing.contributions.connect(founder(reviewing, 1)).submit(work.submission);
      await expect(again).to.be.revertedWithCustomError(reviewing.contributions, "ManifestAlreadySubmitted");
    });

    it("R6: goes to a vote if it is challenged, not to another panel", async () => {
      const work = await handedIn(reviewing);
      await at((await timesOf(reviewing, work)).drawUntil + 1n);
      await reviews.expire(work.id);
      await by(reviewing, 9n).challenge(work.id);
      expect([await stageOf(reviewing, work), await roundOf(reviewing, work)]).to.deep.equal([VOTING, 2n]);
    });

    it("pays nobody and teaches nobody", async () => {
      const work = await handedIn(reviewing);
      await at((await timesOf(reviewing, work)).drawUntil + 1n);
      await reviews.expire(work.id);
      await expect(settle(reviewing, work)).not.to.emit(reviews, "ReviewerSettled");
    });
  });

  describe("too few reviewers", () => {
    let work: Work;
    beforeEach(async () => {
      work = await handedIn(reviewing, { kind: "Training" });
    });

    it("leave the verdict to a vote", async () => {
      expect(await stageOf(reviewing, work)).to.equal(VOTING);
      await refused(reviews.draw(work.id, "0x"), "ReviewStageWrong", work.id, VOTING);
      await expect((await voted(reviewing)).decide(work.id, 77n))
        .to.emit(reviews, "VoteDecided")
        .withArgs(work.id, 1n, 77n);
      expect((await reviewing.contributions.contributionAt(work.id)).score).to.equal(77n);
      await refused((await voted(reviewing)).decide(work.id, 77n), "ReviewStageWrong", work.id, JUDGED);
    });

    it("C2: reject it if the vote doesn't decide in time", async () => {
      const { revealUntil } = await timesOf(reviewing, work);
      expect(revealUntil).to.equal((await now()) + rules.decision);
      await at(revealUntil);
      await refused(reviews.expire(work.id), "NotExpired", work.id, revealUntil);
      await at(revealUntil + 1n);
      await refused((await voted(reviewing)).decide(work.id, 77n), "DecisionClosed", work.id, revealUntil);
      await reviews.expire(work.id);
      expect(await stateOf(reviewing, work)).to.equal(REJECTED);
    });

    it("take the vote's word in the last second, as long as it is a score", async () => {
      const { revealUntil } = await timesOf(reviewing, work);
      const asVoted = await voted(reviewing);
      await expect(asVoted.decide(work.id, 101n)).to.be.revertedWithCustomError(
        reviewing.contributions,
        "ScoreOutOfRange",
      );
      await at(revealUntil);
      await asVoted.decide(work.id, 100n);
    });

    it("hold the submitter's slot for as long as the vote may take", async () => {
      const { revealUntil } = await timesOf(reviewing, work);
      expect((await reviewing.contributions.slotsOf(1n))[0]).to.equal(revealUntil);
    });

    it("are as many as the size of a panel less one, without the submitter", async () => {
      const three = await handedIn(reviewing, { kind: "Validation" });
      expect(await stageOf(reviewing, three)).to.equal(DRAWING);
      await (await voted(reviewing)).setRules({ ...rules, panelSize: 4n });
      const four = await handedIn(reviewing, { kind: "Validation" });
      expect(await stageOf(reviewing, four)).to.equal(VOTING);
    });
  });

  it("never loses a panel to a lapsed seat: it is drawn, and may still be away", async () => {
    const work = await handedIn(reviewing, { kind: "Validation" });
    await reviewing.members.connect(await asCommons(reviewing)).unseat([3n]);
    expect(await draw(reviewing, work)).to.include(3n);
    const commit = reviews.connect(walletOf(reviewing, 3n)).commit(work.id, `0x${"11".repeat(32)}`);
    await refused(commit, "NotSeated", walletOf(reviewing, 3n).address);
    expect(EPOCH).to.equal(await reviews.EPOCH());
  });
});
