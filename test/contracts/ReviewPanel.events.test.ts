import {
  agedRecord,
  learnFromGold,
  learnFromPanel,
  lowerWeightedMedian,
  newReviewerRecord,
  type ReviewerRecord,
  reviewerWeight,
} from "@commonmind/sdk/review";
import { expect } from "chai";
import type { LogDescription } from "ethers";
import { keccak256, toBytes } from "viem";
import { addressOf, ethers, founder, networkHelpers } from "../support/commons.ts";
import {
  by,
  draw,
  drawAndReveal,
  freshReviews,
  handedIn,
  judge,
  nth,
  type Reviewing,
  SEATS,
  settle,
  untilTally,
  voted,
} from "../support/panel.ts";
import { DAY, now } from "../support/seats.ts";
import { drawManifest, proved } from "../support/work.ts";

/** A panel as events tell of it. */
type Told = { seats: bigint[]; fee: bigint; scores: Map<bigint, bigint>; recused: Set<bigint>; voided: Set<bigint> };
/** A review as events tell of it: its rounds, and the one whose panel gave the standing verdict. */
type Review = { rounds: Map<bigint, Told>; round: bigint; judgedBy: bigint; revealUntil: bigint; gold?: bigint };

const side = (score: bigint) => (score >= 50n ? 1 : 0);

/** Rebuilds verdicts, pay and records from the events of a panel, with what the sdk knows of weights; reads nothing else. */
class Rebuilt {
  readonly reviews = new Map<bigint, Review>();
  readonly records = new Map<bigint, ReviewerRecord>();
  readonly earned = new Map<bigint, bigint>();
  readonly scores = new Map<bigint, bigint>();
  private settling?: { review: Review; score: bigint; weights: Map<bigint, bigint>; time: bigint };

  private review(id: bigint): Review {
    const review = this.reviews.get(id);
    if (!review) throw new Error(`Nothing tells of the opening of ${id}.`);
    return review;
  }

  private panel(id: bigint, round: bigint): Told {
    const panel = this.review(id).rounds.get(round);
    if (!panel) throw new Error(`Nothing tells of the panel of ${id} in round ${round}.`);
    return panel;
  }

  private weight(seat: bigint, score: bigint, time: bigint): bigint {
    return reviewerWeight(agedRecord(this.records.get(seat) ?? newReviewerRecord, time), side(score), 2);
  }

  /** Whose own voice was heard: they teach. */
  private voices({ scores, voided }: Told): [bigint, bigint][] {
    return [...scores].filter(([seat]) => !voided.has(seat));
  }

  /** What counts for the verdict: a void voice as one for 0. */
  private counting(panel: Told): [bigint, bigint][] {
    return [...this.voices(panel), ...[...panel.voided].map((seat): [bigint, bigint] => [seat, 0n])];
  }

  take({ name, args }: LogDescription, time: bigint): void {
    const id: bigint = args.contribution;
    switch (name) {
      case "ReviewOpened":
        this.reviews.set(id, { rounds: new Map(), round: 1n, judgedBy: 0n, revealUntil: args.times.revealUntil });
        return;
      case "VerdictChallenged":
        Object.assign(this.review(id), { round: 2n, revealUntil: args.times.revealUntil });
        return;
      case "PanelDrawn": {
        const told = { seats: [...args.seats], fee: 0n, scores: new Map(), recused: new Set(), voided: new Set() };
        this.review(id).rounds.set(args.round, told as Told);
        return;
      }
      case "ReviewFeesReserved":
        this.panel(id, this.review(id).round).fee = args.fee;
        return;
      case "ScoreRevealed":
        this.panel(id, args.round).scores.set(args.seat, args.score);
        return;
      case "ReviewerRecused":
        this.panel(id, args.round).recused.add(args.seat);
        return;
      case "ReviewerVoided":
        this.panel(id, args.round).voided.add(args.seat);
        return;
      case "PanelTallied":
        this.tally(id, args.round);
        return;
      case "GoldRevealed":
        this.review(id).gold = args.score;
        return;
      case "ReviewSettled":
        this.settle(id, args.score, time);
        return;
      case "ReviewerSettled":
        this.settleSeat(id, args.round, args.seat);
    }
  }

  private tally(id: bigint, round: bigint): void {
    const [review, panel] = [this.review(id), this.panel(id, round)];
    const counting = this.counting(panel);
    if (2 * counting.length > panel.seats.length) {
      review.judgedBy = round;
      const heard = counting.map(([seat, score]) => ({ score, weight: this.weight(seat, score, review.revealUntil) }));
      this.scores.set(id, lowerWeightedMedian(heard));
    } else if (round === 1n) this.scores.set(id, 0n);
  }

  private settle(id: bigint, score: bigint, time: bigint): void {
    const review = this.review(id);
    const weights = new Map<bigint, bigint>();
    if (review.judgedBy !== 0n) {
      const heard = this.voices(this.panel(id, review.judgedBy));
      for (const [seat, said] of heard) weights.set(seat, this.weight(seat, said, time));
    }
    this.settling = { review, score, weights, time };
  }

  private settleSeat(id: bigint, round: bigint, seat: bigint): void {
    if (!this.settling) throw new Error("A reviewer was settled before the review.");
    const { review, score, weights, time } = this.settling;
    const panel = this.panel(id, round);
    const said = panel.voided.has(seat) ? undefined : panel.scores.get(seat);
    if (said !== undefined) {
      const away = said > score ? said - score : score - said;
      const units = away < 50n ? (panel.fee * (100n - 2n * away)) / 100n : 0n;
      this.earned.set(seat, (this.earned.get(seat) ?? 0n) + units);
    } else if (panel.recused.has(seat)) return;
    const record = agedRecord(this.records.get(seat) ?? newReviewerRecord, time);
    const teachers = review.judgedBy === 0n ? [] : this.voices(this.panel(id, review.judgedBy));
    const sumOf = (of: number, without?: bigint) =>
      teachers.reduce(
        (sum, [each, its]) => (side(its) === of && each !== without ? sum + (weights.get(each) ?? 0n) : sum),
        0n,
      );
    // A void voice counted as one for 0, and is wrong as that where the work was good.
    const good = review.gold === undefined ? sumOf(1) > sumOf(0) : side(review.gold) === 1;
    if (panel.voided.has(seat) && !good) return;
    if (review.gold !== undefined) {
      const truth = side(review.gold);
      this.records.set(seat, learnFromGold(record, said === undefined ? 1 - truth : side(said), truth));
      return;
    }
    if (review.judgedBy === 0n) return;
    const wrong = good ? 0 : 1;
    const others = said === undefined ? [sumOf(0), sumOf(1)] : [sumOf(0, seat), sumOf(1, seat)];
    this.records.set(seat, learnFromPanel(record, said === undefined ? wrong : side(said), others));
  }
}

describe("ReviewPanel: events", () => {
  let reviewing: Reviewing;
  let reviews: Reviewing["reviews"];

  beforeEach(async () => {
    reviewing = await freshReviews();
    reviews = reviewing.reviews;
  });

  const work = async () =>
    handedIn(reviewing, { kind: "Knowledge" }, [{ author: founder(reviewing, 1), items: await now() }]);

  /** Reviews of all kinds of endings, one after the other. */
  async function live(): Promise<void> {
    for (const scores of [
      [90n, 80n, 20n],
      [90n, 70n, undefined],
      [undefined, 90n, undefined],
      [10n, 60n, 40n],
    ]) {
      const made = await work();
      await judge(reviewing, made, scores);
      await settle(reviewing, made);
    }
    // Of a panel of three out of seats 2 to 9, at least one wrote this: its voice is void, among good work and among bad.
    const authors = [2, 3, 4, 5, 6, 7].map((seat) => ({ author: founder(reviewing, seat), items: 1n }));
    for (const scores of [
      [95n, 85n, 75n],
      [15n, 25n, 35n],
    ]) {
      const own = await handedIn(reviewing, { kind: "Knowledge" }, authors);
      const seats = await drawAndReveal(reviewing, own, scores);
      const author = nth(
        seats.filter((seat) => seat <= 7n),
        0,
      );
      const { leaf, proof } = proved(own, Number(author) - 2);
      await reviews.void(own.id, author, leaf, proof);
      await untilTally(reviewing, own);
      await reviews.tally(own.id);
      await settle(reviewing, own);
    }

    const shy = await work();
    await by(reviewing, nth(await draw(reviewing, shy), 0)).recuse(shy.id);
    await untilTally(reviewing, shy);
    await reviews.tally(shy.id);
    await settle(reviewing, shy);

    for (const [challenger, scores] of [
      [10n, [20n, 20n, 30n, 70n, 10n]],
      [11n, [20n]],
    ] as const) {
      const appealed = await work();
      await judge(reviewing, appealed, [80n, 80n, 60n]);
      await by(reviewing, challenger).challenge(appealed.id);
      await judge(reviewing, appealed, scores);
      await settle(reviewing, appealed);
    }
    await gold();
  }

  async function gold(): Promise<void> {
    const asVoted = await voted(reviewing);
    const salt = keccak256(toBytes("salt"));
    const drawn = await drawManifest(reviewing, [{ author: founder(reviewing, 1) }], { kind: "Knowledge" });
    const { submitter, submission } = drawn;
    await asVoted.commitGold([await reviews.goldCommitment(submitter, submission.root, 10n, salt)]);
    await networkHelpers.time.increase(DAY);
    await reviewing.contributions.connect(submitter).submit(submission);
    const made = { id: await reviewing.contributions.contributionCount() };
    await judge(reviewing, made, [80n, 15n, undefined]);
    await asVoted.revealGold(made.id, 10n, salt);
    await reviews.settle(made.id);
  }

  it("X4: alone suffice to rebuild every verdict, every reviewer's pay and every record", async () => {
    await live();
    const rebuilt = new Rebuilt();
    for (const log of await ethers.provider.getLogs({ address: await addressOf(reviews), fromBlock: 0 })) {
      const event = reviews.interface.parseLog(log);
      const block = await ethers.provider.getBlock(log.blockNumber);
      if (event && block) rebuilt.take(event, BigInt(block.timestamp));
    }
    expect(rebuilt.scores.size).to.equal(10);
    for (const [id, score] of rebuilt.scores) {
      expect((await reviews.reviewAt(id)).score).to.equal(score, `verdict on ${id}`);
    }
    for (let seat = 1n; seat <= SEATS; seat++) {
      expect(await reviews.earned(1n, seat)).to.equal(rebuilt.earned.get(seat) ?? 0n, `pay of ${seat}`);
      const found = await reviews.recordOf(seat);
      const { right, wrong, seen, since } = rebuilt.records.get(seat) ?? newReviewerRecord;
      const told = [right[1], wrong[1], seen[1], right[0], wrong[0], seen[0]].map((count) => count ?? 0n);
      expect([...found].slice(0, 6)).to.deep.equal(told, `record of ${seat}`);
      expect(found.since).to.equal(since);
    }
  });
});
