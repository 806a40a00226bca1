import { expect } from "chai";
import { encodeAbiParameters, keccak256, toBytes } from "viem";
import { founder, networkHelpers, outsider } from "../support/commons.ts";
import {
  ACCEPTED,
  at,
  by,
  commit,
  commitmentOf,
  draw,
  drawAndCommit,
  drawAndReveal,
  freshReviews,
  handedIn,
  JUDGED,
  judge,
  nth,
  REJECTED,
  type Reviewing,
  reveal,
  rules,
  SITTING,
  saltOf,
  stageOf,
  stateOf,
  timesOf,
  untilReveal,
  untilTally,
  voted,
  walletOf,
} from "../support/panel.ts";
import { moveSeat } from "../support/seats.ts";
import { type LeafSketch, proved, type Work } from "../support/work.ts";

/** Who may judge this kind is known beforehand: seats 2, 3 and 4, the work being by seat 1. */
const sketch = { kind: "Validation" } as const;
const EMPTY = `0x${"00".repeat(32)}`;

describe("ReviewPanel: scores", () => {
  let reviewing: Reviewing;
  let reviews: Reviewing["reviews"];
  let work: Work;

  beforeEach(async () => {
    reviewing = await freshReviews();
    reviews = reviewing.reviews;
    work = await handedIn(reviewing, sketch);
  });

  const refused = (call: Promise<unknown>, error: string, ...args: unknown[]) => {
    const expectation = expect(call).to.be.revertedWithCustomError(reviews, error);
    return args.length === 0 ? expectation : expectation.withArgs(...args);
  };
  const scoreOf = async ({ id }: Work) => (await reviewing.contributions.contributionAt(id)).score;
  const workOf = (...leaves: LeafSketch[]) => handedIn(reviewing, sketch, leaves);

  describe("committing", () => {
    it("seals a score", async () => {
      await draw(reviewing, work);
      const commitment = await commitmentOf(reviewing, work, 2n, 80n);
      await expect(by(reviewing, 2n).commit(work.id, commitment))
        .to.emit(reviews, "ScoreCommitted")
        .withArgs(work.id, 1n, 2n, commitment);
      expect(await reviews.voiceOf(work.id, 1n, 2n)).to.deep.equal([commitment, false, 0n, false, false]);
    });

    it("begins with the draw", async () => {
      await refused(commit(reviewing, work, 2n, 80n), "ReviewStageWrong", work.id, 1n);
    });

    it("is for the panel", async () => {
      await draw(reviewing, work);
      await refused(commit(reviewing, work, 1n, 80n), "NotOnPanel", work.id, 1n);
      await refused(commit(reviewing, work, 5n, 80n), "NotOnPanel", work.id, 5n);
      const stranger = outsider(reviewing, 0);
      await refused(reviews.connect(stranger).commit(work.id, saltOf(1n)), "NotSeated", stranger.address);
    });

    it("is done once, with something", async () => {
      await draw(reviewing, work);
      await refused(by(reviewing, 2n).commit(work.id, EMPTY), "CommitmentEmpty", work.id);
      await commit(reviewing, work, 2n, 80n);
      await refused(commit(reviewing, work, 2n, 10n), "AlreadyCommitted", work.id, 2n);
    });

    it("ends on time, however early the panel was drawn", async () => {
      await draw(reviewing, work);
      const { commitUntil } = await timesOf(reviewing, work);
      await at(commitUntil);
      await commit(reviewing, work, 2n, 80n);
      await refused(commit(reviewing, work, 3n, 80n), "CommitClosed", work.id, commitUntil);
    });
  });

  describe("revealing", () => {
    it("shows what was sealed, and its seal goes", async () => {
      await drawAndCommit(reviewing, work, [80n, 80n, 80n]);
      await untilReveal(reviewing, work);
      await expect(reveal(reviewing, work, 2n, 80n))
        .to.emit(reviews, "ScoreRevealed")
        .withArgs(work.id, 1n, 2n, 80n, saltOf(2n));
      expect(await reviews.voiceOf(work.id, 1n, 2n)).to.deep.equal([EMPTY, true, 80n, false, false]);
    });

    it("R1: takes nothing but the score and salt that were sealed", async () => {
      await drawAndCommit(reviewing, work, [80n, 80n, 80n]);
      await untilReveal(reviewing, work);
      await refused(by(reviewing, 2n).reveal(work.id, 80n, saltOf(3n)), "CommitmentMismatch", work.id, 2n);
      await refused(by(reviewing, 2n).reveal(work.id, 81n, saltOf(2n)), "CommitmentMismatch", work.id, 2n);
    });

    it("R1: a commitment is worth nothing to another reviewer, work, round, panel or chain", async () => {
      const other = await workOf({ author: founder(reviewing, 1), items: 2n });
      const [id, panel] = [work.id, await reviews.getAddress()];
      const types = ["uint256", "address", "uint256", "uint256", "uint64", "uint8", "bytes32"].map((type) => ({
        type,
      }));
      const sealed = (chain: bigint, of: string, on: bigint, round: bigint, seat: bigint) =>
        keccak256(encodeAbiParameters(types, [chain, of, on, round, seat, 80, saltOf(2n)]));
      expect(sealed(31_337n, panel, id, 1n, 2n)).to.equal(await commitmentOf(reviewing, work, 2n, 80n));
      await draw(reviewing, work);
      const wrong = [
        sealed(31_337n, panel, id, 1n, 3n),
        sealed(31_337n, panel, other.id, 1n, 2n),
        sealed(31_337n, panel, id, 2n, 2n),
        sealed(31_337n, founder(reviewing, 1).address, id, 1n, 2n),
        sealed(1n, panel, id, 1n, 2n),
      ];
      for (const commitment of wrong) {
        const snapshot = await networkHelpers.takeSnapshot();
        await by(reviewing, 2n).commit(id, commitment);
        await untilReveal(reviewing, work);
        await refused(reveal(reviewing, work, 2n, 80n), "CommitmentMismatch", id, 2n);
        await snapshot.restore();
      }
    });

    it("R1: copying another's seal gains nothing", async () => {
      await draw(reviewing, work);
      await commit(reviewing, work, 2n, 80n);
      await by(reviewing, 3n).commit(work.id, await commitmentOf(reviewing, work, 2n, 80n));
      await untilReveal(reviewing, work);
      await reveal(reviewing, work, 2n, 80n);
      await refused(by(reviewing, 3n).reveal(work.id, 80n, saltOf(2n)), "CommitmentMismatch", work.id, 3n);
    });

    it("R2: is done once, in its time, by who committed", async () => {
      await draw(reviewing, work);
      await commit(reviewing, work, 2n, 80n);
      const { commitUntil, revealUntil } = await timesOf(reviewing, work);
      await at(commitUntil);
      await refused(reveal(reviewing, work, 2n, 80n), "RevealTooEarly", work.id, commitUntil);
      await at(commitUntil + 1n);
      await refused(reveal(reviewing, work, 3n, 80n), "NotCommitted", work.id, 3n);
      await reveal(reviewing, work, 2n, 80n);
      await refused(reveal(reviewing, work, 2n, 80n), "AlreadyRevealed", work.id, 2n);
      await refused(reveal(reviewing, work, 5n, 80n), "NotOnPanel", work.id, 5n);
      await at(revealUntil + 1n);
      await refused(reveal(reviewing, work, 3n, 80n), "RevealClosed", work.id, revealUntil);
    });

    it("R2: counts in the last second", async () => {
      await drawAndCommit(reviewing, work, [80n, 80n, 80n]);
      await at((await timesOf(reviewing, work)).revealUntil);
      await reveal(reviewing, work, 2n, 80n);
    });

    it("is of a score from 0 to 100", async () => {
      await draw(reviewing, work);
      await commit(reviewing, work, 2n, 101n);
      await untilReveal(reviewing, work);
      await refused(reveal(reviewing, work, 2n, 101n), "ScoreOutOfRange", 101n);
    });

    it("is the seat's: whoever has it now goes on where the old wallet was", async () => {
      await drawAndCommit(reviewing, work, [80n, 80n, 80n]);
      const [old, wallet] = [walletOf(reviewing, 2n), outsider(reviewing, 0)];
      await moveSeat(reviewing, old, wallet, reviewing.genesis.founders[1]?.nullifier);
      await untilReveal(reviewing, work);
      await refused(reviews.connect(old).reveal(work.id, 80n, saltOf(2n)), "NotSeated", old.address);
      await reviews.connect(wallet).reveal(work.id, 80n, saltOf(2n));
    });
  });

  describe("the tally", () => {
    it("is the median, once revealing is over", async () => {
      await drawAndReveal(reviewing, work, [80n, 60n, 90n]);
      const { revealUntil } = await timesOf(reviewing, work);
      await at(revealUntil);
      await refused(reviews.tally(work.id), "TallyTooEarly", work.id, revealUntil);
      await at(revealUntil + 1n);
      await expect(reviews.connect(outsider(reviewing, 0)).tally(work.id))
        .to.emit(reviews, "PanelTallied")
        .withArgs(work.id, 1n, 80n, [805n, 805n, 805n]);
      expect([await scoreOf(work), await stateOf(reviewing, work)]).to.deep.equal([80n, ACCEPTED]);
      await refused(reviews.tally(work.id), "ReviewStageWrong", work.id, JUDGED);
    });

    it("accepts from 50 on, and rejects a median below it", async () => {
      const other = await workOf({ author: founder(reviewing, 1), items: 2n });
      await judge(reviewing, work, [50n, 50n, 0n]);
      expect([await scoreOf(work), await stateOf(reviewing, work)]).to.deep.equal([50n, ACCEPTED]);
      await untilTally(reviewing, other);
      const late = await handedIn(reviewing, sketch);
      await judge(reviewing, late, [49n, 49n, 100n]);
      expect([await scoreOf(late), await stateOf(reviewing, late)]).to.deep.equal([49n, REJECTED]);
    });

    it("R3: doesn't depend on the order in which scores are revealed", async () => {
      const seats = await drawAndCommit(reviewing, work, [90n, 20n, 70n]);
      const scores = [90n, 20n, 70n];
      await untilReveal(reviewing, work);
      const outcomes: bigint[] = [];
      for (const order of [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
      ]) {
        const snapshot = await networkHelpers.takeSnapshot();
        for (const place of order) await reveal(reviewing, work, nth(seats, place), nth(scores, place));
        await untilTally(reviewing, work);
        await reviews.tally(work.id);
        outcomes.push(await scoreOf(work));
        await snapshot.restore();
      }
      expect(outcomes).to.deep.equal(Array(6).fill(70n));
    });

    it("takes more than half of the panel", async () => {
      await judge(reviewing, work, [90n, 60n, undefined]);
      expect(await scoreOf(work)).to.equal(60n);
      const other = await handedIn(reviewing, sketch);
      await drawAndReveal(reviewing, other, [90n, undefined, undefined]);
      await untilTally(reviewing, other);
      await expect(reviews.tally(other.id)).to.emit(reviews, "PanelTallied").withArgs(other.id, 1n, 0n, []);
      expect(await stateOf(reviewing, other)).to.equal(REJECTED);
    });

    it("C2: comes to an end even if nobody ever says anything", async () => {
      await draw(reviewing, work);
      await untilTally(reviewing, work);
      await reviews.tally(work.id);
      expect([await stateOf(reviewing, work), await stageOf(reviewing, work)]).to.deep.equal([REJECTED, JUDGED]);
    });

    it("of half a panel of an even size is none", async () => {
      await (await voted(reviewing)).setRules({ ...rules, panelSize: 4n });
      const four = await handedIn(reviewing, { kind: "Knowledge" });
      await judge(reviewing, four, [90n, 90n, undefined, undefined]);
      expect(await stateOf(reviewing, four)).to.equal(REJECTED);
    });
  });

  describe("stepping back", () => {
    it("takes a reviewer off the panel, before or after committing", async () => {
      await draw(reviewing, work);
      await expect(by(reviewing, 2n).recuse(work.id)).to.emit(reviews, "ReviewerRecused").withArgs(work.id, 1n, 2n);
      await refused(by(reviewing, 2n).recuse(work.id), "AlreadyRecused", work.id, 2n);
      await refused(commit(reviewing, work, 2n, 80n), "AlreadyRecused", work.id, 2n);
      await commit(reviewing, work, 3n, 80n);
      await by(reviewing, 3n).recuse(work.id);
      await untilReveal(reviewing, work);
      await refused(reveal(reviewing, work, 3n, 80n), "AlreadyRecused", work.id, 3n);
    });

    it("is for the panel, while it may commit", async () => {
      await draw(reviewing, work);
      await refused(by(reviewing, 5n).recuse(work.id), "NotOnPanel", work.id, 5n);
      const { commitUntil } = await timesOf(reviewing, work);
      await at(commitUntil + 1n);
      await refused(by(reviewing, 2n).recuse(work.id), "CommitClosed", work.id, commitUntil);
    });

    it("doesn't make the panel smaller", async () => {
      const seats = await draw(reviewing, work);
      await by(reviewing, nth(seats, 0)).recuse(work.id);
      await by(reviewing, nth(seats, 1)).recuse(work.id);
      await commit(reviewing, work, nth(seats, 2), 90n);
      await untilReveal(reviewing, work);
      await reveal(reviewing, work, nth(seats, 2), 90n);
      await untilTally(reviewing, work);
      await reviews.tally(work.id);
      expect(await stateOf(reviewing, work)).to.equal(REJECTED);
    });
  });

  describe("R2: a reviewer who wrote a leaf", () => {
    const seatAsAuthor = (seat: bigint) => `0x${seat.toString(16).padStart(40, "0")}` as const;

    it("counts as a 0, shown by anyone up to the tally", async () => {
      const own = await workOf({ author: founder(reviewing, 1) }, { author: founder(reviewing, 2) });
      await drawAndReveal(reviewing, own, [90n, 90n, 90n]);
      await untilTally(reviewing, own);
      const { leaf, proof } = proved(own, 1);
      await expect(reviews.connect(outsider(reviewing, 0)).void(own.id, 2n, leaf, proof))
        .to.emit(reviews, "ReviewerVoided")
        .withArgs(own.id, 1n, 2n, 1n);
      expect((await reviews.voiceOf(own.id, 1n, 2n)).voided).to.equal(true);
      await reviews.tally(own.id);
      const [tally] = await reviews.queryFilter(reviews.filters.PanelTallied(own.id));
      expect([...(tally?.args.weights ?? [])]).to.deep.equal([805n, 805n, 805n]);
      expect((await reviews.voiceOf(own.id, 1n, 2n)).score).to.equal(0n);
      expect(tally?.args.score).to.equal(90n);
      await refused(reviews.void(own.id, 2n, leaf, proof), "ReviewStageWrong", own.id, JUDGED);
    });

    it("may be named by wallet or by seat, and at once", async () => {
      const own = await workOf({ author: seatAsAuthor(3n) }, { author: founder(reviewing, 2) });
      await draw(reviewing, own);
      for (const [seat, index] of [
        [3n, 0],
        [2n, 1],
      ] as const) {
        const { leaf, proof } = proved(own, index);
        await reviews.void(own.id, seat, leaf, proof);
        await refused(reviews.void(own.id, seat, leaf, proof), "AlreadyVoid", own.id, seat);
        await refused(commit(reviewing, own, seat, 90n), "AlreadyVoid", own.id, seat);
        await refused(by(reviewing, seat).recuse(own.id), "AlreadyVoid", own.id, seat);
      }
    });

    it("can't be made of another's leaf, nor of one that isn't in the work", async () => {
      const own = await workOf({ author: founder(reviewing, 2) }, { author: founder(reviewing, 3) });
      await draw(reviewing, own);
      await draw(reviewing, work);
      const { leaf, proof } = proved(own, 0);
      await refused(reviews.void(own.id, 3n, leaf, proof), "NotLeafOfSeat", 3n, founder(reviewing, 2).address);
      await refused(reviews.void(own.id, 5n, leaf, proof), "NotOnPanel", own.id, 5n);
      const elsewhere = reviews.void(work.id, 2n, leaf, proof);
      await expect(elsewhere).to.be.revertedWithCustomError(reviewing.contributions, "ManifestProofLength");
      const forged = reviews.void(own.id, 2n, { ...leaf, items: 2n }, proof);
      await expect(forged).to.be.revertedWithCustomError(reviewing.contributions, "ManifestRootMismatch");
    });

    it("speaks against the work: whoever names reviewers and voids them is rejected", async () => {
      const own = await workOf({ author: founder(reviewing, 2) }, { author: founder(reviewing, 3) });
      await drawAndReveal(reviewing, own, [90n, 90n, 90n]);
      for (const [seat, index] of [
        [2n, 0],
        [3n, 1],
      ] as const) {
        const { leaf, proof } = proved(own, index);
        await reviews.void(own.id, seat, leaf, proof);
      }
      await untilTally(reviewing, own);
      await reviews.tally(own.id);
      expect(await stateOf(reviewing, own)).to.equal(REJECTED);
    });

    it("who stepped back has nothing more to lose", async () => {
      const own = await workOf({ author: founder(reviewing, 2) }, { author: founder(reviewing, 3) });
      await draw(reviewing, own);
      await by(reviewing, 2n).recuse(own.id);
      const { leaf, proof } = proved(own, 0);
      await refused(reviews.void(own.id, 2n, leaf, proof), "AlreadyRecused", own.id, 2n);
      expect(await stageOf(reviewing, own)).to.equal(SITTING);
    });
  });

  it("knows nothing of work that it doesn't judge", async () => {
    for (const call of [
      () => reviews.draw(99n, "0x"),
      () => reviews.tally(99n),
      () => reviews.expire(99n),
      () => reviews.settle(99n),
      () => by(reviewing, 2n).challenge(99n),
      () => by(reviewing, 2n).commit(99n, keccak256(toBytes("x"))),
    ]) {
      await refused(call(), "ReviewStageWrong", 99n, 0n);
    }
  });
});
