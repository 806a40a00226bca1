import { expect } from "chai";
import { asCommons, founder, networkHelpers, outsider, provider, unauthorized } from "../support/commons.ts";
import {
  at,
  by,
  deployPanel,
  draw,
  freshReviews,
  handedIn,
  type Reviewing,
  rules,
  SEATS,
  VOTING,
  voted,
  WEEK,
  walletOf,
} from "../support/panel.ts";
import { enrol, moveSeat, now, person } from "../support/seats.ts";
import { drawManifest, kindNumber } from "../support/work.ts";

const [DATA, VALIDATION, KNOWLEDGE, CODE] = [
  kindNumber("Data"),
  kindNumber("Validation"),
  kindNumber("Knowledge"),
  kindNumber("Code"),
];

describe("ReviewPanel: the pool of reviewers", () => {
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
  const eligible = (kind: bigint, seat = 1n) => reviews.eligibleFor(kind, seat);

  describe("opting in", () => {
    it("takes a seat in that counts a week later", async () => {
      const before = (await now()) + 100n;
      await at(before + 1n);
      await expect(by(reviewing, 5n).enrol(CODE))
        .to.emit(reviews, "ReviewerEnrolled")
        .withArgs(CODE, 5n, 1n, before + 1n + WEEK);
      expect(await eligible(CODE)).to.equal(0n);
      await networkHelpers.time.increaseTo(before + WEEK);
      expect(await eligible(CODE)).to.equal(0n);
      await networkHelpers.time.increaseTo(before + 1n + WEEK);
      expect(await eligible(CODE)).to.equal(1n);
    });

    it("is for seats", async () => {
      const stranger = outsider(reviewing, 0);
      await refused(reviews.connect(stranger).enrol(CODE), "NotSeated", stranger.address);
      await refused(reviews.connect(stranger).retire(CODE), "NotSeated", stranger.address);
    });

    it("is once for each kind, and for as many kinds as one likes", async () => {
      await refused(by(reviewing, 5n).enrol(DATA), "AlreadyEnrolled", 5n, DATA);
      await by(reviewing, 5n).enrol(CODE);
      await refused(by(reviewing, 5n).enrol(CODE), "AlreadyEnrolled", 5n, CODE);
    });

    it("stays with the seat when it moves", async () => {
      const wallet = outsider(reviewing, 0);
      const peer = walletOf(reviewing, 9n);
      await moveSeat(reviewing, peer, wallet, person(peer.address));
      await refused(reviews.connect(wallet).enrol(DATA), "AlreadyEnrolled", 9n, DATA);
      await reviews.connect(wallet).retire(DATA);
      expect(await eligible(DATA)).to.equal(SEATS - 2n);
    });
  });

  describe("leaving", () => {
    it("leaves a tombstone in place", async () => {
      await expect(by(reviewing, 5n).retire(DATA)).to.emit(reviews, "ReviewerLeft").withArgs(DATA, 5n, 5n, 1n);
      expect(await reviews.poolOf(DATA)).to.deep.equal([SEATS, 1n]);
      expect((await reviews.entryAt(DATA, 5n)).departure).to.equal(1n);
      expect(await eligible(DATA)).to.equal(SEATS - 2n);
    });

    it("is for those whose entry counts", async () => {
      await by(reviewing, 5n).enrol(CODE);
      const { from } = await reviews.entryAt(CODE, 1n);
      await refused(by(reviewing, 5n).retire(CODE), "EnrolmentWaiting", 5n, CODE, from);
      await at(from);
      await by(reviewing, 5n).retire(CODE);
    });

    it("is for those who are in", async () => {
      await refused(by(reviewing, 5n).retire(CODE), "NotEnrolled", 5n, CODE);
      await by(reviewing, 5n).retire(DATA);
      await refused(by(reviewing, 5n).retire(DATA), "NotEnrolled", 5n, DATA);
    });

    it("lets who comes back stand at the end, and wait again", async () => {
      await by(reviewing, 5n).retire(DATA);
      await by(reviewing, 5n).enrol(DATA);
      expect(await reviews.entryOf(DATA, 5n)).to.equal(SEATS + 1n);
      expect(await eligible(DATA)).to.equal(SEATS - 2n);
      await networkHelpers.time.increase(WEEK);
      expect(await eligible(DATA)).to.equal(SEATS - 1n);
    });

    it("is done by anyone for a seat that isn't active any more", async () => {
      await refused(reviews.prune(DATA, 5n), "SeatStillActive", 5n);
      await reviewing.members.connect(await asCommons(reviewing)).unseat([5n]);
      await expect(reviews.connect(outsider(reviewing, 0)).prune(DATA, 5n))
        .to.emit(reviews, "ReviewerLeft")
        .withArgs(DATA, 5n, 5n, 1n);
      await refused(reviews.prune(DATA, 5n), "NotEnrolled", 5n, DATA);
    });
  });

  describe("counting", () => {
    it("leaves the submitter's seat out, where it is in the pool", async () => {
      expect(await eligible(KNOWLEDGE, 9n)).to.equal(8n);
      expect(await eligible(KNOWLEDGE, 10n)).to.equal(9n);
      await by(reviewing, 9n).retire(KNOWLEDGE);
      expect(await eligible(KNOWLEDGE, 9n)).to.equal(8n);
    });

    it("doesn't count the submitter's own entry twice while it waits", async () => {
      await by(reviewing, 12n).enrol(KNOWLEDGE);
      expect(await eligible(KNOWLEDGE, 12n)).to.equal(9n);
      await networkHelpers.time.increase(WEEK);
      expect(await eligible(KNOWLEDGE, 12n)).to.equal(9n);
      expect(await eligible(KNOWLEDGE, 13n)).to.equal(10n);
    });

    it("finds those who count among many who wait", async () => {
      for (let seat = 10n; seat <= 17n; seat++) await by(reviewing, seat).enrol(KNOWLEDGE);
      const started = (await reviews.entryAt(KNOWLEDGE, 10n)).from;
      for (let more = 0n; more < 8n; more++) {
        expect(await eligible(KNOWLEDGE, 20n)).to.equal(9n + (more === 0n ? 0n : more));
        await networkHelpers.time.increaseTo(started + more);
      }
    });

    it("R5: is of the moment of submission: who leaves later can still be drawn, who comes later can't", async () => {
      const work = await handedIn(reviewing, { kind: "Validation" });
      // Three can be drawn, and three are: seats 2, 3 and 4.
      for (const seat of [2n, 3n, 4n]) await by(reviewing, seat).retire(VALIDATION);
      await by(reviewing, 5n).enrol(VALIDATION);
      expect((await draw(reviewing, work)).toSorted()).to.deep.equal([2n, 3n, 4n]);
      const later = await handedIn(reviewing, { kind: "Validation" });
      expect((await reviews.reviewAt(later.id)).stage).to.equal(VOTING);
    });

    it("R5: tells leaving just before from leaving just after, within one block", async () => {
      await networkHelpers.mine();
      const contract = reviewing.contributions.connect(founder(reviewing, 1));
      const { submission } = await drawManifest(reviewing, [{ author: founder(reviewing, 1) }], { kind: "Knowledge" });
      const gasLimit = 1_000_000n;
      await provider.request({ method: "evm_setAutomine", params: [false] });
      try {
        await by(reviewing, 2n).retire(KNOWLEDGE, { gasLimit, gasPrice: 30n * 10n ** 9n });
        await contract.submit(submission, { gasLimit, gasPrice: 20n * 10n ** 9n });
        await by(reviewing, 3n).retire(KNOWLEDGE, { gasLimit, gasPrice: 10n * 10n ** 9n });
        await networkHelpers.mine();
      } finally {
        await provider.request({ method: "evm_setAutomine", params: [true] });
      }
      const { counted, departures, eligible: frozen } = await reviews.reviewAt(2n);
      expect([counted, departures, frozen]).to.deep.equal([9n, 1n, 7n]);
    });
  });

  describe("a panel's first reviewers", () => {
    it("count at once, and come before anybody else", async () => {
      const panel = await deployPanel(reviewing, reviewing.seeds);
      const commons = await asCommons(reviewing);
      const early = panel.connect(founder(reviewing, 1)).enrol(DATA);
      await expect(early).to.be.revertedWithCustomError(panel, "GenesisOpen");
      await panel.connect(commons).foundReviewers([1n, 2n, 3n], [1n, 0n, 127n]);
      expect(await panel.poolOf(DATA)).to.deep.equal([2n, 0n]);
      expect(await panel.poolOf(CODE)).to.deep.equal([1n, 0n]);
      expect(await panel.eligibleFor(DATA, 7n)).to.equal(2n);
      await panel.connect(commons).closeGenesis();
      await panel.connect(founder(reviewing, 5)).enrol(DATA);
    });

    it("are named by the commons, as pairs, of seats that exist, and only in the beginning", async () => {
      const commons = await asCommons(reviewing);
      const panel = await deployPanel(reviewing, reviewing.seeds, rules);
      const asVoted = panel.connect(commons);
      await expect(panel.foundReviewers([1n], [1n])).to.be.revertedWithCustomError(panel, unauthorized);
      await expect(asVoted.foundReviewers([1n, 2n], [1n]))
        .to.be.revertedWithCustomError(panel, "FoundingReviewersMismatch")
        .withArgs(2n, 1n);
      await expect(asVoted.foundReviewers([99n], [1n])).to.be.revertedWithCustomError(reviewing.members, "SeatUnknown");
      await expect((await voted(reviewing)).foundReviewers([1n], [64n])).to.be.revertedWithCustomError(
        reviews,
        "GenesisClosed",
      );
    });
  });

  it("X1: costs the same for a newcomer whatever the size of the pool", async () => {
    const gasOf = async (seat: bigint, kind: bigint) => {
      const receipt = await (await by(reviewing, seat).enrol(kind)).wait();
      return receipt?.gasUsed;
    };
    const few = await gasOf(10n, VALIDATION);
    expect(await gasOf(11n, KNOWLEDGE)).to.equal(few);
    expect(await enrol(reviewing, outsider(reviewing, 3))).to.equal(SEATS + 1n);
  });
});
