import { expect } from "chai";
import {
  addressOf,
  asAccount,
  asCommons,
  type Commons,
  ethers,
  founder,
  freshCommons,
  networkHelpers,
  outsider,
  REVIEW,
  type Signer,
  unauthorized,
} from "../support/commons.ts";
import { enrol, NEVER } from "../support/seats.ts";
import { action, decide } from "../support/votes.ts";
import {
  accept,
  claimLeaf,
  drawManifest,
  finalize,
  finalWork,
  kindNumber,
  type SubmissionInput,
  signSubmission,
  submitManifest,
  type Work,
} from "../support/work.ts";

const [SUBMITTED, IN_REVIEW, ACCEPTED, REJECTED, CHALLENGED, FINAL] = [1n, 2n, 3n, 4n, 5n, 6n];

describe("ContributionRegistry: from submission to finality", () => {
  let commons: Commons;
  let contributions: Commons["contributions"];
  let ana: Signer;

  beforeEach(async () => {
    commons = await freshCommons();
    contributions = commons.contributions;
    ana = outsider(commons, 0);
  });

  const refused = (call: Promise<unknown>, error: string, ...args: unknown[]) => {
    const expectation = expect(call).to.be.revertedWithCustomError(contributions, error);
    return args.length === 0 ? expectation : expectation.withArgs(...args);
  };
  const now = async () => BigInt(await networkHelpers.time.latest());
  const stateOf = async ({ id }: Pick<Work, "id">) => (await contributions.contributionAt(id)).state;

  describe("submitting", () => {
    it("records a manifest of a seated submitter", async () => {
      const { submission } = await drawManifest(commons, [
        { author: ana, items: 3n, unitsPerItem: 7n },
        { author: ana },
      ]);
      await expect(contributions.connect(founder(commons, 1)).submit(submission))
        .to.emit(contributions, "ContributionSubmitted")
        .withArgs(2n, 1n, founder(commons, 1), 0n, submission.root, 1n, 4n, 121n, 1n, submission.uri);
      const work = await contributions.contributionAt(2n);
      expect([work.root, work.submitter, work.modelId, work.kind, work.state]).to.deep.equal([
        submission.root,
        founder(commons, 1).address,
        1n,
        0n,
        SUBMITTED,
      ]);
      expect([work.depth, work.items, work.units, work.since]).to.deep.equal([1n, 4n, 121n, await now()]);
      expect(await contributions.submittedAs(founder(commons, 1), submission.root)).to.equal(2n);
    });

    it("needs a seat, not tokens", async () => {
      const { submission } = await drawManifest(commons, [{ author: ana }], { submitter: ana });
      await refused(contributions.connect(ana).submit(submission), "SeatRequired", ana);
      await enrol(commons, ana);
      await expect(contributions.connect(ana).submit(submission)).to.emit(contributions, "ContributionSubmitted");
    });

    it("refuses what can't be work, each with its reason", async () => {
      const { submission } = await drawManifest(commons, [{ author: ana, items: 2n }]);
      const submit = (change: Partial<typeof submission>) =>
        contributions.connect(founder(commons, 1)).submit({ ...submission, ...change });
      await expect(submit({ modelId: 3n }))
        .to.be.revertedWithCustomError(commons.models, "ModelUnknown")
        .withArgs(3n);
      await expect(submit({ modelId: 0n }))
        .to.be.revertedWithCustomError(commons.models, "ModelUnknown")
        .withArgs(0n);
      await refused(submit({ depth: 33n }), "DepthOutOfRange", 33n, 32n);
      await refused(submit({ root: `0x${"00".repeat(32)}` }), "ManifestMissing");
      await refused(submit({ units: 0n }), "UnitsOutOfRange", 0n, 130_000n);
      await refused(submit({ units: 130_001n }), "UnitsOutOfRange", 130_001n, 130_000n);
      await refused(submit({ items: 0n }), "UnitsOutOfRange", 200n, 0n);
      await contributions.connect(await asCommons(commons)).setKindRule(kindNumber("Code"), 0n, 0n, "closed");
      await refused(submit({ kind: kindNumber("Code") }), "KindClosed", kindNumber("Code"));
      await expect(submit({ units: 130_000n, depth: 32n })).to.emit(contributions, "ContributionSubmitted");
    });

    it("uses a manifest once for each submitter", async () => {
      const work = await submitManifest(commons, [{ author: ana }]);
      await refused(
        contributions.connect(work.submitter).submit(work.submission),
        "ManifestAlreadySubmitted",
        work.submitter,
        work.submission.root,
        work.id,
      );
      await expect(contributions.connect(founder(commons, 2)).submit(work.submission)).to.emit(
        contributions,
        "ContributionSubmitted",
      );
    });

    it("uses a manifest up even if it is rejected", async () => {
      const work = await submitManifest(commons, [{ author: ana }]);
      await accept(commons, work, 0n);
      await refused(
        contributions.connect(work.submitter).submit(work.submission),
        "ManifestAlreadySubmitted",
        work.submitter,
        work.submission.root,
        work.id,
      );
    });
  });

  describe("submitting by signature", () => {
    const sign = (signer: Signer, submission: SubmissionInput, nonce = 0n) =>
      signSubmission(commons, signer, submission, { submitter: founder(commons, 1).address, nonce, deadline: NEVER });

    it("records the signer's work, whoever hands it in", async () => {
      const { submission } = await drawManifest(commons, [{ author: ana }]);
      const signature = await sign(founder(commons, 1), submission);
      await expect(contributions.connect(ana).submitBySig(founder(commons, 1), submission, 0n, NEVER, signature))
        .to.emit(contributions, "ContributionSubmitted")
        .withArgs(2n, 1n, founder(commons, 1), 0n, submission.root, 0n, 1n, 100n, 1n, submission.uri);
      expect(await contributions["nonces(address)"](founder(commons, 1))).to.equal(1n);
      expect((await contributions.slotsOf(1n))[0]).to.equal((await now()) + BigInt(REVIEW));
    });

    it("takes nonces of separate keys in any order", async () => {
      const nonce = 5n << 64n;
      const { submission } = await drawManifest(commons, [{ author: ana }]);
      const signature = await sign(founder(commons, 1), submission, nonce);
      await contributions.submitBySig(founder(commons, 1), submission, nonce, NEVER, signature);
      expect(await contributions["nonces(address,uint192)"](founder(commons, 1), 5n)).to.equal(nonce + 1n);
    });

    it("refuses a late, forged, changed or used signature", async () => {
      const { submission } = await drawManifest(commons, [{ author: ana }]);
      const by = founder(commons, 1);
      const signature = await sign(by, submission);
      const past = (await now()) - 1n;
      await refused(contributions.submitBySig(by, submission, 0n, past, signature), "SubmissionExpired", past);
      const forged = await sign(ana, submission);
      await refused(contributions.submitBySig(by, submission, 0n, NEVER, forged), "SubmissionSignatureInvalid", by);
      const more = { ...submission, units: submission.units + 1n };
      await refused(contributions.submitBySig(by, more, 0n, NEVER, signature), "SubmissionSignatureInvalid", by);
      await contributions.submitBySig(by, submission, 0n, NEVER, signature);
      await refused(contributions.submitBySig(by, submission, 0n, NEVER, signature), "InvalidAccountNonce", by, 1n);
    });

    it("needs the signer's seat", async () => {
      const { submission } = await drawManifest(commons, [{ author: ana }]);
      const stranger = ethers.Wallet.createRandom();
      const digest = await contributions.submissionDigest(stranger, submission, 0n, NEVER);
      const signature = stranger.signingKey.sign(digest).serialized;
      await refused(contributions.submitBySig(stranger, submission, 0n, NEVER, signature), "SeatRequired", stranger);
    });
  });

  describe("review slots", () => {
    it("are held for the whole review period, whatever the outcome", async () => {
      const works: Work[] = [];
      for (let i = 0; i < 6; i++) works.push(await submitManifest(commons, [{ author: ana }]));
      const [first] = works;
      if (!first) throw new Error("six works were submitted");
      await accept(commons, first, 0n);
      const { since } = await contributions.contributionAt(first.id);
      const [nextFree = 0n] = await contributions.slotsOf(1n);
      expect(nextFree).to.be.greaterThan(since);
      const { submission } = await drawManifest(commons, [{ author: ana }]);
      const again = () => contributions.connect(founder(commons, 1)).submit(submission);
      await refused(again(), "ReviewSlotsTaken", 6n, nextFree);
      const other = await submitManifest(commons, [{ author: ana }], { submitter: founder(commons, 2) });
      expect(await stateOf(other)).to.equal(SUBMITTED);
      await networkHelpers.time.increaseTo(nextFree);
      await expect(again()).to.emit(contributions, "ContributionSubmitted");
    });
  });

  describe("scoring", () => {
    let work: Work;

    beforeEach(async () => {
      work = await submitManifest(commons, [{ author: ana }]);
    });

    for (const [score, state, name] of [
      [100n, ACCEPTED, "accepts"],
      [50n, ACCEPTED, "accepts"],
      [49n, REJECTED, "rejects"],
      [0n, REJECTED, "rejects"],
    ] as const) {
      it(`${name} work at ${score} of 100`, async () => {
        await expect(accept(commons, work, score))
          .to.emit(contributions, "ContributionScored")
          .withArgs(work.id, score, state);
        const scored = await contributions.contributionAt(work.id);
        expect([scored.state, scored.score, scored.since]).to.deep.equal([state, score, await now()]);
      });
    }

    it("is the panel's alone that was in force at submission: neither a founder's, the timelock's nor a later panel's", async () => {
      const later = await ethers.deployContract("StandInPanel", [contributions, REVIEW]);
      await contributions.connect(await asCommons(commons)).setPanel(later);
      expect((await contributions.contributionAt(work.id)).panel).to.equal((await contributions.panelCount()) - 1n);
      for (const other of [founder(commons, 1), await asCommons(commons), await asAccount(await addressOf(later))]) {
        const by = contributions.connect(other);
        for (const call of [by.conclude(work.id, 100n), by.beginReview(work.id), by.annul(work.id)]) {
          await refused(call, "NotPanel", other);
        }
      }
      await accept(commons, work);
      const next = await submitManifest(commons, [{ author: ana }]);
      await expect(accept(commons, next)).to.be.revertedWithCustomError(commons.panel, "TooLate");
      await later.score(next.id, 70n);
      expect([await stateOf(work), await stateOf(next)]).to.deep.equal([ACCEPTED, ACCEPTED]);
    });

    it("may begin with a panel, be challenged by it, and be annulled where the work was gold", async () => {
      const { panel } = commons;
      await expect(panel.begin(work.id)).to.emit(contributions, "ReviewBegun").withArgs(work.id);
      expect(await stateOf(work)).to.equal(IN_REVIEW);
      await accept(commons, work, 70n);
      await expect(panel.challenge(work.id)).to.emit(contributions, "ContributionChallenged").withArgs(work.id);
      expect(await stateOf(work)).to.equal(CHALLENGED);
      await refused(contributions.finalize(work.id), "StateWrong", work.id, CHALLENGED);
      await accept(commons, work, 90n);
      expect((await contributions.contributionAt(work.id)).score).to.equal(90n);
      await expect(panel.annul(work.id)).to.emit(contributions, "ContributionAnnulled").withArgs(work.id);
      const { state, score, gold } = await contributions.contributionAt(work.id);
      expect([state, score, gold]).to.deep.equal([REJECTED, 0n, true]);
    });

    it("marks gold that the panel rejected, and leaves it rejected", async () => {
      await accept(commons, work, 20n);
      const { since } = await contributions.contributionAt(work.id);
      await commons.panel.annul(work.id);
      const annulled = await contributions.contributionAt(work.id);
      expect([annulled.state, annulled.score, annulled.since, annulled.gold]).to.deep.equal([
        REJECTED,
        0n,
        since,
        true,
      ]);
    });

    it("refuses more than 100, work of another state, and work whose review period is over", async () => {
      await refused(accept(commons, work, 101n), "ScoreOutOfRange", 101n);
      const judging = contributions.connect(await asAccount(await addressOf(commons.panel)));
      await refused(judging.conclude(99n, 100n), "NotPanel", commons.panel);
      await refused(judging.conclude(1n, 100n), "NotPanel", commons.panel);
      const { since } = await contributions.contributionAt(work.id);
      const until = since + BigInt(REVIEW);
      await networkHelpers.time.setNextBlockTimestamp(until + 1n);
      await expect(accept(commons, work))
        .to.be.revertedWithCustomError(commons.panel, "TooLate")
        .withArgs(work.id, until);
    });

    it("takes a score in the last second, and no second one", async () => {
      const { since } = await contributions.contributionAt(work.id);
      await networkHelpers.time.setNextBlockTimestamp(since + BigInt(REVIEW));
      await accept(commons, work, 60n);
      const judging = contributions.connect(await asAccount(await addressOf(commons.panel)));
      await refused(judging.conclude(work.id, 100n), "StateWrong", work.id, ACCEPTED);
    });
  });

  describe("overturning what the panel accepted", () => {
    let work: Work;

    beforeEach(async () => {
      work = await submitManifest(commons, [{ author: ana }]);
    });

    const overturn = async (by?: Signer) => contributions.connect(by ?? (await asCommons(commons))).overturn(work.id);

    it("rejects it before it is final: it never joins, and gives no voice", async () => {
      await accept(commons, work);
      const overturning = overturn();
      await expect(overturning).to.emit(contributions, "ContributionOverturned").withArgs(work.id);
      const { state, since } = await contributions.contributionAt(work.id);
      expect([state, since]).to.deep.equal([REJECTED, await now()]);
      await networkHelpers.time.increase(commons.genesis.periods.challenge);
      await refused(contributions.finalize(work.id), "StateWrong", work.id, REJECTED);
      await refused(claimLeaf(commons, work), "StateWrong", work.id, REJECTED);
      expect((await commons.models.modelAt(1n)).joined).to.equal(0n);
    });

    it("is possible to the last second, and to nothing but accepted work", async () => {
      await refused(overturn(), "StateWrong", work.id, SUBMITTED);
      await accept(commons, work, 0n);
      await refused(overturn(), "StateWrong", work.id, REJECTED);
      work = await finalWork(commons, [{ author: ana }]);
      await refused(overturn(), "StateWrong", work.id, FINAL);
      work = await submitManifest(commons, [{ author: ana }]);
      await accept(commons, work);
      await networkHelpers.time.increase(commons.genesis.periods.challenge);
      await expect(overturn()).to.emit(contributions, "ContributionOverturned");
      await refused(overturn(), "StateWrong", work.id, REJECTED);
    });

    it("is the commons' alone: neither a stranger's nor the submitter's", async () => {
      await accept(commons, work);
      for (const other of [commons.curator, work.submitter, ana]) await refused(overturn(other), unauthorized, other);
    });

    it("leaves time for a vote: the challenge period is longer than the way from proposal to execution", async () => {
      const { challenge, votingDelay, votingPeriod, timelock } = commons.genesis.periods;
      expect(challenge).to.be.greaterThan(votingDelay + votingPeriod + timelock);
      await accept(commons, work);
      await decide(commons, [await action(contributions, "overturn", [work.id])], "Overturn made-up work");
      expect(await stateOf(work)).to.equal(REJECTED);
    });
  });

  describe("expiring", () => {
    it("rejects what nobody scored in time, at anyone's call", async () => {
      const work = await submitManifest(commons, [{ author: ana }]);
      const from = (await contributions.contributionAt(work.id)).since + BigInt(REVIEW) + 1n;
      await networkHelpers.time.setNextBlockTimestamp(from - 1n);
      await refused(commons.panel.connect(ana).expire(work.id), "TooEarly", work.id, from);
      await networkHelpers.time.setNextBlockTimestamp(from);
      await expect(commons.panel.connect(ana).expire(work.id))
        .to.emit(contributions, "ContributionScored")
        .withArgs(work.id, 0n, REJECTED);
      expect(await stateOf(work)).to.equal(REJECTED);
      await refused(commons.panel.expire(work.id), "StateWrong", work.id, REJECTED);
    });
  });

  describe("finality", () => {
    it("comes after the challenge period, at anyone's call: tokens are reserved, units join", async () => {
      const work = await submitManifest(commons, [{ author: ana, items: 3n, unitsPerItem: 5n }]);
      await accept(commons, work, 60n);
      const from = (await contributions.contributionAt(work.id)).since + BigInt(commons.genesis.periods.challenge);
      await networkHelpers.time.setNextBlockTimestamp(from - 1n);
      await refused(contributions.connect(ana).finalize(work.id), "TooEarly", work.id, from);
      await networkHelpers.time.setNextBlockTimestamp(from);
      const finalizing = contributions.connect(ana).finalize(work.id);
      const units = 3n * 5n * 60n;
      const rate = 10n ** 12n;
      await expect(finalizing).to.emit(contributions, "ContributionFinal").withArgs(work.id, units, 1n, rate, from);
      await expect(finalizing)
        .to.emit(commons.token, "MintReserved")
        .withArgs(contributions, units * rate, from)
        .and.to.emit(commons.models, "WorkJoined")
        .withArgs(1n, 1n, units)
        .and.to.emit(commons.rewards, "TermOpened")
        .withArgs(work.id, 1n, 1n, 60n);
      const settled = await contributions.contributionAt(work.id);
      expect([settled.state, settled.tokenRate, settled.mintableFrom]).to.deep.equal([FINAL, rate, from]);
    });

    it("takes the token rate of its own moment", async () => {
      const work = await submitManifest(commons, [{ author: ana }]);
      await accept(commons, work);
      await contributions.connect(await asCommons(commons)).setKindRule(kindNumber("Data"), 1n, 5n, "rubric");
      await finalize(commons, work);
      expect((await contributions.contributionAt(work.id)).tokenRate).to.equal(5n);
    });

    it("lowers the rate for all leaves alike where the tokens pass one epoch's cap", async () => {
      await commons.token.connect(await asCommons(commons)).setMintCap(1_000_001n);
      const work = await finalWork(commons, [{ author: ana }, { author: ana }]);
      expect((await contributions.contributionAt(work.id)).tokenRate).to.equal(1_000_001n / 20_000n);
    });

    it("is refused to work of any other state", async () => {
      const work = await submitManifest(commons, [{ author: ana }]);
      await refused(contributions.finalize(work.id), "StateWrong", work.id, SUBMITTED);
      await accept(commons, work, 10n);
      await refused(contributions.finalize(work.id), "StateWrong", work.id, REJECTED);
    });
  });
});
