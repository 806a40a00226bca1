import { expect } from "chai";
import { addressOf, ethers, founder, outsider, unauthorized } from "../support/commons.ts";
import { deployPanel, freshReviews, handedIn, judge, type Reviewing, rules, stageOf, voted } from "../support/panel.ts";

const DAYS_60 = 5_184_000n;

describe("ReviewPanel: rules and powers", () => {
  let reviewing: Reviewing;
  let reviews: Reviewing["reviews"];

  beforeEach(async () => {
    reviewing = await freshReviews();
    reviews = reviewing.reviews;
  });

  it("are the commons'", async () => {
    const stranger = reviews.connect(founder(reviewing, 2));
    for (const call of [
      () => stranger.decide(1n, 50n),
      () => stranger.setRules(rules),
      () => stranger.setRandomness(reviewing.seeds),
      () => stranger.foundReviewers([1n], [1n]),
      () => stranger.closeGenesis(),
    ]) {
      await expect(call()).to.be.revertedWithCustomError(reviews, unauthorized);
    }
  });

  it("stay within bounds that no vote can leave", async () => {
    const asVoted = await voted(reviewing);
    const wrong: Partial<typeof rules>[] = [{ panelSize: 2n }, { panelSize: 8n }];
    for (const step of ["seedDelay", "draw", "commit", "reveal", "decision"] as const) {
      wrong.push({ [step]: 59n }, { [step]: DAYS_60 + 1n });
    }
    for (const change of wrong) {
      await expect(asVoted.setRules({ ...rules, ...change })).to.be.revertedWithCustomError(
        reviews,
        "ReviewRulesOutOfBounds",
      );
    }
    const slow = { seedDelay: DAYS_60, draw: DAYS_60, commit: DAYS_60, reveal: DAYS_60, decision: DAYS_60 };
    for (const change of [
      { panelSize: 7n, ...slow },
      { panelSize: 3n, seedDelay: 60n, draw: 60n, fee: 0n, founding: 0n },
    ]) {
      const changed = { ...rules, ...change };
      await expect(asVoted.setRules(changed)).to.emit(reviews, "ReviewRulesSet").withArgs(Object.values(changed));
      expect(await reviews.rules()).to.deep.equal(Object.values(changed));
    }
  });

  it("hold for a panel from its first day", async () => {
    const deploying = deployPanel(reviewing, reviewing.seeds, { ...rules, panelSize: 9n });
    await expect(deploying).to.be.revertedWithCustomError(reviews, "ReviewRulesOutOfBounds");
  });

  it("name another source of seeds, which must be a contract", async () => {
    const asVoted = await voted(reviewing);
    await expect(asVoted.setRandomness(outsider(reviewing, 0))).to.be.revertedWithCustomError(
      reviews,
      "RandomnessMissing",
    );
    const other = await ethers.deployContract("FixedSeeds");
    await expect(asVoted.setRandomness(other))
      .to.emit(reviews, "RandomnessSet")
      .withArgs(await addressOf(other));
    expect(await reviews.randomness()).to.equal(await addressOf(other));
  });

  it("another panel takes over for work to come; this one finishes what it began", async () => {
    const work = await handedIn(reviewing);
    const next = await deployPanel(reviewing, reviewing.seeds);
    await reviewing.contributions.connect((await voted(reviewing)).runner).setPanel(next);
    const later = await handedIn(reviewing);
    expect((await next.reviewAt(later.id)).stage).to.equal(3n);
    expect(await stageOf(reviewing, later)).to.equal(0n);
    await judge(reviewing, work, [80n, 80n, 80n]);
    expect((await reviewing.contributions.contributionAt(work.id)).score).to.equal(80n);
  });
});
