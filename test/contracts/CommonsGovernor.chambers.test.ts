// Two chambers in one ballot: who counts for how much, and what that decides.
import { expect } from "chai";
import { id as ethersId } from "ethers";
import {
  addressOf,
  asAccount,
  type Commons,
  founder,
  freshCommons,
  networkHelpers,
  ONE,
  outsider,
  type Signer,
} from "../support/commons.ts";
import { enrol, moveSeat, person } from "../support/seats.ts";
import {
  ABSTAIN,
  AGAINST,
  action,
  chamberRules,
  decide,
  FOR,
  type Proposal,
  propose,
  queue,
  untilVoting,
  untilVotingIsOver,
  vote,
} from "../support/votes.ts";
import { claimLeaf, finalWork } from "../support/work.ts";

const [DEFEATED, SUCCEEDED] = [3n, 4n];
const VOICE = 10n * ONE;
/** Enough units that the author holds far more than any founder. */
const LARGE = { items: 1_000n, unitsPerItem: 1_000n };

describe("CommonsGovernor counts two chambers", () => {
  let commons: Commons;
  let governor: Commons["governor"];
  let rich: Signer;

  beforeEach(async () => {
    commons = await freshCommons();
    governor = commons.governor;
    rich = outsider(commons, 0);
  });

  const ordinary = async (text = "Register a translator") =>
    propose(commons, [await action(commons.models, "register", ["Translator", "", []])], text);
  const constitutional = async (text = "A larger dividend") =>
    propose(
      commons,
      [await action(commons.treasury, "setSplit", [{ contributors: 5_000, dividend: 4_000, reserve: 1_000 }])],
      text,
    );
  const seats = (...numbers: number[]) => numbers.map((number) => founder(commons, number));
  /** Gives an account a voice of 100 MIND, more than all founders together. */
  const enrich = async (account: Signer) => {
    const work = await finalWork(commons, [{ author: account, ...LARGE }]);
    await claimLeaf(commons, work);
    expect(await commons.token.balanceOf(account)).to.equal(100n * ONE);
  };
  const result = async (proposal: Proposal) => {
    await untilVotingIsOver(commons, proposal);
    return governor.state(proposal.id);
  };

  describe("holders", () => {
    it("G4 count a person's weight up to the cap, however much it holds", async () => {
      await enrich(rich);
      await enrol(commons, rich);
      const proposal = await ordinary();
      await untilVoting(commons, proposal);
      const cap = (170n * ONE * BigInt(commons.genesis.governance.capBps)) / 10_000n;
      await expect(governor.connect(rich).castVote(proposal.id, FOR))
        .to.emit(governor, "VoteCast")
        .withArgs(rich, proposal.id, FOR, cap, "");
      await vote(commons, proposal, seats(1), AGAINST);
      expect(await governor.proposalVotes(proposal.id)).to.deep.equal([VOICE, cap, 0n]);
      expect((await governor.ballotOf(proposal.id, rich)).weight).to.equal(cap);
    });

    it("G4 count nothing for an account without a seat, so that splitting tokens buys nothing", async () => {
      await enrich(rich);
      const proposal = await ordinary();
      await untilVoting(commons, proposal);
      await expect(governor.connect(rich).castVote(proposal.id, FOR))
        .to.be.revertedWithCustomError(governor, "NoVoice")
        .withArgs(rich);
    });

    it("G4 count such an account up to the unseated cap where the rules allow one", async () => {
      const rules = { ...chamberRules(commons), unseatedCapBps: 50 };
      await decideWithBoth("setChamberRules", [rules]);
      await enrich(rich);
      const proposal = await ordinary();
      await untilVoting(commons, proposal);
      await governor.connect(rich).castVote(proposal.id, FOR);
      const { weight, member } = await governor.ballotOf(proposal.id, rich);
      expect([weight, member]).to.deep.equal([(170n * ONE * 50n) / 10_000n, false]);
      expect(await governor.memberVotes(proposal.id)).to.deep.equal([0n, 0n, 0n]);
    });

    it("count what was delegated to a seat, under that person's cap", async () => {
      await enrich(rich);
      await commons.token.connect(rich).delegate(founder(commons, 1));
      const proposal = await ordinary();
      await untilVoting(commons, proposal);
      await vote(commons, proposal, seats(1));
      const { weight } = await governor.ballotOf(proposal.id, founder(commons, 1));
      expect(weight).to.equal((170n * ONE * 1_500n) / 10_000n);
    });

    it("G4 count a person once who moves the seat to a second purse while voting is open", async () => {
      const purse = outsider(commons, 1);
      await enrich(purse);
      await enrich(rich);
      await enrol(commons, rich);
      const proposal = await ordinary();
      await untilVoting(commons, proposal);
      await vote(commons, proposal, [rich]);
      await moveSeat(commons, rich, purse);
      await expect(governor.connect(purse).castVote(proposal.id, FOR)).to.be.revertedWithCustomError(
        governor,
        "NoVoice",
      );
      const [, inFavour] = await governor.proposalVotes(proposal.id);
      expect(inFavour).to.equal((270n * ONE * 1_500n) / 10_000n);
    });

    it("G4 count a person whose seat left the wallet and came back while voting is open", async () => {
      const purse = outsider(commons, 1);
      await enrich(rich);
      await enrol(commons, rich);
      const proposal = await ordinary();
      await untilVoting(commons, proposal);
      await moveSeat(commons, rich, purse);
      await moveSeat(commons, purse, rich, person(rich.address));
      expect(await commons.members.seatedSince(rich)).to.be.greaterThan(await governor.proposalSnapshot(proposal.id));
      await vote(commons, proposal, [rich]);
      expect(await governor.memberVotes(proposal.id)).to.deep.equal([0n, 1n, 0n]);
    });

    it("G3 let tokens and seats that come after the snapshot count for nothing", async () => {
      const proposal = await ordinary();
      await untilVoting(commons, proposal);
      await enrol(commons, rich);
      await expect(governor.connect(rich).castVote(proposal.id, FOR)).to.be.revertedWithCustomError(
        governor,
        "NoVoice",
      );
      await vote(commons, proposal, seats(1));
      expect((await governor.ballotOf(proposal.id, founder(commons, 1))).weight).to.equal(VOICE);
    });

    it("G3 need the quorum of the snapshot, for and abstain together", async () => {
      const short = await ordinary("Three");
      await untilVoting(commons, short);
      await vote(commons, short, seats(1, 2, 3));
      await vote(commons, short, seats(4), AGAINST);
      expect(await result(short)).to.equal(DEFEATED);
      const enough = await ordinary("Four");
      await untilVoting(commons, enough);
      await vote(commons, enough, seats(1, 2));
      await vote(commons, enough, seats(3, 4), ABSTAIN);
      expect(await result(enough)).to.equal(SUCCEEDED);
      const snapshot = await governor.proposalSnapshot(enough.id);
      expect(await governor.quorum(snapshot)).to.equal((70n * ONE * 45n) / 100n);
    });

    it("G3 keep the rules of the snapshot when a vote changes them meanwhile", async () => {
      const change = await action(governor, "updateQuorumNumerator", [50n]);
      const raise = await propose(commons, [change], "A higher quorum");
      await untilVoting(commons, raise);
      await vote(commons, raise, commons.founders);
      await untilVotingIsOver(commons, raise);
      await queue(commons, raise);
      const open = await ordinary();
      await untilVoting(commons, open);
      await networkHelpers.time.increase(86_400);
      await governor.execute(raise.targets, raise.values, raise.calldatas, hash(raise));
      expect(await governor["quorumNumerator()"]()).to.equal(50n);
      await vote(commons, open, seats(1, 2, 3, 4));
      const [, inFavour] = await governor.proposalVotes(open.id);
      expect(inFavour).to.equal(4n * VOICE);
      expect(await result(open)).to.equal(SUCCEEDED);
    });

    it("decide nothing where there was nothing to hold, whatever the members say", async () => {
      const proposal = await constitutional();
      const registry = commons.token.connect(await asAccount(await addressOf(commons.contributions)));
      for (const holder of commons.founders) await registry.burn(holder, VOICE);
      expect(await commons.token.totalSupply()).to.equal(0n);
      await untilVoting(commons, proposal);
      await expect(governor.connect(founder(commons, 1)).castVote(proposal.id, FOR))
        .to.emit(governor, "VoteCast")
        .withArgs(founder(commons, 1), proposal.id, FOR, 0n, "");
      await vote(commons, proposal, seats(2, 3, 4, 5, 6, 7));
      expect(await governor.proposalVotes(proposal.id)).to.deep.equal([0n, 0n, 0n]);
      expect(await result(proposal)).to.equal(DEFEATED);
    });

    it("decide nothing by a tie", async () => {
      const proposal = await ordinary();
      await untilVoting(commons, proposal);
      await vote(commons, proposal, seats(1), FOR);
      await vote(commons, proposal, seats(2), AGAINST);
      await vote(commons, proposal, seats(3, 4, 5), ABSTAIN);
      expect(await result(proposal)).to.equal(DEFEATED);
    });
  });

  describe("members", () => {
    /** Members without tokens, of whom there must be many to outvote founders by seats alone. */
    const newcomers = async (count: number) => {
      const people = commons.outsiders.slice(0, count);
      for (const person of people) await enrol(commons, person);
      return people;
    };

    it("G4 have one vote a seat, whatever they hold", async () => {
      const people = await newcomers(2);
      const proposal = await ordinary();
      await untilVoting(commons, proposal);
      await vote(commons, proposal, people, AGAINST);
      await vote(commons, proposal, seats(1), FOR);
      await vote(commons, proposal, seats(2), ABSTAIN);
      expect(await governor.memberVotes(proposal.id)).to.deep.equal([2n, 1n, 1n]);
      expect((await governor.ballotOf(proposal.id, people[0] as Signer)).weight).to.equal(0n);
    });

    it("veto an ordinary proposal with more seats against than for, at least three and a tenth", async () => {
      const people = await newcomers(5);
      const vetoed = await ordinary("Vetoed");
      await untilVoting(commons, vetoed);
      await vote(commons, vetoed, seats(1, 2, 3, 4));
      await vote(commons, vetoed, people, AGAINST);
      expect(await governor.outcome(vetoed.id)).to.equal(0n);
      expect(await result(vetoed)).to.equal(DEFEATED);
      // As many for as against: the holders' majority stands.
      const carried = await ordinary("Carried");
      await untilVoting(commons, carried);
      await vote(commons, carried, seats(1, 2, 3, 4));
      await vote(commons, carried, people.slice(0, 4), AGAINST);
      expect(await result(carried)).to.equal(SUCCEEDED);
    });

    it("can't stop it with fewer than three seats, so that few members don't rule", async () => {
      const people = await newcomers(2);
      await commons.token.connect(founder(commons, 2)).delegate(founder(commons, 1));
      const raise = { ...chamberRules(commons), vetoBps: 100 };
      await decideWithBoth("setChamberRules", [raise]);
      const proposal = await ordinary();
      await untilVoting(commons, proposal);
      await vote(commons, proposal, seats(1), FOR);
      await vote(commons, proposal, seats(3, 4, 5), ABSTAIN);
      await vote(commons, proposal, people, AGAINST);
      expect(await governor.memberVotes(proposal.id)).to.deep.equal([2n, 1n, 3n]);
      expect(await result(proposal)).to.equal(SUCCEEDED);
    });

    it("stop it with three seats, where a tenth is fewer", async () => {
      const people = await newcomers(3);
      await commons.token.connect(founder(commons, 2)).delegate(founder(commons, 1));
      const proposal = await ordinary();
      await untilVoting(commons, proposal);
      await vote(commons, proposal, seats(1), FOR);
      await vote(commons, proposal, seats(3, 4, 5), ABSTAIN);
      await vote(commons, proposal, people, AGAINST);
      expect(await governor.memberVotes(proposal.id)).to.deep.equal([3n, 1n, 3n]);
      expect(await result(proposal)).to.equal(DEFEATED);
    });

    it("stop it with the share of the seats that the rules say, rounded up", async () => {
      const people = await newcomers(5);
      await commons.token.connect(founder(commons, 2)).delegate(founder(commons, 1));
      await decideWithBoth("setChamberRules", [{ ...chamberRules(commons), vetoBps: 3_000 }]);
      // Three tenths of twelve seats.
      for (const [against, state] of [
        [3, SUCCEEDED],
        [4, DEFEATED],
      ] as const) {
        const proposal = await ordinary(`${against} against`);
        await untilVoting(commons, proposal);
        await vote(commons, proposal, seats(1), FOR);
        await vote(commons, proposal, seats(3, 4, 5), ABSTAIN);
        await vote(commons, proposal, people.slice(0, against), AGAINST);
        expect(await result(proposal)).to.equal(state);
      }
    });

    it("must assent to a constitutional one, above their turnout", async () => {
      const proposal = await constitutional();
      expect(await governor.proposalKind(proposal.id)).to.deep.equal([true, false, 0n]);
      await untilVoting(commons, proposal);
      await vote(commons, proposal, seats(1, 2, 3, 4));
      expect(await result(proposal)).to.equal(SUCCEEDED);
    });

    it("refuse a constitutional one that the holders pass", async () => {
      const people = await newcomers(5);
      const proposal = await constitutional();
      await untilVoting(commons, proposal);
      await vote(commons, proposal, seats(1, 2, 3, 4));
      await vote(commons, proposal, people.slice(0, 4), AGAINST);
      const [against, inFavour] = await governor.proposalVotes(proposal.id);
      expect([against, inFavour]).to.deep.equal([0n, 4n * VOICE]);
      expect(await result(proposal)).to.equal(DEFEATED);
    });

    it("defeat a constitutional one by staying away, and carry it with half of them, where that is their turnout", async () => {
      const people = await newcomers(9);
      const rules = { ...chamberRules(commons), turnoutBps: 5_000 };
      await decideWithBoth("setChamberRules", [rules]);
      const defeated = await constitutional("Defeated");
      await untilVoting(commons, defeated);
      await vote(commons, defeated, seats(1, 2, 3, 4, 5, 6, 7));
      expect(await governor.memberVotes(defeated.id)).to.deep.equal([0n, 7n, 0n]);
      expect(await result(defeated)).to.equal(DEFEATED);
      const carried = await constitutional("Carried");
      await untilVoting(commons, carried);
      await vote(commons, carried, [...seats(1, 2, 3, 4, 5, 6, 7), ...people.slice(0, 1)]);
      expect(await governor.memberVotes(carried.id)).to.deep.equal([0n, 8n, 0n]);
      expect(await result(carried)).to.equal(SUCCEEDED);
    });

    it("G4 don't count twice for one seat that moves, nor for a wallet that lost it", async () => {
      const [old, fresh] = [outsider(commons, 2), outsider(commons, 3)];
      await enrol(commons, old);
      const proposal = await ordinary();
      await untilVoting(commons, proposal);
      await vote(commons, proposal, [old], AGAINST);
      await moveSeat(commons, old, fresh);
      await expect(governor.connect(old).castVote(proposal.id, FOR))
        .to.be.revertedWithCustomError(governor, "BallotOfLostSeat")
        .withArgs(old);
      await expect(governor.connect(fresh).castVote(proposal.id, FOR)).to.be.revertedWithCustomError(
        governor,
        "NoVoice",
      );
      expect(await governor.memberVotes(proposal.id)).to.deep.equal([1n, 0n, 0n]);
    });
  });

  const hash = (proposal: Proposal) => ethersId(proposal.description);
  const decideWithBoth = async (name: string, args: unknown[]) =>
    decide(commons, [await action(governor, name, args)], `Call ${name}`);
});
