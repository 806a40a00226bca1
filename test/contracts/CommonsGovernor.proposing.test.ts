// Who may propose: holders above the threshold, or members who co-sign. And the bounds of every rule.
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
import { attest, credentialFor, enrol, moveSeat, person } from "../support/seats.ts";
import {
  action,
  carried,
  chamberRules,
  decide,
  governorDomain,
  propose,
  queue,
  untilExecutable,
  untilVoting,
  untilVotingIsOver,
  vote,
} from "../support/votes.ts";

const cosignatureTypes = {
  Cosignature: [
    { name: "proposalId", type: "uint256" },
    { name: "proposer", type: "address" },
    { name: "deadline", type: "uint256" },
  ],
};
const LATER = 1n << 48n;

describe("CommonsGovernor is asked", () => {
  let commons: Commons;
  let governor: Commons["governor"];
  let newcomer: Signer;

  beforeEach(async () => {
    commons = await freshCommons();
    governor = commons.governor;
    newcomer = outsider(commons, 0);
  });

  describe("by members who co-sign", () => {
    type Draft = { proposer?: Signer; deadline?: bigint; sizes?: bigint[]; text?: string; signedText?: string };

    const byAddress = (signers: Signer[]) =>
      [...signers].sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1));

    /** The arguments of a proposal that these members signed. */
    const drafted = async (
      signers: Signer[],
      { proposer = newcomer, deadline = LATER, sizes = [], text = "A translator", signedText }: Draft = {},
    ) => {
      const { target, data } = await action(commons.models, "register", ["Translator", "", []]);
      const calls = [[target], [0n], [data]] as const;
      const description = signedText ?? (sizes.length > 0 ? `${text}#options=${sizes.join(",")}` : text);
      const proposalId = await governor.getProposalId(...(calls.map((it) => [...it]) as never), hashOf(description));
      const message = { proposalId, proposer: proposer.address, deadline };
      const domain = await governorDomain(commons);
      const signatures = await Promise.all(signers.map((it) => it.signTypedData(domain, cosignatureTypes, message)));
      const args = [
        [target],
        [0n],
        [data],
        sizes,
        text,
        deadline,
        signers.map(({ address }) => address),
        signatures,
      ] as const;
      return { proposalId, args };
    };
    const founders = (...seats: number[]) => byAddress(seats.map((seat) => founder(commons, seat)));
    const proposed = async (signers: Signer[], draft: Draft = {}) => {
      const { proposalId, args } = await drafted(signers, draft);
      return {
        proposalId,
        sending: governor
          .connect(newcomer)
          .proposeBallot(...(args as unknown as Parameters<typeof governor.proposeBallot>)),
      };
    };

    it("at least three of them, for somebody without a voice", async () => {
      const few = await proposed(founders(1, 2));
      await expect(few.sending).to.be.revertedWithCustomError(governor, "CosignersMissing").withArgs(2n, 3n);
      const { proposalId, sending } = await proposed(founders(1, 2, 3));
      await expect(sending).to.emit(governor, "ProposalClassified").withArgs(proposalId, false, true, 0n);
      expect(await governor.proposalProposer(proposalId)).to.equal(newcomer.address);
      expect(await governor.proposalKind(proposalId)).to.deep.equal([false, true, 0n]);
    });

    it("for a direction ballot too", async () => {
      const { proposalId, sending } = await proposed(founders(1, 2, 3), { sizes: [1n] });
      await expect(sending).to.emit(governor, "ProposalClassified").withArgs(proposalId, false, true, 1n);
    });

    it("more of them where there are many, up to a hundred", async () => {
      const rules = { ...chamberRules(commons), cosignBps: 1_000 };
      await decide(commons, [await action(governor, "setChamberRules", [rules])], "A tenth co-signs");
      const crowd: Signer[] = [];
      for (let i = 0; i < 30; i++) {
        const wallet = ethers.Wallet.createRandom(ethers.provider) as unknown as Signer;
        await networkHelpers.setBalance(wallet.address, ONE);
        await enrol(commons, wallet);
        crowd.push(wallet);
      }
      const { sending: few } = await proposed(founders(1, 2, 3));
      await expect(few).to.be.revertedWithCustomError(governor, "CosignersMissing").withArgs(3n, 4n);
      const { sending } = await proposed(byAddress(crowd.slice(0, 4)));
      await expect(sending).to.emit(governor, "ProposalCreated");
    });

    it("each once, seated a second ago and now, over exactly this", async () => {
      const invalid = async (signers: Signer[], who: Signer, draft: Draft = {}) => {
        const { sending } = await proposed(signers, draft);
        await expect(sending).to.be.revertedWithCustomError(governor, "CosignatureInvalid").withArgs(who);
      };
      const [first, second, third] = founders(1, 2, 3) as [Signer, Signer, Signer];
      await invalid([first, second, second], second);
      await invalid([second, first, third], first);
      await invalid(byAddress([first, second, newcomer]), newcomer);
      await invalid([first, second, third], first, { signedText: "Something else" });
      await invalid([first, second, third], first, { proposer: second });
      const { sending: late } = await proposed([first, second, third], { deadline: 1n });
      await expect(late).to.be.revertedWithCustomError(governor, "CosignatureExpired").withArgs(1n);
      await moveSeat(
        commons,
        first,
        newcomer,
        commons.genesis.founders.find(({ account }) => account === first.address)?.nullifier,
      );
      await invalid([first, second, third], first);
    });

    it("with a signature of each, and none beside", async () => {
      for (const count of [2, 4]) {
        const { args } = await drafted(founders(1, 2, 3));
        const [signature] = args[7];
        const signatures = [...args[7], signature].slice(0, count);
        const all = [...args.slice(0, 7), signatures] as unknown as Parameters<typeof governor.proposeBallot>;
        await expect(governor.connect(newcomer).proposeBallot(...all))
          .to.be.revertedWithCustomError(governor, "CosignersMissing")
          .withArgs(3n, 3n);
      }
    });

    it("not by a member of this very second, but by one of the last", async () => {
      const late = outsider(commons, 1);
      const { proposalId, args } = await drafted(byAddress([founder(commons, 1), founder(commons, 2), late]));
      const withGas = [...args, { gasLimit: 2_000_000n }] as unknown as Parameters<typeof governor.proposeBallot>;
      const proposing = () => governor.connect(newcomer).proposeBallot(...withGas);
      await ethers.provider.send("evm_setAutomine", [false]);
      const credential = await credentialFor(commons, late, { nullifier: person("Late") });
      await commons.members
        .connect(late)
        .enrol(credential, await attest(commons, credential), { gasLimit: 2_000_000n });
      const tooEarly = await proposing();
      await ethers.provider.send("evm_setAutomine", [true]);
      await networkHelpers.mine();
      const receipt = await ethers.provider.getTransactionReceipt(tooEarly.hash);
      expect([receipt?.status, await commons.members.seatOf(late)]).to.deep.equal([0, 8n]);
      expect(receipt?.blockNumber).to.equal(await ethers.provider.getBlockNumber());
      const { returnValue } = await ethers.provider.send("debug_traceTransaction", [tooEarly.hash, {}]);
      expect(`0x${returnValue.replace(/^0x/, "")}`).to.equal(
        governor.interface.encodeErrorResult("CosignatureInvalid", [late.address]),
      );
      await expect(proposing()).to.emit(governor, "ProposalClassified").withArgs(proposalId, false, true, 0n);
    });

    it("and their proposal isn't anyone's to cancel for the proposer's lack of voice", async () => {
      const { proposalId, sending } = await proposed(founders(1, 2, 3));
      await sending;
      const { target, data } = await action(commons.models, "register", ["Translator", "", []]);
      const calls = [[target], [0n], [data], hashOf("A translator")] as const;
      await expect(governor.connect(founder(commons, 5)).cancel([target], [0n], [data], calls[3]))
        .to.be.revertedWithCustomError(governor, "GovernorUnableToCancel")
        .withArgs(proposalId, founder(commons, 5));
      await governor.connect(newcomer).cancel([target], [0n], [data], calls[3]);
      expect(await governor.state(proposalId)).to.equal(2n);
    });

    it("under no text that is reserved", async () => {
      const { sending } = await proposed(founders(1, 2, 3), { text: "Sly#options=1", signedText: "Sly#options=1" });
      await expect(sending).to.be.revertedWithCustomError(governor, "DescriptionReserved");
    });
  });

  describe("within bounds", () => {
    /** Takes a change of rules through a vote; the call that carries it out is returned. */
    const carriedOut = async (name: string, args: unknown[]) => {
      const proposal = await propose(
        commons,
        [await action(governor, name, args)],
        `${name} ${args.map((it) => JSON.stringify(it, (_, each) => (typeof each === "bigint" ? `${each}` : each)))}`,
      );
      await untilVoting(commons, proposal);
      await vote(commons, proposal, commons.founders);
      await untilVotingIsOver(commons, proposal);
      await queue(commons, proposal);
      await untilExecutable(commons, proposal);
      return governor.execute(...carried(proposal));
    };
    const tooFar = async (name: string, args: unknown[], error: string) =>
      expect(carriedOut(name, args)).to.be.revertedWithCustomError(governor, error);

    it("of delay and period", async () => {
      for (const delay of [0, 30 * 86_400 + 1]) await tooFar("setVotingDelay", [delay], "VotingDelayOutOfBounds");
      for (const period of [59, 60 * 86_400 + 1]) await tooFar("setVotingPeriod", [period], "VotingPeriodOutOfBounds");
      await carriedOut("setVotingDelay", [30 * 86_400]);
      await carriedOut("setVotingDelay", [1]);
      await carriedOut("setVotingPeriod", [60]);
    });

    it("of the threshold: above zero, at most one person's cap", async () => {
      const cap = (70n * ONE * 1_500n) / 10_000n;
      for (const threshold of [0n, cap + 1n]) {
        await tooFar("setProposalThreshold", [threshold], "ProposalThresholdOutOfBounds");
      }
      await carriedOut("setProposalThreshold", [10n * ONE]);
    });

    it("of the quorum: 1 to 50 percent, and three times the cap", async () => {
      for (const percent of [0n, 44n, 51n, 257n]) await tooFar("updateQuorumNumerator", [percent], "QuorumOutOfBounds");
      await expect(await carriedOut("updateQuorumNumerator", [50n]))
        .to.emit(governor, "QuorumNumeratorUpdated")
        .withArgs(45n, 50n);
      await tooFar("setChamberRules", [{ ...chamberRules(commons), capBps: 1_667 }], "ChamberRulesOutOfBounds");
      await carriedOut("setChamberRules", [{ ...chamberRules(commons), capBps: 1_666 }]);
      await tooFar("updateQuorumNumerator", [49n], "QuorumOutOfBounds");
    });

    it("of each chamber's rules", async () => {
      const now = chamberRules(commons);
      await tooFar("setChamberRules", [{ ...now, capBps: 1_600 }], "QuorumOutOfBounds");
      for (const change of [
        { capBps: 9 },
        { unseatedCapBps: 101 },
        { capBps: 50, unseatedCapBps: 51 },
        { vetoBps: 99 },
        { vetoBps: 3_334 },
        { turnoutBps: 499 },
        { turnoutBps: 5_001 },
        { cosignBps: 9 },
        { cosignBps: 1_001 },
        { closingBps: 499 },
        { closingBps: 5_001 },
      ]) {
        await tooFar("setChamberRules", [{ ...now, ...change }], "ChamberRulesOutOfBounds");
      }
      const least = { capBps: 10, unseatedCapBps: 0, vetoBps: 100, turnoutBps: 500, cosignBps: 10, closingBps: 500 };
      await expect(await carriedOut("setChamberRules", [least])).to.emit(governor, "ChamberRulesSet");
      expect(await governor["quorumNumerator()"]()).to.equal(45n);
    });
  });

  it("keeps the list of ordinary functions that the permissions declare, and changes it by vote", async () => {
    const { models, treasury } = commons;
    const selector = (contract: typeof models | typeof treasury, name: string) =>
      contract.interface.getFunction(name as never)?.selector ?? "";
    expect(await governor.isOrdinary(models, selector(models, "publish"))).to.equal(true);
    expect(await governor.isOrdinary(treasury, selector(treasury, "setSplit"))).to.equal(false);
    const change = [await addressOf(treasury), selector(treasury, "spend"), false];
    await expect(await decide(commons, [await action(governor, "setOrdinary", change)], "Both chambers spend"))
      .to.emit(governor, "OrdinarySet")
      .withArgs(...change);
    const spend = await action(treasury, "spend", [ethers.ZeroAddress, newcomer.address, 1n]);
    const { id } = await propose(commons, [spend], "Spend");
    expect((await governor.proposalKind(id)).constitutional).to.equal(true);
  });

  it("takes a function without arguments for an ordinary one if it is on the list, and shorter calls never", async () => {
    const target = await addressOf(commons.models);
    const bare = "0x12345600";
    await decide(commons, [await action(governor, "setOrdinary", [target, bare, true])], "A bare call is ordinary");
    const isConstitutional = async (data: string) => {
      const { id } = await propose(commons, [{ target, value: 0n, data }], `Call ${data}`);
      return (await governor.proposalKind(id)).constitutional;
    };
    expect(await isConstitutional(bare)).to.equal(false);
    expect(await isConstitutional("0x123456")).to.equal(true);
  });
});
