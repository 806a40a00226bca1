// Ballots that people sign and anyone brings: one sequence for all ways of voting.
import { expect } from "chai";
import {
  addressOf,
  asAccount,
  asCommons,
  type Commons,
  ethers,
  founder,
  freshCommons,
  networkHelpers,
  ONE,
  outsider,
  type Signer,
} from "../support/commons.ts";
import { enrol } from "../support/seats.ts";
import {
  ABSTAIN,
  AGAINST,
  action,
  approve,
  bitmapOf,
  FOR,
  governorDomain,
  type Proposal,
  propose,
  proposeBallot,
  signBallot,
  untilVoting,
  untilVotingIsOver,
  vote,
} from "../support/votes.ts";

const VOICE = 10n * ONE;

describe("CommonsGovernor takes signed ballots", () => {
  let commons: Commons;
  let governor: Commons["governor"];
  let relayer: Signer;
  let proposal: Proposal;
  let voter: Signer;

  beforeEach(async () => {
    commons = await freshCommons();
    relayer = outsider(commons, 0);
    governor = commons.governor.connect(relayer);
    voter = founder(commons, 2);
    proposal = await propose(
      commons,
      [await action(commons.models, "register", ["Translator", "", []])],
      "A translator",
    );
    await untilVoting(commons, proposal);
  });

  type Signed = Awaited<ReturnType<typeof signBallot>>;
  const bring = (...ballots: Signed[]) => governor.castSignedBallots(proposal.id, ballots);
  const refused = (...ballots: Signed[]) =>
    expect(bring(...ballots))
      .to.be.revertedWithCustomError(governor, "NoBallotCounts")
      .withArgs(proposal.id);
  const stockTypes = {
    Ballot: [
      { name: "proposalId", type: "uint256" },
      { name: "support", type: "uint8" },
      { name: "voter", type: "address" },
      { name: "nonce", type: "uint256" },
    ],
  };
  const signStock = async (signer: Signer, support: bigint, nonce: bigint) =>
    signer.signTypedData(await governorDomain(commons), stockTypes, {
      proposalId: proposal.id,
      support,
      voter: signer.address,
      nonce,
    });

  it("counts them from anyone, many in one transaction", async () => {
    const ballots = [];
    for (const [number, support] of [
      [1, FOR],
      [2, AGAINST],
      [3, ABSTAIN],
      [4, FOR],
    ] as const)
      ballots.push(await signBallot(commons, proposal, founder(commons, number), { support }));
    expect(await governor.castSignedBallots.staticCall(proposal.id, ballots)).to.equal(4n);
    const casting = bring(...ballots);
    await expect(casting).to.emit(governor, "VoteCast").withArgs(founder(commons, 1), proposal.id, FOR, VOICE, "");
    await expect(casting).to.emit(governor, "VoteCast").withArgs(founder(commons, 3), proposal.id, ABSTAIN, VOICE, "");
    expect(await governor.proposalVotes(proposal.id)).to.deep.equal([VOICE, 2n * VOICE, VOICE]);
    expect(await governor.memberVotes(proposal.id)).to.deep.equal([1n, 2n, 1n]);
  });

  it("passes over those that don't count, so that none spoils the others'", async () => {
    const other = outsider(commons, 1);
    const good = await signBallot(commons, proposal, voter);
    const ballots = [
      await signBallot(commons, proposal, founder(commons, 3), { sequence: 1n }),
      await signBallot(commons, proposal, founder(commons, 4), { deadline: 1n }),
      { ...(await signBallot(commons, proposal, founder(commons, 5))), support: AGAINST },
      await signBallot(commons, proposal, founder(commons, 6), { support: 3n }),
      await signBallot(commons, proposal, founder(commons, 7), { options: 2n }),
      await signBallot(commons, proposal, other),
      good,
      good,
    ];
    expect(await governor.castSignedBallots.staticCall(proposal.id, ballots)).to.equal(1n);
    await bring(...ballots);
    expect(await governor.proposalVotes(proposal.id)).to.deep.equal([0n, VOICE, 0n]);
    await refused();
  });

  it("leaves what counts as it is when it passes over a ballot, and keeps nothing of whoever has no voice", async () => {
    const [lost, stranger] = [founder(commons, 3), outsider(commons, 1)];
    await vote(commons, proposal, [lost], AGAINST);
    await commons.members.connect(await asCommons(commons)).unseat([3n]);
    await bring(
      await signBallot(commons, proposal, lost, { support: FOR, sequence: 1n }),
      await signBallot(commons, proposal, stranger),
      await signBallot(commons, proposal, voter),
    );
    expect(await governor.proposalVotes(proposal.id)).to.deep.equal([VOICE, VOICE, 0n]);
    expect(await governor.memberVotes(proposal.id)).to.deep.equal([1n, 1n, 0n]);
    expect(await governor.ballotOf(proposal.id, lost)).to.deep.equal([VOICE, AGAINST, 0n, 1n, true]);
    expect(await governor.hasVoted(proposal.id, stranger)).to.equal(false);
  });

  it("carries a direction ballot's options", async () => {
    const one = [await action(commons.models, "register", ["One", "", []])];
    const two = [await action(commons.models, "register", ["Two", "", []])];
    const ballot = await proposeBallot(commons, [one, two], "Which?", founder(commons, 1));
    await untilVoting(commons, ballot);
    const options = bitmapOf([2]);
    await expect(governor.castSignedBallots(ballot.id, [await signBallot(commons, ballot, voter, { options })]))
      .to.emit(governor, "VoteCastWithParams")
      .withArgs(voter, ballot.id, FOR, VOICE, "", "0x0004");
    expect(await governor.approvalsOf(ballot.id, 2n)).to.equal(VOICE);
    await approve(commons, ballot, voter, [1]);
    expect(await governor.approvalsOf(ballot.id, 2n)).to.equal(0n);
  });

  describe("G8 an old ballot never replaces a newer one", () => {
    it("G8 whichever way the newer one came", async () => {
      const early = await signBallot(commons, proposal, voter, { support: FOR });
      await vote(commons, proposal, [voter], AGAINST);
      await refused(early);
      const second = await signBallot(commons, proposal, voter, { support: ABSTAIN, sequence: 1n });
      const rival = await signBallot(commons, proposal, voter, { support: FOR, sequence: 1n });
      await bring(second);
      await refused(rival);
      await refused(second);
      const { support, sequence } = await governor.ballotOf(proposal.id, voter);
      expect([support, sequence]).to.deep.equal([ABSTAIN, 2n]);
      expect(await governor.proposalVotes(proposal.id)).to.deep.equal([0n, 0n, VOICE]);
    });

    it("G8 through OpenZeppelin's entry points too, which take the sequence for their nonce", async () => {
      const first = await signStock(voter, FOR, 0n);
      const rival = await signStock(voter, AGAINST, 0n);
      await governor.castVoteBySig(proposal.id, FOR, voter, first);
      await expect(governor.castVoteBySig(proposal.id, AGAINST, voter, rival))
        .to.be.revertedWithCustomError(governor, "GovernorInvalidSignature")
        .withArgs(voter);
      await governor.castVoteBySig(proposal.id, AGAINST, voter, await signStock(voter, AGAINST, 1n));
      expect(await governor.nonces(voter)).to.equal(0n);
      expect(await governor.proposalVotes(proposal.id)).to.deep.equal([VOICE, 0n, 0n]);
    });

    it("G8 with reason and params as well", async () => {
      const types = {
        ExtendedBallot: [
          { name: "proposalId", type: "uint256" },
          { name: "support", type: "uint8" },
          { name: "voter", type: "address" },
          { name: "nonce", type: "uint256" },
          { name: "reason", type: "string" },
          { name: "params", type: "bytes" },
        ],
      };
      const sign = async (nonce: bigint) =>
        voter.signTypedData(await governorDomain(commons), types, {
          proposalId: proposal.id,
          support: FOR,
          voter: voter.address,
          nonce,
          reason: "We need one",
          params: "0x",
        });
      const cast = (signature: string) =>
        governor.castVoteWithReasonAndParamsBySig(proposal.id, FOR, voter, "We need one", "0x", signature);
      const signature = await sign(0n);
      await expect(cast(signature))
        .to.emit(governor, "VoteCast")
        .withArgs(voter, proposal.id, FOR, VOICE, "We need one");
      await expect(cast(signature)).to.be.revertedWithCustomError(governor, "GovernorInvalidSignature");
      await cast(await sign(1n));
      expect((await governor.ballotOf(proposal.id, voter)).sequence).to.equal(2n);
    });
  });

  describe("a signature counts nowhere else", () => {
    it("not for another account, chain, contract or proposal", async () => {
      const [mine, other] = [founder(commons, 3), founder(commons, 4)];
      await refused(await signBallot(commons, proposal, mine, { voter: other.address }));
      await refused(await signBallot(commons, proposal, mine, { domain: { chainId: 1 } }));
      await refused(
        await signBallot(commons, proposal, mine, { domain: { verifyingContract: await addressOf(commons.members) } }),
      );
      const another = await propose(commons, [await action(commons.models, "register", ["Other", "", []])], "Other");
      await untilVoting(commons, another);
      await refused(await signBallot(commons, another, mine));
      expect(await governor.hasVoted(proposal.id, other)).to.equal(false);
    });

    it("not after its deadline, nor after voting", async () => {
      const now = BigInt(await networkHelpers.time.latest());
      const brief = await signBallot(commons, proposal, voter, { deadline: now + 60n });
      const late = await signBallot(commons, proposal, founder(commons, 3));
      await networkHelpers.time.increase(61);
      await refused(brief);
      await untilVotingIsOver(commons, proposal);
      await expect(bring(late)).to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState");
    });
  });

  it("accepts what a voter's contract accepts (ERC-1271), however the ballot comes", async () => {
    const owner = founder(commons, 3);
    const wallet = await ethers.deployContract("ContractWallet", [owner]);
    const at = await wallet.getAddress();
    await commons.token.connect(founder(commons, 1)).delegate(at);
    await enrol(commons, await asAccount(at));
    const next = await propose(
      commons,
      [await action(commons.models, "register", ["Next", "", []])],
      "Next",
      founder(commons, 2),
    );
    await untilVoting(commons, next);
    const ballot = await signBallot(commons, next, owner, { voter: at });
    await governor.castSignedBallots(next.id, [ballot]);
    expect(await governor.hasVoted(next.id, at)).to.equal(true);
    const again = await owner.signTypedData(await governorDomain(commons), stockTypes, {
      proposalId: next.id,
      support: AGAINST,
      voter: at,
      nonce: 1n,
    });
    await governor.castVoteBySig(next.id, AGAINST, at, again);
    expect(await governor.proposalVotes(next.id)).to.deep.equal([VOICE, 0n, 0n]);
  });
});
