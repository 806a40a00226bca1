// What OpenZeppelin documents and tests of its Governor, with votes, quorum fraction and timelock: ours does the same, and
// where it doesn't, this list says so.
import { expect } from "chai";
import { id as hashOf } from "ethers";
import {
  addressOf,
  type Commons,
  ethers,
  founder,
  freshCommons,
  networkHelpers,
  ONE,
  outsider,
  type Signer,
} from "../support/commons.ts";
import {
  ABSTAIN,
  type Action,
  AGAINST,
  action,
  carried,
  decide,
  execute,
  FOR,
  governorDomain,
  type Proposal,
  propose,
  queue,
  untilExecutable,
  untilVoting,
  untilVotingIsOver,
  vote,
} from "../support/votes.ts";

const STATES = ["Pending", "Active", "Canceled", "Defeated", "Succeeded", "Queued", "Expired", "Executed"] as const;
type State = (typeof STATES)[number];
const GRACE = 14 * 86_400;
const NOWHERE = 12_345n;

describe("CommonsGovernor is a governor as OpenZeppelin documents it", () => {
  let commons: Commons;
  let governor: Commons["governor"];
  let anyone: Signer;

  beforeEach(async () => {
    commons = await freshCommons();
    governor = commons.governor;
    anyone = outsider(commons, 0);
  });

  const named = (name = "Translator") => action(commons.models, "register", [name, "", []]);
  const asked = async (actions?: Action[], text = "A translator") => propose(commons, actions ?? [await named()], text);
  const opened = async (actions?: Action[], text?: string) => {
    const proposal = await asked(actions, text);
    await untilVoting(commons, proposal);
    return proposal;
  };
  const succeeded = async (actions?: Action[], text?: string) => {
    const proposal = await opened(actions, text);
    await vote(commons, proposal, commons.founders);
    await untilVotingIsOver(commons, proposal);
    return proposal;
  };
  const queued = async (actions?: Action[], text?: string) => {
    const proposal = await succeeded(actions, text);
    await queue(commons, proposal);
    await untilExecutable(commons, proposal);
    return proposal;
  };
  const isIn = async ({ id }: Proposal, state: State) =>
    expect(STATES[Number(await governor.state(id))]).to.equal(state);
  const refused = (call: Promise<unknown>, error: string) =>
    expect(call).to.be.revertedWithCustomError(governor, error);
  const notIn = (call: Promise<unknown>, { id }: Proposal, current: State, ...needed: State[]) => {
    const bitmap = needed.reduce((map, state) => map | (1n << BigInt(STATES.indexOf(state))), 0n);
    return expect(call)
      .to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState")
      .withArgs(id, STATES.indexOf(current), ethers.toBeHex(bitmap, 32));
  };

  describe("states", () => {
    it("none, of what was never proposed", async () => {
      for (const call of [
        () => governor.state(NOWHERE),
        () => governor.connect(founder(commons, 1)).castVote(NOWHERE, FOR),
        () => governor.queue([], [], [], ethers.ZeroHash),
        () => governor.execute([], [], [], ethers.ZeroHash),
        () => governor.cancel([], [], [], ethers.ZeroHash),
      ]) {
        await refused(call(), "GovernorNonexistentProposal");
      }
      expect(await governor.proposalSnapshot(NOWHERE)).to.equal(0n);
      expect(await governor.proposalProposer(NOWHERE)).to.equal(ethers.ZeroAddress);
    });

    it("Pending up to and with the snapshot, Active up to and with the deadline", async () => {
      const proposal = await asked();
      await isIn(proposal, "Pending");
      await networkHelpers.time.increaseTo(await governor.proposalSnapshot(proposal.id));
      await isIn(proposal, "Pending");
      await networkHelpers.mine();
      await isIn(proposal, "Active");
      await networkHelpers.time.increaseTo(await governor.proposalDeadline(proposal.id));
      await isIn(proposal, "Active");
      await networkHelpers.mine();
      await isIn(proposal, "Defeated");
    });

    it("Defeated without a quorum, without a majority, and by a tie", async () => {
      const [few, against, tie] = [
        await asked(undefined, "1"),
        await asked(undefined, "2"),
        await asked(undefined, "3"),
      ];
      await untilVoting(commons, tie);
      const people = commons.founders;
      await vote(commons, few, people.slice(0, 3));
      await vote(commons, against, people.slice(0, 3));
      await vote(commons, against, people.slice(3), AGAINST);
      await vote(commons, tie, people.slice(0, 2));
      await vote(commons, tie, people.slice(2, 4), AGAINST);
      await vote(commons, tie, people.slice(4), ABSTAIN);
      await untilVotingIsOver(commons, tie);
      for (const proposal of [few, against, tie]) {
        await isIn(proposal, "Defeated");
        await notIn(queue(commons, proposal), proposal, "Defeated", "Succeeded");
      }
    });

    it("Succeeded, Queued, Executed", async () => {
      const proposal = await succeeded();
      await isIn(proposal, "Succeeded");
      await queue(commons, proposal);
      await isIn(proposal, "Queued");
      await untilExecutable(commons, proposal);
      await execute(commons, proposal);
      await isIn(proposal, "Executed");
    });

    it("Canceled, for good", async () => {
      const proposal = await asked();
      await expect(governor.connect(founder(commons, 1)).cancel(...carried(proposal)))
        .to.emit(governor, "ProposalCanceled")
        .withArgs(proposal.id);
      await untilVoting(commons, proposal);
      await isIn(proposal, "Canceled");
      await notIn(governor.connect(founder(commons, 1)).castVote(proposal.id, FOR), proposal, "Canceled", "Active");
    });

    it("Expired, which OpenZeppelin's timelock doesn't know: what nobody queues or executes in 14 days", async () => {
      const [left, waiting] = [await succeeded(undefined, "left"), await queued(undefined, "waiting")];
      await networkHelpers.time.increase(GRACE + 86_400);
      await isIn(left, "Expired");
      await isIn(waiting, "Expired");
    });
  });

  describe("proposing", () => {
    it("numbers a proposal by its calls and text, before and after", async () => {
      const proposal = await asked();
      expect(await governor.hashProposal(...carried(proposal))).to.equal(proposal.id);
      expect(await governor.getProposalId(...carried(proposal))).to.equal(proposal.id);
    });

    it("is refused without calls, with lists of different lengths, and a second time", async () => {
      const { target, data } = await named();
      const own = governor.connect(founder(commons, 1));
      for (const call of [
        () => own.propose([], [], [], "none"),
        () => own.propose([target], [], [data], "values"),
        () => own.propose([target], [0n], [], "calldatas"),
        () => own.propose([target, target], [0n], [data], "targets"),
      ]) {
        await refused(call(), "GovernorInvalidProposalLength");
      }
      const proposal = await asked();
      await notIn(own.propose([target], [0n], [data], proposal.description), proposal, "Pending");
    });

    it("takes votes of the threshold, those of a second ago", async () => {
      const { target, data } = await named();
      await expect(governor.connect(anyone).propose([target], [0n], [data], "x"))
        .to.be.revertedWithCustomError(governor, "GovernorInsufficientProposerVotes")
        .withArgs(anyone, 0n, await governor.proposalThreshold());
    });

    it("is protected against front-running by a text that ends with its proposer", async () => {
      const { target, data } = await named();
      const text = `x#proposer=${founder(commons, 2).address}`;
      await refused(
        governor.connect(founder(commons, 1)).propose([target], [0n], [data], text),
        "GovernorRestrictedProposer",
      );
      await governor.connect(founder(commons, 2)).propose([target], [0n], [data], text);
    });
  });

  describe("voting", () => {
    it("counts voices of the snapshot, also where they are delegated", async () => {
      await commons.token.connect(founder(commons, 3)).delegate(founder(commons, 2));
      const proposal = await opened();
      await commons.token.connect(founder(commons, 3)).delegate(founder(commons, 3));
      const snapshot = await governor.proposalSnapshot(proposal.id);
      expect(await governor.getVotes(founder(commons, 2), snapshot)).to.equal(20n * ONE);
      expect(await governor.getVotesWithParams(founder(commons, 3), snapshot, "0x")).to.equal(0n);
      await expect(governor.getVotes(anyone, (await governor.clock()) + 10n)).to.revert(ethers);
    });

    it("is refused before it opens, after it closed, and for a choice that isn't there", async () => {
      const proposal = await asked();
      const own = governor.connect(founder(commons, 1));
      await notIn(own.castVote(proposal.id, FOR), proposal, "Pending", "Active");
      await untilVoting(commons, proposal);
      await refused(own.castVote(proposal.id, 3), "GovernorInvalidVoteType");
      await untilVotingIsOver(commons, proposal);
      await notIn(own.castVote(proposal.id, FOR), proposal, "Defeated", "Active");
    });

    it("replaces an earlier ballot, where OpenZeppelin's refuses the second", async () => {
      const proposal = await opened();
      const own = governor.connect(founder(commons, 1));
      await own.castVote(proposal.id, AGAINST);
      await own.castVoteWithReason(proposal.id, FOR, "on second thought");
      expect(await governor.proposalVotes(proposal.id)).to.deep.equal([0n, 10n * ONE, 0n]);
      expect(await governor.hasVoted(proposal.id, founder(commons, 1))).to.equal(true);
    });

    it("takes no params on a plain proposal", async () => {
      const proposal = await opened();
      const own = governor.connect(founder(commons, 1));
      await refused(own.castVoteWithReasonAndParams(proposal.id, FOR, "", "0x1234"), "GovernorInvalidVoteParams");
      await own.castVoteWithReasonAndParams(proposal.id, FOR, "", "0x");
    });
  });

  describe("voting by signature", () => {
    const types = {
      Ballot: [
        { name: "proposalId", type: "uint256" },
        { name: "support", type: "uint8" },
        { name: "voter", type: "address" },
        { name: "nonce", type: "uint256" },
      ],
    };
    const sign = async (signer: Signer, proposalId: bigint, voter: string, nonce = 0n, support = FOR) =>
      signer.signTypedData(await governorDomain(commons), types, { proposalId, support, voter, nonce });

    it("counts for an account, with the first nonce 0, from anyone", async () => {
      const { id } = await opened();
      const voter = founder(commons, 1);
      expect(await governor.nonces(voter)).to.equal(0n);
      const signature = await sign(voter, id, voter.address);
      await expect(governor.connect(anyone).castVoteBySig(id, FOR, voter, signature))
        .to.emit(governor, "VoteCast")
        .withArgs(voter, id, FOR, 10n * ONE, "");
    });

    it("is refused with a wrong nonce, another's signature, or none", async () => {
      const { id } = await opened();
      const voter = founder(commons, 1);
      for (const signature of [
        await sign(voter, id, voter.address, 1n),
        await sign(founder(commons, 2), id, voter.address),
        await sign(voter, id, voter.address, 0n, AGAINST),
        "0x",
        "0x1234",
      ]) {
        await expect(governor.castVoteBySig(id, FOR, voter, signature))
          .to.be.revertedWithCustomError(governor, "GovernorInvalidSignature")
          .withArgs(voter);
      }
    });

    it("takes the number of ballots for the nonce, so `nonces` stays 0: the second needs 1", async () => {
      const { id } = await opened();
      const voter = founder(commons, 1);
      await governor.castVoteBySig(id, FOR, voter, await sign(voter, id, voter.address));
      await refused(
        governor.castVoteBySig(id, FOR, voter, await sign(voter, id, voter.address)),
        "GovernorInvalidSignature",
      );
      await governor.castVoteBySig(id, FOR, voter, await sign(voter, id, voter.address, 1n));
      expect(await governor.nonces(voter)).to.equal(0n);
    });
  });

  describe("the timelock", () => {
    it("is what executes: it, and not the governor, is who calls", async () => {
      const proposal = await queued();
      await expect(execute(commons, proposal)).to.emit(commons.timelock, "CallExecuted");
      expect(await governor.timelock()).to.equal(await addressOf(commons.timelock));
      expect(await governor.proposalNeedsQueuing(proposal.id)).to.equal(true);
    });

    it("has its eta told when a proposal is queued, and refuses before it", async () => {
      const proposal = await succeeded();
      expect(await governor.proposalEta(proposal.id)).to.equal(0n);
      await expect(queue(commons, proposal)).to.emit(governor, "ProposalQueued");
      const eta = BigInt(await networkHelpers.time.latest()) + (await commons.timelock.getMinDelay());
      expect(await governor.proposalEta(proposal.id)).to.equal(eta);
      await expect(execute(commons, proposal)).to.be.revertedWithCustomError(
        commons.timelock,
        "TimelockUnexpectedOperationState",
      );
    });

    it("takes a proposal once: not queued twice, not executed unqueued, nor twice", async () => {
      const proposal = await succeeded();
      await notIn(execute(commons, proposal), proposal, "Succeeded", "Queued");
      await queue(commons, proposal);
      await notIn(queue(commons, proposal), proposal, "Queued", "Succeeded");
      await untilExecutable(commons, proposal);
      await execute(commons, proposal);
      await notIn(execute(commons, proposal), proposal, "Executed", "Queued");
    });

    it("hands on why a call failed, and nothing of the proposal happens", async () => {
      const spend = await action(commons.treasury, "spend", [ethers.ZeroAddress, anyone.address, 1n]);
      const proposal = await queued([await named(), spend], "More than there is");
      await expect(execute(commons, proposal)).to.be.revertedWithCustomError(commons.treasury, "ReserveTooSmall");
      await isIn(proposal, "Queued");
      expect(await commons.models.modelCount()).to.equal(2n);
    });

    it("lets a vote relay a call from the governor itself", async () => {
      const data = commons.token.interface.encodeFunctionData("delegate", [anyone.address]);
      const call = await action(governor, "relay", [await addressOf(commons.token), 0n, data]);
      await decide(commons, [call], "Whatever the governor holds");
      expect(await commons.token.delegates(await addressOf(governor))).to.equal(anyone.address);
    });
  });

  describe("its own settings", () => {
    it("change by its own proposals alone", async () => {
      for (const [name, args, event] of [
        ["setVotingDelay", [7_200n], "VotingDelaySet"],
        ["setVotingPeriod", [172_800n], "VotingPeriodSet"],
        ["setProposalThreshold", [2n * ONE], "ProposalThresholdSet"],
        ["updateQuorumNumerator", [46n], "QuorumNumeratorUpdated"],
      ] as const) {
        const call = await action(governor, name, args);
        await expect(anyone.sendTransaction({ to: call.target, data: call.data }), name)
          .to.be.revertedWithCustomError(governor, "GovernorOnlyExecutor")
          .withArgs(anyone);
        await expect(await decide(commons, [call], name), name).to.emit(governor, event);
      }
      expect(await governor.votingPeriod()).to.equal(172_800n);
    });

    it("can't be a voting period of 0, nor a quorum above the whole", async () => {
      for (const [name, args] of [
        ["setVotingPeriod", [0n]],
        ["updateQuorumNumerator", [101n]],
      ] as const) {
        const proposal = await queued([await action(governor, name, args)], name);
        await expect(execute(commons, proposal), name).to.revert(ethers);
      }
    });

    it("keep the quorum of each moment: a past one never changes", async () => {
      const before = await governor.clock();
      await decide(commons, [await action(governor, "updateQuorumNumerator", [50n])], "Half");
      const supply = await commons.token.getPastTotalSupply(before);
      expect(await governor["quorumNumerator(uint256)"](before)).to.equal(45n);
      expect(await governor.quorum(before)).to.equal((supply * 45n) / 100n);
      expect(await governor["quorumNumerator()"]()).to.equal(50n);
      expect(await governor.quorumDenominator()).to.equal(100n);
    });
  });

  describe("its surroundings", () => {
    it("has a clock of timestamps, the token's own (ERC-6372)", async () => {
      expect(await governor.clock()).to.equal(await commons.token.clock());
      expect(await governor.CLOCK_MODE()).to.equal(await commons.token.CLOCK_MODE());
    });

    it("X3 takes neither native currency nor tokens that are sent safely: the timelock holds what there is", async () => {
      await refused(anyone.sendTransaction({ to: governor, value: 1n }), "GovernorDisabledDeposit");
      await refused(governor.onERC721Received(anyone, anyone, 1n, "0x"), "GovernorDisabledDeposit");
      await refused(governor.onERC1155Received(anyone, anyone, 1n, 1n, "0x"), "GovernorDisabledDeposit");
      await refused(governor.onERC1155BatchReceived(anyone, anyone, [1n], [1n], "0x"), "GovernorDisabledDeposit");
    });

    it("names its counting by keys that tools know, and its domain by ERC-5267", async () => {
      const mode = new URLSearchParams(await governor.COUNTING_MODE());
      expect([mode.get("support"), mode.get("quorum")]).to.deep.equal(["bravo", "for,abstain"]);
      const { name, version } = await governor.eip712Domain();
      expect([name, version]).to.deep.equal([await governor.name(), await governor.version()]);
      const ballot = hashOf("Ballot(uint256 proposalId,uint8 support,address voter,uint256 nonce)");
      expect(await governor.BALLOT_TYPEHASH()).to.equal(ballot);
    });
  });
});
