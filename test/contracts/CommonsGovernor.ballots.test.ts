// Direction ballots: several options, each with its own calls, and "keep things as they are".
import { expect } from "chai";
import { id as hashOf } from "ethers";
import { addressOf, type Commons, founder, freshCommons, ONE, outsider, type Signer } from "../support/commons.ts";
import { enrol } from "../support/seats.ts";
import {
  ABSTAIN,
  type Action,
  AGAINST,
  action,
  approve,
  carried,
  execute,
  FOR,
  type Proposal,
  paramsOf,
  propose,
  proposeBallot,
  queue,
  untilExecutable,
  untilVoting,
  untilVotingIsOver,
  vote,
} from "../support/votes.ts";

const [DEFEATED, SUCCEEDED, QUEUED, EXECUTED] = [3n, 4n, 5n, 7n];
const VOICE = 10n * ONE;

describe("CommonsGovernor takes direction ballots", () => {
  let commons: Commons;
  let governor: Commons["governor"];
  let proposer: Signer;

  beforeEach(async () => {
    commons = await freshCommons();
    governor = commons.governor;
    proposer = founder(commons, 1);
  });

  const named = (name: string) => action(commons.models, "register", [name, "", []]);
  /** Three options: of two calls, of one, of one. */
  const options = async (): Promise<Action[][]> => [
    [await named("First"), await named("First again")],
    [await named("Second")],
    [await named("Third")],
  ];
  const open = async (text = "Which model next?") => {
    const ballot = await proposeBallot(commons, await options(), text, proposer);
    await untilVoting(commons, ballot);
    return ballot;
  };
  const seat = (number: number) => founder(commons, number);
  const close = async (ballot: Proposal) => {
    await untilVotingIsOver(commons, ballot);
    return governor.state(ballot.id);
  };

  it("announces the calls of all options, and what belongs to which", async () => {
    const calls = (await options()).flat();
    const [targets, values, calldatas] = [
      calls.map(({ target }) => target),
      calls.map(({ value }) => value),
      calls.map(({ data }) => data),
    ];
    const description = "Which?#options=2,1,1";
    const id = await governor.getProposalId(targets, values, calldatas, hashOf(description));
    const proposing = governor
      .connect(proposer)
      .proposeBallot(targets, values, calldatas, [2n, 1n, 1n], "Which?", 0n, [], []);
    await expect(proposing).to.emit(governor, "ProposalClassified").withArgs(id, false, false, 0x040302n);
    await expect(proposing).to.emit(governor, "ProposalCreated");
    expect(await governor.proposalKind(id)).to.deep.equal([false, false, 3n]);
    const { id: built } = await proposeBallot(commons, await options(), "Built by tests", proposer);
    expect(await governor.proposalKind(built)).to.deep.equal([false, false, 3n]);
  });

  it("G5 carries out exactly the winner's calls, through OpenZeppelin's own functions", async () => {
    const ballot = await open();
    await approve(commons, ballot, seat(1), [1]);
    await approve(commons, ballot, seat(2), [1, 3]);
    await approve(commons, ballot, seat(3), [0, 2]);
    await approve(commons, ballot, seat(4), [1, 2]);
    await vote(commons, ballot, [seat(5)], AGAINST);
    const tallies = await Promise.all([0n, 1n, 2n, 3n].map((option) => governor.approvalsOf(ballot.id, option)));
    expect(tallies).to.deep.equal([2n * VOICE, 3n * VOICE, 2n * VOICE, VOICE]);
    expect(await governor.proposalVotes(ballot.id)).to.deep.equal([VOICE, 4n * VOICE, 0n]);
    expect(await close(ballot)).to.equal(SUCCEEDED);
    expect(await governor.outcome(ballot.id)).to.equal(1n);
    await queue(commons, ballot);
    await untilExecutable(commons, ballot);
    await execute(commons, ballot);
    expect(await governor.state(ballot.id)).to.equal(EXECUTED);
    expect(await commons.models.modelCount()).to.equal(4n);
    const names = await commons.models.queryFilter(commons.models.filters.ModelRegistered());
    expect(names.slice(-2).map(({ args }) => args.name)).to.deep.equal(["First", "First again"]);
  });

  it("G5 carries out the last option as well as the first, and none but it", async () => {
    const ballot = await open();
    for (const number of [1, 2, 3, 4]) await approve(commons, ballot, seat(number), [3]);
    await close(ballot);
    await queue(commons, ballot);
    await untilExecutable(commons, ballot);
    await expect(execute(commons, ballot)).to.emit(commons.models, "ModelRegistered");
    const [last] = (await commons.models.queryFilter(commons.models.filters.ModelRegistered())).slice(-1);
    expect([await commons.models.modelCount(), last?.args.name]).to.deep.equal([3n, "Third"]);
  });

  it("is defeated by a tie at the top, by keeping things as they are, and without a quorum", async () => {
    const tie = await open("A tie");
    for (const number of [1, 2, 3, 4]) await approve(commons, tie, seat(number), [1, 2]);
    expect(await close(tie)).to.equal(DEFEATED);
    const keep = await open("Keep");
    for (const number of [1, 2, 3, 4]) await approve(commons, keep, seat(number), [0, 2]);
    expect(await close(keep)).to.equal(DEFEATED);
    const few = await open("Few");
    for (const number of [1, 2, 3]) await approve(commons, few, seat(number), [2]);
    expect(await close(few)).to.equal(DEFEATED);
    await expect(queue(commons, few)).to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState");
  });

  it("counts abstentions for the quorum alone", async () => {
    const ballot = await open();
    await approve(commons, ballot, seat(1), [2]);
    await vote(commons, ballot, [seat(2), seat(3), seat(4)], ABSTAIN);
    expect(await close(ballot)).to.equal(SUCCEEDED);
    expect(await governor.outcome(ballot.id)).to.equal(2n);
  });

  it("lets members veto it", async () => {
    const people = commons.outsiders.slice(0, 5);
    for (const person of people) await enrol(commons, person);
    const ballot = await open();
    for (const number of [1, 2, 3, 4]) await approve(commons, ballot, seat(number), [2]);
    await vote(commons, ballot, people.slice(0, 4), AGAINST);
    expect(await governor.outcome(ballot.id)).to.equal(2n);
    await vote(commons, ballot, people.slice(4), AGAINST);
    expect(await governor.outcome(ballot.id)).to.equal(0n);
    expect(await governor.memberVotes(ballot.id)).to.deep.equal([5n, 4n, 0n]);
    expect(await close(ballot)).to.equal(DEFEATED);
  });

  it("takes a replaced ballot out of every option it had approved of", async () => {
    const ballot = await open();
    await approve(commons, ballot, seat(1), [0, 1, 2, 3]);
    await approve(commons, ballot, seat(2), [1]);
    await approve(commons, ballot, seat(1), [3]);
    const tallies = await Promise.all([0n, 1n, 2n, 3n].map((option) => governor.approvalsOf(ballot.id, option)));
    expect(tallies).to.deep.equal([0n, VOICE, 0n, VOICE]);
    const { options: bitmap, sequence } = await governor.ballotOf(ballot.id, seat(1));
    expect([bitmap, sequence]).to.deep.equal([0b1000n, 2n]);
  });

  it("refuses choices that aren't there", async () => {
    const ballot = await open();
    const invalid = (support: bigint, params: string) =>
      expect(
        governor.connect(seat(1)).castVoteWithReasonAndParams(ballot.id, support, "", params),
      ).to.be.revertedWithCustomError(governor, "GovernorInvalidVoteParams");
    await invalid(FOR, "0x");
    await invalid(FOR, paramsOf([]));
    await invalid(FOR, paramsOf([0]));
    await invalid(FOR, paramsOf([4]));
    await invalid(FOR, "0x000002");
    await invalid(AGAINST, paramsOf([1]));
    await invalid(ABSTAIN, paramsOf([1]));
    await expect(governor.connect(seat(1)).castVote(ballot.id, FOR)).to.be.revertedWithCustomError(
      governor,
      "GovernorInvalidVoteParams",
    );
    const plain = await propose(commons, [await named("Plain")], "Plain");
    await untilVoting(commons, plain);
    await expect(
      governor.connect(seat(1)).castVoteWithReasonAndParams(plain.id, FOR, "", paramsOf([1])),
    ).to.be.revertedWithCustomError(governor, "GovernorInvalidVoteParams");
  });

  describe("of a valid form", () => {
    const ballotOf = (calls: Action[], sizes: bigint[], text = "Text") =>
      governor.connect(proposer).proposeBallot(
        calls.map(({ target }) => target),
        calls.map(({ value }) => value),
        calls.map(({ data }) => data),
        sizes,
        text,
        0n,
        [],
        [],
      );

    it("has 1 to 15 options of at least one call each, and no call beside them", async () => {
      const calls = await Promise.all(Array.from({ length: 16 }, (_, i) => named(`Model ${i}`)));
      const ones = (count: number) => Array.from({ length: count }, () => 1n);
      for (const [some, sizes] of [
        [calls, ones(16)],
        [calls.slice(0, 3), [1n, 1n]],
        [calls.slice(0, 2), [1n, 2n]],
        [calls.slice(0, 2), [0n, 2n]],
        [calls.slice(0, 2), [2n, 1n << 255n]],
      ] as const) {
        await expect(ballotOf([...some], [...sizes]))
          .to.be.revertedWithCustomError(governor, "BallotOptionsInvalid")
          .withArgs(sizes.length, some.length);
      }
      await expect(ballotOf(calls.slice(0, 15), ones(15))).to.emit(governor, "ProposalCreated");
    });

    it("has no more calls in all than fit into a byte", async () => {
      const call = await named("Again and again");
      const many = (count: number) => Array.from({ length: count }, () => call);
      await expect(ballotOf(many(256), [1n, 255n]))
        .to.be.revertedWithCustomError(governor, "BallotOptionsInvalid")
        .withArgs(2n, 256n);
      await expect(ballotOf(many(255), [1n, 254n])).to.emit(governor, "ProposalCreated");
    });

    it("G5 has ordinary options alone", async () => {
      const split = await action(commons.treasury, "setSplit", [
        { contributors: 5_000, dividend: 4_000, reserve: 1_000 },
      ]);
      await expect(ballotOf([await named("Harmless"), split], [1n, 1n]))
        .to.be.revertedWithCustomError(governor, "BallotOptionNotOrdinary")
        .withArgs(split.target, split.data.slice(0, 10));
      const own = await action(governor, "setVotingDelay", [1n]);
      await expect(ballotOf([own], [1n])).to.be.revertedWithCustomError(governor, "BallotOptionNotOrdinary");
    });

    it("needs a voice above the threshold", async () => {
      const stranger = outsider(commons, 0);
      const { target, data } = await named("Mine");
      await expect(governor.connect(stranger).proposeBallot([target], [0n], [data], [1n], "Mine", 0n, [], []))
        .to.be.revertedWithCustomError(governor, "GovernorInsufficientProposerVotes")
        .withArgs(stranger, 0n, ONE);
    });

    it("keeps a text to the proposer that it names, before the suffix", async () => {
      const { target, data } = await named("Mine");
      const text = `Mine#proposer=${founder(commons, 2).address}`;
      await expect(governor.connect(proposer).proposeBallot([target], [0n], [data], [1n], text, 0n, [], []))
        .to.be.revertedWithCustomError(governor, "GovernorRestrictedProposer")
        .withArgs(proposer);
      await expect(
        governor.connect(founder(commons, 2)).proposeBallot([target], [0n], [data], [1n], text, 0n, [], []),
      ).to.emit(governor, "ProposalCreated");
    });
  });

  describe("G6 never collides with a plain proposal", () => {
    it("G6 since no plain description may end like a ballot's", async () => {
      const calls = (await options()).flat();
      for (const end of ["#options=2,1,1", "#options=", "#options=1", "#options=,,,", `#options=${"1,".repeat(14)}1`]) {
        await expect(propose(commons, calls, `Which?${end}`)).to.be.revertedWithCustomError(
          governor,
          "DescriptionReserved",
        );
      }
      for (const end of ["#options=2,1,1 ", "#options=x", "#option=1", "#OPTIONS=1", "options=1", "#options=1\n"]) {
        const { id } = await propose(commons, calls, `Which?${end}`);
        expect(await governor.proposalKind(id)).to.deep.equal([false, false, 0n]);
      }
      // Sixty characters are one more than the longest suffix of a ballot has, of 15 numbers of three digits.
      const numbers = (length: number) => `Which?#options=${"1".repeat(length)}`;
      await expect(propose(commons, calls, numbers(60))).to.be.revertedWithCustomError(governor, "DescriptionReserved");
      const { id } = await propose(commons, calls, numbers(61));
      expect(await governor.proposalKind(id)).to.deep.equal([false, false, 0n]);
    });

    it("G6 the same calls cut in another way are another ballot, and another operation", async () => {
      const calls = (await options()).flat();
      const one = await proposeBallot(commons, [calls], "Which?", proposer);
      const two = await proposeBallot(commons, [calls.slice(0, 1), calls.slice(1)], "Which?", proposer);
      const plain = await propose(commons, calls, "Which?");
      expect(new Set([one.id, two.id, plain.id]).size).to.equal(3);
      await untilVoting(commons, plain);
      for (const number of [1, 2, 3, 4]) {
        await approve(commons, one, seat(number), [1]);
        await vote(commons, plain, [seat(number)]);
      }
      await untilVotingIsOver(commons, plain);
      await queue(commons, one);
      await queue(commons, plain);
      const scheduled = await commons.timelock.queryFilter(commons.timelock.filters.CallScheduled());
      expect(new Set(scheduled.map(({ args }) => args.id)).size).to.equal(2);
      expect([await governor.state(one.id), await governor.state(plain.id)]).to.deep.equal([QUEUED, QUEUED]);
    });

    it("G6 what lost can't be queued by handing in its calls alone", async () => {
      const ballot = await open();
      for (const number of [1, 2, 3, 4]) await approve(commons, ballot, seat(number), [2]);
      await close(ballot);
      const [targets, values, calldatas, descriptionHash] = carried(ballot);
      await expect(
        governor.queue(targets.slice(3), values.slice(3), calldatas.slice(3), descriptionHash),
      ).to.be.revertedWithCustomError(governor, "GovernorNonexistentProposal");
      expect(targets[0]).to.equal(await addressOf(commons.models));
    });
  });
});
