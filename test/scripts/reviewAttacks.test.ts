import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { flooding } from "../../bench/attacks/campaigns.ts";
import { type Attack, attacks } from "../../bench/attacks/catalogue.ts";
import { poolAfterHistory } from "../../bench/attacks/history.ts";
import { averaged, measure, ordinary } from "../../bench/attacks/measure.ts";
import { Reviewer } from "../../bench/attacks/reviewers.ts";
import { appealRound, firstRound } from "../../bench/attacks/rounds.ts";
import {
  afterGold,
  afterPanel,
  appealSize,
  draw,
  othersOf,
  payOf,
  quorumOf,
  sideOf,
  unweightedVerdictOf,
  verdictOf,
} from "../../bench/attacks/rules.ts";
import { Random } from "../../bench/reviewCrowds.ts";
import { root } from "../../scripts/lib/paths.ts";
import {
  learnFromGold,
  learnFromPanel,
  lowerWeightedMedian,
  newReviewerRecord,
  reviewerWeight,
} from "../../sdk/src/review/index.ts";

const scene = { panel: 3, pool: 60, share: 0.2, seed: 7 };
/** Of a share of about a tenth in as many trials as there are, several standard errors. */
const NOISE = 0.04;

/** Somebody with a history of verdicts, each on gold. */
function known(history: readonly (readonly [said: number, truth: number])[]): Reviewer {
  const reviewer = new Reviewer(false, [1, 1]);
  for (const [said, truth] of history) reviewer.record = learnFromGold(reviewer.record, said, truth);
  return reviewer;
}

const side = fc.constantFrom(0, 1);
const someVotes = fc.array(
  fc.record({
    score: fc.option(fc.nat(100)),
    history: fc.array(fc.tuple(side, side), { maxLength: 6 }),
  }),
  { minLength: 1, maxLength: 15 },
);
const votesOf = (those: readonly { score: number | null; history: [number, number][] }[]) =>
  those.map(({ score, history }) => ({ reviewer: known(history), score }));

describe("attacks on review: the panel's rules", () => {
  it("decides by the sdk's weights and median, whatever the order, and only if more than half reveal", () => {
    fc.assert(
      fc.property(someVotes, fc.nat(), (those, seed) => {
        const votes = votesOf(those);
        const voices = votes.flatMap(({ reviewer, score }) =>
          score === null
            ? []
            : [{ score: BigInt(score), weight: reviewerWeight(reviewer.record, score >= 50 ? 1 : 0, 2) }],
        );
        const expected = 2 * voices.length > votes.length ? Number(lowerWeightedMedian(voices)) : null;
        expect(verdictOf(votes)).to.equal(expected);
        expect(verdictOf(new Random(seed).shuffle(votes))).to.equal(expected);
        const equal = voices.map(({ score }) => ({ score, weight: 1n }));
        const unweighted = expected === null ? null : Number(lowerWeightedMedian(equal));
        expect(unweightedVerdictOf(votes)).to.equal(unweighted);
      }),
      { seed: 3 },
    );
    expect([3, 4, 5, 7, 15].map(quorumOf)).to.deep.equal([2, 3, 3, 4, 8]);
  });

  it("appeals to a panel of 2n + 1, or of whom the first one left, or to a vote", () => {
    expect([3, 5, 7].map((n) => appealSize(n, 199))).to.deep.equal([7, 11, 15]);
    expect(appealSize(7, 20)).to.equal(13);
    expect(appealSize(7, 15)).to.equal(8);
    expect(appealSize(7, 14)).to.equal(null);
  });

  it("draws without replacement, and nobody who is excluded", () => {
    const pool = Array.from({ length: 12 }, (_, i) => i);
    const random = new Random(1);
    for (let i = 0; i < 200; i++) {
      const first = draw(pool, 5, random);
      const second = draw(pool, 7, random, new Set(first));
      expect(new Set([...first, ...second]).size).to.equal(12);
    }
    expect(() => draw(pool, 8, random, new Set([0, 1, 2, 3, 4]))).to.throw(RangeError);
  });

  it("pays by one's own distance from the final score, and nothing for a missing reveal", () => {
    expect([80, 75, 30, 20].map((score) => payOf(score, 80))).to.deep.equal([100, 90, 0, 0]);
    expect(payOf(null, 0)).to.equal(0);
  });

  it("learns as the sdk does from all others, and takes who is missing for wrong", () => {
    fc.assert(
      fc.property(someVotes, (those) => {
        const votes = votesOf(those);
        const [own] = votes as [(typeof votes)[number]];
        const others = [0n, 0n];
        for (const { reviewer, score } of votes.slice(1)) {
          if (score !== null)
            others[sideOf(score)] = (others[sideOf(score)] as bigint) + reviewer.weight(sideOf(score));
        }
        expect(othersOf(votes, own)).to.deep.equal(others);
        const { record } = own.reviewer;
        const wrong = (others[1] as bigint) > (others[0] as bigint) ? 0 : 1;
        const said = own.score === null ? wrong : sideOf(own.score);
        expect(afterPanel(record, own.score, others)).to.deep.equal(learnFromPanel(record, said, others));
      }),
      { seed: 4 },
    );
    expect(afterGold(newReviewerRecord, null, 1)).to.deep.equal(learnFromGold(newReviewerRecord, 0, 1));
  });

  it("rejects without a quorum at first, and lets the first verdict stand without one in the appeal", () => {
    const silent: Attack = { ...attacks.newRing, says: () => null };
    const pool = poolAfterHistory("honest", { ...scene, share: 1 });
    const setting = { pool, panel: 3, attack: silent, attacking: true, random: new Random(2) };
    const first = firstRound(setting, true);
    expect(first.score).to.equal(0);
    expect(appealRound(setting, true, first)?.score).to.equal(0);
    expect(appealRound(setting, true, { ...first, score: 77 })?.score).to.equal(77);
    expect(appealRound({ ...setting, pool: pool.slice(0, 6) }, true, first)).to.equal(null);
  });

  it("never draws a first panel's seat for the appeal", () => {
    const pool = poolAfterHistory("honest", scene);
    const setting = { pool, panel: 7, attack: attacks.farmed, attacking: true, random: new Random(3) };
    for (let i = 0; i < 50; i++) {
      const first = firstRound(setting, false);
      const seats = [...first.votes, ...(appealRound(setting, false, first)?.votes ?? [])];
      expect(new Set(seats.map(({ reviewer }) => reviewer)).size).to.equal(7 + 15);
    }
  });
});

describe("attacks on review: the simulation", () => {
  it("gives the same for a seed, and another for another", () => {
    expect(measure(attacks.voiding, scene)).to.deep.equal(measure(attacks.voiding, scene));
    expect(measure(attacks.voiding, { ...scene, seed: 8 })).not.to.deep.equal(measure(attacks.voiding, scene));
    expect(flooding(scene)).to.deep.equal(flooding(scene));
  });

  it("finds what ordinary judging finds where nobody attacks", () => {
    const nobody = { ...scene, share: 0 };
    const usual = ordinary(attacks.farmed, nobody, false);
    const harmless = [
      attacks.newRing,
      attacks.farmed,
      attacks.bribery,
      attacks.steering,
      attacks.withholding,
      attacks.voiding,
    ];
    for (const attack of harmless) {
      const found = measure(attack, nobody);
      expect(found.attackerSeats).to.equal(0);
      expect(found.first).to.be.closeTo(usual.first, NOISE);
      expect(found.appealed).to.be.closeTo(usual.appealed, NOISE);
    }
  });

  it("keeps what must hold of any attack: chances are chances, more attackers do better, appeals bring in both", () => {
    for (const attack of Object.values<Attack>(attacks)) {
      const [few, many] = [measure(attack, { ...scene, share: 0.1 }), measure(attack, { ...scene, share: 0.5 })];
      for (const { first, appealed, unwatched } of [few, many]) {
        expect(Math.min(first, appealed)).to.be.at.least(0);
        expect(unwatched).to.be.within(Math.max(first, appealed), Math.min(1, first + appealed) + 1e-9);
      }
      expect(many.first, attack.name).to.be.greaterThan(few.first - NOISE);
    }
  });

  it("is what the file of figures says", () => {
    const text = readFileSync(join(root, "docs", "review-attacks.csv"), "utf8");
    const rows: Record<string, string>[] = parse(text, { columns: true });
    for (const attack of [attacks.newRing, attacks.voiding]) {
      const { first, appealed, unwatched } = averaged({ panel: 3, pool: 200, share: 0.2, seed: 1 }, (one) =>
        measure(attack, one),
      );
      const row = rows.find(
        (r) => r.attack === attack.name && r.panel === "3" && r.pool === "200" && r.share === "0.2",
      );
      const found = [first, appealed, unwatched].map((share) => String(Number(share.toFixed(4))));
      expect([row?.first, row?.appealed, row?.unwatched], attack.name).to.deep.equal(found);
    }
  });
});
