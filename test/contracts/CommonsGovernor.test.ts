import { expect } from "chai";
import { id as hashOf } from "ethers";
import {
  ASSISTANT,
  addressOf,
  asCommons,
  type Commons,
  ethers,
  founder,
  freshCommons,
  NATIVE,
  networkHelpers,
  ONE,
  outsider,
  type Signer,
} from "../support/commons.ts";
import { NEVER } from "../support/seats.ts";
import {
  ABSTAIN,
  AGAINST,
  action,
  carried,
  chamberRules,
  decide,
  execute,
  FOR,
  type Proposal,
  propose,
  publishByVote,
  queue,
  untilExecutable,
  untilVoting,
  untilVotingIsOver,
  vote,
} from "../support/votes.ts";
import { accept, claimLeaf, finalize, finalWork, someRelease, submitManifest } from "../support/work.ts";

const [PENDING, ACTIVE, DEFEATED, SUCCEEDED, QUEUED, EXECUTED] = [0n, 1n, 3n, 4n, 5n, 7n];
const FOUNDING = 10n * ONE;

describe("CommonsGovernor", () => {
  let commons: Commons;
  let governor: Commons["governor"];
  let anyone: Signer;

  beforeEach(async () => {
    commons = await freshCommons();
    governor = commons.governor;
    anyone = outsider(commons, 0);
  });

  const refused = (call: Promise<unknown>, error: string, ...args: unknown[]) =>
    expect(call)
      .to.be.revertedWithCustomError(governor, error)
      .withArgs(...args);
  /** A bitmap of the states a proposal must be in. */
  const inState = (...states: bigint[]) =>
    ethers.toBeHex(
      states.reduce((map, state) => map | (1n << state), 0n),
      32,
    );
  const named = async () => action(commons.models, "register", ["Translator", "ipfs://about", []]);
  const register = async () => propose(commons, [await named()], "Register a translator");

  it("keeps the genesis file's rules, in seconds and base units", async () => {
    const { votingDelay, votingPeriod } = commons.genesis.periods;
    const { proposalThreshold, quorumPercent } = commons.genesis.governance;
    expect(await governor.name()).to.equal("CommonsGovernor");
    expect(await governor.votingDelay()).to.equal(votingDelay);
    expect(await governor.votingPeriod()).to.equal(votingPeriod);
    expect(await governor.proposalThreshold()).to.equal(proposalThreshold);
    expect(await governor["quorumNumerator()"]()).to.equal(quorumPercent);
    expect(await governor.token()).to.equal(await addressOf(commons.token));
    expect(await governor.timelock()).to.equal(await addressOf(commons.timelock));
    expect(await governor.CLOCK_MODE()).to.equal("mode=timestamp");
    expect(await governor.COUNTING_MODE()).to.equal("support=bravo&quorum=for,abstain&params=options");
    expect([...(await governor.chamberRules(await networkHelpers.time.latest()))].map(Number)).to.deep.equal(
      Object.values(chamberRules(commons)),
    );
    expect(await governor.members()).to.equal(await addressOf(commons.members));
    expect([await governor.guardian(), await governor.guardianExpiry()]).to.deep.equal([ethers.ZeroAddress, 0n]);
  });

  it("takes a proposal from its text to its execution through the timelock", async () => {
    const proposal = await register();
    expect(await governor.state(proposal.id)).to.equal(PENDING);
    expect(await governor.proposalNeedsQueuing(proposal.id)).to.equal(true);
    await untilVoting(commons, proposal);
    expect(await governor.state(proposal.id)).to.equal(ACTIVE);
    await expect(governor.connect(founder(commons, 1)).castVoteWithReason(proposal.id, FOR, "We need one"))
      .to.emit(governor, "VoteCast")
      .withArgs(founder(commons, 1), proposal.id, FOR, FOUNDING, "We need one");
    await vote(commons, proposal, [founder(commons, 2)], AGAINST);
    await vote(commons, proposal, [founder(commons, 3)], ABSTAIN);
    await vote(commons, proposal, [founder(commons, 4), founder(commons, 5)], FOR);
    expect(await governor.proposalVotes(proposal.id)).to.deep.equal([FOUNDING, 3n * FOUNDING, FOUNDING]);

    await untilVotingIsOver(commons, proposal);
    expect(await governor.state(proposal.id)).to.equal(SUCCEEDED);
    await expect(queue(commons, proposal)).to.emit(governor, "ProposalQueued");
    expect(await governor.state(proposal.id)).to.equal(QUEUED);
    await untilExecutable(commons, proposal);
    const executing = governor.connect(anyone).execute(...carried(proposal));
    await expect(executing).to.emit(governor, "ProposalExecuted").withArgs(proposal.id);
    await expect(executing).to.emit(commons.models, "ModelRegistered");
    expect(await governor.state(proposal.id)).to.equal(EXECUTED);
  });

  it("publishes a release, spends from the reserve and changes a constitutional rule by vote", async () => {
    await finalWork(commons, [{ author: anyone }]);
    await expect(await publishByVote(commons)).to.emit(commons.models, "ReleasePublished");
    await commons.treasury.give(NATIVE, 100n, hashOf("gift"), { value: 100n });
    const payment = await action(commons.treasury, "spend", [NATIVE, anyone.address, 40n]);
    await expect(await decide(commons, [payment], "Pay for the servers")).to.changeEtherBalance(ethers, anyone, 40n);
    const split = await action(commons.treasury, "setSplit", [
      { contributors: 5_000, dividend: 4_000, reserve: 1_000 },
    ]);
    await expect(await decide(commons, [split], "A larger dividend"))
      .to.emit(commons.treasury, "SplitSet")
      .withArgs(5_000, 4_000, 1_000);
  });

  describe("proposing", () => {
    it("announces the calls, the snapshot and the deadline", async () => {
      const { target, data } = await named();
      const by = founder(commons, 1);
      const at = (await networkHelpers.time.latest()) + 10;
      await networkHelpers.time.setNextBlockTimestamp(at);
      const snapshot = at + commons.genesis.periods.votingDelay;
      const id = await governor.getProposalId([target], [0n], [data], hashOf("text"));
      await expect(governor.connect(by).propose([target], [0n], [data], "text"))
        .to.emit(governor, "ProposalCreated")
        .withArgs(
          id,
          by,
          [target],
          [0n],
          [""],
          [data],
          snapshot,
          snapshot + commons.genesis.periods.votingPeriod,
          "text",
        );
    });

    it("needs tokens above the threshold", async () => {
      const { target, data } = await named();
      await refused(
        governor.connect(anyone).propose([target], [0n], [data], "text"),
        "GovernorInsufficientProposerVotes",
        anyone,
        0n,
        ONE,
      );
    });

    it("is possible once for the same calls and text", async () => {
      const { id, targets, values, calldatas, description } = await register();
      await refused(
        governor.connect(founder(commons, 1)).propose(targets, values, calldatas, description),
        "GovernorUnexpectedProposalState",
        id,
        PENDING,
        ethers.ZeroHash,
      );
    });
  });

  describe("voting", () => {
    let proposal: Proposal;

    beforeEach(async () => {
      proposal = await register();
    });

    it("begins after the delay and ends with the period", async () => {
      const ballot = () => governor.connect(founder(commons, 1)).castVote(proposal.id, FOR);
      await refused(ballot(), "GovernorUnexpectedProposalState", proposal.id, PENDING, inState(ACTIVE));
      await untilVoting(commons, proposal);
      await untilVotingIsOver(commons, proposal);
      await refused(ballot(), "GovernorUnexpectedProposalState", proposal.id, DEFEATED, inState(ACTIVE));
    });

    it("lets tokens minted after the snapshot count for nothing", async () => {
      const work = await submitManifest(commons, [{ author: founder(commons, 1) }]);
      await accept(commons, work);
      await networkHelpers.time.increase(commons.genesis.periods.challenge);
      await finalize(commons, work);
      const late = await propose(commons, [await named()], "Another text");
      await untilVoting(commons, late);
      await claimLeaf(commons, work);
      await expect(governor.connect(founder(commons, 1)).castVote(late.id, FOR))
        .to.emit(governor, "VoteCast")
        .withArgs(founder(commons, 1), late.id, FOR, FOUNDING, "");
    });

    it("takes a second ballot in the place of the first, and refuses an unknown choice", async () => {
      await untilVoting(commons, proposal);
      await vote(commons, proposal, [founder(commons, 1)]);
      await expect(governor.connect(founder(commons, 1)).castVote(proposal.id, AGAINST))
        .to.emit(governor, "VoteCast")
        .withArgs(founder(commons, 1), proposal.id, AGAINST, FOUNDING, "");
      expect(await governor.proposalVotes(proposal.id)).to.deep.equal([FOUNDING, 0n, 0n]);
      expect(await governor.memberVotes(proposal.id)).to.deep.equal([1n, 0n, 0n]);
      for (const support of [AGAINST, ABSTAIN, ABSTAIN, FOR]) {
        await vote(commons, proposal, [founder(commons, 1)], support);
      }
      expect(await governor.proposalVotes(proposal.id)).to.deep.equal([0n, FOUNDING, 0n]);
      expect(await governor.memberVotes(proposal.id)).to.deep.equal([0n, 1n, 0n]);
      expect((await governor.ballotOf(proposal.id, founder(commons, 1))).sequence).to.equal(6n);
      await expect(governor.connect(founder(commons, 2)).castVote(proposal.id, 3n)).to.be.revertedWithCustomError(
        governor,
        "GovernorInvalidVoteType",
      );
    });

    it("says who has voted, and of a proposal that isn't there that it isn't", async () => {
      await untilVoting(commons, proposal);
      await vote(commons, proposal, [founder(commons, 1)]);
      expect(await governor.hasVoted(proposal.id, founder(commons, 1))).to.equal(true);
      expect(await governor.hasVoted(proposal.id, founder(commons, 2))).to.equal(false);
      await refused(governor.state(1n), "GovernorNonexistentProposal", 1n);
      await refused(governor.connect(founder(commons, 1)).castVote(1n, FOR), "GovernorNonexistentProposal", 1n);
    });
  });

  describe("carrying out", () => {
    it("waits for the timelock", async () => {
      const proposal = await register();
      await untilVoting(commons, proposal);
      await vote(commons, proposal, commons.founders);
      await untilVotingIsOver(commons, proposal);
      await queue(commons, proposal);
      await expect(execute(commons, proposal)).to.be.revertedWithCustomError(
        commons.timelock,
        "TimelockUnexpectedOperationState",
      );
    });

    it("happens once, and fails whole when one of its calls fails", async () => {
      const tooEarly = await action(commons.models, "publish", [ASSISTANT, 9n, someRelease]);
      await expect(decide(commons, [await named(), tooEarly], "Two steps")).to.be.revertedWithCustomError(
        commons.models,
        "BatchNotClosed",
      );
      expect(await commons.models.modelCount()).to.equal(2n);
      const proposal = await register();
      await untilVoting(commons, proposal);
      await vote(commons, proposal, commons.founders);
      await untilVotingIsOver(commons, proposal);
      await queue(commons, proposal);
      await untilExecutable(commons, proposal);
      await execute(commons, proposal);
      await refused(
        execute(commons, proposal),
        "GovernorUnexpectedProposalState",
        proposal.id,
        EXECUTED,
        inState(QUEUED),
      );
    });
  });

  describe("its own rules", () => {
    it("change by a vote of both chambers", async () => {
      const change = await action(governor, "setVotingPeriod", [86_400]);
      await expect(await decide(commons, [change], "Shorter votes"))
        .to.emit(governor, "VotingPeriodSet")
        .withArgs(commons.genesis.periods.votingPeriod, 86_400);
    });

    it("take no native currency, which it couldn't account for", async () => {
      await expect(anyone.sendTransaction({ to: governor, value: 1n })).to.be.revertedWithCustomError(
        governor,
        "GovernorDisabledDeposit",
      );
    });
  });

  it("says which interfaces it has, as OpenZeppelin's does", async () => {
    for (const [id, has] of [
      ["0x01ffc9a7", true],
      ["0x65455a86", true],
      ["0x4e2312e0", true],
      ["0xffffffff", false],
    ] as const) {
      expect(await governor.supportsInterface(id), id).to.equal(has);
    }
    const [, name, version, chainId, at] = await governor.eip712Domain();
    expect([name, version, chainId, at]).to.deep.equal(["CommonsGovernor", "1", 31_337n, await addressOf(governor)]);
    expect(await governor.version()).to.equal("1");
    expect(await governor.clock()).to.equal(await networkHelpers.time.latest());
  });

  it("is the timelock's only way in", async () => {
    const { target, data } = await named();
    for (const other of [founder(commons, 1), commons.deployer, await asCommons(commons)]) {
      const timelock = commons.timelock.connect(other);
      const call = [target, 0n, data, ethers.ZeroHash, ethers.ZeroHash] as const;
      for (const [role, attempt] of [
        ["PROPOSER_ROLE", () => timelock.schedule(...call, NEVER)],
        ["EXECUTOR_ROLE", () => timelock.execute(...call)],
        ["CANCELLER_ROLE", () => timelock.cancel(ethers.ZeroHash)],
      ] as const) {
        await expect(attempt())
          .to.be.revertedWithCustomError(timelock, "AccessControlUnauthorizedAccount")
          .withArgs(other, hashOf(role));
      }
    }
  });
});
