// The contracts' reviewer weights and median against their TypeScript twin: random panels, gold and idle time, one by one.
import {
  agedRecord,
  HALF_LIFE,
  learnFromGold,
  learnFromPanel,
  lowerWeightedMedian,
  newReviewerRecord,
  type ReviewerRecord,
  reviewerWeight,
} from "@commonmind/sdk";
import { expect } from "chai";
import { Contract } from "ethers";
import fc from "fast-check";
import type { ReviewLibraries } from "../../types/index.ts";
import { ethers } from "../support/commons.ts";

const START = 1_800_000_000n;
const ACCEPT = 1;
const REJECT = 0;

/** A panel: who sat on it, with which score, how long after the last; gold if its truth is known. */
const panels = fc.array(
  fc.record({
    seats: fc.uniqueArray(fc.record({ reviewer: fc.nat(7), score: fc.nat(100) }), {
      selector: ({ reviewer }) => reviewer,
      minLength: 1,
      maxLength: 7,
    }),
    idle: fc.oneof(fc.constant(0n), fc.bigInt(0n, 2n * HALF_LIFE), fc.bigInt(0n, 300n * HALF_LIFE)),
    gold: fc.option(fc.boolean(), { freq: 3 }),
  }),
  { minLength: 1, maxLength: 8 },
);

describe("Reviewer weights on chain and their twin", () => {
  it("are the same integers after any sequence of panels, gold and idle time", async () => {
    await fc.assert(
      fc.asyncProperty(panels, async (sequence) => {
        const chain = (await ethers.deployContract("ReviewLibraries")) as unknown as ReviewLibraries;
        const twin = new Map<number, ReviewerRecord>();
        let time = START;
        for (const { seats, idle, gold } of sequence) {
          time += idle;
          const voices = await Promise.all(
            seats.map(async ({ reviewer, score }) => {
              const side = score >= 50 ? ACCEPT : REJECT;
              const record = agedRecord(twin.get(reviewer) ?? newReviewerRecord, time);
              const weight = reviewerWeight(record, side, 2);
              expect(await chain.weight(reviewer, side === ACCEPT, time)).to.equal(weight);
              return { reviewer, score, side, record, weight };
            }),
          );
          const scores = voices.map(({ score, weight }) => ({ score: BigInt(score), weight }));
          const median = await chain.lowerMedian(
            scores.map(({ score }) => score),
            scores.map(({ weight }) => weight),
          );
          expect(median).to.equal(lowerWeightedMedian(scores));

          for (const voice of voices) {
            const { reviewer, side, record } = voice;
            if (gold !== null) {
              await chain.learnFromGold(reviewer, side === ACCEPT, gold, time);
              twin.set(reviewer, learnFromGold(record, side, gold ? ACCEPT : REJECT));
            } else {
              const others = [REJECT, ACCEPT].map((of) =>
                voices.reduce((sum, v) => (v !== voice && v.side === of ? sum + v.weight : sum), 0n),
              ) as [bigint, bigint];
              await chain.learnFromPanel(reviewer, side === ACCEPT, others[ACCEPT], others[REJECT], time);
              twin.set(reviewer, learnFromPanel(record, side, others));
            }
            expect(await onChain(chain, reviewer)).to.deep.equal(counts(twin.get(reviewer) ?? newReviewerRecord));
          }
        }
      }),
      { numRuns: 200, seed: 5 },
    );
  }).timeout(600_000);

  it("find the same median for any scores and weights of a full appeal panel", async () => {
    const chain = (await ethers.deployContract("ReviewLibraries")) as unknown as ReviewLibraries;
    const voice = fc.record({ score: fc.bigInt(0n, 100n), weight: fc.bigInt(0n, (1n << 128n) - 1n) });
    await fc.assert(
      fc.asyncProperty(fc.array(voice, { minLength: 1, maxLength: 22 }), async (voices) => {
        fc.pre(voices.some(({ weight }) => weight > 0n));
        const [scores, weights] = [voices.map(({ score }) => score), voices.map(({ weight }) => weight)];
        expect(await chain.lowerMedian(scores, weights)).to.equal(lowerWeightedMedian(voices));
      }),
      { numRuns: 300, seed: 5 },
    );
  });

  it("refuse the panels that can't be judged, by name", async () => {
    const chain = await ethers.deployContract("ReviewLibraries");
    // A library's errors aren't in the ABI of the contract that uses it.
    const errors = new Contract(await chain.getAddress(), [
      "error WeightedMedianTooManyScores(uint256 scores, uint256 max)",
      "error WeightedMedianLengths(uint256 scores, uint256 weights)",
      "error WeightedMedianWithoutWeight()",
    ]);
    const median = (scores: number, weights: number) =>
      chain.getFunction("lowerMedian").staticCall(new Array(scores).fill(50), new Array(weights).fill(0));
    await expect(median(0, 0)).to.be.revertedWithCustomError(errors, "WeightedMedianWithoutWeight");
    await expect(median(23, 23)).to.be.revertedWithCustomError(errors, "WeightedMedianTooManyScores").withArgs(23, 22);
    await expect(median(2, 3)).to.be.revertedWithCustomError(errors, "WeightedMedianLengths").withArgs(2, 3);
  });
});

async function onChain(chain: ReviewLibraries, reviewer: number) {
  const record = await chain.record(reviewer);
  return {
    right: [record.rightRejects, record.rightAccepts],
    wrong: [record.wrongRejects, record.wrongAccepts],
    seen: [record.badSeen, record.goodSeen],
    since: record.since,
  };
}

function counts({ right, wrong, seen, since }: ReviewerRecord) {
  const both = (of: readonly bigint[]) => [of[REJECT] ?? 0n, of[ACCEPT] ?? 0n];
  return { right: both(right), wrong: both(wrong), seen: both(seen), since };
}
