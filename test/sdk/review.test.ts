import {
  agedRecord,
  HALF_LIFE,
  learnFromGold,
  learnFromPanel,
  lowerWeightedMedian,
  MAX_WEIGHT,
  MEMORY,
  MIN_WEIGHT,
  newReviewerRecord,
  type ReviewerRecord,
  ReviewInputError,
  reviewerWeight,
  VERDICT,
  weightedPlurality,
} from "@commonmind/sdk";
import { expect } from "chai";
import fc from "fast-check";

const taught = (n: number, learn: (record: ReviewerRecord, i: number) => ReviewerRecord) => {
  let record = newReviewerRecord;
  for (let i = 0; i < n; i++) record = learn(record, i);
  return record;
};

describe("review: the weight of a reviewer", () => {
  it("begins alike for every class, and is smaller for two classes than for many", () => {
    expect(reviewerWeight(newReviewerRecord, 0, 2)).to.equal(805n);
    expect(reviewerWeight(newReviewerRecord, 1, 2)).to.equal(805n);
    expect(reviewerWeight(newReviewerRecord, 3, 5) > 805n).to.equal(true);
  });

  it("follows ln(hit / alarm) of the record", () => {
    // Right 9 times in 10 on either side: ln 9 = 2.197; Simpson's approximation is 2.10, and the prior takes a little.
    const record = taught(500, (r, i) => learnFromGold(r, (i + (i % 20 < 2 ? 1 : 0)) % 2, i % 2));
    for (const label of [0, 1]) {
      const weight = Number(reviewerWeight(record, label, 2)) / 1024;
      expect(weight).to.be.within(1.95, 2.15);
    }
  });

  it("takes its voice from whoever always says the same, and leaves it for the other answer", () => {
    const record = taught(200, (r, i) => learnFromGold(r, 1, i % 10 === 0 ? 0 : 1));
    expect(reviewerWeight(record, 1, 2) < 100n).to.equal(true);
    expect(reviewerWeight(record, 0, 2) > reviewerWeight(record, 1, 2)).to.equal(true);
  });

  it("stays in bounds, and every count within the memory, for any history of any number of classes", () => {
    const event = fc.record({
      label: fc.nat(5),
      truth: fc.option(fc.nat(5)),
      others: fc.array(fc.bigInt(0n, 60_000n), { minLength: 0, maxLength: 6 }),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        let record = newReviewerRecord;
        for (const { label, truth, others } of events) {
          record = truth === null ? learnFromPanel(record, label, others) : learnFromGold(record, label, truth);
        }
        const seen = record.seen.reduce((a, b) => a + b, 0n);
        for (let label = 0; label < 6; label++) {
          const weight = reviewerWeight(record, label, 6);
          expect(weight >= MIN_WEIGHT && weight <= MAX_WEIGHT).to.equal(true);
          const own = record.seen[label] ?? 0n;
          expect(own <= MEMORY * VERDICT + VERDICT).to.equal(true);
          expect((record.right[label] ?? 0n) <= own).to.equal(true);
          expect((record.wrong[label] ?? 0n) <= seen - own).to.equal(true);
        }
      }),
      { seed: 5 },
    );
  });

  it("learns more from a clear majority of many than from a bare one or from few, and nothing from a tie", () => {
    const learnt = (others: bigint[]) => learnFromPanel(newReviewerRecord, 0, others).seen.reduce((a, b) => a + b, 0n);
    expect(learnt([805n, 805n])).to.equal(0n);
    expect(learnt([])).to.equal(0n);
    expect(learnt([1_000n, 900n]) < learnt([1_900n, 0n])).to.equal(true);
    expect(learnt([1_000n]) < learnt([6_000n])).to.equal(true);
    expect(learnt([60_000n]) < VERDICT).to.equal(true);
  });

  it("forgets what it isn't reminded of", () => {
    const record = agedRecord(
      taught(50, (r, i) => learnFromGold(r, i % 2, i % 2)),
      1_000n,
    );
    expect(record.since).to.equal(1_000n);
    expect(agedRecord(record, 1_000n + HALF_LIFE - 1n)).to.deep.equal(record);
    const half = agedRecord(record, 1_000n + HALF_LIFE);
    expect(half.seen).to.deep.equal(record.seen.map((count) => count / 2n));
    expect(half.since).to.equal(1_000n + HALF_LIFE);
    const old = agedRecord(record, 1_000n + 50n * HALF_LIFE);
    expect(reviewerWeight(old, 0, 2)).to.equal(805n);
  });

  it("leaves the record it was given as it was", () => {
    const record = taught(3, (r) => learnFromGold(r, 0, 0));
    const copy = structuredClone(record);
    learnFromPanel(record, 1, [5n, 0n]);
    learnFromGold(record, 1, 2);
    agedRecord(record, HALF_LIFE * 9n);
    expect(record).to.deep.equal(copy);
  });
});

describe("review: what a panel says", () => {
  const scores = (...pairs: [number, number][]) =>
    pairs.map(([score, weight]) => ({ score: BigInt(score), weight: BigInt(weight) }));

  it("is the lower weighted median of its scores", () => {
    expect(lowerWeightedMedian(scores([90, 1], [10, 1], [80, 1], [40, 1]))).to.equal(40n);
    expect(lowerWeightedMedian(scores([0, 1], [100, 2]))).to.equal(100n);
    expect(lowerWeightedMedian(scores([0, 1], [70, 1], [100, 1]))).to.equal(70n);
    expect(lowerWeightedMedian(scores([30, 0], [70, 5]))).to.equal(70n);
  });

  it("can't be said without weight", () => {
    expect(() => lowerWeightedMedian([])).to.throw(ReviewInputError, "There is no score that has weight.");
    expect(() => lowerWeightedMedian(scores([50, 0]))).to.throw(ReviewInputError);
  });

  it("is the label with the most weight, or all of those that tie", () => {
    const voices = (...pairs: [number, number][]) =>
      pairs.map(([label, weight]) => ({ label, weight: BigInt(weight) }));
    expect(weightedPlurality(voices([2, 3], [0, 2], [0, 2])).labels).to.deep.equal([0]);
    expect(weightedPlurality(voices([2, 3], [0, 3])).labels).to.deep.equal([0, 2]);
    expect(weightedPlurality(voices([2, 3], [0, 3])).tally).to.deep.equal([3n, 0n, 3n]);
    expect(weightedPlurality([])).to.deep.equal({ labels: [], tally: [] });
  });
});
