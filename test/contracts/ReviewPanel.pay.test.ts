import {
  agedRecord,
  learnFromPanel,
  newReviewerRecord,
  type ReviewerRecord,
  reviewerWeight,
} from "@commonmind/sdk/review";
import { expect } from "chai";
import { asCommons, founder, networkHelpers, outsider } from "../support/commons.ts";
import {
  by,
  draw,
  drawAndCommit,
  EPOCH,
  FINAL,
  freshReviews,
  handedIn,
  JUDGED,
  judge,
  nth,
  type Reviewing,
  reveal,
  rules,
  type Scores,
  SETTLED,
  settle,
  stageOf,
  stateOf,
  untilReveal,
  untilTally,
  untilUnchallenged,
  voted,
} from "../support/panel.ts";
import { now } from "../support/seats.ts";
import { type LeafSketch, proved, type Work } from "../support/work.ts";

const FEE = rules.fee;
const NEW = 805n;

describe("ReviewPanel: pay and records", () => {
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
  const work = async (sketch = {}, ...leaves: LeafSketch[]) =>
    handedIn(reviewing, sketch, [{ author: founder(reviewing, 1), items: await now() }, ...leaves]);
  const judged = async (scores: Scores, sketch = {}) => {
    const made = await work(sketch);
    return { work: made, seats: await judge(reviewing, made, scores) };
  };
  const earned = (seats: readonly bigint[]) => Promise.all(seats.map((seat) => reviews.earned(1n, seat)));
  const nextEpoch = async () => networkHelpers.time.increaseTo(((await now()) / EPOCH + 1n) * EPOCH);

  describe("settling", () => {
    it("pays by the distance from the final score, whoever was right", async () => {
      const { work: made, seats } = await judged([80n, 70n, 31n]);
      await expect(settle(reviewing, made))
        .to.emit(reviews, "ReviewSettled")
        .withArgs(made.id, 70n, false)
        .to.emit(reviews, "ReviewerSettled")
        .withArgs(made.id, 1n, nth(seats, 0), (FEE * 80n) / 100n);
      expect(await earned(seats)).to.deep.equal([(FEE * 80n) / 100n, FEE, (FEE * 22n) / 100n]);
      expect(await stageOf(reviewing, made)).to.equal(SETTLED);
    });

    it("pays the same for rejecting as for accepting", async () => {
      const { work: made, seats } = await judged([20n, 20n, 20n]);
      await settle(reviewing, made);
      expect(await earned(seats)).to.deep.equal([FEE, FEE, FEE]);
    });

    it("rounds down, and pays nothing from 50 points on", async () => {
      await (await voted(reviewing)).setRules({ ...rules, fee: 99n });
      const { work: made, seats } = await judged([100n, 51n, 1n]);
      await settle(reviewing, made);
      expect(await earned(seats)).to.deep.equal([1n, 99n, 0n]);
    });

    it("R4: vests nothing before the verdict can't change any more", async () => {
      const accepted = await judged([80n, 80n, 80n]);
      const rejected = await judged([20n, 20n, 20n]);
      for (const { work: made } of [accepted, rejected]) {
        const from = (await reviewing.contributions.contributionAt(made.id)).since + 432_000n;
        await refused(reviews.settle(made.id), "SettleTooEarly", made.id, from);
      }
      await untilUnchallenged(reviewing, rejected.work);
      await reviews.settle(rejected.work.id);
      // Its challenge period is over, but until it is final a vote may overturn it.
      await refused(reviews.settle(accepted.work.id), "SettleTooEarly");
      await reviewing.contributions.finalize(accepted.work.id);
      await reviews.settle(accepted.work.id);
      await refused(reviews.settle(accepted.work.id), "ReviewStageWrong", accepted.work.id, SETTLED);
    });

    it("measures both panels by the appeal's verdict", async () => {
      const { work: made, seats } = await judged([80n, 80n, 80n]);
      await by(reviewing, 9n).challenge(made.id);
      await untilUnchallenged(reviewing, made);
      const others = await judge(reviewing, made, [20n, 20n, 20n, 20n, 40n, 60n, 20n]);
      await settle(reviewing, made);
      expect(await earned(seats)).to.deep.equal([0n, 0n, 0n]);
      expect(await earned(others)).to.deep.equal([FEE, FEE, FEE, FEE, (FEE * 60n) / 100n, (FEE * 20n) / 100n, FEE]);
    });

    it("measures by 0 what a vote overturned, and lets no record learn from it", async () => {
      const { work: made, seats } = await judged([60n, 60n, 20n]);
      await reviewing.contributions.connect(await asCommons(reviewing)).overturn(made.id);
      await settle(reviewing, made);
      expect(await earned(seats)).to.deep.equal([0n, 0n, (FEE * 60n) / 100n]);
      for (const seat of seats) expect((await reviews.recordOf(seat)).since).to.equal(0n);
    });

    it("measures by the vote that decided an appeal, and lets no record learn from it", async () => {
      const { work: made, seats } = await judged([80n, 80n, 80n], { kind: "Validation" });
      await by(reviewing, 9n).challenge(made.id);
      await (await voted(reviewing)).decide(made.id, 70n);
      await settle(reviewing, made);
      expect(await stateOf(reviewing, made)).to.equal(FINAL);
      expect(await earned(seats)).to.deep.equal(Array(3).fill((FEE * 80n) / 100n));
      for (const seat of seats) expect((await reviews.recordOf(seat)).since).to.equal(0n);
    });
  });

  describe("a missing reveal", () => {
    it("earns nothing, and is remembered as the wrong side", async () => {
      const { work: made, seats } = await judged([80n, 80n, undefined]);
      await settle(reviewing, made);
      const absent = nth(seats, 2);
      expect(await reviews.earned(1n, absent)).to.equal(0n);
      const { wrongRejects, goodSeen, rightRejects } = await reviews.recordOf(absent);
      const verdict = (65_536n * (2n * NEW)) / (2n * NEW + 4_096n);
      expect([wrongRejects, goodSeen, rightRejects]).to.deep.equal([verdict, verdict, 0n]);
    });

    it("R4: costs at least what the worst wrong score costs: pay and record", async () => {
      const base = await work();
      const snapshot = await networkHelpers.takeSnapshot();
      const outcome = async (third: bigint | undefined) => {
        const seats = await judge(reviewing, base, [90n, 90n, third]);
        await settle(reviewing, base);
        const seat = nth(seats, 2);
        const record = await reviews.recordOf(seat);
        await snapshot.restore();
        return { units: await reviews.earned(1n, seat), record };
      };
      const wrong = await outcome(0n);
      const missing = await outcome(undefined);
      expect(missing.units).to.equal(wrong.units);
      expect([...missing.record].slice(0, 6)).to.deep.equal([...wrong.record].slice(0, 6));
    });

    it("of a sealed score is missing too", async () => {
      const made = await work();
      const seats = await drawAndCommit(reviewing, made, [80n, 80n, 80n]);
      await untilReveal(reviewing, made);
      for (const seat of seats.slice(0, 2)) await reveal(reviewing, made, seat, 80n);
      await untilTally(reviewing, made);
      await reviews.tally(made.id);
      await settle(reviewing, made);
      expect(await earned(seats)).to.deep.equal([FEE, FEE, 0n]);
    });

    it("is forgiven to who stepped back, but for the fee", async () => {
      const made = await work();
      const seats = await draw(reviewing, made);
      const away = nth(seats, 0);
      await by(reviewing, away).recuse(made.id);
      await untilTally(reviewing, made);
      await reviews.tally(made.id);
      await settle(reviewing, made);
      expect(await reviews.earned(1n, away)).to.equal(0n);
      expect((await reviews.recordOf(away)).since).to.equal(0n);
    });

    it("is what an undisclosed conflict costs, whatever was said", async () => {
      const made = await work({ kind: "Validation" }, { author: founder(reviewing, 2) });
      await judgeVoid(made);
      expect(await reviews.earned(1n, 2n)).to.equal(0n);
      expect((await reviews.recordOf(2n)).wrongRejects).to.be.greaterThan(0n);
      expect(await reviews.earned(1n, 3n)).to.equal(FEE);
    });
    const judgeVoid = async (made: Work) => {
      const seats = await drawAndCommit(reviewing, made, [80n, 80n, 80n]);
      await untilReveal(reviewing, made);
      for (const seat of seats) await reveal(reviewing, made, seat, 80n);
      const { leaf, proof } = proved(made, 1);
      await reviews.void(made.id, 2n, leaf, proof);
      await untilTally(reviewing, made);
      await reviews.tally(made.id);
      await settle(reviewing, made);
    };
  });

  describe("records", () => {
    it("learn as the sdk does, from the others alone, and weigh the next voices", async () => {
      const records = new Map<bigint, ReviewerRecord>();
      for (const scores of [
        [90n, 70n, 20n],
        [60n, 40n, 30n],
        [90n, 90n, 10n],
        [55n, 95n, 75n],
      ]) {
        const { work: made, seats } = await judged(scores, { kind: "Validation" });
        const [tally] = await reviews.queryFilter(reviews.filters.PanelTallied(made.id));
        const side = (place: number) => (nth(scores, place) >= 50n ? 1 : 0);
        const voices = seats.map((seat, place) => {
          const record = records.get(seat) ?? newReviewerRecord;
          return { seat, record, side: side(place), weight: reviewerWeight(record, side(place), 2) };
        });
        expect([...(tally?.args.weights ?? [])]).to.deep.equal(voices.map(({ weight }) => weight));
        await settle(reviewing, made);
        const time = await now();
        for (const { seat, record, side: said } of voices) {
          const others = [0, 1].map((of) =>
            voices.reduce((sum, each) => (each.side === of && each.seat !== seat ? sum + each.weight : sum), 0n),
          );
          const learnt = learnFromPanel(agedRecord(record, time), said, others);
          records.set(seat, learnt);
          const onChain = await reviews.recordOf(seat);
          expect([onChain.rightRejects, onChain.rightAccepts]).to.deep.equal(
            [0, 1].map((c) => learnt.right[c] ?? 0n),
            "right",
          );
          expect([onChain.badSeen, onChain.goodSeen]).to.deep.equal(
            [0, 1].map((c) => learnt.seen[c] ?? 0n),
            "seen",
          );
        }
      }
    });

    it("of a first panel learn from all of the appeal's", async () => {
      const { work: made, seats } = await judged([80n, 80n, 20n]);
      await by(reviewing, 9n).challenge(made.id);
      await judge(reviewing, made, Array(7).fill(20n));
      await settle(reviewing, made);
      const verdict = (65_536n * 7n * NEW) / (7n * NEW + 4_096n);
      for (const seat of seats.slice(0, 2)) {
        expect((await reviews.recordOf(seat)).wrongAccepts).to.equal(verdict);
      }
      expect((await reviews.recordOf(nth(seats, 2))).rightRejects).to.equal(verdict);
    });

    it("of an appeal that came to nothing learn from the first panel", async () => {
      const { work: made, seats } = await judged([80n, 80n, 80n]);
      await by(reviewing, 9n).challenge(made.id);
      const others = await judge(reviewing, made, [10n]);
      await settle(reviewing, made);
      const verdict = (65_536n * 3n * NEW) / (3n * NEW + 4_096n);
      expect((await reviews.recordOf(nth(others, 0))).wrongRejects).to.equal(verdict);
      expect((await reviews.recordOf(nth(others, 1))).wrongRejects).to.equal(verdict);
      expect((await reviews.recordOf(nth(seats, 0))).rightAccepts).to.be.greaterThan(0n);
      expect(await earned(others.slice(0, 2))).to.deep.equal([0n, 0n]);
    });
  });

  describe("the budget", () => {
    it("of a model begins with what is founded, and is put aside by draws", async () => {
      const before = await reviews.budgetOf(1n);
      expect([before.left, before.founding]).to.deep.equal([0n, rules.founding]);
      await draw(reviewing, await work());
      const { left, founding } = await reviews.budgetOf(1n);
      expect([left, founding]).to.deep.equal([0n, rules.founding - 3n * FEE]);
    });

    it("R4: pays what is there where it is short, and reviews go on without pay", async () => {
      await (await voted(reviewing)).setRules({ ...rules, founding: 10n });
      const [first, second] = [await judged([80n, 80n, 80n]), await judged([80n, 80n, 80n])];
      expect((await reviews.panelAt(first.work.id, 1n)).fee).to.equal(3n);
      expect((await reviews.panelAt(second.work.id, 1n)).fee).to.equal(0n);
      expect((await reviews.budgetOf(1n)).founding).to.equal(1n);
      await settle(reviewing, second.work);
      await refused(reviews.collect(1n, nth(second.seats, 0)), "NothingToCollect");
    });

    it("R4: is a tenth of what the model accepted in the epoch before, declared units at full score", async () => {
      await nextEpoch();
      await reviews.openBudget(1n);
      const made = await work({}, { author: outsider(reviewing, 0), items: 1_000n, unitsPerItem: 65_000n });
      const units = made.submission.units;
      await judge(reviewing, made, [80n, 80n, 80n]);
      await settle(reviewing, made);
      const { founding } = await reviews.budgetOf(1n);
      await nextEpoch();
      const budget = (units * 80n) / 1_000n;
      await expect(reviews.connect(outsider(reviewing, 0)).openBudget(1n))
        .to.emit(reviews, "ReviewBudgetSet")
        .withArgs(1n, (await now()) / EPOCH, budget, founding);
      const next = await work();
      await draw(reviewing, next);
      const after = await reviews.budgetOf(1n);
      expect([after.left, after.founding]).to.deep.equal([budget - 3n * FEE, founding]);
    });

    it("is unknown, and so nothing, after an epoch in which nobody looked; what wasn't used lapses", async () => {
      await nextEpoch();
      await reviews.openBudget(1n);
      const { work: made } = await judged([80n, 80n, 80n]);
      await settle(reviewing, made);
      await nextEpoch();
      expect((await reviews.budgetOf(1n)).left).to.be.greaterThan(0n);
      await nextEpoch();
      expect((await reviews.budgetOf(1n)).left).to.equal(0n);
      await reviews.openBudget(1n);
      await nextEpoch();
      expect((await reviews.budgetOf(1n)).left).to.equal(0n);
    });

    it("is looked at once in an epoch, and is nobody else's model's", async () => {
      await reviews.openBudget(1n);
      await expect(reviews.openBudget(1n)).not.to.emit(reviews, "ReviewBudgetSet");
      await draw(reviewing, await work({ model: 2n }));
      expect((await reviews.budgetOf(1n)).founding).to.equal(rules.founding);
      expect((await reviews.budgetOf(2n)).founding).to.equal(rules.founding - 3n * FEE);
    });
  });

  describe("collecting", () => {
    it("enters what a seat earned into the books as its work, once, whoever asks", async () => {
      const { work: made, seats } = await judged([80n, 80n, 80n]);
      await settle(reviewing, made);
      const seat = nth(seats, 0);
      const id = (await reviewing.contributions.contributionCount()) + 1n;
      await expect(reviews.connect(outsider(reviewing, 0)).collect(1n, seat))
        .to.emit(reviews, "ReviewPayCollected")
        .withArgs(1n, seat, FEE, id)
        .to.emit(reviewing.contributions, "ContributionFinal");
      const { units, seat: of, score, kind } = await reviewing.contributions.contributionAt(id);
      expect([units, of, score, kind]).to.deep.equal([FEE, seat, 100n, 4n]);
      expect((await reviewing.rewards.positionAt(id << 32n)).units).to.equal(FEE);
      await refused(reviews.collect(1n, seat), "NothingToCollect", 1n, seat);
    });

    it("adds up over reviews, by model", async () => {
      for (let i = 0; i < 2; i++) {
        const { work: made } = await judged([80n, 80n, 80n], { kind: "Validation" });
        await settle(reviewing, made);
      }
      expect(await reviews.earned(1n, 2n)).to.equal(2n * FEE);
      expect(await reviews.earned(2n, 2n)).to.equal(0n);
      await reviews.collect(1n, 2n);
      expect(await reviews.earned(1n, 2n)).to.equal(0n);
      expect(JUDGED).to.equal(4n);
    });
  });
});
