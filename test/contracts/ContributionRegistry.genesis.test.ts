import { expect } from "chai";
import type { ContributionRegistry, ContributionToken, ModelRegistry } from "../../types/index.ts";
import { ContributorRewards__factory } from "../../types/index.ts";
import {
  ASSISTANT,
  type Commons,
  ethers,
  founder,
  freshCommons,
  outsider,
  REVIEW,
  type Signer,
} from "../support/commons.ts";
import { NEVER } from "../support/seats.ts";
import { type DrawnManifest, drawManifest, kindNumber, proved, signSubmission } from "../support/work.ts";

const RATE = 5n;

describe("ContributionRegistry: genesis", () => {
  let commons: Commons;
  let contributions: ContributionRegistry;
  let models: ModelRegistry;
  let token: ContributionToken;
  let ana: Signer;
  let bo: Signer;
  let founding: DrawnManifest;

  /** A registry of work whose genesis is open, with seats that were given before. */
  beforeEach(async () => {
    commons = await freshCommons();
    [ana, bo] = [outsider(commons, 0), outsider(commons, 1)];
    const manager = await ethers.deployContract("AccessManager", [commons.deployer]);
    const { members, genesis } = commons;
    models = await ethers.deployContract("ModelRegistry", [manager, 10_000]);
    token = await ethers.deployContract("ContributionToken", [manager, members, 10n ** 24n]);
    const periods = { challenge: genesis.periods.challenge, slots: 6 };
    contributions = await ethers.deployContract("ContributionRegistry", [manager, members, models, token, periods]);
    await models.setContributions(contributions, await contributions.rewards());
    await models.register("Assistant", "", []);
    await token.addMinter(contributions);
    await contributions.setKindRule(kindNumber("Data"), 1_000n, RATE, "rubric");
    founding = await draw([{ author: ana, items: 3n }, { author: bo }]);
  });

  const draw = (leaves: Parameters<typeof drawManifest>[1]) => drawManifest({ ...commons, contributions }, leaves);
  const rewards = async () => ContributorRewards__factory.connect(await contributions.rewards(), commons.deployer);
  const found = ({ submitter, submission, manifest }: DrawnManifest, indexes = [...Array(manifest.leaves).keys()]) => {
    const claimed = indexes.map((index) => proved(founding, index));
    return contributions.found(
      submitter,
      submission,
      claimed.map(({ leaf }) => leaf),
      claimed.map(({ proof }) => proof),
    );
  };

  it("admits work as final and claims its leaves in the same step", async () => {
    const step = found(founding);
    await expect(step).to.emit(contributions, "ContributionFinal");
    await expect(step)
      .to.emit(contributions, "TokensMinted")
      .withArgs(1n, 0n, ana, 30_000n * RATE)
      .and.to.emit(contributions, "TokensMinted")
      .withArgs(1n, 1n, bo, 10_000n * RATE);
    const { state, score } = await contributions.contributionAt(1n);
    expect([state, score]).to.deep.equal([6n, 100n]);
    expect([await token.getVotes(ana), await token.getVotes(bo)]).to.deep.equal([30_000n * RATE, 10_000n * RATE]);
    expect((await (await rewards()).positionAt(1n << 32n)).holder).to.equal(ana.address);
    expect((await models.modelAt(ASSISTANT)).joined).to.equal(40_000n);
  });

  it("leaves no leaf to claim for anybody else, and none to claim twice", async () => {
    await found(founding, [1]);
    const [first, second] = [proved(founding, 0), proved(founding, 1)];
    await contributions.connect(bo).claimUnits(1n, first.leaf, first.proof);
    await expect(contributions.claimUnits(1n, second.leaf, second.proof))
      .to.be.revertedWithCustomError(await rewards(), "PositionAlreadyOpen")
      .withArgs((1n << 32n) + 1n);
  });

  it("fails whole when one of the leaves isn't in the tree, comes twice or lacks its proof", async () => {
    const { submitter, submission } = founding;
    const { leaf, proof } = proved(founding, 0);
    await expect(
      contributions.found(submitter, submission, [{ ...leaf, items: 4n }], [proof]),
    ).to.be.revertedWithCustomError(contributions, "ManifestRootMismatch");
    await expect(found(founding, [0, 0])).to.be.revertedWithCustomError(await rewards(), "PositionAlreadyOpen");
    await expect(contributions.found(submitter, submission, [leaf], [])).to.be.revertedWithPanic(0x32);
    expect(await contributions.contributionCount()).to.equal(0n);
    expect(await token.totalSupply()).to.equal(0n);
  });

  it("is the deployer's alone, and over once it is closed", async () => {
    const { submitter, submission } = founding;
    await expect(contributions.connect(ana).found(submitter, submission, [], []))
      .to.be.revertedWithCustomError(contributions, "AccessManagedUnauthorized")
      .withArgs(ana);
    await contributions.closeGenesis();
    await expect(found(founding)).to.be.revertedWithCustomError(contributions, "GenesisClosed");
  });

  it("takes no other work before it is closed, by neither door: founding work comes first", async () => {
    const { submission } = founding;
    const submitter = founder(commons, 1);
    const signature = await signSubmission({ ...commons, contributions }, submitter, submission, { deadline: NEVER });
    const doors = [
      () => contributions.connect(ana).submitBySig(submitter, submission, 0n, NEVER, signature),
      () => contributions.connect(submitter).submit(submission),
    ];
    for (const door of doors) await expect(door()).to.be.revertedWithCustomError(contributions, "GenesisOpen");
    expect(await contributions.contributionCount()).to.equal(0n);
    await contributions.closeGenesis();
    for (const door of doors) await expect(door()).to.be.revertedWithCustomError(contributions, "PanelMissing");
    await contributions.setPanel(await ethers.deployContract("StandInPanel", [contributions, REVIEW]));
    await expect(doors[0]?.()).to.emit(contributions, "ContributionSubmitted");
    expect(await contributions.submittedAs(submitter, submission.root)).to.equal(1n);
  });
});
