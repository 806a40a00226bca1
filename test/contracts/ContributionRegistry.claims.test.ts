import { seatAuthor } from "@commonmind/sdk";
import { anyValue } from "@nomicfoundation/hardhat-ethers-chai-matchers/withArgs";
import { expect } from "chai";
import {
  ASSISTANT,
  asCommons,
  type Commons,
  ethers,
  founder,
  freshCommons,
  GUIDE,
  NATIVE,
  networkHelpers,
  outsider,
  type Signer,
  unauthorized,
} from "../support/commons.ts";
import { earn } from "../support/money.ts";
import { enrol } from "../support/seats.ts";
import {
  accept,
  claimLeaf,
  drawManifest,
  finalize,
  finalWork,
  kindNumber,
  positionOf,
  proved,
  publish,
  submitManifest,
  type Work,
  withdrawLeaf,
} from "../support/work.ts";

const RATE = 10n ** 12n;

describe("ContributionRegistry: claiming, withdrawing, excluding", () => {
  let commons: Commons;
  let contributions: Commons["contributions"];
  let ana: Signer;
  let bo: Signer;
  let anyone: Signer;
  let work: Work;

  /** Ana made 3 items of 7 units, Bo 1 of 100; the panel gave 80. */
  beforeEach(async () => {
    commons = await freshCommons();
    contributions = commons.contributions;
    [ana, bo, anyone] = [outsider(commons, 0), outsider(commons, 1), outsider(commons, 2)];
    const leaves = [{ author: ana, items: 3n, unitsPerItem: 7n }, { author: bo }];
    work = await finalWork(commons, leaves, { score: 80n });
  });

  const ANA = 3n * 7n * 80n;
  const BO = 100n * 80n;
  const refused = (call: Promise<unknown>, error: string, ...args: unknown[]) => {
    const expectation = expect(call).to.be.revertedWithCustomError(contributions, error);
    return args.length === 0 ? expectation : expectation.withArgs(...args);
  };

  describe("claiming a leaf", () => {
    it("opens the author's position and mints the author's tokens, whoever calls", async () => {
      const { leaf, proof } = proved(work, 0);
      const claiming = contributions.connect(anyone).claimUnits(work.id, leaf, proof);
      await expect(claiming)
        .to.emit(contributions, "UnitsClaimed")
        .withArgs(work.id, 0n, ana, ANA, leaf.itemsRoot)
        .and.to.emit(commons.rewards, "PositionOpened")
        .withArgs(work.id, 0n, ana, 21n)
        .and.to.emit(contributions, "TokensMinted")
        .withArgs(work.id, 0n, ana, ANA * RATE);
      await expect(claiming).to.changeTokenBalances(ethers, commons.token, [ana, anyone], [ANA * RATE, 0n]);
      expect(await commons.rewards.positionAt(positionOf(work))).to.deep.equal([ana.address, 21n, 0n, false]);
      expect(await commons.token.getVotes(ana)).to.equal(ANA * RATE);
    });

    it("is refused a second time", async () => {
      await claimLeaf(commons, work, 0);
      await expect(claimLeaf(commons, work, 0))
        .to.be.revertedWithCustomError(commons.rewards, "PositionAlreadyOpen")
        .withArgs(positionOf(work));
    });

    it("is refused before the work is final", async () => {
      const early = await submitManifest(commons, [{ author: ana }]);
      await refused(claimLeaf(commons, early), "StateWrong", early.id, 1n);
      await accept(commons, early);
      await refused(claimLeaf(commons, early), "StateWrong", early.id, 3n);
    });

    it("mints a seat's tokens to its wallet", async () => {
      const theirs = await finalWork(commons, [{ author: seatAuthor(2n) }]);
      await expect(claimLeaf(commons, theirs))
        .to.emit(contributions, "TokensMinted")
        .withArgs(theirs.id, 0n, founder(commons, 2), 10_000n * RATE);
      expect((await commons.rewards.positionAt(positionOf(theirs))).holder).to.equal(seatAuthor(2n));
    });

    it("waits for a seat that isn't given yet", async () => {
      const theirs = await finalWork(commons, [{ author: seatAuthor(8n) }]);
      await expect(claimLeaf(commons, theirs))
        .to.be.revertedWithCustomError(commons.members, "SeatUnknown")
        .withArgs(8n);
      await enrol(commons, anyone);
      await expect(claimLeaf(commons, theirs)).to.changeTokenBalance(ethers, commons.token, anyone, 10_000n * RATE);
    });

    it("refuses a leaf that isn't in the tree, each way to lie with its reason", async () => {
      const { leaf, proof } = proved(work, 0);
      const claim = (change: Partial<typeof leaf>, siblings = proof) =>
        contributions.claimUnits(work.id, { ...leaf, ...change }, siblings);
      await refused(claim({}, []), "ManifestProofLength", 0n, 1n);
      await refused(claim({}, [...proof, ...proof]), "ManifestProofLength", 2n, 1n);
      await refused(claim({ index: 2 }), "ManifestIndexOutOfRange", 2n, 1n);
      await refused(claim({ author: NATIVE }), "ManifestLeafWithoutAuthor");
      await refused(claim({ items: 0n }), "ManifestLeafWithoutUnits");
      await refused(claim({ unitsPerItem: 0n }), "ManifestLeafWithoutUnits");
      await refused(claim({ items: 1n << 63n, unitsPerItem: 2n }), "ManifestSumOverflow");
      await refused(
        claim(
          {},
          proof.map(({ hash }) => ({ hash, sum: (1n << 64n) - 1n })),
        ),
        "ManifestSumOverflow",
      );
      for (const [lie, sum] of [
        [{ author: anyone.address as typeof leaf.author }, 121n],
        [{ items: 4n }, 128n],
        [{ index: 1 }, 121n],
      ] as const) {
        await refused(claim(lie), "ManifestRootMismatch", anyValue, sum);
      }
    });

    it("refuses every leaf of a tree whose units its submitter declared wrongly, to either side", async () => {
      const drawn = await drawManifest(commons, [{ author: ana }, { author: bo }]);
      for (const units of [199n, 201n]) {
        const submitter = founder(commons, units === 199n ? 1 : 2);
        const { manifest, submission } = await drawManifest(commons, [{ author: ana }, { author: bo }], { submitter });
        expect(submission.units).to.equal(200n);
        await contributions.connect(submitter).submit({ ...submission, items: 3n, units });
        const lying = { ...drawn, manifest, id: await contributions.contributionCount() };
        await accept(commons, lying);
        await finalize(commons, lying);
        for (const index of [0, 1]) {
          await expect(claimLeaf(commons, lying, index))
            .to.be.revertedWithCustomError(contributions, "ManifestRootMismatch")
            .withArgs(submission.root, 200n);
        }
      }
    });
  });

  describe("tokens that wait for an epoch with room", () => {
    let waiting: Work;
    let mintableFrom: bigint;

    beforeEach(async () => {
      await commons.token.connect(await asCommons(commons)).setMintCap(10_000n * RATE);
      const leaves = [{ author: ana }];
      await finalWork(commons, leaves);
      waiting = await finalWork(commons, leaves);
      ({ mintableFrom } = await contributions.contributionAt(waiting.id));
    });

    it("are minted later, at anyone's call, once", async () => {
      const claiming = claimLeaf(commons, waiting);
      await expect(claiming).to.emit(contributions, "UnitsClaimed");
      await expect(claiming).to.not.emit(contributions, "TokensMinted");
      expect(await contributions.tokensWaiting(positionOf(waiting))).to.equal(true);
      const mint = () => contributions.connect(anyone).mintTokens(waiting.id, 0);
      await refused(mint(), "TooEarly", waiting.id, mintableFrom);
      await networkHelpers.time.increaseTo(mintableFrom);
      await expect(mint())
        .to.emit(contributions, "TokensMinted")
        .withArgs(waiting.id, 0n, ana, 10_000n * RATE);
      expect(await contributions.tokensWaiting(positionOf(waiting))).to.equal(false);
      await refused(mint(), "TokensNotWaiting", positionOf(waiting));
    });

    it("come with the claim where the epoch has begun by then", async () => {
      await networkHelpers.time.increaseTo(mintableFrom);
      await expect(claimLeaf(commons, waiting)).to.changeTokenBalance(ethers, commons.token, ana, 10_000n * RATE);
      await refused(contributions.mintTokens(waiting.id, 0), "TokensNotWaiting", positionOf(waiting));
    });

    it("don't delay money", async () => {
      await claimLeaf(commons, waiting);
      await publish(commons);
      await earn(commons, 1_000n);
      expect(await commons.rewards.claimable(positionOf(waiting), NATIVE)).to.be.greaterThan(0n);
    });
  });

  describe("withdrawing a leaf", () => {
    it("ends the author's position with the next release", async () => {
      await claimLeaf(commons, work, 0);
      await publish(commons);
      const withdrawing = withdrawLeaf(commons, work, 0, ana);
      await expect(withdrawing)
        .to.emit(contributions, "LeafWithdrawn")
        .withArgs(work.id, 0n, ANA, 2n)
        .and.to.emit(commons.models, "WorkLeft")
        .withArgs(ASSISTANT, 2n, ANA)
        .and.to.emit(commons.rewards, "PositionEnded")
        .withArgs(work.id, 0n, 2n);
      expect((await contributions.contributionAt(work.id)).left).to.equal(ANA);
      expect((await commons.rewards.positionAt(positionOf(work))).endBatch).to.equal(2n);
      expect((await commons.rewards.lineAt(ASSISTANT)).active).to.equal(ANA + BO);
    });

    it("claims an unclaimed leaf first, for its money; work that leaves gives no voice", async () => {
      await publish(commons);
      await earn(commons, 1_000_000n);
      const withdrawing = withdrawLeaf(commons, work, 1, bo);
      await expect(withdrawing).to.emit(contributions, "UnitsClaimed");
      await expect(withdrawing).to.emit(contributions, "LeafWithdrawn").withArgs(work.id, 1n, BO, 2n);
      await expect(withdrawing).to.not.emit(contributions, "TokensMinted");
      expect([await commons.token.balanceOf(bo), await commons.token.getVotes(bo)]).to.deep.equal([0n, 0n]);
      expect(await commons.rewards.claimable(positionOf(work, 1), NATIVE)).to.be.greaterThan(0n);
      expect(await contributions.tokensWaiting(positionOf(work, 1))).to.equal(false);
      await refused(contributions.mintTokens(work.id, 1), "TokensNotWaiting", positionOf(work, 1));
    });

    it("gives no voice for work that never was in a release", async () => {
      await withdrawLeaf(commons, work, 1, bo);
      expect(await commons.token.getVotes(bo)).to.equal(0n);
    });

    it("takes no tokens back that were minted with the claim", async () => {
      await claimLeaf(commons, work, 1);
      await withdrawLeaf(commons, work, 1, bo);
      expect(await commons.token.balanceOf(bo)).to.equal(BO * RATE);
    });

    it("takes work out of the open batch that hasn't joined yet", async () => {
      await expect(withdrawLeaf(commons, work, 0, ana))
        .to.emit(contributions, "LeafWithdrawn")
        .withArgs(work.id, 0n, ANA, 1n);
      const { joined, left } = await commons.models.modelAt(ASSISTANT);
      expect([joined, left]).to.deep.equal([BO, 0n]);
    });

    it("is the author's alone, or the wallet's of the author's seat", async () => {
      await refused(withdrawLeaf(commons, work, 0, bo), "NotAuthor", bo, ana);
      await refused(withdrawLeaf(commons, work, 0, work.submitter), "NotAuthor", work.submitter, ana);
      const theirs = await finalWork(commons, [{ author: seatAuthor(2n) }]);
      await refused(withdrawLeaf(commons, theirs, 0, ana), "NotAuthor", ana, seatAuthor(2n));
      await expect(withdrawLeaf(commons, theirs, 0, founder(commons, 2))).to.emit(contributions, "LeafWithdrawn");
    });

    it("is refused a second time, of excluded work, of a false leaf and before the work is final", async () => {
      await withdrawLeaf(commons, work, 0, ana);
      await expect(withdrawLeaf(commons, work, 0, ana))
        .to.be.revertedWithCustomError(commons.rewards, "PositionAlreadyEnded")
        .withArgs(positionOf(work));
      const { leaf, proof } = proved(work, 1);
      await refused(contributions.connect(bo).withdraw(work.id, { ...leaf, items: 2n }, proof), "ManifestRootMismatch");
      await contributions.connect(await asCommons(commons)).exclude(work.id);
      await refused(withdrawLeaf(commons, work, 1, bo), "AlreadyExcluded", work.id);
      const early = await submitManifest(commons, [{ author: ana }]);
      await refused(withdrawLeaf(commons, early, 0, ana), "StateWrong", early.id, 1n);
    });
  });

  describe("excluding work", () => {
    const exclude = async (id = work.id) => contributions.connect(await asCommons(commons)).exclude(id);

    it("lets everything that hasn't left leave with the next release", async () => {
      await publish(commons);
      await withdrawLeaf(commons, work, 0, ana);
      const excluding = exclude();
      await expect(excluding).to.emit(contributions, "ContributionExcluded").withArgs(work.id, BO, 2n);
      await expect(excluding).to.emit(commons.rewards, "TermEnded").withArgs(work.id, 2n);
      const { excluded, left } = await contributions.contributionAt(work.id);
      expect([excluded, left]).to.deep.equal([true, ANA + BO]);
      expect(await commons.rewards.termAt(work.id)).to.deep.equal([ASSISTANT, 1n, 2n, 80n]);
    });

    it("leaves unclaimed leaves claimable: money that was earned stays earned, a voice isn't given any more", async () => {
      await publish(commons);
      await earn(commons, 1_000_000n);
      await exclude();
      const claiming = claimLeaf(commons, work, 1);
      await expect(claiming).to.emit(contributions, "UnitsClaimed");
      await expect(claiming).to.not.emit(contributions, "TokensMinted");
      expect(await commons.token.getVotes(bo)).to.equal(0n);
      expect(await commons.rewards.claimable(positionOf(work, 1), NATIVE)).to.be.greaterThan(0n);
      await refused(contributions.mintTokens(work.id, 1), "TokensNotWaiting", positionOf(work, 1));
    });

    it("takes no tokens back that were minted before", async () => {
      await claimLeaf(commons, work, 1);
      await exclude();
      expect(await commons.token.balanceOf(bo)).to.equal(BO * RATE);
    });

    it("stops tokens that wait for their epoch", async () => {
      await commons.token.connect(await asCommons(commons)).setMintCap(10_000n * RATE);
      await finalWork(commons, [{ author: ana }]);
      const waiting = await finalWork(commons, [{ author: ana }]);
      await claimLeaf(commons, waiting);
      await exclude(waiting.id);
      await networkHelpers.time.increaseTo((await contributions.contributionAt(waiting.id)).mintableFrom);
      await refused(contributions.mintTokens(waiting.id, 0), "AlreadyExcluded", waiting.id);
      expect(await commons.token.getVotes(ana)).to.equal(0n);
    });

    it("is refused a second time, and to work that isn't final", async () => {
      await exclude();
      await refused(exclude(), "AlreadyExcluded", work.id);
      await refused(exclude(99n), "StateWrong", 99n, 0n);
    });
  });

  describe("what a vote may change", () => {
    it("opens, changes and closes a kind", async () => {
      const voted = contributions.connect(await asCommons(commons));
      await expect(voted.setKindRule(kindNumber("Code"), 9n, 8n, "rubric"))
        .to.emit(contributions, "KindRuleSet")
        .withArgs(kindNumber("Code"), 9n, 8n, "rubric");
      expect(await contributions.kindRules(kindNumber("Code"))).to.deep.equal([9n, 8n]);
    });

    it("changes the periods within their bounds", async () => {
      const voted = contributions.connect(await asCommons(commons));
      const [minute, longest] = [60n, 90n * 86_400n];
      await expect(voted.setPeriods({ challenge: longest, slots: 6 }))
        .to.emit(contributions, "PeriodsSet")
        .withArgs(longest, 6n);
      expect(await contributions.periods()).to.deep.equal([longest, 6n]);
      for (const [challenge, slots] of [
        [minute - 1n, 1],
        [longest + 1n, 1],
        [minute, 0],
        [minute, 7],
      ] as const) {
        await refused(voted.setPeriods({ challenge, slots }), "PeriodsOutOfBounds");
      }
    });

    it("names no panel that isn't there", async () => {
      const before = await contributions.panelCount();
      for (const nobody of [ana.address, ethers.ZeroAddress]) {
        await refused(contributions.connect(await asCommons(commons)).setPanel(nobody), "PanelMissing");
      }
      expect(await contributions.panelCount()).to.equal(before);
    });

    it("can't admit founding work any more", async () => {
      const voted = contributions.connect(await asCommons(commons));
      await refused(voted.found(ana, work.submission, [], []), "GenesisClosed");
      await refused(voted.closeGenesis(), "GenesisClosed");
    });

    it("is refused to everybody else", async () => {
      const stranger = contributions.connect(commons.curator);
      for (const call of [
        () => stranger.exclude(work.id),
        () => stranger.setKindRule(0n, 1n, 1n, ""),
        () => stranger.setPeriods({ challenge: 60n, slots: 1 }),
        () => stranger.setPanel(commons.panel),
        () => stranger.setIntake(commons.governor),
        () => stranger.overturn(work.id),
        () => stranger.found(ana, work.submission, [], []),
        () => stranger.closeGenesis(),
      ]) {
        await refused(call(), unauthorized, commons.curator);
      }
    });
  });

  describe("founding work", () => {
    it("is final at full score and claimed when deployment ends", async () => {
      const founding = await contributions.contributionAt(1n);
      expect([founding.modelId, founding.state, founding.score]).to.deep.equal([GUIDE, 6n, 100n]);
      for (let seat = 1; seat <= 7; seat++) {
        expect(await commons.token.balanceOf(founder(commons, seat))).to.equal(10_000_000n * RATE);
        expect((await commons.rewards.positionAt(positionOf({ id: 1n }, seat - 1))).holder).to.equal(
          founder(commons, seat).address,
        );
      }
    });
  });

  it("shows the domain of a manifest as the sdk computes it", async () => {
    expect(await contributions.manifestDomain(ASSISTANT, work.submitter)).to.equal(work.manifest.domain);
    expect(await contributions.manifestDomain(GUIDE, work.submitter)).to.not.equal(work.manifest.domain);
  });
});
