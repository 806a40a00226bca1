import { expect } from "chai";
import {
  asCommons,
  type Commons,
  founder,
  freshCommons,
  networkHelpers,
  outsider,
  type Signer,
} from "../support/commons.ts";
import { expireSeat, renewSeat } from "../support/lapses.ts";
import { enrol, moveSeat, NEVER } from "../support/seats.ts";
import { claimLeaf, drawManifest, finalWork, signSubmission, submitManifest, withdrawLeaf } from "../support/work.ts";

describe("ContributionRegistry: work under a seat's sponsorship", () => {
  let commons: Commons;
  let contributions: Commons["contributions"];
  let ana: Signer;
  let bo: Signer;
  let sponsor: Signer;

  /** The first founder sponsors Ana, who has no seat. */
  beforeEach(async () => {
    commons = await freshCommons();
    contributions = commons.contributions;
    [ana, bo, sponsor] = [outsider(commons, 0), outsider(commons, 1), founder(commons, 1)];
    await commons.members.connect(sponsor).sponsor(ana);
  });

  const refused = (call: Promise<unknown>, error: string, ...args: unknown[]) =>
    expect(call)
      .to.be.revertedWithCustomError(contributions, error)
      .withArgs(...args);
  const draw = (submitter: Signer, seat: bigint) =>
    drawManifest(commons, [{ author: ana }], { submitter, sponsor: seat });

  it("is recorded under the seat, and is the submitter's own", async () => {
    const { submission } = await draw(ana, 1n);
    await expect(contributions.connect(ana).submit(submission))
      .to.emit(contributions, "ContributionSubmitted")
      .withArgs(2n, 1n, ana, 0n, submission.root, 0n, 1n, 100n, 1n, submission.uri);
    const { submitter, seat } = await contributions.contributionAt(2n);
    expect([submitter, seat]).to.deep.equal([ana.address, 1n]);
    expect(await contributions.submittedAs(ana, submission.root)).to.equal(2n);
    expect(await contributions.submittedAs(sponsor, submission.root)).to.equal(0n);
  });

  it("goes all the way like any other: scored, final, claimed, withdrawn by its author", async () => {
    const work = await finalWork(commons, [{ author: ana }], { submitter: ana, sponsor: 1n });
    await expect(claimLeaf(commons, work)).to.emit(contributions, "TokensMinted");
    await expect(withdrawLeaf(commons, work, 0, ana)).to.emit(contributions, "LeafWithdrawn");
  });

  it("may be handed in by anyone with the submitter's signature, which names the sponsor", async () => {
    const { submission } = await draw(ana, 1n);
    const signature = await signSubmission(commons, ana, submission, { deadline: NEVER });
    const other = { ...submission, sponsor: 2n };
    await commons.members.connect(founder(commons, 2)).sponsor(ana);
    await refused(contributions.submitBySig(ana, other, 0n, NEVER, signature), "SubmissionSignatureInvalid", ana);
    await expect(contributions.connect(bo).submitBySig(ana, submission, 0n, NEVER, signature)).to.emit(
      contributions,
      "ContributionSubmitted",
    );
    expect((await contributions.contributionAt(2n)).seat).to.equal(1n);
  });

  it("takes the sponsor's review slots, and nobody gets more by sponsoring", async () => {
    for (let i = 0; i < 5; i++) await submitManifest(commons, [{ author: ana }], { submitter: ana, sponsor: 1n });
    await submitManifest(commons, [{ author: ana }], { submitter: sponsor });
    const [first = 0n] = await contributions.slotsOf(1n);
    for (const submitter of [ana, sponsor]) {
      const { submission } = await draw(submitter, submitter === ana ? 1n : 0n);
      await refused(contributions.connect(submitter).submit(submission), "ReviewSlotsTaken", 6n, first);
    }
    await networkHelpers.time.increaseTo(first);
    await submitManifest(commons, [{ author: ana }], { submitter: ana, sponsor: 1n });
  });

  it("is chosen by the submitter: one with a seat may use its own, or a sponsor's", async () => {
    const seat = await enrol(commons, ana);
    const own = await submitManifest(commons, [{ author: ana }], { submitter: ana });
    const sponsored = await submitManifest(commons, [{ author: ana }], { submitter: ana, sponsor: 1n });
    expect((await contributions.contributionAt(own.id)).seat).to.equal(seat);
    expect((await contributions.contributionAt(sponsored.id)).seat).to.equal(1n);
  });

  it("is refused without a sponsorship: of another seat, of nobody, of one that was taken back", async () => {
    for (const [submitter, seat] of [
      [ana, 2n],
      [ana, 99n],
      [bo, 1n],
      [sponsor, 1n],
    ] as const) {
      const { submission } = await draw(submitter, seat);
      await refused(contributions.connect(submitter).submit(submission), "SponsorRequired", submitter, seat);
    }
    await commons.members.connect(sponsor).unsponsor(ana);
    const { submission } = await draw(ana, 1n);
    await refused(contributions.connect(ana).submit(submission), "SponsorRequired", ana, 1n);
    await refused(contributions.connect(ana).submit({ ...submission, sponsor: 0n }), "SeatRequired", ana);
  });

  it("rests while the seat is lapsed, and moves with it", async () => {
    const { submission } = await draw(ana, 1n);
    const { nullifier } = commons.genesis.founders[0] ?? {};
    await expireSeat(commons, 1n);
    await refused(contributions.connect(ana).submit(submission), "SponsorRequired", ana, 1n);
    await renewSeat(commons, sponsor, nullifier);
    await moveSeat(commons, sponsor, bo, nullifier);
    await expect(contributions.connect(ana).submit(submission)).to.emit(contributions, "ContributionSubmitted");
    await commons.members.connect(bo).unsponsor(ana);
    const again = await draw(ana, 1n);
    await refused(contributions.connect(ana).submit(again.submission), "SponsorRequired", ana, 1n);
  });

  it("isn't needed for what is accepted already: it goes on without the sponsor", async () => {
    const work = await finalWork(commons, [{ author: ana }], { submitter: ana, sponsor: 1n });
    await commons.members.connect(await asCommons(commons)).unseat([1n]);
    await expect(claimLeaf(commons, work)).to.emit(contributions, "UnitsClaimed");
  });
});
