// Who may stop a proposal, and how little a guardian can do.
import { expect } from "chai";
import { deployCommons } from "../../deploy/deploy.ts";
import {
  ASSISTANT,
  asCommons,
  type Commons,
  connection,
  contractsOf,
  deployedCommons,
  ethers,
  founder,
  judged,
  networkHelpers,
  outsider,
  type Signer,
} from "../support/commons.ts";
import {
  action,
  carried,
  chamberRules,
  decide,
  type Proposal,
  propose,
  proposeBallot,
  queue,
  untilExecutable,
  untilVoting,
  untilVotingIsOver,
  vote,
} from "../support/votes.ts";
import {
  accept,
  claimLeaf,
  drawManifest,
  finalize,
  finalWork,
  signSubmission,
  submitManifest,
} from "../support/work.ts";

const [CANCELED, QUEUED] = [2n, 5n];
const DAY = 86_400;

/** A co-op whose genesis file names a guardian for a year. */
async function guardedCommons(): Promise<Commons> {
  const commons = await deployedCommons();
  const guardian = outsider(commons, 7);
  const until = new Date(Date.now() + 365 * DAY * 1000).toISOString().slice(0, 10);
  const governance = { ...commons.genesis.governance, guardian: { account: guardian.address as `0x${string}`, until } };
  const genesis = { ...commons.genesis, governance };
  const deployment = await deployCommons(connection, genesis);
  return judged({ ...commons, genesis, deployment, ...contractsOf(deployment, commons.deployer) });
}

describe("CommonsGovernor stops proposals", () => {
  let commons: Commons;
  let governor: Commons["governor"];
  let guardian: Signer;
  let anyone: Signer;

  beforeEach(async () => {
    commons = await networkHelpers.loadFixture(guardedCommons);
    governor = commons.governor;
    guardian = outsider(commons, 7);
    anyone = outsider(commons, 0);
  });

  const ask = async (text = "A translator", proposer = founder(commons, 1)) =>
    propose(commons, [await action(commons.models, "register", ["Translator", "", []])], text, proposer);
  const cancel = (proposal: Proposal, by: Signer) => governor.connect(by).cancel(...carried(proposal));
  const refused = (proposal: Proposal, by: Signer) =>
    expect(cancel(proposal, by))
      .to.be.revertedWithCustomError(governor, "GovernorUnableToCancel")
      .withArgs(proposal.id, by);
  const passed = async (proposal: Proposal) => {
    await untilVoting(commons, proposal);
    await vote(commons, proposal, commons.founders);
    await untilVotingIsOver(commons, proposal);
  };

  describe("for the proposer", () => {
    it("while it is pending, and no longer", async () => {
      const proposal = await ask();
      await refused(proposal, founder(commons, 2));
      await expect(cancel(proposal, founder(commons, 1)))
        .to.emit(governor, "ProposalCanceled")
        .withArgs(proposal.id);
      const next = await ask("Again");
      await untilVoting(commons, next);
      await refused(next, founder(commons, 1));
    });
  });

  describe("for anyone, once the proposer's voice fell below the threshold", () => {
    const fall = () => commons.token.connect(founder(commons, 1)).delegate(founder(commons, 2));

    it("while it is pending or open", async () => {
      const [pending, active] = [await ask("Pending"), await ask("Open")];
      await refused(pending, anyone);
      await fall();
      await networkHelpers.mine();
      await cancel(pending, anyone);
      await untilVoting(commons, active);
      await cancel(active, anyone);
      expect(await governor.state(active.id)).to.equal(CANCELED);
    });

    it("but not once it passed", async () => {
      const proposal = await ask();
      await passed(proposal);
      await fall();
      await networkHelpers.mine();
      await refused(proposal, anyone);
      await queue(commons, proposal);
      await refused(proposal, anyone);
    });
  });

  describe("G7 for the guardian", () => {
    it("G7 at every stage before it is carried out, in the timelock too", async () => {
      const [pending, active, done] = [await ask("Pending"), await ask("Open"), await ask("Done")];
      await expect(cancel(pending, guardian)).to.emit(governor, "ProposalCanceled");
      await untilVoting(commons, active);
      await cancel(active, guardian);
      await vote(commons, done, commons.founders);
      await untilVotingIsOver(commons, done);
      await queue(commons, done);
      await expect(cancel(done, guardian)).to.emit(commons.timelock, "Cancelled");
      expect(await governor.state(done.id)).to.equal(CANCELED);
      await expect(governor.execute(...carried(done))).to.be.revertedWithCustomError(
        governor,
        "GovernorUnexpectedProposalState",
      );
    });

    it("G7 also the winner of a direction ballot", async () => {
      const option = [await action(commons.models, "register", ["One", "", []])];
      const ballot = await proposeBallot(commons, [option, option], "Which?", founder(commons, 1));
      await untilVoting(commons, ballot);
      for (const voter of commons.founders) {
        await governor.connect(voter).castVoteWithReasonAndParams(ballot.id, 1n, "", "0x0002");
      }
      await untilVotingIsOver(commons, ballot);
      await queue(commons, ballot);
      await expect(cancel(ballot, guardian)).to.emit(commons.timelock, "Cancelled");
    });

    it("G7 but not the proposal that replaces it, which goes through", async () => {
      const removal = await propose(
        commons,
        [await action(governor, "setGuardian", [ethers.ZeroAddress])],
        "No guardian",
      );
      await refused(removal, guardian);
      await passed(removal);
      await queue(commons, removal);
      await refused(removal, guardian);
      await untilExecutable(commons, removal);
      await expect(governor.execute(...carried(removal)))
        .to.emit(governor, "GuardianSet")
        .withArgs(ethers.ZeroAddress);
      const next = await ask();
      await refused(next, guardian);
      await expect(governor.connect(guardian).pauseIntake(60))
        .to.be.revertedWithCustomError(governor, "NotGuardian")
        .withArgs(guardian);
    });

    it("G7 while nothing else hides behind such a removal", async () => {
      const both = [
        await action(governor, "setGuardian", [ethers.ZeroAddress]),
        await action(commons.treasury, "spend", [ethers.ZeroAddress, anyone.address, 1n]),
      ];
      await cancel(await propose(commons, both, "No guardian, and money"), guardian);
    });

    it("G7 while the governor's own rules, but not who guards, are to change", async () => {
      const change = await propose(commons, [await action(governor, "setVotingDelay", [7_200n])], "Another delay");
      await expect(cancel(change, guardian)).to.emit(governor, "ProposalCanceled").withArgs(change.id);
    });

    it("G7 for two years at most from the governor's beginning", async () => {
      const { genesis, token, members, timelock, accessManager } = commons;
      const Chambers = await ethers.deployContract("Chambers");
      const beginning = (await networkHelpers.time.latest()) + 60;
      const begun = async (guardianExpiry: number) => {
        const { votingDelay, votingPeriod } = genesis.periods;
        const { proposalThreshold, quorumPercent } = genesis.governance;
        await networkHelpers.time.setNextBlockTimestamp(beginning);
        return ethers.deployContract(
          "CommonsGovernor",
          [
            { token, members, timelock, accessManager },
            { votingDelay, votingPeriod, proposalThreshold, quorumPercent, guardian, guardianExpiry },
            chamberRules(commons),
            [],
          ],
          { libraries: { Chambers } },
        );
      };
      const snapshot = await networkHelpers.takeSnapshot();
      const tooLong = beginning + 730 * DAY + 1;
      await expect(begun(tooLong)).to.be.revertedWithCustomError(governor, "GuardianTermTooLong").withArgs(tooLong);
      await snapshot.restore();
      expect(await (await begun(tooLong - 1)).guardianExpiry()).to.equal(tooLong - 1);
    });

    it("G7 until its term ends, whoever is named then", async () => {
      const proposal = await ask();
      await networkHelpers.time.increaseTo(await governor.guardianExpiry());
      await refused(proposal, guardian);
      await expect(governor.connect(guardian).pauseIntake(60)).to.be.revertedWithCustomError(governor, "NotGuardian");
      await decide(commons, [await action(governor, "setGuardian", [anyone.address])], "Another guardian");
      await refused(await ask("Later"), anyone);
    });

    it("G7 pauses the intake for at most seven days, once in sixty", async () => {
      await expect(governor.connect(anyone).pauseIntake(60)).to.be.revertedWithCustomError(governor, "NotGuardian");
      for (const duration of [0, 7 * DAY + 1]) {
        await expect(governor.connect(guardian).pauseIntake(duration))
          .to.be.revertedWithCustomError(governor, "PauseOutOfBounds")
          .withArgs(duration);
      }
      const at = (await networkHelpers.time.latest()) + 10;
      await networkHelpers.time.setNextBlockTimestamp(at);
      await expect(governor.connect(guardian).pauseIntake(7 * DAY))
        .to.emit(governor, "IntakePaused")
        .withArgs(guardian, at + 7 * DAY);
      await expect(ask("Meanwhile"))
        .to.be.revertedWithCustomError(governor, "IntakeIsPaused")
        .withArgs(at + 7 * DAY);
      const option = [await action(commons.models, "register", ["One", "", []])];
      await expect(proposeBallot(commons, [option], "Which?", founder(commons, 1))).to.be.revertedWithCustomError(
        governor,
        "IntakeIsPaused",
      );
      await networkHelpers.time.increaseTo(at + 7 * DAY);
      await ask("Afterwards");
      await expect(governor.connect(guardian).pauseIntake(1))
        .to.be.revertedWithCustomError(governor, "PauseTooSoon")
        .withArgs(at + 60 * DAY);
      await networkHelpers.time.increaseTo(at + 60 * DAY);
      await governor.connect(guardian).pauseIntake(1);
    });

    it("G7 and a pause stops neither what is open nor a claim", async () => {
      const work = await finalWork(commons, [{ author: anyone }], { model: ASSISTANT });
      const open = await ask();
      await governor.connect(guardian).pauseIntake(7 * DAY);
      await passed(open);
      await queue(commons, open);
      expect(await governor.state(open.id)).to.equal(QUEUED);
      await untilExecutable(commons, open);
      await governor.execute(...carried(open));
      await expect(claimLeaf(commons, work)).to.emit(commons.contributions, "UnitsClaimed");
    });

    it("G7 and takes no new work either, where the registry asks the governor; what was handed in goes on", async () => {
      const { contributions } = commons;
      const voted = contributions.connect(await asCommons(commons));
      await expect(voted.setIntake(commons.token)).to.be.revert(ethers);
      await expect(voted.setIntake(anyone)).to.be.revert(ethers);
      await expect(voted.setIntake(governor))
        .to.emit(contributions, "IntakeSet")
        .withArgs(await governor.getAddress());
      const work = await submitManifest(commons, [{ author: anyone }]);
      await governor.connect(guardian).pauseIntake(7 * DAY);
      const until = await governor.intakePausedUntil();
      const { submitter, submission } = await drawManifest(commons, [{ author: anyone }]);
      const signature = await signSubmission(commons, submitter, submission);
      for (const door of [
        () => contributions.connect(submitter).submit(submission),
        () => contributions.connect(anyone).submitBySig(submitter, submission, 0n, 2n ** 48n, signature),
      ]) {
        await expect(door()).to.be.revertedWithCustomError(contributions, "IntakePaused").withArgs(until);
      }
      await accept(commons, work);
      await finalize(commons, work);
      await expect(claimLeaf(commons, work)).to.emit(contributions, "UnitsClaimed");
      await commons.panel.credit(ASSISTANT, 1n, 5n);
      expect(await governor.intakePausedUntil()).to.be.greaterThan(await networkHelpers.time.latest());
      await networkHelpers.time.increaseTo(until);
      await contributions.connect(submitter).submit(submission);
      await voted.setIntake(ethers.ZeroAddress);
      expect(await contributions.intake()).to.equal(ethers.ZeroAddress);
    });
  });
});
