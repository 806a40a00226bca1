// Voting that turns near its end goes on a little, and no ballot turns it for ever.
import { expect } from "chai";
import { type Commons, founder, freshCommons, networkHelpers } from "../support/commons.ts";
import {
  ABSTAIN,
  AGAINST,
  action,
  approve,
  FOR,
  type Proposal,
  propose,
  proposeBallot,
  signBallot,
  untilVoting,
  vote,
} from "../support/votes.ts";

describe("CommonsGovernor extends late turns", () => {
  let commons: Commons;
  let governor: Commons["governor"];
  let proposal: Proposal;
  let end: bigint;
  let period: bigint;
  let window: bigint;

  beforeEach(async () => {
    commons = await freshCommons();
    governor = commons.governor;
    proposal = await propose(
      commons,
      [await action(commons.models, "register", ["Translator", "", []])],
      "A translator",
    );
    await untilVoting(commons, proposal);
    end = await governor.proposalDeadline(proposal.id);
    period = BigInt(commons.genesis.periods.votingPeriod);
    window = (period * BigInt(commons.genesis.governance.closingBps)) / 10_000n;
  });

  const seat = (number: number) => founder(commons, number);
  /** Casts a ballot in the block of that time. */
  const castAt = async (time: bigint, number: number, support: bigint) => {
    await networkHelpers.time.setNextBlockTimestamp(time);
    return governor.connect(seat(number)).castVote(proposal.id, support);
  };
  const deadline = () => governor.proposalDeadline(proposal.id);
  /** Four founders are for it: it passes. */
  const carry = () => vote(commons, proposal, [1, 2, 3, 4].map(seat));

  it("by one closing window from the ballot that turned it, either way", async () => {
    await vote(commons, proposal, [1, 2, 3].map(seat));
    await expect(castAt(end - 5n, 4, FOR))
      .to.emit(governor, "ProposalExtended")
      .withArgs(proposal.id, end - 5n + window);
    expect(await deadline()).to.equal(end - 5n + window);
    // The outcome falls again, late in the extension.
    const again = end + window - 10n;
    await expect(castAt(again, 4, AGAINST))
      .to.emit(governor, "ProposalExtended")
      .withArgs(proposal.id, again + window);
    expect(await deadline()).to.equal(again + window);
  });

  it("but not for a ballot that turns nothing, nor for one before the window", async () => {
    await vote(commons, proposal, [1, 2, 3].map(seat));
    await castAt(end - window, 4, FOR);
    expect(await deadline()).to.equal(end);
    await castAt(end - window + 1n, 5, FOR);
    await castAt(end - 1n, 6, AGAINST);
    await castAt(end, 7, ABSTAIN);
    expect(await deadline()).to.equal(end);
  });

  it("from the first second of the window", async () => {
    await vote(commons, proposal, [1, 2, 3].map(seat));
    await castAt(end - window + 1n, 4, FOR);
    expect(await deadline()).to.equal(end + 1n);
  });

  it("once for ballots of one second that turn it and turn it back", async () => {
    await vote(commons, proposal, [1, 2, 3].map(seat));
    const turn = await signBallot(commons, proposal, seat(4), { support: FOR });
    const back = await signBallot(commons, proposal, seat(4), { support: AGAINST, sequence: 1n });
    await networkHelpers.time.setNextBlockTimestamp(end - 5n);
    const bringing = await governor.castSignedBallots(proposal.id, [turn, back]);
    const extensions = await governor.queryFilter(governor.filters.ProposalExtended(), bringing.blockNumber ?? 0);
    expect(extensions.map(({ args }) => args.extendedDeadline)).to.deep.equal([end - 5n + window]);
    expect(await governor.outcome(proposal.id)).to.equal(0n);
    expect(await deadline()).to.equal(end - 5n + window);
  });

  it("also if what turns is the winner of a ballot", async () => {
    const options = await Promise.all(
      ["One", "Two"].map(async (name) => [await action(commons.models, "register", [name, "", []])]),
    );
    proposal = await proposeBallot(commons, options, "Which?", seat(1));
    await untilVoting(commons, proposal);
    end = await deadline();
    for (const number of [1, 2]) await approve(commons, proposal, seat(number), [1]);
    for (const number of [3, 4]) await approve(commons, proposal, seat(number), [1, 2]);
    await networkHelpers.time.setNextBlockTimestamp(end - 3n);
    await approve(commons, proposal, seat(1), [2]);
    // Three approve of each: a tie, and nothing wins.
    expect(await governor.outcome(proposal.id)).to.equal(0n);
    expect(await deadline()).to.equal(end - 3n + window);
  });

  describe("by at most one voting period in all", () => {
    /** Turns the outcome at every last moment, until nothing more is to be had. */
    const exhaust = async (carried = true) => {
      if (carried) await carry();
      else await vote(commons, proposal, [1, 2, 3].map(seat));
      let support = carried ? AGAINST : FOR;
      let last = 0n;
      for (let i = 0; i < 30; i++) {
        const now = await deadline();
        if (now === last || now === end + period) break;
        last = now;
        await castAt(now, 4, support);
        support = support === FOR ? AGAINST : FOR;
      }
    };

    it("however often it turns", async () => {
      await exhaust();
      expect(await deadline()).to.equal(end + period);
    });

    it("and a turn in the last of it moves nothing", async () => {
      await exhaust(false);
      expect(await governor.outcome(proposal.id)).to.equal(0n);
      await expect(castAt(end + period, 5, FOR)).to.not.emit(governor, "ProposalExtended");
      expect(await governor.outcome(proposal.id)).to.equal(1n);
      expect(await deadline()).to.equal(end + period);
    });

    it("and in the last of it no ballot can be replaced, so that it comes to an end", async () => {
      await exhaust();
      const before = await governor.outcome(proposal.id);
      await expect(governor.connect(seat(4)).castVote(proposal.id, before === 0n ? FOR : AGAINST))
        .to.be.revertedWithCustomError(governor, "BallotIsFinal")
        .withArgs(seat(4));
      // Whoever hasn't voted still may, and the end stays.
      await castAt(end + period, 5, before === 0n ? FOR : AGAINST);
      expect(await deadline()).to.equal(end + period);
    });
  });
});
